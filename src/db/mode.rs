//! Whether a database is a sandbox: decided by its first server, and then for good, because a
//! sandbox's clock would date real declarations wrongly.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::connection::Conn;
use super::schema::settings;
use crate::problem::Problem;

const MODE: &str = "mode";

/// Marks a new database, or checks the mark of an old one. Of servers that start at once on a new
/// database the first one marks it.
///
/// # Errors
/// The inner error is for the operator: the database belongs to the other mode.
pub fn claim(conn: &mut Conn, sandbox: bool) -> Result<Result<(), String>, Problem> {
    let wanted = if sandbox { "sandbox" } else { "production" };
    let mark = match read(conn)? {
        Some(mark) => mark,
        None => {
            let row = (settings::name.eq(MODE), settings::value.eq(wanted));
            match conn {
                Conn::Pg(pg) => diesel::insert_into(settings::table).values(row).on_conflict_do_nothing().execute(pg)?,
                Conn::Sqlite(sqlite) => diesel::insert_into(settings::table).values(row).on_conflict_do_nothing().execute(sqlite)?,
            };
            read(conn)?.ok_or_else(|| Problem::internal("the database does not keep its mark"))?
        }
    };
    if mark == wanted {
        return Ok(Ok(()));
    }
    Ok(Err(format!("this database is marked {mark}: start it {}", if sandbox { "without --sandbox" } else { "with --sandbox" })))
}

fn read(conn: &mut Conn) -> Result<Option<String>, Problem> {
    Ok(settings::table.find(MODE).select(settings::value).first(conn).optional()?)
}
