//! Clients and signing keys: they belong to no landlord.

use chrono::{DateTime, Utc};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::db::Conn;
use crate::db::schema::{clients, landlords, paying_bodies, signing_keys};
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::plain_text::compact;
use crate::values::siret::Siret;
use crate::values::typed_id::{ClientId, LandlordId};

/// A key as it is stored.
#[derive(Clone)]
pub struct StoredKey {
    pub kid: String,
    pub sealed_key: Vec<u8>,
    pub public_jwk: String,
    pub created_at: DateTime<Utc>,
}

/// Whose client it is.
#[derive(Clone, Debug)]
pub enum Owner {
    Landlord(LandlordId),
    Vendor(Siret),
    PayingBody(PayingBodyCode),
}

/// A client as it is stored.
#[derive(Clone, Debug)]
pub struct Client {
    pub id: ClientId,
    pub name: String,
    pub owner: Owner,
    pub scopes: String,
    /// SHA-256 in hexadecimal: the secret has 256 random bits, so no slow hash is needed.
    pub secret_sha256: String,
}

/// The live keys, newest first.
pub fn keys(conn: &mut Conn) -> Result<Vec<StoredKey>, Problem> {
    let rows: Vec<(String, Vec<u8>, String, chrono::NaiveDateTime)> = signing_keys::table
        .select((signing_keys::kid, signing_keys::sealed_key, signing_keys::public_jwk, signing_keys::created_at))
        .order((signing_keys::created_at.desc(), signing_keys::kid))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(kid, sealed_key, public_jwk, created)| StoredKey { kid, sealed_key, public_jwk, created_at: created.and_utc() })
        .collect())
}

/// Stores a key.
pub fn insert_key(conn: &mut Conn, key: &StoredKey) -> Result<(), Problem> {
    diesel::insert_into(signing_keys::table)
        .values((
            signing_keys::kid.eq(&key.kid),
            signing_keys::sealed_key.eq(&key.sealed_key),
            signing_keys::public_jwk.eq(&key.public_jwk),
            signing_keys::created_at.eq(key.created_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores the first key, unless another node just did.
pub fn insert_first_key(conn: &mut Conn, key: &StoredKey) -> Result<(), Problem> {
    // On SQLite the writing transaction is alone already.
    if let Conn::Pg(pg) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock(4206002)").execute(pg)?;
    }
    if keys(conn)?.is_empty() { insert_key(conn, key) } else { Ok(()) }
}

/// Deletes keys whose tokens have long expired.
pub fn delete_keys(conn: &mut Conn, kids: &[String]) -> Result<(), Problem> {
    diesel::delete(signing_keys::table.filter(signing_keys::kid.eq_any(kids))).execute(conn)?;
    Ok(())
}

/// A client that is not revoked.
pub fn client(conn: &mut Conn, id: &str) -> Result<Option<Client>, Problem> {
    type Row = (String, String, Option<String>, Option<String>, Option<String>, String, String);
    let row: Option<Row> = clients::table
        .filter(clients::id.eq(id).and(clients::revoked_at.is_null()))
        .select((
            clients::id,
            clients::name,
            clients::landlord_id,
            clients::vendor_siret,
            clients::paying_body_code,
            clients::scopes,
            clients::secret_sha256,
        ))
        .first(conn)
        .optional()?;
    let Some((id, name, landlord, vendor, paying_body, scopes, secret_sha256)) = row else { return Ok(None) };
    let owner = match (landlord, vendor, paying_body) {
        (Some(id), _, _) => Owner::Landlord(id.parse().map_err(Problem::internal)?),
        (_, Some(siret), _) => Owner::Vendor(siret.parse().map_err(Problem::internal)?),
        (_, _, Some(code)) => Owner::PayingBody(code.parse().map_err(Problem::internal)?),
        _ => return Err(Problem::internal("a client belongs to nobody")),
    };
    let id = id.parse().map_err(Problem::internal)?;
    Ok(Some(Client { id, name, owner, scopes, secret_sha256 }))
}

/// Stores a client.
pub fn insert_client(conn: &mut Conn, client: &Client, now: DateTime<Utc>) -> Result<(), Problem> {
    let (landlord, vendor, paying_body) = match &client.owner {
        Owner::Landlord(id) => (Some(id.as_str()), None, None),
        Owner::Vendor(siret) => (None, Some(siret.as_str()), None),
        Owner::PayingBody(code) => (None, None, Some(code.as_str())),
    };
    diesel::insert_into(clients::table)
        .values((
            clients::id.eq(client.id.as_str()),
            clients::name.eq(&client.name),
            clients::landlord_id.eq(landlord),
            clients::vendor_siret.eq(vendor),
            clients::paying_body_code.eq(paying_body),
            clients::scopes.eq(&client.scopes),
            clients::secret_sha256.eq(&client.secret_sha256),
            clients::created_at.eq(now.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The landlord with this key or SIRET; spaces in a SIRET do not count (G5).
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
pub fn landlord_identity(conn: &mut Conn, id: &LandlordId) -> Result<Option<(String, Option<String>)>, Problem> {
    Ok(landlords::table.find(id.as_str()).select((landlords::name, landlords::siret)).first(conn).optional()?)
}

/// The name of a paying body.
pub fn paying_body_name(conn: &mut Conn, code: &PayingBodyCode) -> Result<Option<String>, Problem> {
    Ok(paying_bodies::table.find(code.as_str()).select(paying_bodies::name).first(conn).optional()?)
}
