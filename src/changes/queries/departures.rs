//! What a departure leaves when it is undone.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::changes::dto::DepartureIn;
use crate::changes::model::{ChangeStatus, ChangeType, InForce, ending};
use crate::db::Scope;
use crate::db::schema::{changes, tenants};
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{ChangeId, LogementId, TenantId};

/// A tenancy that a departure ended, and its lease.
type Ended = (TenantId, Option<NaiveDate>, LogementId, NaiveDate, PayingBodyCode);

impl Scope<'_> {
    /// Ends the tenancies that a departure ended as if it had never been: by another departure of the lease
    /// that is in force, else as the paying body loaded last.
    pub(super) fn undo_departure(&mut self, id: &ChangeId) -> Result<(), Problem> {
        let (landlord, now) = (self.landlord(), self.now().naive_utc());
        let ended: Vec<Ended> = tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::departure_id.eq(id))
            .select((tenants::id, tenants::loaded_ended_on, tenants::logement_id, tenants::lease_started_on, tenants::paying_body_code))
            .load(self.conn())?;
        let Some((.., logement, started_on, body)) = ended.first() else { return Ok(()) };
        let others = self.other_departures(id, logement, *started_on, body)?;
        for (tenant, loaded, ..) in &ended {
            let by = ending(tenant, *loaded, &others);
            let ended_on = by.map_or(*loaded, |departure| Some(departure.departed_on));
            diesel::update(tenants::table.find((landlord, tenant)))
                .set((
                    tenants::lease_ended_on.eq(ended_on),
                    tenants::departure_id.eq(by.map(|departure| &departure.id)),
                    tenants::updated_at.eq(now),
                ))
                .execute(self.conn())?;
        }
        Ok(())
    }

    /// The departures in force of a lease without one of them.
    fn other_departures(
        &mut self,
        id: &ChangeId,
        logement: &LogementId,
        started_on: NaiveDate,
        body: &PayingBodyCode,
    ) -> Result<Vec<InForce>, Problem> {
        let landlord = self.landlord();
        let sharing: Vec<TenantId> = tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::logement_id.eq(logement))
            .filter(tenants::lease_started_on.eq(started_on))
            .filter(tenants::paying_body_code.eq(body))
            .select(tenants::id)
            .load(self.conn())?;
        let found: Vec<(ChangeId, String)> = changes::table
            .filter(changes::landlord_id.eq(landlord))
            .filter(changes::tenant_id.assume_not_null().eq_any(sharing))
            .filter(changes::kind.eq(ChangeType::Departure))
            .filter(changes::status.eq_any([ChangeStatus::Submitted, ChangeStatus::Accepted]))
            .filter(changes::id.ne(id))
            .select((changes::id, changes::declaration))
            .load(self.conn())?;
        let read = |(id, declaration): (ChangeId, String)| {
            let sent: DepartureIn = serde_json::from_str(&declaration).map_err(Problem::internal)?;
            Ok(InForce { id, tenant_id: sent.tenant_id, departed_on: sent.departed_on, leaving: sent.leaving })
        };
        found.into_iter().map(read).collect()
    }
}
