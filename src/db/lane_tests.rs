//! The lane, on a file of its own.

use std::sync::mpsc;

use diesel::RunQueryDsl;

use super::*;
use crate::db::connection::{Mode, Target};
use crate::db::files::Files;
use crate::db::statements::Statements;
use crate::problem::Code;

fn lane(waiting: usize) -> (tempfile::TempDir, Arc<Lane>) {
    lane_of(1, waiting)
}

fn lane_of(connections: u32, waiting: usize) -> (tempfile::TempDir, Arc<Lane>) {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("lane.db"));
    let manager =
        Manager { target, mode: Mode::ReadWrite, statements: Statements::default(), epoch: Epoch::default(), files: Files::default() };
    (folder, Arc::new(Lane::new(manager, Room { connections, waiting, patience: Duration::from_millis(200) })))
}

fn sql(conn: &mut Conn, statement: &str) -> Result<(), Problem> {
    diesel::sql_query(statement).execute(conn)?;
    Ok(())
}

/// Marks the one connection, lets `work` happen on it, and says whether the next one is the same.
async fn survives(work: impl FnOnce(&mut Conn) -> Result<(), Problem> + Send + 'static) -> (Problem, bool) {
    let (_folder, lane) = lane(1);
    lane.run(|conn| sql(conn, "CREATE TEMP TABLE mark (id INTEGER)")).await.unwrap();
    let ended = lane.run(work).await.unwrap_err();
    let same = lane.run(|conn| sql(conn, "SELECT id FROM mark")).await.is_ok();
    (ended, same)
}

#[actix_web::test]
async fn only_a_lost_connection_is_dropped() {
    for (fault, kept) in [
        (Fault::Busy("a lock".to_owned()), true),
        (Fault::LandlordBusy("a lock".to_owned()), true),
        (Fault::Full("the disk".to_owned()), false),
        (Fault::Mismatch("a table".to_owned()), false),
        (Fault::Refused("a constraint".to_owned()), true),
        (Fault::Lost("the server".to_owned()), false),
        (Fault::Unknown("the server".to_owned()), false),
    ] {
        let given = fault.clone();
        let (problem, same) = survives(move |_| Err(given.into())).await;
        assert_eq!((problem.fault(), same), (Some(&fault), kept), "{fault}");
    }
    let (_, same) = survives(|_| Err(Problem::not_found())).await;
    assert!(same, "a refusal of ours");
}

#[actix_web::test]
async fn a_panic_is_told_with_its_place_and_costs_the_connection() {
    let (problem, same) = survives(|_| std::panic::panic_any("made on purpose")).await;
    assert_eq!((problem.code(), same), (Code::InternalError, false));
    let cause = problem.cause().unwrap();
    assert!(cause.contains("panic at src/db/lane_tests.rs:") && cause.ends_with(": made on purpose"), "{cause}");
}

#[actix_web::test]
async fn a_full_queue_refuses_and_a_long_wait_ends() {
    let (_folder, lane) = lane(1);
    let (go, wait) = mpsc::channel::<()>();
    let holder = Arc::clone(&lane);
    let held = actix_web::rt::spawn(async move {
        holder
            .run(move |_| {
                wait.recv().unwrap();
                Ok(())
            })
            .await
    });
    while lane.turns.available_permits() > 0 {
        actix_web::rt::time::sleep(Duration::from_millis(1)).await;
    }
    let (waits, refused) = tokio::join!(lane.run(|_| Ok(())), lane.run(|_| Ok(())));
    let (waits, refused) = (waits.unwrap_err(), refused.unwrap_err());
    assert!(matches!(waits.fault(), Some(Fault::Busy(_))), "{waits}");
    assert!(matches!(refused.fault(), Some(Fault::Full(_))), "{refused}");
    assert_eq!((waits.code(), refused.code()), (Code::Unavailable, Code::Unavailable));
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    lane.run(|_| Ok(())).await.unwrap();
}

#[actix_web::test]
async fn what_work_logs_on_its_thread_stands_in_the_span_of_its_request() {
    use tracing::Instrument;
    let (log, dispatch, _guard) = crate::problem::captured::Log::start();
    let (_folder, lane) = lane(1);
    let span = tracing::error_span!("request", request_id = "the-id");
    let work = lane.run(move |_| {
        tracing::dispatcher::with_default(&dispatch, || tracing::warn!("below"));
        Ok(())
    });
    work.instrument(span).await.unwrap();
    assert_eq!(log.lines()[0]["span"]["request_id"], "the-id");
}

#[actix_web::test]
async fn one_lost_leaves_the_idle_ones_that_were_there_with_it() {
    let (_folder, lane) = lane_of(2, 1);
    // Both connections at once, each marked.
    let both = std::sync::Arc::new(std::sync::Barrier::new(2));
    let mark = |both: Arc<std::sync::Barrier>| {
        lane.run(move |conn| {
            both.wait();
            sql(conn, "CREATE TEMP TABLE mark (id INTEGER)")
        })
    };
    let (one, two) = tokio::join!(mark(Arc::clone(&both)), mark(both));
    one.and(two).unwrap();
    actix_web::rt::time::sleep(Duration::from_millis(1100)).await;
    lane.run(|_| Err::<(), _>(Fault::Lost("it writes no more".to_owned()).into())).await.unwrap_err();
    for _ in 0..2 {
        let marked = lane.run(|conn| sql(conn, "SELECT id FROM mark")).await;
        assert!(marked.is_err(), "a connection of before is still used");
    }
}
