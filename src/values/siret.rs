//! The SIRET, the 14-digit number of an establishment (G4).

use std::fmt;
use std::str::FromStr;

use super::plain_text::compact;
use super::text_sql::{Invalid, text_schema, text_serde, text_sql};

/// La Poste outgrew the numbers that Luhn leaves to one SIREN: INSEE gives its establishments
/// numbers whose digits add up to a multiple of 5.
const LA_POSTE_SIREN: &str = "356000000";
/// Its head office came first, and keeps a number checked by Luhn.
const LA_POSTE_HEAD_OFFICE: &str = "35600000000048";

/// The number of an establishment in the SIRENE register: 14 digits (9 of the SIREN, 5 of the
/// NIC), checked by Luhn (ISO/IEC 7812-1) except for La Poste (G4).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siret(String);

impl Siret {
    /// Reads 14 digits; spaces between them are accepted and left out (G5).
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let bare = compact(text);
        let text = bare.as_str();
        let shaped = text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit());
        let checked = if text.starts_with(LA_POSTE_SIREN) {
            text == LA_POSTE_HEAD_OFFICE || digits(text).sum::<u32>().is_multiple_of(5)
        } else {
            luhn(text)
        };
        if shaped && checked { Ok(Self(text.to_owned())) } else { Err(Invalid("a SIRET: 14 digits with a valid key")) }
    }

    /// Its 14 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> {
    text.chars().filter_map(|c| c.to_digit(10))
}

fn luhn(text: &str) -> bool {
    let sum: u32 =
        digits(text).rev().enumerate().map(|(rank, digit)| if rank % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }).sum();
    sum.is_multiple_of(10)
}

impl FromStr for Siret {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

text_serde!(Siret);
text_sql!(Siret);
text_schema!(Siret, "A SIRET: 14 digits with a valid key.", "^[0-9]{14}$", 14, "73282932000074");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn g4_accepts_luhn() {
        assert!(Siret::parse("73282932000074").is_ok());
        assert!(Siret::parse("73282932000079").is_err());
    }

    #[test]
    fn g4_accepts_la_poste() {
        assert!(Siret::parse("35600000049837").is_ok());
        assert!(Siret::parse("35600000000048").is_ok());
        assert!(Siret::parse("35600000049838").is_err());
    }

    #[test]
    fn g4_refuses_other_shapes() {
        for bad in ["", "7328293200007", "732829320000740", "732-829-320-00074", "7328293200007A", "７3282932000074"] {
            assert!(Siret::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn g5_spaces_are_left_out() {
        for spaced in ["732 829 320 00074", "732\u{a0}829\u{202f}320\u{2009}00074", " 73282932000074 "] {
            assert_eq!(Siret::parse(spaced).unwrap().as_str(), "73282932000074");
        }
    }

    proptest! {
        #[test]
        fn g4_one_wrong_digit_is_found(base in "[0-9]{13}", at in 0usize..14, by in 1u32..10) {
            prop_assume!(!base.starts_with(LA_POSTE_SIREN));
            let good = (0..10).map(|key| format!("{base}{key}")).find(|text| luhn(text)).unwrap();
            prop_assert!(Siret::parse(&good).is_ok());
            let mut bad: Vec<u32> = digits(&good).collect();
            bad[at] = (bad[at] + by) % 10;
            let bad: String = bad.iter().map(u32::to_string).collect();
            prop_assume!(!bad.starts_with(LA_POSTE_SIREN));
            prop_assert!(Siret::parse(&bad).is_err());
        }
    }
}
