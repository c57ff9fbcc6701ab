//! The registry of kinds: what a line may be. One entry gives a kind its word, its type, its place in
//! [`Line`], its schema, by which it is judged, and its branch in the schema of a line.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::lines::{CampaignLine, LandlordLine, LogementLine, PaymentLine, TenantLine};
use crate::http::body::decode_parsed;
use crate::problem::{FieldCode, FieldError, Problem};
use crate::values::plain_text::is_blank;
use crate::values::text::Text;
use crate::values::words;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $kind:ident = $word:tt, $line:ident told by $tag:ident;)+) => {
        $(
            /// The kind of line.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
            pub enum $tag { #[serde(rename = $word)] Tag }
        )+

        /// A line of a roster, told apart by its `type`.
        #[derive(Debug, Serialize, ToSchema)]
        #[serde(untagged)]
        pub enum Line {
            $($(#[doc = $doc])* $kind(Box<$line>),)+
        }

        $(
            impl From<$line> for Line {
                fn from(line: $line) -> Self {
                    Self::$kind(Box::new(line))
                }
            }
        )+

        impl Line {
            /// The words of the kinds, in the order in which a roster has their lines.
            pub const TYPES: &[&str] = &[$($word),+];

            /// Reads a line of a kind, by its word; nothing when there is no such kind.
            fn of_kind(word: &str, value: &Value, text: &[u8]) -> Option<Result<Self, Problem>> {
                match word {
                    $($word => Some(decode_parsed::<$line>(value, text).map(Self::from)),)+
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    /// A rent campaign.
    Campaign = "campaign", CampaignLine told by CampaignTag;
    /// A landlord with references, contact details and bank account.
    Landlord = "landlord", LandlordLine told by LandlordTag;
    /// A housing unit.
    Logement = "logement", LogementLine told by LogementTag;
    /// A tenancy.
    Tenant = "tenant", TenantLine told by TenantTag;
    /// A transfer with its lines.
    Payment = "payment", PaymentLine told by PaymentTag;
}

impl Line {
    /// Judges a line by the schema of its kind; `text` is what `value` was parsed from.
    ///
    /// # Errors
    /// Every fault of the line.
    pub fn judged(value: &Value, text: &[u8]) -> Result<Self, Problem> {
        let Some(word) = value.get("type").and_then(Value::as_str).filter(|word| !is_blank(word)) else {
            return Err(Problem::validation(vec![FieldError::pointer(
                "/type",
                FieldCode::Required,
                Text::fixed("Chaque ligne est un objet JSON qui dit son type.", "Each line is a JSON object that says its type."),
            )]));
        };
        Self::of_kind(word, value, text).unwrap_or_else(|| {
            let known = words::quoted(Self::TYPES);
            let text = Text::new(format!("Types possibles : {}.", known.fr), format!("Possible types: {}.", known.en));
            Err(Problem::validation(vec![FieldError::pointer("/type", FieldCode::NotOneOf, text)]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::judge::schema_of;

    #[test]
    fn the_schema_of_a_line_has_a_closed_branch_for_each_kind() {
        let schema = schema_of::<Line>().unwrap();
        let branches = schema["oneOf"].as_array().unwrap();
        let at = |reference: &Value| schema.pointer(reference["$ref"].as_str().unwrap().trim_start_matches('#')).unwrap().clone();
        let words = branches.iter().map(|branch| {
            let kind = at(&branch["allOf"].as_array().map_or_else(|| branch.clone(), |parts| parts[0].clone()));
            assert_eq!(kind["additionalProperties"], false, "{kind}");
            at(&kind["properties"]["type"])["enum"].as_array().unwrap().clone()
        });
        let expected: Vec<Vec<Value>> = Line::TYPES.iter().map(|word| vec![Value::from(*word)]).collect();
        assert_eq!(words.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_line_of_no_kind_is_told_the_kinds() {
        for (text, code) in [(r#"{"type":"what"}"#, "not_one_of"), (r#"{"type":1}"#, "required"), ("[]", "required")] {
            let problem = Line::judged(&serde_json::from_str(text).unwrap(), text.as_bytes()).err().unwrap();
            assert_eq!(problem.errors()[0].code.as_str(), code, "{text}");
        }
    }
}
