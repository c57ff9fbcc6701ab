//! What a chunk writes: multi-row statements, what others refer to first.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::rows::{BankAccountRow, LandlordRow, LogementRow, ReferenceRow, TenantRow};
use super::transfers::write_payments;
use crate::db::connection::MultiBackend;
use crate::db::schema::{
    bank_accounts, changes, coholder_counts, impayes, inbox, landlord_references, landlords, logements, paying_bodies, rent_campaigns,
    rent_declarations, tenants,
};
use crate::db::{Conn, Moment};
use crate::problem::Problem;
use crate::roster::state::State;
use crate::roster::tenants::tenant_search_key;

/// Rows of one insert at most: 28 columns times this stays under SQLite's 32,766 parameters.
pub const BATCH: usize = 500;

/// Inserts rows, or updates the columns named of those that are there.
macro_rules! upsert {
    ($conn:expr, $table:ident, ($($key:ident),+), ($($column:ident),+), $rows:expr) => {
        for batch in $rows.chunks(BATCH) {
            let batch: Vec<_> = batch.to_vec();
            match $conn {
                Conn::Pg(pg) => diesel::insert_into($table::table)
                    .values(batch)
                    .on_conflict(($($table::$key),+))
                    .do_update()
                    .set(($($table::$column.eq(excluded($table::$column))),+))
                    .execute(pg)?,
                Conn::Sqlite(sqlite) => diesel::insert_into($table::table)
                    .values(batch)
                    .on_conflict(($($table::$key),+))
                    .do_update()
                    .set(($($table::$column.eq(excluded($table::$column))),+))
                    .execute(sqlite)?,
            };
        }
    };
}

pub(super) use upsert;

/// Inserts new rows.
macro_rules! insert {
    ($conn:expr, $table:ident, $rows:expr) => {
        for batch in $rows.chunks(BATCH) {
            let batch: Vec<_> = batch.to_vec();
            match $conn {
                Conn::Pg(pg) => diesel::insert_into($table::table).values(batch).execute(pg)?,
                Conn::Sqlite(sqlite) => diesel::insert_into($table::table).values(batch).execute(sqlite)?,
            };
        }
    };
}

/// Writes what a chunk changed, what others refer to first.
pub fn write(conn: &mut Conn, moment: &Moment, state: &State<'_>) -> Result<(), Problem> {
    write_common(conn, state)?;
    let mut keys: Vec<&String> = state.changed_landlords.iter().collect();
    keys.sort_unstable();
    let rows: Vec<&LandlordRow> = keys.into_iter().filter_map(|key| state.landlords.get(key)).map(|landlord| &landlord.row).collect();
    upsert!(conn, landlords, (landlord_id), (kind, name, siret, email, phone, address, loaded_contact, updated_at), rows);
    // One statement must not hold the same key twice: the last value counts.
    let references: BTreeMap<_, &ReferenceRow> = state.changed_references.iter().map(|row| (&row.id, row)).collect();
    let references: Vec<&ReferenceRow> = references.into_values().collect();
    upsert!(conn, landlord_references, (landlord_id, id), (label, direct_payment), references);
    let accounts: Vec<&BankAccountRow> = state.accounts.iter().collect();
    insert!(conn, bank_accounts, accounts);
    let rows: Vec<&LogementRow> = state.logements.changed();
    upsert!(
        conn,
        logements,
        (landlord_id, id),
        (
            reference_id,
            kind,
            furnished,
            surface_m2,
            convention_number,
            decent,
            managed_from,
            managed_until,
            loaded_managed_until,
            address,
            search_key,
            updated_at
        ),
        rows
    );
    write_tenants(conn, state)?;
    recount(conn, moment, state)?;
    hand_over(conn, state)?;
    write_payments(conn, moment, state)
}

