//! The list of changes.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Found, Names, Row, named_beside, shown};
use crate::acts::lists::sent;
use crate::changes::dto::{Change, ChangeFilter};
use crate::db::Reader;
use crate::db::among::among;
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
        among!(query, changes::kind, filter.r#type);
        if let Some(tenant) = filter.tenant_id {
            query = query.filter(changes::tenant_id.eq(tenant));
        }
        among!(query, changes::status, filter.status);
        if let Some(late) = filter.late {
            query = query.filter(changes::late.eq(late));
        }
        among!(query, changes::reference_id, filter.reference_id);
        among!(query, changes::logement_id, filter.logement_id);
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
        let list = chosen.is_somebody().then(|| ChangeList { landlord: landlord.clone(), filter, chosen, after, limit: page.probe() });
        let rows = self.ask(list).await?;
        let names = Names::of(self.ask(named_beside(&landlord, &rows)?).await?);
        let page = page.page(rows, |(row, ..)| (row.submitted_at, row.id.clone()), |found| shown(found, &names, self.language()))?;
        Ok(Page { data: page.data.into_iter().collect::<Result<_, Problem>>()?, next_cursor: page.next_cursor })
    }
}
