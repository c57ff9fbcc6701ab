//! PostgreSQL's own driver: what the server does of the same statements over the same number of
//! connections.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::script::Script;

/// How long a run is.
#[derive(Clone, Copy)]
pub enum Length {
    Seconds(u64),
    /// Transactions of each connection.
    Transactions(usize),
}

/// The program.
pub struct Pgbench(PathBuf);

impl Pgbench {
    /// Why there may be none.
    pub const MISSING: &str = "pgbench not found";

    /// The program of the `PATH`, or the newest of Debian's folders.
    pub fn found() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let mut versions: Vec<PathBuf> =
            std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
        versions.sort();
        folders.extend(versions.into_iter().rev().map(|version| version.join("bin")));
        folders.into_iter().map(|folder| folder.join("pgbench")).find(|program| program.is_file()).map(Self)
    }

    /// Runs a script over so many connections; transactions in a second. Variables are added to the
    /// script's own.
    pub fn per_second(
        &self,
        folder: &Path,
        database: &str,
        script: &Script,
        variables: &[(&str, usize)],
        connections: usize,
        length: Length,
    ) -> f64 {
        let file = folder.join("floor.sql");
        std::fs::write(&file, &script.text).unwrap();
        let mut run = Command::new(&self.0);
        run.args(["--no-vacuum", "--protocol=prepared", "--jobs=1"]).arg(format!("--client={connections}"));
        run.arg(match length {
            Length::Seconds(seconds) => format!("--time={seconds}"),
            Length::Transactions(each) => format!("--transactions={each}"),
        });
        for (name, value) in &script.variables {
            run.arg(format!("--define={name}={value}"));
        }
        for (name, value) in variables {
            run.arg(format!("--define={name}={value}"));
        }
        if script.generic {
            run.env("PGOPTIONS", "-c plan_cache_mode=force_generic_plan");
        }
        let done = run.arg("--file").arg(&file).arg(database).output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        let problems = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "pgbench: {problems}\n{}", script.text);
        let found = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        found.unwrap_or_else(|| panic!("pgbench: {said}{problems}"))
    }
}
