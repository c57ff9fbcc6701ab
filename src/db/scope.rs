//! A connection that knows whose data it may touch.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::exists;
use diesel::pg::Pg;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel::result::Error;
use diesel::sqlite::Sqlite;
use diesel::{BoolExpressionMethods, Connection as _, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, RunQueryDsl};

use super::Actor;
use super::Moment;
use super::ask::Asked;
use super::connection::Conn;
use super::faults::Revoked;
use super::known::Known;
use super::schema::{clients, landlords};
use crate::law::Law;
use crate::problem::Problem;
use crate::values::text::Language;
use crate::values::typed_id::{ClientId, LandlordId, ReceiptNumber, TypedId};

/// One landlord's data, for one piece of work. Made only by the doors of [`super::Db`].
pub struct Scope<'c> {
    conn: &'c mut Conn,
    actor: &'c Actor,
    moment: &'c Moment,
    known: &'c Known,
}

impl<'c> Scope<'c> {
    pub(super) fn new(conn: &'c mut Conn, actor: &'c Actor, moment: &'c Moment, known: &'c Known) -> Self {
        Self { conn, actor, moment, known }
    }

    /// The connection, for `queries.rs` alone.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// Asks one statement, or several in one go.
    ///
    /// # Errors
    /// What the database says.
    pub fn ask<A: Asked>(&mut self, asked: A) -> Result<A::Answer, Problem> {
        Ok(asked.here(self.conn)?)
    }

    /// What the country shares.
    pub(super) fn known(&self) -> &'c Known {
        self.known
    }

    /// The landlord every query starts from.
    pub fn landlord(&self) -> &'c LandlordId {
        &self.actor.landlord
    }

    /// The client that acts.
    pub fn client(&self) -> &'c ClientId {
        &self.actor.client
    }

    /// The caller's language.
    pub fn language(&self) -> Language {
        self.actor.language
    }

    /// The instant of this work.
    pub fn now(&self) -> DateTime<Utc> {
        self.moment.now
    }

    /// The legal day of this work.
    pub fn today(&self) -> NaiveDate {
        self.moment.today
    }

    /// The law of this work.
    pub fn law(&self) -> &'static Law {
        self.moment.law
    }

    /// A new id. `name` says what the object is, within its landlord.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new_id<I: TypedId>(&self, name: &str) -> Result<I, Problem> {
        self.moment.id(self.landlord().as_str(), name)
    }

    /// A new receipt number: `AR-` and the 26 characters of an id, in capitals.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn receipt_number(&self, name: &str) -> Result<String, Problem> {
        let id: ReceiptNumber = self.new_id(name)?;
        Ok(id.as_str().replace('_', "-").to_uppercase())
    }

    /// Writes without asking what came of it: on PostgreSQL the statement goes over the wire with the
    /// next one that needs an answer, or with the commit.
    ///
    /// # Errors
    /// When the database refuses; on PostgreSQL that may be said later, by whatever is asked next.
    pub fn put<Q>(&mut self, query: Q) -> Result<(), Problem>
    where
        Q: QueryFragment<Pg> + QueryFragment<Sqlite> + QueryId,
    {
        match self.conn {
            Conn::Pg(pg) => pg.later(&query)?,
            Conn::Sqlite(sqlite) => {
                sqlite.execute_returning_count(&query)?;
            }
        }
        Ok(())
    }

    /// Makes this transaction the only one that writes for the landlord (on SQLite it already is), and
    /// refuses a client revoked meanwhile: the same statement tells.
    pub(super) fn lock_landlord(&mut self) -> Result<(), Problem> {
        let revoked = exists(clients::table.filter(clients::id.eq(self.actor.client.as_str()).and(clients::revoked_at.is_not_null())));
        let owned = landlords::table.find(self.actor.landlord.as_str());
        match self.conn {
            // A plain FOR UPDATE would also block the foreign-key checks of other tables.
            Conn::Pg(pg) => pg.once_if(
                format!("{} {}", self.actor.landlord, self.actor.client),
                &owned.select(revoked).for_no_key_update(),
                |found: Vec<bool>| unrevoked(found.first()),
            )?,
            Conn::Sqlite(sqlite) => unrevoked(owned.select(revoked).first(sqlite).optional()?.as_ref())?,
        }
        Ok(())
    }
}

/// A client that was revoked meanwhile writes nothing more (R102).
fn unrevoked(revoked: Option<&bool>) -> QueryResult<()> {
    if revoked == Some(&true) { Err(Error::QueryBuilderError(Box::new(Revoked))) } else { Ok(()) }
}
