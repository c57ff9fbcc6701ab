//! What open cases await: the to-dos of arrears.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::Scope;
use crate::db::schema::impayes;
use crate::impayes::life::NextDueKind;
use crate::problem::Problem;
use crate::tenancies::states::Open;
use crate::values::typed_id::{ImpayeId, LogementId, ReferenceId, TenantId};

/// Something awaited of an open case.
pub struct CaseDue {
    pub kind: NextDueKind,
    pub on: NaiveDate,
    pub impaye_id: ImpayeId,
    pub tenant_id: TenantId,
    pub logement_id: LogementId,
    pub reference_id: ReferenceId,
}

impl Scope<'_> {
    /// Plans and checks that are due, the soonest first.
    pub(crate) fn cases_due(
        &mut self,
        kind: Option<NextDueKind>,
        references: &[ReferenceId],
        logement_ids: &[LogementId],
        after: Option<&(NaiveDate, String)>,
        limit: i64,
    ) -> Result<Vec<CaseDue>, Problem> {
        type Due = (Option<NextDueKind>, Option<NaiveDate>, ImpayeId, TenantId, LogementId, ReferenceId);
        let landlord = self.landlord();
        let mut query = impayes::table
            .filter(impayes::landlord_id.eq(landlord))
            .filter(impayes::next_due_on.is_not_null())
            .filter(Open)
            .select((
                impayes::next_due_kind,
                impayes::next_due_on,
                impayes::id,
                impayes::tenant_id,
                impayes::logement_id,
                impayes::reference_id,
            ))
            .into_boxed();
        if let Some(kind) = kind {
            query = query.filter(impayes::next_due_kind.eq(kind));
        }
        if !references.is_empty() {
            query = query.filter(impayes::reference_id.eq_any(references));
        }
        if !logement_ids.is_empty() {
            query = query.filter(impayes::logement_id.eq_any(logement_ids));
        }
        if let Some((day, id)) = after {
            query = query.filter(impayes::next_due_on.ge(*day)).filter(impayes::next_due_on.gt(*day).or(impayes::id.gt(id.clone())));
        }
        let rows: Vec<Due> = query.order((impayes::next_due_on, impayes::id)).limit(limit).load(self.conn())?;
        let due = |(kind, on, impaye_id, tenant_id, logement_id, reference_id): Due| {
            let (kind, on) = kind.zip(on)?;
            Some(CaseDue { kind, on, impaye_id, tenant_id, logement_id, reference_id })
        };
        Ok(rows.into_iter().filter_map(due).collect())
    }
}
