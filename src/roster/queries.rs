//! What a chunk reads: a handful of statements, whatever the number of its lines.

#[cfg(test)]
mod columns;
mod row;
pub mod rows;
mod transfers;
mod write;

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Text};

pub use write::write;

use super::kinds::Line;
use super::state::{Landlord, State};
use crate::db::Conn;
use crate::db::connection::MultiBackend;
use crate::db::names;
use crate::db::schema::{bank_accounts, landlord_references, landlords, logements, paying_bodies, payments, rent_campaigns, tenants};
use crate::problem::Problem;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::LandlordId;
use rows::{BankAccountRow, CampaignRow, LandlordRow, LogementRow, PayeeRow, PaymentRow, ReferenceRow, TenantRow};

/// A key of the file within the landlord that the file names.
type Keys<'a> = HashSet<(&'a str, &'a str)>;

/// The keys that a chunk names.
#[derive(Default)]
struct Named<'a> {
    landlords: HashSet<&'a str>,
    sirets: HashSet<&'a str>,
    logements: Keys<'a>,
    tenants: Keys<'a>,
    /// Tenants whom a transfer names.
    payees: Keys<'a>,
    payments: Keys<'a>,
    years: HashSet<i32>,
}

impl<'a> Named<'a> {
    fn add(&mut self, line: &'a Line) {
        match line {
            Line::Campaign(line) => {
                self.years.insert(line.year);
            }
            Line::Landlord(line) => {
                self.landlords.insert(&line.key);
                self.sirets.extend(line.siret.as_deref());
            }
            Line::Logement(line) => {
                self.landlords.insert(&line.landlord);
                self.logements.insert((&line.landlord, &line.key));
            }
            Line::Tenant(line) => {
                self.landlords.insert(&line.landlord);
                self.logements.insert((&line.landlord, &line.logement));
                self.tenants.insert((&line.landlord, &line.key));
            }
            Line::Payment(line) => {
                self.landlords.insert(&line.landlord);
                self.payments.insert((&line.landlord, &line.key));
                self.payees.extend(line.lines.iter().map(|one| (line.landlord.as_str(), one.tenant.as_str())));
            }
        }
    }
}

/// Rows by landlord and key: one look at the index for each, whatever the number of landlords. Two
/// lists of values would have every key looked up with every landlord.
macro_rules! fetch_rows {
    ($conn:expr, $state:ident.$kept:ident, $table:ident, $row:ident, $named:expr) => {{
        let pairs = owned_keys(&$state, $named);
        if !pairs.is_empty() {
            let rows: Vec<$row> = match $conn {
                Conn::Pg(pg) => {
                    let (owners, keys): (Vec<&str>, Vec<&str>) = pairs.into_iter().unzip();
                    let wanted = sql::<Bool>(concat!(
                        "(",
                        stringify!($table),
                        ".landlord_id, ",
                        stringify!($table),
                        ".key) IN (SELECT * FROM unnest("
                    ))
                    .bind::<Array<Text>, _>(owners)
                    .sql(", ")
                    .bind::<Array<Text>, _>(keys)
                    .sql("))");
                    $table::table.filter(wanted).select(<$row as SelectableHelper<diesel::pg::Pg>>::as_select()).load(pg)?
                }
                Conn::Sqlite(sqlite) => {
                    let list = serde_json::to_string(&pairs).map_err(Problem::internal)?;
                    let wanted = sql::<Bool>(concat!(
                        "(",
                        stringify!($table),
                        ".landlord_id, ",
                        stringify!($table),
                        ".key) IN (SELECT value->>0, value->>1 FROM json_each("
                    ))
                    .bind::<Text, _>(list)
                    .sql("))");
                    $table::table.filter(wanted).select(<$row as SelectableHelper<diesel::sqlite::Sqlite>>::as_select()).load(sqlite)?
                }
            };
            rows.into_iter().for_each(|row| $state.$kept.fetched((row.landlord_id.clone(), row.key.clone()), row));
        }
    }};
}

