//! Lists as files: what a page shows of an item and what its row says are the same, whatever the list.

use std::collections::BTreeMap;

use offre_bailleurs::testing;
use offre_bailleurs::testing::demo::{PAYING_BODY_CLIENT, keys};
use serde_json::{Value, json};

use crate::document::operations;
use crate::support::{Answer, Caller, TestApp};

/// The addresses of the lists that are exported, for parameters to follow.
fn exported() -> Vec<String> {
    let document = testing::document().unwrap();
    let csv = operations(&document).into_iter().filter(|one| one.value["responses"]["200"]["content"].get("text/csv").is_some());
    let found: Vec<String> = csv
        .map(|operation| {
            let address = operation.address(&document, None);
            let next = if address.contains('?') { '&' } else { '?' };
            format!("{address}{next}")
        })
        .collect();
    assert!(found.len() >= 4, "{found:?}");
    found
}

/// A caller who takes the export in a language.
fn taking<'a>(app: &'a TestApp, token: &str, language: &str) -> Caller<'a> {
    app.caller(token).header("accept", "text/csv").header("accept-language", language)
}

/// A file as a table: its header, and its rows.
fn table(answer: &Answer, separator: u8) -> (Vec<String>, Vec<Vec<String>>) {
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8; header=present"), "{}", answer.body);
    let text = String::from_utf8(answer.bytes.clone()).unwrap();
    assert_eq!(text.starts_with('\u{feff}'), separator == b';');
    let own = |record: csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    (own(reader.headers().unwrap().clone()), reader.records().map(|record| own(record.unwrap())).collect())
}

