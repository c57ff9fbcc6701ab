//! What lists are restricted to, list by list as the document has them: each filter leaves of the whole list
//! what it says, on both databases.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use offre_bailleurs::testing::demo::{self, keys};
use offre_bailleurs::testing::{self, migrate};
use serde_json::{Value, json};

use crate::document::{Operation, operations};
use crate::finding::{address, all, has, items};
use crate::support::{Caller, TestApp};
use crate::system::migrations;

/// The lists whose items have a member, as the document says.
fn lists_with(document: &Value, member: &str) -> Vec<Operation> {
    let all = operations(document).into_iter().filter(|operation| operation.method == "GET");
    all.filter(|operation| items(document, operation).is_some_and(|item| has(document, item, member))).collect()
}

/// The lists of what a landlord sent: each item has its receipt.
fn submissions() -> Vec<String> {
    lists_with(&testing::document().unwrap(), "receipt").into_iter().map(|operation| operation.path).collect()
}

#[test]
fn each_list_of_what_was_sent_takes_days_of_receipt_and_the_instant_of_decisions() {
    let document = testing::document().unwrap();
    let lists = lists_with(&document, "receipt");
    assert!(lists.len() >= 3, "{}", lists.len());
    for list in lists {
        let names: BTreeSet<&str> = list.parameters("query").iter().map(|one| one["name"].as_str().unwrap()).collect();
        let item = items(&document, &list).unwrap();
        for wanted in ["from", "to", "decided_since"] {
            assert!(names.contains(wanted), "{} does not take {wanted}", list.path);
        }
        assert!(has(&document, item, "decided_at") && has(&document, item, "submitted_at"), "{}", list.path);
    }
}

fn instant(value: &Value) -> Option<DateTime<Utc>> {
    value.as_str().map(|text| text.parse().unwrap())
}

fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&chrono_tz::Europe::Paris).date_naive()
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A filter leaves of a list what is wanted, in the same order, however long the pages are.
fn judge(caller: &Caller<'_>, path: &str, filter: &str, wanted: &dyn Fn(&Value) -> bool) -> usize {
    let address = address(path, caller);
    let expected: Vec<Value> = all(caller, &address).into_iter().filter(|item| wanted(item)).collect();
    assert_eq!(all(caller, &format!("{address}{filter}&")), expected, "{path} {filter}");
    let (long, mut cursor) = (expected.len().div_ceil(5).max(1), String::new());
    for part in expected.chunks(long) {
        let page = caller.get(&format!("{address}{filter}&limit={long}{cursor}")).expect(200);
        assert_eq!(page["data"], json!(part), "{path} {filter}");
        cursor = page["next_cursor"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
    }
    assert_eq!(cursor, "", "{path} {filter} goes on");
    expected.len()
}

/// The report of a debt above every threshold.
fn report(tenant: &str) -> Value {
    let months = ["2026-09", "2026-10"].map(|month| json!({ "month": month, "unpaid_cents": 60_000, "includes_adjustment": true }));
    json!({ "tenant_id": tenant, "months": months, "recovery_steps": [{ "kind": "formal_notice", "done_on": "2026-11-15" }] })
}

/// Of each kind one item more, received and decided at instants of their own.
fn followed(app: &mut TestApp) {
    let landlord = app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned();
    let tenant = app.tenant("eloise");
    // Half an hour after midnight in Paris, and at the last microsecond of that day.
    for at in ["2026-11-24T23:30:00Z", "2026-11-25T22:59:59.999999Z"] {
        app.at(at);
        let rent = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000 });
        let rent = app.post("/v1/rent-declarations", &rent).expect(201);
        let change = json!({ "type": "colocation", "tenant_id": tenant, "effective_on": "2026-11-24", "coholders": 2 });
        let change = app.post("/v1/changes", &change).expect(201);
        let case = app.post("/v1/impayes", &report(&tenant)).expect(201);
        assert_eq!((&rent["decided_at"], &change["decided_at"], &case["decided_at"]), (&Value::Null, &Value::Null, &Value::Null));
        let decided: DateTime<Utc> = at.parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(7);
        app.at(&written(decided));
        let rejected = json!({ "decision": "rejected", "reason": "Non." });
        for (kind, id, act, body) in [
            ("rent-declarations", &rent["id"], "decision", &rejected),
            ("changes", &change["id"], "decision", &rejected),
            ("impayes", &case["id"], "transition", &json!({ "status": "closed" })),
        ] {
            let path = format!("/v1/paying-body/landlords/{landlord}/{kind}/{}/{act}", id.as_str().unwrap());
            let answer = app.paying_body().post(&path, body).expect(200);
            assert_eq!(instant(&answer["decided_at"]), Some(decided), "{path}");
        }
    }
}

