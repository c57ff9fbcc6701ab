//! Memory, and how long a start takes.

use std::time::Duration;

use serde_json::Value;

use crate::drive;
use crate::service::Service;
use crate::table::{Row, Table, Target};
use crate::{LASTING, Roster, Run, portfolio};

/// Starts of which the middle one is told.
const STARTS: usize = 5;

/// How much larger the large import is, at least.
const TIMES: u64 = 10;

/// Connections at once.
const CROWD: usize = 1_000;

/// Starts a server on the database that is there, and stays with the last one.
pub fn started(table: &mut Table, run: &Run<'_>) -> Service {
    let mut times = Vec::new();
    for _ in 1..STARTS {
        times.push(Service::start(&run.many.url).started_in);
    }
    let service = Service::start(&run.many.url);
    times.push(service.started_in);
    let middle = drive::median(times.iter().map(|time| time.as_secs_f64() * 1_000.0).collect());
    table.add(&Row::new(run.named("start on that database"), middle, "ms", Target::UpTo(200.0)));
    std::thread::sleep(Duration::from_secs(1));
    table.add(&Row::new(run.named("memory, idle"), service.memory_mb() as f64, "MB", Target::UpTo(40.0)));
    service
}

/// Under a crowd, and while large bodies come and go: what ten times the lines take more. Each has a
/// server of its own, so that none is charged for another.
pub fn measure(table: &mut Table, run: &Run<'_>) {
    crowd(table, run);
    export(table, run);
    import(table, run);
}

fn crowd(table: &mut Table, run: &Run<'_>) {
    let service = Service::start(&run.many.url);
    let token = service.token(["--landlord", portfolio::MIDDLING]);
    let request = drive::get(&token, &format!("/v1/tenants/{}", service.to_declare(&token)[0]));
    let mut calls = None;
    let peak = service.peak_mb(|| calls = Some(drive::again(&service.address, CROWD, LASTING, &request)));
    let row = Row::new(run.named("memory, under 1,000 connections that read a tenant"), peak as f64, "MB", Target::UpTo(150.0));
    table.add(&row.of(calls.unwrap()));
}

fn export(table: &mut Table, run: &Run<'_>) {
    if !run.with_agency {
        let why = format!("there is no agency below {} tenants", portfolio::WITH_AGENCY);
        return table.without(&run.named("memory, during a large export"), &why);
    }
    let service = Service::start(&run.many.url);
    let [middling, agency] = [portfolio::MIDDLING, portfolio::LARGE].map(|key| service.token(["--landlord", key]));
    let (mut little, mut much) = (0, 0);
    let floor = service.peak_mb(|| little = service.export(&middling));
    let peak = service.peak_mb(|| much = service.export(&agency));
    let what = format!("memory, during an export of {:.1} MB, against one of {:.1} MB", megabytes(much), megabytes(little));
    table.add(&Row::new(run.named(&what), peak as f64, "MB", Target::RatioUpTo(1.3)).beside(floor as f64));
}

fn import(table: &mut Table, run: &Run<'_>) {
    let service = Service::start(&run.many.url);
    let token = service.token(["--paying-body", "131"]);
    let mut took = Duration::ZERO;
    let mut load = |roster: &Roster, times: usize| {
        service.peak_mb(|| {
            let begun = std::time::Instant::now();
            let report = service.load(&token, &roster.file, times);
            took = begun.elapsed();
            assert_eq!(report["rejected"], Value::from(0), "{report}");
        })
    };
    let (little, much) = (run.middling_roster, run.roster);
    let times = (TIMES * little.written.bytes).div_ceil(much.written.bytes);
    let floor = load(little, 1);
    let peak = load(much, usize::try_from(times).unwrap());
    let what = format!(
        "memory, during an import of {:.0} MB over HTTP, against one of {:.0} MB",
        megabytes(much.written.bytes * times),
        megabytes(little.written.bytes)
    );
    table.add(&Row::new(run.named(&what), peak as f64, "MB", Target::RatioUpTo(1.3)).beside(floor as f64));
    let rate = (much.written.lines * times) as f64 / took.as_secs_f64();
    table.add(&Row::new(run.named("the same import, lines a second"), rate, "/s", Target::None));
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
