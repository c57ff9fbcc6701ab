//! The two ways in which arrears come to exist in law, one after the other.

use chrono::NaiveDate;

use super::rule::{Notion, Rule};
use super::table::rule_at;
use super::{impayes, impayes_2027};
use crate::values::text_sql::text_enum;

text_enum! {
    /// The two ways in which arrears come to exist in law.
    pub enum Regime {
        /// A debt of at least two months of rent and charges.
        TwoMonthsOfRent = "two_months_of_rent",
        /// A debt above an amount, or three months after a first default.
        AmountOrThreeMonths = "amount_or_three_months",
    }
}

impl Regime {
    /// The regime of a report made on a day in Europe/Paris (décret 2026-84, art. 5).
    pub fn on(reported_on: NaiveDate) -> Self {
        let new = Self::AmountOrThreeMonths;
        if new.rule().holds_on(reported_on) { new } else { Self::TwoMonthsOfRent }
    }

    /// The row that constitutes arrears under it.
    pub fn rule(self) -> &'static Rule {
        match self {
            Self::TwoMonthsOfRent => &impayes::TWO_MONTHS_OF_RENT,
            Self::AmountOrThreeMonths => &impayes_2027::AMOUNT_OR_THREE_MONTHS,
        }
    }

    /// What the law of the regime says of another notion. A case keeps the regime of its first
    /// report, so a day cannot tell.
    pub fn rule_for(self, notion: Notion) -> Option<&'static Rule> {
        let own = self.rule();
        own.valid_from.or(own.valid_until).and_then(|day| rule_at(notion, day))
    }
}
