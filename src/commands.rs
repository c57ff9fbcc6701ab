//! What each command does.

pub mod clients;
pub mod line;
pub mod load;
pub mod log;
mod stopping;

use std::fmt;
use std::io::{self, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;

use self::stopping::Signals;
use crate::app::{self, Failure, Parts, Prefill};
use crate::clock::Clock;
use crate::config::{Config, Raw, key_file};
use crate::db::backup::copy;
use crate::db::private::beside;
use crate::db::statements::Statements;
use crate::db::{Db, Options, PATIENCE, Target};
use crate::ids::Ids;
use crate::law::Law;
use crate::service::yaml;
use crate::{api, demo};

/// How a command ends.
pub type Outcome = Result<ExitCode, Failure>;

/// `serve`.
pub async fn serve(raw: &Raw) -> Outcome {
    let config = Config::read(raw)?;
    let db = app::open_database(&config, Ids::Random, Statements::default())?;
    let listeners = app::listen(&config.bind)?;
    let public_url = public_url(&config, &listeners)?;
    let parts = Parts::new(&config, db, public_url.clone(), None).await?;
    let signals = Signals::watched();
    tracing::info!(database = ?config.target, "serving {public_url}/docs/");
    until_stopped(parts, listeners, &config, signals).await
}

/// `demo`.
pub async fn demo(raw: &Raw, now: Option<String>) -> Outcome {
    let file = demo::fresh_file().map_err(|problem| app::told(&problem))?;
    let done = demo_over(raw, now, &file).await;
    for suffix in ["", "-wal", "-shm", ".key"] {
        if let Err(error) = std::fs::remove_file(beside(&file, suffix))
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a demo file was left behind");
        }
    }
    done
}

async fn demo_over(raw: &Raw, now: Option<String>, file: &Path) -> Outcome {
    let raw = Raw {
        database_url: Some(format!("sqlite://{}", file.display())),
        secret_key: None,
        sandbox: true,
        now: Some(now.unwrap_or_else(|| "2026-11-23T09:00:00Z".to_owned())),
        ..raw.clone()
    };
    let mut config = Config::read(&raw)?;
    if let Some(open) = config.bind.iter().find(|address| !address.ip().is_loopback()) {
        return Err(format!("BIND: demo listens on the loopback interface alone, such as 127.0.0.1:{}, not on {open}", open.port()).into());
    }
    // A port that is taken is told at once, not after the demo is filled.
    let listeners = app::listen(&config.bind)?;
    let running = config.clock.clone();
    let standing = Clock::fixed(demo::first_morning()?);
    app::migrated(&config.target)?;
    let filling = open(&config, Ids::Derived, standing.clone())?;
    demo::fill(&filling, &standing).await?;
    drop(filling);
    config.clock = running;
    let db = open(&config, Ids::Random, config.clock.clone())?;
    let public_url = public_url(&config, &listeners)?;
    let (client_id, client_secret) = demo::LANDLORD_CLIENT;
    let prefill = Prefill { client_id: client_id.to_owned(), client_secret: client_secret.to_owned() };
    let parts = Parts::new(&config, db, public_url.clone(), Some(prefill)).await?;
    let signals = Signals::watched();
    welcome(&public_url)?;
    until_stopped(parts, listeners, &config, signals).await
}

fn open(config: &Config, ids: Ids, clock: Clock) -> Result<Db, Failure> {
    Db::open(Options {
        target: config.target.clone(),
        pool_size: config.pool_size,
        clock,
        ids,
        statements: Statements::default(),
        law: Law::current(),
        patience: PATIENCE,
    })
}

fn welcome(address: &str) -> io::Result<()> {
    let ((id, secret), (body_id, body_secret)) = (demo::LANDLORD_CLIENT, demo::PAYING_BODY_CLIENT);
    writeln!(
        io::stdout(),
        "Swagger UI:     {address}/docs/\n\n\
         landlord:       client_id={id} client_secret={secret}\n\
         paying body:    client_id={body_id} client_secret={body_secret}\n\n\
         A first call:\n\
         TOKEN=$(curl -s -u {id}:{secret} -d grant_type=client_credentials {address}/oauth/token | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\n\
         curl -s -H \"Authorization: Bearer $TOKEN\" \"{address}/v1/tenants?rent_declaration=to_declare&limit=2\"\n"
    )
}

fn public_url(config: &Config, listeners: &[TcpListener]) -> Result<String, Failure> {
    match (&config.public_url, listeners.first()) {
        (Some(url), _) => Ok(url.clone()),
        (None, Some(listener)) => Ok(format!("http://{}", listener.local_addr()?)),
        (None, None) => Err("no address to listen on".into()),
    }
}

async fn until_stopped(parts: Parts, listeners: Vec<TcpListener>, config: &Config, signals: Signals) -> Outcome {
    let traffic = parts.traffic();
    let db = parts.database();
    let server = parts.serve(listeners, config.workers)?;
    actix_web::rt::spawn(stopping::on_signal(signals, server.handle(), traffic, config.drain));
    server.await?;
    db.fold();
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// A line for people, on standard error. Where nobody can read it, nothing else is lost.
pub fn say(line: fmt::Arguments<'_>) {
    if let Err(error) = writeln!(io::stderr(), "{line}") {
        tracing::debug!(%error, "standard error is gone");
    }
}

/// `migrate`.
pub fn migrate(raw: &Raw) -> Outcome {
    let config = Config::read(raw)?;
    let done = app::migrated(&config.target)?;
    for name in &done {
        writeln!(io::stdout(), "{name}")?;
    }
    if done.is_empty() {
        say(format_args!("the schema is current: nothing to run"));
    }
    Ok(ExitCode::SUCCESS)
}

/// `backup`.
pub fn backup(raw: &Raw, file: &Path) -> Outcome {
    let config = Config::read(raw)?;
    let Target::Sqlite(database) = &config.target else {
        return Err("backup copies SQLite files: on PostgreSQL, use pg_dump --format=custom".into());
    };
    let bytes = copy(database, file).map_err(|error| error.to_string())?;
    writeln!(io::stdout(), "{}", serde_json::json!({ "file": file.display().to_string(), "bytes": bytes }))?;
    let key = key_file(database);
    if config.secret_key.is_none() && key.exists() {
        say(format_args!("keep {} too: without it, or a SECRET_KEY, the signing keys in the copy are lost", key.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// `openapi`.
pub fn openapi(yaml: bool) -> Outcome {
    let document = api::document()?;
    if yaml {
        write!(io::stdout(), "{}", yaml::written(&document)?)?;
    } else {
        writeln!(io::stdout(), "{document:#}")?;
    }
    Ok(ExitCode::SUCCESS)
}
