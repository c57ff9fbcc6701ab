//! What a landlord is.

use chrono::NaiveDate;

use crate::values::iban::Iban;
use crate::values::text_sql::text_enum;

text_enum! {
    /// Whether the landlord is a person or a body with a SIRET.
    pub enum LandlordKind {
        /// A person.
        Individual = "individual",
        /// A body with a SIRET.
        Company = "company",
    }
}

/// A bank account with the day it takes effect.
#[derive(Clone, Debug)]
pub struct BankAccount {
    pub holder: String,
    pub iban: Iban,
    pub bic: Option<String>,
    pub effective_on: NaiveDate,
}

/// The account in force on a day and the one that follows it. `accounts` are in the order of
/// effective day and version: of two for the same day the later one counts.
pub fn in_force(accounts: Vec<BankAccount>, today: NaiveDate) -> (Option<BankAccount>, Option<BankAccount>) {
    let (past, mut pending): (Vec<_>, Vec<_>) = accounts.into_iter().partition(|account| account.effective_on <= today);
    let current = past.into_iter().next_back();
    let next_day = pending.first().map(|account| account.effective_on);
    pending.retain(|account| Some(account.effective_on) == next_day);
    (current, pending.pop())
}
