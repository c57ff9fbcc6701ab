//! What is awaited of a landlord: to-dos gathered from the features that await something.

use chrono::NaiveDate;

use super::dto::{Todo, TodoFilter};
use super::model::TodoKind;
use crate::db::Scope;
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::impayes::life::NextDueKind;
use crate::impayes::queries::CaseDue;
use crate::problem::Problem;
use crate::tenants::queries::Awaited;

/// The order of the list: the day, then the id of the object.
type Key = (NaiveDate, String);

impl Scope<'_> {
    /// One page of to-dos, the soonest first. Each source is asked for one page at most.
    pub(super) fn todos(&mut self, filter: &TodoFilter, page: &PageRequest) -> Result<Page<Todo>, Problem> {
        let after: Option<Key> = page.after()?;
        let mut found: Vec<(Key, Todo)> = Vec::new();
        if filter.kind.is_none_or(|kind| kind == TodoKind::RentToDeclare) {
            let due = self.rents_awaited(&filter.reference_id, &filter.logement_id, after.as_ref(), page.probe())?;
            found.extend(due.into_iter().map(rent_to_declare));
        }
        let cases = match filter.kind {
            None => Some(None),
            Some(TodoKind::PlanDue) => Some(Some(NextDueKind::Plan)),
            Some(TodoKind::CheckDue) => Some(Some(NextDueKind::Check)),
            Some(TodoKind::RentToDeclare) => None,
        };
        if let Some(kind) = cases {
            let due = self.cases_due(kind, &filter.reference_id, &filter.logement_id, after.as_ref(), page.probe())?;
            found.extend(due.into_iter().map(case_due));
        }
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        page.page(found, |(key, _)| key.clone(), |(_, todo)| todo)
    }
}

fn case_due(due: CaseDue) -> (Key, Todo) {
    let key = (due.on, due.impaye_id.to_string());
    let todo = Todo {
        kind: match due.kind {
            NextDueKind::Plan => TodoKind::PlanDue,
            NextDueKind::Check => TodoKind::CheckDue,
        },
        due_on: due.on,
        href: format!("/v1/impayes/{}", due.impaye_id),
        tenant_id: Some(due.tenant_id),
        logement_id: Some(due.logement_id),
        impaye_id: Some(due.impaye_id),
        reference_id: due.reference_id,
    };
    (key, todo)
}

fn rent_to_declare(awaited: Awaited) -> (Key, Todo) {
    let key = (awaited.due_on, awaited.tenant_id.to_string());
    let todo = Todo {
        kind: TodoKind::RentToDeclare,
        due_on: awaited.due_on,
        href: format!("/v1/tenants/{}", awaited.tenant_id),
        tenant_id: Some(awaited.tenant_id),
        logement_id: Some(awaited.logement_id),
        impaye_id: None,
        reference_id: awaited.reference_id,
    };
    (key, todo)
}
