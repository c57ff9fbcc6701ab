//! Whole copies of an SQLite database: while it is served, and when it is not any more.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use diesel::sql_types::{Integer, Text};
use diesel::{Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection};

use super::files::Files;

/// Why no copy was made, in words for the operator.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Copies a database as it is at one instant into a file that is not there yet, and gives its size in bytes.
/// Who writes meanwhile goes on. The copy is its owner's alone, has its name once it is whole and durable,
/// and holds all that was acknowledged before.
///
/// # Errors
/// When there is no database, the name is taken, or the copy cannot be written: then nothing is left of it.
pub fn copy(database: &Path, to: &Path) -> Result<u64, Failure> {
    if !database.is_file() {
        return Err(format!("there is no database at {}", database.display()).into());
    }
    let taken = || Failure::from(format!("{} is there already: a copy takes no other's place", to.display()));
    if to.symlink_metadata().is_ok() {
        return Err(taken());
    }
    let unwritten = |error: io::Error| Failure::from(format!("{} cannot be written: {error}", to.display()));
    let folder = folder(to).map_err(unwritten)?;
    // A folder of its own, where SQLite may leave files of its own when it fails.
    let beside = tempfile::Builder::new().prefix(".copy-").tempdir_in(&folder).map_err(unwritten)?;
    let made = tempfile::NamedTempFile::new_in(beside.path()).map_err(unwritten)?;
    vacuum(database, made.path()).map_err(|error| format!("{} cannot be copied: {error}", database.display()))?;
    made.as_file().sync_all().map_err(unwritten)?;
    let bytes = made.as_file().metadata().map_err(unwritten)?.len();
    made.persist_noclobber(to).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => taken(),
        _ => unwritten(error.error),
    })?;
    File::open(&folder).and_then(|folder| folder.sync_all()).map_err(unwritten)?;
    Ok(bytes)
}

/// The folder of a file, by its whole name.
fn folder(file: &Path) -> io::Result<PathBuf> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.canonicalize(),
        _ => std::env::current_dir(),
    }
}

fn connect(database: &Path) -> Result<SqliteConnection, Failure> {
    let name = database.to_str().ok_or("the path is not UTF-8")?;
    let mut conn = SqliteConnection::establish(name)?;
    diesel::sql_query("PRAGMA busy_timeout=5000").execute(&mut conn)?;
    Ok(conn)
}

fn vacuum(database: &Path, to: &Path) -> Result<(), Failure> {
    let name = to.to_str().ok_or("the path is not UTF-8")?;
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(name).execute(&mut connect(database)?)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Folded {
    #[diesel(sql_type = Integer)]
    busy: i32,
}

/// Folds the log into the database, whose file alone is then all of it. Not done where the file was taken
/// away or replaced: what the path names is another's. That it was not done is said in the log.
pub fn fold_away(files: &Files) {
    let Some(database) = files.database() else { return };
    match files.there().map_err(Into::into).and_then(|()| fold(database)) {
        Ok(true) => {}
        Ok(false) => tracing::warn!("another process is at the database: its log stays beside it"),
        Err(error) => tracing::error!(cause = %error, "the log stays beside the database"),
    }
}

/// False while others read or write.
fn fold(database: &Path) -> Result<bool, Failure> {
    let folded: Folded = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(&mut connect(database)?)?;
    Ok(folded.busy == 0)
}
