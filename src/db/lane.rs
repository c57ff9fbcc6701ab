//! A pool of connections behind a bounded, asynchronous wait: a request that waits for a
//! connection holds no thread, and a crowd is refused instead of queueing without end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_web::web;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection};
use tokio::sync::Semaphore;

use super::connection::{Conn, Manager};
use super::epoch::Epoch;
use super::faults::Fault;
use super::session::{Session, is_sound};
use crate::problem::{Problem, panic};

/// How many a lane serves, and for how long it lets others wait.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Connections, each serving one request at a time.
    pub connections: u32,
    /// Requests that may wait for a connection; one more is refused with 503.
    pub waiting: usize,
    /// How long a request waits for its turn, and a turn for its connection.
    pub patience: Duration,
}

impl Room {
    /// What a service allows.
    pub fn of(connections: u32) -> Self {
        Self { connections, waiting: 1024, patience: Duration::from_secs(5) }
    }
}

#[derive(Debug)]
struct Opener(Manager);

impl ManageConnection for Opener {
    type Connection = Session;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Session, Self::Error> {
        Session::open(&self.0)
    }

    fn is_valid(&self, session: &mut Session) -> Result<(), Self::Error> {
        self.0.is_valid(&mut session.conn)
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        session.is_broken(&self.0)
    }
}

/// One pool and its queue.
pub struct Lane {
    pool: Pool<Opener>,
    epoch: Epoch,
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    room: Room,
}

impl Lane {
    /// A pool that connects when it is first used.
    pub fn new(manager: Manager, room: Room) -> Self {
        let epoch = manager.epoch.clone();
        let pool = Pool::builder()
            .max_size(room.connections)
            .min_idle(Some(0))
            .connection_timeout(room.patience)
            // A test before each use would double the statements; a lost connection is dropped
            // when its work ends instead.
            .test_on_check_out(false)
            .build_unchecked(Opener(manager));
        Self { pool, epoch, turns: Arc::new(Semaphore::new(room.connections as usize)), waiting: AtomicUsize::new(0), room }
    }

    /// Runs work on a connection, on a thread that may block, within the request's span. The work
    /// runs to its end even if the caller hangs up. Only a connection that is lost is dropped: one
    /// that was made to wait is as good as before.
    ///
    /// # Errors
    /// What the work says, or 503 when its turn does not come in time; 500 when it panics.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        let deadline = Instant::now() + self.room.patience;
        let turn = match Arc::clone(&self.turns).try_acquire_owned() {
            Ok(turn) => turn,
            Err(_busy) => self.wait(deadline).await?,
        };
        let (pool, epoch) = (self.pool.clone(), self.epoch.clone());
        let span = tracing::Span::current();
        let done = web::block(move || {
            let _entered = span.enter();
            let mut session = usable(&pool, &epoch, deadline)?;
            let ended = panic::caught(|| work(&mut session.conn));
            session.ended(is_sound(&ended), &epoch);
            drop(session);
            drop(turn);
            ended?
        });
        done.await.map_err(|stopped| Problem::from(Fault::Unknown(stopped.to_string())))?
    }

    async fn wait(&self, deadline: Instant) -> Result<tokio::sync::OwnedSemaphorePermit, Problem> {
        let _place = Place::take(&self.waiting, self.room.waiting)?;
        let turn = tokio::time::timeout_at(deadline.into(), Arc::clone(&self.turns).acquire_owned()).await;
        let in_time = turn.map_err(|late| Fault::Busy(format!("no connection came free: {late}")))?;
        Ok(in_time.map_err(|closed| Fault::Lost(closed.to_string()))?)
    }
}

/// A connection that is there.
fn usable(pool: &Pool<Opener>, epoch: &Epoch, deadline: Instant) -> Result<PooledConnection<Opener>, Fault> {
    loop {
        let mut session = pool.get_timeout(deadline.saturating_duration_since(Instant::now())).map_err(Fault::from)?;
        if session.is_there(epoch) {
            return Ok(session);
        }
        // Dropped here, it leaves its place to the next one.
    }
}

/// A place in the queue, given back however the wait ends.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, most: usize) -> Result<Self, Problem> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) >= most {
            return Err(Fault::Full(format!("{most} requests wait for a connection already")).into());
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[path = "lane_tests.rs"]
mod tests;
