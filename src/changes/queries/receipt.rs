//! The receipt of a change.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::changes::model::ChangeType;
use crate::changes::paper::Beside;
use crate::db::Reader;
use crate::db::ask::statement;
use crate::db::schema::{changes, logements, receipts};
use crate::problem::Problem;
use crate::receipts::{KEPT, Kept, Receipt};
use crate::values::address::Address;
use crate::values::typed_id::{ChangeId, LandlordId};

statement! {
    /// The receipt of one change, with what its paper says besides.
    fn OneReceipt { landlord: LandlordId, id: ChangeId } -> (Kept, (ChangeType, NaiveDate, i32, String, Address)), generic if |_one| true;
    {
        owned!(landlord)
            .inner_join(logements::table.on(logements::landlord_id.eq(changes::landlord_id).and(logements::id.eq(changes::logement_id))))
            .filter(changes::id.eq(id))
            .select((KEPT, (changes::kind, changes::effective_on, changes::version, changes::effects, logements::address)))
    }
}

impl Reader<'_> {
    /// The receipt of what was received last of one change, and what its paper says besides.
    pub(in crate::changes) async fn change_receipt(&self, id: ChangeId) -> Result<(Receipt, Beside), Problem> {
        let (kept, (kind, effective_on, version, effects, unit)) = self.one(OneReceipt { landlord: self.landlord(), id }).await?;
        let effects = serde_json::from_str(&effects).map_err(Problem::internal)?;
        Ok((crate::receipts::shown(kept)?, Beside { kind, effective_on, version, effects, unit }))
    }
}
