//! Clients, their secrets and the signing keys: they belong to no landlord.

pub mod clients;
pub mod keys;

use diesel::{OptionalExtension, QueryDsl, RunQueryDsl};

use crate::db::Conn;
use crate::db::ask::statement;
use crate::db::schema::{clients as client_rows, landlords, paying_bodies};
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::siret::Siret;
use crate::values::typed_id::{ClientId, LandlordId};

/// The name and SIRET of a landlord.
///
/// # Errors
/// When the database refuses.
pub fn landlord_identity(conn: &mut Conn, id: &LandlordId) -> Result<Option<(String, Option<String>)>, Problem> {
    Ok(landlords::table.find(id.as_str()).select((landlords::name, landlords::siret)).first(conn).optional()?)
}

statement! {
    /// The name of a client.
    pub fn ClientName { id: ClientId } -> String, generic if |_one| true;
    { client_rows::table.find(id).select(client_rows::name) }
}

statement! {
    /// The name and SIRET of a landlord.
    pub fn Identity { id: LandlordId } -> (String, Option<Siret>), generic if |_one| true;
    { landlords::table.find(id).select((landlords::name, landlords::siret)) }
}

statement! {
    /// The name of a paying body.
    pub fn BodyName { code: PayingBodyCode } -> String, generic if |_one| true;
    { paying_bodies::table.find(code).select(paying_bodies::name) }
}