/// All that a list holds, page by page.
fn items(caller: &Caller<'_>, address: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = caller.get(&format!("{address}limit=200{cursor}")).expect(200);
        found.extend(page["data"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

/// The paying body's code and the landlord's reference there, by the id of the reference.
fn references(caller: &Caller<'_>) -> BTreeMap<String, (String, String)> {
    let own = caller.get("/v1/landlord").expect(200)["references"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    own.as_array().unwrap().iter().map(|one| (text(&one["id"]), (text(&one["paying_body"]["code"]), text(&one["reference"])))).collect()
}

/// Where an item says what a column holds, when it is not under the column's own name.
fn places(column: &str) -> Vec<String> {
    let own = match column {
        "payment_line_id" => "/id",
        "aid_type" => "/aid/type",
        "lease_started_on" => "/lease/started_on",
        "lease_ended_on" => "/lease/ended_on",
        "rent_status" => "/rent_declaration/status",
        "rent_reason" => "/rent_declaration/reason",
        "declaration_id" => "/rent_declaration/id",
        "campaign_year" => "/rent_declaration/campaign_year",
        "logement_id" => "/logement/id",
        "last_amount" => "/aid/last_amount_cents",
        _ => "/nowhere",
    };
    let within = ["", "/tenant", "/lease", "/aid", "/logement/address"];
    let named = within.iter().flat_map(|object| [format!("{object}/{column}"), format!("{object}/{column}_cents")]);
    named.chain([own.to_owned()]).chain((column == "tenant_id").then(|| "/id".to_owned())).collect()
}

/// What the row of an item has to say in a column, in English.
fn expected(item: &Value, column: &str, references: &BTreeMap<String, (String, String)>) -> String {
    let (body, reference) = &references[item["reference_id"].as_str().unwrap()];
    match column {
        "paying_body" => return body.clone(),
        "reference" => return reference.clone(),
        "month" => return "2026-10".to_owned(),
        "explanation" => {
            let notes = item["explanation"].as_array().unwrap().iter().map(|note| note["detail"].as_str().unwrap());
            return notes.collect::<Vec<_>>().join(" | ");
        }
        "address" => {
            let lines = ["line1", "line2"].iter().filter_map(|line| item["logement"]["address"][*line].as_str());
            return lines.collect::<Vec<_>>().join(", ");
        }
        _ => {}
    }
    // Of a declaration that is not there, nothing is said.
    let absent = column == "campaign_year" || column.starts_with("rent_") || column == "declaration_id";
    if absent && item.get("rent_declaration").is_some_and(Value::is_null) {
        return String::new();
    }
    let places = places(column);
    let (place, value) = places.iter().find_map(|place| Some((place, item.pointer(place)?))).unwrap_or_else(|| panic!("{column}: {item}"));
    match value {
        Value::Null => String::new(),
        Value::Number(cents) if place.ends_with("_cents") => {
            let cents = cents.as_i64().unwrap();
            format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn each_row_says_what_the_item_of_the_list_says() {
    let app = TestApp::demo();
    for token in [app.token().to_owned(), app.token_for(keys::AGENCY)] {
        let caller = app.caller(&token).header("accept-language", "en");
        let references = references(&caller);
        for address in exported() {
            let (columns, rows) = table(&taking(&app, &token, "en").get(&address), b',');
            let items = items(&caller, &address);
            assert!(!items.is_empty() && items.len() == rows.len(), "{address}: {} rows of {}", rows.len(), items.len());
            for (item, row) in items.iter().zip(&rows) {
                for (column, cell) in columns.iter().zip(row) {
                    assert_eq!(*cell, expected(item, column, &references), "{address} {column}: {item}");
                }
            }
            for wanted in ["paying_body", "reference", "beneficiary_number", "landlord_reference"] {
                assert!(columns.iter().any(|column| column == wanted), "{address} has no {wanted}");
            }
        }
    }
}

#[test]
fn r108_a_french_file_has_french_names_words_and_amounts() {
    let app = TestApp::demo();
    let token = app.token_for(keys::AGENCY);
    for address in exported() {
        let (keys, english) = table(&taking(&app, &token, "en").get(&address), b',');
        let (names, french) = table(&taking(&app, &token, "fr").get(&address), b';');
        assert_eq!((keys.len(), english.len()), (names.len(), french.len()), "{address}");
        assert!(names.iter().all(|name| !name.contains('_') && name.chars().next().unwrap().is_uppercase()), "{names:?}");
        let mut words = BTreeMap::<&str, &str>::new();
        for (cell, translated) in english.iter().flatten().zip(french.iter().flatten()) {
            // Identifiers, texts, days and numbers are the same; amounts have a comma; words are French.
            let amount = cell.replace('.', ",") == *translated && cell.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-');
            if cell != translated && !amount {
                assert!(!translated.contains('_'), "{translated}");
                assert_eq!(*words.entry(cell).or_insert(translated), translated, "one word for {cell}");
            }
        }
        for (word, known) in [("als", "ALS"), ("recovery", "récupération"), ("declared", "déclaré"), ("landlord", "bailleur")] {
            assert!(words.get(word).is_none_or(|word| *word == known), "{words:?}");
        }
        assert!(words.len() > 2, "{address}: {words:?}");
        let rents = names.iter().zip(&keys).filter(|(_, key)| *key == "rent").map(|(name, _)| name.as_str());
        assert!(rents.eq(keys.iter().filter(|key| *key == "rent").map(|_| "Loyer hors charges")), "{names:?}");
    }
}

#[test]
fn an_export_is_a_file_with_a_name_in_the_language_of_its_reader() {
    let app = TestApp::demo();
    let mut names = BTreeMap::new();
    for address in exported() {
        for language in ["fr", "en"] {
            let caller = taking(&app, app.token(), language);
            let whole = caller.get(&address);
            let name = whole.header("content-disposition").strip_prefix("attachment; filename=\"").unwrap().to_owned();
            assert!(name.ends_with(".csv\"") && name.chars().all(|c| c.is_ascii_alphanumeric() || "-.\"".contains(c)), "{name}");
            assert!(names.insert(name.clone(), address.clone()).is_none(), "{name} stands twice");
            assert_eq!(whole.header("content-language"), language, "{address}");
            for vary in ["Accept", "Accept-Language", "Accept-Encoding"] {
                assert!(whole.headers.iter().any(|(header, value)| header == "vary" && value == vary), "{address}: {:?}", whole.headers);
            }
            // HEAD is GET without the body; a page says as well that `Accept` chooses.
            let head = caller.head(&address);
            assert_eq!((head.status, head.bytes.len(), head.header("content-type")), (200, 0, whole.header("content-type")), "{address}");
            assert!(head.header("content-disposition").contains(&name), "{address}");
        }
        let page = app.get(&address);
        assert!(page.headers.iter().any(|(header, value)| header == "vary" && value == "Accept"), "{address}");
        let refused = app.landlord().header("accept", "text/html").get(&address);
        assert_eq!((refused.status, refused.code()), (406, "not_acceptable"), "{address}");
        assert!(refused.body["detail"].as_str().unwrap().contains("text/csv"), "{}", refused.body);
    }
    for name in [
        "locataires",
        "tenants",
        "campagne-des-loyers-2026",
        "rent-campaign-2026",
        "lignes-de-paiement",
        "payment-lines",
        "rapprochement-2026-10",
        "reconciliation-2026-10",
    ] {
        assert!(names.contains_key(&format!("{name}.csv\"")), "{names:?}");
    }
}

#[test]
fn an_export_heeds_the_filters_and_no_page() {
    let app = TestApp::demo();
    let token = app.token_for(keys::AGENCY);
    let caller = app.caller(&token);
    let rows = |address: &str| table(&taking(&app, &token, "en").get(address), b',').1;
    for address in exported() {
        let whole = rows(&address);
        assert_eq!(rows(&format!("{address}limit=1")), whole, "{address}");
        let cursor = caller.get(&format!("{address}limit=1")).expect(200)["next_cursor"].as_str().unwrap().to_owned();
        assert_eq!(rows(&format!("{address}cursor={cursor}")), whole, "{address}");
        let one = items(&caller, &address)[0].clone();
        let text = |pointers: [&str; 2]| pointers.iter().find_map(|place| one.pointer(place)?.as_str()).unwrap().to_owned();
        for filter in [
            format!("beneficiary_number={}", text(["/tenant/beneficiary_number", "/beneficiary_number"])),
            format!("logement_id={}", text(["/logement_id", "/logement/id"])),
            format!("reference_id={}", one["reference_id"].as_str().unwrap()),
            format!("search={}", text(["/tenant/last_name", "/last_name"]).to_lowercase().replace([' ', '\''], "")),
            "search=%27-".to_owned(),
            "landlord_reference=nobody".to_owned(),
        ] {
            let filtered = format!("{address}{filter}&");
            assert_eq!(rows(&filtered).len(), items(&caller, &filtered).len(), "{filtered}");
        }
        let wrong = taking(&app, &token, "en").get(&format!("{address}nope=1"));
        assert_eq!((wrong.status, wrong.code()), (422, "validation_failed"), "{address}");
    }
    let unknown = taking(&app, &token, "en").get("/v1/rent-campaigns/2031/tenants");
    assert_eq!((unknown.status, unknown.code()), (404, "not_found"));
}

/// Tenants of the landlord of the demo, more than an export reads at once.
fn crowd(app: &TestApp, count: usize) {
    let mut roster = String::new();
    for number in 0..count {
        let tenant = json!({
            "type": "tenant", "landlord": keys::SCI, "key": format!("CROWD-{number}"), "logement": "A01", "paying_body": "131",
            "beneficiary_number": format!("{}", 2_000_000 + number), "first_name": format!("=N{number}"), "last_name": "Zzz",
            "landlord_reference": format!("+{number}"),
            "lease": { "started_on": "2019-01-01", "rent_cents": 40_000, "furnished": false, "coholders": 1, "due_day": 5 },
            "aid": { "type": "als", "payment_mode": "landlord" },
        });
        roster.push_str(&format!("{tenant}\n"));
    }
    let token = app.token_of(PAYING_BODY_CLIENT);
    let report = app.load(&token, &[("content-type", "application/x-ndjson")], roster.into()).expect(200);
    assert_eq!(report["accepted"], count, "{report}");
}

#[test]
fn r108_a_long_list_is_read_to_its_end_in_few_statements_and_holds_no_formula() {
    let app = TestApp::demo();
    crowd(&app, 2_100);
    let asked = |address: &str| {
        let once = || {
            let before = app.db().statements().count();
            let rows = table(&taking(&app, app.token(), "fr").get(address), b';').1;
            (app.db().statements().count() - before, rows)
        };
        // The server asks something for itself now and then: the least counts.
        let (least, rows) = (0..3).map(|_| once()).min_by_key(|(count, _)| *count).unwrap();
        (least, rows)
    };
    // Each thousand takes the list and the references of its rows; the overview the rents of earlier years, too.
    for (address, each) in
        [("/v1/tenants?search=zzz&", 2), ("/v1/tenants?sort=-lease_started_on&", 2), ("/v1/rent-campaigns/2026/tenants?", 3)]
    {
        let (statements, rows) = asked(address);
        assert!((2_100..3_000).contains(&rows.len()), "{address}: {}", rows.len());
        // A search by name asks first, once, for those whose own reference it is.
        let searched = u64::from(address.contains("search"));
        assert_eq!(statements, 3 * each + searched, "{address}");
        let ids: std::collections::BTreeSet<&String> = rows.iter().map(|row| &row[0]).collect();
        assert_eq!(ids.len(), rows.len(), "{address} holds a row twice");
        let cells = rows.iter().flatten();
        assert!(cells.clone().all(|cell| !cell.starts_with(['=', '+', '@'])), "{address}");
        assert_eq!(cells.filter(|cell| cell.starts_with("'=N")).count(), 2_100, "{address}");
    }
}

#[test]
fn r15_an_export_holds_the_rows_of_its_landlord_alone() {
    let app = TestApp::demo();
    let other = app.token_for(keys::AGENCY);
    for address in exported() {
        let (_, own) = table(&taking(&app, app.token(), "en").get(&address), b',');
        let (_, others) = table(&taking(&app, &other, "en").get(&address), b',');
        let ids = |rows: &[Vec<String>]| rows.iter().map(|row| row[0].clone()).collect::<std::collections::BTreeSet<_>>();
        assert!(ids(&own).is_disjoint(&ids(&others)) && !own.is_empty() && !others.is_empty(), "{address}");
        let narrow = app.token_with(testing::demo::LANDLORD_CLIENT, "events:read");
        assert_eq!(taking(&app, &narrow, "en").get(&address).code(), "insufficient_scope", "{address}");
    }
}
