//! The log: to standard error, through a thread of its own.

use std::io::{BufWriter, IsTerminal};

use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::Layer as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::app::Failure;
use crate::config::{self, Raw};

/// Lines that wait for whoever reads the log; those beyond are left out.
const UNREAD: usize = 16_384;

/// Starts it; what is still to be logged goes out when the guard is dropped. One that is closed, or that
/// nobody reads, keeps no request waiting. A form or level that cannot be read is told with the other
/// problems of the configuration: until then, it is as if none were given.
///
/// # Errors
/// When another log has been started.
pub fn start(raw: &Raw) -> Result<WorkerGuard, Failure> {
    let filter = config::log_level(raw).or_else(|_told_later| config::log_level(&Raw::default()))?;
    let to = BufWriter::new(std::io::stderr());
    let (writer, guard) = NonBlockingBuilder::default().lossy(true).buffered_lines_limit(UNREAD).finish(to);
    let lines = tracing_subscriber::fmt::layer().with_writer(writer).log_internal_errors(false);
    let lines = if raw.log_format.as_deref() == Some("json") {
        lines.json().boxed()
    } else {
        lines.with_ansi(std::io::stderr().is_terminal()).boxed()
    };
    tracing_subscriber::registry().with(lines.with_filter(filter)).try_init()?;
    Ok(guard)
}
