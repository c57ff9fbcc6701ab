//! Reading without a thread: the statements of one landlord's read, asked of either database.

use chrono::NaiveDate;

use super::ask::{Asked, Statement};
use super::{Actor, Db, Doors, Moment};
use crate::law::Law;
use crate::problem::Problem;
use crate::values::text::Language;
use crate::values::typed_id::LandlordId;

/// One read of one landlord's data. What it asks, it asks one statement at a time: statements that must
/// see the same state go through [`Db::read_at_once`].
pub struct Reader<'a> {
    db: &'a Db,
    actor: &'a Actor,
    moment: Moment,
    /// Whether it leaves the way of short reads to others.
    patient: bool,
}

impl Db {
    /// Reads for an actor, statement by statement.
    pub fn reader<'a>(&'a self, actor: &'a Actor) -> Reader<'a> {
        Reader { db: self, actor, moment: self.moment(), patient: false }
    }

    /// The same for reads that are long, or of which many follow each other: they take turns on connections
    /// of their own, and no short read waits behind them.
    pub fn patient_reader<'a>(&'a self, actor: &'a Actor) -> Reader<'a> {
        Reader { patient: true, ..self.reader(actor) }
    }

    /// Asks one statement, or several in one go: on PostgreSQL behind those under way; on SQLite here and
    /// now where the cost is known, else on a thread that may block.
    ///
    /// # Errors
    /// 503 when the database cannot be reached in time, else what it says.
    pub async fn ask<A: Asked + Clone>(&self, asked: A) -> Result<A::Answer, Problem> {
        self.0.files.known()?;
        match &self.0.doors {
            Doors::Postgres { pipes, .. } => pipes.ask(asked).await,
            Doors::Sqlite { nearby, readers, .. } => {
                if asked.all_generic()
                    && let Ok(Ok(rows)) = nearby.ask(asked.clone())
                {
                    return Ok(rows);
                }
                // What failed is asked again where waiting costs nobody else, and says there why.
                readers.run(move |conn| Ok(asked.here(conn)?)).await
            }
        }
    }
}

impl Reader<'_> {
    /// The landlord every statement starts from.
    pub fn landlord(&self) -> LandlordId {
        self.actor.landlord.clone()
    }

    /// The caller's language.
    pub fn language(&self) -> Language {
        self.actor.language
    }

    /// The legal day of this read.
    pub fn today(&self) -> NaiveDate {
        self.moment.today
    }

    /// The law of this read.
    pub fn law(&self) -> &'static Law {
        self.moment.law
    }

    /// The database, for what belongs to no landlord.
    pub fn db(&self) -> &Db {
        self.db
    }

    /// Asks one statement, or several in one go.
    ///
    /// # Errors
    /// 503 when the database cannot be reached in time, else what it says.
    pub async fn ask<A: Asked + Clone>(&self, asked: A) -> Result<A::Answer, Problem> {
        if self.patient {
            return self.db.reading(move |conn| Ok(asked.here(conn)?)).await;
        }
        self.db.ask(asked).await
    }

    /// Asks for one row.
    ///
    /// # Errors
    /// As [`Reader::ask`], and 404 when there is none.
    pub async fn one<S: Statement + Clone>(&self, statement: S) -> Result<S::Row, Problem> {
        self.ask(statement).await?.pop().ok_or_else(Problem::not_found)
    }
}
