//! What must not wait behind the traffic, and must not hold it up.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl, SqliteConnection, sql_query};
use offre_bailleurs::testing::{PgConnection, Way, demo};

use crate::support::{Answer, TestApp};

/// Work that says it has begun and stays until it is let go.
fn stay(begun: Sender<()>, go: Receiver<()>) -> impl FnOnce() + Send + 'static {
    move || {
        begun.send(()).unwrap();
        // Let go when the test is over, too.
        go.recv().unwrap_or_default();
    }
}

/// Runs `during` while so many pieces of work hold the connections of reads, or of a way.
fn while_held(app: &TestApp, way: Option<Way>, many: usize, during: impl FnOnce()) {
    let (begun, begins) = channel();
    let mut held = Vec::new();
    let mut go = Vec::new();
    for _ in 0..many {
        let (let_go, goes) = channel();
        let (db, work) = (app.db().clone(), stay(begun.clone(), goes));
        go.push(let_go);
        held.push(std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let work = move |_: &mut _, _: &_| {
                    work();
                    Ok(())
                };
                match way {
                    Some(way) => db.aside(way, "held by a test", work).await,
                    None => db.system_read("held by a test", work).await,
                }
            })
        }));
    }
    begins.recv().unwrap();
    // Those that have not begun by then wait for those that have.
    while begins.recv_timeout(Duration::from_millis(300)).is_ok() {}
    during();
    drop(go);
    for one in held {
        // One that waited for too long was refused.
        drop(one.join().unwrap());
    }
}

fn ask_for_token(app: &TestApp) -> Answer {
    let (id, secret) = demo::LANDLORD_CLIENT;
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    app.call("POST", "/oauth/token", "application/x-www-form-urlencoded", &form, "", &[])
}

#[test]
fn a_crowd_of_reads_leaves_tokens_and_readiness_alone() {
    let app = TestApp::demo();
    while_held(&app, None, 16, || {
        for _ in 0..3 {
            ask_for_token(&app).expect(200);
        }
        app.get("/health/ready").expect(200);
        assert_eq!(app.get("/v1/payments/summary?year=2026").code(), "unavailable", "the reads have no connection left");
        app.get("/health/ready").expect(200);
    });
    app.get("/v1/payments/summary?year=2026").expect(200);
}

#[test]
fn a_crowd_of_tokens_leaves_reads_and_readiness_alone() {
    let app = TestApp::demo();
    while_held(&app, Some(Way::Tokens), 16, || {
        app.get("/v1/me").expect(200);
        app.get("/v1/tenants?search=aubigne").expect(200);
        app.get("/health/ready").expect(200);
        let refused = ask_for_token(&app);
        assert_eq!((refused.status, refused.code(), refused.header("retry-after")), (503, "unavailable", "1"));
    });
    ask_for_token(&app).expect(200);
}

#[test]
fn who_asks_for_tokens_waits_in_bounded_number() {
    let app = TestApp::demo();
    while_held(&app, Some(Way::Tokens), 2, || {
        let asked = actix_web::rt::System::new().block_on(async {
            let all = (0..400).map(|_| app.db().aside(Way::Tokens, "a crowd of a test", |_, _| Ok(())));
            futures_util::future::join_all(all).await
        });
        let full = |problem: &offre_bailleurs::testing::Problem| problem.to_string().contains("256 requests wait for a connection already");
        assert_eq!(asked.iter().filter_map(|one| one.as_ref().err()).filter(|problem| full(problem)).count(), 400 - 256);
    });
}

#[test]
fn readiness_is_asked_of_the_database_once_a_second_at_most() {
    let app = TestApp::demo();
    app.get("/health/ready").expect(200);
    let (before, begun) = (app.db().statements().count(), std::time::Instant::now());
    for _ in 0..200 {
        app.get("/health/ready").expect(200);
    }
    // The keys are looked at now and then beside it.
    let most = 20 + 8 * begun.elapsed().as_secs();
    let asked = app.db().statements().count() - before;
    assert!(asked <= most, "{asked} statements for 200 questions");
}

/// Asks until readiness is as it should be.
fn until(app: &TestApp, status: u16) {
    for _ in 0..100 {
        if app.get("/health/ready").status == status {
            return;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("never {status}");
}

#[test]
fn ready_means_that_the_database_can_be_written() {
    let app = TestApp::demo();
    app.get("/health/ready").expect(200);
    match app.database().strip_prefix("sqlite://") {
        Some(file) => {
            let mut other = SqliteConnection::establish(file).unwrap();
            other.batch_execute("PRAGMA busy_timeout=5000; BEGIN IMMEDIATE").unwrap();
            until(&app, 503);
            app.get("/v1/tenants?limit=1").expect(200);
            other.batch_execute("ROLLBACK").unwrap();
        }
        None => {
            let mut other = PgConnection::establish(app.database()).unwrap();
            let turn = |other: &mut PgConnection, to: &str| {
                let name = app.database().rsplit('/').next().unwrap();
                sql_query(format!("ALTER DATABASE \"{name}\" SET default_transaction_read_only = {to}")).execute(other).unwrap();
                let sessions = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";
                sql_query(sessions).execute(other).unwrap();
            };
            turn(&mut other, "on");
            until(&app, 503);
            app.get("/v1/tenants?limit=1").expect(200);
            other.batch_execute("SET default_transaction_read_only = off").unwrap();
            turn(&mut other, "off");
        }
    }
    until(&app, 200);
}

#[test]
fn a_file_that_this_service_itself_writes_can_be_written() {
    let app = TestApp::demo();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                app.system_write(|_, _| {
                    std::thread::sleep(Duration::from_millis(700));
                    Ok(())
                });
            }
        });
        for _ in 0..6 {
            std::thread::sleep(Duration::from_millis(1100));
            app.get("/health/ready").expect(200);
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}
