//! Bodies of JSON as handlers take them, of operations that take no parameter.

use actix_web::{FromRequest, HttpRequest, dev};

use super::body::{Body, decode};
use super::query::{self, NoParameters};
use super::received::{Pending, read_json};
use crate::problem::{Code, Problem};

/// A JSON body, judged with the query string beside it.
pub struct Json<T>(pub T);

/// A JSON merge patch (RFC 7396), judged with the query string beside it.
pub struct Patch<T>(pub T);

impl<T: Body> FromRequest for Json<T> {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let read = read::<T>(request, payload, &["application/json"]);
        Box::pin(async move { read.await.map(Json) })
    }
}

impl<T: Body> FromRequest for Patch<T> {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let read = read::<T>(request, payload, &["application/merge-patch+json", "application/json"]);
        Box::pin(async move { read.await.map(Patch) })
    }
}

fn read<T: Body>(request: &HttpRequest, payload: &mut dev::Payload, accepted: &'static [&'static str]) -> Pending<T> {
    let bytes = read_json(request, payload, accepted);
    let request = request.clone();
    Box::pin(async move {
        let body = decode::<T>(&bytes.await?);
        let none = query::read::<NoParameters>(request.query_string());
        together(body, none, Ok(())).map(|(body, _none, ())| body)
    })
}

/// All three, or every fault of all three; what cannot be read at all comes before faults.
///
/// # Errors
/// The first that is no fault of fields, else 422 with all of them.
pub fn together<A, B, C>(a: Result<A, Problem>, b: Result<B, Problem>, c: Result<C, Problem>) -> Result<(A, B, C), Problem> {
    match (a, b, c) {
        (Ok(a), Ok(b), Ok(c)) => Ok((a, b, c)),
        (a, b, c) => {
            let problems: Vec<Problem> = [a.err(), b.err(), c.err()].into_iter().flatten().collect();
            if let Some(unreadable) = problems.iter().find(|problem| problem.code() != Code::ValidationFailed) {
                return Err(unreadable.clone());
            }
            Err(Problem::validation(problems.iter().flat_map(|problem| problem.errors().to_vec()).collect()))
        }
    }
}
