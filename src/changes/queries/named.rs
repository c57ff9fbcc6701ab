//! Whom the effects of changes name.

use std::collections::HashMap;

use diesel::prelude::*;

use super::Found;
use crate::changes::dto::EffectOut;
use crate::changes::model::Effect;
use crate::db::ask::statement;
use crate::db::schema::tenants;
use crate::problem::Problem;
use crate::tenancies::TenantSummary;
use crate::values::text::Language;
use crate::values::typed_id::{LandlordId, LogementId, ReferenceId, TenantId};
use crate::values::words;

statement! {
    /// The tenants of some of the landlord's housing units.
    pub(crate) fn TenantsOfUnits { landlord: LandlordId, logements: Vec<LogementId> } -> TenantSummary;
    {
        tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::logement_id.eq_any(logements))
            .select(<TenantSummary as SelectableHelper<DB>>::as_select())
    }
}

/// The effects of a change, as they are kept.
pub(super) fn effects(kept: &str) -> Result<Vec<Effect>, Problem> {
    serde_json::from_str(kept).map_err(Problem::internal)
}

/// Asks for the tenants whom the effects of changes name beside the tenants of the changes: what a change does
/// reaches tenancies of its own housing unit alone. Most name nobody else, and nothing is asked.
///
/// # Errors
/// When what is kept cannot be read.
pub(crate) fn named_beside(landlord: &LandlordId, found: &[Found]) -> Result<Option<TenantsOfUnits>, Problem> {
    let mut logements = Vec::new();
    for (row, _, tenant) in found {
        let own = tenant.as_ref().map(|tenant| &tenant.id);
        if effects(&row.effects)?.iter().any(|effect| effect.tenant_id.is_some() && effect.tenant_id.as_ref() != own) {
            logements.push(row.logement_id.clone());
        }
    }
    logements.sort_unstable();
    logements.dedup();
    Ok((!logements.is_empty()).then(|| TenantsOfUnits { landlord: landlord.clone(), logements }))
}

/// Tenants by their ids.
pub(crate) struct Names(HashMap<TenantId, TenantSummary>);

impl Names {
    /// Those that were asked for.
    pub fn of(found: Vec<TenantSummary>) -> Self {
        Self(found.into_iter().map(|tenant| (tenant.id.clone(), tenant)).collect())
    }

    /// An effect of a change as the caller reads it. `own` is the tenant of the change, if it names one.
    ///
    /// # Errors
    /// When nobody asked for the tenant of the effect.
    pub(super) fn shown(
        &self,
        effect: Effect,
        own: Option<&TenantSummary>,
        reference: &ReferenceId,
        language: Language,
    ) -> Result<EffectOut, Problem> {
        let Effect { code, fr, en, tenant_id, logement_id, effective_on, coholders } = effect;
        let named = |id: &TenantId| own.filter(|own| own.id == *id).or_else(|| self.0.get(id)).cloned();
        let tenant = match &tenant_id {
            Some(id) => Some(named(id).ok_or_else(|| Problem::internal("an effect on a tenant that is not there"))?),
            None => None,
        };
        let reference_id = logement_id.as_ref().map(|_| reference.clone());
        // Texts stored before days were put in words hold `2026-11-30`.
        let detail = words::days_in(&language.of(fr, en), language);
        Ok(EffectOut { code, detail, tenant_id, tenant, logement_id, reference_id, effective_on, coholders })
    }
}
