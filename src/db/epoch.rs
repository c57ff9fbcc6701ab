//! One session that is lost tells of the others: its server went, or is no longer the one that writes.
//! Those opened before are then left rather than tried one by one, each at the cost of a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A session younger than this, when it is lost, tells nothing of the others: they may be older than
/// what ended it, and on a server that refuses every session nobody would keep one.
const SETTLED: Duration = Duration::from_secs(1);

/// How often the sessions of one database were given up together.
#[derive(Clone, Debug, Default)]
pub struct Epoch(Arc<AtomicU64>);

/// When a session was opened.
#[derive(Clone, Copy, Debug)]
pub struct Since {
    epoch: u64,
    opened: Instant,
}

impl Epoch {
    /// For a session that is about to be opened.
    pub fn now(&self) -> Since {
        Since { epoch: self.0.load(Ordering::Relaxed), opened: Instant::now() }
    }

    /// Whether a session of then is to be left.
    pub fn is_over(&self, since: Since) -> bool {
        since.epoch != self.0.load(Ordering::Relaxed)
    }

    /// A session of then was lost: those that were there with it are given up.
    pub fn lost(&self, since: Since) {
        if since.opened.elapsed() >= SETTLED {
            // Who comes second finds it done.
            let first = self.0.compare_exchange(since.epoch, since.epoch + 1, Ordering::Relaxed, Ordering::Relaxed).is_ok();
            tracing::debug!(first, "the sessions opened before this one was lost are left");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_session_that_is_lost_ends_those_of_its_time_once() {
        let epoch = Epoch::default();
        let before = |since: Since| Since { opened: since.opened.checked_sub(SETTLED).unwrap(), ..since };
        let (one, two, young) = (before(epoch.now()), before(epoch.now()), epoch.now());
        epoch.lost(young);
        assert!(!epoch.is_over(one), "a young one tells nothing");
        epoch.lost(one);
        assert!(epoch.is_over(one) && epoch.is_over(two) && epoch.is_over(young));
        let next = epoch.now();
        epoch.lost(two);
        assert!(!epoch.is_over(next), "what was given up already tells nothing more");
    }
}
