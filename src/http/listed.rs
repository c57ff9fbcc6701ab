//! What every list is asked: who calls, which items, which page.

use std::future::Future;
use std::pin::Pin;

use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, dev};
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::page::{Cursor, Limit, PageRequest};
use super::query;
use super::seal::CursorSeal;
use crate::problem::Problem;

/// The filter of a list; see [`list_filters`].
pub trait ListFilter: DeserializeOwned + ToSchema + 'static {
    /// How many items are asked for.
    fn limit(&self) -> Option<Limit>;

    /// Where the page before ended.
    fn cursor(&self) -> Option<&Cursor>;
}

/// Makes filters of lists of types with the fields `limit` and `cursor`, and documents them.
macro_rules! list_filters {
    ($($filter:ty),* $(,)?) => {$(
        $crate::query_parameters!($filter);

        impl $crate::http::listed::ListFilter for $filter {
            fn limit(&self) -> Option<$crate::http::page::Limit> {
                self.limit
            }

            fn cursor(&self) -> Option<&$crate::http::page::Cursor> {
                self.cursor.as_ref()
            }
        }
    )*};
}
pub(crate) use list_filters;

/// A caller to whom a list belongs: its cursors are of no use to another.
pub trait ListOwner: FromRequest<Error = Problem> + 'static {
    /// The landlord or paying body.
    fn owner(&self) -> &str;
}

/// The caller `C`, then the filter `F` and the page: nothing is read for a caller who is refused.
pub struct Listed<C, F> {
    pub caller: C,
    pub filter: F,
    pub page: PageRequest,
}

impl<C: ListOwner, F: ListFilter> FromRequest for Listed<C, F> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let known = C::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let caller = known.await?;
            let given = query::given::<F>(request.query_string())?;
            let (filter, list) = (given.filter, format!("{}\n{}", request.path(), given.meaning));
            let page = PageRequest::new(seal_of(&request)?, caller.owner(), &list, filter.limit(), filter.cursor())?;
            Ok(Self { caller, filter, page })
        })
    }
}

fn seal_of(request: &HttpRequest) -> Result<std::sync::Arc<CursorSeal>, Problem> {
    let seal = request.app_data::<Data<CursorSeal>>().ok_or_else(|| Problem::internal("the application is not wired"))?;
    Ok(Data::clone(seal).into_inner())
}
