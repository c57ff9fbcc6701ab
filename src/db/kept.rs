//! Answers kept for repeated submissions, in the transaction of their work.

use chrono::TimeDelta;
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::Scope;
use super::schema::idempotency_keys as kept;
use crate::problem::{Code, Problem};
use crate::values::text::Text;

/// An idempotency key and what it stands for.
#[derive(Clone, Debug)]
pub struct Key {
    pub key: String,
    /// SHA-256 over method, path, query and body.
    pub fingerprint: String,
}

/// An answer already given, or about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub body: Vec<u8>,
    pub replayed: bool,
}

/// How long an answer can be replayed.
const KEPT: TimeDelta = TimeDelta::hours(48);

impl<'c> Scope<'c> {
    /// Whose answers they are: the landlord's that is acted for. Who acts for itself alone, such as a
    /// vendor, will keep its own.
    fn owner(&self) -> &'c str {
        self.landlord().as_str()
    }

    /// The answer this key already got.
    ///
    /// # Errors
    /// 422 `idempotency_key_reused` when the key stood for another request.
    pub fn first_answer(&mut self, key: &Key) -> Result<Option<Answer>, Problem> {
        let (owner, client) = (self.owner(), self.client());
        let found: Option<(String, i32, Option<String>, Vec<u8>)> = kept::table
            .find((owner, client.as_str(), &key.key))
            .select((kept::fingerprint, kept::status, kept::location, kept::body))
            .first(self.conn())
            .optional()?;
        match found {
            None => Ok(None),
            Some((fingerprint, ..)) if fingerprint != key.fingerprint => Err(Problem::new(
                Code::IdempotencyKeyReused,
                Text::fixed("Cette clé a déjà servi pour une autre requête.", "This key already served for another request."),
            )),
            Some((_, status, location, body)) => {
                let status = u16::try_from(status).map_err(Problem::internal)?;
                Ok(Some(Answer { status, location, body, replayed: true }))
            }
        }
    }

    /// Keeps the answer of a key, and forgets those kept long enough.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn keep_answer(&mut self, key: &Key, answer: &Answer) -> Result<(), Problem> {
        let (owner, client, now) = (self.owner(), self.client(), self.now().naive_utc());
        self.put(diesel::delete(kept::table.filter(kept::owner_id.eq(owner).and(kept::created_at.lt(now - KEPT)))))?;
        self.put(diesel::insert_into(kept::table).values((
            kept::owner_id.eq(owner),
            kept::client_id.eq(client.as_str()),
            kept::key.eq(&key.key),
            kept::fingerprint.eq(&key.fingerprint),
            kept::status.eq(i32::from(answer.status)),
            kept::location.eq(&answer.location),
            kept::body.eq(&answer.body),
            kept::created_at.eq(now),
        )))
    }
}
