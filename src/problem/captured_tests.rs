//! A log kept in memory, for the tests of what is logged.

use std::io;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tracing::Dispatch;
use tracing::subscriber::DefaultGuard;

/// What was logged, as JSON.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Keeps what this thread logs while the guard lives; other threads are handed the dispatch.
    pub fn start() -> (Self, Dispatch, DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let dispatch = Dispatch::new(tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish());
        let guard = tracing::dispatcher::set_default(&dispatch);
        (log, dispatch, guard)
    }

    /// The lines so far.
    pub fn lines(&self) -> Vec<Value> {
        let bytes = self.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
