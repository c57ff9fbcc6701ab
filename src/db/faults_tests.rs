//! Each thing that diesel says, and what becomes of it.

use super::*;
use crate::problem::Code;

fn said(message: &str) -> Error {
    Error::DatabaseError(DatabaseErrorKind::Unknown, Box::new(message.to_owned()))
}

fn kind(kind: DatabaseErrorKind) -> Error {
    Error::DatabaseError(kind, Box::new("a message".to_owned()))
}

/// The fault, the code that a caller gets, and whether the connection goes.
fn judged(error: Error) -> (&'static str, Code, bool) {
    let fault = Fault::of(&error);
    let loses = fault.loses_connection();
    let name = match fault {
        Fault::Refused(_) => "refused",
        Fault::Mismatch(_) => "mismatch",
        Fault::Lost(_) => "lost",
        Fault::Busy(_) => "busy",
        Fault::LandlordBusy(_) => "landlord",
        Fault::Full(_) => "full",
        Fault::Unknown(_) => "unknown",
        Fault::Revoked => "revoked",
    };
    (name, Problem::from(fault).code(), loses)
}

#[test]
fn what_diesel_says_is_known_again() {
    for message in ["database is locked", "57014 canceling statement due to statement timeout", "40P01 deadlock detected"] {
        assert_eq!(judged(said(message)), ("busy", Code::Unavailable, false), "{message}");
    }
    let waited = "55P03 annulation de la requête à cause du délai écoulé pour l'obtention des verrous";
    assert_eq!(judged(said(waited)), ("landlord", Code::Unavailable, false), "the code counts, whatever the language");
    for message in ["database or disk is full", "53300 sorry, too many clients already", "53100 could not extend file"] {
        assert_eq!(judged(said(message)), ("full", Code::Unavailable, true), "{message}");
    }
    for message in [
        "57P01 terminating connection due to administrator command",
        "57P03 the database system is shutting down",
        "08006 connection failure",
        "XX000 cache lookup failed",
        "disk I/O error",
        "0A000 cached plan must not change result type",
        "26000 prepared statement \"s1\" does not exist",
        "42501 permission denied for table tenants",
        "unable to open database file",
        "attempt to write a readonly database",
    ] {
        assert_eq!(judged(said(message)), ("lost", Code::Unavailable, true), "{message}");
    }
    for message in ["42703 column \"connection\" does not exist", "42P01 relation \"tenants\" does not exist", "P0001 raised"] {
        assert_eq!(judged(said(message)), ("mismatch", Code::InternalError, true), "{message}");
    }
    for message in ["no such table: tenants", "22P02 invalid input syntax", "23514 a check", "syntax error"] {
        assert_eq!(judged(said(message)), ("refused", Code::InternalError, false), "{message}");
    }
    assert_eq!(judged(kind(DatabaseErrorKind::ReadOnlyTransaction)), ("lost", Code::Unavailable, true));
    assert_eq!(judged(kind(DatabaseErrorKind::SerializationFailure)), ("busy", Code::Unavailable, false));
    assert_eq!(judged(kind(DatabaseErrorKind::ClosedConnection)), ("lost", Code::Unavailable, true));
    assert_eq!(judged(kind(DatabaseErrorKind::UnableToSendCommand)), ("lost", Code::Unavailable, true));
    assert_eq!(judged(Error::BrokenTransactionManager), ("lost", Code::Unavailable, true));
    assert_eq!(judged(kind(DatabaseErrorKind::UniqueViolation)), ("refused", Code::InternalError, false));
    assert_eq!(Problem::from(Error::NotFound).code(), Code::NotFound);
}

#[test]
fn a_commit_without_answer_is_unknown_and_one_refused_is_not() {
    assert!(matches!(Fault::of_commit(&kind(DatabaseErrorKind::ClosedConnection)), Fault::Unknown(_)));
    assert!(matches!(Fault::of_commit(&kind(DatabaseErrorKind::ForeignKeyViolation)), Fault::Refused(_)));
    assert!(matches!(Fault::of_commit(&kind(DatabaseErrorKind::SerializationFailure)), Fault::Busy(_)));
    let both = Error::RollbackErrorOnCommit {
        rollback_error: Box::new(kind(DatabaseErrorKind::ClosedConnection)),
        commit_error: Box::new(kind(DatabaseErrorKind::ClosedConnection)),
    };
    assert!(matches!(Fault::of_commit(&both), Fault::Unknown(_)));
    for message in [
        "XX000 an answer",
        "25006 cannot execute INSERT in a read-only transaction",
        "53100 could not extend file",
        "57P01 raised by a trigger",
    ] {
        assert!(!matches!(Fault::of_commit(&said(message)), Fault::Unknown(_)), "{message}: the server answered, and undid it");
    }
    for message in ["08P01 server conn crashed?", "08006 connection failure"] {
        assert!(matches!(Fault::of_commit(&said(message)), Fault::Unknown(_)), "{message}: it may have committed before");
        assert!(matches!(Fault::of(&said(message)), Fault::Lost(_)), "{message}");
    }
    assert!(matches!(Fault::of_commit(&said("disk I/O error")), Fault::Unknown(_)), "what reached the disk, nobody knows");
    let full = Error::RollbackErrorOnCommit {
        rollback_error: Box::new(said("cannot rollback - no transaction is active")),
        commit_error: Box::new(said("database or disk is full")),
    };
    assert!(matches!(Fault::of_commit(&full), Fault::Full(_)));
}

#[test]
fn a_503_says_whether_anything_may_have_been_written() {
    let told = |fault: Fault| {
        let problem = Problem::from(fault);
        (problem.code(), problem.detail().clone(), problem.members().get("outcome").cloned())
    };
    for fault in [Fault::Lost(String::new()), Fault::Busy(String::new()), Fault::Full(String::new()), Fault::LandlordBusy(String::new())] {
        let (code, detail, outcome) = told(fault);
        assert_eq!((code, outcome), (Code::Unavailable, None));
        assert!(detail.en.contains("Nothing was written") && detail.fr.contains("Rien n'a été écrit"), "{detail:?}");
    }
    let (code, detail, outcome) = told(Fault::Unknown(String::new()));
    assert_eq!((code, outcome), (Code::Unavailable, Some("unknown".into())));
    assert!(detail.en.contains("same idempotency key") && detail.fr.contains("même clé d'idempotence"), "{detail:?}");
    assert!(!detail.en.contains("Nothing was written") && !detail.fr.contains("Rien n'a été écrit"), "nobody knows");
}

#[test]
fn r107_a_cause_holds_no_stored_value() {
    let json = serde_json::from_str::<u8>("\"D'Aubigné\"").unwrap_err();
    let column = |error| Error::DeserializationError(error);
    let cause = Fault::of(&column(Box::new(json))).to_string();
    assert_eq!(cause, "refused: a value does not cross to or from the database: JSON: data of another form, line 1, column 12");
    assert!(!Fault::of(&column("stored name D'Aubigné".into())).to_string().contains("Aubign"));
    let stored = Fault::of(&column(Box::new(Stored("Siret", Invalid("14 digits"))))).to_string();
    assert!(stored.ends_with(": stored Siret: expected 14 digits"), "{stored}");
    let quoted = Fault::of(&said("invalid input syntax for type integer: \"D'Aubigné\"")).to_string();
    assert_eq!(quoted, "refused: Unknown: invalid input syntax for type integer");
    let scrubbed = Problem::from(Fault::of(&said("near 184127645108946")));
    assert!(scrubbed.cause().unwrap().ends_with("near [nir]"));
}
