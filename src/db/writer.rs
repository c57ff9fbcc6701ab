//! The one writer of an SQLite database.
//!
//! A single thread owns the only writing connection. Jobs come by a bounded queue; those waiting
//! share one durable commit, each in a savepoint of its own, and all are answered after it. A job
//! that fails or panics rolls back only itself. What is logged on this thread stands in the span of
//! the request that asked for it.
//!
//! While another process holds the file's one write lock, each job waits for it as long as its own
//! patience lasts from when it came, so that however many wait, all are told in that time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::{QueryResult, RunQueryDsl};
use tokio::sync::oneshot;

use super::connection::Conn;
use super::faults::Fault;
use super::files::Files;
use super::{End, Job};
use crate::problem::{Problem, panic};

/// How much the writer takes on.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Jobs that may wait; one more is refused with 503.
    pub queue: usize,
    /// Jobs that share one commit at most.
    pub group: usize,
    /// How long a job waits for the write lock that another process holds.
    pub patience: Duration,
}

impl Bounds {
    /// What a service allows.
    pub fn of(patience: Duration) -> Self {
        Self { queue: 1024, group: 64, patience }
    }
}

type Manager = <Conn as diesel::Connection>::TransactionManager;

/// Runs a job in its savepoint and hands back what to say once the commit is known; without a
/// transaction to run it in, there is nothing to run.
type Task = Box<dyn FnOnce(Result<&mut Conn, &Fault>) -> Reply + Send>;

/// Says how the commit went to whoever waits.
type Reply = Box<dyn FnOnce(&Result<(), Fault>) + Send>;

/// A job in the queue.
struct Waiting {
    task: Task,
    /// When its patience ends.
    until: Instant,
}

/// Opens the writing connection.
pub type Open = Box<dyn Fn() -> Result<Conn, diesel::r2d2::Error> + Send>;

/// The door to the writing thread.
#[derive(Clone)]
pub struct Writer {
    queue: SyncSender<Waiting>,
    steps: Arc<AtomicU64>,
    patience: Duration,
}

impl Writer {
    /// Starts the thread; it ends when the last door closes, after the jobs already accepted. It
    /// opens its connection anew when that is lost.
    ///
    /// # Errors
    /// When the connection cannot be opened or the thread not be started.
    pub fn start(open: Open, files: Files, bounds: Bounds) -> Result<Self, Box<dyn std::error::Error>> {
        let (queue, jobs) = sync_channel(bounds.queue);
        let conn = opened(&open)?;
        files.opened()?;
        let steps = Arc::new(AtomicU64::new(0));
        let stepped = Arc::clone(&steps);
        let step = move || {
            stepped.fetch_add(1, Ordering::Relaxed);
        };
        std::thread::Builder::new().name("sqlite-writer".to_owned()).spawn(move || run(conn, &open, &files, &jobs, bounds.group, &step))?;
        Ok(Self { queue, steps, patience: bounds.patience })
    }

    /// How often the writer took its lock and gave it back.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Queues a job and waits for its durable end.
    ///
    /// # Errors
    /// 503 when the queue is full, another process keeps the lock, or the writer is gone; else what the
    /// job or its commit says.
    pub async fn write<T: Send + 'static>(&self, job: Job<T>) -> Result<T, Problem> {
        let (answer, waiting) = oneshot::channel();
        let span = tracing::Span::current();
        let task: Task = Box::new(move |conn| {
            let outcome = span.in_scope(|| match conn {
                Ok(conn) => in_savepoint(conn, job),
                Err(fault) => Err(fault.clone().into()),
            });
            Box::new(move |committed: &Result<(), Fault>| {
                let outcome = match committed {
                    Ok(()) => outcome,
                    Err(fault) => outcome.and(Err(fault.clone().into())),
                };
                if answer.send(outcome).is_err() {
                    span.in_scope(|| tracing::debug!("the caller left before the answer"));
                }
            })
        });
        match self.queue.try_send(Waiting { task, until: Instant::now() + self.patience }) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => return Err(Fault::Full("the write queue".to_owned()).into()),
            Err(TrySendError::Disconnected(_)) => return Err(Fault::Lost("the writer is gone".to_owned()).into()),
        }
        waiting.await.map_err(|gone| Fault::Unknown(format!("the writer is gone: {gone}")))?
    }
}

