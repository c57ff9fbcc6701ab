//! Schema migrations, embedded in the binary: same names and same result on both databases.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{self, Conn, Mode, Target};
use super::statements::Statements;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Brings a database to the current schema and says which migrations it ran.
///
/// # Errors
/// When the database cannot be reached or a migration fails; it then leaves no trace.
pub fn run(target: &Target) -> Result<Vec<String>, Fault> {
    let mut conn = connection::open(target, Mode::ReadWrite, &Statements::default())?;
    let done = match &mut conn {
        Conn::Sqlite(sqlite) => names(&sqlite.run_pending_migrations(SQLITE)?),
        Conn::Pg(pg) => {
            // Two nodes that migrate at once take turns.
            diesel::RunQueryDsl::execute(diesel::sql_query("SELECT pg_advisory_lock(4206001)"), pg)?;
            let done = names(&pg.run_pending_migrations(POSTGRES)?);
            diesel::RunQueryDsl::execute(diesel::sql_query("SELECT pg_advisory_unlock(4206001)"), pg)?;
            done
        }
    };
    Ok(done)
}

/// Undoes every migration: for the test that `down` restores what was before `up`.
///
/// # Errors
/// As [`run`].
pub fn revert_all(target: &Target) -> Result<(), Fault> {
    match connection::open(target, Mode::ReadWrite, &Statements::default())? {
        Conn::Sqlite(mut sqlite) => sqlite.revert_all_migrations(SQLITE).map(|_done| ()),
        Conn::Pg(mut pg) => pg.revert_all_migrations(POSTGRES).map(|_done| ()),
    }
}

/// Whether migrations are still to be run.
///
/// # Errors
/// When the database cannot be reached.
pub fn pending(target: &Target) -> Result<bool, Fault> {
    match connection::open(target, Mode::ReadWrite, &Statements::default())? {
        Conn::Sqlite(mut sqlite) => sqlite.has_pending_migration(SQLITE),
        Conn::Pg(mut pg) => pg.has_pending_migration(POSTGRES),
    }
}

fn names(versions: &[diesel::migration::MigrationVersion<'_>]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}
