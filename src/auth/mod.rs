//! Who calls, for whom, and what they may do: OAuth 2.0 client credentials (RFC 6749 §4.4), signed
//! access tokens (RFC 9068), scopes demanded by the parameter type of each handler.

pub mod asked;
pub mod clients;
pub mod demo;
pub mod dto;
pub mod extract;
pub mod keys;
pub mod queries;
pub mod rotation;
pub mod routes;
pub mod scopes;
pub mod seal;
pub mod token;
pub mod use_notes;

pub use extract::{AnyCaller, Caller, PayingBodyCaller};
pub use keys::Keyring;
