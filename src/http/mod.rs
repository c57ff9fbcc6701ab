//! The conventions of the service, once for all features: problem documents, bodies and parameters
//! judged by the document, pages, entity tags, idempotent submissions, languages.

pub mod accept;
pub mod body;
#[cfg(test)]
mod body_tests;
pub mod compress;
pub mod connection;
pub mod crowd;
pub mod edge;
pub mod etag;
pub mod faults;
mod feed;
pub mod filter;
pub mod gate;
pub mod json;
pub mod judge;
pub mod language;
pub mod limits;
pub mod listed;
pub mod mark;
pub mod media;
pub mod mend;
pub mod offers;
pub mod pace;
pub mod page;
pub mod path;
pub mod per_type;
pub mod query;
pub mod received;
pub mod render;
pub mod respond;
pub mod routes;
pub mod routing;
pub mod seal;
pub mod shape;
pub mod sift;
pub mod submission;
mod texts;
pub mod unparsed;
mod wanted;
pub mod weighted;

pub use gate::Public;
pub use json::{Json, Patch};
pub use listed::Listed;
pub use page::{Page, PageRequest};
pub use path::Path;
pub use query::Query;
pub use respond::{Listing, One};
pub use submission::Submission;
