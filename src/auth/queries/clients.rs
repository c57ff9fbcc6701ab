//! Clients and their secrets.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::{BoolExpressionMethods, ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::db::Conn;
use crate::db::schema::{client_secrets, clients};
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::siret::Siret;
use crate::values::typed_id::{ClientId, LandlordId, SecretId};

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
    /// Separated by spaces.
    pub scopes: String,
    pub created_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A secret as it is stored.
#[derive(Clone, Debug)]
pub struct Secret {
    pub id: SecretId,
    /// SHA-256 in hexadecimal: the secret has 256 random bits, so no slow hash is needed.
    pub sha256: String,
    pub created_at: DateTime<Utc>,
    /// The last day of use, of wall time.
    pub last_used_on: Option<NaiveDate>,
    /// From when it opens nothing; absent while it has no successor.
    pub expires_at: Option<DateTime<Utc>>,
}

type ClientRow = (String, String, Option<String>, Option<String>, Option<String>, String, NaiveDateTime, Option<NaiveDateTime>);
type SecretRow = (String, String, NaiveDateTime, Option<NaiveDate>, Option<NaiveDateTime>);

type ClientColumns = (
    clients::id,
    clients::name,
    clients::landlord_id,
    clients::vendor_siret,
    clients::paying_body_code,
    clients::scopes,
    clients::created_at,
    clients::revoked_at,
);

const CLIENT: ClientColumns = (
    clients::id,
    clients::name,
    clients::landlord_id,
    clients::vendor_siret,
    clients::paying_body_code,
    clients::scopes,
    clients::created_at,
    clients::revoked_at,
);

type SecretColumns =
    (client_secrets::id, client_secrets::sha256, client_secrets::created_at, client_secrets::last_used_on, client_secrets::expires_at);

const SECRET: SecretColumns =
    (client_secrets::id, client_secrets::sha256, client_secrets::created_at, client_secrets::last_used_on, client_secrets::expires_at);

fn read_client(row: ClientRow) -> Result<Client, Problem> {
    let (id, name, landlord, vendor, paying_body, scopes, created_at, revoked_at) = row;
    let owner = match (landlord, vendor, paying_body) {
        (Some(id), _, _) => Owner::Landlord(id.parse().map_err(Problem::internal)?),
        (_, Some(siret), _) => Owner::Vendor(siret.parse().map_err(Problem::internal)?),
        (_, _, Some(code)) => Owner::PayingBody(code.parse().map_err(Problem::internal)?),
        _ => return Err(Problem::internal("a client belongs to nobody")),
    };
    let id = id.parse().map_err(Problem::internal)?;
    Ok(Client { id, name, owner, scopes, created_at: created_at.and_utc(), revoked_at: revoked_at.map(|at| at.and_utc()) })
}

fn read_secret(row: SecretRow) -> Result<Secret, Problem> {
    let (id, sha256, created_at, last_used_on, expires_at) = row;
    let id = id.parse().map_err(Problem::internal)?;
    Ok(Secret { id, sha256, created_at: created_at.and_utc(), last_used_on, expires_at: expires_at.map(|at| at.and_utc()) })
}

/// A client, revoked or not.
///
/// # Errors
/// When the database refuses.
pub fn find(conn: &mut Conn, id: &str) -> Result<Option<Client>, Problem> {
    let row: Option<ClientRow> = clients::table.find(id).select(CLIENT).first(conn).optional()?;
    row.map(read_client).transpose()
}

/// A client as [`find`] finds it, kept so until the transaction ends. On SQLite it stays so by itself.
///
/// # Errors
/// When the database refuses.
pub fn held(conn: &mut Conn, id: &str) -> Result<Option<Client>, Problem> {
    if let Conn::Pg(pg) = conn {
        let row: Option<ClientRow> = clients::table.find(id).select(CLIENT).for_no_key_update().first(pg).optional()?;
        return row.map(read_client).transpose();
    }
    find(conn, id)
}

/// A client that is not revoked, with its secrets that are live at `now`: one statement, whether there
/// is such a client or not.
///
/// # Errors
/// When the database refuses.
pub fn with_live_secrets(conn: &mut Conn, id: &str, now: DateTime<Utc>) -> Result<Option<(Client, Vec<Secret>)>, Problem> {
    let rows: Vec<(ClientRow, SecretRow)> = client_secrets::table
        .inner_join(clients::table.on(clients::id.eq(client_secrets::client_id)))
        .filter(client_secrets::client_id.eq(id).and(clients::revoked_at.is_null()))
        .filter(client_secrets::expires_at.is_null().or(client_secrets::expires_at.gt(now.naive_utc())))
        .order(client_secrets::id)
        .select((CLIENT, SECRET))
        .load(conn)?;
    let mut client = None;
    let mut secrets = Vec::new();
    for (of, secret) in rows {
        client = Some(read_client(of)?);
        secrets.push(read_secret(secret)?);
    }
    Ok(client.map(|client| (client, secrets)))
}

