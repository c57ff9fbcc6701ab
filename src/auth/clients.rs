//! API clients: made, listed, given another secret and revoked on the command line. A secret is shown
//! once and stored as a hash.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;

use super::queries::clients::{self as stored, Client, Owner, Secret};
use super::scopes;
use crate::db::names::landlord_by_key_or_siret;
use crate::db::{Conn, Moment};
use crate::ids::{Ids, random_bytes};
use crate::problem::Problem;
use crate::values::plain_text::{is_blank, refused_character};
use crate::values::typed_id::{ClientId, SecretId, TypedId};

/// Secrets of one client that may live at the same time.
const LIVE_SECRETS: usize = 2;

/// The most characters of a client's name.
const NAME_LENGTH: usize = 200;

/// The longest that a secret outlives its successor's making.
const LONGEST_OVERLAP: TimeDelta = TimeDelta::hours(168);

/// A hash that no secret has: compared where a client has no secret, so that all comparisons take the
/// same time.
const NO_SECRET: &str = "................................................................";

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
/// In words for the operator, all at once: no name, unknown landlord, wrong SIRET, unknown scopes.
pub fn create(conn: &mut Conn, moment: &Moment, new: &ClientNew) -> Result<Result<Credentials, String>, Problem> {
    let named = name_fault(&new.name);
    let (owner, scopes) = (owner_of(conn, &new.owner)?, granted(&new.owner, new.scopes.as_deref()));
    let (owner, scopes) = match (named, owner, scopes) {
        (None, Ok(owner), Ok(scopes)) => (owner, scopes),
        (name, owner, scopes) => {
            let faults = [name, owner.err(), scopes.err()];
            return Ok(Err(faults.into_iter().flatten().collect::<Vec<_>>().join("\n  ")));
        }
    };
    let (id, client_secret) = match &new.fixed {
        Some((id, secret)) => (id.parse().map_err(Problem::internal)?, secret.clone()),
        None => (ClientId::from_uuid_bytes(Ids::Random.uuid(moment.wall, "")?.into_bytes()), fresh_secret()?),
    };
    let client = Client { id, name: new.name.clone(), owner, scopes, created_at: moment.wall, revoked_at: None };
    stored::insert(conn, &client)?;
    stored::insert_secret(conn, &client.id, &secret_of(moment, &client.id, &client_secret)?)?;
    Ok(Ok(Credentials { client_id: client.id.to_string(), client_secret }))
}

fn name_fault(name: &str) -> Option<String> {
    let length = name.chars().count();
    if is_blank(name) || length > NAME_LENGTH {
        return Some(format!("--name: 1 to {NAME_LENGTH} characters, not {length}"));
    }
    refused_character("name", name).map(|c| format!("--name: the character U+{:04X} is refused", u32::from(c)))
}

/// Gives a client a second secret; those it has end when `overlap` is over.
///
/// # Errors
/// In words for the operator: unknown or revoked client, two secrets still live.
pub fn rotate(conn: &mut Conn, moment: &Moment, id: &str, overlap: TimeDelta) -> Result<Result<Credentials, String>, Problem> {
    let Some(client) = stored::held(conn, id)? else { return Ok(Err(unknown(id))) };
    if client.revoked_at.is_some() {
        return Ok(Err(format!("the client {id} is revoked: make another")));
    }
    let live = stored::with_live_secrets(conn, id, moment.wall)?.map_or_else(Vec::new, |(_, live)| live);
    if overlap > TimeDelta::zero() && live.len() >= LIVE_SECRETS {
        let until = live.iter().filter_map(|secret| secret.expires_at).min();
        let until = until.map_or_else(String::new, |at| format!(", one until {}", at.format("%FT%TZ")));
        return Ok(Err(format!("{LIVE_SECRETS} secrets are live{until}; --overlap 0 ends them at once")));
    }
    stored::let_expire(conn, &client.id, moment.wall + overlap)?;
    stored::forget_expired(conn, &client.id, moment.wall)?;
    let client_secret = fresh_secret()?;
    stored::insert_secret(conn, &client.id, &secret_of(moment, &client.id, &client_secret)?)?;
    Ok(Ok(Credentials { client_id: client.id.to_string(), client_secret }))
}

/// Revokes a client: nodes refuse it within 5 s (R102), also with a token that still lives. A client
/// that is revoked stays so, since the same instant.
///
/// # Errors
/// In words for the operator: unknown client.
pub fn revoke(conn: &mut Conn, moment: &Moment, id: &str) -> Result<Result<Client, String>, Problem> {
    let Some(client) = stored::find(conn, id)? else { return Ok(Err(unknown(id))) };
    stored::revoke(conn, &client.id, moment.wall)?;
    Ok(stored::find(conn, id)?.ok_or_else(|| unknown(id)))
}

fn unknown(id: &str) -> String {
    format!("no client has the id {id:?}; `client list` shows them all")
}

/// How long older secrets live on: a number with `s`, `m`, `h` or `d`, or 0; at most 7 days.
///
/// # Errors
/// In words for the operator.
pub fn overlap(text: &str) -> Result<TimeDelta, String> {
    let wrong = || format!("{text:?} is not a duration from 0 to 7d such as 90s, 30m, 24h or 7d");
    let (number, seconds) = match text.strip_suffix(['s', 'm', 'h', 'd']) {
        Some(number) if text.ends_with('s') => (number, 1),
        Some(number) if text.ends_with('m') => (number, 60),
        Some(number) if text.ends_with('h') => (number, 3_600),
        Some(number) => (number, 86_400),
        None if text == "0" => (text, 0),
        None => return Err(wrong()),
    };
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let number: i64 = number.parse().map_err(|error| format!("{} ({error})", wrong()))?;
    let overlap = number.checked_mul(seconds).and_then(TimeDelta::try_seconds).filter(|overlap| *overlap <= LONGEST_OVERLAP);
    overlap.ok_or_else(wrong)
}

