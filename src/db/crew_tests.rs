//! The crew, on whatever database the tests are run on.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

use diesel::RunQueryDsl as _;

use super::*;
use crate::db::connection::{Conn, Mode, Target, open};
use crate::db::epoch::Epoch;
use crate::db::files::Files;
use crate::db::statements::Statements;
use crate::db::{End, task::Ended};
use crate::problem::Code;
use crate::values::typed_id::TypedId as _;

/// A database with one table of unique numbers, gone at the end.
pub(in crate::db) struct Numbers {
    pub(in crate::db) target: Target,
    pub(in crate::db) table: String,
    _folder: tempfile::TempDir,
}

impl Numbers {
    pub(in crate::db) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let folder = tempfile::tempdir().unwrap();
        let target = match std::env::var("TEST_DATABASE_URL") {
            Ok(url) => url.parse().unwrap(),
            Err(_unset) => Target::Sqlite(folder.path().join("crew.db")),
        };
        let table = format!("crew_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let numbers = Self { target, table, _folder: folder };
        numbers.sql(&format!("CREATE TABLE {} (n INTEGER PRIMARY KEY)", numbers.table));
        numbers
    }

    /// On a thread of its own: a connection blocks.
    pub(in crate::db) fn sql(&self, statement: &str) -> usize {
        let (target, statement) = (self.target.clone(), statement.to_owned());
        let done = std::thread::spawn(move || {
            let mut conn = open(&target, Mode::ReadWrite, &Statements::default()).unwrap();
            diesel::sql_query(statement).execute(&mut conn).unwrap()
        });
        done.join().unwrap()
    }

    pub(in crate::db) fn crew(&self, change: impl FnOnce(&mut Bounds)) -> Arc<Crew> {
        let mut bounds = Bounds { patience: Duration::from_secs(30), ..Bounds::of(2) };
        change(&mut bounds);
        let manager = Manager {
            target: self.target.clone(),
            mode: Mode::ReadWrite,
            statements: Statements::default(),
            epoch: Epoch::default(),
            files: Files::default(),
        };
        Arc::new(Crew::new(manager, bounds))
    }

    fn adds(&self, number: u32) -> impl Fn(&mut Conn) -> Result<(), Problem> + Send + 'static {
        let statement = format!("INSERT INTO {} VALUES ({number})", self.table);
        move |conn| {
            diesel::sql_query(&statement).execute(conn)?;
            Ok(())
        }
    }
}

impl Drop for Numbers {
    fn drop(&mut self) {
        self.sql(&format!("DROP TABLE {}", self.table));
    }
}

pub(in crate::db) fn landlord(byte: u8) -> LandlordId {
    LandlordId::from_uuid_bytes([byte; 16])
}

/// A write that says it began and waits to be let go.
pub(in crate::db) fn holds() -> (Again<()>, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (begun, wait) = mpsc::channel();
    let (go, gone) = mpsc::channel();
    let work = move |_: &mut Conn| {
        begun.send(()).unwrap();
        gone.recv().unwrap();
        Ok(End::Commit(()))
    };
    (Box::new(work), wait, go)
}

pub(in crate::db) type Waiting<T> = tokio::task::JoinHandle<Result<T, Problem>>;

pub(in crate::db) fn asked<T: Send + 'static>(crew: &Arc<Crew>, landlord: LandlordId, work: Again<T>) -> Waiting<T> {
    let crew = Arc::clone(crew);
    actix_web::rt::spawn(async move { crew.write(Some(&landlord), work).await })
}

pub(in crate::db) async fn queued(crew: &Crew, count: usize) {
    while crew.0.state().waiting < count {
        actix_web::rt::time::sleep(Duration::from_millis(1)).await;
    }
}

pub(in crate::db) async fn told(begun: mpsc::Receiver<()>) {
    actix_web::web::block(move || begun.recv().unwrap()).await.unwrap();
}