#[test]
fn r27_decisions_are_followed_by_the_instant_they_were_made_at() {
    let mut app = TestApp::demo();
    followed(&mut app);
    let landlord = app.landlord();
    for path in submissions() {
        let whole = all(&landlord, &address(&path, &landlord));
        let decided: BTreeSet<DateTime<Utc>> = whole.iter().filter_map(|item| instant(&item["decided_at"])).collect();
        assert!(decided.len() >= 3 && decided.len() < whole.len(), "{path}: {decided:?}");
        for at in decided {
            let since = |from: DateTime<Utc>| move |item: &Value| instant(&item["decided_at"]).is_some_and(|at| at >= from);
            let later = at + TimeDelta::microseconds(1);
            assert!(judge(&landlord, &path, &format!("decided_since={}", written(at)), &since(at)) > 0);
            judge(&landlord, &path, &format!("decided_since={}", written(later)), &since(later));
            // Another spelling, and a tenth of a microsecond later.
            let elsewhere = at.with_timezone(&chrono::FixedOffset::east_opt(3600).unwrap()).to_rfc3339().replace('+', "%2B");
            judge(&landlord, &path, &format!("decided_since={elsewhere}"), &since(at));
            let tenth = format!("{}.{:06}1Z", at.format("%Y-%m-%dT%H:%M:%S"), at.timestamp_subsec_micros());
            judge(&landlord, &path, &format!("decided_since={tenth}"), &since(later));
        }
        assert_eq!(judge(&landlord, &path, "decided_since=2199-12-31T23:59:59Z", &|_| false), 0);
    }
}

#[test]
fn g1_days_of_receipt_are_days_of_paris_both_included() {
    let mut app = TestApp::demo();
    followed(&mut app);
    let landlord = app.landlord();
    let day = |item: &Value| day_of(instant(&item["submitted_at"]).unwrap());
    for path in submissions() {
        let days: BTreeSet<_> = all(&landlord, &address(&path, &landlord)).iter().map(day).collect();
        assert!(days.len() >= 2 && days.contains(&"2026-11-25".parse().unwrap()), "{path}: {days:?}");
        for one in days {
            assert!(judge(&landlord, &path, &format!("from={one}"), &|item| day(item) >= one) > 0);
            assert!(judge(&landlord, &path, &format!("to={one}"), &|item| day(item) <= one) > 0);
            assert!(judge(&landlord, &path, &format!("to={one}&from={one}"), &|item| day(item) == one) > 0);
        }
        assert_eq!(judge(&landlord, &path, "from=2026-11-26&to=2026-11-25", &|_| false), 0);
        judge(&landlord, &path, "from=1900-01-01&to=2199-12-31", &|_| true);
    }
}

#[test]
fn g9_days_and_instants_that_are_none_are_refused_by_name() {
    let app = TestApp::demo();
    for path in submissions() {
        for (name, text, code) in [
            ("from", "2026-02-30", "invalid_format"),
            ("to", "2200-01-01", "out_of_range"),
            ("decided_since", "2026-11-23", "invalid_format"),
            ("decided_since", "2026-11-23T09:00:00", "invalid_format"),
            ("decided_since", "2026-11-23T09:00:00+01:00", "invalid_format"),
            ("decided_since", "2026-02-30T09:00:00Z", "invalid_format"),
            ("decided_since", "2200-01-01T00:00:00Z", "out_of_range"),
        ] {
            let refused = app.get(&format!("{path}?{name}={text}"));
            let fault = &refused.body["errors"][0];
            assert_eq!((refused.status, &fault["parameter"], &fault["code"]), (422, &json!(name), &json!(code)), "{path} {name}={text}");
        }
    }
}

