//! What a chunk writes: multi-row statements, what others refer to first.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::rows::{BankAccountRow, CampaignRow, LandlordRow, LogementRow, NameRow, PayingBodyRow, ReferenceRow, TenantRow};
use super::transfers::write_payments;
use crate::db::connection::MultiBackend;
use crate::db::names::NameKind;
use crate::db::schema::{changes, coholder_counts, impayes, inbox, rent_declarations, tenants};
use crate::db::{Conn, Moment};
use crate::problem::Problem;
use crate::roster::state::{Moved, State};
use crate::roster::tenants::tenant_search_key;
use crate::values::paying_body::PayingBodyCode;

/// Writes what a chunk changed, what others refer to first.
pub fn write(conn: &mut Conn, moment: &Moment, state: &State<'_>) -> Result<(), Problem> {
    write_common(conn, state)?;
    write_landlords(conn, state)?;
    // One statement must not hold the same key twice: the last value counts.
    let references: BTreeMap<_, &ReferenceRow> = state.changed_references.iter().map(|row| (&row.id, row)).collect();
    let references: Vec<&ReferenceRow> = references.into_values().collect();
    ReferenceRow::write(conn, &references)?;
    BankAccountRow::write(conn, &state.accounts.iter().collect::<Vec<_>>())?;
    LogementRow::write(conn, &state.logements.changed())?;
    let followed = write_tenants(conn, state)?;
    recount(conn, moment, state)?;
    hand_over(conn, state.rehomed.iter().chain(&followed))?;
    hand_over_units(conn, state)?;
    write_payments(conn, moment, state)
}

fn write_common(conn: &mut Conn, state: &State<'_>) -> Result<(), Problem> {
    let name = |code: &PayingBodyCode| state.bodies.get(code).cloned().unwrap_or_default();
    let bodies: Vec<PayingBodyRow> =
        state.changed_bodies.iter().map(|code| PayingBodyRow { code: code.clone(), name: name(code) }).collect();
    PayingBodyRow::write(conn, &bodies.iter().collect::<Vec<_>>())?;
    CampaignRow::write(conn, &state.campaigns.changed())
}

/// New names first: of two loads that bring the same landlord at once, the later one ends here.
fn write_landlords(conn: &mut Conn, state: &State<'_>) -> Result<(), Problem> {
    let mut keys: Vec<&String> = state.changed_landlords.iter().collect();
    keys.sort_unstable();
    let rows: Vec<&LandlordRow> = keys.into_iter().filter_map(|key| state.landlords.get(key)).map(|landlord| &landlord.row).collect();
    let of = |row: &LandlordRow| {
        let siret = row.siret.as_ref().map(|siret| (NameKind::Siret, siret.as_str().to_owned()));
        [Some((NameKind::Key, row.key.clone())), siret].into_iter().flatten()
    };
    let named = rows.iter().flat_map(|row| of(row).map(|name| (name, row.landlord_id.clone())));
    let mut new: Vec<NameRow> = named
        .filter(|(name, _)| !state.names.contains(name))
        .map(|((kind, value), landlord_id)| NameRow { kind, value, landlord_id })
        .collect();
    new.sort_unstable_by(|a, b| (a.kind, &a.value).cmp(&(b.kind, &b.value)));
    NameRow::write(conn, &new.iter().collect::<Vec<_>>())?;
    LandlordRow::write(conn, &rows)
}

/// Writes tenancies, those of a unit that moved to another reference included; gives those that so came
/// to another paying body.
fn write_tenants(conn: &mut Conn, state: &State<'_>) -> Result<Vec<TenantRow>, Problem> {
    let mut rows: Vec<TenantRow> = state.tenants.changed().into_iter().cloned().collect();
    let mut followed = Vec::new();
    for Moved { logement, paying_body, .. } in &state.moved {
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
            if row.paying_body_code != *paying_body {
                row.paying_body_code.clone_from(paying_body);
                followed.push(row.clone());
            }
            rows.push(row);
        }
    }
    TenantRow::write(conn, &rows.iter().collect::<Vec<_>>())?;
    Ok(followed)
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
fn hand_over<'a>(conn: &mut Conn, rehomed: impl Iterator<Item = &'a TenantRow>) -> Result<(), Problem> {
    for row in rehomed {
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

/// What waits about a unit alone follows it too.
fn hand_over_units(conn: &mut Conn, state: &State<'_>) -> Result<(), Problem> {
    for Moved { logement, paying_body, .. } in state.moved.iter().filter(|moved| moved.from_elsewhere) {
        let about = changes::table
            .filter(changes::landlord_id.eq(&logement.landlord_id))
            .filter(changes::logement_id.eq(&logement.id))
            .filter(changes::tenant_id.is_null())
            .select(changes::id);
        diesel::update(inbox::table.filter(inbox::landlord_id.eq(&logement.landlord_id)).filter(inbox::id.eq_any(about)))
            .set(inbox::paying_body_code.eq(paying_body))
            .execute(conn)?;
    }
    Ok(())
}
