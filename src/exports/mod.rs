//! The export of a list as CSV (R108). A list has one way to be read, page by page: an export reads its
//! pages to the end and sends each as it comes, so that its memory does not grow with the list.
//!
//! A feature says which columns its rows have, nothing more.

mod queries;
mod stream;

pub use queries::PaidUnder;
pub use stream::{answer, rows};

use actix_web::http::header::{HeaderValue, VARY};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::columns::{Cell, Column};
use crate::http::accept;
use crate::http::respond::list;
use crate::problem::Problem;
use crate::values::text::Text;
use crate::values::typed_id::ReferenceId;

/// A column, and what an item has in it. The second argument is the landlord's reference that the item
/// belongs to.
pub type Of<T> = (Column, for<'a> fn(&'a T, &'a PaidUnder) -> Cell<'a>);

/// An item of a list that is exported.
pub trait Exported: Sized + 'static {
    /// The columns, in their order. Within `/v1` further ones come at the end.
    const COLUMNS: &'static [Of<Self>];

    /// The landlord's reference that it belongs to.
    fn reference_id(&self) -> &ReferenceId;
}

/// The name of a file in both languages, without the ending.
pub type FileName = Text;

const JSON: &str = "application/json";
const CSV: &str = "text/csv";

/// Whether the export of a list is asked for, and not a page of it.
///
/// # Errors
/// 406 when the caller accepts neither.
pub fn is_asked_for(request: &HttpRequest) -> Result<bool, Problem> {
    Ok(accept::choose(request, &[JSON, CSV])? == CSV)
}

/// A page of a list that can be exported as well.
pub fn page(request: &HttpRequest, envelope: &impl Serialize, next_cursor: Option<&str>) -> HttpResponse {
    let mut response = list(request, envelope, next_cursor);
    response.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
    response
}
