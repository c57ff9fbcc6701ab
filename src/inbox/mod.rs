//! The inbox: what landlords sent and nobody decided yet. An item enters when it is submitted and
//! leaves when it is decided, superseded or cancelled, in the transaction that does it.

mod model;
mod queries;

pub use model::{Decision, ItemKind};
