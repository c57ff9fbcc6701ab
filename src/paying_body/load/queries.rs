//! What a chunk reads: a handful of statements, whatever the number of its lines.

pub mod rows;
mod write;

use std::collections::HashSet;

use diesel::prelude::*;

pub use write::write;

use super::lines::Line;
use super::state::{CampaignRow, Landlord, State};
use crate::db::Conn;
use crate::db::connection::MultiBackend;
use crate::db::schema::{bank_accounts, landlord_references, landlords, logements, paying_bodies, payments, rent_campaigns, tenants};
use crate::http::Problem;
use crate::rent_campaigns::queries::campaign;
use crate::values::beneficiary_number::PayingBodyCode;
use crate::values::typed_id::LandlordId;
use rows::{LandlordRow, LogementRow, PaymentRow, ReferenceRow, TenantRow};

/// Values of one `IN` list at most: SQLite takes 32,766 parameters.
const LIST: usize = 10_000;

/// The keys that a chunk names.
#[derive(Default)]
struct Named<'a> {
    landlords: HashSet<&'a str>,
    sirets: HashSet<&'a str>,
    logements: HashSet<&'a str>,
    tenants: HashSet<&'a str>,
    payments: HashSet<&'a str>,
    years: HashSet<i32>,
}

impl<'a> Named<'a> {
    fn add(&mut self, line: &'a Line) {
        match line {
            Line::Campaign(line) => {
                self.years.insert(line.year);
            }
            Line::Landlord(line) => {
                self.landlords.insert(&line.key);
                self.sirets.extend(line.siret.as_deref());
            }
            Line::Logement(line) => {
                self.landlords.insert(&line.landlord);
                self.logements.insert(&line.key);
            }
            Line::Tenant(line) => {
                self.landlords.insert(&line.landlord);
                self.logements.insert(&line.logement);
                self.tenants.insert(&line.key);
            }
            Line::Payment(line) => {
                self.landlords.insert(&line.landlord);
                self.payments.insert(&line.key);
                self.tenants.extend(line.lines.iter().map(|one| one.tenant.as_str()));
            }
        }
    }
}

/// Fetches what a chunk may touch, and on PostgreSQL locks its landlords, always in the same order.
pub fn fetch<'a>(conn: &mut Conn, lines: impl Iterator<Item = &'a Line>) -> Result<State, Problem> {
    let mut named = Named::default();
    lines.for_each(|line| named.add(line));
    let mut state = State::default();
    for year in &named.years {
        if let Some(campaign) = campaign(conn, *year)? {
            let created_by = rent_campaigns::table.find(year).select(rent_campaigns::created_by).first(conn)?;
            state.campaigns.fetched(*year, CampaignRow { campaign, created_by });
        }
    }
    fetch_landlords(conn, &named, &mut state)?;
    let owners: Vec<LandlordId> = state.landlords.values().map(|landlord| landlord.row.landlord_id.clone()).collect();
    for owners in owners.chunks(LIST) {
        for keys in lists(&named.logements) {
            let rows: Vec<LogementRow> = logements::table
                .filter(logements::landlord_id.eq_any(owners))
                .filter(logements::key.eq_any(keys))
                .select(<LogementRow as SelectableHelper<MultiBackend>>::as_select())
                .load(conn)?;
            rows.into_iter().for_each(|row| state.logements.fetched((row.landlord_id.clone(), row.key.clone()), row));
        }
        for keys in lists(&named.tenants) {
            let rows: Vec<TenantRow> = tenants::table
                .filter(tenants::landlord_id.eq_any(owners))
                .filter(tenants::key.eq_any(keys))
                .select(<TenantRow as SelectableHelper<MultiBackend>>::as_select())
                .load(conn)?;
            rows.into_iter().for_each(|row| state.tenants.fetched((row.landlord_id.clone(), row.key.clone()), row));
        }
        for keys in lists(&named.payments) {
            let rows: Vec<PaymentRow> = payments::table
                .filter(payments::landlord_id.eq_any(owners))
                .filter(payments::key.eq_any(keys))
                .select(<PaymentRow as SelectableHelper<MultiBackend>>::as_select())
                .load(conn)?;
            rows.into_iter().for_each(|row| state.payments.fetched((row.landlord_id.clone(), row.key.clone()), row));
        }
    }
    Ok(state)
}

fn lists<'a>(keys: &HashSet<&'a str>) -> Vec<Vec<&'a str>> {
    let mut sorted: Vec<&str> = keys.iter().copied().collect();
    sorted.sort_unstable();
    sorted.chunks(LIST).map(<[&str]>::to_vec).collect()
}

fn fetch_landlords(conn: &mut Conn, named: &Named<'_>, state: &mut State) -> Result<(), Problem> {
    let keys: Vec<&str> = named.landlords.iter().copied().collect();
    let sirets: Vec<&str> = named.sirets.iter().copied().collect();
    let query = landlords::table.filter(landlords::key.eq_any(&keys).or(landlords::siret.eq_any(&sirets))).order(landlords::landlord_id);
    let rows: Vec<LandlordRow> = match conn {
        Conn::Pg(pg) => query.select(<LandlordRow as SelectableHelper<diesel::pg::Pg>>::as_select()).for_no_key_update().load(pg)?,
        Conn::Sqlite(sqlite) => query.select(<LandlordRow as SelectableHelper<diesel::sqlite::Sqlite>>::as_select()).load(sqlite)?,
    };
    for row in rows {
        if let Some(siret) = &row.siret {
            state.sirets.insert(siret.as_str().to_owned(), row.key.clone());
        }
        if named.landlords.contains(row.key.as_str()) {
            state.landlords.insert(row.key.clone(), Landlord { row, references: Vec::new(), account_version: 0 });
        }
    }
    let owners: Vec<LandlordId> = state.landlords.values().map(|landlord| landlord.row.landlord_id.clone()).collect();
    let references: Vec<ReferenceRow> = landlord_references::table
        .filter(landlord_references::landlord_id.eq_any(&owners))
        .select(<ReferenceRow as SelectableHelper<MultiBackend>>::as_select())
        .load(conn)?;
    let versions: Vec<(LandlordId, Option<i32>)> = bank_accounts::table
        .filter(bank_accounts::landlord_id.eq_any(&owners))
        .group_by(bank_accounts::landlord_id)
        .select((bank_accounts::landlord_id, diesel::dsl::max(bank_accounts::version)))
        .load(conn)?;
    for landlord in state.landlords.values_mut() {
        let id = &landlord.row.landlord_id;
        landlord.references = references.iter().filter(|one| one.landlord_id == *id).cloned().collect();
        landlord.account_version = versions.iter().find(|(owner, _)| owner == id).and_then(|(_, version)| *version).unwrap_or(0);
    }
    let bodies: Vec<(PayingBodyCode, String)> = paying_bodies::table.select((paying_bodies::code, paying_bodies::name)).load(conn)?;
    state.bodies.extend(bodies);
    Ok(())
}
