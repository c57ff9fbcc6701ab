//! What a chunk works on: rows fetched at once, changed in memory, written at once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::lines::TransferLine;
use super::queries::rows::{BankAccountRow, CampaignRow, LandlordRow, LogementRow, PayeeRow, PaymentRow, ReferenceRow, TenantRow};
use crate::db::names::NameKind;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{LandlordId, LogementId, PaymentId, TenantId};

/// A key within its landlord.
pub type Key = (LandlordId, String);

/// A landlord with what hangs on it.
#[derive(Clone, Debug)]
pub struct Landlord {
    pub row: LandlordRow,
    pub references: Vec<ReferenceRow>,
    pub accounts: Vec<BankAccountRow>,
}

impl Landlord {
    /// The account in force on a day (R7): of two for the same day, the later one.
    pub fn account_on(&self, day: NaiveDate) -> Option<&BankAccountRow> {
        self.accounts.iter().filter(|account| account.effective_on <= day).max_by_key(|account| (account.effective_on, account.version))
    }

    /// The reference of this name.
    pub fn reference(&self, name: &str) -> Option<&ReferenceRow> {
        self.references.iter().find(|reference| reference.reference == name)
    }
}

/// Rows by key, and which of them are to be written.
#[derive(Debug)]
pub struct Rows<K, R> {
    rows: HashMap<K, R>,
    changed: HashSet<K>,
}

impl<K: Clone + Eq + std::hash::Hash, R> Default for Rows<K, R> {
    fn default() -> Self {
        Self { rows: HashMap::new(), changed: HashSet::new() }
    }
}

impl<K: Clone + Eq + std::hash::Hash + Ord, R: PartialEq> Rows<K, R> {
    /// Takes a row as the database has it.
    pub fn fetched(&mut self, key: K, row: R) {
        self.rows.insert(key, row);
    }

    pub fn get(&self, key: &K) -> Option<&R> {
        self.rows.get(key)
    }

    /// Takes a row as it should be; says whether that is a change.
    pub fn put(&mut self, key: K, row: R) -> bool {
        if self.rows.get(&key) == Some(&row) {
            return false;
        }
        self.rows.insert(key.clone(), row);
        self.changed.insert(key);
        true
    }

    /// The rows to be written, in the order of their keys.
    pub fn changed(&self) -> Vec<&R> {
        let mut keys: Vec<&K> = self.changed.iter().collect();
        keys.sort_unstable();
        keys.into_iter().filter_map(|key| self.rows.get(key)).collect()
    }
}

/// A unit whose address or reference changed, with the paying body of the reference it has now.
pub struct Moved {
    pub logement: LogementRow,
    pub paying_body: PayingBodyCode,
    /// Whether another paying body was in charge of it.
    pub from_elsewhere: bool,
}

/// Everything a chunk may touch.
#[derive(Default)]
pub struct State<'a> {
    pub landlords: HashMap<String, Landlord>,
    /// The key of the landlord that has a SIRET.
    pub sirets: HashMap<String, String>,
    /// The names of landlords that the database has.
    pub names: HashSet<(NameKind, String)>,
    pub changed_landlords: HashSet<String>,
    pub changed_references: Vec<ReferenceRow>,
    pub accounts: Vec<BankAccountRow>,
    pub bodies: BTreeMap<PayingBodyCode, String>,
    /// In an order, in which two loads at once lock them.
    pub changed_bodies: BTreeSet<PayingBodyCode>,
    pub campaigns: Rows<i32, CampaignRow>,
    pub logements: Rows<Key, LogementRow>,
    /// Units whose address or reference changed: their tenants follow.
    pub moved: Vec<Moved>,
    pub tenants: Rows<Key, TenantRow>,
    /// The other tenants whom transfers name.
    pub payees: Rows<Key, PayeeRow>,
    /// Tenancies whose number of co-holders the file changes.
    pub recounted: Vec<TenantRow>,
    /// Tenancies that another paying body is in charge of from now on.
    pub rehomed: Vec<TenantRow>,
    pub payments: Rows<Key, PaymentRow>,
    /// Transfers that were there already: their old lines go.
    pub replaced_payments: Vec<(LandlordId, PaymentId)>,
    /// The lines of the transfers to be written.
    pub payment_lines: HashMap<Key, &'a [TransferLine]>,
}

impl State<'_> {
    /// The tenancy that a line of a transfer names, its logement and its paying body.
    pub fn payee(&self, landlord: &LandlordId, tenant: &str) -> Option<(&TenantId, &LogementId, &PayingBodyCode)> {
        let key = (landlord.clone(), tenant.to_owned());
        let touched = self.tenants.get(&key).map(|row| (&row.id, &row.logement_id, &row.paying_body_code));
        touched.or_else(|| self.payees.get(&key).map(|row| (&row.id, &row.logement_id, &row.paying_body_code)))
    }

    /// Names a paying body; says whether that is a change.
    pub fn name_body(&mut self, code: &PayingBodyCode, name: &str) -> bool {
        if self.bodies.get(code).is_some_and(|known| known == name) {
            return false;
        }
        self.bodies.insert(code.clone(), name.to_owned());
        self.changed_bodies.insert(code.clone());
        true
    }
}
