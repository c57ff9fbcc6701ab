//! Counts SQL statements, for the tests that no read grows with the number of rows.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A counter shared by every connection of a database, or nothing.
#[derive(Clone, Debug, Default)]
pub struct Statements(Option<Arc<AtomicU64>>);

impl Statements {
    /// A counter that counts.
    pub fn counted() -> Self {
        Self(Some(Arc::default()))
    }

    /// How many statements were started so far; zero when nobody counts.
    pub fn count(&self) -> u64 {
        self.0.as_ref().map_or(0, |count| count.load(Ordering::Relaxed))
    }

    pub(super) fn counter(&self) -> Option<Arc<AtomicU64>> {
        self.0.clone()
    }
}
