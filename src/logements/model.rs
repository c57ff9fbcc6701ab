//! What a housing unit is.

use crate::values::text_sql::text_enum;

text_enum! {
    /// What is let.
    pub enum LogementKind {
        Apartment = "apartment",
        House = "house",
        /// A room in a dwelling.
        Room = "room",
        Other = "other",
    }
}

text_enum! {
    /// Whether the landlord manages the housing unit today.
    pub enum LogementStatus {
        Managed = "managed",
        Ended = "ended",
    }
}
