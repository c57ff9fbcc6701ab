//! What the databases say when they refuse, in the service's own terms, and what of it a caller is
//! told. Everything below the HTTP layer that can fail without being at fault is named here.

use diesel::result::{DatabaseErrorKind, DeserializeFieldError, Error};

use crate::problem::Problem;
use crate::values::text::Text;
use crate::values::text_sql::{Invalid, Stored};

/// Why a piece of work on the database did not end well. The texts are for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The database is there and says no: a constraint, a statement it does not know, a stored
    /// value of another form. Ours to mend.
    #[error("refused: {0}")]
    Refused(String),
    /// The same, where a table, a name or a right is not what this service was made for: the session is
    /// given up too, since another may be with a database that is.
    #[error("refused: {0}")]
    Mismatch(String),
    /// The connection is of no use any more, or none could be made.
    #[error("lost: {0}")]
    Lost(String),
    /// Others hold what this work needs: locks, turns, time.
    #[error("busy: {0}")]
    Busy(String),
    /// Another write of the same landlord takes too long.
    #[error("the landlord is busy: {0}")]
    LandlordBusy(String),
    /// There is no room: in a queue, on the disk, in the server.
    #[error("full: {0}")]
    Full(String),
    /// The connection broke during the commit: what was written may stay.
    #[error("outcome of the commit unknown: {0}")]
    Unknown(String),
    /// The client that acts was revoked since its token was read.
    #[error("the client is revoked")]
    Revoked,
}

/// Said within a transaction, where a client turns out to be revoked.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the client is revoked")]
pub struct Revoked;

/// Makes a fault of what is said.
type Kind = fn(String) -> Fault;

/// The words of SQLite by which a fault without a kind of its own is known.
const WORDS: &[(&str, Kind)] = &[
    ("database or disk is full", Fault::Full),
    ("is locked", Fault::Busy),
    ("disk I/O error", Fault::Lost),
    ("unable to open database file", Fault::Lost),
    ("attempt to write a readonly database", Fault::Lost),
];

/// What an SQLSTATE means (PostgreSQL, appendix A), the first that fits. A session is given up unless the
/// error is the statement's own (22, 23, 40, 55P03, 57014): the server is going, or is not what it was.
const STATES: &[(&str, Kind)] = &[
    // Only the landlord's row is waited for with a limit.
    ("55P03", Fault::LandlordBusy),
    ("57014", Fault::Busy),
    ("40", Fault::Busy),
    ("22", Fault::Refused),
    ("23", Fault::Refused),
    ("53", Fault::Full),
    // A right may be gone for as long as a fail-over takes; a table that is not there is not.
    ("42501", Fault::Lost),
    ("42", Fault::Mismatch),
    ("P0", Fault::Mismatch),
    ("", Fault::Lost),
];

/// The SQLSTATE that a message of PostgreSQL begins with: see `db::pg`.
fn state(message: &str) -> Option<&str> {
    let (state, _) = message.split_once(' ')?;
    let is_one = state.len() == 5 && state.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    is_one.then_some(state)
}

fn meaning(message: &str) -> Kind {
    let found = match state(message) {
        Some(state) => STATES.iter().find(|(known, _)| state.starts_with(known)),
        None => WORDS.iter().find(|(part, _)| message.contains(part)),
    };
    found.map_or(Fault::Refused, |(_, fault)| *fault)
}

