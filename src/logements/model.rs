//! What a housing unit is.

use crate::values::address::Address;
use crate::values::search_key;
use crate::values::text_sql::text_enum;

text_enum! {
    /// What is let.
    pub enum LogementKind {
        /// An apartment.
        Apartment = "apartment",
        /// A house.
        House = "house",
        /// A room in a dwelling.
        Room = "room",
        /// Something else, such as a mobile home.
        Other = "other",
    }
}

text_enum! {
    /// Whether the landlord manages the housing unit today.
    pub enum LogementStatus {
        /// Managed today.
        Managed = "managed",
        /// The last day of management has passed.
        Ended = "ended",
    }
}

/// The key that a search of housing units looks into: address and city, the reference with the paying body,
/// the landlord's own.
pub fn search_key(address: &Address, reference: &str, landlord_reference: Option<&str>) -> String {
    let Address { line1, line2, postal_code, city, .. } = address;
    search_key::search_key(&[
        line1,
        line2.as_deref().unwrap_or_default(),
        postal_code.as_deref().unwrap_or_default(),
        city,
        reference,
        landlord_reference.unwrap_or_default(),
    ])
}
