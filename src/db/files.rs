//! The files of an SQLite database, as they were opened.
//!
//! SQLite goes on writing to a file that was deleted, moved away or replaced: what it then acknowledges, no
//! restart finds. So the file that the path names is compared with the one that was opened, by device and
//! number, and so are the log and its index beside it. Once one of them is another or gone, that stays said:
//! what was acknowledged lies where only this process, or only the operator, still finds it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::faults::Fault;
use super::private::beside;

/// What lies beside a database in use: the log of what was committed, and the index of the log.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// The files of one database; none on PostgreSQL.
#[derive(Clone, Debug, Default)]
pub struct Files(Option<Arc<Opened>>);

#[derive(Debug)]
struct Opened {
    database: Known,
    /// Known once the first connection has made them. One connection stays open while the service runs, so
    /// that SQLite keeps them.
    beside: OnceLock<Vec<Known>>,
    /// What happened to one of them.
    gone: OnceLock<String>,
}

/// A file by its name, and which one it is.
#[derive(Debug)]
struct Known {
    path: PathBuf,
    identity: Identity,
}

impl Known {
    fn look(path: PathBuf) -> io::Result<Self> {
        let identity = Identity::of(&path)?;
        Ok(Self { path, identity })
    }

    /// What happened to it, if anything did.
    fn changed(&self) -> io::Result<Option<String>> {
        let what = match Identity::of(&self.path) {
            Ok(now) if now == self.identity => return Ok(None),
            Ok(_another) => "is another file than the one that was opened: it was replaced",
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                "is not there any more: it was deleted or moved away"
            }
            Err(error) => return Err(error),
        };
        Ok(Some(format!("{} {what}", self.path.display())))
    }
}

impl Files {
    /// Looks which file a database is, just before it is opened.
    ///
    /// # Errors
    /// When it is not there.
    pub fn of(database: &Path) -> io::Result<Self> {
        let database = Known::look(database.to_owned())?;
        Ok(Self(Some(Arc::new(Opened { database, beside: OnceLock::new(), gone: OnceLock::new() }))))
    }

    /// The database's own; none on PostgreSQL.
    pub fn database(&self) -> Option<&Path> {
        self.0.as_ref().map(|opened| opened.database.path.as_path())
    }

    /// Looks which files lie beside it, now that it is open.
    ///
    /// # Errors
    /// When one is not there, or the database is another one by now.
    pub fn opened(&self) -> io::Result<()> {
        let Some(opened) = &self.0 else { return Ok(()) };
        let beside = BESIDE.into_iter().map(|suffix| Known::look(beside(&opened.database.path, suffix))).collect::<io::Result<Vec<_>>>()?;
        opened.beside.get_or_init(|| beside);
        self.there().map_err(io::Error::other)
    }

    /// Says whether all of them are what they were.
    ///
    /// # Errors
    /// `Lost`, from the first time that one was not.
    pub fn there(&self) -> Result<(), Fault> {
        let Some(opened) = &self.0 else { return Ok(()) };
        self.known()?;
        for file in std::iter::once(&opened.database).chain(opened.beside.get().into_iter().flatten()) {
            match file.changed() {
                Ok(None) => {}
                Ok(Some(what)) => {
                    tracing::error!(
                        "{what}. Nothing is read or written any more: a restart would not find it. Stop the service, put the \
                         database where it was, and start it again"
                    );
                    opened.gone.get_or_init(|| what);
                    return self.known();
                }
                Err(error) => return Err(Fault::Lost(format!("{} cannot be looked at: {error}", file.path.display()))),
            }
        }
        Ok(())
    }

    /// Says what was found before, without looking again.
    ///
    /// # Errors
    /// As [`Files::there`].
    pub fn known(&self) -> Result<(), Fault> {
        match self.0.as_ref().and_then(|opened| opened.gone.get()) {
            Some(what) => Err(Fault::Lost(what.clone())),
            None => Ok(()),
        }
    }
}

/// Which file it is, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    device: u64,
    number: u64,
}

impl Identity {
    #[cfg(unix)]
    fn of(path: &Path) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let found = std::fs::metadata(path)?;
        Ok(Self { device: found.dev(), number: found.ino() })
    }

    /// Elsewhere a file in use can be neither deleted nor moved.
    #[cfg(not(unix))]
    fn of(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(|_there| Self { device: 0, number: 0 })
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    /// A database with what lies beside it, opened.
    fn database() -> (tempfile::TempDir, PathBuf, Files) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept.db");
        for suffix in ["", "-wal", "-shm"] {
            std::fs::write(folder.path().join(format!("kept.db{suffix}")), suffix).unwrap();
        }
        let files = Files::of(&path).unwrap();
        files.opened().unwrap();
        files.there().unwrap();
        (folder, path, files)
    }

    fn lost(files: &Files) -> String {
        let Err(Fault::Lost(what)) = files.there() else { panic!("nothing is lost") };
        assert_eq!(files.known(), Err(Fault::Lost(what.clone())));
        what
    }

    #[test]
    fn each_file_that_goes_or_is_replaced_is_told_and_stays_told() {
        for suffix in ["", "-wal", "-shm"] {
            let (folder, path, files) = database();
            let file = folder.path().join(format!("kept.db{suffix}"));
            let away = folder.path().join("away");
            std::fs::rename(&file, &away).unwrap();
            let what = lost(&files);
            assert!(what.starts_with(file.to_str().unwrap()) && what.contains("deleted or moved away"), "{what}");
            std::fs::rename(&away, &file).unwrap();
            assert_eq!(lost(&files), what, "it is back, and what was told stays");
            let again = Files::of(&path).unwrap();
            again.opened().unwrap();
            std::fs::copy(&file, &away).unwrap();
            std::fs::rename(&away, &file).unwrap();
            let what = lost(&again);
            assert!(what.starts_with(file.to_str().unwrap()) && what.contains("replaced"), "{what}");
        }
    }

    #[test]
    fn a_link_that_leads_elsewhere_is_another_file_and_one_that_leads_to_the_same_is_not() {
        let (folder, path, _) = database();
        let (link, other) = (folder.path().join("link"), folder.path().join("other"));
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let files = Files::of(&link).unwrap();
        files.there().unwrap();
        std::fs::hard_link(&path, &other).unwrap();
        let lead = |to: &Path| {
            std::fs::remove_file(&link).unwrap();
            std::os::unix::fs::symlink(to, &link).unwrap();
        };
        lead(&other);
        files.there().unwrap();
        std::fs::remove_file(&other).unwrap();
        std::fs::write(&other, "another").unwrap();
        assert!(lost(&files).contains("replaced"));
    }

    #[test]
    fn what_cannot_be_looked_at_for_now_is_refused_for_now() {
        let (folder, path, _) = database();
        let link = folder.path().join("link");
        let lead = |to: &Path| {
            std::fs::remove_file(&link).unwrap_or_default();
            std::os::unix::fs::symlink(to, &link).unwrap();
        };
        lead(&path);
        let files = Files::of(&link).unwrap();
        // Nobody finds the end of it.
        lead(&link);
        assert!(matches!(files.there(), Err(Fault::Lost(what)) if what.contains("cannot be looked at")));
        files.known().unwrap();
        lead(&path);
        files.there().unwrap();
    }
}
