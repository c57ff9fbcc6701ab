//! The inbox: what landlords sent and nobody decided yet. An item enters when it is submitted and
//! leaves when it is decided, superseded or cancelled, in the transaction that does it.

pub mod dto;
mod queries;
pub mod routes;

use crate::values::text_sql::text_enum;

text_enum! {
    /// What awaits a decision.
    pub enum ItemKind {
        RentDeclaration = "rent_declaration",
        Change = "change",
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
