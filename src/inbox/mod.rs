//! The inbox: what landlords sent and nobody decided yet. An item enters when it is submitted and
//! leaves when it is decided, superseded or cancelled, in the transaction that does it: the doors of
//! [`crate::acts`] see to it.

mod model;

pub use model::{Decision, ItemKind};
