//! A database for one test, copied from a template that is filled once.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::{Connection, RunQueryDsl, sql_query};
use offre_bailleurs::testing::{PgConnection, migrate};

/// A database that is removed with the test.
pub struct Database {
    pub url: String,
    kept: Kept,
}

enum Kept {
    /// Whoever made it keeps it.
    Elsewhere,
    Sqlite(tempfile::TempDir),
    Postgres {
        server: String,
        name: String,
    },
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// A copy of the demo.
    pub fn demo() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => postgres(server),
            Err(_unset) => sqlite(),
        }
    }

    /// One that is there already, and is kept by whoever made it.
    pub fn at(url: &str) -> Self {
        Self { url: url.to_owned(), kept: Kept::Elsewhere }
    }

    /// A migrated database that holds nothing.
    pub fn empty() -> Self {
        let database = match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => postgres_from(server, "template1"),
            Err(_unset) => {
                let folder = tempfile::tempdir().unwrap();
                Self { url: format!("sqlite://{}", folder.path().join("test.db").display()), kept: Kept::Sqlite(folder) }
            }
        };
        migrate::run(&database.url.parse().unwrap()).unwrap();
        database
    }
}

/// A connection that waits for whoever writes.
fn sqlite_at(file: &str) -> diesel::SqliteConnection {
    let mut conn = diesel::SqliteConnection::establish(file).unwrap();
    sql_query("PRAGMA busy_timeout=5000").execute(&mut conn).unwrap();
    conn
}

#[derive(diesel::QueryableByName)]
struct Table {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

impl Database {
    /// How many rows a table has.
    pub fn count(&self, table: &str) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct Rows {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            n: i64,
        }
        let query = sql_query(format!("SELECT count(*) AS n FROM {table}"));
        let found: Rows = match self.url.strip_prefix("sqlite://") {
            Some(file) => query.get_result(&mut sqlite_at(file)).unwrap(),
            None => query.get_result(&mut PgConnection::establish(&self.url).unwrap()).unwrap(),
        };
        found.n
    }

    /// Runs a statement beside the server.
    pub fn execute(&self, statement: &str) {
        let done = match self.url.strip_prefix("sqlite://") {
            Some(file) => sql_query(statement).execute(&mut sqlite_at(file)).unwrap(),
            None => sql_query(statement).execute(&mut PgConnection::establish(&self.url).unwrap()).unwrap(),
        };
        assert!(done > 0, "{statement}");
    }

    /// The tables it holds, those of the database itself left out.
    pub fn tables(&self) -> Vec<String> {
        let found: Vec<Table> = match self.url.strip_prefix("sqlite://") {
            Some(file) => {
                let list = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
                sql_query(list).load(&mut sqlite_at(file)).unwrap()
            }
            None => {
                let list =
                    "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename::text COLLATE \"C\"";
                sql_query(list).load(&mut PgConnection::establish(&self.url).unwrap()).unwrap()
            }
        };
        found.into_iter().map(|table| table.name).collect()
    }
}

fn sqlite() -> Database {
    static TEMPLATE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, template) = TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.db");
        let url = format!("sqlite://{}", path.display());
        migrate::run(&url.parse().unwrap()).unwrap();
        super::fill(&url);
        // The last connection to close folds the log into the file.
        let log = folder.path().join("demo.db-wal");
        while log.exists() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        (folder, path)
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    std::fs::copy(template, &path).unwrap();
    Database { url: format!("sqlite://{}", path.display()), kept: Kept::Sqlite(folder) }
}

fn postgres(server: String) -> Database {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let name = format!("law_template_{}", std::process::id());
        admin(&server, &format!("CREATE DATABASE {name}"));
        let url = at(&server, &name);
        migrate::run(&url.parse().unwrap()).unwrap();
        super::fill(&url);
        name
    });
    postgres_from(server, template)
}

fn postgres_from(server: String, template: &str) -> Database {
    let name = format!("law_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    admin(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    Database { url: at(&server, &name), kept: Kept::Postgres { server, name } }
}

/// The URL of another database of the same server.
fn at(server: &str, name: &str) -> String {
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

fn admin(server: &str, statement: &str) {
    // Copies of a template take turns: it may have no other visitor meanwhile.
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut conn = PgConnection::establish(server).unwrap();
    let mut tries = 0;
    while let Err(error) = sql_query(statement).execute(&mut conn) {
        tries += 1;
        assert!(tries < 100, "{statement}: {error}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.kept {
            Kept::Elsewhere => {}
            Kept::Sqlite(folder) => assert!(folder.path().exists()),
            Kept::Postgres { server, name } => admin(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")),
        }
    }
}
