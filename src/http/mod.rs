//! The conventions of the service, once for all features: problem documents, bodies and parameters
//! judged by the document, pages, entity tags, idempotent submissions, languages.

pub mod accept;
pub mod body;
pub mod compress;
pub mod edge;
pub mod etag;
pub mod judge;
pub mod language;
pub mod mark;
pub mod page;
pub mod path;
pub mod query;
pub mod render;
pub mod respond;
pub mod routes;
pub mod routing;
pub mod submission;
pub mod unparsed;

pub use body::{Json, Patch};
pub use page::{Page, PageRequest};
pub use path::Path;
pub use query::Query;
pub use respond::{Listing, One};
pub use submission::Submission;
