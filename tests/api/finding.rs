//! Whoever asks for its own key gets that tenant and nobody else: exact filters on every list that has to do
//! with tenants, on both databases.

use std::collections::BTreeSet;

use offre_bailleurs::testing;
use offre_bailleurs::testing::demo::{self, keys};
use serde_json::Value;

use crate::document::{Operation, operations};
use crate::support::{Caller, TestApp};

/// The schema of the items of a list; none when an operation answers no list.
pub fn items<'a>(document: &'a Value, operation: &Operation) -> Option<&'a Value> {
    let page = &operation.value["responses"]["200"]["content"]["application/json"]["schema"]["$ref"];
    let page = document.pointer(page.as_str()?.trim_start_matches('#'))?;
    let item = page["properties"].get("next_cursor").and(page["properties"]["data"]["items"]["$ref"].as_str())?;
    document.pointer(item.trim_start_matches('#'))
}

pub fn has(document: &Value, schema: &Value, member: &str) -> bool {
    let parts = ["allOf", "oneOf", "anyOf"].iter().flat_map(|all| schema[*all].as_array().into_iter().flatten());
    let referred = schema["$ref"].as_str().map(|reference| document.pointer(reference.trim_start_matches('#')).unwrap());
    schema["properties"].get(member).is_some() || parts.chain(referred).any(|part| has(document, part, member))
}

/// The lists that have to do with tenants: of tenants, of items that name one, or told one by a parameter.
fn lists() -> Vec<(String, BTreeSet<String>)> {
    let document = testing::document().unwrap();
    let all = operations(&document).into_iter().filter(|operation| operation.method == "GET");
    let tied = all.filter(|operation| {
        let Some(item) = items(&document, operation) else { return false };
        let told = operation.parameters("query").iter().any(|one| one["name"] == "tenant_id");
        told || ["tenant_id", "tenant", "beneficiary_number"].iter().any(|member| has(&document, item, member))
    });
    tied.map(|operation| {
        let names = operation.parameters("query").iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        (operation.path, names)
    })
    .collect()
}

#[test]
fn every_list_that_has_to_do_with_tenants_takes_what_a_landlord_knows_them_by() {
    let lists = lists();
    assert!(lists.len() >= 10, "{lists:?}");
    for (path, parameters) in lists {
        for wanted in ["search", "landlord_reference", "beneficiary_number"] {
            assert!(parameters.contains(wanted), "{path} does not take {wanted}");
        }
    }
}

/// The address of a list, with what it needs.
pub fn address(path: &str, caller: &Caller<'_>) -> String {
    let payment = || caller.get("/v1/payments?limit=1").expect(200)["data"][0]["id"].as_str().unwrap().to_owned();
    match path {
        "/v1/payments/{id}/lines" => format!("/v1/payments/{}/lines?", payment()),
        "/v1/payments/reconciliation" => format!("{path}?month=2026-10&"),
        _ => format!("{}?", path.replace("{year}", "2026")),
    }
}

/// The addresses of all these lists, for parameters to follow.
pub fn addresses(caller: &Caller<'_>) -> Vec<String> {
    lists().into_iter().map(|(path, _)| address(&path, caller)).collect()
}

