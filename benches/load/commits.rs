//! Bare durable commits on SQLite of the rows that one declared rent is.

use std::path::Path;
use std::time::Instant;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::{SqliteConnection, sql_query};

use crate::place::Database;
use crate::service;

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// A database of the same schema in which rows are committed one by one.
pub struct Commits {
    conn: SqliteConnection,
    /// One for each row.
    inserts: Vec<String>,
    done: i64,
}

impl Commits {
    /// Takes the rows that `declare` adds to a database, whatever their tables are. It gives what must
    /// be another one in each row: the ids that it made or that may stand there once only.
    pub fn of(folder: &Path, database: &Database, declare: impl FnOnce() -> Vec<String>) -> Self {
        let file = folder.join("commits.db").display().to_string();
        assert!(service::run(&format!("sqlite://{file}"), &["migrate"]).success);
        let mut conn = SqliteConnection::establish(&file).unwrap();
        conn.batch_execute("PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF").unwrap();
        conn.batch_execute(&format!("ATTACH '{}' AS served", database.file().unwrap())).unwrap();
        let tables: Vec<Name> =
            sql_query("SELECT name FROM served.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").load(&mut conn).unwrap();
        let mut last = |table: &str| {
            let found: Number =
                sql_query(format!("SELECT coalesce(max(rowid), 0) AS number FROM served.{table}")).get_result(&mut conn).unwrap();
            found.number
        };
        let before: Vec<i64> = tables.iter().map(|table| last(&table.name)).collect();
        let counted = declare();
        let after: Vec<i64> = tables.iter().map(|table| last(&table.name)).collect();
        let mut inserts = Vec::new();
        for ((Name { name }, before), after) in tables.iter().zip(before).zip(after) {
            assert!(after - before <= 1, "one declaration adds several rows to {name}");
            if after > before {
                conn.batch_execute(&format!("CREATE TABLE one_{name} AS SELECT * FROM served.{name} WHERE rowid = {after}")).unwrap();
                inserts.push(insert(&mut conn, name, &counted));
            }
        }
        assert!(inserts.len() >= 3, "a declaration, its receipt and its place in the inbox: {inserts:?}");
        conn.batch_execute("DETACH served").unwrap();
        Self { conn, inserts, done: 0 }
    }

    /// So many commits, one by one; in a second.
    pub fn per_second(&mut self, times: usize) -> f64 {
        let Self { conn, inserts, done } = self;
        let begun = Instant::now();
        for _ in 0..times {
            *done += 1;
            conn.immediate_transaction(|conn| {
                for text in &*inserts {
                    Insert(text, *done).execute(conn)?;
                }
                QueryResult::Ok(())
            })
            .unwrap();
        }
        times as f64 / begun.elapsed().as_secs_f64()
    }
}

/// The statement that puts in the row of `one_TABLE` with a number in place of each id that counts.
fn insert(conn: &mut SqliteConnection, table: &str, counted: &[String]) -> String {
    let columns: Vec<Name> = sql_query(format!("SELECT name FROM pragma_table_info('{table}')")).load(conn).unwrap();
    let list = counted.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(",");
    let mut value = |column: &Name| {
        let Name { name } = column;
        let asked = format!("SELECT count(*) AS number FROM one_{table} WHERE {name} IN ({list})");
        let found: Number = sql_query(asked).get_result(conn).unwrap();
        if found.number == 0 { name.clone() } else { format!("substr({name}, 1, 4) || printf('%026d', ?1)") }
    };
    let values: Vec<String> = columns.iter().map(&mut value).collect();
    format!("INSERT INTO {table} SELECT {} FROM one_{table}", values.join(", "))
}

/// A statement that is prepared once, with its value wherever it stands.
struct Insert<'t>(&'t str, i64);

impl diesel::query_builder::QueryId for Insert<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl diesel::query_builder::QueryFragment<diesel::sqlite::Sqlite> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: diesel::query_builder::AstPass<'_, 'b, diesel::sqlite::Sqlite>) -> QueryResult<()> {
        for (place, part) in self.0.split("?1").enumerate() {
            if place > 0 {
                out.push_bind_param::<BigInt, _>(&self.1)?;
            }
            out.push_sql(part);
        }
        Ok(())
    }
}

impl<C> RunQueryDsl<C> for Insert<'_> {}
