//! A pool of connections behind a bounded, asynchronous wait: a request that waits for a
//! connection holds no thread, and a crowd is refused instead of queueing without end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::web;
use diesel::r2d2::{ManageConnection, Pool};
use diesel::{Connection as _, RunQueryDsl as _};
use tokio::sync::Semaphore;

use super::connection::{Conn, Manager};
use super::{End, Job};
use crate::problem::{Code, Problem};

/// Requests that may wait for a connection.
const WAITING: usize = 1024;

/// How long a request waits for its turn, and a turn for its connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection that remembers whether its server left it.
pub struct Pooled {
    conn: Conn,
    lost: bool,
}

#[derive(Debug)]
struct Opener(Manager);

impl ManageConnection for Opener {
    type Connection = Pooled;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Pooled, Self::Error> {
        self.0.connect().map(|conn| Pooled { conn, lost: false })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), Self::Error> {
        self.0.is_valid(&mut pooled.conn)
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.lost || self.0.has_broken(&mut pooled.conn)
    }
}

/// One pool and its queue.
pub struct Lane {
    pool: Pool<Opener>,
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Lane {
    /// A pool that connects when it is first used.
    pub fn new(manager: Manager, size: u32) -> Self {
        let pool = Pool::builder()
            .max_size(size)
            .min_idle(Some(0))
            .connection_timeout(PATIENCE)
            // A test before each use would double the statements; a lost connection is dropped
            // when its work ends instead.
            .test_on_check_out(false)
            .build_unchecked(Opener(manager));
        Self { pool, turns: Arc::new(Semaphore::new(size as usize)), waiting: AtomicUsize::new(0) }
    }

    /// Runs work on a connection, on a thread that may block. The work runs to its end even if the
    /// caller hangs up.
    ///
    /// # Errors
    /// What the work says, or 503 when its turn does not come in time.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        let turn = match Arc::clone(&self.turns).try_acquire_owned() {
            Ok(turn) => turn,
            Err(_busy) => self.wait().await?,
        };
        let pool = self.pool.clone();
        web::block(move || {
            let mut pooled = pool.get().map_err(Problem::unavailable)?;
            let outcome = work(&mut pooled.conn);
            pooled.lost = outcome.as_ref().is_err_and(|problem| problem.code() == Code::Unavailable);
            drop(pooled);
            drop(turn);
            outcome
        })
        .await
        .map_err(Problem::internal)?
    }

    async fn wait(&self) -> Result<tokio::sync::OwnedSemaphorePermit, Problem> {
        let _place = Place::take(&self.waiting)?;
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        turn.map_err(Problem::unavailable)?.map_err(Problem::unavailable)
    }
}

/// A place in the queue, given back however the wait ends.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Result<Self, Problem> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) >= WAITING {
            return Err(Problem::unavailable("too many requests wait for a connection"));
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Runs statements that all see the state that the first one saw.
///
/// # Errors
/// What the work says, or the database of its transaction.
pub fn at_once<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, Problem>) -> Result<T, Problem> {
    conn.transaction(|conn| {
        if let Conn::Pg(pg) = conn {
            diesel::sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(pg)?;
        }
        work(conn)
    })
}

/// Why a transaction did not commit.
enum Stop<T> {
    Undone(T),
    Failed(Problem),
}

impl<T> From<diesel::result::Error> for Stop<T> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Runs a job in a transaction of its own.
///
/// # Errors
/// What the job says, or what the database says of the commit.
pub fn in_transaction<T>(conn: &mut Conn, job: Job<T>) -> Result<T, Problem> {
    let ended = conn.transaction(|conn| match job(conn) {
        Ok(End::Commit(value)) => Ok(value),
        Ok(End::Rollback(value)) => Err(Stop::Undone(value)),
        Err(problem) => Err(Stop::Failed(problem)),
    });
    match ended {
        Ok(value) | Err(Stop::Undone(value)) => Ok(value),
        Err(Stop::Failed(problem)) => Err(problem),
    }
}
