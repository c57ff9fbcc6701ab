//! PostgreSQL, without libpq: diesel's statements over tokio-postgres.
//!
//! [`PgConnection`] is for work that blocks: a diesel connection like any other, driven by a runtime of
//! its own. What it is told to do [later](PgConnection::later) goes over the wire together with the next
//! statement that needs an answer, or with the commit, so that a write costs a few round trips however
//! many statements it has. [`Client`] is what it stands on, and what reads that do not block use.

mod client;
mod fault;
mod hosts;
mod order;
mod pooler;
mod roles;
mod row;
mod transaction;
mod trust;
mod url;

pub use client::Client;
pub use transaction::Mark;
pub use url::Server;

use std::time::Duration;

use diesel::connection::{
    AnsiTransactionManager, CacheSize, Connection, ConnectionSealed, DefaultLoadingMode, DynInstrumentation, Instrumentation,
    LoadConnection, SimpleConnection,
};
use diesel::expression::QueryMetadata;
use diesel::pg::Pg;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::result::{ConnectionError, ConnectionResult, DatabaseErrorKind, Error, QueryResult};
use tokio::runtime::{Builder, Runtime};

use super::ask::Asked;
use super::statements::Statements;
use client::Bound;
use order::{Sent, in_order};
use row::PgRow;
use transaction::{Transaction, Waiting};

/// A connection for work that blocks. It must not be used on a thread that drives a runtime.
pub struct PgConnection {
    client: Box<Client>,
    /// There until the connection is dropped.
    runtime: Option<Runtime>,
    waiting: Vec<Waiting>,
    transaction: Transaction,
    transactions: AnsiTransactionManager,
    instrumentation: DynInstrumentation,
    /// How long an answer may take.
    patience: Option<Duration>,
    lost: bool,
}

/// A runtime that drives what one thread waits for.
fn runtime() -> Result<Runtime, String> {
    Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())
}

/// Refuses a pooler that does not lend whole sessions.
///
/// # Errors
/// In words: there is one, or the server cannot be reached.
pub fn keeps_sessions(server: &Server) -> Result<(), String> {
    runtime()?.block_on(server.keeps_sessions())
}

impl PgConnection {
    /// Connects to a server.
    ///
    /// # Errors
    /// When it cannot be reached or refuses.
    pub fn open(server: &Server) -> ConnectionResult<Self> {
        let runtime = runtime().map_err(ConnectionError::BadConnection)?;
        let client = runtime.block_on(server.connect()).map_err(ConnectionError::BadConnection)?;
        Ok(Self {
            client: Box::new(client),
            runtime: Some(runtime),
            waiting: Vec::new(),
            transactions: AnsiTransactionManager::default(),
            instrumentation: DynInstrumentation::none(),
            transaction: Transaction::default(),
            patience: None,
            lost: false,
        })
    }

    /// How long the server may leave what was sent without its answers; for as long as it likes when none.
    pub fn wait_for(&mut self, patience: Option<Duration>) {
        self.patience = patience;
    }

    /// Has every statement kept.
    pub fn tell(&mut self, statements: Statements) {
        self.client.tell(statements);
    }

    /// Asks, and reads the answer.
    ///
    /// # Errors
    /// What the server says of it or of what waited.
    pub fn ask<A: Asked>(&mut self, asked: A) -> QueryResult<A::Answer> {
        self.driven(async |client| asked.together(client).await)
    }

    /// Sends what waits and then `own`, without waiting in between; the first failure counts.
    fn driven<T>(&mut self, own: impl AsyncFnOnce(&Client) -> QueryResult<T>) -> QueryResult<T> {
        let waiting = self.taken();
        let (mut answer, client) = (None, &*self.client);
        // Boxed: what drives it is compiled once, and not for each statement of the service.
        let work: Sent<'_> = Box::pin(async {
            answer = Some(own(client).await?);
            Ok(())
        });
        // Nothing that comes after a loss is waited for once more.
        let outcome = match &self.runtime {
            Some(runtime) if !self.lost => drive(runtime, client, waiting, work, self.patience),
            _ => return Err(gone()),
        };
        self.seen(outcome)?;
        answer.ok_or_else(gone)
    }

    fn count(&mut self, bound: Bound) -> QueryResult<usize> {
        self.driven(async |client| {
            let prepared = client.prepare(&bound).await?;
            client.count(prepared, bound).await
        })
    }

    fn rows(&mut self, bound: Bound) -> QueryResult<Vec<PgRow>> {
        let (rows, reads) = self.driven(async |client| {
            let prepared = client.prepare(&bound).await?;
            let reads = prepared.reads;
            Ok((client.rows(prepared, bound).await?, reads))
        })?;
        self.transaction.changed += usize::from(!reads);
        Ok(rows)
    }

    fn seen(&mut self, outcome: QueryResult<Vec<String>>) -> QueryResult<()> {
        if let Err(Error::DatabaseError(DatabaseErrorKind::ClosedConnection, _)) = &outcome {
            self.lost = true;
        }
        self.transaction.failed |= outcome.is_err();
        outcome.map(|held| self.transaction.held.extend(held))
    }
}

/// Sends what waits and then `own`, and waits for all of it; gives the names of the checks that held.
fn drive(runtime: &Runtime, client: &Client, waiting: Vec<Waiting>, own: Sent<'_>, patience: Option<Duration>) -> QueryResult<Vec<String>> {
    let mut held = Vec::new();
    let work = async {
        let mut sends: Vec<Sent<'_>> = Vec::with_capacity(waiting.len());
        for one in waiting {
            sends.push(match one {
                Waiting::Words(words) => Box::pin(client.say(words)),
                Waiting::Statement(bound) => {
                    let prepared = client.prepare(&bound).await?;
                    Box::pin(async move { client.count(prepared, bound).await.map(|_rows| ()) })
                }
                Waiting::Checked(bound, check, name) => {
                    held.push(name);
                    let prepared = client.prepare(&bound).await?;
                    Box::pin(async move { check(client.rows(prepared, bound).await?) })
                }
            });
        }
        in_order(sends, own).await
    };
    let outcome = match patience {
        None => runtime.block_on(work),
        Some(patience) => runtime
            .block_on(async { tokio::time::timeout(patience, work).await })
            .unwrap_or_else(|late| Err(closed(format!("no answer within {} s: {late}", patience.as_secs())))),
    };
    client.waited();
    outcome.map(|()| held)
}

fn gone() -> Error {
    closed("the connection is gone".to_owned())
}

fn closed(why: String) -> Error {
    Error::DatabaseError(DatabaseErrorKind::ClosedConnection, Box::new(why))
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
        self.transaction.changed += 1;
        self.count(bound)
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
        Ok(self.rows(bound)?.into_iter().map(Ok))
    }
}

#[cfg(test)]
#[path = "silent_tests.rs"]
mod tests;
