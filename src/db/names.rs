//! By what a landlord is found among all, its id apart: its key in rosters and its SIRET, each unique
//! (`landlord_names`). Whoever looks for landlords of several asks here and nowhere else, so that all
//! other tables can be spread by landlord.

use std::collections::BTreeSet;

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::connection::Conn;
use super::schema::{landlord_names as names, landlords};
use crate::problem::Problem;
use crate::values::plain_text::compact;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::LandlordId;

text_enum! {
    /// What kind of name it is.
    pub enum NameKind {
        /// The key of a landlord in its roster.
        Key = "key",
        /// The SIRET of a landlord.
        Siret = "siret",
    }
}

/// A name and whose it is.
pub type Name = (NameKind, String, LandlordId);

/// The landlord with this key or SIRET; spaces in a SIRET do not count (G5).
///
/// # Errors
/// When the database refuses.
pub fn landlord_by_key_or_siret(conn: &mut Conn, key_or_siret: &str) -> Result<Option<LandlordId>, Problem> {
    let key = names::kind.eq(NameKind::Key).and(names::value.eq(key_or_siret));
    let siret = names::kind.eq(NameKind::Siret).and(names::value.eq(compact(key_or_siret)));
    Ok(names::table.filter(key.or(siret)).order(names::landlord_id).select(names::landlord_id).first(conn).optional()?)
}

/// Those of these names that are somebody's.
///
/// # Errors
/// When the database refuses.
pub fn known(conn: &mut Conn, keys: &[String], sirets: &[String]) -> Result<Vec<Name>, Problem> {
    let columns = (names::kind, names::value, names::landlord_id);
    let by_key = || names::kind.eq(NameKind::Key).and(names::value.eq_any(keys));
    let by_siret = || names::kind.eq(NameKind::Siret).and(names::value.eq_any(sirets));
    Ok(match (keys, sirets) {
        ([], []) => Vec::new(),
        (_, []) => names::table.filter(by_key()).select(columns).load(conn)?,
        ([], _) => names::table.filter(by_siret()).select(columns).load(conn)?,
        (_, _) => names::table.filter(by_key().or(by_siret())).select(columns).load(conn)?,
    })
}

/// Locks landlords until the transaction ends, in the order of their ids, in which every load locks
/// them. Each is a statement of its own, as one landlord may be on another server than the next; they
/// go over the wire together, before whatever is asked next. On SQLite, writers take turns already.
///
/// # Errors
/// When an earlier statement of the transaction failed.
pub fn lock(conn: &mut Conn, ids: &BTreeSet<LandlordId>) -> Result<(), Problem> {
    if let Conn::Pg(pg) = conn {
        for id in ids {
            pg.later(&landlords::table.find(id).select(landlords::landlord_id).for_no_key_update())?;
        }
    }
    Ok(())
}
