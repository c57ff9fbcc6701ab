//! What one landlord waits while another one keeps the service busy.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::Value;

use crate::drive::{self, Timed};
use crate::service::Service;
use crate::table::{Row, Table, Target};
use crate::writer::Writer;
use crate::{CONNECTIONS, LASTING, ROUNDS, Run, portfolio};

/// Lines of the large transfer: as many as one may have.
const TRANSFER: usize = 100_000;

/// Longer than any phase: it ends by itself.
const LONG: Duration = Duration::from_secs(600);

pub fn measure(table: &mut Table, run: &Run<'_>, service: &Service) {
    let reads = run.named("one landlord's read, p99 beside 16 writers and a large load of another, against quiet");
    let writes = run.named("one landlord's small write, longest wait beside another's transfer of 19 MB, against quiet");
    if !run.with_agency {
        let why = format!("there is no agency below {} tenants", portfolio::WITH_AGENCY);
        table.without(&reads, &why);
        table.without(&writes, &why);
        return;
    }
    let body = service.token(["--paying-body", "131"]);
    let agency = service.token(["--landlord", portfolio::LARGE]);
    let other = service.token(["--landlord", portfolio::MIDDLING]);
    beside_writers(table, run, service, [&body, &agency, &other], reads);
    beside_transfer(table, run, service, [&body, &other], writes);
}

fn beside_writers(table: &mut Table, run: &Run<'_>, service: &Service, [body, agency, other]: [&str; 3], what: String) {
    let path = format!("/v1/tenants/{}", service.to_declare(other)[0]);
    let read = || drive::again(&service.address, 1, LASTING, &drive::get(other, &path));
    let writers = Writer::several(agency, &service.to_declare(agency), CONNECTIONS);
    let loads: Vec<PathBuf> = [100, 200].map(|raised| agency_again(run, raised)).into();
    let (mut quiet, mut busy, mut written) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        quiet.push(read());
        let (reads, writes) = beside(
            service,
            &writers,
            |over| {
                for file in loads.iter().cycle().take_while(|_| !over.load(Ordering::Relaxed)) {
                    expect_all(&service.load(body, file, 1));
                }
            },
            read,
        );
        busy.push(reads);
        written.push(writes);
    }
    let (quiet, busy, written) = (Timed::together(&quiet), Timed::together(&busy), Timed::together(&written));
    table.add(&Row::new(what, busy.percentile(99), "ms", Target::RatioUpTo(3.0)).beside(quiet.percentile(99)).of(busy));
    let what = run.named("what the 16 writers wrote meanwhile, beside the load");
    table.add(&Row::new(what, written.per_second(), "/s", Target::None).of(written));
}

/// Says that it is over when it goes, also where the bench stops.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Times something while the writers write and `load` goes on, which is told when it is over; with what
/// was written.
fn beside(
    service: &Service,
    writers: &[Mutex<Writer>],
    load: impl Fn(&AtomicBool) + Sync,
    timed: impl FnOnce() -> Timed,
) -> (Timed, Timed) {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| write_until(service, writers, &over));
        scope.spawn(|| load(&over));
        let ends = Over(&over);
        // Both are well under way.
        std::thread::sleep(LASTING / 4);
        let timed = timed();
        drop(ends);
        (timed, writing.join().unwrap())
    })
}

/// Writes until it is over.
fn write_until(service: &Service, writers: &[Mutex<Writer>], over: &AtomicBool) -> Timed {
    drive::calls(&service.address, writers.len(), LONG, |number| {
        move |answer: Option<&[u8]>| {
            let next = writers[number].lock().unwrap().next(answer);
            (!over.load(Ordering::Relaxed)).then_some(next)
        }
    })
}

fn beside_transfer(table: &mut Table, run: &Run<'_>, service: &Service, [body, other]: [&str; 2], what: String) {
    let writers = Writer::several(other, &service.to_declare(other), 1);
    let (mut quiet, mut busy) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let file = run.folder.join("transfer.ndjson");
        let written = portfolio::write_large_transfer(File::create(&file).unwrap(), &format!("LARGE-{round}"), TRANSFER).unwrap();
        assert!(written.bytes > 18_000_000, "{} bytes", written.bytes);
        let over = AtomicBool::new(false);
        let writing = |lasts: &dyn Fn()| {
            over.store(false, Ordering::Relaxed);
            std::thread::scope(|scope| {
                let writing = scope.spawn(|| write_until(service, &writers, &over));
                let ends = Over(&over);
                lasts();
                drop(ends);
                writing.join().unwrap()
            })
        };
        quiet.push(writing(&|| std::thread::sleep(LASTING)));
        busy.push(writing(&|| expect_all(&service.load(body, &file, 1))));
    }
    let longest = |rounds: &[Timed]| drive::median(rounds.iter().map(Timed::longest).collect());
    let row = Row::new(what, longest(&busy), "ms", Target::None).beside(longest(&quiet));
    table.add(&row.of(Timed::together(&busy)));
}

fn agency_again(run: &Run<'_>, raised_cents: usize) -> PathBuf {
    let file = run.folder.join(format!("raised-{raised_cents}.ndjson"));
    portfolio::write_agency_again(File::create(&file).unwrap(), raised_cents).unwrap();
    file
}

fn expect_all(report: &Value) {
    assert_eq!(report["rejected"], Value::from(0), "{report}");
}
