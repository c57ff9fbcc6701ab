//! The commands for clients and signing keys.

use std::io::{self, Write};
use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use serde::Serialize;

use super::Outcome;
use crate::app::{self, Failure};
use crate::auth::clients::{self, ClientNew, OwnerName};
use crate::auth::keys;
use crate::auth::queries::clients::{self as stored, Client, Owner, Secret};
use crate::config::{Config, Raw};
use crate::db::statements::Statements;
use crate::db::{Db, Target};
use crate::ids::Ids;

/// Clients read at once by `client list`.
const PAGE: i64 = 500;

/// Whose client is asked for.
///
/// # Errors
/// When nobody is named.
pub fn owner(landlord: Option<String>, vendor: Option<String>, paying_body: Option<String>) -> Result<OwnerName, Failure> {
    landlord
        .map(OwnerName::Landlord)
        .or(vendor.map(OwnerName::Vendor))
        .or(paying_body.map(OwnerName::PayingBody))
        .ok_or_else(|| "one of --landlord, --vendor, --paying-body is needed".into())
}

/// How long older secrets live on, as `client rotate --overlap` takes it.
///
/// # Errors
/// When it is no duration from 0 to 7 days.
pub fn overlap(text: &str) -> Result<TimeDelta, String> {
    clients::overlap(text)
}

/// The database, and how the operator knows it.
fn database(raw: &Raw) -> Result<(Db, Target), Failure> {
    let config = Config::read(raw)?;
    Ok((app::open_database(&config, Ids::Random, Statements::default())?, config.target))
}

/// A refusal with the database it came from: it may be another than was meant.
fn refused(reason: &str, target: &Target) -> Failure {
    format!("{reason}\nnothing was changed in {target}").into()
}

fn print(line: &impl Serialize) -> Result<(), Failure> {
    Ok(writeln!(io::stdout(), "{}", serde_json::to_string(line)?)?)
}

/// `client create`.
///
/// # Errors
/// In words for the operator.
pub async fn create(raw: &Raw, name: String, owner: OwnerName, scopes: Option<String>) -> Outcome {
    let new = ClientNew { name, owner, scopes, fixed: None };
    let (db, target) = database(raw)?;
    let made = db.system_write("make a client", move |conn, moment| clients::create(conn, moment, &new)).await;
    print(&made.map_err(|problem| app::told(&problem))?.map_err(|reason| refused(&reason, &target))?)?;
    Ok(ExitCode::SUCCESS)
}

/// `client rotate`.
///
/// # Errors
/// In words for the operator.
pub async fn rotate(raw: &Raw, id: String, overlap: TimeDelta) -> Outcome {
    let (db, target) = database(raw)?;
    let made = db.system_write("a second secret", move |conn, moment| clients::rotate(conn, moment, &id, overlap)).await;
    print(&made.map_err(|problem| app::told(&problem))?.map_err(|reason| refused(&reason, &target))?)?;
    tracing::info!("the secrets before this one end in {} s", overlap.num_seconds());
    Ok(ExitCode::SUCCESS)
}

/// `client revoke`.
///
/// # Errors
/// In words for the operator.
pub async fn revoke(raw: &Raw, id: String) -> Outcome {
    let (db, target) = database(raw)?;
    let revoked = db.system_write("revoke a client", move |conn, moment| clients::revoke(conn, moment, &id)).await;
    let client = revoked.map_err(|problem| app::told(&problem))?.map_err(|reason| refused(&reason, &target))?;
    print(&serde_json::json!({ "client_id": client.id.as_str(), "revoked_at": client.revoked_at.map(instant) }))?;
    Ok(ExitCode::SUCCESS)
}

/// `client list`: one JSON line a client, the oldest first, no secrets.
///
/// # Errors
/// In words for the operator.
pub async fn list(raw: &Raw) -> Outcome {
    let (db, target) = database(raw)?;
    let mut after = String::new();
    loop {
        let from = after.clone();
        let page = db.system_read("list the clients", move |conn, _| stored::page(conn, &from, PAGE)).await;
        let page = page.map_err(|problem| app::told(&problem))?;
        let Some((last, _)) = page.last() else {
            if after.is_empty() {
                super::say(format_args!("no client yet in {target}: `client create` makes one"));
            }
            return Ok(ExitCode::SUCCESS);
        };
        last.id.as_str().clone_into(&mut after);
        page.iter().try_for_each(|(client, secrets)| print(&shown(client, secrets)))?;
    }
}

/// `keys rotate`.
///
/// # Errors
/// In words for the operator.
pub async fn rotate_keys(raw: &Raw) -> Outcome {
    let config = Config::read(raw)?;
    let (db, _target) = database(raw)?;
    let secret = app::secret(&config)?;
    let kid = keys::rotate(&db, &secret).await.map_err(|problem| app::told(&problem))?;
    print(&serde_json::json!({ "kid": kid }))?;
    Ok(ExitCode::SUCCESS)
}

/// A client as `client list` shows it; the same members as it will have over HTTP.
#[derive(Serialize)]
struct ClientLine<'a> {
    id: &'a str,
    name: &'a str,
    owner: OwnerShown<'a>,
    scopes: Vec<&'a str>,
    created_at: String,
    revoked_at: Option<String>,
    secrets: Vec<SecretShown<'a>>,
}

#[derive(Serialize)]
struct OwnerShown<'a> {
    kind: &'static str,
    id: &'a str,
}

#[derive(Serialize)]
struct SecretShown<'a> {
    id: &'a str,
    created_at: String,
    last_used_on: Option<NaiveDate>,
    expires_at: Option<String>,
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn shown<'a>(client: &'a Client, secrets: &'a [Secret]) -> ClientLine<'a> {
    let (kind, id) = match &client.owner {
        Owner::Landlord(id) => ("landlord", id.as_str()),
        Owner::Vendor(siret) => ("vendor", siret.as_str()),
        Owner::PayingBody(code) => ("paying_body", code.as_str()),
    };
    ClientLine {
        id: client.id.as_str(),
        name: &client.name,
        owner: OwnerShown { kind, id },
        scopes: client.scopes.split_whitespace().collect(),
        created_at: instant(client.created_at),
        revoked_at: client.revoked_at.map(instant),
        secrets: secrets
            .iter()
            .map(|secret| SecretShown {
                id: secret.id.as_str(),
                created_at: instant(secret.created_at),
                last_used_on: secret.last_used_on,
                expires_at: secret.expires_at.map(instant),
            })
            .collect(),
    }
}
