//! What is awaited of a landlord: to-dos gathered from the features that await something.

use chrono::NaiveDate;

use super::dto::{Todo, TodoFilter};
use super::model::TodoKind;
use crate::db::Reader;
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::impayes::life::NextDueKind;
use crate::impayes::queries::{CaseDue, CasesDue};
use crate::problem::Problem;
use crate::rent_campaigns::model::StandingReason;
use crate::tenancies::TenantSummary;
use crate::tenants::queries::RentsAwaited;
use crate::values::typed_id::{LogementId, ReferenceId, RentDeclarationId};

/// The order of the list: the day, then the id of the object.
type Key = (NaiveDate, String);

impl Reader<'_> {
    /// One page of to-dos, the soonest first. Each source is asked for one page at most.
    pub(super) async fn todos(&self, filter: TodoFilter, page: &PageRequest) -> Result<Page<Todo>, Problem> {
        let after: Option<Key> = page.after()?;
        let named = filter.sought();
        if named.is_nobody {
            return Ok(Page { data: Vec::new(), next_cursor: None });
        }
        let wanted = |kind| filter.kind.is_empty() || filter.kind.contains(&kind);
        let campaign = if wanted(TodoKind::RentToDeclare) { self.current_campaign().await? } else { None };
        let rents_due_on = campaign.as_ref().map(|campaign| campaign.cutoff_on);
        let rents = campaign.filter(|campaign| after.as_ref().is_none_or(|(day, _)| *day <= campaign.cutoff_on));
        let rents = rents.map(|campaign| RentsAwaited {
            landlord: self.landlord(),
            today: self.today(),
            references: filter.reference_id.clone(),
            logement_ids: filter.logement_id.clone(),
            named: named.clone(),
            after: after.as_ref().filter(|(day, _)| *day == campaign.cutoff_on).map(|(_, id)| id.clone()),
            limit: page.probe(),
            campaign,
        });
        let cases = (wanted(TodoKind::PlanDue) || wanted(TodoKind::CheckDue)).then(|| CasesDue {
            landlord: self.landlord(),
            kinds: filter.kind.iter().copied().filter_map(due_kind).collect(),
            references: filter.reference_id.clone(),
            logement_ids: filter.logement_id.clone(),
            named: named.clone(),
            after: after.clone(),
            limit: page.probe(),
        });
        let (rents, cases) = self.ask((rents, cases)).await?;
        let rents = rents_due_on.into_iter().flat_map(|due_on| rents.iter().cloned().map(move |rent| rent_to_declare(due_on, rent)));
        let mut found: Vec<(Key, Todo)> = rents.chain(cases.into_iter().filter_map(case_due)).collect();
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        page.page(found, |(key, _)| key.clone(), |(_, todo)| todo)
    }
}

fn due_kind(kind: TodoKind) -> Option<NextDueKind> {
    match kind {
        TodoKind::RentToDeclare => None,
        TodoKind::PlanDue => Some(NextDueKind::Plan),
        TodoKind::CheckDue => Some(NextDueKind::Check),
    }
}

fn case_due((kind, on, impaye_id, tenant, logement_id, reference_id): CaseDue) -> Option<(Key, Todo)> {
    let (kind, due_on) = kind.zip(on)?;
    let key = (due_on, impaye_id.to_string());
    let todo = Todo {
        kind: match kind {
            NextDueKind::Plan => TodoKind::PlanDue,
            NextDueKind::Check => TodoKind::CheckDue,
        },
        due_on,
        href: format!("/v1/impayes/{impaye_id}"),
        tenant_id: Some(tenant.id.clone()),
        tenant: Some(tenant),
        logement_id: Some(logement_id),
        impaye_id: Some(impaye_id),
        reason: None,
        declaration_id: None,
        reference_id,
    };
    Some((key, todo))
}

type Awaited = (TenantSummary, LogementId, ReferenceId, Option<RentDeclarationId>);

fn rent_to_declare(due_on: NaiveDate, (tenant, logement_id, reference_id, rejected): Awaited) -> (Key, Todo) {
    let key = (due_on, tenant.id.to_string());
    let todo = Todo {
        kind: TodoKind::RentToDeclare,
        due_on,
        href: format!("/v1/tenants/{}", tenant.id),
        tenant_id: Some(tenant.id.clone()),
        tenant: Some(tenant),
        logement_id: Some(logement_id),
        impaye_id: None,
        reason: rejected.is_some().then_some(StandingReason::Rejected),
        declaration_id: rejected,
        reference_id,
    };
    (key, todo)
}