#[actix_web::test]
async fn each_that_waited_for_one_landlord_gets_its_own_end_whatever_the_others_do() {
    let numbers = Numbers::new();
    let crew = numbers.crew(|_| {});
    let (first, begun, go) = holds();
    let held = asked(&crew, landlord(1), first);
    told(begun).await;
    // All of these wait, and are taken together.
    let (one, two, again, three) = (numbers.adds(1), numbers.adds(2), numbers.adds(1), numbers.adds(3));
    let stays = asked(&crew, landlord(1), Box::new(move |conn| one(conn).map(End::Commit)));
    queued(&crew, 1).await;
    let undone = asked(&crew, landlord(1), Box::new(move |conn| two(conn).map(End::Rollback)));
    queued(&crew, 2).await;
    let refused: Waiting<()> = asked(&crew, landlord(1), Box::new(|_| Err(Problem::not_found())));
    queued(&crew, 3).await;
    let breaks = asked(&crew, landlord(1), Box::new(move |conn| again(conn).map(End::Commit)));
    queued(&crew, 4).await;
    let panics: Waiting<()> = asked(&crew, landlord(1), Box::new(|_| std::panic::panic_any("made on purpose")));
    queued(&crew, 5).await;
    let last = asked(&crew, landlord(1), Box::new(move |conn| three(conn).map(End::Commit)));
    queued(&crew, 6).await;
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    stays.await.unwrap().unwrap();
    undone.await.unwrap().unwrap();
    assert_eq!(refused.await.unwrap().unwrap_err().code(), Code::NotFound);
    assert!(matches!(breaks.await.unwrap().unwrap_err().fault(), Some(Fault::Refused(_))));
    assert_eq!(panics.await.unwrap().unwrap_err().code(), Code::InternalError);
    last.await.unwrap().unwrap();
    assert_eq!(numbers.sql(&format!("DELETE FROM {} WHERE n IN (1, 3)", numbers.table)), 2);
    assert_eq!(numbers.sql(&format!("DELETE FROM {}", numbers.table)), 0, "nothing of what was undone");
    assert!(crew.0.state().queues.is_empty(), "nothing is kept of those who wrote");
}

#[actix_web::test]
async fn one_landlord_has_one_writer_and_others_do_not_wait_for_it() {
    let numbers = Numbers::new();
    let crew = numbers.crew(|_| {});
    let (first, begun, go) = holds();
    let held = asked(&crew, landlord(1), first);
    told(begun).await;
    let waits = asked(&crew, landlord(1), Box::new(|_| Ok(End::Commit(()))));
    crew.write(Some(&landlord(2)), Box::new(|_| Ok(End::Commit(())))).await.unwrap();
    crew.write(None, Box::new(|_| Ok(End::Commit(())))).await.unwrap();
    assert!(!waits.is_finished());
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    waits.await.unwrap().unwrap();
}

#[actix_web::test]
async fn each_owner_that_waits_has_a_writer_while_there_are_any_to_have() {
    let numbers = Numbers::new();
    let crew = numbers.crew(|_| {});
    crew.write(None, Box::new(|_| Ok(End::Commit(())))).await.unwrap();
    // One writer is idle; both come before it wakes.
    let ((one, first, go), (two, second, release)) = (holds(), holds());
    let (one, two) = (asked(&crew, landlord(1), one), asked(&crew, landlord(2), two));
    told(first).await;
    told(second).await;
    go.send(()).unwrap();
    release.send(()).unwrap();
    one.await.unwrap().unwrap();
    two.await.unwrap().unwrap();
}

#[actix_web::test]
async fn a_crowd_is_refused_and_who_waited_too_long_is_never_done() {
    let numbers = Numbers::new();
    let crew = numbers.crew(|bounds| *bounds = Bounds { waiting: 2, of_one: 1, patience: Duration::from_secs(1), ..*bounds });
    let (first, begun, go) = holds();
    let held = asked(&crew, landlord(1), first);
    told(begun).await;
    let one = numbers.adds(1);
    let late = asked(&crew, landlord(1), Box::new(move |conn| one(conn).map(End::Commit)));
    queued(&crew, 1).await;
    let crowd = crew.write(Some(&landlord(1)), Box::new(|_| Ok(End::Commit(())))).await.unwrap_err();
    assert!(matches!(crowd.fault(), Some(Fault::LandlordBusy(_))), "{crowd}");
    let (second, also, release) = holds();
    let other = asked(&crew, landlord(2), second);
    told(also).await;
    let third = asked(&crew, landlord(3), Box::new(|_| Ok(End::Commit(()))));
    queued(&crew, 2).await;
    let full = crew.write(Some(&landlord(4)), Box::new(|_| Ok(End::Commit(())))).await.unwrap_err();
    assert!(matches!(full.fault(), Some(Fault::Full(_))), "{full}");
    let (late, third) = (late.await.unwrap().unwrap_err(), third.await.unwrap().unwrap_err());
    assert!(matches!(late.fault(), Some(Fault::LandlordBusy(_))), "{late}");
    assert!(matches!(third.fault(), Some(Fault::Busy(_))), "{third}");
    go.send(()).unwrap();
    release.send(()).unwrap();
    held.await.unwrap().unwrap();
    other.await.unwrap().unwrap();
    crew.write(Some(&landlord(1)), Box::new(|_| Ok(End::Commit(())))).await.unwrap();
    assert_eq!(numbers.sql(&format!("DELETE FROM {}", numbers.table)), 0, "what was refused was not done");
}

