//! The landlord's references that rows of an export belong to.

use diesel::prelude::*;

use crate::db::Reader;
use crate::db::ask::statement;
use crate::db::schema::landlord_references;
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{LandlordId, ReferenceId};

/// A reference that a paying body knows the landlord by.
#[derive(Clone, Debug)]
pub struct PaidUnder {
    pub paying_body: PayingBodyCode,
    /// What the paying body calls the landlord.
    pub reference: String,
}

statement! {
    /// Some of the landlord's references.
    fn SomeReferences { landlord: LandlordId, ids: Vec<ReferenceId> } -> (ReferenceId, PayingBodyCode, String);
    {
        landlord_references::table
            .filter(landlord_references::landlord_id.eq(landlord))
            .filter(landlord_references::id.eq_any(ids))
            .select((landlord_references::id, landlord_references::paying_body_code, landlord_references::reference))
    }
}

impl Reader<'_> {
    /// Some of the landlord's references, by their ids; nothing is asked about none.
    pub(super) async fn paid_under(&self, ids: Vec<ReferenceId>) -> Result<Vec<(ReferenceId, PaidUnder)>, Problem> {
        let landlord = self.landlord();
        let rows = self.ask((!ids.is_empty()).then_some(SomeReferences { landlord, ids })).await?;
        Ok(rows.into_iter().map(|(id, paying_body, reference)| (id, PaidUnder { paying_body, reference })).collect())
    }
}
