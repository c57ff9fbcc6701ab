//! What the demo's landlord and paying body did before today: declarations in every state.

mod changes;
mod decisions;
mod impayes;

use chrono::{DateTime, TimeZone, Utc};

use super::{LANDLORD_CLIENT, PAYING_BODY_CLIENT, roster::keys};
use crate::app::Failure;
use crate::clock::Clock;
use crate::db::Actor;
use crate::db::names::landlord_by_key_or_siret;
use crate::db::{Db, Scope};
use crate::problem::Problem;
use crate::rent_declarations::{self, dto::RentDeclarationIn};
use crate::values::text::Language;
use crate::values::typed_id::TenantId;

/// A July rent of the past: tenant, campaign, rent in cents, day.
type Rent = (&'static str, i32, i64, (i32, u32, u32));

const RENTS: &[Rent] = &[
    (keys::PLAIN, 2024, 41_500, (2024, 8, 20)),
    (keys::PLAIN, 2025, 42_000, (2025, 9, 2)),
    (keys::APL_CONVENTION, 2025, 60_000, (2026, 1, 28)),
    (keys::APL_CONVENTION, 2026, 61_250, (2026, 7, 21)),
    (keys::COLOCATION_FIRST, 2026, 90_000, (2026, 8, 3)),
    (keys::COLOCATION_SECOND, 2026, 88_000, (2026, 8, 5)),
    (keys::TENANT_PAID, 2026, 28_000, (2026, 9, 14)),
    (keys::LEFT_DURING_JULY, 2026, 51_000, (2026, 9, 14)),
    // A second rent for the same tenant and campaign corrects the first.
    (keys::TENANT_PAID, 2026, 28_400, (2026, 9, 21)),
];

/// Writes the history, each fact at its own instant, then sets the clock back to where it was.
///
/// # Errors
/// When a fact is refused, which a test rules out.
pub async fn write(db: &Db, clock: &Clock) -> Result<(), Failure> {
    let now = clock.now();
    let actor = actor(db).await?;
    for (key, year, rent_cents, day) in RENTS {
        clock.set(morning(*day)?);
        let (key, year, rent_cents) = (*key, *year, *rent_cents);
        db.write(&actor, move |scope| rent(scope, key, year, rent_cents)).await.map_err(|problem| told(key, &problem))?;
    }
    clock.set(morning((2026, 10, 5))?);
    let body = Actor { client: PAYING_BODY_CLIENT.0.parse()?, ..actor.clone() };
    db.write(&body, decisions::write).await.map_err(|problem| told("decisions", &problem))?;
    clock.set(morning((2026, 10, 20))?);
    db.write(&actor, impayes::write).await.map_err(|problem| told("impayes", &problem))?;
    clock.set(morning((2026, 11, 10))?);
    db.write(&actor, changes::write).await.map_err(|problem| told("changes", &problem))?;
    clock.set(now);
    Ok(())
}

fn told(key: &str, problem: &Problem) -> String {
    format!("demo history, {key}: {}", crate::app::told(problem))
}

fn morning((year, month, day): (i32, u32, u32)) -> Result<DateTime<Utc>, Failure> {
    Utc.with_ymd_and_hms(year, month, day, 8, 30, 0).single().ok_or_else(|| "no such instant".into())
}

async fn actor(db: &Db) -> Result<Actor, Failure> {
    let landlord = db
        .system_read("the demo's landlord", |conn, _| landlord_by_key_or_siret(conn, keys::SCI))
        .await
        .map_err(|problem| crate::app::told(&problem))?
        .ok_or("the demo has no landlord")?;
    Ok(Actor { landlord, client: LANDLORD_CLIENT.0.parse()?, language: Language::French })
}

fn rent(scope: &mut Scope<'_>, key: &str, campaign_year: i32, rent_cents: i64) -> Result<(), Problem> {
    let tenant_id: TenantId = scope.tenant_by_key(key)?;
    let replaces = scope.standing(&tenant_id, campaign_year)?.current;
    let sent = RentDeclarationIn {
        tenant_id,
        campaign_year,
        rent_cents,
        charges_cents: None,
        furnished: None,
        coholders: None,
        tenant_up_to_date: Some(true),
        decent: Some(true),
        comment: None,
        replaces,
    };
    rent_declarations::submit(scope, &sent).map(|_declared| ())
}
