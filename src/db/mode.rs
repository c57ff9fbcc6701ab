//! Whether a database is a sandbox: decided by its first server, and then for good, because a
//! sandbox's clock would date real declarations wrongly.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::connection::Conn;
use super::schema::settings;
use crate::problem::Problem;

const MODE: &str = "mode";

/// Marks a new database, or checks the mark of an old one.
///
/// # Errors
/// The inner error is for the operator: the database belongs to the other mode.
pub fn claim(conn: &mut Conn, sandbox: bool) -> Result<Result<(), String>, Problem> {
    let wanted = if sandbox { "sandbox" } else { "production" };
    let marked: Option<String> = settings::table.find(MODE).select(settings::value).first(conn).optional()?;
    match marked {
        Some(mode) if mode == wanted => Ok(Ok(())),
        Some(mode) => {
            Ok(Err(format!("this database is marked {mode}: start it {}", if sandbox { "without --sandbox" } else { "with --sandbox" })))
        }
        None => {
            diesel::insert_into(settings::table).values((settings::name.eq(MODE), settings::value.eq(wanted))).execute(conn)?;
            Ok(Ok(()))
        }
    }
}
