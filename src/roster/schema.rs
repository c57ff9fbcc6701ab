//! The JSON Schema of a line of a roster, for whoever makes rosters: made of the types that a load reads
//! lines with, which judge them by it.

use serde_json::{Map, Value, json};

use super::kinds::Line;
use crate::http::judge::schema_of;
use crate::problem::Problem;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

const DESCRIPTION: &str = "One line of a roster is one such object. What a schema cannot say is told by the load: what a line refers \
to must come before it or be there already, SIRET, IBAN and BIC have check digits, days have an order.";

/// The schema, as it is published at an address.
///
/// # Errors
/// When it cannot be written as JSON, which a test rules out.
pub fn schema(address: &str) -> Result<Value, Problem> {
    let mut line = schema_of::<Line>()?;
    let parts = line["components"]["schemas"].take();
    plain(&mut line);
    let mut named: Map<String, Value> = serde_json::from_value(parts).map_err(Problem::internal)?;
    named.values_mut().for_each(plain);
    Ok(json!({
        "$schema": DRAFT,
        "$id": address,
        "title": "A line of a roster",
        "description": DESCRIPTION,
        "oneOf": line["oneOf"],
        "$defs": named,
    }))
}

/// The words of the OpenAPI document in those of JSON Schema alone.
fn plain(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(example) = members.remove("example") {
                members.entry("examples").or_insert_with(|| json!([example]));
            }
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                *reference = reference.replace("#/components/schemas/", "#/$defs/");
            }
            // Says the size of an integer, which its bounds say as well.
            if members.get("format").is_some_and(|format| format == "int32" || format == "int64") {
                members.remove("format");
            }
            members.values_mut().for_each(plain);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::de::DeserializeOwned;

    use super::*;
    use crate::roster::lines::{
        AidLine, BankAccountLine, CampaignLine, LandlordLine, LeaseLine, LogementLine, PayingBodyLine, PaymentLine, ReferenceLine,
        TenantLine, TransferLine,
    };
    use crate::values::address::Address;

    fn published() -> Value {
        schema("https://example.org/schemas/roster.json").unwrap()
    }

    /// The keys that the reader of a type knows, as it says itself when it meets another one.
    fn known<T: DeserializeOwned>() -> BTreeSet<String> {
        let why = serde_json::from_str::<T>("{\"nope\":0}").err().unwrap().to_string();
        let listed = why.split_once("expected").unwrap().1;
        listed.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    fn told(schema: &Value, name: &str) -> BTreeSet<String> {
        let part = &schema["$defs"][name];
        assert_eq!(part["additionalProperties"], false, "{name}");
        part["properties"].as_object().unwrap().keys().cloned().collect()
    }

    macro_rules! assert_same_keys {
        ($($name:ident),+) => {{
            let schema = published();
            let mut all = BTreeSet::new();
            $(
                assert_eq!(told(&schema, stringify!($name)), known::<$name>(), stringify!($name));
                all.insert(stringify!($name).to_owned());
            )+
            let objects = schema["$defs"].as_object().unwrap().iter().filter(|(_, part)| part.get("properties").is_some());
            assert_eq!(objects.map(|(name, _)| name.clone()).collect::<BTreeSet<_>>(), all);
        }};
    }

    #[test]
    fn the_schema_names_the_keys_that_the_reader_of_each_line_knows() {
        assert_same_keys!(
            AidLine,
            Address,
            BankAccountLine,
            CampaignLine,
            LandlordLine,
            LeaseLine,
            LogementLine,
            PayingBodyLine,
            PaymentLine,
            ReferenceLine,
            TenantLine,
            TransferLine
        );
    }

    #[test]
    fn the_schema_stands_on_its_own() {
        let text = published().to_string();
        for word in ["components", "\"example\"", "int64", "int32"] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(jsonschema::meta::is_valid(&published()));
        assert!(jsonschema::validator_for(&published()).is_ok());
    }
}
