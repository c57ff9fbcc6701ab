//! The list of changes.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Found, Row, shown};
use crate::acts::lists::sent;
use crate::changes::dto::{Change, ChangeFilter};
use crate::db::Reader;
use crate::db::ask::{Limited, statement};
use crate::db::schema::{changes, receipts, tenants};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::problem::Problem;
use crate::tenancies::joins::chosen;
use crate::tenancies::{Chosen, TenantSummary};
use crate::values::typed_id::{ChangeId, LandlordId};

statement! {
    /// One page of the landlord's changes, and one more to know whether another page follows.
    fn ChangeList {
        landlord: LandlordId, filter: ChangeFilter, chosen: Chosen, after: Option<(NaiveDateTime, ChangeId)>, limit: i64
    } -> Found, generic if |list| list.filter.is_plain();
    {
        let mut query = owned!(landlord.clone()).left_join(named_tenant!()).select(columns!(DB)).into_boxed::<DB>();
        if let Some((at, id)) = after {
            query = query.filter(changes::submitted_at.le(at)).filter(changes::submitted_at.lt(at).or(changes::id.lt(id)));
        }
        if let Some(kind) = filter.r#type {
            query = query.filter(changes::kind.eq(kind));
        }
        if let Some(tenant) = filter.tenant_id {
            query = query.filter(changes::tenant_id.eq(tenant));
        }
        if let Some(status) = filter.status {
            query = query.filter(changes::status.eq(status));
        }
        if !filter.reference_id.is_empty() {
            query = query.filter(changes::reference_id.eq_any(filter.reference_id));
        }
        if !filter.logement_id.is_empty() {
            query = query.filter(changes::logement_id.eq_any(filter.logement_id));
        }
        sent!(query, changes, filter);
        chosen!(query, DB, landlord, changes::tenant_id.assume_not_null(), chosen);
        Limited(query.order((changes::submitted_at.desc(), changes::id.desc())), limit)
    }
}

impl Reader<'_> {
    /// One page of changes, the latest received first.
    pub(in crate::changes) async fn changes(&self, filter: ChangeFilter, page: &PageRequest) -> Result<Page<Change>, Problem> {
        let (landlord, after) = (self.landlord(), page.after()?);
        let chosen = self.chosen(filter.sought()).await?;
        let list = chosen.is_somebody().then(|| ChangeList { landlord, filter, chosen, after, limit: page.probe() });
        let rows = self.ask(list).await?;
        let page = page.page(rows, |(row, ..)| (row.submitted_at, row.id.clone()), |found| shown(found, self.language()))?;
        Ok(Page { data: page.data.into_iter().collect::<Result<_, Problem>>()?, next_cursor: page.next_cursor })
    }
}
