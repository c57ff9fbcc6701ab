//! Configuration: from flags and environment to typed values, every problem told at once.

use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::clock::Clock;
use crate::db::Target;
use crate::db::private::beside;
use crate::http::limits::Limits;

/// What the operator gave, not yet looked at.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    pub database_url: Option<String>,
    pub bind: Option<String>,
    pub public_url: Option<String>,
    pub secret_key: Option<String>,
    pub metrics_bind: Option<String>,
    pub pool_size: Option<String>,
    pub workers: Option<String>,
    pub drain_seconds: Option<String>,
    pub log_format: Option<String>,
    pub log_level: Option<String>,
    /// The command signs: on PostgreSQL the secret must be given.
    pub signs: bool,
    pub sandbox: bool,
    pub now: Option<String>,
    /// An SQLite file that is not there is meant to be made, whatever lies beside it.
    pub new: bool,
}

/// How the service runs.
#[derive(Clone)]
pub struct Config {
    pub target: Target,
    pub bind: Vec<SocketAddr>,
    /// Where callers reach the service; the bound address when absent.
    pub public_url: Option<String>,
    pub secret_key: Option<String>,
    pub metrics_bind: Option<SocketAddr>,
    pub pool_size: u32,
    pub workers: usize,
    /// How long the server goes on once it is told to stop.
    pub drain: Duration,
    pub sandbox: bool,
    pub clock: Clock,
    /// What callers may take; no setting changes it.
    pub limits: Limits,
}

/// Never shows a secret.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("target", &self.target)
            .field("bind", &self.bind)
            .field("sandbox", &self.sandbox)
            .finish_non_exhaustive()
    }
}

/// Everything wrong with a configuration.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong(pub Vec<String>);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [problem] => f.write_str(problem),
            many => {
                write!(f, "the configuration has {} problems:", many.len())?;
                many.iter().try_for_each(|problem| write!(f, "\n  - {problem}"))
            }
        }
    }
}

impl std::error::Error for Wrong {}

/// Gathers problems instead of stopping at the first.
#[derive(Default)]
struct Reader(Vec<String>);

impl Reader {
    fn take<T>(&mut self, name: &str, value: Option<&str>, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        match read(value?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.0.push(format!("{name}: {problem}"));
                None
            }
        }
    }
}

impl Reader {
    /// Whether the database is there or may be made. Where it is gone and the key file that sealed its keys is
    /// not, a path is wrong or a volume is missing: an empty database would be served in its place.
    fn found(&mut self, target: &Target, raw: &Raw) -> bool {
        let Target::Sqlite(path) = target else { return true };
        let key = key_file(path);
        if raw.new || raw.secret_key.is_some() || path.exists() || !key.exists() {
            return true;
        }
        let (path, key) = (path.display(), key.display());
        self.0.push(format!("DATABASE_URL: {path} is not there, and its key file {key} is: is it the right path? --new makes a new one"));
        false
    }
}

/// Where the secret of an SQLite database lies when `SECRET_KEY` is not set.
pub fn key_file(database: &Path) -> PathBuf {
    beside(database, ".key")
}

/// The database when nothing is said.
pub const DEFAULT_DATABASE: &str = "sqlite://offre-bailleurs.db";

const DEFAULT_BIND: &str = "127.0.0.1:8080";

/// Said where the secret must be given and is not.
pub const NO_SECRET: &str = "SECRET_KEY: is needed on PostgreSQL: any text of 32 bytes or more; `openssl rand -hex 32` makes one";

/// The least bytes of `SECRET_KEY`.
const SECRET_LENGTH: usize = 32;

