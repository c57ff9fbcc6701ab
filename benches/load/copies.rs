//! On PostgreSQL, landlords whose tenants have ids that `pgbench` can count: copies of one that the
//! service serves, so that the same statements find the same rows.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use offre_bailleurs::testing::PgConnection;

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// What a copy is made of.
pub struct Original<'a> {
    pub landlord: &'a str,
    pub logement: &'a str,
    pub tenant: &'a str,
}

/// A number as an id of a kind: an expression.
pub fn id(kind: &str, number: &str) -> String {
    format!("('{kind}' || lpad(({number})::text, 26, '0'))")
}

/// Copies a landlord so many times, each with so many copies of one unit and its tenant. Landlords are
/// numbered from `first`, the tenants of each from 1.
pub fn make(database: &str, original: &Original<'_>, first: usize, landlords: usize, tenants: usize) {
    let mut conn = PgConnection::establish(database).unwrap();
    let Original { landlord, logement, tenant } = original;
    let (whose, which) = (id("lld_", "l"), |kind: &str| id(kind, "n"));
    let each = format!("generate_series({first}, {}) AS l", first + landlords - 1);
    let every = format!("{each}, generate_series(1, {tenants}) AS n");
    let own = format!("landlord_id = '{landlord}'");
    copy(&mut conn, "landlords", &[("landlord_id", &whose), ("key", "'COPY-' || l")], &each, &own);
    copy(&mut conn, "landlord_references", &[("landlord_id", &whose)], &each, &own);
    let key = ("key", "'COPY-' || n");
    let unit = which("log_");
    copy(&mut conn, "logements", &[("landlord_id", &whose), ("id", &unit), key], &every, &format!("{own} AND id = '{logement}'"));
    let named = [("landlord_id", whose.as_str()), ("id", &which("ten_")), ("logement_id", &unit), key];
    copy(&mut conn, "tenants", &named, &every, &format!("{own} AND id = '{tenant}'"));
    conn.batch_execute("VACUUM ANALYZE").unwrap();
}

/// Puts into a table what stands there already, with other values in some columns.
fn copy(conn: &mut PgConnection, table: &str, others: &[(&str, &str)], from: &str, which: &str) {
    let columns: Vec<Name> = sql_query(format!(
        "SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position"
    ))
    .load(conn)
    .unwrap();
    let value =
        |column: &Name| others.iter().find(|(name, _)| *name == column.name).map_or(column.name.as_str(), |(_, value)| value).to_owned();
    let values: Vec<String> = columns.iter().map(value).collect();
    assert!(values.len() > others.len(), "{table} is not there");
    conn.batch_execute(&format!("INSERT INTO {table} SELECT {} FROM {table}, {from} WHERE {which}", values.join(", "))).unwrap();
}
