//! Reads of one statement: the same body is compiled for SQLite, which runs it on a thread that may
//! block, and for PostgreSQL, which runs it on a connection that many reads share.
//!
//! A read has three parts: the statement, with all it depends on as fields; running it, which is
//! written here once; and showing its rows, a pure function of the feature.

use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::{QueryResult, backend::Backend};

use super::connection::Conn;
use super::pg::Client;

/// A statement that both databases run, with what it is about.
pub trait Statement: Sized + Send + 'static {
    /// One row of its answer.
    type Row: Send + 'static;

    /// Runs it here, on a thread that may block.
    ///
    /// # Errors
    /// What the database says.
    fn on(self, conn: &mut Conn) -> QueryResult<Vec<Self::Row>>;

    /// Sends it to PostgreSQL, behind the statements that already are under way.
    ///
    /// # Errors
    /// What the database says.
    fn sent(self, client: &Client) -> impl Future<Output = QueryResult<Vec<Self::Row>>>;

    /// Whether one plan serves whatever its parameters are: PostgreSQL then plans it once and for all,
    /// which costs several times less than planning it for each.
    fn generic(&self) -> bool {
        false
    }
}

/// What is asked in one go: one statement, or several that need nothing of each other, which
/// PostgreSQL gets together.
pub trait Asked: Sized + Send + 'static {
    type Answer: Send + 'static;

    /// Asks here, on a thread that may block.
    ///
    /// # Errors
    /// What the database says.
    fn here(self, conn: &mut Conn) -> QueryResult<Self::Answer>;

    /// Sends all to PostgreSQL before any answer is waited for.
    ///
    /// # Errors
    /// What the database says.
    fn together(self, client: &Client) -> impl Future<Output = QueryResult<Self::Answer>>;

    /// Whether each of them has one plan for all: see [`Statement::generic`].
    fn all_generic(&self) -> bool;
}

impl<S: Statement> Asked for S {
    type Answer = Vec<S::Row>;

    fn here(self, conn: &mut Conn) -> QueryResult<Vec<S::Row>> {
        self.on(conn)
    }

    async fn together(self, client: &Client) -> QueryResult<Vec<S::Row>> {
        self.sent(client).await
    }

    fn all_generic(&self) -> bool {
        self.generic()
    }
}

/// A statement that may not be needed: then it is not asked, and has no rows.
impl<S: Statement> Statement for Option<S> {
    type Row = S::Row;

    fn on(self, conn: &mut Conn) -> QueryResult<Vec<S::Row>> {
        self.map_or_else(|| Ok(Vec::new()), |statement| statement.on(conn))
    }

    async fn sent(self, client: &Client) -> QueryResult<Vec<S::Row>> {
        match self {
            None => Ok(Vec::new()),
            Some(statement) => statement.sent(client).await,
        }
    }

    fn generic(&self) -> bool {
        self.as_ref().is_none_or(S::generic)
    }
}

macro_rules! asked {
    ($($name:ident $field:tt),*) => {
        impl<$($name: Statement),*> Asked for ($($name,)*) {
            type Answer = ($(Vec<$name::Row>,)*);

            fn here(self, conn: &mut Conn) -> QueryResult<Self::Answer> {
                match conn {
                    Conn::Pg(pg) => pg.ask(self),
                    sqlite @ Conn::Sqlite(_) => Ok(($(self.$field.on(sqlite)?,)*)),
                }
            }

            async fn together(self, client: &Client) -> QueryResult<Self::Answer> {
                tokio::try_join!(biased; $(self.$field.sent(client)),*)
            }

            fn all_generic(&self) -> bool {
                $(self.$field.generic())&&*
            }
        }
    };
}

asked!(A 0, B 1);
asked!(A 0, B 1, C 2);
asked!(A 0, B 1, C 2, D 3);
asked!(A 0, B 1, C 2, D 3, E 4);

/// Declares a statement: `fn Name { field: Type } -> Row; { query }`; in the query, `DB` is the backend.
/// `-> Row, generic if |statement| condition;` says when one plan serves all: see [`Statement::generic`].
macro_rules! statement {
    ($(#[$doc:meta])* $vis:vis fn $name:ident { $($field:ident: $type:ty),* $(,)? } -> $row:ty $(, generic if |$own:ident| $generic:expr)?; $body:block) => {
        $(#[$doc])*
        #[derive(Clone)]
        $vis struct $name { $($vis $field: $type),* }

        impl $crate::db::ask::Statement for $name {
            type Row = $row;

            fn on(self, conn: &mut $crate::db::Conn) -> diesel::QueryResult<Vec<$row>> {
                match conn {
                    $crate::db::Conn::Sqlite(conn) => {
                        type DB = diesel::sqlite::Sqlite;
                        let _backend = std::marker::PhantomData::<DB>;
                        let Self { $($field),* } = self;
                        diesel::RunQueryDsl::load($body, conn)
                    }
                    $crate::db::Conn::Pg(conn) => conn.ask(self),
                }
            }

            async fn sent(self, client: &$crate::db::pg::Client) -> diesel::QueryResult<Vec<$row>> {
                type DB = diesel::pg::Pg;
                let _backend = std::marker::PhantomData::<DB>;
                let Self { $($field),* } = self;
                client.load($body).await
            }

            $(fn generic(&self) -> bool {
                let $own = self;
                $generic
            })?
        }
    };
}
pub(crate) use statement;

/// A query that stops after a number of rows, written into its text: a plan made for any number of rows
/// takes a bound one for a tenth of the table.
#[derive(Clone, Copy, Debug)]
pub struct Limited<Q>(pub Q, pub i64);

impl<Q: Query> Query for Limited<Q> {
    type SqlType = Q::SqlType;
}

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for Limited<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" LIMIT ");
        out.push_sql(&self.1.to_string());
        Ok(())
    }
}

/// The text tells two limits apart, their type does not.
impl<Q> QueryId for Limited<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q, C> diesel::RunQueryDsl<C> for Limited<Q> {}
