//! Who an item is about, asked together with the item.

use diesel::prelude::*;

use super::dto::{ItemLandlord, ItemTenant, Parties};
use crate::db::ask::statement;
use crate::db::schema::{changes, impayes, landlord_references, landlords, logements, rent_declarations, tenants};
use crate::problem::Problem;
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::paying_body::PayingBodyCode;
use crate::values::siret::Siret;
use crate::values::typed_id::{ChangeId, ImpayeId, LandlordId, RentDeclarationId, TenantId};

type Named = (TenantId, String, String, BeneficiaryNumber);

/// The landlord's name and SIRET, and the tenant unless it is about a housing unit alone.
type Found = (String, Option<Siret>, Option<Named>);

/// What is read of a tenant.
const TENANT: (tenants::id, tenants::first_name, tenants::last_name, tenants::beneficiary_number) =
    (tenants::id, tenants::first_name, tenants::last_name, tenants::beneficiary_number);

/// The parties of an item about a tenant; nobody when the tenant is not of this paying body.
macro_rules! parties {
    ($(#[$doc:meta])* $name:ident of $table:ident, $id:ty) => {
        statement! {
            $(#[$doc])*
            pub(super) fn $name { landlord: LandlordId, id: $id, code: PayingBodyCode } -> Found, generic if |_one| true;
            {
                $table::table
                    .inner_join(tenants::table.on(tenants::landlord_id.eq($table::landlord_id).and(tenants::id.eq($table::tenant_id))))
                    .inner_join(landlords::table.on(landlords::landlord_id.eq($table::landlord_id)))
                    .filter($table::landlord_id.eq(landlord))
                    .filter($table::id.eq(id))
                    .filter(tenants::paying_body_code.eq(code))
                    .select((landlords::name, landlords::siret, TENANT.nullable()))
            }
        }
    };
}

parties! {
    /// Who a declaration is about.
    PartiesOfDeclaration of rent_declarations, RentDeclarationId
}

parties! {
    /// Who an arrears case is about.
    PartiesOfImpaye of impayes, ImpayeId
}

statement! {
    /// Who a change is about; nobody when the tenant, or the reference of a unit alone, is not of this
    /// paying body.
    pub(super) fn PartiesOfChange { landlord: LandlordId, id: ChangeId, code: PayingBodyCode } -> Found, generic if |_one| true;
    {
        let of_tenant = tenants::paying_body_code.nullable().eq(code.clone());
        let of_unit = changes::tenant_id.is_null().and(landlord_references::paying_body_code.eq(code));
        changes::table
            .inner_join(landlords::table.on(landlords::landlord_id.eq(changes::landlord_id)))
            .inner_join(logements::table.on(logements::landlord_id.eq(changes::landlord_id).and(logements::id.eq(changes::logement_id))))
            .inner_join(landlord_references::table.on(
                landlord_references::landlord_id.eq(logements::landlord_id).and(landlord_references::id.eq(logements::reference_id)),
            ))
            .left_join(tenants::table.on(
                tenants::landlord_id.eq(changes::landlord_id).and(tenants::id.nullable().eq(changes::tenant_id)),
            ))
            .filter(changes::landlord_id.eq(landlord))
            .filter(changes::id.eq(id))
            .filter(of_tenant.or(of_unit.assume_not_null()))
            .select((landlords::name, landlords::siret, TENANT.nullable()))
    }
}

/// The landlord and, unless it is about a housing unit alone, the tenant.
///
/// # Errors
/// 404 when the item is not of this paying body: for another one it is absent.
pub(super) fn about(landlord: &LandlordId, rows: Vec<Found>) -> Result<(ItemLandlord, Option<ItemTenant>), Problem> {
    let (name, siret, tenant) = rows.into_iter().next().ok_or_else(Problem::not_found)?;
    let tenant = tenant.map(|(id, first_name, last_name, beneficiary_number)| ItemTenant { id, first_name, last_name, beneficiary_number });
    Ok((ItemLandlord { id: landlord.clone(), name, siret }, tenant))
}

/// The landlord and the tenant.
///
/// # Errors
/// As [`about`].
pub(super) fn parties(landlord: &LandlordId, rows: Vec<Found>) -> Result<Parties, Problem> {
    let (landlord, tenant) = about(landlord, rows)?;
    Ok(Parties { landlord, tenant: tenant.ok_or_else(Problem::not_found)? })
}