#[test]
fn an_instant_is_one_filter_whatever_its_spelling() {
    let app = TestApp::demo();
    let first = app.get("/v1/rent-declarations?limit=1&decided_since=2020-01-01T00:00:00Z").expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = |since: &str| app.get(&format!("/v1/rent-declarations?limit=1&decided_since={since}&cursor={cursor}"));
    let second = next("2020-01-01T00:00:00Z").expect(200);
    for same in ["2020-01-01T00:00:00.000Z", "2020-01-01T01:00:00%2B01:00", "2020-01-01t00:00:00z"] {
        assert_eq!(next(same).expect(200), second, "{same}");
    }
    assert_eq!(next("2020-01-01T00:00:00.001Z").code(), "invalid_cursor");
}

#[test]
fn what_the_landlord_does_with_a_case_is_no_decision() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let case = app.post("/v1/impayes", &report(&tenant)).expect(201);
    let (id, landlord) = (case["id"].as_str().unwrap(), app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned());
    let moved = |app: &TestApp, status: &str| {
        let path = format!("/v1/paying-body/landlords/{landlord}/impayes/{id}/transition");
        app.paying_body().post(&path, &json!({ "status": status })).expect(200)["decided_at"].clone()
    };
    app.at("2026-11-24T09:00:00Z");
    let asked = moved(&app, "plan_requested");
    app.at("2026-11-25T09:00:00Z");
    let plan = json!({ "signed_on": "2026-11-25", "first_due_on": "2026-12-05", "count": 12 });
    let sent = app.post(&format!("/v1/impayes/{id}/repayment-plans"), &plan);
    assert!([200, 201].contains(&sent.status), "{}", sent.body);
    assert_eq!((&sent.body["decided_at"], &asked), (&json!("2026-11-24T09:00:00Z"), &json!("2026-11-24T09:00:00Z")));
    app.at("2026-11-26T09:00:00Z");
    assert_eq!(moved(&app, "plan_approved"), json!("2026-11-26T09:00:00Z"));
    assert_eq!(app.get(&format!("/v1/impayes/{id}")).expect(200)["decided_at"], json!("2026-11-26T09:00:00Z"));
}

#[test]
fn decisions_made_before_their_instant_was_kept_count_from_their_day() {
    let mut app = TestApp::demo();
    followed(&mut app);
    let target = app.database().parse().unwrap();
    let all_of = |path: &str| all(&app.landlord(), &format!("{path}?"));
    let known: Vec<(String, Vec<Value>)> = submissions().into_iter().map(|path| (path.clone(), all_of(&path))).collect();
    let since = migrations("sqlite").iter().rev().position(|(name, _)| name.ends_with("_decisions")).unwrap() + 1;
    migrate::revert(&target, since).unwrap();
    migrate::run(&target).unwrap();
    for (path, before) in known {
        for (mut one, mut then) in all_of(&path).into_iter().zip(before) {
            let (found, made) = (instant(&one["decided_at"].take()), instant(&then["decided_at"].take()));
            assert_eq!(one, then);
            let received = instant(&one["submitted_at"]).unwrap();
            // What was received and moved at the same instant may be the landlord's doing.
            assert!(found.is_some() == made.is_some() || made == Some(received), "{path} {one}");
            let Some((found, made)) = found.zip(made) else { continue };
            // Of cases the last change is known, of the others the day.
            let same = if one.get("decision").is_some() { found <= made && day_of(found) == day_of(made) } else { found >= made };
            assert!(same && found >= received, "{path}: {found} for {made}");
        }
    }
}

/// A list with its parameters that choose among values, each with these.
type Choices = Vec<(Operation, Vec<(String, Vec<String>)>)>;

/// What items have that their list is filtered by.
const TOLD: [&str; 4] = ["status", "kind", "late", "type"];

