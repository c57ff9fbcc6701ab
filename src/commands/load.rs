//! `load`: roster files line by line, their faults on standard error as they are found.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use super::{Outcome, say};
use crate::app::{self, Failure};
use crate::config::{Config, Raw};
use crate::db::Db;
use crate::db::statements::Statements;
use crate::ids::Ids;
use crate::roster::{Acting, LineFault, Loader, Packing, Report};
use crate::values::text::Language;

/// Bytes of a roster file read at once.
const READ_BYTES: usize = 256 * 1024;

/// Faults of a file that are told unless all are asked for, and as many warnings.
const FIRST: u64 = 20;

/// Loads files in their order; none if one is not there.
///
/// # Errors
/// In words for the operator: files that are not there, a database that cannot be used, bytes that cannot be
/// read or unpacked.
pub async fn load(raw: &Raw, files: &[String], all_faults: bool) -> Outcome {
    let config = Config::read(raw)?;
    all_there(files)?;
    let db = app::open_database(&config, Ids::Random, Statements::default())?;
    let mut total = Report::default();
    for file in files {
        total.add(load_file(&db, file, all_faults).await?);
    }
    db.fold();
    let Report { accepted, unchanged, rejected, .. } = total;
    writeln!(io::stdout(), "{}", serde_json::json!({ "accepted": accepted, "unchanged": unchanged, "rejected": rejected }))?;
    Ok(if rejected == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every file that cannot be, at once. They are not opened: a pipe is read by whoever opens it first.
fn all_there(files: &[String]) -> Result<(), Failure> {
    let wrong = |file: &String| match Path::new(file).metadata() {
        _ if file == "-" => None,
        Ok(metadata) if metadata.is_dir() => Some(format!("{file}: is a folder: name its files")),
        Ok(_) => None,
        Err(error) => Some(format!("{file}: {error}")),
    };
    let wrong: Vec<String> = files.iter().filter_map(wrong).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("nothing is loaded:\n  {}", wrong.join("\n  ")).into()) }
}

/// Loads a file, plain or compressed with gzip, which its first bytes tell; `-` is the standard input.
async fn load_file(db: &Db, name: &str, all_faults: bool) -> Result<Report, Failure> {
    let (mut input, length): (Box<dyn Read>, Option<u64>) = if name == "-" {
        (Box::new(io::stdin()), None)
    } else {
        let file = File::open(name).map_err(|error| format!("{name}: {error}"))?;
        let length = file.metadata()?.len();
        (Box::new(file), Some(length))
    };
    let progress = progress(length)?;
    let mut told = Told { file: name, most: if all_faults { u64::MAX } else { FIRST }, ..Told::default() };
    let mut loader = Loader::new(db.clone(), Acting::All, Packing::Told);
    if all_faults {
        loader = loader.keeping(usize::MAX);
    }
    let mut buffer = vec![0; READ_BYTES];
    loop {
        let count = match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(format!("{name}: {error}").into()),
        };
        progress.inc(count as u64);
        let pushed = loader.push(&buffer[..count]).await;
        progress.suspend(|| told.tell(loader.report()));
        pushed.map_err(|problem| format!("{name}: {}", app::told(&problem)))?;
    }
    let ended = loader.finish().await;
    progress.finish_and_clear();
    let mut report = ended.map_err(|problem| format!("{name}: {}", app::told(&problem)))?;
    told.tell(&mut report);
    told.end();
    Ok(report)
}

/// What has been told of a file.
#[derive(Default)]
struct Told<'a> {
    file: &'a str,
    /// Faults told at most, and warnings.
    most: u64,
    errors: u64,
    warnings: u64,
}

impl Told<'_> {
    /// Tells what a report keeps, as far as it is to be told, and takes it out of it.
    fn tell(&mut self, report: &mut Report) {
        let (file, most) = (self.file, self.most);
        let line = |kind: &str, fault: &LineFault| {
            let shown = fault.shown(Language::English);
            say(format_args!("{file}:{}: {kind}: {} {}: {}", shown.line, shown.code, shown.pointer, shown.detail));
        };
        let each = |kind: &str, faults: Vec<LineFault>, left_out: u64, count: &mut u64| {
            for fault in faults {
                if *count < most {
                    line(kind, &fault);
                }
                *count += 1;
            }
            *count += left_out;
        };
        each("error", std::mem::take(&mut report.errors), std::mem::take(&mut report.errors_left_out), &mut self.errors);
        each("warning", std::mem::take(&mut report.warnings), std::mem::take(&mut report.warnings_left_out), &mut self.warnings);
    }

    /// Counts what was not told.
    fn end(&self) {
        let more = |count: u64, one: &str, many: &str| {
            let more = count.saturating_sub(self.most);
            (more > 0).then(|| format!("{more} more {}", if more == 1 { one } else { many }))
        };
        let more: Vec<String> =
            [more(self.errors, "fault", "faults"), more(self.warnings, "warning", "warnings")].into_iter().flatten().collect();
        if !more.is_empty() {
            say(format_args!("{}: {}; --all-faults tells them all", self.file, more.join(" and ")));
        }
    }
}

/// A bar on a terminal, nothing elsewhere.
fn progress(length: Option<u64>) -> Result<ProgressBar, Failure> {
    if !io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    let Some(length) = length else { return Ok(ProgressBar::new_spinner()) };
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}")?;
    Ok(ProgressBar::new(length).with_style(style))
}
