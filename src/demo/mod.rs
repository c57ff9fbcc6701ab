//! The demo: a fresh sandbox at each start, with landlords in every situation, fixed ids and fixed
//! credentials, so that the examples of the document work as they stand.

pub mod history;
pub mod roster;

use std::path::PathBuf;

use chrono::{DateTime, TimeZone, Utc};

use crate::app::Failure;
use crate::auth::clients::{self, ClientNew, Credentials, OwnerName};
pub use crate::auth::demo::{LANDLORD_CLIENT, PAYING_BODY_CLIENT};
use crate::clock::Clock;
use crate::db::Db;
use crate::problem::Problem;
use crate::roster::{Acting, Loader, Packing};
use roster::keys;

/// The instant at which the sandbox's clock starts.
///
/// # Errors
/// None: the instant exists.
pub fn first_morning() -> Result<DateTime<Utc>, Failure> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).single().ok_or_else(|| "no such instant".into())
}

/// A fresh file for the database, in the temporary directory.
///
/// # Errors
/// When there is no randomness for its name.
pub fn fresh_file() -> Result<PathBuf, Problem> {
    let name = hex::encode(crate::ids::random_bytes::<8>()?);
    Ok(std::env::temp_dir().join(format!("offre-bailleurs-demo-{name}.db")))
}

/// Fills an empty database. Everything is dated by `clock`, which stands still meanwhile.
///
/// # Errors
/// When a line or a declaration of the demo is refused, which a test rules out.
pub async fn fill(db: &Db, clock: &Clock) -> Result<(), Failure> {
    let mut text = Vec::new();
    roster::write(&mut text)?;
    let mut loader = Loader::new(db.clone(), Acting::All, Packing::Plain);
    loader.push(&text).await.map_err(|problem| crate::app::told(&problem))?;
    let report = loader.finish().await.map_err(|problem| crate::app::told(&problem))?;
    if let Some(fault) = report.errors.first() {
        return Err(format!("demo line {}: {} {}", fault.line, fault.pointer, fault.detail.en).into());
    }
    credentials(db).await?;
    history::write(db, clock).await
}

async fn credentials(db: &Db) -> Result<(), Failure> {
    let clients = [
        (LANDLORD_CLIENT, "Demo landlord", OwnerName::Landlord(keys::SCI.to_owned()), Some(crate::auth::scopes::of_landlords().join(" "))),
        (PAYING_BODY_CLIENT, "Demo paying body", OwnerName::PayingBody(keys::CAF_BOUCHES_DU_RHONE.to_owned()), None),
    ];
    for ((id, secret), name, owner, scopes) in clients {
        let new = ClientNew { name: name.to_owned(), owner, scopes, fixed: Some((id.to_owned(), secret.to_owned())) };
        let made: Result<Credentials, String> = db
            .system_write("the demo's clients", move |conn, moment| clients::create(conn, moment, &new))
            .await
            .map_err(|problem| crate::app::told(&problem))?;
        made?;
    }
    Ok(())
}
