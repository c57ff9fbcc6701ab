//! A postal address, as the seed's screens show it and as one column stores it.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate, FromSqlRow)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Number and street.
    #[schema(min_length = 1, max_length = 200, example = "12 rue Paradis")]
    pub line1: String,
    /// Building, floor, care of.
    #[schema(max_length = 200, example = "Bâtiment B")]
    #[serde(default)]
    pub line2: Option<String>,
    /// Postal code: five digits in France.
    #[schema(min_length = 1, max_length = 12, pattern = "^[0-9A-Za-z -]{1,12}$", example = "13001")]
    pub postal_code: String,
    /// Name of the municipality.
    #[schema(min_length = 1, max_length = 100, example = "Marseille")]
    pub city: String,
    /// INSEE code of the municipality (code officiel géographique), which differs from the postal code.
    #[schema(pattern = "^([0-9]{2}|2[AB])[0-9]{3}$", max_length = 5, example = "13055")]
    #[serde(default)]
    pub insee_code: Option<String>,
    /// Country, ISO 3166-1 alpha-2.
    #[schema(pattern = "^[A-Z]{2}$", max_length = 2, example = "FR")]
    #[serde(default = "france")]
    pub country: String,
}

fn france() -> String {
    "FR".to_owned()
}

impl Address {
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
