//! The only doors to the data: [`Db::read`] and [`Db::write`] for what a landlord owns,
//! [`Db::system_read`] and [`Db::system_write`] for what belongs to nobody, with a stated reason.
//!
//! SQLite writes go through one writing thread with group commit, PostgreSQL writes through a crew whose
//! transactions lock the landlord's row: on both, writes of one landlord are serial.

pub mod actor;
pub(crate) mod among;
mod aside;
pub mod ask;
pub mod backup;
pub mod connection;
mod crew;
mod epoch;
pub mod faults;
mod files;
pub mod kept;
pub mod known;
mod lane;
pub mod literal;
pub mod migrate;
pub mod mode;
mod moment;
pub mod names;
mod nearby;
mod party;
pub mod pg;
mod pipes;
pub mod private;
mod reader;
pub mod schema;
pub mod scope;
mod session;
pub mod statements;
mod task;
mod transaction;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use diesel::r2d2::ManageConnection as _;

pub use actor::Actor;
pub use aside::{Aside, Way};
pub use connection::{Conn, Target};
pub use moment::Moment;
pub use reader::Reader;
pub use scope::Scope;

use crate::clock::Clock;
use crate::ids::Ids;
use crate::law::Law;
use crate::problem::Problem;
use crate::values::typed_id::LandlordId;
use connection::{Manager, Mode};
use crew::Crew;
use epoch::Epoch;
use files::Files;
use known::Known;
use lane::{Lane, Room};
use nearby::Nearby;
use pipes::Pipes;
use statements::Statements;
use task::Again;
use writer::{Bounds, Writer};

/// How a piece of writing ends when nothing went wrong.
#[derive(Debug)]
pub enum End<T> {
    /// What was written stays.
    Commit(T),
    /// The answer is kept and what was written is undone: a dry run.
    Rollback(T),
}

/// A piece of work on a connection.
pub type Job<T> = Box<dyn FnOnce(&mut Conn) -> Result<End<T>, Problem> + Send>;

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Options {
    pub target: Target,
    /// Connections for reads on SQLite, for everything on PostgreSQL.
    pub pool_size: u32,
    pub clock: Clock,
    pub ids: Ids,
    pub statements: Statements,
    /// The law that all work on it goes by.
    pub law: &'static Law,
    /// How long a write waits for its turn, and for what another process holds.
    pub patience: Duration,
}

/// How long a write waits in the service.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// A database, cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    doors: Doors,
    aside: Aside,
    files: Files,
    known: Known,
    clock: Clock,
    ids: Ids,
    statements: Statements,
    law: &'static Law,
}

enum Doors {
    Sqlite { nearby: Nearby, readers: Lane, writer: Writer },
    Postgres { readers: Lane, writers: Crew, pipes: Box<Pipes> },
}

impl Db {
    /// Opens a database whose schema is current.
    ///
    /// # Errors
    /// When the file cannot be opened. PostgreSQL is reached at the first use.
    pub fn open(options: Options) -> Result<Self, Box<dyn std::error::Error>> {
        let Options { target, pool_size, clock, ids, statements, law, patience } = options;
        // Of PostgreSQL's connections, some are for reads alone: no crowd of writers takes them.
        let reading = (pool_size * 3 / 8).max(1);
        let writing = pool_size.saturating_sub(reading).max(1);
        let epoch = Epoch::default();
        let files = match &target {
            Target::Sqlite(path) => {
                private::make(path)?;
                Files::of(path)?
            }
            Target::Postgres(_) => Files::default(),
        };
        let manager =
            |mode| Manager { target: target.clone(), mode, statements: statements.clone(), epoch: epoch.clone(), files: files.clone() };
        let doors = match &target {
            Target::Sqlite(_) => {
                let writing = manager(Mode::ReadWrite);
                let writer = Writer::start(Box::new(move || writing.connect()), files.clone(), Bounds::of(patience))?;
                Doors::Sqlite {
                    nearby: Nearby::new(manager(Mode::ReadOnly)),
                    readers: Lane::new(manager(Mode::ReadOnly), Room::of(pool_size)),
                    writer,
                }
            }
            Target::Postgres(server) => Doors::Postgres {
                readers: Lane::new(manager(Mode::ReadOnly), Room::of(reading)),
                writers: Crew::new(manager(Mode::ReadWrite), crew::Bounds { patience, ..crew::Bounds::of(writing) }),
                pipes: Box::new(Pipes::new(server.as_ref().clone(), statements.clone(), epoch.clone())),
            },
        };
        let aside = Aside::new(|| manager(Mode::Aside));
        Ok(Self(Arc::new(Inner { doors, aside, files, known: Known::default(), clock, ids, statements, law })))
    }