fn write_common(conn: &mut Conn, state: &State<'_>) -> Result<(), Problem> {
    for code in &state.changed_bodies {
        let name = state.bodies.get(code).cloned().unwrap_or_default();
        let row = (paying_bodies::code.eq(code), paying_bodies::name.eq(&name));
        match conn {
            Conn::Pg(pg) => diesel::insert_into(paying_bodies::table)
                .values(row)
                .on_conflict(paying_bodies::code)
                .do_update()
                .set(paying_bodies::name.eq(&name))
                .execute(pg)?,
            Conn::Sqlite(sqlite) => diesel::insert_into(paying_bodies::table)
                .values(row)
                .on_conflict(paying_bodies::code)
                .do_update()
                .set(paying_bodies::name.eq(&name))
                .execute(sqlite)?,
        };
    }
    for row in state.campaigns.changed() {
        let of = &row.campaign;
        let dates: (_, _) = (rent_campaigns::opens_on.eq(of.opens_on), rent_campaigns::cutoff_on.eq(of.cutoff_on));
        let known: Option<NaiveDate> = rent_campaigns::table.find(of.year).select(rent_campaigns::opens_on).first(conn).optional()?;
        if known.is_some() {
            diesel::update(rent_campaigns::table.find(of.year)).set(dates).execute(conn)?;
            continue;
        }
        diesel::insert_into(rent_campaigns::table)
            .values((
                rent_campaigns::year.eq(of.year),
                dates,
                rent_campaigns::starts_on.eq(of.starts_on),
                rent_campaigns::july_from.eq(of.july_from),
                rent_campaigns::july_until.eq(of.july_until),
                rent_campaigns::ends_on.eq(of.ends_on),
                rent_campaigns::created_by.eq(&row.created_by),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn write_tenants(conn: &mut Conn, state: &State<'_>) -> Result<(), Problem> {
    let mut rows: Vec<TenantRow> = state.tenants.changed().into_iter().cloned().collect();
    for logement in &state.moved {
        let there: Vec<TenantRow> = tenants::table
            .filter(tenants::landlord_id.eq(&logement.landlord_id))
            .filter(tenants::logement_id.eq(&logement.id))
            .select(<TenantRow as SelectableHelper<MultiBackend>>::as_select())
            .load(conn)?;
        for mut row in there {
            if let Some(changed) = rows.iter().position(|other| other.landlord_id == row.landlord_id && other.id == row.id) {
                row = rows.swap_remove(changed);
            }
            row.reference_id = logement.reference_id.clone();
            row.search_key = tenant_search_key(&row, logement)?;
            rows.push(row);
        }
    }
    let rows: Vec<&TenantRow> = rows.iter().collect();
    upsert!(
        conn,
        tenants,
        (landlord_id, id),
        (
            reference_id,
            paying_body_code,
            beneficiary_number,
            landlord_reference,
            first_name,
            last_name,
            name_key,
            lease_ended_on,
            loaded_ended_on,
            rent_cents,
            charges_cents,
            furnished,
            coholders,
            loaded_coholders,
            due_day,
            aid_type,
            payment_mode,
            last_amount_cents,
            last_month,
            previous_july_rent_cents,
            search_key,
            updated_at
        ),
        rows
    );
    Ok(())
}

/// A number of co-holders that the file changes counts from today on.
fn recount(conn: &mut Conn, moment: &Moment, state: &State<'_>) -> Result<(), Problem> {
    for row in &state.recounted {
        let last: Option<i32> = coholder_counts::table
            .filter(coholder_counts::landlord_id.eq(&row.landlord_id))
            .filter(coholder_counts::tenant_id.eq(&row.id))
            .filter(coholder_counts::effective_on.eq(moment.today))
            .select(diesel::dsl::max(coholder_counts::position))
            .first(conn)?;
        diesel::insert_into(coholder_counts::table)
            .values((
                coholder_counts::landlord_id.eq(&row.landlord_id),
                coholder_counts::tenant_id.eq(&row.id),
                coholder_counts::effective_on.eq(moment.today),
                coholder_counts::position.eq(last.unwrap_or(0) + 1),
                coholder_counts::coholders.eq(row.loaded_coholders),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// What waits for a decision about a tenancy follows it to the paying body that is in charge of it.
fn hand_over(conn: &mut Conn, state: &State<'_>) -> Result<(), Problem> {
    for row in &state.rehomed {
        macro_rules! follow {
            ($table:ident) => {
                let about =
                    $table::table.filter($table::landlord_id.eq(&row.landlord_id)).filter($table::tenant_id.eq(&row.id)).select($table::id);
                diesel::update(inbox::table.filter(inbox::landlord_id.eq(&row.landlord_id)).filter(inbox::id.eq_any(about)))
                    .set(inbox::paying_body_code.eq(&row.paying_body_code))
                    .execute(conn)?;
            };
        }
        follow!(rent_declarations);
        follow!(impayes);
        let about = changes::table
            .filter(changes::landlord_id.eq(&row.landlord_id))
            .filter(changes::tenant_id.assume_not_null().eq(&row.id))
            .select(changes::id);
        diesel::update(inbox::table.filter(inbox::landlord_id.eq(&row.landlord_id)).filter(inbox::id.eq_any(about)))
            .set(inbox::paying_body_code.eq(&row.paying_body_code))
            .execute(conn)?;
    }
    Ok(())
}
