//! The format of a roster as a page and as a schema: both say what a load does.

use std::collections::{BTreeMap, BTreeSet};

use offre_bailleurs::testing::{Kind, demo, every_code};
use serde_json::{Map, Value, json};

use crate::roster::load_for_all;
use crate::support::TestApp;

const PAGE: &str = include_str!("../../docs/roster.md");
const FIXTURE: &str = include_str!("../../.ci/fixtures/roster.ndjson");

fn schema(app: &TestApp) -> Value {
    app.anonymous().get("/schemas/roster.json").expect(200)
}

/// The lines of the example of the page.
fn example() -> Vec<Value> {
    let block = PAGE.split("```ndjson\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    block.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(lines: &[Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_schema_is_served_to_everybody_and_may_be_kept() {
    let app = TestApp::empty();
    let anonymous = app.anonymous();
    let served = anonymous.get("/schemas/roster.json");
    assert_eq!((served.status, served.header("content-type")), (200, "application/schema+json"));
    assert!(served.header("cache-control").contains("max-age="), "{:?}", served.headers);
    assert_eq!(anonymous.header("if-none-match", served.header("etag")).get("/schemas/roster.json").status, 304);
    assert_eq!(served.body["$id"], format!("http://{}/schemas/roster.json", app.host()));
    assert!(jsonschema::validator_for(&served.body).is_ok());
}

#[test]
fn every_line_that_a_load_takes_is_valid() {
    let app = TestApp::empty();
    let judge = jsonschema::options().should_validate_formats(true).build(&schema(&app)).unwrap();
    let mut roster = Vec::new();
    demo::write_roster(&mut roster).unwrap();
    let roster = String::from_utf8(roster).unwrap();
    let lines = roster.lines().chain(FIXTURE.lines()).map(|line| serde_json::from_str(line).unwrap());
    let mut kinds = BTreeMap::<String, usize>::new();
    for line in lines.chain(example()) {
        let faults: Vec<String> = judge.iter_errors(&line).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}: {line}");
        *kinds.entry(line["type"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert!(kinds.len() == 5 && kinds.values().all(|count| *count > 2), "{kinds:?}");
}

/// The pointers of all objects and members of a line; of a list, those of its first item.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found.push(format!("{at}/{key}"));
                pointers(member, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => items.iter().take(1).for_each(|item| pointers(item, &format!("{at}/0"), found)),
        _ => {}
    }
}

/// A line spoilt at each of its members: without it, with null, with what it never is; and with one more
/// beside it.
fn spoilt(line: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    pointers(line, "", &mut all);
    let mut made = Vec::new();
    for pointer in all {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let mut change = |how: &str, change: &dyn Fn(&mut Map<String, Value>)| {
            let mut line = line.clone();
            change(line.pointer_mut(parent).and_then(Value::as_object_mut).unwrap());
            made.push((format!("{pointer} {how}"), line));
        };
        change("removed", &|object| drop(object.remove(key)));
        change("null", &|object| drop(object.insert(key.to_owned(), Value::Null)));
        change("of another type", &|object| drop(object.insert(key.to_owned(), json!([[]]))));
        change("with another", &|object| drop(object.insert(format!("{key}_nope"), json!(1))));
    }
    made
}

#[test]
fn the_schema_refuses_what_a_load_refuses_for_its_form() {
    let app = TestApp::empty();
    let judge = jsonschema::options().should_validate_formats(true).build(&schema(&app)).unwrap();
    let example = example();
    assert_eq!(load_for_all(app.database(), &text(&example)).rejected, 0);
    let made: Vec<(String, Value)> = example.iter().flat_map(spoilt).collect();
    let report = load_for_all(app.database(), &text(&made.iter().map(|(_, line)| line.clone()).collect::<Vec<_>>()));
    let refused: BTreeSet<u64> = report.errors.iter().map(|fault| fault.line).collect();
    assert_eq!(report.errors_left_out, 0);
    let (mut good, mut bad) = (0, 0);
    for (number, (what, line)) in (1..).zip(&made) {
        // Only a load knows that an address in France has a postal code.
        if what.contains("/postal_code removed") || what.contains("/postal_code null") {
            assert!(refused.contains(&number) && judge.is_valid(line), "{what}");
            continue;
        }
        assert_eq!(judge.is_valid(line), !refused.contains(&number), "{what}: {line}");
        *(if judge.is_valid(line) { &mut good } else { &mut bad }) += 1;
    }
    assert!(good > 20 && bad > 200, "{good} {bad}");
}

#[test]
fn the_example_of_the_page_is_loaded_without_a_warning_and_again_changes_nothing() {
    let app = TestApp::empty();
    let roster = text(&example());
    let first = load_for_all(app.database(), &roster);
    assert_eq!((first.accepted, first.rejected, first.warnings.len()), (5, 0, 0), "{:?} {:?}", first.errors, first.warnings);
    assert_eq!(load_for_all(app.database(), &roster).unchanged, 5);
    let token = app.token_for("LES-ORMES");
    let paid = app.caller(&token).get("/v1/payments").expect(200)["data"][0].clone();
    assert_eq!((&paid["remittance"], &paid["total_cents"]), (&json!("CAF AL 10/2026 B0012345"), &json!(20_000)));
}

/// What a place of the schema refers to, and its name.
fn resolved<'a>(schema: &'a Value, place: &'a Value) -> (&'a str, &'a Value) {
    let place = place["oneOf"].as_array().and_then(|all| all.iter().find(|one| one["type"] != "null")).unwrap_or(place);
    let name = place["$ref"].as_str().map_or("", |reference| reference.trim_start_matches("#/$defs/"));
    (name, if name.is_empty() { place } else { &schema["$defs"][name] })
}

fn grouped(number: i64) -> String {
    if number.abs() < 10_000 {
        return number.to_string();
    }
    let digits = number.abs().to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    format!("{}{}", if number < 0 { "-" } else { "" }, groups.join(","))
}

/// What a member may be, as the page says it.
fn bounds((name, place): (&str, &Value)) -> String {
    let number = |key: &str| place[key].as_i64().unwrap_or(0);
    let between = |kind: &str, least: &str, most: &str| format!("{kind}, {} to {}", grouped(number(least)), grouped(number(most)));
    let kind = place["type"].as_str().or(place["type"][0].as_str()).unwrap_or_default();
    match (name, kind) {
        ("Month", _) => "month".to_owned(),
        ("PayingBodyCode", _) => "3 digits".to_owned(),
        ("BeneficiaryNumber", _) => "1 to 7 digits".to_owned(),
        _ if place["enum"].is_array() => {
            let words = place["enum"].as_array().unwrap().iter();
            words.map(|word| format!("`{}`", word.as_str().unwrap())).collect::<Vec<_>>().join(" ")
        }
        (_, "string") if place["format"] == "date" => "day".to_owned(),
        (_, "string") => between("text", "minLength", "maxLength"),
        (_, "integer") => between("integer", "minimum", "maximum"),
        (_, "array") => between("list", "minItems", "maxItems"),
        (_, other) => other.to_owned(),
    }
}

/// The rows of a kind as the schema has them: key, needed, what it may be.
fn rows(schema: &Value, name: &str, prefix: &str, found: &mut BTreeMap<String, (String, String)>) {
    let part = &schema["$defs"][name];
    for (key, place) in part["properties"].as_object().unwrap() {
        let (inner, own) = resolved(schema, place);
        let needed = part["required"].as_array().unwrap().contains(&json!(key));
        let path = format!("{prefix}{key}");
        found.insert(path.clone(), (if needed { "yes" } else { "no" }.to_owned(), bounds((inner, own))));
        if own.get("properties").is_some() && inner != "Address" {
            rows(schema, inner, &format!("{path}."), found);
        }
        if own.get("items").is_some() {
            rows(schema, resolved(schema, &own["items"]).0, &format!("{path}[]."), found);
        }
    }
}

#[test]
fn the_page_has_a_row_for_each_key_with_the_bounds_of_the_schema() {
    let schema = schema(&TestApp::empty());
    for (heading, name) in [
        ("`campaign`", "CampaignLine"),
        ("`landlord`", "LandlordLine"),
        ("`logement`", "LogementLine"),
        ("`tenant`", "TenantLine"),
        ("`payment`", "PaymentLine"),
        ("Address", "Address"),
    ] {
        let section = PAGE.split(&format!("\n## {heading}\n")).nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
        let told: BTreeMap<String, (String, String)> = section
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| {
                let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                (cells[1].trim_matches('`').to_owned(), (cells[2].to_owned(), cells[3].to_owned()))
            })
            .collect();
        let mut expected = BTreeMap::new();
        rows(&schema, name, "", &mut expected);
        assert_eq!(told, expected, "{heading}");
    }
}

#[test]
fn the_page_tells_each_code_of_a_line() {
    let table = PAGE.split("\n## What is told\n").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let told: BTreeSet<&str> = cells.flat_map(|cell| cell.split(['`', ' '])).filter(|word| !word.is_empty()).collect();
    let known: BTreeSet<&str> = every_code().filter(|row| row.kind == Kind::Line).map(|row| row.word).collect();
    assert_eq!(told, known);
}
