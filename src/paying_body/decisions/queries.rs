//! Who an item is about.

use diesel::prelude::*;

use super::dto::{ItemLandlord, ItemTenant, Parties};
use crate::db::Scope;
use crate::db::schema::{landlord_references, landlords, logements, tenants};
use crate::problem::Problem;
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::paying_body::PayingBodyCode;
use crate::values::siret::Siret;
use crate::values::typed_id::{LogementId, TenantId};

impl Scope<'_> {
    /// The landlord of a housing unit, for what is about the unit alone.
    ///
    /// # Errors
    /// 404 when the unit is not under a reference of this paying body.
    pub(in crate::paying_body) fn landlord_of_unit(&mut self, code: &PayingBodyCode, unit: &LogementId) -> Result<ItemLandlord, Problem> {
        let landlord = self.landlord();
        let found: Option<(String, Option<Siret>)> =
            logements::table
                .inner_join(landlords::table.on(landlords::landlord_id.eq(logements::landlord_id)))
                .inner_join(landlord_references::table.on(
                    landlord_references::landlord_id.eq(logements::landlord_id).and(landlord_references::id.eq(logements::reference_id)),
                ))
                .filter(logements::landlord_id.eq(landlord))
                .filter(logements::id.eq(unit))
                .filter(landlord_references::paying_body_code.eq(code))
                .select((landlords::name, landlords::siret))
                .first(self.conn())
                .optional()?;
        let (name, siret) = found.ok_or_else(Problem::not_found)?;
        Ok(ItemLandlord { id: landlord.clone(), name, siret })
    }

    /// The landlord and a tenant.
    ///
    /// # Errors
    /// 404 when the tenant is not of this paying body: for another one the item is absent.
    pub(in crate::paying_body) fn parties(&mut self, code: &PayingBodyCode, tenant: &TenantId) -> Result<Parties, Problem> {
        type Found = (String, Option<Siret>, TenantId, String, String, BeneficiaryNumber);
        let landlord = self.landlord();
        let found: Option<Found> = tenants::table
            .inner_join(landlords::table.on(landlords::landlord_id.eq(tenants::landlord_id)))
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::id.eq(tenant))
            .filter(tenants::paying_body_code.eq(code))
            .select((landlords::name, landlords::siret, tenants::id, tenants::first_name, tenants::last_name, tenants::beneficiary_number))
            .first(self.conn())
            .optional()?;
        let (name, siret, id, first_name, last_name, beneficiary_number) = found.ok_or_else(Problem::not_found)?;
        Ok(Parties {
            landlord: ItemLandlord { id: landlord.clone(), name, siret },
            tenant: ItemTenant { id, first_name, last_name, beneficiary_number },
        })
    }
}
