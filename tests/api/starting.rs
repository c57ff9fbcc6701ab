//! Starting: nodes at once on a new database, without the right to create, behind a slow migration.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use offre_bailleurs::Raw;
use offre_bailleurs::testing::PgConnection;
use offre_bailleurs::testing::{Config, Ids, Parts, Statements, migrate, open_database};

use crate::support::Database;

/// A node up to where it would listen.
fn start(url: &str, secret: Option<&str>) -> Result<(), String> {
    let raw = Raw { database_url: Some(url.to_owned()), secret_key: secret.map(str::to_owned), sandbox: true, ..Raw::default() };
    let config = Config::read(&raw).map_err(|wrong| wrong.to_string())?;
    actix_web::rt::System::new().block_on(async move {
        let db = open_database(&config, Ids::Random, Statements::default()).map_err(|error| error.to_string())?;
        Parts::new(&config, db, "http://localhost".to_owned(), None).await.map(|_parts| ()).map_err(|error| error.to_string())
    })
}

const SECRET: Option<&str> = Some("a secret of thirty-two bytes or more");

fn execute(url: &str, statement: &str) {
    match url.strip_prefix("sqlite://") {
        Some(file) => SqliteConnection::establish(file).unwrap().batch_execute(statement).unwrap(),
        None => PgConnection::establish(url).unwrap().batch_execute(statement).unwrap(),
    }
}

#[test]
fn nodes_that_start_at_once_on_a_new_database_all_start_with_one_key() {
    let database = Database::empty();
    migrate::revert_all(&database.url.parse().unwrap()).unwrap();
    let sqlite = database.url.starts_with("sqlite");
    let nodes = 12;
    let line = Barrier::new(nodes);
    let failed: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..nodes)
            .map(|_| {
                scope.spawn(|| {
                    line.wait();
                    migrate::run(&database.url.parse().unwrap()).map_err(|error| format!("migrate: {error}"))?;
                    // On SQLite the nodes also make the file of the secret.
                    start(&database.url, if sqlite { None } else { SECRET })
                })
            })
            .collect();
        running.into_iter().filter_map(|node| node.join().unwrap().err()).collect()
    });
    assert_eq!(failed, Vec::<String>::new());
    assert_eq!(database.count("signing_keys"), 1);
}

#[test]
fn a_second_migrate_takes_its_turn_however_long_the_first_one_takes() {
    let database = Database::empty();
    let target = database.url.parse().unwrap();
    migrate::revert_all(&target).unwrap();
    let (held, wait) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let pause = || {
                held.send(()).unwrap();
                std::thread::sleep(Duration::from_millis(6_500));
            };
            match database.url.strip_prefix("sqlite://") {
                Some(file) => {
                    let mut first = SqliteConnection::establish(file).unwrap();
                    first.batch_execute("BEGIN IMMEDIATE").unwrap();
                    pause();
                    first.batch_execute("ROLLBACK").unwrap();
                }
                None => {
                    let mut first = PgConnection::establish(&database.url).unwrap();
                    first.batch_execute("SELECT pg_advisory_lock(4206001)").unwrap();
                    pause();
                }
            }
        });
        wait.recv().unwrap();
        let started = Instant::now();
        let done = migrate::run(&target).unwrap();
        assert!(started.elapsed() > Duration::from_secs(6), "it waited {:?}", started.elapsed());
        assert!(done.len() > 3, "{done:?}");
    });
    assert_eq!(migrate::run(&target).unwrap(), Vec::<String>::new());
}

#[test]
fn pending_migrations_are_seen_without_making_a_table() {
    let database = Database::empty();
    let target = database.url.parse().unwrap();
    assert!(!migrate::pending(&target).unwrap());
    migrate::revert_all(&target).unwrap();
    assert!(migrate::pending(&target).unwrap());
    execute(&database.url, "DROP TABLE __diesel_schema_migrations");
    assert!(migrate::pending(&target).unwrap());
    assert_eq!(database.tables(), Vec::<String>::new());
}

#[test]
fn a_role_that_may_not_create_can_serve() {
    let database = Database::empty();
    if database.url.starts_with("sqlite") {
        return;
    }
    let role = format!("law_server_{}", std::process::id());
    execute(
        &database.url,
        &format!(
            "CREATE ROLE {role} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC; \
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
        ),
    );
    let (_, place) = database.url.split_once('@').unwrap();
    let url = format!("postgres://{role}@{place}");
    let started = start(&url, SECRET);
    let created = PgConnection::establish(&url).unwrap().batch_execute("CREATE TABLE t (id INTEGER)");
    execute(&database.url, &format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    started.unwrap();
    assert!(created.unwrap_err().to_string().contains("permission denied"));
}
