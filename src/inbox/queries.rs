//! Into the inbox and out of it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::ItemKind;
use crate::db::Scope;
use crate::db::schema::inbox;
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;

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
