//! What is awaited of a landlord: to-dos gathered from the features that await something.

use chrono::NaiveDate;

use super::dto::{Todo, TodoFilter};
use super::model::TodoKind;
use crate::db::Scope;
use crate::http::page::PageRequest;
use crate::http::{Page, Problem};
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
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        page.page(found, |(key, _)| key.clone(), |(_, todo)| todo)
    }
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
