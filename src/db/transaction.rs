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

/// What a write asks, it asks by keys: one plan serves whatever they are, and planning each time costs
/// more than running.
const BEGIN: &str = "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan";

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
    /// One of them spoiled it. Nothing is written, and each is to be done again on its own.
    Apart,
}

/// Runs tasks of one landlord behind each other in one transaction with one durable commit, so that
/// what one of them put in goes over the wire with what the next one asks. One that refuses leaves no
/// trace; where that cannot be had but by undoing the others too, they are done again apart. What keeps
/// the first from the landlord's row would keep each of them as long: they are refused with it.
pub fn together(conn: &mut Conn, tasks: &mut [Box<dyn Task>]) -> Shared {
    if !matches!(conn, Conn::Pg(_)) {
        return Shared::Apart;
    }
    if let Err(error) = begin(conn, BEGIN) {
        return Shared::Done(Err(Fault::of(&error)));
    }
    for (place, task) in tasks.iter_mut().enumerate() {
        let mark = mark(conn);
        match task.attempt(conn) {
            Ended::Keeps => {}
            Ended::Undone if forget_since(conn, mark) => {}
            Ended::Undone
                if place == 0
                    && let Some(fault) = task.kept_out() =>
            {
                return match spoiled(conn) {
                    Shared::Apart => Shared::Done(Err(fault)),
                    lost => lost,
                };
            }
            Ended::Undone | Ended::Failed => return spoiled(conn),
        }
    }
    match commit(conn).map_err(|error| Fault::of_commit(&error)) {
        Err(fault) if !fault.loses_connection() => spoiled(conn),
        ended => Shared::Done(ended),
    }
}

fn spoiled(conn: &mut Conn) -> Shared {
    match rollback(conn) {
        Ok(()) => Shared::Apart,
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