/// Fetches what a chunk may touch, and on PostgreSQL locks its landlords, always in the same order.
pub fn fetch<'a>(conn: &mut Conn, lines: impl Iterator<Item = &'a Line>) -> Result<State<'static>, Problem> {
    let mut named = Named::default();
    lines.for_each(|line| named.add(line));
    let mut state = State::default();
    if !named.years.is_empty() {
        let campaigns: Vec<CampaignRow> = rent_campaigns::table
            .filter(rent_campaigns::year.eq_any(&named.years))
            .select(<CampaignRow as SelectableHelper<MultiBackend>>::as_select())
            .load(conn)?;
        campaigns.into_iter().for_each(|row| state.campaigns.fetched(row.year, row));
    }
    fetch_landlords(conn, &named, &mut state)?;
    fetch_rows!(conn, state.logements, logements, LogementRow, &named.logements);
    fetch_rows!(conn, state.tenants, tenants, TenantRow, &named.tenants);
    named.payees.retain(|payee| !named.tenants.contains(payee));
    fetch_rows!(conn, state.payees, tenants, PayeeRow, &named.payees);
    fetch_rows!(conn, state.payments, payments, PaymentRow, &named.payments);
    Ok(state)
}

/// Keys with the id of their landlord, in an order of their own; a new landlord has nothing yet.
fn owned_keys<'s>(state: &'s State, named: &Keys<'s>) -> Vec<(&'s str, &'s str)> {
    let known = named.iter().filter_map(|(landlord, key)| Some((state.landlords.get(*landlord)?.row.landlord_id.as_str(), *key)));
    let mut pairs: Vec<(&str, &str)> = known.collect();
    pairs.sort_unstable();
    pairs
}

/// The landlords that a chunk names, by key or by SIRET, locked before they are read.
fn fetch_landlords(conn: &mut Conn, named: &Named<'_>, state: &mut State<'_>) -> Result<(), Problem> {
    let bodies: Vec<(PayingBodyCode, String)> = paying_bodies::table.select((paying_bodies::code, paying_bodies::name)).load(conn)?;
    state.bodies.extend(bodies);
    let list = |names: &HashSet<&str>| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    let known = names::known(conn, &list(&named.landlords), &list(&named.sirets))?;
    let ids: BTreeSet<LandlordId> = known.iter().map(|(.., id)| id.clone()).collect();
    state.names = known.into_iter().map(|(kind, value, _)| (kind, value)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    names::lock(conn, &ids)?;
    let rows: Vec<LandlordRow> = landlords::table
        .filter(landlords::landlord_id.eq_any(&ids))
        .select(<LandlordRow as SelectableHelper<MultiBackend>>::as_select())
        .load(conn)?;
    for row in rows {
        if let Some(siret) = &row.siret {
            state.sirets.insert(siret.as_str().to_owned(), row.key.clone());
        }
        if named.landlords.contains(row.key.as_str()) {
            state.landlords.insert(row.key.clone(), Landlord { row, references: Vec::new(), accounts: Vec::new() });
        }
    }
    hang_on(conn, state)
}

/// References and bank accounts of the landlords at hand.
fn hang_on(conn: &mut Conn, state: &mut State<'_>) -> Result<(), Problem> {
    let owners: Vec<LandlordId> = state.landlords.values().map(|landlord| landlord.row.landlord_id.clone()).collect();
    if owners.is_empty() {
        return Ok(());
    }
    let references: Vec<ReferenceRow> = landlord_references::table
        .filter(landlord_references::landlord_id.eq_any(&owners))
        .select(<ReferenceRow as SelectableHelper<MultiBackend>>::as_select())
        .load(conn)?;
    let accounts: Vec<BankAccountRow> = bank_accounts::table
        .filter(bank_accounts::landlord_id.eq_any(&owners))
        .select(<BankAccountRow as SelectableHelper<MultiBackend>>::as_select())
        .load(conn)?;
    let mut of: HashMap<LandlordId, Vec<ReferenceRow>> = HashMap::new();
    references.into_iter().for_each(|one| of.entry(one.landlord_id.clone()).or_default().push(one));
    let mut banks: HashMap<LandlordId, Vec<BankAccountRow>> = HashMap::new();
    accounts.into_iter().for_each(|one| banks.entry(one.landlord_id.clone()).or_default().push(one));
    for landlord in state.landlords.values_mut() {
        let id = &landlord.row.landlord_id;
        landlord.references = of.remove(id).unwrap_or_default();
        landlord.accounts = banks.remove(id).unwrap_or_default();
    }
    Ok(())
}
