//! A connection with what tells whether it may be used again: how long it was idle, how its last work
//! ended, whether another of its time was lost.

use std::time::{Duration, Instant};

use diesel::r2d2::ManageConnection as _;

use super::connection::{Conn, Manager, answers};
use super::epoch::{Epoch, Since};
use super::faults::Fault;
use crate::problem::Problem;
use crate::problem::panic::Panicked;

/// How long a connection may be idle and still be taken on trust.
const TRUSTED: Duration = Duration::from_secs(1);

/// A connection that remembers.
pub struct Session {
    pub conn: Conn,
    since: Since,
    used: Instant,
    lost: bool,
}

impl Session {
    /// Opens one.
    ///
    /// # Errors
    /// When the database cannot be reached or a setting is refused.
    pub fn open(manager: &Manager) -> Result<Self, diesel::r2d2::Error> {
        let since = manager.epoch.now();
        manager.connect().map(|conn| Self { conn, since, used: Instant::now(), lost: false })
    }

    /// Whether it may be used. One that was idle for long may have been left by its server meanwhile: it is
    /// tried. One of the time of another that was lost is left untried.
    pub fn is_there(&mut self, epoch: &Epoch) -> bool {
        if epoch.is_over(self.since) {
            self.lost = true;
        } else if self.used.elapsed() >= TRUSTED
            && let Err(error) = answers(&mut self.conn)
        {
            tracing::debug!(cause = %Fault::of(&error), "an idle connection was left");
            self.lose(epoch);
        }
        !self.lost
    }

    /// Notes that work on it ended, and whether it may be used again.
    pub fn ended(&mut self, sound: bool, epoch: &Epoch) {
        self.used = Instant::now();
        if !sound {
            self.lose(epoch);
        }
    }

    fn lose(&mut self, epoch: &Epoch) {
        self.lost = true;
        epoch.lost(self.since);
    }

    /// Whether it is of use no more.
    pub fn is_broken(&mut self, manager: &Manager) -> bool {
        self.lost || manager.has_broken(&mut self.conn)
    }
}

/// Whether a piece of work left its connection as good as before: what a panic leaves open, nobody knows.
pub fn is_sound<T>(ended: &Result<Result<T, Problem>, Panicked>) -> bool {
    ended.as_ref().is_ok_and(|outcome| !outcome.as_ref().is_err_and(|problem| problem.fault().is_some_and(Fault::loses_connection)))
}

/// The connection of one thread, opened when it is needed and left when it is lost; or none yet.
#[derive(Default)]
pub struct Held(Option<Session>);

impl Held {
    /// Uses the connection. The work says whether it may be used again.
    ///
    /// # Errors
    /// When none can be had; the work is then not done.
    pub fn used<T>(&mut self, manager: &Manager, work: impl FnOnce(&mut Conn) -> (T, bool)) -> Result<T, Fault> {
        let kept = self.0.take().and_then(|mut kept| kept.is_there(&manager.epoch).then_some(kept));
        let mut session = match kept {
            Some(kept) => kept,
            None => Session::open(manager).map_err(|error| Fault::Lost(error.to_string()))?,
        };
        let (value, sound) = work(&mut session.conn);
        session.ended(sound, &manager.epoch);
        if !session.is_broken(manager) {
            self.0 = Some(session);
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use diesel::RunQueryDsl as _;

    use super::*;
    use crate::db::connection::{Mode, Target};
    use crate::db::epoch::Epoch;
    use crate::db::files::Files;
    use crate::db::statements::Statements;

    fn sql(held: &mut Held, manager: &Manager, words: &str, sound: bool) -> bool {
        held.used(manager, |conn| (diesel::sql_query(words).execute(conn).is_ok(), sound)).unwrap()
    }

    #[test]
    fn a_connection_is_kept_until_one_of_its_time_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::Sqlite(folder.path().join("held.db"));
        let manager =
            Manager { target, mode: Mode::ReadWrite, statements: Statements::default(), epoch: Epoch::default(), files: Files::default() };
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
