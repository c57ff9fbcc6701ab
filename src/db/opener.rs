//! A connection that one thread holds, opened when it is needed and left when it is lost.

use std::time::{Duration, Instant};

use diesel::r2d2::ManageConnection as _;

use super::connection::{Conn, Manager, answers};
use super::epoch::Since;
use super::faults::Fault;

/// How long a connection may be idle and still be taken on trust.
pub const TRUSTED: Duration = Duration::from_secs(1);

/// A connection, or none yet.
#[derive(Default)]
pub struct Held(Option<Kept>);

struct Kept {
    conn: Conn,
    since: Since,
    used: Instant,
}

impl Held {
    /// Uses the connection, which is opened if there is none, tried if it was idle for long, and left if
    /// another of its time was lost. The work says whether it may be used again.
    ///
    /// # Errors
    /// When none can be had; the work is then not done.
    pub fn used<T>(&mut self, manager: &Manager, work: impl FnOnce(&mut Conn) -> (T, bool)) -> Result<T, Fault> {
        let epoch = &manager.epoch;
        let kept = self.0.take().filter(|kept| !epoch.is_over(kept.since)).and_then(|kept| still_there(kept, manager));
        let (mut conn, since) = match kept {
            Some(kept) => kept,
            None => {
                let since = epoch.now();
                (manager.connect().map_err(|error| Fault::Lost(error.to_string()))?, since)
            }
        };
        let (value, sound) = work(&mut conn);
        if sound {
            self.0 = Some(Kept { conn, since, used: Instant::now() });
        } else {
            epoch.lost(since);
        }
        Ok(value)
    }
}

fn still_there(kept: Kept, manager: &Manager) -> Option<(Conn, Since)> {
    let Kept { mut conn, since, used } = kept;
    if used.elapsed() < TRUSTED {
        return Some((conn, since));
    }
    match answers(&mut conn) {
        Ok(()) => Some((conn, since)),
        Err(error) => {
            tracing::debug!(cause = %Fault::of(&error), "an idle connection was left");
            manager.epoch.lost(since);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use diesel::RunQueryDsl as _;

    use super::*;
    use crate::db::connection::{Mode, Target};
    use crate::db::epoch::Epoch;
    use crate::db::statements::Statements;

    fn sql(held: &mut Held, manager: &Manager, words: &str, sound: bool) -> bool {
        held.used(manager, |conn| (diesel::sql_query(words).execute(conn).is_ok(), sound)).unwrap()
    }

    #[test]
    fn a_connection_is_kept_until_one_of_its_time_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::Sqlite(folder.path().join("held.db"));
        let manager = Manager { target, mode: Mode::ReadWrite, statements: Statements::default(), epoch: Epoch::default() };
        let (mut one, mut other) = (Held::default(), Held::default());
        for held in [&mut one, &mut other] {
            assert!(sql(held, &manager, "CREATE TEMP TABLE mark (id INTEGER)", true));
            assert!(sql(held, &manager, "SELECT id FROM mark", true), "it is another connection already");
        }
        std::thread::sleep(Duration::from_millis(1100));
        assert!(sql(&mut one, &manager, "SELECT id FROM mark", false));
        assert!(!sql(&mut one, &manager, "SELECT id FROM mark", true), "the one that was lost is used again");
        assert!(!sql(&mut other, &manager, "SELECT id FROM mark", true), "the other one of its time is used again");
    }
}
