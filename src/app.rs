//! The application, wired once for `main` and for the tests.

mod listening;
mod server;

pub use listening::listen;

use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header::LOCATION;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, guard};

use crate::api;
use crate::auth::Keyring;
use crate::auth::keys::REFRESH;
use crate::auth::use_notes::UseNotes;
use crate::clock::Clock;
use crate::config::{self, Config, key_file};
use crate::db::statements::Statements;
use crate::db::{Aside, Db, Options, PATIENCE, Target, migrate};
use crate::http::edge::{PublicUrl, edge};
use crate::http::limits::Traffic;
use crate::http::routing::{RouteTable, unmatched};
use crate::http::seal::CursorSeal;
use crate::ids::Ids;
use crate::law::Law;
use crate::problem::Problem;
use crate::roster::{self, Loads};
use crate::service::published::Published;
use crate::service::readiness::Readiness;
use crate::service::ui::{self, Ui};
use crate::service::yaml;

/// What can go wrong before the service serves, in words for the operator.
pub type Failure = Box<dyn std::error::Error>;

/// Credentials that Swagger UI offers; only the demo has any.
#[derive(Clone, Debug)]
pub struct Prefill {
    pub client_id: String,
    pub client_secret: String,
}

/// Everything a server is made of.
#[derive(Clone)]
pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    keyring: Data<Keyring>,
    cursors: Data<CursorSeal>,
    use_notes: Data<UseNotes>,
    routes: Data<RouteTable>,
    published: Data<Published>,
    traffic: Data<Traffic>,
    loads: Data<Loads>,
    readiness: Data<Readiness>,
    /// Connections to the database at most, other than those of the workers.
    database: u32,
    public_url: String,
    ui: Data<Ui>,
}

/// Opens the database of a configuration. An SQLite file is created and migrated; a PostgreSQL
/// database must be current.
///
/// # Errors
/// When it cannot be reached, or has migrations to run.
pub fn open_database(config: &Config, ids: Ids, statements: Statements) -> Result<Db, Failure> {
    match &config.target {
        Target::Sqlite(_) => {
            migrated(&config.target)?;
        }
        Target::Postgres(_) => {
            if migrate::pending(&config.target).map_err(|error| unusable(&config.target, &*error))? {
                return Err(format!("{} has pending migrations: run `offre-bailleurs migrate` first", config.target).into());
            }
        }
    }
    Db::open(Options {
        target: config.target.clone(),
        pool_size: config.pool_size,
        clock: config.clock.clone(),
        ids,
        statements,
        law: Law::current(),
        patience: PATIENCE,
    })
}

/// Brings a database to the current schema and gives the names of the migrations that were run.
///
/// # Errors
/// When it cannot be opened, reached or changed, with its name.
pub fn migrated(target: &Target) -> Result<Vec<String>, Failure> {
    migrate::run(target).map_err(|error| unusable(target, &*error))
}

fn unusable(target: &Target, error: &dyn std::error::Error) -> Failure {
    let Target::Sqlite(path) = target else { return format!("{target} cannot be used: {error}").into() };
    match path.parent() {
        _ if path.is_dir() => format!("{target} cannot be opened: it is a folder, and should be a file").into(),
        Some(folder) if !folder.as_os_str().is_empty() && !folder.exists() => {
            format!("{target} cannot be opened: there is no folder {}", folder.display()).into()
        }
        _ => format!("{target} cannot be opened: {error}").into(),
    }
}

/// The key that seals signing keys: `SECRET_KEY`, or for SQLite a file beside the database.
///
/// # Errors
/// When it is missing on PostgreSQL, or the file cannot be used.
pub fn secret(config: &Config) -> Result<Vec<u8>, Failure> {
    match (&config.secret_key, &config.target) {
        (Some(secret), _) => Ok(secret.clone().into_bytes()),
        (None, Target::Postgres(_)) => Err(config::NO_SECRET.into()),
        (None, Target::Sqlite(path)) => secret_file(path),
    }
}

fn secret_file(database: &Path) -> Result<Vec<u8>, Failure> {
    let path = key_file(database);
    let path = path.as_path();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            let secret = hex::encode(crate::ids::random_bytes::<32>()?);
            file.write_all(secret.as_bytes())?;
            file.sync_all()?;
            Ok(secret.into_bytes())
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            warn_if_shared(path)?;
            // Whoever made it an instant ago may still be writing.
            for _ in 0..40 {
                let secret = std::fs::read(path)?;
                if secret.len() >= 64 {
                    return Ok(secret);
                }
                std::thread::sleep(Duration::from_millis(25));
            }
            Err(format!("{} is damaged: it should hold 64 characters", path.display()).into())
        }
        Err(error) => Err(format!("{}: {error}", path.display()).into()),
    }
}

