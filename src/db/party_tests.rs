//! What landlords that wait share, on whatever database the tests are run on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl as _};

use crate::db::End;
use crate::db::connection::{Conn, Mode, Target, open};
use crate::db::crew::Crew;
use crate::db::crew::tests::{Numbers, Waiting, asked, holds, landlord, queued, told};
use crate::db::faults::Fault;
use crate::db::statements::Statements;
use crate::db::task::Again;

#[derive(QueryableByName)]
struct Transaction {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The transaction it is done in; none where the database does not say.
fn transaction(conn: &mut Conn) -> Option<i64> {
    let Conn::Pg(pg) = conn else { return None };
    let found: Transaction = diesel::sql_query("SELECT txid_current() AS id").get_result(pg).unwrap();
    Some(found.id)
}

/// A crew whose one writer is at work until it is let go.
async fn occupied(numbers: &Numbers) -> (Arc<Crew>, Waiting<()>, mpsc::Sender<()>) {
    let crew = numbers.crew(|bounds| bounds.writers = 1);
    let (first, begun, go) = holds();
    let held = asked(&crew, landlord(9), first);
    told(begun).await;
    (crew, held, go)
}

#[actix_web::test]
async fn landlords_that_wait_share_a_commit() {
    let numbers = Numbers::new();
    let (crew, held, go) = occupied(&numbers).await;
    let mut waiting: Vec<Waiting<Option<i64>>> = Vec::new();
    for byte in [3, 1, 2, 1] {
        waiting.push(asked(&crew, landlord(byte), Box::new(|conn| Ok(End::Commit(transaction(conn))))));
        queued(&crew, waiting.len()).await;
    }
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    let mut seen = Vec::new();
    for one in waiting {
        seen.push(one.await.unwrap().unwrap());
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");
}

/// A process elsewhere that holds the row of a number until it is let go.
async fn locked_elsewhere(numbers: &Numbers, number: u32) -> mpsc::Sender<()> {
    let (held, holding) = mpsc::channel();
    let (go, gone) = mpsc::channel();
    let (target, lock) = (numbers.target.clone(), format!("BEGIN; SELECT n FROM {} WHERE n = {number} FOR UPDATE", numbers.table));
    std::thread::spawn(move || {
        let mut conn = open(&target, Mode::ReadWrite, &Statements::default()).unwrap();
        conn.batch_execute(&lock).unwrap();
        held.send(()).unwrap();
        gone.recv().unwrap();
    });
    told(holding).await;
    go
}

/// Writes the row of a number, and counts how often that was tried.
fn touches(numbers: &Numbers, number: u32, tried: &Arc<AtomicU32>) -> Again<()> {
    let (statement, tried) = (format!("UPDATE {} SET n = n WHERE n = {number}", numbers.table), Arc::clone(tried));
    Box::new(move |conn| {
        tried.fetch_add(1, Ordering::Relaxed);
        diesel::sql_query(&statement).execute(conn)?;
        Ok(End::Commit(()))
    })
}

/// SQLite knows no lock of a row, and has a writer of its own.
fn has_rows_to_lock(numbers: &Numbers) -> bool {
    matches!(numbers.target, Target::Postgres(_))
}

#[actix_web::test]
async fn a_landlord_that_is_busy_elsewhere_holds_up_none_of_those_it_would_share_with() {
    let numbers = Numbers::new();
    if !has_rows_to_lock(&numbers) {
        return;
    }
    numbers.sql(&format!("INSERT INTO {} VALUES (1), (2), (3)", numbers.table));
    let (crew, held, go) = occupied(&numbers).await;
    let tried = Arc::new(AtomicU32::new(0));
    let mut waiting = Vec::new();
    for number in 1..=3_u8 {
        waiting.push(asked(&crew, landlord(number), touches(&numbers, number.into(), &tried)));
        queued(&crew, waiting.len()).await;
    }
    let release = locked_elsewhere(&numbers, 2).await;
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    let (third, second, first) = (waiting.remove(2), waiting.remove(1), waiting.remove(0));
    first.await.unwrap().unwrap();
    third.await.unwrap().unwrap();
    assert!(!second.is_finished());
    release.send(()).unwrap();
    second.await.unwrap().unwrap();
}

#[actix_web::test]
async fn those_who_wait_for_one_row_are_refused_with_the_first_that_did_not_get_it() {
    let numbers = Numbers::new();
    if !has_rows_to_lock(&numbers) {
        return;
    }
    numbers.sql(&format!("INSERT INTO {} VALUES (1)", numbers.table));
    let (crew, held, go) = occupied(&numbers).await;
    let tried = Arc::new(AtomicU32::new(0));
    let mut waiting = Vec::new();
    for _ in 0..5 {
        waiting.push(asked(&crew, landlord(1), touches(&numbers, 1, &tried)));
        queued(&crew, waiting.len()).await;
    }
    let release = locked_elsewhere(&numbers, 1).await;
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    for one in waiting {
        let refused = one.await.unwrap().unwrap_err();
        assert!(matches!(refused.fault(), Some(Fault::LandlordBusy(_))), "{refused}");
    }
    assert_eq!(tried.load(Ordering::Relaxed), 1, "each waited as long as the first");
    release.send(()).unwrap();
}