/// Stores a client.
///
/// # Errors
/// When the database refuses.
pub fn insert(conn: &mut Conn, client: &Client) -> Result<(), Problem> {
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
            clients::created_at.eq(client.created_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores a secret of a client.
///
/// # Errors
/// When the database refuses.
pub fn insert_secret(conn: &mut Conn, client: &ClientId, secret: &Secret) -> Result<(), Problem> {
    diesel::insert_into(client_secrets::table)
        .values((
            client_secrets::id.eq(secret.id.as_str()),
            client_secrets::client_id.eq(client.as_str()),
            client_secrets::sha256.eq(&secret.sha256),
            client_secrets::created_at.eq(secret.created_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets the secrets of a client end at an instant, those that end sooner excepted.
///
/// # Errors
/// When the database refuses.
pub fn let_expire(conn: &mut Conn, client: &ClientId, at: DateTime<Utc>) -> Result<(), Problem> {
    let later = client_secrets::expires_at.is_null().or(client_secrets::expires_at.gt(at.naive_utc()));
    diesel::update(client_secrets::table.filter(client_secrets::client_id.eq(client.as_str()).and(later)))
        .set(client_secrets::expires_at.eq(at.naive_utc()))
        .execute(conn)?;
    Ok(())
}

/// Forgets the secrets of a client that have ended.
///
/// # Errors
/// When the database refuses.
pub fn forget_expired(conn: &mut Conn, client: &ClientId, now: DateTime<Utc>) -> Result<(), Problem> {
    let ended = client_secrets::client_id.eq(client.as_str()).and(client_secrets::expires_at.le(now.naive_utc()));
    diesel::delete(client_secrets::table.filter(ended)).execute(conn)?;
    Ok(())
}

/// Notes the day a secret was used.
///
/// # Errors
/// When the database refuses.
pub fn note_use(conn: &mut Conn, client: &ClientId, secret: &SecretId, on: NaiveDate) -> Result<(), Problem> {
    diesel::update(client_secrets::table.find((client.as_str(), secret.as_str())))
        .set(client_secrets::last_used_on.eq(on))
        .execute(conn)?;
    Ok(())
}

/// Revokes a client, unless it is revoked already.
///
/// # Errors
/// When the database refuses.
pub fn revoke(conn: &mut Conn, id: &ClientId, now: DateTime<Utc>) -> Result<(), Problem> {
    diesel::update(clients::table.filter(clients::id.eq(id.as_str()).and(clients::revoked_at.is_null())))
        .set(clients::revoked_at.eq(now.naive_utc()))
        .execute(conn)?;
    Ok(())
}

/// The clients revoked since an instant.
///
/// # Errors
/// When the database refuses.
pub fn revoked_since(conn: &mut Conn, since: DateTime<Utc>) -> Result<Vec<ClientId>, Problem> {
    Ok(clients::table.filter(clients::revoked_at.ge(since.naive_utc())).select(clients::id).load(conn)?)
}

/// The clients after an id, by id, with all their secrets: at most `limit`.
///
/// # Errors
/// When the database refuses.
pub fn page(conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<(Client, Vec<Secret>)>, Problem> {
    let rows: Vec<ClientRow> = clients::table.filter(clients::id.gt(after)).order(clients::id).limit(limit).select(CLIENT).load(conn)?;
    let found = rows.into_iter().map(read_client).collect::<Result<Vec<_>, _>>()?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&str> = found.iter().map(|client| client.id.as_str()).collect();
    let secrets: Vec<(String, SecretRow)> = client_secrets::table
        .filter(client_secrets::client_id.eq_any(ids))
        .order((client_secrets::client_id, client_secrets::created_at, client_secrets::id))
        .select((client_secrets::client_id, SECRET))
        .load(conn)?;
    let mut page: Vec<(Client, Vec<Secret>)> = found.into_iter().map(|client| (client, Vec::new())).collect();
    for (owner, secret) in secrets {
        if let Ok(place) = page.binary_search_by(|(client, _)| client.id.as_str().cmp(&owner)) {
            page[place].1.push(read_secret(secret)?);
        }
    }
    Ok(page)
}
