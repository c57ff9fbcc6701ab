//! The command line as it is written and helped with: commands, their options, the settings of all.

use std::path::PathBuf;

use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand};

use super::clients;
use crate::config::Raw;

/// The landlord services of the French CAF as a REST API.
#[derive(Parser)]
#[command(
    version,
    about,
    max_term_width = 100,
    after_help = "First steps:
  offre-bailleurs demo                   demo data, Swagger UI on http://127.0.0.1:8080/docs/
  offre-bailleurs load roster.ndjson     fill a database of your own, offre-bailleurs.db
  offre-bailleurs client create --name \"My software\" --landlord 73282932000074
  offre-bailleurs serve

Each command has examples: offre-bailleurs load --help"
)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes, after its own options. They are judged together by `Config::read`, and not
/// here one by one.
#[derive(Args)]
#[command(next_help_heading = "Settings of all commands, each also an environment variable")]
struct Settings {
    /// sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://offre-bailleurs.db]
    #[arg(long, env = "DATABASE_URL", value_name = "URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "BIND", value_name = "ADDRESS:PORT", global = true, hide_env_values = true)]
    bind: Option<String>,
    /// Address under which callers reach the service [default: the bound address]
    #[arg(long, env = "PUBLIC_URL", value_name = "URL", global = true, hide_env_values = true)]
    public_url: Option<String>,
    /// Any text of 32 bytes or more; seals the signing keys at rest
    #[arg(long, env = "SECRET_KEY", value_name = "TEXT", global = true, hide_env_values = true)]
    secret_key: Option<String>,
    /// Reserved for metrics; nothing listens there yet
    #[arg(long, env = "METRICS_BIND", value_name = "ADDRESS:PORT", global = true, hide_env_values = true)]
    metrics_bind: Option<String>,
    /// Database connections of the requests, 1 to 500 [default: 8]
    #[arg(long, env = "DATABASE_POOL_SIZE", value_name = "NUMBER", global = true, hide_env_values = true)]
    database_pool_size: Option<String>,
    /// Worker threads, 1 to 256 [default: one a core]
    #[arg(long, env = "WORKERS", value_name = "NUMBER", global = true, hide_env_values = true)]
    workers: Option<String>,
    /// How long the server goes on once it is told to stop, 0 to 60 [default: 0]
    #[arg(long, env = "DRAIN_SECONDS", value_name = "SECONDS", global = true, hide_env_values = true)]
    drain_seconds: Option<String>,
    /// text or json [default: text]
    #[arg(long, env = "LOG_FORMAT", value_name = "FORMAT", global = true, hide_env_values = true)]
    log_format: Option<String>,
    /// error, warn, info, debug, trace or off, or as in tracing's EnvFilter [default: info]
    #[arg(long, env = "LOG_LEVEL", value_name = "LEVEL", global = true, hide_env_values = true)]
    log_level: Option<String>,
    /// Make the SQLite file if it is not there, although its key file is; no variable says it
    #[arg(long, global = true)]
    new: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the API
    #[command(after_help = "Examples:
  offre-bailleurs serve
  BIND=0.0.0.0:8080 DATABASE_URL=postgres://user:password@host/name SECRET_KEY=$(cat secret) offre-bailleurs serve
  offre-bailleurs serve --sandbox --now 2027-01-10T09:00:00Z --database-url sqlite://sandbox.db

On PostgreSQL, run `offre-bailleurs migrate` before; an SQLite file is made and migrated at start.")]
    Serve {
        /// Mark the database as a sandbox; its clock may be set
        #[arg(long)]
        sandbox: bool,
        /// Instant at which the sandbox's clock starts, such as 2027-01-10T09:00:00Z
        #[arg(long, value_name = "INSTANT")]
        now: Option<String>,
    },
    /// Serve a fresh sandbox filled with demo data
    #[command(after_help = "Examples:
  offre-bailleurs demo
  BIND=127.0.0.1:9000 offre-bailleurs demo
  offre-bailleurs demo --now 2027-01-10T09:00:00Z

It prints the credentials of a landlord and of a paying body, and a first call. Its database is a
temporary SQLite file, gone when it ends: DATABASE_URL and SECRET_KEY are not looked at.")]
    Demo {
        /// Instant at which the clock starts [default: 2026-11-23T09:00:00Z]
        #[arg(long, value_name = "INSTANT")]
        now: Option<String>,
    },
    /// Bring the database to the current schema
    #[command(after_help = "Examples:
  DATABASE_URL=postgres://user:password@host/name offre-bailleurs migrate

It prints the name of each migration it ran; none when the schema is current.")]
    Migrate,
    /// Print the OpenAPI document
    #[command(after_help = "Examples:
  offre-bailleurs openapi > openapi.json
  offre-bailleurs openapi --yaml > openapi.yaml")]
    Openapi {
        /// As YAML instead of JSON
        #[arg(long)]
        yaml: bool,
    },
    /// Load roster files
    #[command(after_help = "Examples:
  offre-bailleurs load landlords.ndjson payments-2026-11.ndjson.gz
  xz -dc roster.ndjson.xz | offre-bailleurs load -
  offre-bailleurs load --all-faults roster.ndjson 2> faults.txt

Good lines are loaded, each bad one is told as FILE:LINE: error: CODE POINTER: DETAIL; loading a file
again changes nothing. Ends with 0 when all lines are in, 1 when some were refused, 2 when it stopped.")]
    Load {
        /// One JSON object a line, plain or gzip; `-` is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
        /// Tell every fault and warning, not only the first 20 of each
        #[arg(long)]
        all_faults: bool,
    },
    /// Copy an SQLite database, also while it is served
    #[command(after_help = "Examples:
  offre-bailleurs backup copy-2026-11-23.db
  offre-bailleurs backup --database-url sqlite:///var/lib/offre-bailleurs/data.db /backup/data.db

PostgreSQL has its own: pg_dump --format=custom.")]
    Backup {
        /// The copy: a file that is not there yet
        file: PathBuf,
    },
    /// Make, list, renew and revoke API clients
    #[command(
        subcommand,
        after_help = "Examples:
  offre-bailleurs client create --name \"My software\" --landlord 73282932000074
  offre-bailleurs client list"
    )]
    Client(ClientCommand),
    /// Renew the signing keys
    #[command(
        subcommand,
        after_help = "Examples:
  offre-bailleurs keys rotate"
    )]
    Keys(KeysCommand),
}

