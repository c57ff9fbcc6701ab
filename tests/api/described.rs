//! The document describes every property at its place: no word stands for several that have nothing
//! but their name in common.

use offre_bailleurs::testing;
use serde_json::Value;

use crate::document::{Operation, operations};
use crate::system::every_source;

/// Every property of a schema and of those within it, with its path.
fn properties<'a>(path: &str, schema: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        properties(&path, property, found);
        found.push((path, property));
    }
    for (member, inner) in schema.as_object().into_iter().flatten() {
        match (member.as_str(), inner) {
            ("items" | "additionalProperties" | "not", schema) => properties(path, schema, found),
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(branches)) => {
                branches.iter().for_each(|branch| properties(path, branch, found));
            }
            _ => {}
        }
    }
}

/// Every schema that stands in the document itself, in a body, a header or a parameter.
fn schemas<'a>(path: &str, value: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    for (name, member) in value.as_object().into_iter().flatten() {
        let path = format!("{path}/{name}");
        match name.as_str() {
            "schemas" => found.extend(member.as_object().unwrap().iter().map(|(name, schema)| (name.clone(), schema))),
            "schema" => found.push((path, member)),
            "example" | "examples" => {}
            _ => schemas(&path, member, found),
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        schemas(&format!("{path}/{index}"), item, found);
    }
}

#[test]
fn every_property_and_parameter_is_described_at_its_place() {
    let document = testing::document().unwrap();
    let (mut all, mut found) = (Vec::new(), Vec::new());
    schemas("", &document, &mut all);
    all.iter().for_each(|(path, schema)| properties(path, schema, &mut found));
    assert!(found.len() > 500, "only {} properties are found", found.len());
    let silent = |value: &Value| value["description"].as_str().is_none_or(|text| text.trim().len() < 3);
    let mut undescribed: Vec<String> = found.iter().filter(|(_, property)| silent(property)).map(|(path, _)| path.clone()).collect();
    for Operation { method, path, value } in operations(&document) {
        let parameters = value["parameters"].as_array().into_iter().flatten().filter(|one| one.get("$ref").is_none());
        undescribed.extend(parameters.filter(|one| silent(one)).map(|one| format!("{method} {path} {}", one["name"])));
        let responses = value["responses"].as_object().into_iter().flatten();
        let own = responses.filter(|(_, response)| response.get("$ref").is_none() && silent(response));
        undescribed.extend(own.map(|(status, _)| format!("{method} {path} {status}")));
    }
    assert!(undescribed.is_empty(), "without a description: {}", undescribed.join(", "));
}

/// Fields of schemas without a doc comment of their own. Exempt are members of another object, what
/// is inlined from a type made for its one place, and the two parameters of every list, whose types
/// say all there is to say.
fn silent_fields(file: &str, text: &str) -> Vec<String> {
    let (mut silent, mut schema, mut structure, mut said) = (Vec::new(), false, None, false);
    for line in text.lines().map(str::trim) {
        match structure {
            None if line.starts_with("#[derive") => schema = line.contains("ToSchema"),
            None => {
                let name = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {"));
                structure = name.filter(|_| schema).map(str::to_owned);
                schema &= !line.starts_with("pub ");
            }
            Some(_) if line.starts_with('}') => (structure, said) = (None, false),
            Some(_) if ["///", "#[serde(flatten)]", "#[schema(inline)]"].iter().any(|own| line.starts_with(own)) => said = true,
            Some(ref name) => {
                if let Some((field, kind)) = line.strip_prefix("pub ").and_then(|field| field.split_once(": ")) {
                    if !said && !["Option<Limit>,", "Option<Cursor>,"].contains(&kind) {
                        silent.push(format!("{file} {name}.{field}"));
                    }
                    said = false;
                }
            }
        }
    }
    silent
}

#[test]
fn every_property_has_words_of_its_own() {
    // The lines of a roster are judged by schemas that stand in no document.
    let published = every_source().into_iter().filter(|(file, _)| file != "roster/lines.rs");
    let silent: Vec<String> = published.flat_map(|(file, text)| silent_fields(&file, &text)).collect();
    assert!(silent.is_empty(), "without a doc comment: {}", silent.join(", "));
    let text = "#[derive(ToSchema)]\npub struct A {\n    /// Said.\n    #[schema(minimum = 1)]\n    pub a: i64,\n    pub b: i64,\n    pub c: Option<Limit>,\n}\n\n#[derive(ToSchema)]\npub struct B {}\n\npub struct C {\n    pub d: i64,\n}";
    assert_eq!(silent_fields("x.rs", text), ["x.rs A.b"]);
}

#[test]
fn what_is_said_of_a_property_is_true_of_it() {
    let document = testing::document().unwrap();
    let said = |schema: &str, property: &str| {
        document["components"]["schemas"][schema]["properties"][property]["description"].as_str().unwrap().to_owned()
    };
    // One word stood for several properties that have nothing but their name in common.
    assert!(said("NextDue", "on").contains("awaited") && said("Decision", "on").contains("decision"));
    assert!(said("Impaye", "started_on").contains("arrears") && said("Lease", "started_on").contains("tenancy"));
    assert!(said("WithdrawalIn", "reason").contains("withdrawn") && said("Decision", "reason").contains("paying body"));
    let lines = operations(&document).into_iter().find(|one| one.value["operationId"] == "listPaymentLines").unwrap();
    let from = lines.parameters("query").into_iter().find(|one| one["name"] == "from").unwrap();
    assert_eq!(from["description"], "Paid in this month or later.", "a filter's own words win over those of its type");
}

#[test]
fn only_what_takes_a_key_says_that_it_may_be_replayed() {
    let document = testing::document().unwrap();
    for operation in operations(&document) {
        let keyed = operation.parameters("header").iter().any(|one| one["name"] == "Idempotency-Key");
        let creates = operation.value["responses"].get("201").is_some();
        for (status, response) in operation.value["responses"].as_object().unwrap().iter().filter(|(status, _)| status.starts_with('2')) {
            let replayed = response["headers"].get("Idempotent-Replayed").is_some();
            // Where something is created, 200 is a dry run, which consumes no key.
            let expected = keyed && (status == "201" || !creates);
            assert_eq!(replayed, expected, "{} {} {status}", operation.method, operation.path);
        }
    }
}

#[test]
fn every_operation_has_a_listed_tag() {
    let document = testing::document().unwrap();
    let listed: Vec<&Value> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    for Operation { method, path, value } in operations(&document) {
        assert!(listed.contains(&&value["tags"][0]), "{method} {path} stands under {}, which no list describes", value["tags"][0]);
    }
}

#[test]
fn every_value_of_an_enumeration_and_every_code_is_explained() {
    let document = testing::document().unwrap();
    let (mut values, mut codes) = (0, 0);
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let said = schema["description"].as_str().unwrap_or_default();
        for word in schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            assert!(said.contains(&format!("- `{word}`: ")), "{name} does not say what {word} means");
            values += 1;
        }
        if name.ends_with("Code") && schema["examples"].as_array().is_some_and(|all| all.len() > 1) {
            for word in schema["examples"].as_array().unwrap() {
                assert!(said.contains(&format!("- `{}`: ", word.as_str().unwrap())), "{name} does not say what {word} means");
                codes += 1;
            }
        }
    }
    assert!(values > 150 && codes > 60, "only {values} values and {codes} codes are explained");
}
