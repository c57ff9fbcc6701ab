//! Whose an item is, asked together with the item.

use diesel::prelude::*;

use super::dto::ItemLandlord;
use crate::db::ask::statement;
use crate::db::schema::{changes, impayes, landlord_references, landlords, logements, rent_declarations, tenants};
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::siret::Siret;
use crate::values::typed_id::{ChangeId, ImpayeId, LandlordId, RentDeclarationId};

/// The landlord's name and SIRET.
type Found = (String, Option<Siret>);

/// Who sent an item about a tenant; nobody when the tenant is not of this paying body.
macro_rules! sender {
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
                    .select((landlords::name, landlords::siret))
            }
        }
    };
}

sender! {
    /// Who sent a declaration.
    SenderOfDeclaration of rent_declarations, RentDeclarationId
}

sender! {
    /// Who reported an arrears case.
    SenderOfImpaye of impayes, ImpayeId
}

statement! {
    /// Who sent a change; nobody when the tenant, or the reference of a unit alone, is not of this
    /// paying body.
    pub(super) fn SenderOfChange { landlord: LandlordId, id: ChangeId, code: PayingBodyCode } -> Found, generic if |_one| true;
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
            .select((landlords::name, landlords::siret))
    }
}

/// The landlord of an item.
///
/// # Errors
/// 404 when the item is not of this paying body: for another one it is absent.
pub(super) fn sender(landlord: &LandlordId, rows: Vec<Found>) -> Result<ItemLandlord, Problem> {
    let (name, siret) = rows.into_iter().next().ok_or_else(Problem::not_found)?;
    Ok(ItemLandlord { id: landlord.clone(), name, siret })
}
