//! The service under load, each figure beside what the machine could do at best in the same run.
//!
//! `cargo bench --bench load` runs on SQLite; with `BENCH_DATABASE_URL` naming an empty PostgreSQL
//! database it runs there. `BENCH_TENANTS` is the number of tenants (20,000 unless told).
#![expect(clippy::unwrap_used, reason = "a bench stops at the first surprise")]

mod drive;
mod floors;
mod portfolio;
mod service;

use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use service::{Ran, Service};

const CALLERS: usize = 8;
const WRITERS: usize = 16;
const LASTING: Duration = Duration::from_secs(4);

fn main() {
    // What Cargo passes to every bench.
    let ours = std::env::args().skip(1).all(|argument| argument == "--bench");
    assert!(ours, "this bench takes its settings from BENCH_DATABASE_URL and BENCH_TENANTS");
    let folder = tempfile::tempdir().unwrap();
    let tenants = std::env::var("BENCH_TENANTS").map_or(20_000, |number| number.parse().unwrap());
    let database = std::env::var("BENCH_DATABASE_URL").unwrap_or_else(|_unset| sqlite(folder.path(), "bench.db"));
    println!("{:<64}{:>12}{:>12}{:>8}", "figure", "found", "floor", "ratio");
    let roster = loading(folder.path(), &database, tenants);
    let service = Service::start(&database);
    told("start on that database, ms", service.started_in.as_secs_f64() * 1_000.0);
    told("memory idle, MB", service.memory_mb() as f64);
    reading(&service);
    size(folder.path(), &service);
    declaring(folder.path(), &service);
    streaming(&service, &roster);
}

fn sqlite(folder: &Path, name: &str) -> String {
    format!("sqlite://{}", folder.join(name).display())
}

fn told(figure: &str, found: f64) {
    println!("{figure:<64}{found:>12.1}");
}

fn beside(figure: &str, found: f64, floor: f64) {
    println!("{figure:<64}{found:>12.1}{floor:>12.1}{:>8.2}", found / floor);
}

/// Loads a roster by the command line, twice.
fn loading(folder: &Path, database: &str, tenants: usize) -> std::path::PathBuf {
    let roster = folder.join("roster.ndjson");
    let written = portfolio::write(File::create(&roster).unwrap(), tenants).unwrap();
    println!("{} tenants, {} payment lines, {} lines, {} MB", tenants, written.payment_lines, written.lines, written.bytes / 1_000_000);
    let load = |times: &str| {
        let Ran { took, peak_mb, stdout, success } = service::run(database, &["load", roster.to_str().unwrap()]);
        assert!(success, "{stdout}");
        told(&format!("load {times}, lines a second"), written.lines as f64 / took.as_secs_f64());
        told(&format!("load {times}, most memory, MB"), peak_mb as f64);
    };
    assert!(service::run(database, &["migrate"]).success);
    load("for the first time");
    load("again");
    roster
}

/// Reads against the least a server answers, and against the bare statement.
fn reading(service: &Service) {
    let token = service.token(["--landlord", portfolio::MIDDLING]);
    let first = service.get(&token, "/v1/tenants?limit=50");
    let tenant = format!("/v1/tenants/{}", first["data"][0]["id"].as_str().unwrap());
    let rate = |path: &str| {
        drive::per_second(CALLERS, LASTING, |_| drive::reading(format!("{}{path}", service.address), format!("Bearer {token}")))
    };
    beside("GET /v1/tenants/{id} against /health/live, a second", rate(&tenant), rate("/health/live"));
    beside(
        "GET /v1/tenants?limit=50 against SQL, a second",
        rate("/v1/tenants?limit=50"),
        floors::pages(&service.database, CALLERS, LASTING),
    );
}

