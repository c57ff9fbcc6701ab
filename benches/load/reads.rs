//! Reads: against the least a server answers, against the database alone, and against themselves.

use serde_json::Value;

use crate::drive::{self, Request, Timed};
use crate::pgbench::{Length, Pgbench};
use crate::recorded::Recorded;
use crate::script::{self, Script};
use crate::service::{self, Client, Service};
use crate::table::{Row, Table, Target};
use crate::{CONNECTIONS, LASTING, ROUNDS, Run, floors, portfolio};

const LIST: &str = "/v1/tenants?limit=50";

/// How often one page follows another before the last one that is timed.
const PAGES: usize = 999;

pub fn measure(table: &mut Table, run: &Run<'_>, service: &Service) {
    let token = service.token(["--landlord", portfolio::MIDDLING]);
    let first: Value = service.get(&token, LIST);
    let ids: Vec<String> = first["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    let path = format!("/v1/tenants/{}", ids[0]);
    let sent = statements(service, [&path, LIST], &ids[0]);
    one_tenant(table, run, service, &drive::get(&token, &path), &sent.one);
    let request = drive::get(&token, LIST);
    let (floor, figure, calls) = in_turn(
        ROUNDS,
        || floors::pages(&service.database, &sent.list, CONNECTIONS, &ids, LASTING),
        || drive::again(&service.address, CONNECTIONS, LASTING, &request),
    );
    let what = run.named(&format!("`GET {LIST}`, against its statement through diesel in a loop"));
    table.add(&Row::new(what, figure, "/s", Target::RatioFrom(0.60)).beside(floor).of(calls));
    far_page(table, run, service, &token);
    many_against_few(table, run, service, &token);
}

/// What the service asks its database for one tenant and for a page.
struct Asked {
    one: Script,
    list: String,
}

fn statements(service: &Service, [one, list]: [&str; 2], tenant: &str) -> Asked {
    let recorded = Recorded::start(&service.database);
    let token = Client::new(&service.database, ["--landlord", portfolio::MIDDLING]).token(&recorded.address);
    let landlord = service::get(&recorded.address, &token, "/v1/me")["landlord"]["id"].as_str().unwrap().to_owned();
    let sent = |path: &str, owner: &str| recorded.sent(owner, || drop(service::get(&recorded.address, &token, path)));
    let (one, list) = (sent(one, tenant), sent(list, &landlord));
    assert!(one.len() == 1 && list.len() == 1, "a read is one statement: {one:?} {list:?}");
    let script = if service.database.starts_with("sqlite") { Script::default() } else { script::script(&one, |_| None) };
    Asked { one: script, list: script::written_out(&list[0]) }
}

fn one_tenant(table: &mut Table, run: &Run<'_>, service: &Service, request: &Request, script: &Script) {
    let again = |request: &Request| drive::again(&service.address, CONNECTIONS, LASTING, request);
    let what = "`GET /v1/tenants/{id}`, against";
    if !service.database.starts_with("postgres") {
        let live = drive::get("", "/health/live");
        let (floor, figure, calls) = in_turn(ROUNDS, || again(&live).per_second(), || again(request));
        let row = Row::new(run.named(&format!("{what} `GET /health/live`")), figure, "/s", Target::RatioFrom(0.45));
        table.add(&row.beside(floor).of(calls));
        return;
    }
    let what = run.named(&format!("{what} `pgbench -M prepared` of its statement"));
    let Some(pgbench) = run.pgbench else { return table.without(&what, Pgbench::MISSING) };
    let rate =
        |script: &Script| pgbench.per_second(run.folder, &service.database, script, &[], CONNECTIONS, Length::Seconds(LASTING.as_secs()));
    // The planner's two ways, of which the better one is the floor.
    let generic = Script { generic: true, ..script.clone() };
    let best = if rate(&generic) >= rate(script) { &generic } else { script };
    let (floor, figure, calls) = in_turn(ROUNDS, || rate(best), || again(request));
    table.add(&Row::new(what, figure, "/s", Target::RatioFrom(0.60)).beside(floor).of(calls));
}

/// A page far behind against the first.
fn far_page(table: &mut Table, run: &Run<'_>, service: &Service, token: &str) {
    let mut cursor = String::new();
    for _page in 0..PAGES {
        let page: Value = service.get(token, &format!("/v1/tenants?limit=1{cursor}"));
        cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap());
    }
    let timed = |cursor: &str| alone(service, token, &format!("/v1/tenants?limit=1{cursor}"));
    let (floor, figure, calls) = times_in_turn(|| timed(""), || timed(&cursor));
    let what = run.named("page 1,000 of `GET /v1/tenants?limit=1`, against page 1");
    table.add(&Row::new(what, figure, "ms", Target::RatioUpTo(1.3)).beside(floor).of(calls));
}

/// The same landlord among many tenants and among few.
fn many_against_few(table: &mut Table, run: &Run<'_>, service: &Service, token: &str) {
    let small = Service::start(&run.few.url);
    let there = small.token(["--landlord", portfolio::MIDDLING]);
    for path in [
        LIST,
        "/v1/logements?limit=50",
        "/v1/rent-campaigns/2026/tenants?limit=50",
        "/v1/payments?limit=50",
        "/v1/payment-lines?limit=50",
        "/v1/payments/reconciliation?month=2025-10",
        "/v1/landlord/todos",
    ] {
        let (floor, figure, calls) = times_in_turn(|| alone(&small, &there, path), || alone(service, token, path));
        let what = run.named(&format!("`GET {path}` among all tenants, against among few"));
        table.add(&Row::new(what, figure, "ms", Target::RatioUpTo(1.3)).beside(floor).of(calls));
    }
}

/// One caller alone.
fn alone(service: &Service, token: &str, path: &str) -> Timed {
    drive::again(&service.address, 1, LASTING / 16, &drive::get(token, path))
}

/// Floor and figure in turn: the middle rates, and all calls of the figure.
pub fn in_turn(rounds: usize, mut floor: impl FnMut() -> f64, mut figure: impl FnMut() -> Timed) -> (f64, f64, Timed) {
    let (floors, calls): (Vec<f64>, Vec<Timed>) = (0..rounds).map(|_| (floor(), figure())).unzip();
    (drive::median(floors), drive::median(calls.iter().map(Timed::per_second).collect()), Timed::together(&calls))
}

/// The same of the middle times, in milliseconds; in more and shorter rounds, since times drift.
fn times_in_turn(mut floor: impl FnMut() -> Timed, mut figure: impl FnMut() -> Timed) -> (f64, f64, Timed) {
    let (floors, calls): (Vec<Timed>, Vec<Timed>) = (0..4 * ROUNDS).map(|_| (floor(), figure())).unzip();
    let middle = |calls: &[Timed]| drive::median(calls.iter().map(|one| one.percentile(50)).collect());
    (middle(&floors), middle(&calls), Timed::together(&calls))
}
