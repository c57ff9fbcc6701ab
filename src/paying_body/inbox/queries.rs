//! The inbox: the one table that is read across landlords.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::ItemKind;
use super::dto::{InboxFilter, InboxItem};
use crate::db::schema::inbox;
use crate::db::{Conn, Scope};
use crate::http::page::PageRequest;
use crate::http::{Page, Problem};
use crate::values::beneficiary_number::PayingBodyCode;
use crate::values::typed_id::LandlordId;

type Found = (LandlordId, ItemKind, String, NaiveDateTime, bool);

impl Scope<'_> {
    /// Puts something that was submitted before the paying body of its tenant.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn inbox_add(
        &mut self,
        kind: ItemKind,
        id: &str,
        paying_body: &PayingBodyCode,
        submitted_at: DateTime<Utc>,
        late: bool,
    ) -> Result<(), Problem> {
        let landlord = self.landlord();
        diesel::insert_into(inbox::table)
            .values((
                inbox::paying_body_code.eq(paying_body),
                inbox::submitted_at.eq(submitted_at.naive_utc()),
                inbox::id.eq(id),
                inbox::landlord_id.eq(landlord),
                inbox::kind.eq(kind),
                inbox::late.eq(late),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// Takes something out that no longer awaits a decision; what is not there stays away.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn inbox_remove(&mut self, kind: ItemKind, id: &str) -> Result<(), Problem> {
        let landlord = self.landlord();
        diesel::delete(inbox::table.filter(inbox::landlord_id.eq(landlord)).filter(inbox::kind.eq(kind)).filter(inbox::id.eq(id)))
            .execute(self.conn())?;
        Ok(())
    }
}

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