impl Fault {
    /// Whether the connection is to be dropped. One that was only made to wait is as good as before.
    pub fn loses_connection(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Unknown(_) | Self::Full(_) | Self::Mismatch(_))
    }

    /// What a failed commit means. Where the database refuses it, nothing is written; where the session is
    /// lost, whoever says so, nobody knows.
    pub fn of_commit(error: &Error) -> Self {
        match error {
            // SQLite undid the transaction by itself, and had nothing left to undo.
            Error::RollbackErrorOnCommit { commit_error, .. } => match Self::of(commit_error) {
                full @ Self::Full(_) => full,
                _ => Self::Unknown(words(commit_error)),
            },
            Error::DatabaseError(kind, said) if !is_gone(kind) && state(said.message()).is_some_and(|state| !ends(state)) => {
                Self::of(error)
            }
            error => match Self::of(error) {
                Self::Lost(why) => Self::Unknown(why),
                other => other,
            },
        }
    }

    /// What an error of diesel means.
    pub fn of(error: &Error) -> Self {
        match error {
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Busy(words(error)),
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, _)
            | Error::BrokenTransactionManager => Self::Lost(words(error)),
            // A primary that became a standby writes nothing any more.
            Error::DatabaseError(DatabaseErrorKind::ReadOnlyTransaction, _) => Self::Lost(words(error)),
            Error::DatabaseError(DatabaseErrorKind::Unknown, information) => meaning(information.message())(words(error)),
            Error::RollbackErrorOnCommit { commit_error, .. } => Self::of(commit_error),
            Error::QueryBuilderError(inner) if inner.is::<Revoked>() => Self::Revoked,
            _ => Self::Refused(words(error)),
        }
    }
}

/// Whether a state tells the end of the session although what says so goes on: a pooler that lost its server
/// (class 08), which may have committed before. A server that goes says it as FATAL, which `db::pg` tells as a closed
/// connection; with another severity it answered, and undid what was asked.
fn ends(state: &str) -> bool {
    state.starts_with("08")
}

/// Whether the connection went before it answered.
fn is_gone(kind: &DatabaseErrorKind) -> bool {
    matches!(kind, DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand)
}

/// What an error says, without any value that was stored or sent.
fn words(error: &Error) -> String {
    match error {
        // The message names the constraint; the detail, which holds values, is left out. So is what
        // the message quotes after a colon: `invalid input syntax for type integer: "…"`.
        Error::DatabaseError(kind, information) => {
            let message = information.message();
            format!("{kind:?}: {}", message.split_once(": \"").map_or(message, |(plain, _quoted)| plain))
        }
        Error::DeserializationError(inner) | Error::SerializationError(inner) | Error::QueryBuilderError(inner) => {
            if let Some(field) = inner.downcast_ref::<DeserializeFieldError>() {
                let name = field.field_name.as_deref().unwrap_or("without a name");
                return format!("the stored column {name} does not read: {}", inner_words(&*field.error));
            }
            format!("a value does not cross to or from the database: {}", inner_words(&**inner))
        }
        other => other.to_string(),
    }
}

/// What a value's own reader says: the place in JSON, or what was expected. The words of others may
/// quote the value and are left out.
fn inner_words(error: &(dyn std::error::Error + Send + Sync + 'static)) -> String {
    if let Some(json) = error.downcast_ref::<serde_json::Error>() {
        return crate::problem::json_place(json);
    }
    if let Some(expected) = error.downcast_ref::<Stored>() {
        return expected.to_string();
    }
    if let Some(expected) = error.downcast_ref::<Invalid>() {
        return expected.to_string();
    }
    "its reader does not say more".to_owned()
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let problem = match &fault {
            Fault::Refused(_) | Fault::Mismatch(_) => return Self::internal(String::new()).with_fault(fault),
            Fault::Revoked => return Self::invalid_token(None),
            Fault::Lost(_) | Fault::Busy(_) | Fault::Full(_) => Self::unavailable(),
            Fault::LandlordBusy(_) => Self::unavailable_because(Text::fixed(
                "Une autre écriture de ce bailleur est en cours. Rien n'a été écrit.",
                "Another write of this landlord is in progress. Nothing was written.",
            )),
            Fault::Unknown(_) => Self::unavailable_because(Text::fixed(
                "On ne sait pas si cette écriture a été enregistrée. Renvoyez-la avec la même clé d'idempotence ; sans clé, relisez avant de recommencer.",
                "It is not known whether this write was recorded. Send it again with the same idempotency key; without one, read before you repeat it.",
            ))
            .with("outcome", "unknown"),
        };
        problem.with_fault(fault)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            other => Fault::of(&other).into(),
        }
    }
}

impl From<diesel::r2d2::PoolError> for Fault {
    fn from(error: diesel::r2d2::PoolError) -> Self {
        Self::Lost(error.to_string())
    }
}

#[cfg(test)]
#[path = "faults_tests.rs"]
mod tests;
