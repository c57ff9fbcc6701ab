//! The command line: `serve`, `demo`, `migrate`, `openapi`, `load`, the commands
//! under `client` and `keys`.
//!
//! Standard output carries only a command's result; everything else goes to standard error.

use std::io::{BufWriter, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand};
use offre_bailleurs::{Raw, commands};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

/// The landlord services of the French CAF as a REST API.
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Settings {
    /// sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://offre-bailleurs.db]
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "BIND", global = true)]
    bind: Option<String>,
    /// Address under which callers reach the service [default: the bound address]
    #[arg(long, env = "PUBLIC_URL", global = true)]
    public_url: Option<String>,
    /// Any text of 32 bytes or more; seals the signing keys at rest
    #[arg(long, env = "SECRET_KEY", global = true, hide_env_values = true)]
    secret_key: Option<String>,
    /// Address for Prometheus metrics [default: none]
    #[arg(long, env = "METRICS_BIND", global = true)]
    metrics_bind: Option<String>,
    /// Database connections [default: 8]
    #[arg(long, env = "DATABASE_POOL_SIZE", global = true)]
    database_pool_size: Option<String>,
    /// Worker threads [default: one a core]
    #[arg(long, env = "WORKERS", global = true)]
    workers: Option<String>,
    /// How long the server goes on once it is told to stop, in seconds [default: 0]
    #[arg(long, env = "DRAIN_SECONDS", global = true)]
    drain_seconds: Option<String>,
    /// Make the SQLite file if it is not there, although its key file is
    #[arg(long, global = true)]
    new: bool,
    /// text or json
    #[arg(long, env = "LOG_FORMAT", global = true, default_value = "text", value_parser = ["text", "json"])]
    log_format: String,
    /// What to log, as in tracing's EnvFilter
    #[arg(long, env = "LOG_LEVEL", global = true, default_value = "info")]
    log_level: String,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API
    Serve {
        /// Mark the database as a sandbox; its clock may be set
        #[arg(long)]
        sandbox: bool,
        /// Instant at which the sandbox's clock starts, such as 2027-01-10T09:00:00Z
        #[arg(long)]
        now: Option<String>,
    },
    /// Serve a fresh sandbox filled with demo data
    Demo {
        /// Instant at which the clock starts [default: 2026-11-23T09:00:00Z]
        #[arg(long)]
        now: Option<String>,
    },
    /// Bring the database to the current schema
    Migrate,
    /// Print the OpenAPI document
    Openapi {
        /// As YAML instead of JSON
        #[arg(long)]
        yaml: bool,
    },
    /// Load roster files (one JSON object a line, plain or gzip; `-` is standard input)
    Load {
        #[arg(required = true)]
        files: Vec<String>,
    },
    /// Copy an SQLite database, also while it is served, into a file that is not there yet
    Backup {
        /// The copy
        file: PathBuf,
    },
    /// API clients
    #[command(subcommand)]
    Client(ClientCommand),
    /// Signing keys
    #[command(subcommand)]
    Keys(KeysCommand),
}

#[derive(Subcommand)]
enum ClientCommand {
    /// Make a client and print its id and secret, once
    Create(ClientCreate),
    /// Print every client, one JSON object a line, without secrets
    List,
    /// Give a client a second secret and print it, once; the one before lives on for a while
    Rotate {
        /// The id of the client
        id: String,
        /// How long the secret before lives on, from 0 to 7d
        #[arg(long, default_value = "24h", value_parser = commands::clients::overlap)]
        overlap: TimeDelta,
    },
    /// Refuse a client from now on, its living tokens included
    Revoke {
        /// The id of the client
        id: String,
    },
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("owner").required(true).multiple(false).args(["landlord", "vendor", "paying_body"])))]
struct ClientCreate {
    /// A name for people
    #[arg(long)]
    name: String,
    /// The landlord's roster key or SIRET
    #[arg(long)]
    landlord: Option<String>,
    /// A software vendor's SIRET
    #[arg(long)]
    vendor: Option<String>,
    /// A paying body's code
    #[arg(long)]
    paying_body: Option<String>,
    /// Scopes separated by spaces [default: all of its kind but bank:write]
    #[arg(long)]
    scopes: Option<String>,
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Make a new signing key; tokens of those before stay valid
    Rotate,
}

fn main() -> ExitCode {
    let Cli { settings, command } = Cli::parse();
    // What is still to be logged goes out when it is dropped.
    let _log = match log(&settings.log_format, &settings.log_level) {
        Ok(log) => log,
        Err(error) => {
            commands::say(format_args!("error: {error}"));
            return ExitCode::from(2);
        }
    };
    let mut raw = Raw {
        database_url: settings.database_url,
        bind: settings.bind,
        public_url: settings.public_url,
        secret_key: settings.secret_key,
        metrics_bind: settings.metrics_bind,
        pool_size: settings.database_pool_size,
        workers: settings.workers,
        sandbox: false,
        drain_seconds: settings.drain_seconds,
        new: settings.new,
        now: None,
    };
    if let Command::Serve { sandbox, now } = &command {
        raw.sandbox = *sandbox;
        raw.now.clone_from(now);
    }
    let done = actix_web::rt::System::new().block_on(run(&raw, command));
    done.unwrap_or_else(|error| {
        commands::say(format_args!("error: {error}"));
        ExitCode::from(2)
    })
}

async fn run(raw: &Raw, command: Command) -> commands::Outcome {
    match command {
        Command::Serve { .. } => commands::serve(raw).await,
        Command::Demo { now } => commands::demo(raw, now).await,
        Command::Migrate => commands::migrate(raw),
        Command::Openapi { yaml } => commands::openapi(yaml),
        Command::Load { files } => commands::load(raw, &files).await,
        Command::Backup { file } => commands::backup(raw, &file),
        Command::Client(ClientCommand::Create(new)) => {
            let owner = commands::clients::owner(new.landlord, new.vendor, new.paying_body)?;
            commands::clients::create(raw, new.name, owner, new.scopes).await
        }
        Command::Client(ClientCommand::List) => commands::clients::list(raw).await,
        Command::Client(ClientCommand::Rotate { id, overlap }) => commands::clients::rotate(raw, id, overlap).await,
        Command::Client(ClientCommand::Revoke { id }) => commands::clients::revoke(raw, id).await,
        Command::Keys(KeysCommand::Rotate) => commands::clients::rotate_keys(raw).await,
    }
}

/// Lines that wait for whoever reads the log; those beyond are left out.
const UNREAD: usize = 16_384;

/// Lines go to standard error through a thread of their own: one that is closed, or that nobody reads, keeps
/// no request waiting.
fn log(format: &str, level: &str) -> Result<WorkerGuard, Box<dyn std::error::Error + Send + Sync>> {
    let filter = EnvFilter::try_new(level)?;
    let to = BufWriter::new(std::io::stderr());
    let (writer, guard) = NonBlockingBuilder::default().lossy(true).buffered_lines_limit(UNREAD).finish(to);
    let lines = tracing_subscriber::fmt::layer().with_writer(writer).log_internal_errors(false);
    let lines = if format == "json" { lines.json().boxed() } else { lines.with_ansi(std::io::stderr().is_terminal()).boxed() };
    tracing_subscriber::registry().with(lines.with_filter(filter)).try_init()?;
    Ok(guard)
}
