//! Bank account numbers and bank codes (G5, G8).

use std::fmt;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use iban::IbanLike;

use super::plain_text::compact;
use super::text_sql::{Invalid, text_columns, text_schema, text_serde, text_sql};

/// The countries of the SEPA geographical scope (EPC409-09, with the accessions of 2025), by the
/// prefix of their IBANs. French overseas territories use FR, Åland uses FI.
const SEPA: [&str; 42] = [
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA",
];

/// An account number of a SEPA country (ISO 13616), compact and upper case.
///
/// It is write-only (G8): it has no `Display` and no `Serialize`, and its `Debug` is masked, so
/// that no answer and no log can hold it by accident. `as_str` is for storage and for sealing.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Iban(String);

impl Iban {
    /// Reads an IBAN; spaces and lower case are accepted. Checks the country, its structure, the
    /// key modulo 97 (its check digits go from 02 to 98) and, for FR and MC, the RIB key (G5).
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let invalid = Invalid("an IBAN of a SEPA country with valid keys");
        let compact = compact(text);
        let known: iban::Iban = compact.parse().ok().ok_or(invalid)?;
        // 00, 01 and 99 have the same remainders as 97, 98 and 02, and no bank computes them.
        if matches!(known.check_digits_str(), "00" | "01" | "99") {
            return Err(invalid);
        }
        let country = known.country_code();
        let national = !matches!(country, "FR" | "MC") || rib_key_holds(known.bban());
        if SEPA.contains(&country) && national { Ok(Self(compact)) } else { Err(invalid) }
    }

    /// The whole number, compact and upper case. Never for an answer or a log.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its country, two letters of ISO 3166-1.
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// What may be read back (G8): the country and the last four characters, as `FR…2606`.
    pub fn masked(&self) -> String {
        let tail = self.0.len().saturating_sub(4);
        format!("{}…{}", self.country(), self.0.get(tail..).unwrap_or_default())
    }
}

/// The key of a French RIB: the 23 characters, letters replaced by the digits of the national
/// table (A–I and J–R by 1–9, S–Z by 2–9), are a multiple of 97.
fn rib_key_holds(bban: &str) -> bool {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'I' => Some(byte - b'A' + 1),
        b'J'..=b'R' => Some(byte - b'J' + 1),
        b'S'..=b'Z' => Some(byte - b'S' + 2),
        _ => None,
    };
    let rest = bban.bytes().try_fold(0u32, |rest, byte| Some((rest * 10 + u32::from(digit(byte)?)) % 97));
    rest == Some(0)
}

impl FromStr for Iban {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban({})", self.masked())
    }
}

text_columns!(Iban);

impl<DB: Backend> ToSql<Text, DB> for Iban
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
    }
}

/// An account is judged when it comes in. One that an earlier version took, whose rule was laxer,
/// stays readable.
impl<DB: Backend> FromSql<Text, DB> for Iban
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(value).map(Self)
    }
}

/// A business identifier code (ISO 9362): 8 or 11 characters, upper case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bic(String);

impl Bic {
    /// Reads a BIC; lower case is accepted, spaces are not.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let upper = text.to_ascii_uppercase();
        let shaped = matches!(upper.len(), 8 | 11)
            && upper.bytes().enumerate().all(|(rank, byte)| byte.is_ascii_uppercase() || (rank >= 6 && byte.is_ascii_digit()));
        if shaped { Ok(Self(upper)) } else { Err(Invalid("a BIC of 8 or 11 characters")) }
    }

    /// Its 8 or 11 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Bic {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

text_serde!(Bic);
text_sql!(Bic);
text_schema!(Bic, "A BIC (ISO 9362), 8 or 11 characters.", "^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$", 11, "PSSTFRPPPAR");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn g5_accepts_sepa_ibans() {
        for good in [
            "FR1420041010050500013M02606",
            "DE89370400440532013000",
            "MC5811222000010123456789030",
            "fr14 2004 1010 0505 0001 3m02 606",
            "\u{a0}FR14\u{a0}2004\u{202f}1010\u{2009}0505 0001 3M02 606 ",
            "RS35260005601001611379",
        ] {
            assert!(Iban::parse(good).is_ok(), "{good}");
        }
        let spaced = Iban::parse("fr14 2004 1010 0505 0001 3m02 606").unwrap();
        assert_eq!(spaced.as_str(), "FR1420041010050500013M02606");
    }

    #[test]
    fn g5_refuses_wrong_keys_and_countries() {
        for bad in [
            "",
            "FR",
            "FR1420041010050500013M02607",
            // Right modulo 97, wrong RIB key.
            "FR7630006000011234567890188",
            // Brazil and Türkiye are not in SEPA.
            "BR1800360305000010009795493C1",
            "TR330006100519786457841326",
            "FR14-2004-1010-0505-0001-3M02-606",
            "ＦＲ1420041010050500013M02606",
        ] {
            assert!(Iban::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn g5_check_digits_go_from_02_to_98() {
        let remainder = |text: &str| {
            let turned = format!("{}{}", &text[4..], &text[..4]);
            turned.chars().fold(0, |rest, c| {
                let value = c.to_digit(36).unwrap();
                (rest * if value > 9 { 100 } else { 10 } + value) % 97
            })
        };
        for (good, bad) in [("02", "99"), ("97", "00"), ("98", "01")] {
            let with = |key: &str, account: u32| format!("DE{key}37040044{account:010}");
            let account = (0..1_000).find(|account| remainder(&with(good, *account)) == 1).unwrap();
            assert!(Iban::parse(&with(good, account)).is_ok(), "{good}");
            assert_eq!(remainder(&with(bad, account)), 1);
            assert!(Iban::parse(&with(bad, account)).is_err(), "{bad}");
        }
    }

    #[test]
    fn g5_every_country_of_sepa_has_a_known_structure() {
        // An unknown country would be refused as such, not for its key.
        for country in SEPA {
            let why = format!("{country}0000000000000").parse::<iban::Iban>().unwrap_err();
            assert!(!why.to_string().contains("country"), "{country}: {why}");
        }
    }

    #[test]
    fn g8_only_the_masked_form_shows() {
        let iban = Iban::parse("FR1420041010050500013M02606").unwrap();
        assert_eq!(iban.masked(), "FR…2606");
        assert_eq!(iban.country(), "FR");
        assert_eq!(format!("{iban:?}"), "Iban(FR…2606)");
    }

    #[test]
    fn g5_bic_has_8_or_11_characters() {
        assert_eq!(Bic::parse("psstfrpppar").unwrap().as_str(), "PSSTFRPPPAR");
        assert!(Bic::parse("DEUTDEFF").is_ok());
        for bad in ["", "DEUTDEF", "DEUTDEFF5", "DEU1DEFF", "DEUTD1FF", "DEUTDEFF5000", "DEUT DEF"] {
            assert!(Bic::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn g5_a_changed_digit_is_refused(at in 2usize..27, by in 1u8..10) {
            let mut bytes = b"FR1420041010050500013M02606".to_vec();
            prop_assume!(bytes[at].is_ascii_digit());
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(Iban::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
        }

        #[test]
        fn g5_any_text_is_judged_without_panic(text in ".{0,40}") {
            drop(Iban::parse(&text));
            drop(Bic::parse(&text));
        }
    }
}
