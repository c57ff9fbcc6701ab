//! PostgreSQL, without libpq: diesel's statements over tokio-postgres.
//!
//! [`PgConnection`] is for work that blocks: a diesel connection like any other, driven by a runtime of
//! its own. What it is told to do [later](PgConnection::later) goes over the wire together with the next
//! statement that needs an answer, or with the commit, so that a write costs a few round trips however
//! many statements it has. [`Client`] is what it stands on, and what reads that do not block use.

mod client;
mod fault;
mod order;
mod roles;
mod row;
mod trust;
mod url;

pub use client::Client;
pub use url::Server;

use diesel::connection::{
    AnsiTransactionManager, CacheSize, Connection, ConnectionSealed, DefaultLoadingMode, DynInstrumentation, Instrumentation,
    LoadConnection, SimpleConnection,
};
use diesel::deserialize::FromSqlRow;
use diesel::expression::QueryMetadata;
use diesel::pg::Pg;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::query_dsl::CompatibleType;
use diesel::result::{ConnectionError, ConnectionResult, DatabaseErrorKind, Error, QueryResult};
use tokio::runtime::{Builder, Runtime};

use super::ask::Asked;
use super::statements::Statements;
use client::Bound;
use order::{Sent, in_order};
use row::PgRow;

/// Statements that may wait to be sent; one more is sent with those before it.
const WAITING: usize = 64;

/// A connection for work that blocks. It must not be used on a thread that drives a runtime.
pub struct PgConnection {
    client: Box<Client>,
    /// There until the connection is dropped.
    runtime: Option<Runtime>,
    waiting: Vec<Waiting>,
    transactions: AnsiTransactionManager,
    instrumentation: DynInstrumentation,
    in_transaction: bool,
    /// A statement of the transaction failed: it can only be undone.
    failed: bool,
    lost: bool,
}

/// What is sent with the next statement that needs an answer.
enum Waiting {
    Words(&'static str),
    Statement(Bound),
    Checked(Bound, Check),
}

/// Judges the rows of a statement that waited.
type Check = Box<dyn FnOnce(Vec<PgRow>) -> QueryResult<()> + Send>;

impl PgConnection {
    /// Connects to a server.
    ///
    /// # Errors
    /// When it cannot be reached or refuses.
    pub fn open(server: &Server) -> ConnectionResult<Self> {
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
        let client = runtime.block_on(server.connect()).map_err(ConnectionError::BadConnection)?;
        Ok(Self {
            client: Box::new(client),
            runtime: Some(runtime),
            waiting: Vec::new(),
            transactions: AnsiTransactionManager::default(),
            instrumentation: DynInstrumentation::none(),
            in_transaction: false,
            failed: false,
            lost: false,
        })
    }

    /// Has every statement kept.
    pub fn tell(&mut self, statements: Statements) {
        self.client.tell(statements);
    }

    /// Sends a statement with the next one that needs an answer; its rows are not looked at. When it
    /// fails, so does whatever is sent with it.
    ///
    /// # Errors
    /// When a value cannot be written, or an earlier statement failed.
    pub fn later<Q: QueryFragment<Pg> + QueryId>(&mut self, query: &Q) -> QueryResult<()> {
        let bound = self.client.bound(query)?;
        self.waiting.push(Waiting::Statement(bound));
        if self.waiting.len() >= WAITING { self.sent() } else { Ok(()) }
    }

