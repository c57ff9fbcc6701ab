//! What open cases await: the to-dos of arrears.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::among::among;
use crate::db::ask::{Limited, statement};
use crate::db::schema::{impayes, tenants};
use crate::impayes::life::NextDueKind;
use crate::tenancies::joins::{sought, tenant_of};
use crate::tenancies::states::Open;
use crate::tenancies::{Sought, TenantSummary};
use crate::values::typed_id::{ImpayeId, LandlordId, LogementId, ReferenceId};

/// What is awaited of an open case, by when, of which case, tenant, housing unit and reference.
pub type CaseDue = (Option<NextDueKind>, Option<NaiveDate>, ImpayeId, TenantSummary, LogementId, ReferenceId);

statement! {
    /// Plans and checks of the landlord's that are due, the soonest first.
    pub fn CasesDue {
        landlord: LandlordId,
        kinds: Vec<NextDueKind>,
        references: Vec<ReferenceId>,
        logement_ids: Vec<LogementId>,
        named: Sought,
        after: Option<(NaiveDate, String)>,
        limit: i64,
    } -> CaseDue;
    {
        let mut query = impayes::table
            .inner_join(tenant_of!(impayes))
            .filter(impayes::landlord_id.eq(landlord))
            .filter(impayes::next_due_on.is_not_null())
            .filter(Open)
            .select((
                impayes::next_due_kind,
                impayes::next_due_on,
                impayes::id,
                <TenantSummary as SelectableHelper<DB>>::as_select(),
                impayes::logement_id,
                impayes::reference_id,
            ))
            .into_boxed::<DB>();
        among!(query, impayes::next_due_kind, kinds);
        among!(query, impayes::reference_id, references);
        among!(query, impayes::logement_id, logement_ids);
        sought!(query, named);
        if let Some((day, id)) = after {
            query = query.filter(impayes::next_due_on.ge(day)).filter(impayes::next_due_on.gt(day).or(impayes::id.gt(id)));
        }
        Limited(query.order((impayes::next_due_on, impayes::id)), limit)
    }
}
