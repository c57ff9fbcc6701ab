//! The inbox: the one table that is read across landlords.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dto::{InboxFilter, InboxItem};
use crate::db::Conn;
use crate::db::schema::inbox;
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::inbox::ItemKind;
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::LandlordId;

type Found = (LandlordId, ItemKind, String, NaiveDateTime, bool);

/// One page of a paying body's inbox, the oldest first.
pub fn inbox_of(conn: &mut Conn, code: &PayingBodyCode, filter: &InboxFilter, page: &PageRequest) -> Result<Page<InboxItem>, Problem> {
    let mut query = inbox::table
        .filter(inbox::paying_body_code.eq(code))
        .select((inbox::landlord_id, inbox::kind, inbox::id, inbox::submitted_at, inbox::late))
        .into_boxed();
    if let Some((at, id)) = page.after::<(NaiveDateTime, String)>()? {
        query = query.filter(inbox::submitted_at.ge(at)).filter(inbox::submitted_at.gt(at).or(inbox::id.gt(id)));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(inbox::kind.eq(kind));
    }
    let rows: Vec<Found> = query.order((inbox::submitted_at, inbox::id)).limit(page.probe()).load(conn)?;
    page.page(rows, |(_, _, id, at, _)| (*at, id.clone()), shown)
}

fn shown((landlord_id, kind, id, submitted_at, late): Found) -> InboxItem {
    let href = format!("/v1/paying-body/landlords/{landlord_id}/{}/{id}", kind.segment());
    InboxItem { landlord_id, kind, id, submitted_at: submitted_at.and_utc(), late, href }
}