fn owner_of(conn: &mut Conn, name: &OwnerName) -> Result<Result<Owner, String>, Problem> {
    Ok(match name {
        OwnerName::Landlord(key) => match landlord_by_key_or_siret(conn, key)? {
            Some(id) => Ok(Owner::Landlord(id)),
            None => Err(format!("--landlord: none has the key or SIRET {key:?}; `load` a roster that holds it first")),
        },
        OwnerName::Vendor(siret) => siret.parse().map(Owner::Vendor).map_err(|error| format!("--vendor: {error}")),
        OwnerName::PayingBody(code) => code.parse().map(Owner::PayingBody).map_err(|error| format!("--paying-body: {error}")),
    })
}

/// The scopes of a client; of those asked for, every one that its kind cannot have is told.
fn granted(owner: &OwnerName, asked: Option<&str>) -> Result<String, String> {
    let (kind, possible) = match owner {
        OwnerName::Landlord(_) => ("a landlord's", scopes::of_landlords()),
        OwnerName::Vendor(_) => ("a vendor's", scopes::of_vendors()),
        OwnerName::PayingBody(_) => ("a paying body's", vec![scopes::PAYING_BODY]),
    };
    let Some(asked) = asked.map(str::trim).filter(|asked| !asked.is_empty()) else {
        return Ok(scopes::by_default(&possible).join(" "));
    };
    let refused: Vec<_> = asked.split_whitespace().filter(|scope| !possible.contains(scope)).map(|scope| format!("{scope:?}")).collect();
    if refused.is_empty() {
        return Ok(scopes::distinct(asked));
    }
    Err(format!("--scopes: {kind} client cannot have {}; it can have, separated by spaces: {}", refused.join(", "), possible.join(" ")))
}

/// 32 random bytes under a prefix by which a leaked one is recognised.
fn fresh_secret() -> Result<String, Problem> {
    Ok(format!("obs_{}", URL_SAFE_NO_PAD.encode(random_bytes::<32>()?)))
}

fn secret_of(moment: &Moment, client: &ClientId, secret: &str) -> Result<Secret, Problem> {
    let name = format!("sec/{client}/{}", moment.wall.timestamp_micros());
    let id = SecretId::from_uuid_bytes(moment.ids.uuid(moment.wall, &name)?.into_bytes());
    Ok(Secret { id, sha256: hash(secret), created_at: moment.wall, last_used_on: None, expires_at: None })
}

/// SHA-256 in hexadecimal.
fn hash(secret: &str) -> String {
    hex::encode(digest(&SHA256, secret.as_bytes()))
}

/// The client whose live secret this is, and that secret. An unknown client takes as long as a wrong
/// secret: one hash, one statement and [`LIVE_SECRETS`] comparisons in constant time.
///
/// # Errors
/// When the database refuses.
pub fn authenticate(conn: &mut Conn, moment: &Moment, id: &str, secret: &str) -> Result<Option<(Client, Secret)>, Problem> {
    let given = hash(secret);
    let (client, live) = match stored::with_live_secrets(conn, id, moment.wall)? {
        Some((client, live)) => (Some(client), live),
        None => (None, Vec::new()),
    };
    let mut matching = None;
    for place in 0..LIVE_SECRETS.max(live.len()) {
        let known = live.get(place);
        let hash = known.map_or(NO_SECRET, |secret| &secret.sha256);
        if verify_slices_are_equal(given.as_bytes(), hash.as_bytes()).is_ok() {
            matching = known;
        }
    }
    Ok(client.zip(matching.cloned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlap_is_read_with_its_unit_up_to_seven_days() {
        let seconds = |text: &str| overlap(text).map(|overlap| overlap.num_seconds());
        for (text, read) in [("0", 0), ("0h", 0), ("90s", 90), ("30m", 1_800), ("24h", 86_400), ("7d", 604_800), ("168h", 604_800)] {
            assert_eq!(seconds(text), Ok(read), "{text}");
        }
        for wrong in ["", "h", "1", "-1h", "+1h", "1 h", "1.5h", "8d", "169h", "99999999999999999999d", "9223372036854775807d", "1w", "é"]
        {
            assert!(overlap(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_kind_of_client_has_what_gives_power_over_others_by_default() {
        let landlord = OwnerName::Landlord("SCI-TILLEULS".to_owned());
        let vendor = OwnerName::Vendor("73282932000074".to_owned());
        let has = |owner: &OwnerName, scope: &str| granted(owner, None).unwrap().split(' ').any(|own| own == scope);
        assert!(has(&landlord, "mandates:manage") && has(&landlord, "tenants:read") && !has(&landlord, "bank:write"));
        assert!(has(&vendor, "tenants:read") && !has(&vendor, "mandates:manage") && !has(&vendor, "bank:write"));
        assert!(granted(&vendor, Some("mandates:manage")).is_err());
        assert_eq!(granted(&vendor, Some(" bank:write  tenants:read bank:write ")).unwrap(), "bank:write tenants:read");
        let body = OwnerName::PayingBody("131".to_owned());
        assert_eq!(granted(&body, None).unwrap(), "paying-body");
        let told = granted(&vendor, Some("nope payments:read mandates:manage")).unwrap_err();
        assert!(
            told.contains("a vendor's client cannot have \"nope\", \"mandates:manage\"; it can have, separated by spaces: landlord:read "),
            "{told}"
        );
        assert!(granted(&body, Some("tenants:read")).is_err() && granted(&landlord, Some("paying-body")).is_err());
    }
}
