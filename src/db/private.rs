//! An SQLite database is its owner's alone: names, bank details and hashes of secrets lie in it.

use std::path::{Path, PathBuf};

/// The file beside another that has its name and a suffix.
pub fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// What others may do with a file: nothing.
#[cfg(unix)]
const OWNER_ONLY: u32 = 0o600;

/// Makes a database that is not there yet, 0600. The log and the shared memory that SQLite makes beside it take its
/// mode.
///
/// # Errors
/// When the file cannot be made, or what is there is no file.
#[cfg(unix)]
pub fn make(database: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;

    // An existing file is never opened here: closing it would drop the locks that SQLite holds on it.
    match std::fs::metadata(database) {
        Ok(there) if there.is_file() => Ok(()),
        Ok(_other) => Err(std::io::Error::other("not a file")),
        Err(_absent) => {
            std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(OWNER_ONLY).open(database).map(|_made| ())
        }
    }
}

/// Narrows an old database to 0600, with its log and its shared memory. It is for one that SQLite has read: a path
/// given by mistake may be a folder, a device or a file of somebody else, whose mode is not ours to change. One that
/// cannot be narrowed is told in the log.
#[cfg(unix)]
pub fn narrow(database: &Path) {
    use std::os::unix::fs::PermissionsExt;

    for suffix in ["", "-wal", "-shm"] {
        let path = beside(database, suffix);
        let Ok(known) = std::fs::metadata(&path) else { continue };
        if !known.is_file() || known.permissions().mode() & 0o077 == 0 {
            continue;
        }
        if let Err(error) = std::fs::set_permissions(&path, std::fs::Permissions::from_mode(OWNER_ONLY)) {
            tracing::warn!(%error, "{} can be read by others and stays so", path.display());
        }
    }
}

/// Elsewhere, the folder decides.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn make(_database: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Elsewhere, the folder decides.
#[cfg(not(unix))]
pub fn narrow(_database: &Path) {}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_database_is_its_owner_s_and_an_old_one_becomes_so_with_its_log() {
        let folder = tempfile::tempdir().unwrap();
        let new = folder.path().join("new.db");
        make(&new).unwrap();
        assert_eq!(mode(&new), 0o600);
        let old = folder.path().join("old.db");
        let log = folder.path().join("old.db-wal");
        for file in [&old, &log] {
            std::fs::write(file, "kept").unwrap();
            std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        make(&old).unwrap();
        narrow(&old);
        assert_eq!((mode(&old), mode(&log), std::fs::read_to_string(&old).unwrap().as_str()), (0o600, 0o600, "kept"));
        assert!(make(&folder.path().join("no/such/folder.db")).is_err());
        assert!(make(folder.path()).is_err());
        let before = mode(folder.path());
        narrow(folder.path());
        assert_eq!(mode(folder.path()), before, "a folder is no database");
    }
}
