//! How many connections are open, and whether that is many.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The connections of a server.
#[derive(Clone, Debug)]
pub struct Crowd {
    open: Arc<AtomicUsize>,
    most: usize,
}

impl Crowd {
    /// None is open yet; `most` may be.
    pub fn new(most: usize) -> Self {
        Self { open: Arc::default(), most }
    }

    /// One more is open.
    pub fn enter(&self) {
        self.open.fetch_add(1, Ordering::Relaxed);
    }

    /// One less is.
    pub fn leave(&self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether three quarters of them are taken.
    pub fn is_crowded(&self) -> bool {
        self.open.load(Ordering::Relaxed) >= self.most - self.most / 4
    }
}
