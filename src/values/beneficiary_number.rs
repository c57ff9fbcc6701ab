//! The beneficiary number, which has a meaning only with its paying body (G6).

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::text_sql::{Invalid, text_schema, text_serde, text_sql};

/// A beneficiary number (numéro allocataire): 1 to 7 digits, meaningful only with its paying
/// body. Leading zeros are kept for reading; two numbers are equal when they differ only by
/// them (G6). The database compares texts: to look a number up, use `comparable`.
#[derive(Clone, Debug)]
pub struct BeneficiaryNumber(String);

impl BeneficiaryNumber {
    /// Reads 1 to 7 digits.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if all_digits(text) && (1..=7).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid("a beneficiary number of 1 to 7 digits"))
        }
    }

    /// Its digits as given, leading zeros included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its digits with leading zeros up to the full width of 7. Every spelling of the number stands
    /// within it: the form in which a search finds it (G6).
    pub fn full_width(&self) -> String {
        format!("{:0>7}", self.0)
    }

    /// Every spelling of the number, from its shortest to its full width: a look-up by text asks for each.
    pub fn spellings(&self) -> impl Iterator<Item = Self> {
        let shortest = self.comparable().to_owned();
        (shortest.len()..=7).map(move |width| Self(format!("{shortest:0>width$}")))
    }

    /// Its digits without leading zeros, one at least: the form to compare.
    pub fn comparable(&self) -> &str {
        let significant = self.0.trim_start_matches('0');
        if significant.is_empty() { "0" } else { significant }
    }
}

impl PartialEq for BeneficiaryNumber {
    fn eq(&self, other: &Self) -> bool {
        self.comparable() == other.comparable()
    }
}

impl Eq for BeneficiaryNumber {}

impl Hash for BeneficiaryNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.comparable().hash(state);
    }
}

impl Ord for BeneficiaryNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.comparable(), other.comparable());
        (a.len(), a).cmp(&(b.len(), b))
    }
}

impl PartialOrd for BeneficiaryNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for BeneficiaryNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl fmt::Display for BeneficiaryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

text_serde!(BeneficiaryNumber);
text_sql!(BeneficiaryNumber);
text_schema!(
    BeneficiaryNumber,
    "A beneficiary number (numéro allocataire): 1 to 7 digits, with its leading zeros.",
    "^[0-9]{1,7}$",
    7,
    "0123456"
);

pub(super) fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> BeneficiaryNumber {
        BeneficiaryNumber::parse(text).unwrap()
    }

    #[test]
    fn g6_keeps_leading_zeros_in_reads_and_ignores_them_in_comparison() {
        assert_eq!(number("0012345").to_string(), "0012345");
        assert_eq!(number("0012345").comparable(), "12345");
        assert_eq!(number("0012345"), number("12345"));
        assert_eq!(number("0000000").comparable(), "0");
        assert_eq!((number("137").full_width(), number("0137").full_width()), ("0000137".to_owned(), "0000137".to_owned()));
        let spelt = |text: &str| number(text).spellings().map(|one| one.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(spelt("012345"), ["12345", "012345", "0012345"]);
        assert_eq!((spelt("1234567"), spelt("00").len()), (vec!["1234567".to_owned()], 7));
        assert!(number("9") < number("10"));
    }

    #[test]
    fn g6_refuses_other_shapes() {
        for bad in ["", "12345678", "12 34", "-1", "12a", "١٢"] {
            assert!(BeneficiaryNumber::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn g6_orders_as_the_numbers_do(a in "[0-9]{1,7}", b in "[0-9]{1,7}") {
            let value = |text: &str| text.parse::<u32>().unwrap();
            prop_assert_eq!(number(&a).cmp(&number(&b)), value(&a).cmp(&value(&b)));
            prop_assert_eq!(value(number(&a).comparable()), value(&a));
        }
    }
}
