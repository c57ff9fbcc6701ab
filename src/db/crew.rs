//! The writers of a PostgreSQL database: a bounded crew of threads, each with a connection.
//!
//! The writes of one landlord stand in a queue of their own, without a connection. A writer takes its
//! share of the landlords that wait, does what waits for them in one transaction, and puts them back behind
//! the others: however busy one landlord is, it has one writer at most, and the others their turn.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::PATIENCE;
use super::connection::Manager;
use super::faults::Fault;
use super::party::{self, Owner, Party};
use super::session::Held;
use super::task::{Again, Task, Write};
use crate::problem::Problem;
use crate::values::typed_id::LandlordId;

/// How much a crew takes on.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Writers, each with a connection.
    pub writers: u32,
    /// Writes that may wait; one more is refused with 503.
    pub waiting: usize,
    /// Writes of one landlord that may wait; one more is refused with 503.
    pub of_one: usize,
    /// Writes that share one commit at most.
    pub group: usize,
    /// How long a write waits for its turn.
    pub patience: Duration,
}

impl Bounds {
    /// What a service allows.
    pub fn of(writers: u32) -> Self {
        Self { writers, waiting: 1024, of_one: 256, group: 32, patience: PATIENCE }
    }
}

/// How long a writer without work keeps its thread and its connection.
const LINGER: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Queue {
    tasks: VecDeque<Box<dyn Task>>,
    /// A writer is at it.
    served: bool,
    /// It stands in the order.
    ordered: bool,
}

#[derive(Default)]
struct State {
    queues: HashMap<Owner, Queue>,
    /// The owners that wait for a writer, in their order.
    order: VecDeque<Owner>,
    waiting: usize,
    writers: u32,
    idle: u32,
    numbered: u64,
    closed: bool,
}

impl State {
    /// Whether fewer than `most` wait, once who gave up has left its place.
    fn has_room(&mut self, most: usize, waiting: impl Fn(&Self) -> usize) -> bool {
        waiting(self) < most || {
            self.forget_those_left();
            waiting(self) < most
        }
    }

    /// Takes up to so many writes of the owner that waits longest.
    fn take(&mut self, most: usize) -> Option<Party> {
        let owner = self.order.pop_front()?;
        let queue = self.queues.get_mut(&owner)?;
        let taken = queue.tasks.len().min(most);
        self.waiting -= taken;
        queue.ordered = false;
        queue.served = true;
        let tasks = queue.tasks.drain(..taken).filter(|task| task.taken()).collect();
        Some(Party { owner, tasks })
    }

    /// Takes a writer's share of the landlords that wait, in the order of their ids: whoever locks several
    /// rows in one order waits for nobody who waits for it. What is nobody's, a load, shares with none.
    fn share(&mut self, bounds: &Bounds) -> Vec<Party> {
        let owners = self.order.len().div_ceil(bounds.writers.max(1) as usize);
        let mut parties: Vec<Party> = Vec::with_capacity(owners);
        let mut room = bounds.group;
        while parties.len() < owners && room > 0 {
            let shares = matches!(self.order.front(), Some(Owner::Landlord(_)));
            if !shares && !parties.is_empty() {
                break;
            }
            let Some(party) = self.take(room) else { break };
            room -= party.tasks.len().min(room);
            parties.push(party);
            if !shares {
                break;
            }
        }
        parties.sort_by(|one, other| one.owner.cmp(&other.owner));
        parties
    }

    fn forget_those_left(&mut self) {
        for queue in self.queues.values_mut() {
            let before = queue.tasks.len();
            queue.tasks.retain(|task| !task.left());
            self.waiting -= before - queue.tasks.len();
        }
    }
}

struct Inner {
    state: Mutex<State>,
    work: Condvar,
    manager: Manager,
    bounds: Bounds,
}

/// The door to the writers. They end when it is dropped, after the writes already accepted.
pub struct Crew(Arc<Inner>);

impl Crew {
    /// A crew whose writers start when there is work for them.
    pub fn new(manager: Manager, bounds: Bounds) -> Self {
        Self(Arc::new(Inner { state: Mutex::default(), work: Condvar::new(), manager, bounds }))
    }

