//! The transaction of a connection: what it is told to do later, and how far it may be undone.

use diesel::deserialize::FromSqlRow;
use diesel::pg::Pg;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::query_dsl::CompatibleType;
use diesel::result::{Error, QueryResult};

use super::PgConnection;
use super::client::Bound;
use super::row::PgRow;

/// Statements that may wait to be sent; one more is sent with those before it.
const WAITING: usize = 64;

/// How far the transaction is that is open.
#[derive(Default)]
pub(super) struct Transaction {
    pub(super) open: bool,
    /// A statement of it failed: it can only be undone.
    pub(super) failed: bool,
    /// How much was told to wait.
    put: usize,
    /// How much of it was sent, up to the last statement that may have changed something.
    written: usize,
    /// Statements that may have changed something and did not wait.
    pub(super) changed: usize,
    /// What was checked and held.
    pub(super) held: Vec<String>,
}

/// A place in a transaction that may be returned to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    put: usize,
    changed: usize,
}

/// What is sent with the next statement that needs an answer.
pub(super) enum Waiting {
    Words(&'static str),
    Statement(Bound),
    Checked(Bound, Check, String),
}

/// Judges the rows of a statement that waited.
pub(super) type Check = Box<dyn FnOnce(Vec<PgRow>) -> QueryResult<()> + Send>;

impl PgConnection {
    /// Sends a statement with the next one that needs an answer; its rows are not looked at. When it
    /// fails, so does whatever is sent with it.
    ///
    /// # Errors
    /// When a value cannot be written, or an earlier statement failed.
    pub fn later<Q: QueryFragment<Pg> + QueryId>(&mut self, query: &Q) -> QueryResult<()> {
        let bound = self.client.bound(query)?;
        self.wait(Waiting::Statement(bound));
        if self.waiting.len() >= WAITING { self.sent() } else { Ok(()) }
    }

    /// As [`PgConnection::later`], where the rows are judged when they come: what `check` says against
    /// them fails whatever is sent with it. What held once under a `name` is not asked again in the
    /// same transaction.
    ///
    /// # Errors
    /// When a value cannot be written.
    pub fn once_if<Q, U, ST>(
        &mut self,
        name: String,
        query: &Q,
        check: impl FnOnce(Vec<U>) -> QueryResult<()> + Send + 'static,
    ) -> QueryResult<()>
    where
        Q: Query + QueryFragment<Pg> + QueryId,
        Q::SqlType: CompatibleType<U, Pg, SqlType = ST>,
        U: FromSqlRow<ST, Pg>,
    {
        if self.transaction.held.contains(&name) {
            return Ok(());
        }
        let bound = self.client.bound(query)?;
        let judged = move |rows: Vec<PgRow>| {
            let read: Result<Vec<U>, _> = rows.iter().map(U::build_from_row).collect();
            check(read.map_err(Error::DeserializationError)?)
        };
        self.wait(Waiting::Checked(bound, Box::new(judged), name));
        Ok(())
    }

    /// Opens a transaction with the next statement.
    pub fn begin(&mut self, words: &'static str) {
        self.transaction = Transaction { open: true, ..Transaction::default() };
        self.wait(Waiting::Words(words));
    }

    fn wait(&mut self, one: Waiting) {
        self.waiting.push(one);
        self.transaction.put += 1;
    }

    /// Takes what waits, to send it.
    pub(super) fn taken(&mut self) -> Vec<Waiting> {
        let waiting = std::mem::take(&mut self.waiting);
        if let Some(last) = waiting.iter().rposition(|one| matches!(one, Waiting::Statement(_))) {
            self.transaction.written = (self.transaction.put + last + 1).saturating_sub(waiting.len());
        }
        waiting
    }

    /// Where the transaction is.
    pub fn mark(&self) -> Mark {
        Mark { put: self.transaction.put, changed: self.transaction.changed }
    }

    /// Returns to a mark: what waits since then is never sent. False when something that may have changed
    /// something was sent already, or failed: only undoing the whole transaction then undoes it.
    pub fn forget_since(&mut self, mark: Mark) -> bool {
        if self.transaction.failed || self.transaction.changed != mark.changed || self.transaction.written > mark.put {
            return false;
        }
        let since = self.transaction.put - mark.put;
        self.waiting.truncate(self.waiting.len().saturating_sub(since));
        self.transaction.put = mark.put;
        true
    }

    /// Sends what waits, and commits.
    ///
    /// # Errors
    /// When a statement failed, and the transaction with it; or when the outcome of the commit is not known.
    pub fn commit(&mut self) -> QueryResult<()> {
        if self.transaction.failed {
            // The server would take the word and undo the transaction all the same.
            return Err(Error::RollbackTransaction);
        }
        if self.waiting.iter().any(|waiting| matches!(waiting, Waiting::Checked(..))) {
            // What is still to be judged may refuse the whole: the word is not sent along with it.
            self.sent()?;
        }
        self.wait(Waiting::Words("COMMIT"));
        self.sent()?;
        self.transaction.open = false;
        Ok(())
    }

    /// Undoes the transaction; what waits is never sent.
    ///
    /// # Errors
    /// When the connection is gone, and the transaction with it.
    pub fn rollback(&mut self) -> QueryResult<()> {
        let unopened = self.waiting.iter().any(|waiting| matches!(waiting, Waiting::Words(words) if words.starts_with("BEGIN")));
        self.waiting.clear();
        if !unopened {
            self.driven(async |client| client.say("ROLLBACK").await)?;
        }
        self.transaction.open = false;
        Ok(())
    }

    /// Sends what waits.
    fn sent(&mut self) -> QueryResult<()> {
        self.driven(async |_| Ok(()))
    }
}