    /// As [`PgConnection::later`], where the rows are judged when they come: what `check` says against
    /// them fails whatever is sent with it.
    ///
    /// # Errors
    /// When a value cannot be written.
    pub fn later_if<Q, U, ST>(&mut self, query: &Q, check: impl FnOnce(Vec<U>) -> QueryResult<()> + Send + 'static) -> QueryResult<()>
    where
        Q: Query + QueryFragment<Pg> + QueryId,
        Q::SqlType: CompatibleType<U, Pg, SqlType = ST>,
        U: FromSqlRow<ST, Pg>,
    {
        let bound = self.client.bound(query)?;
        let judged = move |rows: Vec<PgRow>| {
            let read: Result<Vec<U>, _> = rows.iter().map(U::build_from_row).collect();
            check(read.map_err(Error::DeserializationError)?)
        };
        self.waiting.push(Waiting::Checked(bound, Box::new(judged)));
        Ok(())
    }

    /// Opens a transaction with the next statement.
    pub fn begin(&mut self, words: &'static str) {
        self.in_transaction = true;
        self.failed = false;
        self.waiting.push(Waiting::Words(words));
    }

    /// Sends what waits, and commits.
    ///
    /// # Errors
    /// When a statement failed, and the transaction with it; or when the outcome of the commit is not known.
    pub fn commit(&mut self) -> QueryResult<()> {
        if self.failed {
            // The server would take the word and undo the transaction all the same.
            return Err(Error::RollbackTransaction);
        }
        if self.waiting.iter().any(|waiting| matches!(waiting, Waiting::Checked(..))) {
            // What is still to be judged may refuse the whole: the word is not sent along with it.
            self.sent()?;
        }
        self.waiting.push(Waiting::Words("COMMIT"));
        self.sent()?;
        self.in_transaction = false;
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
        self.in_transaction = false;
        Ok(())
    }

    /// Asks, and reads the answer.
    ///
    /// # Errors
    /// What the server says of it or of what waited.
    pub fn ask<A: Asked>(&mut self, asked: A) -> QueryResult<A::Answer> {
        self.driven(async |client| asked.together(client).await)
    }

    /// Sends what waits.
    fn sent(&mut self) -> QueryResult<()> {
        self.driven(async |_| Ok(()))
    }

    /// Sends what waits and then `own`, without waiting in between; the first failure counts.
    fn driven<T>(&mut self, own: impl AsyncFnOnce(&Client) -> QueryResult<T>) -> QueryResult<T> {
        let waiting = std::mem::take(&mut self.waiting);
        let Some(runtime) = &self.runtime else { return Err(gone()) };
        let client = &*self.client;
        let outcome = runtime.block_on(async {
            let mut sends: Vec<Sent<'_>> = Vec::with_capacity(waiting.len());
            for one in waiting {
                sends.push(match one {
                    Waiting::Words(words) => Box::pin(client.say(words)),
                    Waiting::Statement(bound) => {
                        let prepared = client.prepare(&bound).await?;
                        Box::pin(async move { client.count(prepared, bound).await.map(|_rows| ()) })
                    }
                    Waiting::Checked(bound, check) => {
                        let prepared = client.prepare(&bound).await?;
                        Box::pin(async move { check(client.rows(prepared, bound).await?) })
                    }
                });
            }
            in_order(sends, own(client)).await
        });
        client.waited();
        self.seen(outcome)
    }

    fn seen<T>(&mut self, outcome: QueryResult<T>) -> QueryResult<T> {
        if let Err(Error::DatabaseError(DatabaseErrorKind::ClosedConnection, _)) = &outcome {
            self.lost = true;
        }
        self.failed |= outcome.is_err();
        outcome
    }
}

fn gone() -> Error {
    Error::DatabaseError(DatabaseErrorKind::ClosedConnection, Box::new("the connection is gone".to_owned()))
}

impl Drop for PgConnection {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A connection may be dropped where nothing may block.
            runtime.shutdown_background();
        }
    }
}

impl ConnectionSealed for PgConnection {}

impl SimpleConnection for PgConnection {
    fn batch_execute(&mut self, words: &str) -> QueryResult<()> {
        self.driven(async |client| client.say(words).await)
    }
}

impl Connection for PgConnection {
    type Backend = Pg;
    type TransactionManager = AnsiTransactionManager;

    fn establish(url: &str) -> ConnectionResult<Self> {
        let server = url.parse().map_err(ConnectionError::BadConnection)?;
        Self::open(&server)
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<Pg> + QueryId,
    {
        let bound = self.client.bound(source)?;
        self.driven(async |client| {
            let prepared = client.prepare(&bound).await?;
            client.count(prepared, bound).await
        })
    }

    fn transaction_state(&mut self) -> &mut AnsiTransactionManager {
        &mut self.transactions
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        &mut *self.instrumentation
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.instrumentation = instrumentation.into();
    }

    /// The cache holds what it holds: nothing asks for another size.
    fn set_prepared_statement_cache_size(&mut self, _: CacheSize) {}
}

impl LoadConnection<DefaultLoadingMode> for PgConnection {
    type Cursor<'conn, 'query> = std::iter::Map<std::vec::IntoIter<PgRow>, fn(PgRow) -> QueryResult<PgRow>>;
    type Row<'conn, 'query> = PgRow;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<Pg> + QueryId + 'query,
        Pg: QueryMetadata<T::SqlType>,
    {
        let bound = self.client.bound(&source)?;
        let rows = self.driven(async |client| {
            let prepared = client.prepare(&bound).await?;
            client.rows(prepared, bound).await
        })?;
        Ok(rows.into_iter().map(Ok))
    }
}
