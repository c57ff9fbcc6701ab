//! What the databases say when they refuse, in the service's own terms.

use diesel::result::{DatabaseErrorKind, Error};

use crate::problem::Problem;

/// Words by which both databases say "not now" without a kind of their own.
const NOT_NOW: &[&str] = &[
    "database is locked",
    "database or disk is full",
    "disk I/O error",
    "terminating connection",
    "canceling statement",
    "could not connect",
    "connection",
    "shutting down",
    "deadlock detected",
];

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::NotFound => Self::not_found(),
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::SerializationFailure, _)
            | Error::BrokenTransactionManager => Self::unavailable(error),
            Error::DatabaseError(DatabaseErrorKind::Unknown, information)
                if NOT_NOW.iter().any(|words| information.message().contains(words)) =>
            {
                Self::unavailable(information.message())
            }
            // The message names the constraint; the detail, which holds values, is left out.
            Error::DatabaseError(kind, information) => Self::internal(format!("{kind:?}: {}", information.message())),
            _ => Self::internal(error),
        }
    }
}
