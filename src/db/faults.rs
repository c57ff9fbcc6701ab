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
}

/// Makes a fault of what is said.
type Kind = fn(String) -> Fault;

/// The words of both databases, in English, by which a fault without a kind of its own is known.
/// PostgreSQL has a code for each, which diesel does not hand on; a server that speaks another
/// language has these faults told as [`Fault::Refused`].
const WORDS: &[(&str, Kind)] = &[
    ("database or disk is full", Fault::Full),
    ("No space left on device", Fault::Full),
    ("too many clients", Fault::Full),
    ("too many connections", Fault::Full),
    ("remaining connection slots", Fault::Full),
    ("out of shared memory", Fault::Full),
    ("is locked", Fault::Busy),
    ("canceling statement", Fault::Busy),
    ("deadlock detected", Fault::Busy),
    ("could not obtain lock", Fault::Busy),
    ("disk I/O error", Fault::Lost),
    ("terminating connection", Fault::Lost),
    ("server closed the connection", Fault::Lost),
    ("no connection to the server", Fault::Lost),
    ("connection to server", Fault::Lost),
    ("connection not open", Fault::Lost),
    ("connection pointer is NULL", Fault::Lost),
    ("connection has been closed", Fault::Lost),
    ("could not connect", Fault::Lost),
    ("could not receive data", Fault::Lost),
    ("could not send data", Fault::Lost),
    ("is shutting down", Fault::Lost),
    ("is starting up", Fault::Lost),
];

impl Fault {
    /// Whether the connection is to be dropped. One that was only made to wait is as good as before.
    pub fn loses_connection(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Unknown(_))
    }

    /// What a failed commit means. After an answer of the database nothing is written; without one,
    /// nobody knows.
    pub fn of_commit(error: &Error) -> Self {
        match error {
            Error::RollbackErrorOnCommit { commit_error, .. } => Self::Unknown(words(commit_error)),
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
            Error::DatabaseError(DatabaseErrorKind::Unknown, information) => {
                let known = WORDS.iter().find(|(part, _)| information.message().contains(part));
                known.map_or(Self::Refused as Kind, |(_, fault)| *fault)(words(error))
            }
            Error::RollbackErrorOnCommit { commit_error, .. } => Self::of(commit_error),
            _ => Self::Refused(words(error)),
        }
    }
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
            Fault::Refused(_) => return Self::internal(String::new()).with_fault(fault),
            Fault::Lost(_) | Fault::Busy(_) | Fault::Full(_) => Self::unavailable(),
            Fault::LandlordBusy(_) => Self::unavailable_because(Text::fixed(
                "Une autre écriture de ce bailleur est en cours. Rien n'a été écrit.",
                "Another write of this landlord is in progress. Nothing was written.",
            )),
            Fault::Unknown(_) => Self::unavailable_because(Text::fixed(
                "On ne sait pas si cette écriture a été enregistrée. Relisez avant de recommencer, ou répétez-la avec la même clé d'idempotence.",
                "It is not known whether this write was recorded. Read again before you repeat it, or repeat it with the same idempotency key.",
            )),
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
