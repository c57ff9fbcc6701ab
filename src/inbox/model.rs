//! What awaits a decision, and what was decided.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::values::paying_body::PayingBodyCode;
use crate::values::text_sql::text_enum;

text_enum! {
    /// What awaits a decision.
    pub enum ItemKind {
        /// A July rent.
        RentDeclaration = "rent_declaration",
        /// A change.
        Change = "change",
        /// An arrears case, or what came to it.
        Impaye = "impaye",
    }
}

impl ItemKind {
    /// Its kind in an address.
    pub const fn segment(self) -> &'static str {
        match self {
            Self::RentDeclaration => "rent-declarations",
            Self::Change => "changes",
            Self::Impaye => "impayes",
        }
    }
}

/// What the paying body decided.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Decision {
    /// The code of the paying body that decided.
    pub by: PayingBodyCode,
    /// The day of the decision, in Europe/Paris.
    pub on: NaiveDate,
    /// What the paying body said to the landlord; null when it accepted without a word.
    #[schema(max_length = 1000, example = "Le montant ne correspond pas au bail.")]
    pub reason: Option<String>,
}
