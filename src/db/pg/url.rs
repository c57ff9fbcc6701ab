//! Where a PostgreSQL server is and how it is spoken to: the words of libpq's URL that the service
//! understands; any other is refused with a sentence.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::client::Client;
use super::{pooler, trust};

/// How long a connection may take to stand, login included, unless the URL says otherwise.
const CONNECT: Duration = Duration::from_secs(3);

/// A silent peer is asked after this long, so often, and given up after so many times; unanswered
/// bytes are given up after [`UNANSWERED`]. A host that vanished is so noticed within seconds.
const IDLE: Duration = Duration::from_secs(5);
const INTERVAL: Duration = Duration::from_secs(2);
const RETRIES: u32 = 3;
const UNANSWERED: Duration = Duration::from_secs(6);

/// The service's own settings of each connection: instants in UTC, bounded waits.
const SETTINGS: &str = "SET TIME ZONE 'UTC'; SET lock_timeout = '5s'; SET statement_timeout = '30s'; \
SET client_min_messages = 'warning'; SET jit = off";

/// Words that go to the driver as they are.
const UNDERSTOOD: &[&str] = &[
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "load_balance_hosts",
    "options",
    "password",
    "port",
    "sslnegotiation",
    "target_session_attrs",
    "user",
];

/// Words that the service reads itself; `keepalives_count` is libpq's name of the driver's `keepalives_retries`.
const OWN: &[&str] = &["keepalives_count", "sslcert", "sslkey", "sslmode", "sslrootcert", "tcp_user_timeout"];

/// Said in place of a word that cannot be one: it may be a piece of a password.
const NO_WORD: &str = "what follows the ? must be NAME=VALUE, further ones after &; in a user or password a ? is %3F, an @ is %40";

/// A server, ready to be connected to.
#[derive(Clone)]
pub struct Server {
    pub(super) config: Config,
    tls: Option<MakeRustlsConnect>,
    /// For all its hosts together.
    timeout: Duration,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("postgres://…")
    }
}

/// What the URL says of TLS.
#[derive(Default)]
struct Security {
    mode: Option<String>,
    root: Option<String>,
    certificate: Option<String>,
    key: Option<String>,
}

/// What follows the `?` of a URL.
struct Words<'a> {
    security: Security,
    unanswered: Duration,
    /// What the driver reads, as it stands.
    kept: Vec<(&'a str, &'a str)>,
}

impl<'a> Words<'a> {
    fn read(text: &'a str) -> Result<Self, String> {
        let mut words = Self { security: Security::default(), unanswered: UNANSWERED, kept: Vec::new() };
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, raw) = pair.split_once('=').ok_or(NO_WORD)?;
            if !UNDERSTOOD.contains(&name) && !OWN.contains(&name) {
                let mut known = [UNDERSTOOD, OWN].concat();
                known.sort_unstable();
                let unknown = format!("{name} is not understood; known words: {}", known.join(", "));
                return Err(if text.contains('@') { NO_WORD.to_owned() } else { unknown });
            }
            words.take(name, raw)?;
        }
        Ok(words)
    }

    fn take(&mut self, name: &'a str, raw: &'a str) -> Result<(), String> {
        let value = percent_encoding::percent_decode_str(raw).decode_utf8().map_err(|error| format!("{name}: {error}"))?;
        match name {
            "sslmode" => self.security.mode = Some(value.into_owned()),
            "sslrootcert" => self.security.root = Some(value.into_owned()),
            "sslcert" => self.security.certificate = Some(value.into_owned()),
            "sslkey" => self.security.key = Some(value.into_owned()),
            // The driver would take it for seconds.
            "tcp_user_timeout" => {
                self.unanswered =
                    value.parse().map(Duration::from_millis).map_err(|error| format!("{name} is in milliseconds: {error}"))?;
            }
            "connect_timeout" if value.parse() == Ok(0) => return Err("connect_timeout=0 is not understood: 1 second or more".to_owned()),
            "keepalives_count" => self.kept.push(("keepalives_retries", raw)),
            _ => self.kept.push((name, raw)),
        }
        Ok(())
    }

    fn say(&self, word: &str) -> bool {
        self.kept.iter().any(|(name, _)| *name == word)
    }
}

impl FromStr for Server {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (bare, words) = text.split_once('?').unwrap_or((text, ""));
        let words = Words::read(words)?;
        let kept: Vec<_> = words.kept.iter().map(|(name, raw)| format!("{name}={raw}")).collect();
        let mut config: Config = format!("{bare}?{}", kept.join("&")).parse().map_err(|error: tokio_postgres::Error| told(&error))?;
        let hosts = config.get_hosts().len().max(config.get_hostaddrs().len());
        if hosts == 0 {
            return Err("names no host".to_owned());
        }
        if !words.say("keepalives_idle") {
            config.keepalives_idle(IDLE);
        }
        if !words.say("keepalives_interval") {
            config.keepalives_interval(INTERVAL);
        }
        if !words.say("keepalives_retries") {
            config.keepalives_retries(RETRIES);
        }
        // Nothing is the system's own bound.
        if !words.unanswered.is_zero() {
            config.tcp_user_timeout(words.unanswered);
        }
        let each = config.get_connect_timeout().copied().unwrap_or(CONNECT);
        config.connect_timeout(each);
        if config.get_application_name().is_none() {
            config.application_name("offre-bailleurs");
        }
        let tls = words.security.settle(&mut config)?;
        // One that does not answer leaves the next its time.
        let timeout = each.saturating_mul(u32::try_from(hosts).unwrap_or(u32::MAX));
        Ok(Self { config, tls, timeout })
    }
}

