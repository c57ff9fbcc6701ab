//! Ways beside the traffic's: what must not wait behind reads, nor reads behind it, has connections of
//! its own.

use std::time::Duration;

use diesel::RunQueryDsl;
use diesel::connection::{AnsiTransactionManager, TransactionManager};

use super::connection::{Conn, Manager};
use super::faults::Fault;
use super::lane::{Lane, Room};
use super::transaction::in_transaction;
use super::{Db, Doors, End, Moment};
use crate::problem::Problem;

/// What a way is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Who asks for a token: a crowd of them takes no place of a read, and finds its own.
    Tokens,
    /// The service's own eyes: keys, revocations, whether it can write.
    Watch,
}

/// The connections of the ways.
pub struct Aside {
    tokens: Lane,
    watch: Lane,
}

impl Aside {
    /// Connections of all ways together.
    pub const CONNECTIONS: u32 = 3;

    /// Connects at the first use of each.
    pub fn new(manager: impl Fn() -> Manager) -> Self {
        let patience = Duration::from_secs(5);
        let mut watching = manager();
        watching.statements = watching.statements.beside();
        Self {
            tokens: Lane::new(manager(), Room { connections: Self::CONNECTIONS - 1, waiting: 256, patience }),
            watch: Lane::new(watching, Room { connections: 1, waiting: 16, patience }),
        }
    }

    async fn run<T: Send + 'static>(
        &self,
        way: Way,
        work: impl FnOnce(&mut Conn) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        match way {
            Way::Tokens => self.tokens.run(work).await,
            Way::Watch => self.watch.run(work).await,
        }
    }
}

impl Db {
    /// As [`Db::system_read`], on a way of its own.
    ///
    /// # Errors
    /// As [`Db::system_read`].
    pub async fn aside<T, F>(&self, way: Way, reason: &'static str, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn, &Moment) -> Result<T, Problem> + Send + 'static,
    {
        tracing::trace!(reason, ?way, "read aside");
        let moment = self.moment();
        self.0.files.known()?;
        self.0.aside.run(way, move |conn| work(conn, &moment)).await
    }

    /// Asks whether the database can be written. Nothing is: what a write needs first is taken and given
    /// back.
    ///
    /// # Errors
    /// 503 when it cannot.
    pub async fn can_write(&self) -> Result<(), Problem> {
        let before = self.own_writes();
        let files = self.0.files.clone();
        let asked = move |conn: &mut Conn| {
            files.there()?;
            take_and_give_back(conn)
        };
        match self.0.aside.run(Way::Watch, asked).await {
            // On SQLite somebody holds the one lock there is. It is nobody else when this service writes.
            Err(problem) if matches!(problem.fault(), Some(Fault::Busy(_))) && self.own_writes() != before => Ok(()),
            told => told,
        }
    }

    /// A number that grows while the writer of SQLite works.
    fn own_writes(&self) -> u64 {
        match &self.0.doors {
            Doors::Sqlite { writer, .. } => writer.steps(),
            Doors::Postgres { .. } => 0,
        }
    }
}

/// The write lock of SQLite, a row's on PostgreSQL, which a standby or a server turned read-only refuses.
/// Several nodes ask at once and do not wait for each other.
fn take_and_give_back(conn: &mut Conn) -> Result<(), Problem> {
    match conn {
        Conn::Sqlite(sqlite) => {
            diesel::sql_query("PRAGMA busy_timeout=1000").execute(sqlite)?;
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?;
            Ok(AnsiTransactionManager::rollback_transaction(sqlite)?)
        }
        pg @ Conn::Pg(_) => {
            let row = "SELECT name FROM settings WHERE name = 'mode' FOR UPDATE SKIP LOCKED";
            in_transaction(pg, move |conn| {
                diesel::sql_query(row).execute(conn)?;
                Ok(End::Rollback(()))
            })
        }
    }
}
