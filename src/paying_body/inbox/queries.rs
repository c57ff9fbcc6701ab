//! The inbox: the one table that is read across landlords.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dto::{InboxFilter, InboxItem};
use crate::db::Db;
use crate::db::among::among;
use crate::db::ask::{Limited, statement};
use crate::db::schema::inbox;
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::inbox::ItemKind;
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::LandlordId;

type Found = (LandlordId, ItemKind, String, NaiveDateTime, bool);

statement! {
    /// One page of a paying body's inbox, and one more to know whether another page follows.
    fn Inbox { code: PayingBodyCode, kinds: Vec<ItemKind>, late: Option<bool>, after: Option<(NaiveDateTime, String)>, limit: i64 } -> Found,
        generic if |list| list.kinds.is_empty() && list.late.is_none();
    {
        let mut query = inbox::table
            .filter(inbox::paying_body_code.eq(code))
            .select((inbox::landlord_id, inbox::kind, inbox::id, inbox::submitted_at, inbox::late))
            .into_boxed::<DB>();
        if let Some((at, id)) = after {
            query = query.filter(inbox::submitted_at.ge(at)).filter(inbox::submitted_at.gt(at).or(inbox::id.gt(id)));
        }
        among!(query, inbox::kind, kinds);
        if let Some(late) = late {
            query = query.filter(inbox::late.eq(late));
        }
        Limited(query.order((inbox::submitted_at, inbox::id)), limit)
    }
}

/// One page of a paying body's inbox, the oldest first.
pub async fn inbox_of(db: &Db, code: PayingBodyCode, filter: &InboxFilter, page: &PageRequest) -> Result<Page<InboxItem>, Problem> {
    let rows = db.ask(Inbox { code, kinds: filter.kind.clone(), late: filter.late, after: page.after()?, limit: page.probe() }).await?;
    page.page(rows, |(_, _, id, at, _)| (*at, id.clone()), shown)
}

fn shown((landlord_id, kind, id, submitted_at, late): Found) -> InboxItem {
    let href = format!("/v1/paying-body/landlords/{landlord_id}/{}/{id}", kind.segment());
    InboxItem { landlord_id, kind, id, submitted_at: submitted_at.and_utc(), late, href }
}
