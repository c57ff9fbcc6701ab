//! Short reads on PostgreSQL: each worker thread has a connection or two that all its reads share, one
//! behind the other without waiting for answers, so that a read costs no thread and no turn.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use diesel::QueryResult;
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};

use super::ask::Asked;
use super::epoch::{Epoch, Since};
use super::faults::Fault;
use super::pg::{Client, Server};
use super::statements::Statements;
use crate::problem::Problem;

/// Reads that a worker may have under way on one connection; more wait for their turn.
const UNDER_WAY: usize = 64;

/// Reads that may wait for a turn; one more is refused.
const WAITING: usize = 1024;

/// How long a read may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long an answer may take, statements before it included.
const ANSWER: Duration = Duration::from_secs(8);

/// Reads that stand on the shared connections are short: see [`Server::connect`] for the others.
const SETTINGS: &str = "SET statement_timeout = '5s'; SET default_transaction_read_only = on";
const GENERIC: &str = "SET statement_timeout = '5s'; SET default_transaction_read_only = on; SET plan_cache_mode = force_generic_plan";

static NEXT: AtomicU64 = AtomicU64::new(0);

/// The shared connections to one database.
pub struct Pipes {
    id: u64,
    server: Server,
    statements: Statements,
    epoch: Epoch,
}

/// One shared connection of one worker.
struct Pipe {
    client: OnceCell<(Client, Since)>,
    turns: Semaphore,
    waiting: Cell<usize>,
}

type Place = (u64, bool);

thread_local! {
    static PIPES: RefCell<HashMap<Place, Rc<Pipe>>> = RefCell::default();
}

impl Pipes {
    /// Connects at the first read of each worker.
    pub fn new(server: Server, statements: Statements, epoch: Epoch) -> Self {
        Self { id: NEXT.fetch_add(1, Ordering::Relaxed), server, statements, epoch }
    }

    /// Asks behind the statements under way. A connection that is lost is opened anew, and all is asked
    /// once more: it only reads.
    ///
    /// # Errors
    /// 503 when too many wait or the server cannot be reached in time, else what it says.
    pub async fn ask<A: Asked + Clone>(&self, asked: A) -> Result<A::Answer, Problem> {
        let place = (self.id, asked.all_generic());
        let pipe = self.at(place);
        match self.once(place, &pipe, asked.clone()).await? {
            Err(error) if Fault::of(&error).loses_connection() => {
                self.lose(place, &pipe);
                let next = self.at(place);
                let again = self.once(place, &next, asked).await?;
                if again.as_ref().is_err_and(|error| Fault::of(error).loses_connection()) {
                    self.lose(place, &next);
                }
                Ok(again?)
            }
            answered => Ok(answered?),
        }
    }

    /// This thread's connection of a kind, unless it is of the time of one that was lost.
    fn at(&self, place: Place) -> Rc<Pipe> {
        let pipe = at(place);
        match pipe.client.get() {
            Some((_, since)) if self.epoch.is_over(*since) => {
                forget(place, &pipe);
                at(place)
            }
            _ => pipe,
        }
    }

    fn lose(&self, place: Place, pipe: &Rc<Pipe>) {
        forget(place, pipe);
        if let Some((_, since)) = pipe.client.get() {
            self.epoch.lost(*since);
        }
    }

    async fn once<A: Asked>(&self, place: Place, pipe: &Rc<Pipe>, asked: A) -> Result<QueryResult<A::Answer>, Problem> {
        let _turn = pipe.turn().await?;
        // Those that come first wait for one connection; they do not open one each.
        let (client, _since) = pipe.client.get_or_try_init(|| self.open(asked.all_generic())).await?;
        match tokio::time::timeout(ANSWER, asked.together(client)).await {
            Ok(answered) => Ok(answered),
            Err(late) => {
                // The server's own limit is shorter: it is not there any more.
                self.lose(place, pipe);
                Err(Fault::Lost(format!("no answer: {late}")).into())
            }
        }
    }

    async fn open(&self, generic: bool) -> Result<(Client, Since), Problem> {
        let since = self.epoch.now();
        let mut client = self.server.connect().await.map_err(Fault::Lost)?;
        let set = client.say(if generic { GENERIC } else { SETTINGS });
        tokio::time::timeout(ANSWER, set).await.map_err(|late| Fault::Lost(format!("no answer: {late}")))??;
        client.tell(self.statements.clone());
        Ok((client, since))
    }
}

impl Pipe {
    fn new() -> Self {
        Self { client: OnceCell::new(), turns: Semaphore::new(UNDER_WAY), waiting: Cell::new(0) }
    }

    async fn turn(&self) -> Result<SemaphorePermit<'_>, Fault> {
        if let Ok(turn) = self.turns.try_acquire() {
            return Ok(turn);
        }
        if self.waiting.get() >= WAITING {
            return Err(Fault::Full(format!("{WAITING} reads wait already")));
        }
        let _waits = Waits::on(&self.waiting);
        let turn = tokio::time::timeout(PATIENCE, self.turns.acquire()).await;
        let in_time = turn.map_err(|late| Fault::Busy(format!("no turn came: {late}")))?;
        in_time.map_err(|closed| Fault::Lost(closed.to_string()))
    }
}

/// Somebody who waits, counted however the wait ends.
struct Waits<'a>(&'a Cell<usize>);

impl<'a> Waits<'a> {
    fn on(count: &'a Cell<usize>) -> Self {
        count.set(count.get() + 1);
        Self(count)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// This thread's connection of a kind.
fn at(place: Place) -> Rc<Pipe> {
    PIPES.with_borrow_mut(|pipes| Rc::clone(pipes.entry(place).or_insert_with(|| Rc::new(Pipe::new()))))
}

/// Drops a connection that its server left, unless somebody already opened the next one.
fn forget(place: Place, pipe: &Rc<Pipe>) {
    PIPES.with_borrow_mut(|pipes| {
        if pipes.get(&place).is_some_and(|held| Rc::ptr_eq(held, pipe)) {
            pipes.remove(&place);
        }
    });
}
