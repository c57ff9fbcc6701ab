//! Transactions: one piece of work in its own, or several that share one.

use diesel::QueryResult;
use diesel::connection::TransactionManager as _;

use super::End;
use super::connection::Conn;
use super::faults::Fault;
use super::pg::Mark;
use super::task::{Ended, Task};
use crate::problem::Problem;

/// Runs statements that all see the state that the first one saw.
///
/// # Errors
/// What the work says, or the database of its transaction.
pub fn at_once<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, Problem>) -> Result<T, Problem> {
    begin(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
    ended(conn, |conn| work(conn).map(End::Commit))
}

type Transactions = <Conn as diesel::Connection>::TransactionManager;

const BEGIN: &str = "BEGIN";

/// Several landlords share a transaction while nobody elsewhere is at one of them: none waits for long for
/// another's row.
const BEGIN_FOR_SEVERAL: &str = "BEGIN; SET LOCAL lock_timeout = '100ms'";

/// Runs a job in a transaction of its own. On PostgreSQL it is opened with the job's first statement
/// that needs an answer, and what the job put in without asking goes over the wire with the commit.
///
/// # Errors
/// What the job says, or what the database says of the commit.
pub fn in_transaction<T>(conn: &mut Conn, job: impl FnOnce(&mut Conn) -> Result<End<T>, Problem>) -> Result<T, Problem> {
    begin(conn, BEGIN)?;
    ended(conn, job)
}

fn begin(conn: &mut Conn, words: &'static str) -> QueryResult<()> {
    match conn {
        Conn::Pg(pg) => {
            pg.begin(words);
            Ok(())
        }
        sqlite @ Conn::Sqlite(_) => Transactions::begin_transaction(sqlite),
    }
}

fn commit(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Pg(pg) => pg.commit(),
        sqlite @ Conn::Sqlite(_) => Transactions::commit_transaction(sqlite),
    }
}

fn rollback(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Pg(pg) => pg.rollback(),
        sqlite @ Conn::Sqlite(_) => Transactions::rollback_transaction(sqlite),
    }
}

fn ended<T>(conn: &mut Conn, job: impl FnOnce(&mut Conn) -> Result<End<T>, Problem>) -> Result<T, Problem> {
    match job(conn) {
        Ok(End::Commit(value)) => match commit(conn) {
            Ok(()) => Ok(value),
            Err(error) => {
                let fault = Fault::of_commit(&error);
                if !fault.loses_connection()
                    && let Err(error) = rollback(conn)
                {
                    return Err(Fault::Lost(format!("{}, after {fault}", Fault::of(&error))).into());
                }
                Err(fault.into())
            }
        },
        Ok(End::Rollback(value)) => {
            rollback(conn)?;
            Ok(value)
        }
        Err(problem) => match rollback(conn) {
            // A job that lost its connection cannot be undone there: the server undoes it.
            Ok(()) | Err(diesel::result::Error::BrokenTransactionManager) => Err(problem),
            Err(_error) if problem.fault().is_some_and(Fault::loses_connection) => Err(problem),
            Err(error) => Err(Fault::Lost(format!("{}, after {problem}", Fault::of(&error))).into()),
        },
    }
}

/// How the shared transaction of several tasks ended.
pub enum Shared {
    /// All of them know their end: this is that of the commit.
    Done(Result<(), Fault>),
    /// Nothing is written, and each is to be done again on its own.
    Apart(Spoiled),
}

/// What spoiled a shared transaction.
#[derive(Default)]
pub struct Spoiled {
    /// The task at which it broke; none when it was the commit.
    pub at: Option<usize>,
    /// What that task did not get in time.
    pub busy: Option<Fault>,
}

/// Runs tasks behind each other in one transaction with one durable commit, so that what one of them put
/// in goes over the wire with what the next one asks: those of one landlord, or of several in the order of
/// their ids. One that refuses leaves no trace; where that cannot be had but by undoing the others too,
/// they are done again apart.
pub fn together<'t>(conn: &mut Conn, several: bool, tasks: impl Iterator<Item = &'t mut Box<dyn Task>>) -> Shared {
    if !matches!(conn, Conn::Pg(_)) {
        return Shared::Apart(Spoiled::default());
    }
    if let Err(error) = begin(conn, if several { BEGIN_FOR_SEVERAL } else { BEGIN }) {
        return Shared::Done(Err(Fault::of(&error)));
    }
    for (at, task) in tasks.enumerate() {
        let mark = mark(conn);
        let busy = match task.attempt(conn) {
            Ended::Keeps => continue,
            Ended::Undone if forget_since(conn, mark) => continue,
            Ended::Undone | Ended::Failed => None,
            Ended::Busy(fault) => Some(fault),
        };
        return spoiled(conn, Spoiled { at: Some(at), busy });
    }
    match commit(conn).map_err(|error| Fault::of_commit(&error)) {
        Err(fault) if !fault.loses_connection() => spoiled(conn, Spoiled::default()),
        ended => Shared::Done(ended),
    }
}

fn spoiled(conn: &mut Conn, spoiled: Spoiled) -> Shared {
    match rollback(conn) {
        Ok(()) => Shared::Apart(spoiled),
        Err(error) => Shared::Done(Err(Fault::Lost(Fault::of(&error).to_string()))),
    }
}

fn mark(conn: &Conn) -> Option<Mark> {
    if let Conn::Pg(pg) = conn { Some(pg.mark()) } else { None }
}

fn forget_since(conn: &mut Conn, mark: Option<Mark>) -> bool {
    match (conn, mark) {
        (Conn::Pg(pg), Some(mark)) => pg.forget_since(mark),
        _ => false,
    }
}
