//! What callers may take of the service's time and memory. One place for all of it, so that a test can
//! lower what it reaches.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::web::Data;
use tokio::sync::watch;

use crate::problem::Problem;
use crate::values::text::Text;

/// How fast a body must come. Only the time for which its sender is waited for counts.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// For the whole body.
    pub whole: Duration,
    /// Between two pieces.
    pub silence: Duration,
    /// Before the rate counts.
    pub grace: Duration,
    /// The least bytes a second, on average.
    pub rate: u32,
}

/// The limits of a server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections of all callers; fewer where the descriptors leave less room.
    pub connections: usize,
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long a connection may wait for its next request.
    pub idle: Duration,
    /// The same while three quarters of the connections are taken.
    pub idle_in_crowd: Duration,
    /// How long an answer may wait for a caller that does not take it.
    pub untaken: Duration,
    /// How long the rest of a body that nobody reads is taken in after the answer.
    pub linger: Duration,
    /// Of JSON bodies and forms.
    pub body: Pace,
    /// Of a load.
    pub load: Pace,
    /// How long bodies may still take once the service stops.
    pub leaving: Duration,
    /// Bytes of all bodies that are being read.
    pub bodies: usize,
    /// Loads at a time.
    pub loads: usize,
    /// Loads of one client at a time.
    pub loads_of_client: usize,
    /// Bytes of all loads that have come and are not written yet, beyond what each may hold anyway.
    pub unwritten: usize,
}

/// 240 bytes a second after 5 seconds is what other servers ask for by default; no line is as slow.
impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            connections: 4096,
            head: seconds(10),
            idle: seconds(75),
            idle_in_crowd: seconds(5),
            untaken: seconds(30),
            linger: seconds(2),
            body: Pace { whole: seconds(30), silence: seconds(30), grace: seconds(5), rate: 240 },
            load: Pace { whole: seconds(600), silence: seconds(60), grace: seconds(60), rate: 240 },
            leaving: seconds(5),
            bodies: 64 * 1024 * 1024,
            loads: 8,
            loads_of_client: 2,
            unwritten: 64 * 1024 * 1024,
        }
    }
}

/// The limits, and what is taken of them at the moment.
#[derive(Debug)]
pub struct Traffic {
    pub limits: Limits,
    pub bodies: Arc<Budget>,
    /// Told to stop, it still takes what comes.
    draining: AtomicBool,
    stopping: watch::Sender<bool>,
}

impl Traffic {
    /// Nothing is taken yet.
    pub fn new(limits: Limits) -> Self {
        Self { bodies: Budget::new(limits.bodies), limits, draining: AtomicBool::new(false), stopping: watch::Sender::new(false) }
    }

    /// That of the server which got the request.
    ///
    /// # Errors
    /// When the application is not wired.
    pub fn of(request: &HttpRequest) -> Result<&Self, Problem> {
        request.app_data::<Data<Self>>().map(Data::get_ref).ok_or_else(|| Problem::internal("the application is not wired"))
    }

    /// Says that the service will stop: it is no longer ready, and asks its callers to connect elsewhere.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether it will stop.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// Says that the service stops: who still sends has [`Limits::leaving`] to end.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Turns true when the service stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }
}

/// Bytes that several share.
#[derive(Debug)]
pub struct Budget {
    most: usize,
    held: AtomicUsize,
}

/// What one of them holds; given back when it is dropped.
#[derive(Debug)]
pub struct Share {
    budget: Arc<Budget>,
    held: usize,
}

impl Budget {
    /// So many bytes, of which nobody holds any.
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, held: AtomicUsize::new(0) })
    }

    /// A share that holds nothing yet.
    pub fn share(self: &Arc<Self>) -> Share {
        Share { budget: Arc::clone(self), held: 0 }
    }

    fn grow(&self, by: usize) -> bool {
        let room = |held: usize| held.checked_add(by).filter(|all| *all <= self.most);
        self.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, room).is_ok()
    }
}

impl Share {
    /// Holds so many bytes from now on.
    ///
    /// # Errors
    /// 503 when the others leave too little room; the share then holds what it held.
    pub fn hold(&mut self, bytes: usize) -> Result<(), Problem> {
        if bytes > self.held && !self.budget.grow(bytes - self.held) {
            return Err(crowded().because(format!("{} bytes are held for bodies already", self.budget.held.load(Ordering::Relaxed))));
        }
        if bytes < self.held {
            self.budget.held.fetch_sub(self.held - bytes, Ordering::Relaxed);
        }
        self.held = bytes;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.held.fetch_sub(self.held, Ordering::Relaxed);
    }
}

/// 503: others send too much at the moment.
pub fn crowded() -> Problem {
    Problem::unavailable_because(Text::fixed(
        "Trop de corps arrivent en même temps. Réessayez dans un instant.",
        "Too many bodies come at the same time. Try again in a moment.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    #[test]
    fn a_budget_is_shared_and_given_back() {
        let budget = Budget::new(100);
        let (mut one, mut other) = (budget.share(), budget.share());
        one.hold(60).unwrap();
        assert_eq!(other.hold(41).unwrap_err().code(), Code::Unavailable);
        other.hold(40).unwrap();
        one.hold(10).unwrap();
        other.hold(90).unwrap();
        drop(one);
        assert!(other.hold(usize::MAX).is_err());
        other.hold(100).unwrap();
        drop(other);
        assert_eq!(budget.held.load(Ordering::Relaxed), 0);
    }
}
