//! What a landlord sets of a tenant by itself.

use diesel::prelude::*;

use crate::db::Scope;
use crate::db::schema::tenants;
use crate::problem::Problem;
use crate::tenants::dto::TenantItem;
use crate::tenants::model::Findable;

impl Scope<'_> {
    /// Stores the landlord's own reference that a tenant has now, by which it is then found.
    pub(in crate::tenants) fn set_tenant_reference(&mut self, tenant: &TenantItem) -> Result<(), Problem> {
        let key = Findable {
            last_name: &tenant.last_name,
            first_name: &tenant.first_name,
            number: &tenant.beneficiary_number,
            landlord_reference: tenant.landlord_reference.as_deref(),
            address: &tenant.logement.address,
        };
        let (landlord, now) = (self.landlord(), self.now().naive_utc());
        self.put(diesel::update(tenants::table.find((landlord, &tenant.id))).set((
            tenants::landlord_reference.eq(&tenant.landlord_reference),
            tenants::search_key.eq(key.search_key()),
            tenants::updated_at.eq(now),
        )))
    }
}
