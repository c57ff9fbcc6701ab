//! What changes do to tenancies and housing units, and how it is undone.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::changes::model::{ChangeStatus, ChangeType};
use crate::db::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{changes, coholder_counts, landlord_references, logements, tenants};
use crate::problem::Problem;
use crate::tenancies::TenantSummary;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{ChangeId, LogementId, ReferenceId, TenantId};

/// Whom a change is about, and the paying body that decides.
pub struct Concerned {
    pub tenant: Option<TenantSummary>,
    pub logement_id: LogementId,
    pub reference_id: ReferenceId,
    pub paying_body_code: PayingBodyCode,
}

impl Concerned {
    /// The tenant that the change names, if it does.
    pub fn tenant_id(&self) -> Option<&TenantId> {
        self.tenant.as_ref().map(|tenant| &tenant.id)
    }
}

/// A housing unit that a change is about.
pub struct Unit {
    pub id: LogementId,
    pub managed_from: NaiveDate,
    pub managed_until: Option<NaiveDate>,
    /// The end of management that set `managed_until`, if one did.
    pub end_id: Option<ChangeId>,
}

/// A change that another one replaces.
pub struct Replaced {
    pub kind: ChangeType,
    pub status: ChangeStatus,
    pub version: i32,
    pub tenant_id: Option<TenantId>,
    pub logement_id: LogementId,
}

impl Scope<'_> {
    /// The housing unit of a change.
    pub(in crate::changes) fn unit(&mut self, id: &LogementId) -> Result<Unit, Problem> {
        let landlord = self.landlord();
        let found: Option<(LogementId, NaiveDate, Option<NaiveDate>, Option<ChangeId>)> = logements::table
            .find((landlord, id))
            .select((logements::id, logements::managed_from, logements::managed_until, logements::end_id))
            .first(self.conn())
            .optional()?;
        let (id, managed_from, managed_until, end_id) = found.ok_or_else(Problem::not_found)?;
        Ok(Unit { id, managed_from, managed_until, end_id })
    }

    /// Whom a change of a housing unit concerns. The paying body that decides is the tenant's, or
    /// that of the reference when the change names the unit alone.
    pub(in crate::changes) fn concerned(&mut self, logement_id: LogementId, tenant_id: Option<TenantId>) -> Result<Concerned, Problem> {
        let landlord = self.landlord();
        let (reference_id, of_unit): (ReferenceId, PayingBodyCode) =
            logements::table
                .inner_join(landlord_references::table.on(
                    landlord_references::landlord_id.eq(logements::landlord_id).and(landlord_references::id.eq(logements::reference_id)),
                ))
                .filter(logements::landlord_id.eq(landlord))
                .filter(logements::id.eq(&logement_id))
                .select((logements::reference_id, landlord_references::paying_body_code))
                .first(self.conn())?;
        let (tenant, paying_body_code) = match &tenant_id {
            None => (None, of_unit),
            Some(tenant) => {
                let named = <TenantSummary as SelectableHelper<MultiBackend>>::as_select();
                let (tenant, its): (TenantSummary, PayingBodyCode) =
                    tenants::table.find((landlord, tenant)).select((named, tenants::paying_body_code)).first(self.conn())?;
                (Some(tenant), its)
            }
        };
        Ok(Concerned { tenant, logement_id, reference_id, paying_body_code })
    }

    /// The housing unit of a tenant.
    pub(in crate::changes) fn unit_of_tenant(&mut self, id: &TenantId) -> Result<Unit, Problem> {
        let landlord = self.landlord();
        let logement: Option<LogementId> =
            tenants::table.find((landlord, id)).select(tenants::logement_id).first(self.conn()).optional()?;
        self.unit(&logement.ok_or_else(Problem::not_found)?)
    }

    /// Ends tenancies.
    pub(in crate::changes) fn end_tenancies(&mut self, ids: &[TenantId], change: &ChangeId, on: NaiveDate) -> Result<(), Problem> {
        if ids.is_empty() {
            return Ok(());
        }
        let (landlord, now) = (self.landlord(), self.now().naive_utc());
        diesel::update(tenants::table.filter(tenants::landlord_id.eq(landlord)).filter(tenants::id.eq_any(ids)))
            .set((tenants::lease_ended_on.eq(on), tenants::departure_id.eq(change), tenants::updated_at.eq(now)))
            .execute(self.conn())?;
        Ok(())
    }

    /// Ends the management of a housing unit.
    pub(in crate::changes) fn end_management(&mut self, id: &LogementId, change: &ChangeId, until: NaiveDate) -> Result<(), Problem> {
        let (landlord, now) = (self.landlord(), self.now().naive_utc());
        diesel::update(logements::table.find((landlord, id)))
            .set((logements::managed_until.eq(until), logements::end_id.eq(change), logements::updated_at.eq(now)))
            .execute(self.conn())?;
        Ok(())
    }

    /// Counts the co-holders of a tenancy from a day on.
    pub(in crate::changes) fn count_coholders(
        &mut self,
        id: &TenantId,
        day: NaiveDate,
        coholders: i32,
        change: Option<&ChangeId>,
    ) -> Result<(), Problem> {
        let landlord = self.landlord();
        let last: Option<i32> = coholder_counts::table
            .filter(coholder_counts::landlord_id.eq(landlord))
            .filter(coholder_counts::tenant_id.eq(id))
            .filter(coholder_counts::effective_on.eq(day))
            .select(diesel::dsl::max(coholder_counts::position))
            .first(self.conn())?;
        diesel::insert_into(coholder_counts::table)
            .values((
                coholder_counts::landlord_id.eq(landlord),
                coholder_counts::tenant_id.eq(id),
                coholder_counts::effective_on.eq(day),
                coholder_counts::position.eq(last.unwrap_or(0) + 1),
                coholder_counts::coholders.eq(coholders),
                coholder_counts::change_id.eq(change),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// The change that another one names in `replaces`.
    pub(in crate::changes) fn replaced_change(&mut self, id: &ChangeId) -> Result<Replaced, Problem> {
        type Found = (ChangeType, ChangeStatus, i32, Option<TenantId>, LogementId);
        let landlord = self.landlord();
        let found: Option<Found> = changes::table
            .find((landlord, id))
            .select((changes::kind, changes::status, changes::version, changes::tenant_id, changes::logement_id))
            .first(self.conn())
            .optional()?;
        let (kind, status, version, tenant_id, logement_id) = found.ok_or_else(Problem::not_found)?;
        Ok(Replaced { kind, status, version, tenant_id, logement_id })
    }

    /// Undoes exactly what a change did (R53): what the paying body loaded last stands again, and a departure
    /// that is still in force.
    pub(crate) fn undo_change(&mut self, id: &ChangeId, kind: ChangeType) -> Result<(), Problem> {
        let (landlord, now) = (self.landlord(), self.now().naive_utc());
        match kind {
            ChangeType::Departure => self.undo_departure(id)?,
            ChangeType::EndOfManagement => {
                diesel::update(logements::table.filter(logements::landlord_id.eq(landlord)).filter(logements::end_id.eq(id)))
                    .set((
                        logements::managed_until.eq(logements::loaded_managed_until),
                        logements::end_id.eq(None::<ChangeId>),
                        logements::updated_at.eq(now),
                    ))
                    .execute(self.conn())?;
            }
            ChangeType::Colocation => {
                diesel::delete(
                    coholder_counts::table.filter(coholder_counts::landlord_id.eq(landlord)).filter(coholder_counts::change_id.eq(id)),
                )
                .execute(self.conn())?;
            }
        }
        Ok(())
    }
}