fn run(mut conn: Conn, open: &Open, files: &Files, jobs: &Receiver<Waiting>, group: usize, step: &dyn Fn()) {
    while let Ok(first) = jobs.recv() {
        if let Err(fault) = files.there().and_then(|()| ready(&mut conn, open, first.until)) {
            (first.task)(Err(&fault))(&Ok(()));
            continue;
        }
        step();
        let mut replies = vec![(first.task)(Ok(&mut conn))];
        while replies.len() < group {
            match jobs.try_recv() {
                Ok(next) => replies.push((next.task)(Ok(&mut conn))),
                Err(_) => break,
            }
        }
        // On failure diesel rolls back: then nothing is written.
        let committed = Manager::commit_transaction(&mut conn).map_err(|error| Fault::of_commit(&error));
        // What went to a file that nobody finds again is not acknowledged.
        let committed = committed.and_then(|()| files.there().map_err(|gone| Fault::Unknown(gone.to_string())));
        step();
        for reply in replies {
            reply(&committed);
        }
    }
}

/// Opens the group's transaction, on a new connection if this one is lost.
fn ready(conn: &mut Conn, open: &Open, until: Instant) -> Result<(), Fault> {
    match begin(conn, until) {
        Err(fault) if fault.loses_connection() => {
            *conn = opened(open).map_err(|error| Fault::Lost(error.to_string()))?;
            begin(conn, until)
        }
        other => other,
    }
}

/// A connection that waits for the lock only when it is told for how long.
fn opened(open: &Open) -> Result<Conn, diesel::r2d2::Error> {
    let mut conn = open()?;
    let settled = wait_for(&mut conn, Duration::ZERO).and_then(|()| look(&mut conn));
    settled.map_err(diesel::r2d2::Error::QueryError)?;
    Ok(conn)
}

/// Reads what any database has: SQLite makes what lies beside the file at the first look into it.
fn look(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(sqlite) => diesel::sql_query("SELECT count(*) FROM sqlite_master").execute(sqlite).map(|_rows| ()),
        Conn::Pg(_) => Ok(()),
    }
}

/// Takes the write lock at once, so that nobody waits for it half-way. It is asked for once in any case.
fn begin(conn: &mut Conn, until: Instant) -> Result<(), Fault> {
    let at_once = take(conn);
    let left = until.saturating_duration_since(Instant::now());
    if !matches!(at_once, Err(Fault::Busy(_))) || left.is_zero() {
        return at_once;
    }
    wait_for(conn, left).map_err(|error| Fault::of(&error))?;
    let taken = take(conn);
    wait_for(conn, Duration::ZERO).map_err(|error| Fault::of(&error))?;
    taken
}

fn take(conn: &mut Conn) -> Result<(), Fault> {
    let taken = match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
        Conn::Pg(pg) => AnsiTransactionManager::begin_transaction_sql(pg, "BEGIN"),
    };
    taken.map_err(|error| Fault::of(&error))
}

/// For how long SQLite waits for locks of others.
fn wait_for(conn: &mut Conn, time: Duration) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(sqlite) => diesel::sql_query(format!("PRAGMA busy_timeout={}", time.as_millis())).execute(sqlite).map(|_rows| ()),
        Conn::Pg(_) => Ok(()),
    }
}

fn in_savepoint<T>(conn: &mut Conn, job: Job<T>) -> Result<T, Problem> {
    Manager::begin_transaction(conn)?;
    match panic::caught(|| job(conn)) {
        Ok(Ok(End::Commit(value))) => {
            if let Err(error) = Manager::commit_transaction(conn) {
                Manager::rollback_transaction(conn)?;
                return Err(error.into());
            }
            Ok(value)
        }
        Ok(Ok(End::Rollback(value))) => {
            Manager::rollback_transaction(conn)?;
            Ok(value)
        }
        Ok(Err(problem)) => {
            Manager::rollback_transaction(conn)?;
            Err(problem)
        }
        Err(panic) => {
            Manager::rollback_transaction(conn)?;
            Err(panic.into())
        }
    }
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