impl Config {
    /// Reads what was given.
    ///
    /// # Errors
    /// Every problem, in words for the operator.
    pub fn read(raw: &Raw) -> Result<Self, Wrong> {
        let mut reader = Reader::default();
        let target = reader.take("DATABASE_URL", Some(raw.database_url.as_deref().unwrap_or(DEFAULT_DATABASE)), str::parse);
        let target = target.filter(|target| reader.found(target, raw));
        let bind = reader.take("BIND", Some(raw.bind.as_deref().unwrap_or(DEFAULT_BIND)), addresses);
        let public_url = reader.take("PUBLIC_URL", raw.public_url.as_deref(), public_url);
        let secret_key = reader.take("SECRET_KEY", raw.secret_key.as_deref(), secret);
        if raw.signs && raw.secret_key.is_none() && matches!(target, Some(Target::Postgres(_))) {
            reader.0.push(NO_SECRET.to_owned());
        }
        let metrics = reader.take("METRICS_BIND", raw.metrics_bind.as_deref(), addresses);
        let pool_size = reader.take("DATABASE_POOL_SIZE", raw.pool_size.as_deref(), |text| number(text, 1, 500));
        let workers = reader.take("WORKERS", raw.workers.as_deref(), |text| number(text, 1, 256));
        let drain = reader.take("DRAIN_SECONDS", raw.drain_seconds.as_deref(), |text| number(text, 0, 60));
        reader.take("LOG_FORMAT", raw.log_format.as_deref(), log_format);
        reader.take("LOG_LEVEL", raw.log_level.as_deref(), filter);
        let now = reader.take("--now", raw.now.as_deref(), instant);
        if raw.now.is_some() && !raw.sandbox {
            reader.0.push("--now: only with --sandbox, whose clock it sets".to_owned());
        }
        match (target, bind) {
            (Some(target), Some(bind)) if reader.0.is_empty() => Ok(Self {
                target,
                bind,
                public_url,
                secret_key,
                metrics_bind: metrics.and_then(|all| all.first().copied()),
                pool_size: pool_size.unwrap_or(8),
                workers: workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from)),
                drain: Duration::from_secs(drain.unwrap_or(0)),
                sandbox: raw.sandbox,
                clock: now.map_or_else(Clock::system, Clock::sandbox),
                limits: Limits::default(),
            }),
            _ => Err(Wrong(reader.0)),
        }
    }
}

fn addresses(text: &str) -> Result<Vec<SocketAddr>, String> {
    let wrong = |error| format!("{text:?} is not ADDRESS:PORT, such as {DEFAULT_BIND} ({error})");
    let found: Vec<SocketAddr> = text.to_socket_addrs().map_err(wrong)?.collect();
    if found.is_empty() { Err(format!("{text:?} has no address")) } else { Ok(found) }
}

fn public_url(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).map_err(|error| format!("is no URL such as https://bailleurs.example ({error})"))?;
    // Every address of the service and of its document begins at the root of its host.
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() || !bare || !nobody {
        return Err("must be a URL such as https://bailleurs.example or http://127.0.0.1:8080, without path, query or user".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

fn secret(text: &str) -> Result<String, String> {
    if text.len() < SECRET_LENGTH {
        return Err(format!("needs {SECRET_LENGTH} bytes or more, has {}; `openssl rand -hex 32` makes one", text.len()));
    }
    Ok(text.to_owned())
}

fn number<T: std::str::FromStr + PartialOrd + fmt::Display>(text: &str, least: T, most: T) -> Result<T, String> {
    match text.parse::<T>() {
        Ok(number) if number >= least && number <= most => Ok(number),
        _ => Err(format!("{text:?} is not a number from {least} to {most}")),
    }
}

fn log_format(text: &str) -> Result<(), String> {
    if matches!(text, "text" | "json") { Ok(()) } else { Err(format!("{text:?} is neither text nor json")) }
}

/// What is to be logged.
///
/// # Errors
/// In words for the operator.
pub fn log_level(raw: &Raw) -> Result<EnvFilter, String> {
    filter(raw.log_level.as_deref().unwrap_or("info"))
}

/// A single word that is no level would be taken for a part of the program, and nothing else be logged.
fn filter(text: &str) -> Result<EnvFilter, String> {
    let form = "error, warn, info, debug, trace or off, or parts with their levels such as warn,offre_bailleurs=debug";
    if text.is_empty() || text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && text.parse::<LevelFilter>().is_err() {
        return Err(format!("{text:?} is no level: {form}"));
    }
    EnvFilter::try_new(text).map_err(|error| format!("{text:?} is not {form} ({error})"))
}

fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .map_err(|error| format!("{text:?} is not an instant such as 2027-01-10T09:00:00Z ({error})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_the_root_of_a_host() {
        let read = |text: &str| Config::read(&Raw { public_url: Some(text.to_owned()), ..Raw::default() }).map(|config| config.public_url);
        for (text, kept) in [
            ("https://bailleurs.example", "https://bailleurs.example"),
            ("https://bailleurs.example/", "https://bailleurs.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(read(text).unwrap().as_deref(), Some(kept), "{text}");
        }
        for text in [
            "https://bailleurs.example/api",
            "https://bailleurs.example//",
            "https://bailleurs.example/?a=1",
            "https://bailleurs.example/#a",
            "https://user:secret@bailleurs.example",
            "ftp://bailleurs.example",
            "bailleurs.example",
            "",
            " ",
        ] {
            let Wrong(told) = read(text).unwrap_err();
            assert!(told.len() == 1 && told[0].starts_with("PUBLIC_URL: "), "{text}: {told:?}");
            assert!(!told[0].contains("secret"), "{told:?}");
        }
    }
}
