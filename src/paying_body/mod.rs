//! The paying body's side: whoever loads landlords, housing units, tenants and payments, and opens
//! the campaigns.
//!
//! A roster file is one JSON object a line, upserted by `key` within its landlord. A load applies
//! only what differs from what was last loaded for that key, so that what a landlord changed since
//! stays; loading the same file twice changes nothing.

pub mod load;
