//! Short reads on SQLite: each worker thread has a connection of its own, on which a read whose cost
//! does not depend on what is asked is done at once, without a change of thread.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::QueryResult;
use diesel::r2d2::ManageConnection as _;

use super::ask::Asked;
use super::connection::{Conn, Manager};

static NEXT: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static HERE: RefCell<HashMap<u64, Conn>> = RefCell::default();
}

/// The threads' own connections to one file.
pub struct Nearby {
    id: u64,
    manager: Manager,
}

impl Nearby {
    /// Opens at the first read of each thread.
    pub fn new(manager: Manager) -> Self {
        Self { id: NEXT.fetch_add(1, Ordering::Relaxed), manager }
    }

    /// Asks here and now. A connection on which that failed is not used again.
    ///
    /// # Errors
    /// When the file cannot be opened, else what the database says.
    pub fn ask<A: Asked>(&self, asked: A) -> Result<QueryResult<A::Answer>, diesel::r2d2::Error> {
        HERE.with_borrow_mut(|open| {
            let mut conn = match open.remove(&self.id) {
                Some(conn) => conn,
                None => self.manager.connect()?,
            };
            let answered = asked.here(&mut conn);
            if answered.is_ok() {
                open.insert(self.id, conn);
            }
            Ok(answered)
        })
    }
}
