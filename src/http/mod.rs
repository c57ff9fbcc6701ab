//! The conventions of the service, once for all features: problem documents, bodies and parameters
//! judged by the document, pages, entity tags, idempotent submissions, languages.

pub mod accept;
pub mod body;
pub mod codes;
pub mod compress;
pub mod edge;
pub mod etag;
pub mod judge;
pub mod language;
pub mod page;
pub mod path;
pub mod problem;
pub mod query;
pub mod respond;
pub mod routing;
pub mod submission;
pub mod warning;

pub use body::{Json, Patch};
pub use codes::Code;
pub use language::{Language, Text};
pub use page::{Page, PageRequest};
pub use path::Path;
pub use problem::{FieldError, Problem};
pub use query::Query;
pub use respond::{Listing, One};
pub use submission::{Answer, Submission};
