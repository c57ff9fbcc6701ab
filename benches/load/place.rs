//! Databases of the bench's own, removed with it.

use std::path::Path;

use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use offre_bailleurs::testing::PgConnection;
use url::Url;

/// Where the databases of a run are.
pub enum Place<'f> {
    /// Files in a folder.
    Sqlite(&'f Path),
    /// A server whose user may make databases.
    Postgres(Url),
}

impl Place<'_> {
    /// How the table calls it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// A new database that holds nothing.
    pub fn database(&self, name: &str) -> Database {
        match self {
            Self::Sqlite(folder) => Database { url: format!("sqlite://{}", folder.join(name).display()), made_at: None },
            Self::Postgres(server) => {
                let name = format!("bench_{}_{name}", std::process::id());
                let mut conn = PgConnection::establish(server.as_str()).unwrap();
                conn.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
                let mut url = server.clone();
                url.set_path(&name);
                Database { url: url.into(), made_at: Some((server.clone(), name)) }
            }
        }
    }
}

/// One database.
pub struct Database {
    pub url: String,
    made_at: Option<(Url, String)>,
}

impl Database {
    /// The file, on SQLite.
    pub fn file(&self) -> Option<&str> {
        self.url.strip_prefix("sqlite://")
    }

    /// Has the planner know what was loaded, which a server left alone does by itself.
    pub fn settle(&self) {
        if self.file().is_none() {
            PgConnection::establish(&self.url).unwrap().batch_execute("VACUUM ANALYZE").unwrap();
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.made_at {
            let mut conn = PgConnection::establish(server.as_str()).unwrap();
            conn.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
        }
    }
}