#[derive(Subcommand)]
pub enum ClientCommand {
    /// Make a client and print its id and secret, once
    #[command(after_help = "Examples:
  offre-bailleurs client create --name \"My software\" --landlord 73282932000074
  offre-bailleurs client create --name \"CAF 13\" --paying-body 131
  offre-bailleurs client create --name \"Read only\" --landlord SCI-TILLEULS --scopes \"tenants:read payments:read\"")]
    Create(ClientCreate),
    /// Print every client, one JSON object a line, without secrets
    #[command(after_help = "Examples:
  offre-bailleurs client list")]
    List,
    /// Give a client a second secret and print it, once; the one before lives on for a while
    #[command(after_help = "Examples:
  offre-bailleurs client rotate cli_01k8m3q6z5e7v9r2t4w6x8y0d1
  offre-bailleurs client rotate cli_01k8m3q6z5e7v9r2t4w6x8y0d1 --overlap 0     the one before leaked")]
    Rotate {
        /// The id of the client
        id: String,
        /// How long the secret before lives on, from 0 to 7d
        #[arg(long, value_name = "DURATION", default_value = "24h", value_parser = clients::overlap)]
        overlap: TimeDelta,
    },
    /// Refuse a client from now on, its living tokens included; there is no way back
    #[command(after_help = "Examples:
  offre-bailleurs client revoke cli_01k8m3q6z5e7v9r2t4w6x8y0d1")]
    Revoke {
        /// The id of the client
        id: String,
    },
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("owner").required(true).multiple(false).args(["landlord", "vendor", "paying_body"])))]
pub struct ClientCreate {
    /// A name for people
    #[arg(long)]
    pub name: String,
    /// The landlord's roster key or SIRET
    #[arg(long, value_name = "KEY")]
    pub landlord: Option<String>,
    /// A software vendor's SIRET
    #[arg(long, value_name = "SIRET")]
    pub vendor: Option<String>,
    /// A paying body's code, 3 digits
    #[arg(long, value_name = "CODE")]
    pub paying_body: Option<String>,
    /// Scopes separated by spaces [default: all of its kind but bank:write]
    #[arg(long)]
    pub scopes: Option<String>,
}

#[derive(Subcommand)]
pub enum KeysCommand {
    /// Make a new signing key; tokens of those before stay valid
    #[command(after_help = "Examples:
  offre-bailleurs keys rotate")]
    Rotate,
}

impl Cli {
    /// What the operator gave, and the command to be done.
    pub fn taken(self) -> (Raw, Command) {
        let Self { settings, command } = self;
        let (sandbox, now) = match &command {
            Command::Serve { sandbox, now } => (*sandbox, now.clone()),
            _ => (false, None),
        };
        let raw = Raw {
            database_url: settings.database_url,
            bind: settings.bind,
            public_url: settings.public_url,
            secret_key: settings.secret_key,
            metrics_bind: settings.metrics_bind,
            pool_size: settings.database_pool_size,
            workers: settings.workers,
            drain_seconds: settings.drain_seconds,
            log_format: settings.log_format,
            log_level: settings.log_level,
            signs: matches!(command, Command::Serve { .. } | Command::Keys(_)),
            sandbox,
            now,
            new: settings.new,
        };
        (raw, command)
    }
}
