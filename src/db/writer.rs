//! The one writer of an SQLite database.
//!
//! A single thread owns the only writing connection. Jobs come by a bounded queue; those waiting
//! share one durable commit, each in a savepoint of its own, and all are answered after it. A job
//! that fails or panics rolls back only itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use tokio::sync::oneshot;

use super::connection::Conn;
use super::{End, Job};
use crate::problem::Problem;

/// Jobs that may wait; one more is refused with 503.
const QUEUE: usize = 1024;

/// Jobs that share one commit at most.
const GROUP: usize = 64;

type Manager = <Conn as diesel::Connection>::TransactionManager;

/// Runs a job in its savepoint and hands back what to say once the commit is known.
type Task = Box<dyn FnOnce(&mut Conn) -> Reply + Send>;

/// Says how the commit went to whoever waits.
type Reply = Box<dyn FnOnce(&Result<(), Problem>) + Send>;

/// The door to the writing thread.
#[derive(Clone)]
pub struct Writer {
    queue: SyncSender<Task>,
}

impl Writer {
    /// Starts the thread; it ends when the last door closes, after the jobs already accepted.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(conn: Conn) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(QUEUE);
        std::thread::Builder::new().name("sqlite-writer".to_owned()).spawn(move || run(conn, &jobs))?;
        Ok(Self { queue })
    }

    /// Queues a job and waits for its durable end.
    ///
    /// # Errors
    /// 503 when the queue is full or the writer is gone, else what the job says.
    pub async fn write<T: Send + 'static>(&self, job: Job<T>) -> Result<T, Problem> {
        let (answer, waiting) = oneshot::channel();
        let task: Task = Box::new(move |conn| {
            let outcome = in_savepoint(conn, job);
            Box::new(move |committed: &Result<(), Problem>| {
                let outcome = match committed {
                    Ok(()) => outcome,
                    Err(problem) => outcome.and(Err(problem.clone())),
                };
                if answer.send(outcome).is_err() {
                    tracing::debug!("the caller left before the answer");
                }
            })
        });
        match self.queue.try_send(task) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => return Err(Problem::unavailable("the write queue is full")),
            Err(TrySendError::Disconnected(_)) => return Err(Problem::unavailable("the writer is gone")),
        }
        waiting.await.map_err(Problem::unavailable)?
    }
}

fn run(mut conn: Conn, jobs: &Receiver<Task>) {
    while let Ok(first) = jobs.recv() {
        if let Err(error) = begin(&mut conn) {
            // Dropping the task closes its channel: its caller gets 503.
            tracing::warn!(%error, "no transaction could be opened");
            drop(first);
            continue;
        }
        let mut replies = vec![first(&mut conn)];
        while replies.len() < GROUP {
            match jobs.try_recv() {
                Ok(task) => replies.push(task(&mut conn)),
                Err(_) => break,
            }
        }
        let committed = Manager::commit_transaction(&mut conn).map_err(Problem::unavailable);
        if committed.is_err()
            && let Err(error) = Manager::rollback_transaction(&mut conn)
        {
            tracing::error!(%error, "the group could not be rolled back");
        }
        for reply in replies {
            reply(&committed);
        }
    }
}

/// Takes the write lock at once, so that nobody waits for it half-way.
fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
        Conn::Pg(pg) => AnsiTransactionManager::begin_transaction_sql(pg, "BEGIN"),
    }
}

fn in_savepoint<T>(conn: &mut Conn, job: Job<T>) -> Result<T, Problem> {
    Manager::begin_transaction(conn).map_err(Problem::from)?;
    let ended = catch_unwind(AssertUnwindSafe(|| job(conn)));
    match ended {
        Ok(Ok(End::Commit(value))) => {
            Manager::commit_transaction(conn).map_err(Problem::from)?;
            Ok(value)
        }
        Ok(Ok(End::Rollback(value))) => {
            Manager::rollback_transaction(conn).map_err(Problem::from)?;
            Ok(value)
        }
        Ok(Err(problem)) => {
            Manager::rollback_transaction(conn).map_err(Problem::from)?;
            Err(problem)
        }
        Err(_panic) => {
            Manager::rollback_transaction(conn).map_err(Problem::from)?;
            Err(Problem::internal("a write panicked"))
        }
    }
}
