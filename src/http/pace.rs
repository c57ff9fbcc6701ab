//! A body, read piece by piece as long as its sender keeps pace.

use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use futures_util::StreamExt;
use tokio::sync::watch;

use super::limits::{Pace, Traffic};
use super::received::unreadable;
use crate::problem::{Code, Problem};
use crate::values::text::Text;

/// A body on its way.
pub struct Paced {
    payload: Payload,
    pace: Pace,
    leaving: Duration,
    stopping: watch::Receiver<bool>,
    stopped: Option<Instant>,
    /// How long its sender was waited for.
    waited: Duration,
    received: u64,
}

impl Paced {
    /// A body of which nothing is read yet.
    pub fn new(payload: Payload, pace: Pace, traffic: &Traffic) -> Self {
        let stopping = traffic.stopping();
        Self { payload, pace, leaving: traffic.limits.leaving, stopping, stopped: None, waited: Duration::ZERO, received: 0 }
    }

    /// The next bytes; none at the end.
    ///
    /// # Errors
    /// 408 when they do not come in time, 503 when the service stops before, 400 when the body breaks off.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let from = Instant::now();
        let chunk = self.awaited(from).await;
        self.waited += from.elapsed();
        let chunk = chunk?.transpose().map_err(unreadable)?;
        self.received += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        Ok(chunk)
    }

    async fn awaited(&mut self, from: Instant) -> Result<Option<Result<Bytes, actix_web::error::PayloadError>>, Problem> {
        let due = tokio::time::sleep_until((from + self.patience()).into());
        let mut due = std::pin::pin!(due);
        loop {
            tokio::select! {
                // What has come is taken, however late it is.
                biased;
                chunk = self.payload.next() => return Ok(chunk),
                () = &mut due => return Err(if self.stopped.is_some() { going() } else { late() }),
                _told = self.stopping.wait_for(|stopping| *stopping), if self.stopped.is_none() => {
                    let end = Instant::now() + self.leaving;
                    self.stopped = Some(end);
                    let soon = due.deadline().min(end.into());
                    due.as_mut().reset(soon);
                }
            }
        }
    }

    /// How long the next bytes may take.
    fn patience(&self) -> Duration {
        let whole = self.pace.whole.saturating_sub(self.waited);
        let earned = Duration::from_secs_f64(self.received as f64 / f64::from(self.pace.rate.max(1)));
        let rate = (self.pace.grace + earned).saturating_sub(self.waited);
        let end = self.stopped.map_or(whole, |end| end.saturating_duration_since(Instant::now()));
        whole.min(self.pace.silence).min(rate).min(end)
    }
}

fn late() -> Problem {
    let text = Text::fixed("Le corps n'arrive pas, ou trop lentement.", "The body does not come, or too slowly.");
    Problem::new(Code::RequestTimeout, text)
}

fn going() -> Problem {
    Problem::unavailable_because(Text::fixed(
        "Le service s'arrête avant la fin de ce corps. Renvoyez-le.",
        "The service stops before the end of this body. Send it again.",
    ))
}
