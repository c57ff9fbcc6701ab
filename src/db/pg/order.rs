//! Sending in an order.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use diesel::QueryResult;

/// A statement on its way.
pub type Sent<'a> = Pin<Box<dyn Future<Output = QueryResult<()>> + 'a>>;

/// Polls futures in their order, each time, until all are done: what sends something at its first poll
/// so sends it behind those before it.
pub async fn in_order<T>(sends: Vec<Sent<'_>>, own: impl Future<Output = QueryResult<T>>) -> QueryResult<T> {
    let mut sends: Vec<Option<Sent<'_>>> = sends.into_iter().map(Some).collect();
    let mut own = std::pin::pin!(own);
    let mut failed = None;
    let mut answer = None;
    poll_fn(|context| {
        let mut waiting = false;
        for place in &mut sends {
            let Some(send) = place else { continue };
            match send.as_mut().poll(context) {
                Poll::Pending => waiting = true,
                Poll::Ready(outcome) => {
                    *place = None;
                    failed = failed.take().or(outcome.err());
                }
            }
        }
        if answer.is_none() {
            match own.as_mut().poll(context) {
                Poll::Pending => waiting = true,
                Poll::Ready(outcome) => answer = Some(outcome),
            }
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    match (failed, answer) {
        (Some(error), _) => Err(error),
        (None, Some(answer)) => answer,
        (None, None) => Err(super::gone()),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use diesel::result::Error;

    use super::*;

    /// Notes its first poll, and is done at its `polls`-th.
    fn noted<'a>(log: &'a RefCell<Vec<u8>>, name: u8, mut polls: u32, outcome: QueryResult<()>) -> Sent<'a> {
        let (mut first, mut outcome) = (true, Some(outcome));
        Box::pin(poll_fn(move |context| {
            if std::mem::take(&mut first) {
                log.borrow_mut().push(name);
            }
            polls -= 1;
            match outcome.take_if(|_| polls == 0) {
                Some(outcome) => Poll::Ready(outcome),
                None => {
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
            }
        }))
    }

    #[actix_web::test]
    async fn all_are_sent_in_their_order_before_any_is_answered() {
        let log = RefCell::default();
        // More than an executor polls in one go.
        let sends = (0..100).map(|name| noted(&log, name, 5, Ok(()))).collect();
        let own = async {
            log.borrow_mut().push(100);
            Ok(7)
        };
        assert_eq!(in_order(sends, own).await, Ok(7));
        assert_eq!(log.into_inner(), (0..=100).collect::<Vec<u8>>());
    }

    #[actix_web::test]
    async fn the_failure_that_came_first_in_order_of_time_is_told_and_the_answer_is_not() {
        let log = RefCell::default();
        let sends =
            vec![noted(&log, 0, 1, Ok(())), noted(&log, 1, 2, Err(Error::NotFound)), noted(&log, 2, 3, Err(Error::RollbackTransaction))];
        assert_eq!(in_order(sends, async { Ok(()) }).await, Err(Error::NotFound));
    }
}