#[actix_web::test]
async fn a_writer_that_nobody_needs_ends_with_its_door_and_what_was_accepted_is_done() {
    let numbers = Numbers::new();
    let crew = numbers.crew(|bounds| bounds.writers = 1);
    let inner = Arc::clone(&crew.0);
    let (first, begun, go) = holds();
    let held = asked(&crew, landlord(1), first);
    told(begun).await;
    drop(crew);
    go.send(()).unwrap();
    held.await.unwrap().unwrap();
    while inner.state().writers > 0 {
        actix_web::rt::time::sleep(Duration::from_millis(1)).await;
    }
}

#[test]
fn what_was_put_and_not_sent_is_forgotten_and_what_was_sent_is_not() {
    let numbers = Numbers::new();
    let mut conn = open(&numbers.target, Mode::ReadWrite, &Statements::default()).unwrap();
    let insert = |number: u32| diesel::sql_query(format!("INSERT INTO {} VALUES ({number})", numbers.table));
    // SQLite puts nothing off: there is nothing to forget.
    if let Conn::Pg(pg) = &mut conn {
        pg.begin("BEGIN");
        pg.later(&insert(1)).unwrap();
        let mark = pg.mark();
        pg.later(&insert(2)).unwrap();
        assert!(pg.forget_since(mark));
        let mark = pg.mark();
        pg.later(&insert(3)).unwrap();
        diesel::sql_query("SELECT 1").execute(pg).unwrap();
        assert!(!pg.forget_since(mark), "it was sent along with what was asked");
        pg.rollback().unwrap();
        // What was only asked and held changes nothing: it may have been sent.
        pg.begin("BEGIN");
        let mark = pg.mark();
        let yes = diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>("true"));
        pg.once_if("a test".to_owned(), &yes, |_rows: Vec<bool>| Ok(())).unwrap();
        let told: Vec<bool> = yes.load(pg).unwrap();
        pg.later(&insert(5)).unwrap();
        assert!(told[0] && pg.forget_since(mark), "a check that was sent is no change");
        let mark = pg.mark();
        pg.later(&insert(6)).unwrap();
        pg.commit().unwrap();
        assert!(!pg.forget_since(mark));
        assert_eq!(numbers.sql(&format!("DELETE FROM {}", numbers.table)), 1, "the sixth alone");
        pg.begin("BEGIN");
        pg.later(&insert(4)).unwrap();
        pg.commit().unwrap();
        assert_eq!(numbers.sql(&format!("DELETE FROM {}", numbers.table)), 1);
    }
}

#[test]
fn an_attempt_says_whether_others_may_stay() {
    let numbers = Numbers::new();
    let mut conn = open(&numbers.target, Mode::ReadWrite, &Statements::default()).unwrap();
    let attempt = |work: Again<()>, conn: &mut Conn| Write::new(work).0.attempt(conn);
    assert_eq!(attempt(Box::new(|_| Ok(End::Commit(()))), &mut conn), Ended::Keeps);
    assert_eq!(attempt(Box::new(|_| Ok(End::Rollback(()))), &mut conn), Ended::Undone);
    assert_eq!(attempt(Box::new(|_| Err(Problem::not_found())), &mut conn), Ended::Undone);
    assert_eq!(attempt(Box::new(|_| std::panic::panic_any("made on purpose")), &mut conn), Ended::Failed);
}
