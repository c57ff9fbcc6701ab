//! Paying bodies and their codes (G6).

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use utoipa::ToSchema;

use super::beneficiary_number::all_digits;
use super::text_sql::{Invalid, text_schema, text_serde, text_sql};

/// The code of a paying body (CAF or CMSA): 3 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayingBodyCode(String);

impl PayingBodyCode {
    /// Reads exactly 3 digits.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if all_digits(text) && text.len() == 3 { Ok(Self(text.to_owned())) } else { Err(Invalid("a paying body code of 3 digits")) }
    }

    /// Its 3 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PayingBodyCode {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl fmt::Display for PayingBodyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

text_serde!(PayingBodyCode);
text_sql!(PayingBodyCode);
text_schema!(PayingBodyCode, "The code of a paying body (CAF or CMSA): 3 digits.", "^[0-9]{3}$", 3, "751");

/// A paying body: a family benefit fund (CAF) or a fund of the farm scheme (MSA).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PayingBody {
    /// Its code, 3 digits.
    pub code: PayingBodyCode,
    /// Its name, as its roster gives it.
    #[schema(max_length = 200, example = "CAF des Bouches-du-Rhône")]
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g6_a_code_has_three_digits() {
        for bad in ["", "75", "7511", "75A"] {
            assert!(PayingBodyCode::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(PayingBodyCode::parse("005").unwrap().as_str(), "005");
    }
}
