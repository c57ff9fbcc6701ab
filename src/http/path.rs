//! Ids in a path. A malformed one is a 404 like an unknown one, said at the place where the object
//! is looked up, so that faults of the body are told first.

use std::future::Future;
use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev};
use serde::de::DeserializeOwned;

use super::gate;
use crate::problem::Problem;

/// The variable parts of the path.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Path<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            gate::passed(&request).await?;
            let read = actix_web::web::Path::<T>::extract(&request).into_inner();
            // The framework's words quote the address.
            read.map(|path| Path(path.into_inner())).ok().ok_or_else(Problem::not_found)
        })
    }
}

/// An id as it stands in a path, not yet looked at.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(transparent)]
pub struct RawId(String);

impl RawId {
    /// The id, if it is one.
    ///
    /// # Errors
    /// 404 when it is malformed: nothing can carry such an id.
    pub fn parse<I: std::str::FromStr>(&self) -> Result<I, Problem> {
        self.0.parse().ok().ok_or_else(Problem::not_found)
    }
}