/// The same landlord in this database and in a small one; far pages against the first.
fn size(folder: &Path, service: &Service) {
    let small = sqlite(folder, "small.db");
    let roster = folder.join("small.ndjson");
    portfolio::write(File::create(&roster).unwrap(), 1_001).unwrap();
    assert!(service::run(&small, &["load", roster.to_str().unwrap()]).success);
    let small = Service::start(&small);
    let (here, there) = (service.token(["--landlord", portfolio::MIDDLING]), small.token(["--landlord", portfolio::MIDDLING]));
    for path in ["/v1/tenants?limit=50", "/v1/payments?limit=50", "/v1/payment-lines?limit=50", "/v1/payments/reconciliation?month=2025-10"]
    {
        let ms = |service: &Service, token: &str| {
            drive::middle_ms(100, drive::reading(format!("{}{path}", service.address), format!("Bearer {token}")))
        };
        beside(&format!("{path}, ms; 1,001 tenants in all"), ms(service, &here), ms(&small, &there));
    }
    far_page(service, &here);
}

fn far_page(service: &Service, token: &str) {
    let path = |cursor: &str| format!("{}/v1/tenants?limit=1{cursor}", service.address);
    let mut cursor = String::new();
    for _page in 1..900 {
        let page: Value = service.get(token, &format!("/v1/tenants?limit=1{cursor}"));
        cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap());
    }
    let ms = |cursor: &str| drive::middle_ms(200, drive::reading(path(cursor), format!("Bearer {token}")));
    beside("page 900 of tenants against page 1, ms", ms(&cursor), ms(""));
}

/// Declared rents, each durable before it is acknowledged.
fn declaring(folder: &Path, service: &Service) {
    let token = format!("Bearer {}", service.token(["--landlord", portfolio::MIDDLING]));
    let mut waiting = Vec::new();
    let mut path = "/v1/tenants?limit=200".to_owned();
    loop {
        let page = service.get(token.trim_start_matches("Bearer "), &path);
        waiting.extend(page["data"].as_array().unwrap().iter().map(|tenant| tenant["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/v1/tenants?limit=200&cursor={cursor}");
    }
    let count = waiting.len();
    let waiting = std::sync::Mutex::new(waiting);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _writer in 0..WRITERS {
            scope.spawn(|| {
                let agent = drive::agent();
                loop {
                    let Some(tenant) = waiting.lock().unwrap().pop() else { break };
                    let body = format!(r#"{{"tenant_id":"{tenant}","campaign_year":2026,"rent_cents":43100}}"#);
                    let request = agent.post(format!("{}/v1/rent-declarations", service.address));
                    let mut answer = request.header("authorization", &token).content_type("application/json").send(body).unwrap();
                    answer.body_mut().read_to_vec().unwrap();
                }
            });
        }
    });
    let found = count as f64 / begun.elapsed().as_secs_f64();
    beside("POST /v1/rent-declarations against commits, a second", found, floors::commits(&service.database, folder, WRITERS, LASTING));
}

/// Bodies of any size at constant memory.
fn streaming(service: &Service, roster: &Path) {
    let large = std::fs::metadata(roster).unwrap().len() > 20_000_000;
    let token = service.token(["--landlord", if large { portfolio::LARGE } else { portfolio::MIDDLING }]);
    let before = service.peak_mb();
    let mut answer = ureq::get(format!("{}/v1/payment-lines", service.address))
        .header("authorization", format!("Bearer {token}"))
        .header("accept", "text/csv")
        .call()
        .unwrap();
    let exported = std::io::copy(&mut answer.body_mut().as_reader(), &mut std::io::sink()).unwrap();
    println!("an export of {} MB: most memory {} MB, {} MB before", exported / 1_000_000, service.peak_mb(), before);
    let begun = Instant::now();
    let report = service.load(&service.token(["--paying-body", "131"]), roster);
    let lines = report["unchanged"].as_u64().unwrap();
    assert_eq!((&report["accepted"], &report["rejected"]), (&Value::from(0), &Value::from(0)), "{report}");
    told("load over HTTP again, lines a second", lines as f64 / begun.elapsed().as_secs_f64());
    told("load over HTTP, most memory, MB", service.peak_mb() as f64);
}