impl Security {
    /// The TLS of the words, as libpq has it: `require` encrypts without asking who answers,
    /// `verify-ca` asks for a known authority, `verify-full` for the host's name too.
    fn settle(self, config: &mut Config) -> Result<Option<MakeRustlsConnect>, String> {
        use tokio_postgres::config::SslMode;
        let mode = self.mode.as_deref().unwrap_or("prefer");
        let (driver, checked) = match mode {
            "disable" => (SslMode::Disable, trust::Checked::Nothing),
            "prefer" => (SslMode::Prefer, trust::Checked::Nothing),
            "require" if self.root.is_some() => (SslMode::Require, trust::Checked::Authority),
            "require" => (SslMode::Require, trust::Checked::Nothing),
            "verify-ca" => (SslMode::Require, trust::Checked::Authority),
            "verify-full" => (SslMode::Require, trust::Checked::Name),
            other => return Err(format!("sslmode={other} is not understood: disable, prefer, require, verify-ca or verify-full")),
        };
        config.ssl_mode(driver);
        if mode == "disable" {
            return Ok(None);
        }
        let builder = ClientConfig::builder_with_provider(trust::provider())
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?;
        let builder = builder.dangerous().with_custom_certificate_verifier(trust::verifier(checked, self.root.as_deref())?);
        let mut client = match (&self.certificate, &self.key) {
            (None, None) => builder.with_no_client_auth(),
            (Some(certificate), Some(key)) => {
                builder.with_client_auth_cert(certificates(certificate)?, private_key(key)?).map_err(|error| format!("sslcert: {error}"))?
            }
            _ => return Err("sslcert and sslkey go together".to_owned()),
        };
        // PostgreSQL 17 asks for its name where TLS comes without a question before it.
        client.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(Some(MakeRustlsConnect::new(client)))
    }
}

/// The certificates of a PEM file.
pub(super) fn certificates(path: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(Path::new(path)).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(found) if found.is_empty() => Err(format!("{path} holds no certificate")),
        Ok(found) => Ok(found),
        Err(error) => Err(format!("{path}: {error}")),
    }
}

fn private_key(path: &str) -> Result<PrivateKeyDer<'static>, String> {
    PrivateKeyDer::from_pem_file(Path::new(path)).map_err(|error| format!("{path}: {error}"))
}

/// An error of the driver with what caused it; it never shows a password.
fn told(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

impl Server {
    /// Connects, and has a task of the runtime at hand carry the connection until the client goes.
    ///
    /// # Errors
    /// In words: the server cannot be reached in time, or refuses.
    pub async fn connect(&self) -> Result<Client, String> {
        self.in_time(async {
            let inner = self.reached().await?;
            inner.batch_execute(SETTINGS).await?;
            Ok(Client::new(inner))
        })
        .await
    }

    /// Refuses a pooler that gives each transaction a session of its own: settings, locks and prepared
    /// statements of one would be another's. Nothing is set, so that none is left behind there.
    ///
    /// # Errors
    /// In words: there is such a pooler, or the server cannot be reached in time.
    pub async fn keeps_sessions(&self) -> Result<(), String> {
        let one = self.in_time(self.linked()).await?;
        // A full server, or a pooler with a single session, has no second one to compare with.
        let other = self.in_time(self.linked()).await.inspect_err(|error| tracing::debug!(error, "no second connection")).ok();
        if self.in_time(pooler::keeps_sessions(&one, other.as_ref())).await? { Ok(()) } else { Err(pooler::REFUSED.to_owned()) }
    }

    /// A connection that has been given a session: a pooler gives it with the first statement.
    async fn linked(&self) -> Result<tokio_postgres::Client, tokio_postgres::Error> {
        let client = self.reached().await?;
        pooler::session(&client).await?;
        Ok(client)
    }

    /// A connection as it comes, without the service's settings.
    async fn reached(&self) -> Result<tokio_postgres::Client, tokio_postgres::Error> {
        Ok(match &self.tls {
            None => {
                let (client, connection) = self.config.connect(NoTls).await?;
                drop(tokio::spawn(carried(connection)));
                client
            }
            Some(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await?;
                drop(tokio::spawn(carried(connection)));
                client
            }
        })
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, String> {
        match tokio::time::timeout(self.timeout, work).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(pooler::explained(&error, told(&error))),
            Err(elapsed) => Err(format!("no connection within {} s: {elapsed}", self.timeout.as_secs())),
        }
    }
}

/// Carries a connection to its end; whoever has a statement under way is told of it there.
async fn carried(connection: impl Future<Output = Result<(), tokio_postgres::Error>>) {
    if let Err(error) = connection.await {
        tracing::debug!(cause = told(&error), "a connection ended");
    }
}

#[cfg(test)]
#[path = "url_tests.rs"]
mod tests;
