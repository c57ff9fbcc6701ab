//! What the database alone can do: the same rows, without HTTP, tokens, rules or JSON.

use std::path::Path;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::{SqliteConnection, sql_query};
use offre_bailleurs::testing::PgConnection;

use crate::drive;

/// A row of a page, as wide as what the list of tenants needs.
#[derive(QueryableByName)]
struct Wide {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    body: String,
}

/// The first page of tenants of a landlord, joined as the service joins it.
const PAGE: &str = "SELECT t.id AS id, t.first_name || t.last_name || t.beneficiary_number || t.logement_id || t.reference_id || \
     CAST(t.rent_cents AS TEXT) || CAST(t.lease_started_on AS TEXT) || l.address || p.name AS body \
     FROM tenants t JOIN logements l ON l.landlord_id = t.landlord_id AND l.id = t.logement_id \
     JOIN paying_bodies p ON p.code = t.paying_body_code \
     WHERE t.landlord_id = (SELECT landlord_id FROM landlords WHERE key = 'BENCH-1') ORDER BY t.name_key, t.id LIMIT 51";

fn page(rows: Vec<Wide>) {
    assert_eq!(rows.len(), 51);
    assert!(rows.iter().all(|row| !row.id.is_empty() && !row.body.is_empty()));
}

/// Pages a second of bare statements through diesel.
pub fn pages(database: &str, callers: usize, lasting: Duration) -> f64 {
    match database.strip_prefix("sqlite://") {
        Some(file) => drive::per_second(callers, lasting, |_| {
            let mut conn = SqliteConnection::establish(file).unwrap();
            move || page(sql_query(PAGE).load(&mut conn).unwrap())
        }),
        None => drive::per_second(callers, lasting, |_| {
            let mut conn = PgConnection::establish(database).unwrap();
            move || page(sql_query(PAGE).load(&mut conn).unwrap())
        }),
    }
}

const TABLES: &str = "CREATE TABLE floor_declarations (landlord TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, \
     PRIMARY KEY (landlord, id)); \
     CREATE TABLE floor_receipts (landlord TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (landlord, id)); \
     CREATE TABLE floor_inbox (landlord TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (landlord, id));";

/// The rows that one declared rent is, each with about the bytes it has.
const ROWS: [(&str, usize); 3] = [("floor_declarations", 400), ("floor_receipts", 600), ("floor_inbox", 100)];

/// One durable commit, again and again.
macro_rules! committing {
    ($conn:ident, $caller:expr, $placeholders:literal) => {{
        let statements =
            ROWS.map(|(table, bytes)| (format!("INSERT INTO {table} (landlord, id, body) VALUES {}", $placeholders), "x".repeat(bytes)));
        let mut number = 0_u64;
        move || {
            number += 1;
            let (landlord, id) = (format!("landlord-{}", $caller), format!("id-{number:026}"));
            $conn
                .transaction::<_, diesel::result::Error, _>(|conn| {
                    for (statement, body) in &statements {
                        sql_query(statement).bind::<Text, _>(&landlord).bind::<Text, _>(&id).bind::<Text, _>(body).execute(conn)?;
                    }
                    Ok(())
                })
                .unwrap();
        }
    }};
}

/// Durable commits a second of the rows that one declared rent is, one by one: by one writer on
/// SQLite, which has no more, by so many on PostgreSQL.
pub fn commits(database: &str, folder: &Path, callers: usize, lasting: Duration) -> f64 {
    if database.starts_with("sqlite://") {
        let file = folder.join("floor.db").display().to_string();
        let mut conn = SqliteConnection::establish(&file).unwrap();
        conn.batch_execute("PRAGMA journal_mode=WAL").unwrap();
        conn.batch_execute(TABLES).unwrap();
        return drive::per_second(1, lasting, |caller| {
            let mut conn = SqliteConnection::establish(&file).unwrap();
            conn.batch_execute("PRAGMA synchronous=FULL").unwrap();
            committing!(conn, caller, "(?, ?, ?)")
        });
    }
    let mut conn = PgConnection::establish(database).unwrap();
    conn.batch_execute(TABLES).unwrap();
    let found = drive::per_second(callers, lasting, |caller| {
        let mut conn = PgConnection::establish(database).unwrap();
        committing!(conn, caller, "($1, $2, $3)")
    });
    conn.batch_execute("DROP TABLE floor_declarations, floor_receipts, floor_inbox").unwrap();
    found
}
