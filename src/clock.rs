//! Time, injected: nothing else in the crate asks the operating system what time it is.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, DurationRound, NaiveDate, TimeDelta, Utc};

use crate::values::legal_days::paris_day;

/// Where instants and legal days come from. Cheap to clone; every clone shows the same time.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    System,
    /// Starts at an instant and runs on from there.
    Sandbox {
        from: DateTime<Utc>,
        started: Instant,
    },
    /// Stands still until it is set.
    Fixed {
        legal: Mutex<DateTime<Utc>>,
        wall: Mutex<DateTime<Utc>>,
    },
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// A clock that shows `from` now and runs on at the usual pace.
    pub fn sandbox(from: DateTime<Utc>) -> Self {
        Self(Arc::new(Source::Sandbox { from, started: Instant::now() }))
    }

    /// A clock whose two times stand at `at` until [`Clock::set`] and [`Clock::set_wall`] move them.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Source::Fixed { legal: Mutex::new(at), wall: Mutex::new(at) }))
    }

    /// Moves the legal time of a fixed clock; the other kinds run by themselves and are left alone.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Source::Fixed { legal, .. } = &*self.0 {
            *legal.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }

    /// Moves the wall time of a fixed clock, as [`Clock::set`] moves its legal time.
    pub fn set_wall(&self, to: DateTime<Utc>) {
        if let Source::Fixed { wall, .. } = &*self.0 {
            *wall.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }

    /// Wall time, which no sandbox moves: tokens, secrets and keys live by it. In whole microseconds.
    pub fn wall(&self) -> DateTime<Utc> {
        let wall = match &*self.0 {
            Source::System | Source::Sandbox { .. } => system_now(),
            Source::Fixed { wall, .. } => *wall.lock().unwrap_or_else(PoisonError::into_inner),
        };
        wall.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(wall)
    }

    /// The current instant of legal time, in whole microseconds: what both databases can store.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &*self.0 {
            Source::System => system_now(),
            Source::Sandbox { from, started } => *from + TimeDelta::from_std(started.elapsed()).unwrap_or(TimeDelta::MAX),
            Source::Fixed { legal, .. } => *legal.lock().unwrap_or_else(PoisonError::into_inner),
        };
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }

    /// The current legal day, a civil day in Europe/Paris.
    pub fn today(&self) -> NaiveDate {
        paris_day(self.now())
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}
