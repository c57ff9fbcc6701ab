//! What the server says when it refuses, in diesel's terms and with its SQLSTATE.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};
use tokio_postgres::error::{DbError, Severity, SqlState};

/// What the server said. The message begins with the SQLSTATE, which no language setting changes
/// (PostgreSQL, appendix A).
#[derive(Debug)]
struct Said {
    message: String,
    error: DbError,
}

impl DatabaseErrorInformation for Said {
    fn message(&self) -> &str {
        &self.message
    }

    fn details(&self) -> Option<&str> {
        self.error.detail()
    }

    fn hint(&self) -> Option<&str> {
        self.error.hint()
    }

    fn table_name(&self) -> Option<&str> {
        self.error.table()
    }

    fn column_name(&self) -> Option<&str> {
        self.error.column()
    }

    fn constraint_name(&self) -> Option<&str> {
        self.error.constraint()
    }

    fn statement_position(&self) -> Option<i32> {
        None
    }
}

/// An error of the driver as diesel's: one of the server's own, or a connection that is gone.
pub(super) fn fault(error: tokio_postgres::Error) -> Error {
    let Some(said) = error.as_db_error() else {
        return Error::DatabaseError(DatabaseErrorKind::ClosedConnection, Box::new(error.to_string()));
    };
    let kind = match said.code() {
        // The session ends with it, and what became of a commit under way is not said.
        _ if matches!(said.parsed_severity(), Some(Severity::Fatal | Severity::Panic)) => DatabaseErrorKind::ClosedConnection,
        code if *code == SqlState::UNIQUE_VIOLATION => DatabaseErrorKind::UniqueViolation,
        code if *code == SqlState::FOREIGN_KEY_VIOLATION => DatabaseErrorKind::ForeignKeyViolation,
        code if *code == SqlState::NOT_NULL_VIOLATION => DatabaseErrorKind::NotNullViolation,
        code if *code == SqlState::CHECK_VIOLATION => DatabaseErrorKind::CheckViolation,
        code if *code == SqlState::T_R_SERIALIZATION_FAILURE => DatabaseErrorKind::SerializationFailure,
        code if *code == SqlState::READ_ONLY_SQL_TRANSACTION => DatabaseErrorKind::ReadOnlyTransaction,
        _ => DatabaseErrorKind::Unknown,
    };
    let message = format!("{} {}", said.code().code(), said.message());
    Error::DatabaseError(kind, Box::new(Said { message, error: said.clone() }))
}
