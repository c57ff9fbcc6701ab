//! What the HTTP server refuses before there is a request: a line that is not HTTP, a head that is too
//! large or too slow. It answers 400, 431 or 408 by itself, without body or `Request-Id`, and offers no
//! hook: no middleware sees these. It only traces them, in words of its own; a test sends the first two
//! and fails when a new version says something else.

use std::fmt::{self, Write};

use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// Where the server traces what it refuses.
const DISPATCHER: &str = "actix_http::h1::dispatcher";

/// How its words begin, and what it answers.
const REFUSALS: &[(&str, u16)] = &[("parse error ", 400), ("request head was too big", 431), ("timed out on slow request", 408)];

/// Logs refusals of the HTTP server, as the edge logs what becomes a request.
#[derive(Debug)]
pub struct Unparsed;

impl Unparsed {
    /// The layer, which sees the traces of the server's dispatcher alone.
    pub fn layer<S: Subscriber + for<'a> LookupSpan<'a>>() -> impl Layer<S> {
        Self.with_filter(filter_fn(|metadata: &Metadata<'_>| metadata.target() == DISPATCHER))
    }
}

impl<S: Subscriber> Layer<S> for Unparsed {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut seen = Seen(None);
        event.record(&mut seen);
        if let Some(status) = seen.0 {
            tracing::info!(route = "unparsed", status, code = "malformed_request", "answered");
        }
    }
}

/// The status of the refusal that an event tells of.
struct Seen(Option<u16>);

impl Visit for Seen {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            let mut start = Start([0; 32], 0);
            // It stops as soon as it is full, and only the beginning counts.
            let full = write!(start, "{value:?}");
            let told = &start.0[..start.1];
            self.0 = REFUSALS.iter().find(|(words, _)| told.starts_with(words.as_bytes())).map(|(_, status)| *status);
            debug_assert!(full.is_ok() || start.1 == start.0.len());
        }
    }
}

/// The first bytes of a text, without the cost of the rest.
struct Start([u8; 32], usize);

impl Write for Start {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let free = self.0.len() - self.1;
        let taken = &text.as_bytes()[..text.len().min(free)];
        self.0[self.1..self.1 + taken.len()].copy_from_slice(taken);
        self.1 += taken.len();
        if text.len() > free { Err(fmt::Error) } else { Ok(()) }
    }
}
