//! The ways in which arrears come to exist in law.

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