    /// Has a write done, and waits for its durable end. Once begun it runs to its end even if the
    /// caller hangs up.
    ///
    /// # Errors
    /// What the work says; 503 when its turn does not come in time, or too many wait.
    pub async fn write<T: Send + 'static>(&self, landlord: Option<&LandlordId>, work: Again<T>) -> Result<T, Problem> {
        let deadline = Instant::now() + self.0.bounds.patience;
        let (write, mut waiting, claim) = Write::new(work);
        let owner = self.queue(landlord, Box::new(write))?;
        let done = match tokio::time::timeout_at(deadline.into(), &mut waiting).await {
            Ok(done) => done,
            Err(late) if claim.claim() => return Err(self.late(&owner, late).into()),
            Err(_begun) => waiting.await,
        };
        done.map_err(|gone| Fault::Unknown(format!("the writer is gone: {gone}")))?
    }

    fn queue(&self, landlord: Option<&LandlordId>, task: Box<dyn Task>) -> Result<Owner, Fault> {
        let bounds = self.0.bounds;
        let mut state = self.0.state();
        if !state.has_room(bounds.waiting, |state| state.waiting) {
            return Err(Fault::Full(format!("{} writes wait already", bounds.waiting)));
        }
        let owner = match landlord {
            Some(landlord) => Owner::Landlord(landlord.clone()),
            None => {
                state.numbered += 1;
                Owner::Nobody(state.numbered)
            }
        };
        if !state.has_room(bounds.of_one, |state| state.queues.get(&owner).map_or(0, |queue| queue.tasks.len())) {
            return Err(Fault::LandlordBusy(format!("{} writes wait already", bounds.of_one)));
        }
        let queue = state.queues.entry(owner.clone()).or_default();
        queue.tasks.push_back(task);
        if !queue.served && !queue.ordered {
            queue.ordered = true;
            state.order.push_back(owner.clone());
        }
        state.waiting += 1;
        // Those that are idle may each have been called already.
        if state.order.len() > state.idle as usize && state.writers < bounds.writers {
            let inner = Arc::clone(&self.0);
            match std::thread::Builder::new().name("writer".to_owned()).spawn(move || inner.work()) {
                Ok(_thread) => state.writers += 1,
                Err(error) if state.writers == 0 => return Err(Fault::Full(format!("no writer can be started: {error}"))),
                Err(error) => tracing::warn!(cause = %error, "a writer could not be started"),
            }
        }
        drop(state);
        self.0.work.notify_one();
        Ok(owner)
    }

    /// Why a write was not taken up in time.
    fn late(&self, owner: &Owner, late: tokio::time::error::Elapsed) -> Fault {
        let served = self.0.state().queues.get(owner).is_some_and(|queue| queue.served);
        if served {
            Fault::LandlordBusy(format!("its turn did not come: {late}"))
        } else {
            Fault::Busy(format!("no writer came free: {late}"))
        }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.work.notify_all();
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A writer's life.
    fn work(&self) {
        let mut held = Held::default();
        while let Some(parties) = self.next() {
            party::serve(&mut held, &self.manager, parties, |owner| self.served(owner));
        }
    }

    /// Waits for landlords and takes what waits for them. None when the writer is to end.
    fn next(&self) -> Option<Vec<Party>> {
        let mut state = self.state();
        loop {
            let parties = state.share(&self.bounds);
            if !parties.is_empty() {
                return Some(parties);
            }
            if state.closed {
                state.writers -= 1;
                return None;
            }
            state.idle += 1;
            let (woken, waited) = self.work.wait_timeout(state, LINGER).unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle -= 1;
            if waited.timed_out() && state.order.is_empty() {
                state.writers -= 1;
                return None;
            }
        }
    }

    /// Gives an owner back: behind the others if it has more to do.
    fn served(&self, owner: &Owner) {
        let mut state = self.state();
        let State { queues, order, .. } = &mut *state;
        if let Some(queue) = queues.get_mut(owner) {
            queue.served = false;
            if queue.tasks.is_empty() {
                queues.remove(owner);
            } else {
                queue.ordered = true;
                order.push_back(owner.clone());
            }
        }
    }
}

#[cfg(test)]
#[path = "crew_tests.rs"]
pub(super) mod tests;
