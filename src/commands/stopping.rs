//! How a server ends: told to, it first lets balancers see it, then requests in flight finish.

#[cfg(unix)]
use std::task::Poll;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::http::limits::Traffic;

/// At the first signal the service is no longer ready, and each answer asks its caller to connect elsewhere;
/// it goes on like that for `drain`, or until a second signal. Then the listeners close and requests in
/// flight finish; bodies that still come have less time.
pub async fn on_signal(mut signals: Signals, server: ServerHandle, traffic: Data<Traffic>, drain: Duration) {
    signals.next().await;
    traffic.drain();
    if !drain.is_zero() {
        tracing::info!(seconds = drain.as_secs(), "told to stop: no longer ready");
        tokio::select! {
            () = tokio::time::sleep(drain) => {}
            () = signals.next() => {}
        }
    }
    tracing::info!("stopping: requests in flight finish first");
    traffic.stop();
    server.stop(true).await;
}

/// Interrupts and SIGTERM, from the moment it is made: before, a signal ends the process at once.
pub struct Signals {
    #[cfg(unix)]
    all: Vec<Signal>,
}

#[cfg(unix)]
impl Signals {
    pub fn watched() -> Self {
        let watched = [SignalKind::interrupt(), SignalKind::terminate()].into_iter().filter_map(|kind| match signal(kind) {
            Ok(signal) => Some(signal),
            Err(error) => {
                tracing::error!(%error, ?kind, "a signal cannot be watched for");
                None
            }
        });
        Self { all: watched.collect() }
    }

    async fn next(&mut self) {
        std::future::poll_fn(|context| {
            let came = self.all.iter_mut().any(|signal| signal.poll_recv(context).is_ready());
            if came { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

#[cfg(not(unix))]
impl Signals {
    pub fn watched() -> Self {
        Self {}
    }

    async fn next(&mut self) {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "interrupts cannot be watched for");
            std::future::pending::<()>().await;
        }
    }
}
