//! The signing keys, sealed.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};

use crate::auth::rotation::Turn;
use crate::db::Conn;
use crate::db::schema::signing_keys;
use crate::problem::Problem;

/// A key as it is stored.
#[derive(Clone)]
pub struct StoredKey {
    pub turn: Turn,
    pub sealed_key: Vec<u8>,
    pub public_jwk: String,
    /// By the clock of the machine that made it: for people, nothing goes by it.
    pub created_at: DateTime<Utc>,
}

/// The keys, newest first.
///
/// # Errors
/// When the database refuses.
pub fn all(conn: &mut Conn) -> Result<Vec<StoredKey>, Problem> {
    type Row = (String, Vec<u8>, String, NaiveDateTime, Option<NaiveDateTime>);
    let rows: Vec<Row> = signing_keys::table
        .select((signing_keys::kid, signing_keys::sealed_key, signing_keys::public_jwk, signing_keys::created_at, signing_keys::signs_from))
        .order((signing_keys::seq.desc(), signing_keys::kid))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(kid, sealed_key, public_jwk, created, signs_from)| StoredKey {
            turn: Turn { kid, signs_from: signs_from.map(|at| at.and_utc()) },
            sealed_key,
            public_jwk,
            created_at: created.and_utc(),
        })
        .collect())
}

/// Stores a key after all the others. Those who add keys take turns, so that each has its number.
///
/// # Errors
/// When the database refuses.
pub fn append(conn: &mut Conn, key: &StoredKey) -> Result<(), Problem> {
    take_turn(conn)?;
    let last: Option<i32> = signing_keys::table.select(diesel::dsl::max(signing_keys::seq)).first(conn)?;
    diesel::insert_into(signing_keys::table)
        .values((
            signing_keys::kid.eq(&key.turn.kid),
            signing_keys::sealed_key.eq(&key.sealed_key),
            signing_keys::public_jwk.eq(&key.public_jwk),
            signing_keys::created_at.eq(key.created_at.naive_utc()),
            signing_keys::seq.eq(last.unwrap_or(0) + 1),
            signing_keys::signs_from.eq(key.turn.signs_from.map(|at| at.naive_utc())),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores the first key, unless another node was quicker.
///
/// # Errors
/// When the database refuses.
pub fn append_first(conn: &mut Conn, key: &StoredKey) -> Result<(), Problem> {
    take_turn(conn)?;
    let there: i64 = signing_keys::table.count().get_result(conn)?;
    if there == 0 { append(conn, key) } else { Ok(()) }
}

/// On SQLite, writers take turns already.
fn take_turn(conn: &mut Conn) -> Result<(), Problem> {
    if let Conn::Pg(pg) = conn {
        diesel::sql_query("LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE").execute(pg)?;
    }
    Ok(())
}

/// Says from when these keys sign.
///
/// # Errors
/// When the database refuses.
pub fn settle(conn: &mut Conn, kids: &[String], signs_from: DateTime<Utc>) -> Result<(), Problem> {
    if kids.is_empty() {
        return Ok(());
    }
    diesel::update(signing_keys::table.filter(signing_keys::kid.eq_any(kids)))
        .set(signing_keys::signs_from.eq(signs_from.naive_utc()))
        .execute(conn)?;
    Ok(())
}

/// Deletes keys whose last tokens have expired.
///
/// # Errors
/// When the database refuses.
pub fn delete(conn: &mut Conn, kids: &[String]) -> Result<(), Problem> {
    if !kids.is_empty() {
        diesel::delete(signing_keys::table.filter(signing_keys::kid.eq_any(kids))).execute(conn)?;
    }
    Ok(())
}
