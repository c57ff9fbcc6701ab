//! The key by which a landlord knows a tenant or a housing unit in its own books.

use std::fmt;
use std::str::FromStr;

use super::text_sql::{Invalid, text_serde, text_sql};

/// The most characters of it.
pub const MOST: usize = 50;

/// A reference of the landlord's own, as it stands in its books: 1 to 50 characters, compared exactly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LandlordReference(String);

impl LandlordReference {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LandlordReference {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if (1..=MOST).contains(&text.chars().count()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid("a reference of 1 to 50 characters"))
        }
    }
}

impl fmt::Display for LandlordReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

text_serde!(LandlordReference);
text_sql!(LandlordReference);

impl utoipa::PartialSchema for LandlordReference {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A reference of the landlord's own, as it stands in its books; compared exactly."))
            .min_length(Some(1))
            .max_length(Some(MOST))
            .examples(["LOC-0042"])
            .into()
    }
}

impl utoipa::ToSchema for LandlordReference {
    fn name() -> std::borrow::Cow<'static, str> {
        "LandlordReference".into()
    }
}