/// All that a list holds, page by page.
pub fn all(caller: &Caller<'_>, address: &str) -> Vec<Value> {
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

/// The tenant of an item.
fn tenant(item: &Value) -> &Value {
    if item.get("beneficiary_number").is_some() { item } else { &item["tenant"] }
}

fn number(tenant: &Value) -> u32 {
    tenant["beneficiary_number"].as_str().map_or(0, |number| number.parse().unwrap())
}

/// What a list says when it is asked for, without what differs from one reading to the next.
fn judge(caller: &Caller<'_>, path: &str, wanted: &dyn Fn(&Value) -> bool, filter: &str) -> usize {
    let address = address(path, caller);
    let whole = all(caller, &address);
    let expected: Vec<&Value> = whole.iter().filter(|item| wanted(tenant(item))).collect();
    let found = all(caller, &format!("{address}{filter}&"));
    assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{path} {filter}");
    found.len()
}

#[test]
fn r13_each_of_these_lists_finds_tenants_by_their_own_reference_and_by_their_number() {
    let app = TestApp::demo();
    let token = app.token_for(keys::SCI);
    let sci = app.caller(&token);
    let known = all(&sci, "/v1/tenants?");
    let named: Vec<&Value> = known.iter().filter(|one| one["landlord_reference"].is_string()).collect();
    assert!(named.len() > 10);
    for (path, _) in lists() {
        if path == "/v1/payments" {
            continue;
        }
        let mut met = 0;
        for one in &named {
            let reference = one["landlord_reference"].as_str().unwrap();
            met += judge(&sci, &path, &|tenant| tenant["landlord_reference"] == reference, &format!("landlord_reference={reference}"));
            let digits = number(one);
            let by_number = |tenant: &Value| number(tenant) == digits;
            met += judge(&sci, &path, &by_number, &format!("beneficiary_number={digits}"));
            judge(&sci, &path, &by_number, &format!("beneficiary_number={digits:07}"));
        }
        assert!(met > 0, "{path} has nobody");
        let two: Vec<&str> = named.iter().take(2).map(|one| one["landlord_reference"].as_str().unwrap()).collect();
        let filter = format!("landlord_reference={}&landlord_reference={}", two[0], two[1]);
        judge(&sci, &path, &|tenant| two.iter().any(|one| tenant["landlord_reference"] == **one), &filter);
        for nobody in ["landlord_reference=LOC", "landlord_reference=loc-0001", "landlord_reference=LOC-%25", "beneficiary_number=1"] {
            judge(&sci, &path, &|_| false, nobody);
        }
        let address = address(&path, &sci);
        for (wrong, code) in [("landlord_reference=", "too_short"), ("beneficiary_number=x", "invalid_format")] {
            let refused = sci.get(&format!("{address}{wrong}"));
            assert_eq!((refused.status, refused.body["errors"][0]["code"].as_str()), (422, Some(code)), "{address}{wrong}");
        }
        let many = "&beneficiary_number=7".repeat(201);
        assert_eq!(sci.get(&format!("{address}{}", &many[1..])).status, 422);
        sci.get(&format!("{address}{}", &many["&beneficiary_number=7".len() + 1..])).expect(200);
    }
}

#[test]
fn r13_each_of_these_lists_is_searched_as_tenants_are() {
    let app = TestApp::demo();
    let token = app.token_for(keys::SCI);
    let sci = app.caller(&token);
    for (path, _) in lists() {
        if path == "/v1/payments" {
            continue;
        }
        // A number in two of its spellings (G6).
        let zeros = all(&sci, "/v1/tenants?").into_iter().find(|one| one["beneficiary_number"].as_str().unwrap().starts_with('0'));
        let digits = number(&zeros.unwrap());
        let spelt = [digits.to_string(), format!("{digits:07}")];
        for search in ["eloise", "a", "LOC", "marseille+a", "zzz", "-", &spelt[0], &spelt[1]] {
            let found: BTreeSet<String> =
                all(&sci, &format!("/v1/tenants?search={search}&")).iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
            judge(&sci, &path, &|tenant| tenant["id"].as_str().is_some_and(|id| found.contains(id)), &format!("search={search}"));
        }
    }
}

#[test]
fn transfers_are_kept_whole_where_a_line_is_of_a_tenant_that_is_asked_for() {
    let app = TestApp::demo();
    let token = app.token_for(keys::SCI);
    let sci = app.caller(&token);
    let mut met = 0;
    for one in all(&sci, "/v1/tenants?") {
        let (Some(reference), id) = (one["landlord_reference"].as_str(), one["id"].as_str().unwrap()) else { continue };
        for list in ["payments", "payment-lines"] {
            let expected = all(&sci, &format!("/v1/{list}?tenant_id={id}&"));
            met += expected.len();
            assert_eq!(all(&sci, &format!("/v1/{list}?landlord_reference={reference}&")), expected, "{list} {reference}");
        }
        let summary = |filter: &str| sci.get(&format!("/v1/payments/summary?year=2026&{filter}")).expect(200);
        assert_eq!(summary(&format!("landlord_reference={reference}")), summary(&format!("tenant_id={id}")));
    }
    assert!(met > 50, "{met}");
    assert_eq!(all(&sci, "/v1/payments?search=zzz&"), Vec::<Value>::new());
}

#[test]
fn what_is_about_many_tenants_is_found_as_what_is_about_few() {
    let app = TestApp::demo();
    let token = app.token_for(keys::AGENCY);
    let agency = app.caller(&token);
    // More of them than are named by their ids.
    let many = all(&agency, "/v1/tenants?search=a&").len();
    assert!(many > 500, "{many}");
    for path in ["/v1/rent-declarations", "/v1/changes", "/v1/impayes", "/v1/payment-lines"] {
        let found: BTreeSet<String> =
            all(&agency, "/v1/tenants?search=a&").iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        judge(&agency, path, &|tenant| tenant["id"].as_str().is_some_and(|id| found.contains(id)), "search=a");
    }
    let lines = all(&agency, "/v1/payment-lines?search=a&");
    let of: BTreeSet<&str> = lines.iter().map(|line| line["payment_id"].as_str().unwrap()).collect();
    let payments = all(&agency, "/v1/payments?search=a&");
    assert_eq!(payments.iter().map(|one| one["id"].as_str().unwrap()).collect::<BTreeSet<_>>(), of);
}

/// Further tenants of a unit, by last name and own reference.
const SHORT: &[(&str, &str)] = &[("Zeller", "42"), ("Abel", "1042"), ("Yvon", "42"), ("Bruno", "420"), ("Carle", "A42"), ("Dumas", "0042")];

fn loaded(app: &TestApp) {
    let line = |(number, (name, reference)): (usize, &(&str, &str))| {
        serde_json::json!({
            "type": "tenant", "landlord": keys::SCI, "key": format!("S{number}"), "logement": keys::LOGEMENT,
            "paying_body": keys::CAF_BOUCHES_DU_RHONE, "beneficiary_number": format!("77700{number:02}"),
            "first_name": "Zoé", "last_name": name, "landlord_reference": reference,
            "lease": { "started_on": "2020-01-01", "rent_cents": 1, "furnished": false, "coholders": 1, "due_day": 1 },
            "aid": { "type": "als", "payment_mode": "landlord" }
        })
        .to_string()
    };
    let lines = SHORT.iter().enumerate().map(line).collect::<Vec<_>>().join("\n");
    let token = app.token_of(demo::PAYING_BODY_CLIENT);
    let answer = app.load(&token, &[("content-type", "application/x-ndjson")], lines.into_bytes());
    assert_eq!(answer.body["accepted"], SHORT.len(), "{}", answer.body);
}

#[test]
fn r13_whose_own_reference_is_the_search_comes_first_by_name_over_all_pages() {
    let app = TestApp::demo();
    loaded(&app);
    let landlord = app.landlord();
    for (query, expected) in [
        ("search=42", ["Yvon 42", "Zeller 42", "Abel 1042", "Bruno 420", "Carle A42", "Dumas 0042"]),
        ("search=%2042%20&sort=name", ["Yvon 42", "Zeller 42", "Abel 1042", "Bruno 420", "Carle A42", "Dumas 0042"]),
        ("search=42&sort=-name", ["Zeller 42", "Yvon 42", "Dumas 0042", "Carle A42", "Bruno 420", "Abel 1042"]),
        ("search=A42", ["Carle A42", "", "", "", "", ""]),
        ("search=0042", ["Dumas 0042", "", "", "", "", ""]),
        ("search=zoe+42", ["Abel 1042", "Bruno 420", "Carle A42", "Dumas 0042", "Yvon 42", "Zeller 42"]),
    ] {
        for limit in [1, 2, 3, 200] {
            let (mut found, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = landlord.get(&format!("/v1/tenants?{query}&limit={limit}{cursor}")).expect(200);
                assert!(page["data"].as_array().unwrap().len() <= limit);
                found.extend(page["data"].as_array().unwrap().iter().cloned());
                let Some(next) = page["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            let ours = found.iter().filter(|one| one["first_name"] == "Zoé" && one["logement"]["address"] == found_unit(&landlord));
            let words: Vec<String> =
                ours.map(|one| format!("{} {}", one["last_name"].as_str().unwrap(), one["landlord_reference"].as_str().unwrap())).collect();
            let expected: Vec<&str> = expected.into_iter().filter(|one| !one.is_empty()).collect();
            assert_eq!(words, expected, "{query} {limit}");
            let ids: BTreeSet<&str> = found.iter().map(|one| one["id"].as_str().unwrap()).collect();
            assert_eq!(ids.len(), found.len(), "{query} {limit} gives one twice");
            if query.starts_with("search=42") && !query.contains("-name") {
                assert_eq!(found[0]["last_name"], "Yvon", "a reference that is the search comes before everybody");
            }
        }
    }
}

/// The address of that unit.
fn found_unit(landlord: &Caller<'_>) -> Value {
    landlord.get("/v1/tenants?landlord_reference=1042").expect(200)["data"][0]["logement"]["address"].clone()
}
