//! API clients: made on the command line, with a secret shown once and stored as a hash.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::queries::{self, Client, Owner};
use super::scopes;
use crate::db::{Conn, Moment};
use crate::ids::random_bytes;
use crate::problem::Problem;
use crate::values::typed_id::{ClientId, TypedId};

/// Whose client is asked for, as the operator names it.
#[derive(Clone, Debug)]
pub enum OwnerName {
    /// A landlord, by roster key or SIRET.
    Landlord(String),
    /// A software vendor, by SIRET.
    Vendor(String),
    /// A paying body, by its three-digit code.
    PayingBody(String),
}

/// A client to be made.
#[derive(Clone, Debug)]
pub struct ClientNew {
    pub name: String,
    pub owner: OwnerName,
    /// Scopes separated by spaces; nothing asks for the default of its kind.
    pub scopes: Option<String>,
    /// Id and secret of the demo's own clients, which documents name.
    pub fixed: Option<(String, String)>,
}

/// What the operator is told, once.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Credentials {
    pub client_id: String,
    pub client_secret: String,
}

/// Makes a client; usable at once.
///
/// # Errors
/// In words for the operator: unknown landlord, wrong SIRET, unknown scope.
pub fn create(conn: &mut Conn, moment: &Moment, new: &ClientNew) -> Result<Result<Credentials, String>, Problem> {
    let owner = match owner_of(conn, &new.owner)? {
        Ok(owner) => owner,
        Err(reason) => return Ok(Err(reason)),
    };
    let scopes = match granted(&owner, new.scopes.as_deref()) {
        Ok(scopes) => scopes,
        Err(reason) => return Ok(Err(reason)),
    };
    let (id, client_secret) = match &new.fixed {
        Some((id, secret)) => (id.parse().map_err(Problem::internal)?, secret.clone()),
        None => {
            let uuid = crate::ids::Ids::Random.uuid(moment.now, "")?;
            (ClientId::from_uuid_bytes(uuid.into_bytes()), URL_SAFE_NO_PAD.encode(random_bytes::<32>()?))
        }
    };
    let client = Client { id, name: new.name.clone(), owner, scopes, secret_sha256: hash(&client_secret) };
    queries::insert_client(conn, &client, moment.now)?;
    Ok(Ok(Credentials { client_id: client.id.to_string(), client_secret }))
}

fn owner_of(conn: &mut Conn, name: &OwnerName) -> Result<Result<Owner, String>, Problem> {
    Ok(match name {
        OwnerName::Landlord(key) => match queries::landlord_by_key_or_siret(conn, key)? {
            Some(id) => Ok(Owner::Landlord(id)),
            None => Err(format!("no landlord has the key or SIRET {key:?}; load a roster first")),
        },
        OwnerName::Vendor(siret) => siret.parse().map(Owner::Vendor).map_err(|error| format!("--vendor: {error}")),
        OwnerName::PayingBody(code) => code.parse().map(Owner::PayingBody).map_err(|error| format!("--paying-body: {error}")),
    })
}

fn granted(owner: &Owner, asked: Option<&str>) -> Result<String, String> {
    let for_body = matches!(owner, Owner::PayingBody(_));
    let Some(asked) = asked.map(str::trim).filter(|asked| !asked.is_empty()) else {
        return Ok(if for_body { scopes::PAYING_BODY.to_owned() } else { scopes::landlord_default().join(" ") });
    };
    for scope in asked.split_whitespace() {
        let allowed = if for_body { scope == scopes::PAYING_BODY } else { scopes::is_landlord_scope(scope) };
        if !allowed {
            return Err(format!("--scopes: {scope:?} is not a scope of this kind of client"));
        }
    }
    Ok(asked.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// SHA-256 in hexadecimal.
fn hash(secret: &str) -> String {
    hex::encode(digest(&SHA256, secret.as_bytes()))
}

/// Whether a secret is the client's, in constant time.
pub fn secret_matches(client: &Client, secret: &str) -> bool {
    verify_slices_are_equal(hash(secret).as_bytes(), client.secret_sha256.as_bytes()).is_ok()
}
