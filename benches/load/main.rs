//! The service under load, each figure beside what the machine could do at best in the same run.
//!
//! `cargo bench --bench load` measures it on SQLite, and on PostgreSQL too where `BENCH_DATABASE_URL`
//! names a server whose user may make databases: the bench makes its own there and drops them.
//! `BENCH_TENANTS` is the number of tenants (20,000 unless told); the small database beside has a
//! hundredth of them, 1,201 at least. Rates are taken in turn, floor and figure, and the medians told.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench stops at the first surprise")]

mod commits;
mod copies;
mod declare;
mod drive;
mod fairness;
mod floors;
mod memory;
mod pgbench;
mod place;
mod portfolio;
mod reads;
mod recorded;
mod script;
mod service;
mod table;
mod writer;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pgbench::Pgbench;
use place::{Database, Place};
use portfolio::Written;
use service::Ran;
use table::{Row, Table, Target};

/// Connections of whoever calls, the service or its floor.
pub const CONNECTIONS: usize = 16;
/// How often floor and figure are taken in turn.
pub const ROUNDS: usize = 3;
/// How long each of them is.
pub const LASTING: Duration = Duration::from_secs(2);

/// Tenants unless told, and the least of the small database: its first two landlords.
const TENANTS: usize = 20_000;
const FEW: usize = 1_201;

/// A roster file.
pub struct Roster {
    pub file: PathBuf,
    pub written: Written,
}

/// What is measured on one kind of database.
pub struct Run<'r> {
    pub folder: &'r Path,
    pub place: &'r Place<'r>,
    pub pgbench: Option<&'r Pgbench>,
    /// All the tenants, and a few of them.
    pub many: Database,
    pub few: Database,
    pub roster: &'r Roster,
    pub small_roster: &'r Roster,
    /// The first landlords, with the agency where there is one.
    pub middling_roster: &'r Roster,
    /// Whether the agency is among the landlords.
    pub with_agency: bool,
}

impl Run<'_> {
    /// A figure's name, with the database it is of.
    pub fn named(&self, what: &str) -> String {
        format!("{}: {what}", self.place.name())
    }
}

fn main() {
    // What Cargo passes to every bench.
    let ours = std::env::args().skip(1).all(|argument| argument == "--bench");
    assert!(ours, "this bench takes its settings from BENCH_DATABASE_URL and BENCH_TENANTS");
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let tenants = std::env::var("BENCH_TENANTS").map_or(TENANTS, |number| number.parse().unwrap());
    let few = (tenants / 100).max(FEW);
    assert!(tenants >= few, "BENCH_TENANTS is {FEW} at least");
    let rosters = [("many", tenants, true), ("few", few, false), ("middling", tenants.min(portfolio::WITH_AGENCY), false)]
        .map(|(name, tenants, with_declaring)| roster(folder.path(), name, tenants, with_declaring));
    let Written { lines, payment_lines, bytes } = rosters[0].written;
    let rents = 2 * portfolio::TO_DECLARE;
    println!(
        "{tenants} tenants and {rents} more whose rents are declared, {payment_lines} payment lines: {lines} lines, {} MB.",
        bytes / 1_000_000
    );
    println!("Beside them a database of {few} tenants. {CONNECTIONS} connections, medians of {ROUNDS} rounds, floor and figure in turn.");
    if tenants < 1_000_000 {
        println!("1,000,000 against 10,000 is compared by BENCH_TENANTS=1000000, which takes longer.");
    }
    let server = std::env::var("BENCH_DATABASE_URL").ok().map(|url| url.parse().unwrap());
    let pgbench = Pgbench::found();
    let mut table = Table::default();
    let without_server = server.is_none();
    let mut places = vec![Place::Sqlite(folder.path())];
    places.extend(server.map(Place::Postgres));
    for place in &places {
        measure(&mut table, folder.path(), place, pgbench.as_ref(), &rosters, tenants >= portfolio::WITH_AGENCY);
    }
    if without_server {
        table.without("PostgreSQL: all of it", "BENCH_DATABASE_URL is not set");
    }
    println!();
    table.print();
}

fn roster(folder: &Path, name: &str, tenants: usize, with_declaring: bool) -> Roster {
    let file = folder.join(format!("{name}.ndjson"));
    let written = portfolio::write(File::create(&file).unwrap(), tenants, with_declaring).unwrap();
    Roster { file, written }
}

fn measure(
    table: &mut Table,
    folder: &Path,
    place: &Place<'_>,
    pgbench: Option<&Pgbench>,
    [roster, small_roster, middling_roster]: &[Roster; 3],
    with_agency: bool,
) {
    let (many, few) = (place.database("many"), place.database("few"));
    let run = Run { folder, place, pgbench, many, few, roster, small_roster, middling_roster, with_agency };
    loading(table, &run);
    let service = memory::started(table, &run);
    reads::measure(table, &run, &service);
    declare::measure(table, &run, &service);
    fairness::measure(table, &run, &service);
    drop(service);
    memory::measure(table, &run);
}

/// Loads the rosters by the command line, the larger one twice.
fn loading(table: &mut Table, run: &Run<'_>) {
    let load = |database: &Database, roster: &Roster| {
        let ran = service::run(&database.url, &["load", roster.file.to_str().unwrap()]);
        assert!(ran.success, "{}", ran.stdout);
        ran
    };
    for database in [&run.few, &run.many] {
        assert!(service::run(&database.url, &["migrate"]).success);
    }
    load(&run.few, run.small_roster);
    for times in ["first", "again"] {
        let Ran { took, peak_mb, .. } = load(&run.many, run.roster);
        let rate = run.roster.written.lines as f64 / took.as_secs_f64();
        table.add(&Row::new(run.named(&format!("`load` {times}, lines a second")), rate, "/s", Target::None));
        table.add(&Row::new(run.named(&format!("`load` {times}, most memory")), peak_mb as f64, "MB", Target::None));
    }
    for database in [&run.few, &run.many] {
        database.settle();
    }
}
