//! Clients, their secrets and the signing keys: they belong to no landlord.

pub mod clients;
pub mod keys;

use diesel::{OptionalExtension, QueryDsl, RunQueryDsl};

use crate::db::Conn;
use crate::db::schema::{landlords, paying_bodies};
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::LandlordId;

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
