//! The service's own statement through diesel, without HTTP, tokens, rules or JSON.

use std::time::Duration;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::{Field as _, NamedRow, Row};
use diesel::sql_types::{Text, Untyped};
use diesel::sqlite::Sqlite;
use offre_bailleurs::testing::PgConnection;

use crate::drive;

/// A statement by its text, prepared once for each connection as the service's are. Diesel's own
/// `sql_query` is prepared anew each time.
#[derive(Clone)]
struct Kept(String);

impl Query for Kept {
    type SqlType = Untyped;
}

impl QueryId for Kept {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Backend> QueryFragment<DB> for Kept {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(&self.0);
        Ok(())
    }
}

impl<C> RunQueryDsl<C> for Kept {}

/// Every column of a row, as it comes.
struct Whole(Vec<Vec<u8>>);

impl QueryableByName<Sqlite> for Whole {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        let column = |place| {
            let field = Row::get(row, place).ok_or("a column is missing")?;
            field.value().map_or_else(|| Ok(Vec::new()), |value| <String as FromSql<Text, Sqlite>>::from_sql(value).map(String::into_bytes))
        };
        (0..row.field_count()).map(column).collect::<deserialize::Result<_>>().map(Self)
    }
}

impl QueryableByName<Pg> for Whole {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        let column = |place| {
            let field = Row::get(row, place).ok_or("a column is missing")?;
            Ok(field.value().map_or_else(Vec::new, |value| value.as_bytes().to_vec()))
        };
        (0..row.field_count()).map(column).collect::<deserialize::Result<_>>().map(Self)
    }
}

/// How often in a second a statement is done by so many connections; on SQLite by one a core, since
/// there is nothing to wait for. Its rows are those that the service answered, and one more.
pub fn pages(database: &str, statement: &str, connections: usize, answered: &[String], lasting: Duration) -> f64 {
    let check = |rows: Vec<Whole>| {
        assert_eq!(rows.len(), answered.len() + 1);
        assert!(rows.iter().zip(answered).all(|(row, id)| row.0.iter().any(|column| column == id.as_bytes())));
    };
    let statement = Kept(statement.to_owned());
    match database.strip_prefix("sqlite://") {
        Some(file) => {
            let cores = std::thread::available_parallelism().unwrap().get();
            drive::in_threads(cores.min(connections), lasting, || {
                let (mut conn, statement) = (SqliteConnection::establish(file).unwrap(), statement.clone());
                move || check(statement.clone().load(&mut conn).unwrap())
            })
        }
        None => drive::in_threads(connections, lasting, || {
            let (mut conn, statement) = (PgConnection::establish(database).unwrap(), statement.clone());
            move || check(statement.clone().load(&mut conn).unwrap())
        }),
    }
}
