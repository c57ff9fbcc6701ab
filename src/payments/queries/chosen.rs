//! The tenants that a filter leaves, when it names one or its housing units. Their index leads to their
//! lines; a tenancy never changes its unit.

use diesel::prelude::*;

use crate::db::ask::statement;
use crate::db::schema::tenants;
use crate::db::{Reader, Scope};
use crate::problem::Problem;
use crate::values::typed_id::{LandlordId, LogementId, TenantId};

statement! {
    /// The landlord's tenants of housing units.
    fn TenantsOf { landlord: LandlordId, logements: Vec<LogementId> } -> TenantId;
    {
        tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::logement_id.eq_any(logements))
            .select(tenants::id)
    }
}

impl Reader<'_> {
    /// The tenants that a filter leaves; nothing when it leaves all.
    pub(in crate::payments) async fn chosen_tenants(
        &self,
        tenant: Option<&TenantId>,
        logements: &[LogementId],
    ) -> Result<Option<Vec<TenantId>>, Problem> {
        if logements.is_empty() {
            return Ok(alone(tenant));
        }
        let asked = TenantsOf { landlord: self.landlord(), logements: logements.to_vec() };
        Ok(Some(among(self.ask(asked).await?, tenant)))
    }
}

impl Scope<'_> {
    /// The tenants that a filter leaves; nothing when it leaves all.
    pub(in crate::payments) fn chosen_tenants(
        &mut self,
        tenant: Option<&TenantId>,
        logements: &[LogementId],
    ) -> Result<Option<Vec<TenantId>>, Problem> {
        if logements.is_empty() {
            return Ok(alone(tenant));
        }
        let asked = TenantsOf { landlord: self.landlord().clone(), logements: logements.to_vec() };
        Ok(Some(among(self.ask(asked)?, tenant)))
    }
}

/// Whether a choice of tenants leaves anybody.
pub(super) fn is_somebody(tenants: &Option<Vec<TenantId>>) -> bool {
    tenants.as_ref().is_none_or(|tenants| !tenants.is_empty())
}

fn alone(tenant: Option<&TenantId>) -> Option<Vec<TenantId>> {
    tenant.map(|tenant| vec![tenant.clone()])
}

fn among(there: Vec<TenantId>, tenant: Option<&TenantId>) -> Vec<TenantId> {
    there.into_iter().filter(|one| tenant.is_none_or(|tenant| tenant == one)).collect()
}
