//! A connection that one thread holds, opened when it is needed and left when it is lost.

use std::time::{Duration, Instant};

use diesel::r2d2::ManageConnection as _;

use super::connection::{Conn, Manager, answers};
use super::faults::Fault;

/// How long a connection may be idle and still be taken on trust.
pub const TRUSTED: Duration = Duration::from_secs(1);

/// A connection, or none yet.
#[derive(Default)]
pub struct Held(Option<(Conn, Instant)>);

impl Held {
    /// Uses the connection, which is opened if there is none and tried if it was idle for long. The work
    /// says whether it may be used again.
    ///
    /// # Errors
    /// When none can be had; the work is then not done.
    pub fn used<T>(&mut self, manager: &Manager, work: impl FnOnce(&mut Conn) -> (T, bool)) -> Result<T, Fault> {
        let kept = self.0.take().and_then(|(conn, used)| if used.elapsed() < TRUSTED { Some(conn) } else { still_there(conn) });
        let mut conn = match kept {
            Some(conn) => conn,
            None => manager.connect().map_err(|error| Fault::Lost(error.to_string()))?,
        };
        let (value, sound) = work(&mut conn);
        if sound {
            self.0 = Some((conn, Instant::now()));
        }
        Ok(value)
    }
}

fn still_there(mut conn: Conn) -> Option<Conn> {
    match answers(&mut conn) {
        Ok(()) => Some(conn),
        Err(error) => {
            tracing::debug!(cause = %Fault::of(&error), "an idle connection was left");
            None
        }
    }
}