fn choices() -> Choices {
    let document = testing::document().unwrap();
    let lists = operations(&document).into_iter().filter(|one| one.method == "GET" && items(&document, one).is_some());
    let chosen = |parameter: &&Value| -> Option<(String, Vec<String>)> {
        let schema = [&parameter["schema"], &parameter["schema"]["items"]]
            .into_iter()
            .find_map(|schema| schema["$ref"].as_str())
            .map_or(&parameter["schema"], |reference| document.pointer(reference.trim_start_matches('#')).unwrap());
        let words = || schema["enum"].as_array().map(|words| words.iter().map(|word| word.as_str().unwrap().to_owned()).collect());
        let flags = || (schema["type"] == "boolean").then(|| vec!["false".to_owned(), "true".to_owned()]);
        let name = parameter["name"].as_str().unwrap().to_owned();
        (name != "sort").then(|| words().or_else(flags)).flatten().map(|values| (name, values))
    };
    lists
        .map(|list| {
            let parameters = list.parameters("query").iter().filter_map(chosen).collect();
            (list, parameters)
        })
        .collect()
}

#[test]
fn each_list_is_filtered_by_what_its_items_tell_and_enumerations_are_repeatable() {
    let document = testing::document().unwrap();
    let mut told = 0;
    for (list, parameters) in choices() {
        let item = items(&document, &list).unwrap();
        for member in TOLD.iter().filter(|member| has(&document, item, member)) {
            assert!(parameters.iter().any(|(name, _)| name == member), "{} is not filtered by {member}", list.path);
            told += 1;
        }
        for (name, values) in parameters {
            let all = list.parameters("query");
            let schema = &all.iter().find(|one| one["name"] == *name).unwrap()["schema"];
            let is_flag = values[0] == "false";
            assert_eq!(schema["type"] == "array" && schema["maxItems"].is_u64(), !is_flag, "{} {name}", list.path);
        }
    }
    assert!(told >= 15, "{told}");
}

/// What an item says of a parameter, by the day of [`followed`]; nothing where it has no such thing.
fn said(path: &str, item: &Value, name: &str) -> Option<String> {
    let word = match (path, name) {
        ("/v1/logements", "status") => {
            let ended = item["managed_until"].as_str().is_some_and(|until| until < "2026-11-26");
            return Some(if ended { "ended" } else { "managed" }.to_owned());
        }
        (_, "has_open_impaye") => return Some(item["open_impaye_id"].is_string().to_string()),
        ("/v1/tenants", "rent_declaration") => &item["rent_declaration"]["status"],
        ("/v1/tenants", "aid_type") => &item["aid"]["type"],
        ("/v1/tenants", "payment_mode") => &item["aid"]["payment_mode"],
        _ => &item[name],
    };
    word.as_bool().map(|flag| flag.to_string()).or_else(|| word.as_str().map(str::to_owned))
}

/// Logements and cases of every kind, which the demo has not.
fn varied(app: &TestApp) {
    for (table, column, words) in [("logements", "kind", ["house", "room"]), ("impayes", "late", ["true", "false"])] {
        for (number, word) in words.iter().enumerate() {
            let value = if column == "late" { (*word).to_owned() } else { format!("'{word}'") };
            app.execute(&format!(
                "UPDATE {table} SET {column} = {value} WHERE id IN (SELECT id FROM {table} ORDER BY id LIMIT 1 OFFSET {number})"
            ));
        }
    }
}

#[test]
fn each_of_these_filters_leaves_what_it_says_alone_and_several_together() {
    let mut app = TestApp::demo();
    followed(&mut app);
    varied(&app);
    let token = app.token_of(demo::PAYING_BODY_CLIENT);
    for (list, parameters) in choices() {
        let caller = if list.path.starts_with("/v1/paying-body/") { app.caller(&token) } else { app.landlord() };
        if parameters.is_empty() {
            continue;
        }
        let whole = all(&caller, &address(&list.path, &caller));
        for (name, values) in parameters {
            // The overview does not say whose aid it is.
            if (list.path.as_str(), name.as_str()) == ("/v1/rent-campaigns/{year}/tenants", "aid_type") {
                continue;
            }
            let told = |item: &Value| said(&list.path, item, &name);
            let mut met = 0;
            for value in &values {
                met += judge(&caller, &list.path, &format!("{name}={value}"), &|item| told(item).as_ref() == Some(value));
            }
            let telling = whole.iter().filter(|item| told(item).is_some()).count();
            assert!(met == telling && met > 0, "{} {name}: {met} of {telling} items", list.path);
            if values[0] == "false" {
                continue;
            }
            for two in values.windows(2) {
                let filter = format!("{name}={}&{name}={}&{name}={}", two[1], two[0], two[1]);
                judge(&caller, &list.path, &filter, &|item| told(item).is_some_and(|word| two.contains(&word)));
            }
            let every = values.iter().map(|value| format!("{name}={value}")).collect::<Vec<_>>().join("&");
            judge(&caller, &list.path, &every, &|item| told(item).is_some());
        }
    }
}

