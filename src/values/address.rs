//! A postal address, as the seed's screens show it and as one column stores it.

use std::borrow::Cow;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use super::checks::{Check, fault};

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate, FromSqlRow)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = postal_code))]
pub struct Address {
    /// Number and street.
    #[schema(min_length = 1, max_length = 200, example = "12 rue Paradis")]
    pub line1: String,
    /// Building, floor, care of; null when there is none.
    #[schema(max_length = 200, example = "Bâtiment B")]
    #[serde(default)]
    pub line2: Option<String>,
    /// Postal code: five digits in France; elsewhere any text, or none.
    #[schema(max_length = 20, example = "13001")]
    #[serde(default)]
    pub postal_code: Option<String>,
    /// Name of the municipality.
    #[schema(min_length = 1, max_length = 100, example = "Marseille")]
    pub city: String,
    /// INSEE code of the municipality (code officiel géographique), which differs from the postal code;
    /// null when unknown.
    #[schema(pattern = "^([0-9]{2}|2[AB])[0-9]{3}$", max_length = 5, example = "13055")]
    #[serde(default)]
    pub insee_code: Option<String>,
    /// Country, ISO 3166-1 alpha-2; France when absent.
    #[schema(pattern = "^[A-Z]{2}$", max_length = 2, example = "FR")]
    #[serde(default = "france")]
    pub country: String,
}

fn france() -> String {
    "FR".to_owned()
}

/// A French address has a postal code of five digits (G9).
fn postal_code(address: &Address) -> Result<(), ValidationError> {
    match address.postal_code.as_deref() {
        _ if address.country != "FR" => Ok(()),
        None => Err(fault(Check::Required, "postal_code")),
        Some(code) if code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
        Some(_) => Err(fault(Check::PostalCode, "postal_code")),
    }
}

impl Address {
    /// Number and street, with what completes them.
    pub fn street(&self) -> Cow<'_, str> {
        self.line2.as_ref().map_or(Cow::Borrowed(&self.line1), |more| Cow::Owned(format!("{}, {more}", self.line1)))
    }

    /// The address as its column holds it.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which it can.
    pub fn to_column(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

impl<DB: Backend> FromSql<Text, DB> for Address
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(serde_json::from_str(&String::from_sql(value)?)?)
    }
}
