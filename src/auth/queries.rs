//! Clients, their secrets and the signing keys: they belong to no landlord.

pub mod clients;
pub mod keys;

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::db::Conn;
use crate::db::schema::{landlords, paying_bodies};
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::plain_text::compact;
use crate::values::typed_id::LandlordId;

/// The landlord with this key or SIRET; spaces in a SIRET do not count (G5).
///
/// # Errors
/// When the database refuses.
pub fn landlord_by_key_or_siret(conn: &mut Conn, key_or_siret: &str) -> Result<Option<LandlordId>, Problem> {
    let siret = compact(key_or_siret);
    let id: Option<String> = landlords::table
        .filter(landlords::key.eq(key_or_siret).or(landlords::siret.eq(siret)))
        .order(landlords::landlord_id)
        .select(landlords::landlord_id)
        .first(conn)
        .optional()?;
    id.map(|id| id.parse().map_err(Problem::internal)).transpose()
}

/// The name and SIRET of a landlord.
///
/// # Errors
/// When the database refuses.
pub fn landlord_identity(conn: &mut Conn, id: &LandlordId) -> Result<Option<(String, Option<String>)>, Problem> {
    Ok(landlords::table.find(id.as_str()).select((landlords::name, landlords::siret)).first(conn).optional()?)
}

/// The name of a paying body.
///
/// # Errors
/// When the database refuses.
pub fn paying_body_name(conn: &mut Conn, code: &PayingBodyCode) -> Result<Option<String>, Problem> {
    Ok(paying_bodies::table.find(code.as_str()).select(paying_bodies::name).first(conn).optional()?)
}
