//! The caller is known before anything of a request is read.
//!
//! The extractors of a handler are all asked at once. So each of them works in its future alone, and
//! waits there until whoever calls has been let in.

use std::future::{Ready, poll_fn, ready};
use std::task::{Poll, Waker};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev};

use crate::problem::Problem;

/// Where a request stands; absent when its handler asks nobody who calls.
enum Gate {
    Shut(Vec<Waker>),
    Open,
}

/// Says that a caller is going to be judged.
pub fn shut(request: &HttpRequest) {
    request.extensions_mut().insert(Gate::Shut(Vec::new()));
}

/// Lets the request be read.
pub fn open(request: &HttpRequest) {
    let before = request.extensions_mut().insert(Gate::Open);
    if let Some(Gate::Shut(waiting)) = before {
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// Waits until the request may be read.
///
/// # Errors
/// `internal_error` when the handler has neither a caller nor [`Public`].
pub async fn passed(request: &HttpRequest) -> Result<(), Problem> {
    poll_fn(|context| match request.extensions_mut().get_mut::<Gate>() {
        Some(Gate::Open) => Poll::Ready(Ok(())),
        Some(Gate::Shut(waiting)) => {
            waiting.push(context.waker().clone());
            Poll::Pending
        }
        None => Poll::Ready(Err(Problem::internal("a handler reads its request without asking who calls"))),
    })
    .await
}

/// Stands first in a handler that anybody may call.
pub struct Public;

impl FromRequest for Public {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        open(request);
        ready(Ok(Self))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn what_reads_waits_for_the_caller_whichever_comes_first() {
        let request = TestRequest::default().to_http_request();
        shut(&request);
        let mut reads = Box::pin(passed(&request));
        assert!(reads.as_mut().now_or_never().is_none());
        open(&request);
        assert!(reads.now_or_never().unwrap().is_ok());
    }

    #[test]
    fn what_anybody_may_call_says_so() {
        let request = TestRequest::default().to_http_request();
        assert!(passed(&request).now_or_never().unwrap().is_err());
        let public = Public::extract(&request).into_inner();
        assert!(public.is_ok() && passed(&request).now_or_never().unwrap().is_ok());
    }
}