/// Whoever reads the key file can sign tokens: others than its owner should not.
fn warn_if_shared(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path)?.permissions()) & 0o777;
        if mode & 0o077 != 0 {
            tracing::warn!("{} can be read by others (mode {mode:04o}): chmod 600", path.display());
        }
    }
    Ok(())
}

impl Parts {
    /// Loads what a server needs.
    ///
    /// # Errors
    /// When the keys cannot be read or the database belongs to the other mode.
    pub async fn new(config: &Config, db: Db, public_url: String, prefill: Option<Prefill>) -> Result<Self, Failure> {
        let sandbox = config.sandbox;
        db.system_write("mark the database as sandbox or not", move |conn, _| crate::db::mode::claim(conn, sandbox)).await??;
        let secret = secret(config)?;
        let keyring = Keyring::load(&db, &secret, public_url.clone()).await?;
        let document = api::document()?;
        let routes = RouteTable::of(
            &document,
            &[
                ("/", "GET, HEAD, OPTIONS"),
                ("/problems/", "GET, HEAD, OPTIONS"),
                ("/docs", "GET, HEAD, OPTIONS"),
                ("/docs/{_:.*}", "GET, HEAD, OPTIONS"),
            ],
        );
        let roster = format!("{:#}\n", roster::schema(&format!("{public_url}/schemas/roster.json"))?);
        let published = Published::new(format!("{document:#}\n"), yaml::written(&document)?, roster)?;
        Ok(Self {
            clock: config.clock.clone(),
            keyring: Data::new(keyring),
            cursors: Data::new(CursorSeal::new(&secret)?),
            use_notes: Data::default(),
            routes: Data::new(routes),
            published: Data::new(published),
            readiness: Data::default(),
            loads: Data::new(Loads::new(&config.limits)),
            traffic: Data::new(Traffic::new(config.limits.clone())),
            database: config.pool_size + Aside::CONNECTIONS,
            public_url,
            ui: Data::new(Ui::new(prefill.as_ref().map(|one| (one.client_id.as_str(), one.client_secret.as_str())))),
            db,
        })
    }

    /// A server on a listener, and the task that keeps its keys current.
    ///
    /// # Errors
    /// When the listener cannot be used.
    pub fn serve(self, listeners: Vec<TcpListener>, workers: usize) -> std::io::Result<Server> {
        actix_web::rt::spawn(keep_keys(self.keyring.clone(), self.db.clone()));
        server::start(&Arc::new(self), listeners, workers)
    }

    /// The database that is served.
    pub fn database(&self) -> Db {
        self.db.clone()
    }

    /// What callers take of the service; tells those who send when it stops.
    pub fn traffic(&self) -> Data<Traffic> {
        self.traffic.clone()
    }
}

fn application(
    parts: &Parts,
) -> App<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .app_data(Data::new(parts.db.clone()))
        .app_data(Data::new(parts.clock.clone()))
        .app_data(Data::new(PublicUrl(parts.public_url.clone())))
        .app_data(parts.keyring.clone())
        .app_data(parts.cursors.clone())
        .app_data(parts.use_notes.clone())
        .app_data(parts.routes.clone())
        .app_data(parts.published.clone())
        .app_data(parts.traffic.clone())
        .app_data(parts.loads.clone())
        .app_data(parts.readiness.clone())
        .app_data(parts.ui.clone())
        .configure(api::configure)
        .configure(beside)
        .default_service(actix_web::dev::fn_service(unmatched))
        .wrap(from_fn(edge))
}

/// What is served beside the document. A resource that is no GET's leaves the others to the answer of
/// addresses without one.
fn beside(service: &mut web::ServiceConfig) {
    let get = |path: &str| web::resource(path).guard(guard::Get());
    service
        .service(get("/").to(docs))
        .service(get("/docs").to(docs))
        .service(get("/problems/").to(crate::service::routes::slashed_index))
        .service(get("/docs/{file:.*}").to(ui::file));
}

async fn docs(_public: crate::http::Public) -> HttpResponse {
    HttpResponse::TemporaryRedirect().insert_header((LOCATION, "/docs/")).finish()
}

async fn keep_keys(keyring: Data<Keyring>, db: Db) {
    loop {
        actix_web::rt::time::sleep(REFRESH).await;
        if let Err(problem) = keyring.refresh(&db).await {
            tracing::warn!(%problem, "the signing keys and revocations could not be looked at");
        }
    }
}

/// A problem told to an operator, with its cause.
pub fn told(problem: &Problem) -> String {
    let detail = &problem.detail().en;
    problem.cause().map_or_else(|| detail.to_string(), |cause| format!("{detail} ({cause})"))
}
