//! One connection type for two databases, chosen by the URL's scheme and by nothing else.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use diesel::connection::{InstrumentationEvent, SimpleConnection as _};
use diesel::r2d2::ManageConnection;
use diesel::{Connection as _, SqliteConnection};
use diesel::{ConnectionError, RunQueryDsl};

use super::epoch::Epoch;
use super::faults::Fault;
use super::files::Files;
use super::pg::{PgConnection, Server};
use super::private;
use super::statements::{Sent, Statements, text_of};

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Where the data is, from `DATABASE_URL`.
#[derive(Clone)]
pub enum Target {
    /// A file; `sqlite://name.db` is relative to the working directory.
    Sqlite(PathBuf),
    /// A server.
    Postgres(Box<Server>),
}

/// Never shows a password.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

/// For the operator; never shows a password.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "the database {}", path.display()),
            Self::Postgres(server) => write!(f, "the database on {server}"),
        }
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() || path.starts_with(':') || path.contains(['?', '\0']) {
                return Err(
                    "sqlite:// needs the path of a file, such as sqlite://offre-bailleurs.db or sqlite:///var/lib/data.db".to_owned()
                );
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return url.parse().map(|server| Self::Postgres(Box::new(server)));
        }
        Err("must start with sqlite:// or postgres://, such as sqlite://offre-bailleurs.db or postgres://USER:PASSWORD@HOST:5432/NAME"
            .to_owned())
    }
}

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    ReadOnly,
    ReadWrite,
    /// As that, for what takes a moment and is waited for by everybody: tokens, keys, health.
    Aside,
    /// Changes the schema, for as long as that takes: it is no request.
    Migrating,
}

/// Opens connections for a pool.
#[derive(Debug)]
pub struct Manager {
    pub target: Target,
    pub mode: Mode,
    pub statements: Statements,
    /// Shared by all pools of one database.
    pub epoch: Epoch,
    /// Of the database that was opened first: no connection is to another.
    pub files: Files,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        let there = || self.files.there().map_err(unusable);
        // Before: none is made anew. Behind: this one is of the right one.
        there()?;
        let conn = open(&self.target, self.mode, &self.statements)?;
        there()?;
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        answers(conn).map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        match conn {
            Conn::Pg(pg) => broken(pg),
            Conn::Sqlite(sqlite) => broken(sqlite),
        }
    }
}

/// Asks whether the database is there.
///
/// # Errors
/// When it is not.
pub fn answers(conn: &mut Conn) -> diesel::QueryResult<()> {
    diesel::sql_query("SELECT 1").execute(conn).map(|_rows| ())
}

fn broken<C: diesel::r2d2::R2D2Connection>(conn: &mut C) -> bool {
    std::thread::panicking() || conn.is_broken()
}

/// Opens one connection and settles how it behaves.
///
/// # Errors
/// When the database cannot be reached or a setting is refused.
pub fn open(target: &Target, mode: Mode, statements: &Statements) -> Result<Conn, diesel::r2d2::Error> {
    let mut conn = match target {
        Target::Sqlite(path) => {
            let path = path
                .to_str()
                .ok_or_else(|| diesel::r2d2::Error::ConnectionError(ConnectionError::BadConnection("the path is not UTF-8".to_owned())))?;
            let at = |error: &dyn fmt::Display| unusable(format!("{path}: {error}"));
            private::make(Path::new(path)).map_err(|error| at(&error))?;
            let mut sqlite = SqliteConnection::establish(path).map_err(|error| at(&error))?;
            for pragma in sqlite_settings(mode) {
                settle(&mut sqlite, pragma).map_err(|error| at(&error))?;
            }
            private::narrow(Path::new(path));
            Conn::Sqlite(sqlite)
        }
        Target::Postgres(server) => {
            let mut pg = PgConnection::open(server).map_err(diesel::r2d2::Error::ConnectionError)?;
            pg.wait_for(answer(mode));
            if let Some(settings) = postgres_settings(mode) {
                pg.batch_execute(settings).map_err(diesel::r2d2::Error::QueryError)?;
            }
            Conn::Pg(pg)
        }
    };
    if statements.are_kept() {
        let statements = statements.clone();
        match &mut conn {
            Conn::Pg(pg) => pg.tell(statements),
            Conn::Sqlite(sqlite) => sqlite.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if let InstrumentationEvent::StartQuery { query, .. } = event {
                    statements.say(&text_of(&query), false);
                    statements.write_down(|| Sent { text: query.to_string(), values: Vec::new() });
                }
            }),
        }
    }
    Ok(conn)
}

/// How often a setting of SQLite is tried, and how long to wait between.
const TRIES: (u32, Duration) = (200, Duration::from_millis(25));

/// Of those who open a new file at once one turns it to the write-ahead log; SQLite tells the
/// others at once that it is locked, whatever their `busy_timeout`.
fn settle(sqlite: &mut SqliteConnection, pragma: &str) -> diesel::QueryResult<()> {
    let mut tries = 1;
    loop {
        match diesel::sql_query(pragma).execute(sqlite) {
            Ok(_rows) => return Ok(()),
            Err(error) if tries < TRIES.0 && matches!(Fault::of(&error), Fault::Busy(_)) => std::thread::sleep(TRIES.1),
            Err(error) => return Err(error),
        }
        tries += 1;
    }
}

fn unusable(error: impl fmt::Display) -> diesel::r2d2::Error {
    diesel::r2d2::Error::ConnectionError(ConnectionError::BadConnection(error.to_string()))
}

/// How long PostgreSQL may leave what was sent without its answers. Its own limit for a statement is
/// shorter: beyond, it is frozen, or whatever stands in between is.
fn answer(mode: Mode) -> Option<Duration> {
    match mode {
        Mode::ReadOnly | Mode::ReadWrite => Some(Duration::from_secs(45)),
        Mode::Aside => Some(Duration::from_secs(8)),
        Mode::Migrating => None,
    }
}

/// What a write asks, it asks by keys: one plan serves whatever they are, and planning each time costs
/// more than running. A migration waits as long as it must.
fn postgres_settings(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::ReadOnly => None,
        Mode::ReadWrite => Some("SET plan_cache_mode = force_generic_plan"),
        Mode::Aside => Some("SET plan_cache_mode = force_generic_plan; SET statement_timeout = '5s'"),
        Mode::Migrating => Some("SET lock_timeout = 0; SET statement_timeout = 0"),
    }
}

/// `synchronous=FULL` makes each commit durable before it is acknowledged. The one writer keeps 16 MiB
/// of pages, since a load goes through every index. A migration waits an hour for those before it.
fn sqlite_settings(mode: Mode) -> &'static [&'static str] {
    match mode {
        Mode::ReadOnly => &["PRAGMA busy_timeout=5000", "PRAGMA foreign_keys=ON", "PRAGMA query_only=ON"],
        Mode::ReadWrite | Mode::Aside => &[
            "PRAGMA busy_timeout=5000",
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            "PRAGMA cache_size=-16384",
        ],
        Mode::Migrating => &[
            "PRAGMA busy_timeout=3600000",
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            "PRAGMA cache_size=-16384",
        ],
    }
}