    /// Folds SQLite's log into its file, once nobody is served any more; what keeps it from that is logged.
    pub fn fold(&self) {
        backup::fold_away(&self.0.files);
    }

    /// The clock that every piece of work is timed by.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The law that all work goes by.
    pub fn law(&self) -> &'static Law {
        self.0.law
    }

    /// The statements that were started, when the database was opened to keep them.
    pub fn statements(&self) -> &Statements {
        &self.0.statements
    }

    /// What the country shares.
    fn known(&self) -> &Known {
        &self.0.known
    }

    fn moment(&self) -> Moment {
        let now = self.0.clock.now();
        Moment { now, wall: self.0.clock.wall(), today: crate::values::legal_days::paris_day(now), ids: self.0.ids, law: self.0.law }
    }

    /// Reads what the actor's landlord owns.
    ///
    /// # Errors
    /// What `work` says, or 503 when the database cannot be reached in time.
    pub async fn read<T, F>(&self, actor: &Actor, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Scope<'_>) -> Result<T, Problem> + Send + 'static,
    {
        let (actor, moment) = (actor.clone(), self.moment());
        let db = self.clone();
        self.reading(move |conn| work(&mut Scope::new(conn, &actor, &moment, db.known()))).await
    }

    /// As [`Db::read`], where several statements must see the same state.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_at_once<T, F>(&self, actor: &Actor, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Scope<'_>) -> Result<T, Problem> + Send + 'static,
    {
        let (actor, moment) = (actor.clone(), self.moment());
        let db = self.clone();
        self.reading(move |conn| transaction::at_once(conn, |conn| work(&mut Scope::new(conn, &actor, &moment, db.known())))).await
    }

    /// Writes what the actor's landlord owns, in one transaction, alone for that landlord.
    ///
    /// # Errors
    /// What `work` says, with nothing written; 503 when the database cannot be reached in time.
    pub async fn write<T, F>(&self, actor: &Actor, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: Fn(&mut Scope<'_>) -> Result<T, Problem> + Send + 'static,
    {
        self.write_ending(actor, move |scope| work(scope).map(End::Commit)).await
    }

    /// As [`Db::write`], where the work itself says whether it stays.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_ending<T, F>(&self, actor: &Actor, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: Fn(&mut Scope<'_>) -> Result<End<T>, Problem> + Send + 'static,
    {
        let (actor, moment) = (actor.clone(), self.moment());
        let db = self.clone();
        let landlord = actor.landlord.clone();
        let job = Box::new(move |conn: &mut Conn| {
            let mut scope = Scope::new(conn, &actor, &moment, db.known());
            scope.lock_landlord()?;
            work(&mut scope)
        });
        self.writing(Some(&landlord), job).await
    }

    /// Reads what belongs to no landlord. `reason` says what for.
    ///
    /// # Errors
    /// What `work` says, or 503.
    pub async fn system_read<T, F>(&self, reason: &'static str, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn, &Moment) -> Result<T, Problem> + Send + 'static,
    {
        tracing::trace!(reason, "system read");
        let moment = self.moment();
        self.reading(move |conn| work(conn, &moment)).await
    }

    /// Writes what belongs to no landlord. `reason` says what for.
    ///
    /// # Errors
    /// What `work` says, or 503.
    pub async fn system_write<T, F>(&self, reason: &'static str, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: Fn(&mut Conn, &Moment) -> Result<T, Problem> + Send + 'static,
    {
        tracing::trace!(reason, "system write");
        let moment = self.moment();
        let done = self.writing(None, Box::new(move |conn| work(conn, &moment).map(End::Commit))).await;
        // What the country shares belongs to no landlord: it is written here or nowhere.
        self.0.known.forget();
        done
    }

    async fn reading<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        self.0.files.known()?;
        match &self.0.doors {
            Doors::Sqlite { readers, .. } => readers.run(work).await,
            Doors::Postgres { readers, .. } => readers.run(work).await,
        }
    }

    /// Writes; on PostgreSQL those of one landlord that wait share a transaction, and one that spoils it
    /// has them done again.
    async fn writing<T: Send + 'static>(&self, landlord: Option<&LandlordId>, work: Again<T>) -> Result<T, Problem> {
        match &self.0.doors {
            Doors::Sqlite { writer, .. } => writer.write(work).await,
            Doors::Postgres { writers, .. } => writers.write(landlord, work).await,
        }
    }
}