#[test]
fn what_is_no_value_of_an_enumeration_and_too_many_are_refused_by_name() {
    let app = TestApp::demo();
    let token = app.token_of(demo::PAYING_BODY_CLIENT);
    for (list, parameters) in choices() {
        let caller = if list.path.starts_with("/v1/paying-body/") { app.caller(&token) } else { app.landlord() };
        let address = address(&list.path, &caller);
        for (name, values) in parameters {
            let one = format!("{name}={}", values[0]);
            let refused = |filter: &str, code: &str| {
                let answer = caller.get(&format!("{address}{filter}"));
                let fault = &answer.body["errors"][0];
                assert_eq!((answer.status, &fault["parameter"], &fault["code"]), (422, &json!(name), &json!(code)), "{address}{filter}");
            };
            if values[0] == "false" {
                refused(&format!("{name}=nope"), "wrong_type");
                refused(&format!("{one}&{one}"), "duplicate");
                continue;
            }
            refused(&format!("{one}&{name}=nope"), "not_one_of");
            refused(&format!("{name}="), "not_one_of");
            refused(&[one.as_str(); 21].join("&"), "too_many_items");
            caller.get(&format!("{address}{}", [one.as_str(); 20].join("&"))).expect(200);
        }
    }
}

#[test]
fn a_cursor_goes_on_where_the_same_values_are_asked_for_in_any_order_and_number() {
    let app = TestApp::demo();
    let first = app.get("/v1/rent-declarations?limit=1&status=accepted&status=submitted").expect(200);
    let next = |filter: &str| app.get(&format!("/v1/rent-declarations?limit=1&{filter}&cursor={}", first["next_cursor"].as_str().unwrap()));
    let second = next("status=accepted&status=submitted").expect(200);
    for same in ["status=submitted&status=accepted", "status=submitted&status=accepted&status=submitted"] {
        assert_eq!(next(same).expect(200), second, "{same}");
    }
    for other in ["status=accepted", "status=accepted&status=submitted&status=rejected", "late=false"] {
        assert_eq!(next(other).code(), "invalid_cursor", "{other}");
    }
}

#[test]
fn r93_a_month_is_counted_and_summed_by_status_whatever_the_page_and_the_status() {
    let app = TestApp::demo();
    for landlord in [keys::SCI, keys::AGENCY] {
        let token = app.token_for(landlord);
        let caller = app.caller(&token);
        let mut met = BTreeSet::new();
        for month in ["2026-09", "2026-10", "2026-11", "2027-03", "2019-01"] {
            for filter in ["", "search=a&", "search=-&"] {
                let address = format!("/v1/payments/reconciliation?month={month}&{filter}");
                let whole = all(&caller, &address);
                let totals = caller.get(&address).expect(200)["totals"].clone();
                let of = |status: &str| -> Value {
                    let own: Vec<&Value> = whole.iter().filter(|one| one["status"] == status).collect();
                    let sum = |member: &str| own.iter().filter_map(|one| one[member].as_i64()).sum::<i64>();
                    let (expected, received) = (sum("expected_cents"), sum("received_cents"));
                    json!({ "status": status, "count": own.len(), "expected_cents": expected, "received_cents": received })
                };
                let expected = ["as_expected", "missing", "less", "more", "not_yet_due", "unknown"].map(of);
                assert_eq!(totals, json!(expected), "{address}");
                met.extend(whole.iter().map(|one| one["status"].as_str().unwrap().to_owned()));
                for other in ["status=missing", "status=less&status=more&limit=1", "limit=1"] {
                    assert_eq!(caller.get(&format!("{address}{other}")).expect(200)["totals"], totals, "{address}{other}");
                }
            }
        }
        assert!(met.len() >= 4, "{met:?}");
    }
}
