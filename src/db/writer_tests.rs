//! The writer, on a file of its own.

use std::sync::mpsc;

use diesel::RunQueryDsl;
use diesel::sql_types::BigInt;

use super::*;
use crate::db::connection::{Mode, Target, open};
use crate::db::statements::Statements;
use crate::problem::Code;

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn sql(conn: &mut Conn, statement: &str) -> Result<(), Problem> {
    diesel::sql_query(statement).execute(conn)?;
    Ok(())
}

fn bounds() -> Bounds {
    Bounds::of(Duration::from_secs(5))
}

/// A writer whose file has a table, and a child table whose rows are checked at the commit.
fn writer(bounds: Bounds) -> (tempfile::TempDir, Writer) {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("writer.db"));
    let opened = move || open(&target, Mode::ReadWrite, &Statements::default());
    let mut conn = opened().unwrap();
    sql(&mut conn, "CREATE TABLE t (id INTEGER PRIMARY KEY)").unwrap();
    sql(&mut conn, "CREATE TABLE child (id INTEGER REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)").unwrap();
    (folder, Writer::start(Box::new(opened), Files::default(), bounds).unwrap())
}

fn insert(id: i64) -> Job<i64> {
    Box::new(move |conn| sql(conn, &format!("INSERT INTO t VALUES ({id})")).map(|()| End::Commit(id)))
}

fn count() -> Job<i64> {
    Box::new(|conn| {
        let found: Count = diesel::sql_query("SELECT count(*) AS n FROM t").get_result(conn)?;
        Ok(End::Commit(found.n))
    })
}

#[actix_web::test]
async fn a_job_that_panics_or_fails_rolls_back_only_itself() {
    let (_folder, writer) = writer(bounds());
    let panics: Job<i64> = Box::new(|conn| {
        sql(conn, "INSERT INTO t VALUES (2)")?;
        std::panic::panic_any("made on purpose")
    });
    let fails: Job<i64> = Box::new(|conn| {
        sql(conn, "INSERT INTO t VALUES (3)")?;
        Err(Problem::not_found())
    });
    let undone: Job<i64> = Box::new(|conn| sql(conn, "INSERT INTO t VALUES (4)").map(|()| End::Rollback(4)));
    let (one, two, three, four, five) =
        tokio::join!(writer.write(insert(1)), writer.write(panics), writer.write(fails), writer.write(undone), writer.write(insert(5)));
    assert_eq!((one.unwrap(), four.unwrap(), five.unwrap()), (1, 4, 5));
    let panicked = two.unwrap_err();
    assert_eq!(panicked.code(), Code::InternalError);
    let cause = panicked.cause().unwrap();
    assert!(cause.contains("panic at src/db/writer_tests.rs:") && cause.ends_with(": made on purpose"), "{cause}");
    assert_eq!(three.unwrap_err().code(), Code::NotFound);
    assert_eq!(writer.write(count()).await.unwrap(), 2);
}

#[actix_web::test]
async fn a_commit_that_fails_fails_all_who_share_it_and_the_next_one_works() {
    let (_folder, writer) = writer(bounds());
    let orphan: Job<i64> = Box::new(|conn| sql(conn, "INSERT INTO child VALUES (99)").map(|()| End::Commit(99)));
    let broken = writer.write(orphan).await.unwrap_err();
    assert_eq!(broken.code(), Code::InternalError);
    assert!(matches!(broken.fault(), Some(Fault::Refused(why)) if why.contains("FOREIGN KEY")), "{broken}");
    assert_eq!(writer.write(count()).await.unwrap(), 0);
    assert_eq!(writer.write(insert(1)).await.unwrap(), 1);
    assert_eq!(writer.write(count()).await.unwrap(), 1);
}

#[actix_web::test]
async fn a_full_queue_refuses_one_more_at_once() {
    let (_folder, writer) = writer(Bounds { queue: 1, group: 1, ..bounds() });
    let (go, wait) = mpsc::channel::<()>();
    let (started, begun) = mpsc::channel::<()>();
    let holds: Job<i64> = Box::new(move |_| {
        started.send(()).unwrap();
        wait.recv().unwrap();
        Ok(End::Commit(0))
    });
    let holder = writer.clone();
    let held = actix_web::rt::spawn(async move { holder.write(holds).await });
    while begun.try_recv().is_err() {
        actix_web::rt::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    let (waits, refused) = tokio::join!(writer.write(insert(1)), async {
        let refused = writer.write(insert(2)).await;
        go.send(()).unwrap();
        refused
    });
    let refused = refused.unwrap_err();
    assert_eq!((refused.fault(), refused.code()), (Some(&Fault::Full("the write queue".to_owned())), Code::Unavailable));
    assert_eq!((held.await.unwrap().unwrap(), waits.unwrap()), (0, 1));
    assert_eq!(writer.write(count()).await.unwrap(), 1);
}

#[actix_web::test]
async fn a_connection_that_is_lost_is_opened_anew() {
    let (_folder, writer) = writer(bounds());
    // The job ends the group's transaction behind diesel's back: neither commit nor rollback works.
    let breaks: Job<()> = Box::new(|conn| sql(conn, "ROLLBACK").map(|()| End::Commit(())));
    let broken = writer.write(breaks).await.unwrap_err();
    assert!(broken.fault::<Fault>().is_some(), "{broken}");
    let after = tokio::join!(writer.write(insert(1)), writer.write(insert(2)));
    assert_eq!((after.0.unwrap(), after.1.unwrap()), (1, 2));
}

#[actix_web::test]
async fn what_a_job_logs_on_the_writing_thread_stands_in_the_span_of_its_request() {
    use tracing::Instrument;
    let (log, dispatch, _guard) = crate::problem::captured::Log::start();
    let (_folder, writer) = writer(bounds());
    let job = |dispatch: tracing::Dispatch| -> Job<()> {
        Box::new(move |_| {
            tracing::dispatcher::with_default(&dispatch, || tracing::warn!("below"));
            Ok(End::Commit(()))
        })
    };
    let (a, b) = (tracing::error_span!("request", request_id = "a"), tracing::error_span!("request", request_id = "b"));
    let (one, two) = (writer.write(job(dispatch.clone())).instrument(a), writer.write(job(dispatch.clone())).instrument(b));
    let (one, two) = tokio::join!(one, two);
    one.and(two).unwrap();
    let lines = log.lines();
    assert_eq!((&lines[0]["span"]["request_id"], &lines[1]["span"]["request_id"]), (&"a".into(), &"b".into()));
}
