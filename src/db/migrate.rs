//! Schema migrations, embedded in the binary: same names and same result on both databases.

use std::collections::HashSet;

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::sql_types::{BigInt, Text};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{self, Conn, Mode, Target};
use super::pg;
use super::statements::Statements;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A connection to what a command is about to use: a pooler that would not do is refused before.
fn entered(target: &Target, mode: Mode) -> Result<Conn, Failure> {
    if let Target::Postgres(server) = target {
        pg::keeps_sessions(server)?;
    }
    Ok(connection::open(target, mode, &Statements::default())?)
}

/// Brings a database to the current schema and says which migrations it ran. It takes its turn after
/// whoever migrates already, and may then find nothing to do. No limit of time holds for it: an
/// index of a large table is made in minutes.
///
/// # Errors
/// When the database cannot be reached or a migration fails; that one then leaves no trace.
pub fn run(target: &Target) -> Result<Vec<String>, Failure> {
    apart(|| run_here(target))
}

/// Does work that blocks on a thread of its own: PostgreSQL's connection cannot be used on one that
/// drives a runtime.
fn apart<T: Send>(work: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    std::thread::scope(|scope| scope.spawn(work).join().map_err(|panic| format!("the work panicked: {panic:?}"))?)
}

fn run_here(target: &Target) -> Result<Vec<String>, Failure> {
    let mut conn = entered(target, Mode::Migrating)?;
    if !pending_in(&mut conn)? {
        return Ok(Vec::new());
    }
    match &mut conn {
        // The file's one write lock is the turn.
        Conn::Sqlite(sqlite) => sqlite.immediate_transaction(|sqlite| Ok(names(&sqlite.run_pending_migrations(SQLITE)?))),
        Conn::Pg(pg) => {
            pg.batch_execute("SELECT pg_advisory_lock(4206001)")?;
            let done = names(&pg.run_pending_migrations(POSTGRES)?);
            pg.batch_execute("SELECT pg_advisory_unlock(4206001)")?;
            Ok(done)
        }
    }
}

/// Undoes every migration: for the tests that start from nothing.
///
/// # Errors
/// As [`run`].
pub fn revert_all(target: &Target) -> Result<(), Failure> {
    apart(|| match connection::open(target, Mode::Migrating, &Statements::default())? {
        Conn::Sqlite(mut sqlite) => sqlite.revert_all_migrations(SQLITE).map(|_done| ()),
        Conn::Pg(mut pg) => pg.revert_all_migrations(POSTGRES).map(|_done| ()),
    })
}

/// Undoes the latest migrations: for the tests that `down` restores what was before `up`.
///
/// # Errors
/// As [`run`].
pub fn revert(target: &Target, number: usize) -> Result<(), Failure> {
    apart(|| {
        let mut conn = connection::open(target, Mode::Migrating, &Statements::default())?;
        for _ in 0..number {
            match &mut conn {
                Conn::Sqlite(sqlite) => sqlite.revert_last_migration(SQLITE).map(|_done| ())?,
                Conn::Pg(pg) => pg.revert_last_migration(POSTGRES).map(|_done| ())?,
            }
        }
        Ok(())
    })
}

/// Whether migrations are still to be run. Only reads: a server may start without the right to
/// create, and on a standby.
///
/// # Errors
/// When the database cannot be reached.
pub fn pending(target: &Target) -> Result<bool, Failure> {
    apart(|| pending_in(&mut entered(target, Mode::ReadWrite)?))
}

/// diesel's own question creates the table that it asks.
fn pending_in(conn: &mut Conn) -> Result<bool, Failure> {
    let (wanted, table) = match conn {
        Conn::Sqlite(_) => (
            versions(&MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)?),
            "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table' AND name = '__diesel_schema_migrations'",
        ),
        Conn::Pg(_) => (
            versions(&MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRES)?),
            "SELECT count(to_regclass('__diesel_schema_migrations')) AS n",
        ),
    };
    let tables: Tables = diesel::sql_query(table).get_result(conn)?;
    if tables.n == 0 {
        return Ok(true);
    }
    let run: Vec<Version> = diesel::sql_query("SELECT version FROM __diesel_schema_migrations").load(conn)?;
    let run: HashSet<String> = run.into_iter().map(|row| row.version).collect();
    Ok(!wanted.is_subset(&run))
}

#[derive(diesel::QueryableByName)]
struct Tables {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(diesel::QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

fn versions<DB: diesel::backend::Backend>(migrations: &[Box<dyn Migration<DB>>]) -> HashSet<String> {
    migrations.iter().map(|migration| migration.name().version().to_string()).collect()
}

fn names(versions: &[diesel::migration::MigrationVersion<'_>]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}
