//! The demo's roster, loaded by the command line and over HTTP: the same data, whoever sends it.

use std::collections::BTreeSet;

use offre_bailleurs::testing::demo::{self, keys};
use offre_bailleurs::testing::{Acting, Loader, Packing, Report};
use serde_json::{Value, json};

use crate::support::{TestApp, db_of};

const NDJSON: (&str, &str) = ("content-type", "application/x-ndjson");
const LANDLORDS: [&str; 4] = [keys::SCI, keys::INDIVIDUAL, keys::AGENCY, keys::FARM];
pub const LISTS: [&str; 6] =
    ["/v1/logements", "/v1/tenants", "/v1/rent-campaigns/2026/tenants", "/v1/payments", "/v1/payment-lines", "/v1/rent-campaigns"];

pub fn demo_roster() -> String {
    let mut text = Vec::new();
    demo::write_roster(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// Loads for every paying body, as the command line does.
pub fn load_for_all(url: &str, roster: &str) -> Report {
    let db = db_of(url);
    actix_web::rt::System::new().block_on(async {
        let mut loader = Loader::new(db, Acting::All, Packing::Told);
        loader.push(roster.as_bytes()).await.unwrap();
        loader.finish().await.unwrap()
    })
}

/// The paying bodies that a roster names, in its order.
fn bodies(roster: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let codes = roster.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).flat_map(|line| {
        let references = line["references"].as_array().cloned().unwrap_or_default();
        references.into_iter().map(|one| one["paying_body"]["code"].as_str().unwrap().to_owned()).collect::<Vec<String>>()
    });
    codes.filter(|code| seen.insert(code.clone())).collect()
}

fn send(app: &TestApp, code: &str, roster: &str) -> Value {
    app.load(&app.token_for_body(code), &[NDJSON], roster.as_bytes().to_vec()).expect(200)
}

/// Everything without what is each database's own: ids, the addresses made of them, instants.
pub fn bare(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let own = |name: &str| name == "id" || name.ends_with("_id") || name.ends_with("_at") || name == "href";
            members.iter().filter(|(name, _)| !own(name)).map(|(name, value)| (name.clone(), bare(value))).collect()
        }
        Value::Array(items) => items.iter().map(bare).collect(),
        other => other.clone(),
    }
}

/// Every item of a list, in an order that does not depend on ids.
pub fn walk(app: &TestApp, token: &str, path: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.call("GET", &format!("{path}?limit=200{cursor}"), "", "", token, &[]).expect(200);
        items.extend(page["data"].as_array().unwrap().iter().map(|item| bare(item).to_string()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    items.sort();
    items
}

/// What every landlord reads.
fn everything(app: &TestApp) -> Vec<(String, Vec<String>)> {
    let read = |landlord: &str| {
        let token = app.token_for(landlord);
        let mut profile = bare(&app.call("GET", "/v1/landlord", "", "", &token, &[]).expect(200));
        profile["references"].as_array_mut().unwrap().sort_by_key(ToString::to_string);
        let lists = LISTS.iter().map(|path| (format!("{landlord} {path}"), walk(app, &token, path))).collect::<Vec<_>>();
        [vec![(landlord.to_owned(), vec![profile.to_string()])], lists].concat()
    };
    LANDLORDS.into_iter().flat_map(read).collect()
}

#[test]
fn a_roster_gives_the_same_data_by_the_command_line_and_by_each_paying_body_in_turn() {
    let roster = demo_roster();
    let total = roster.lines().count() as u64;
    let (by_command, by_http) = (TestApp::empty(), TestApp::empty());
    let report = load_for_all(by_command.database(), &roster);
    assert_eq!((report.accepted, report.rejected), (total, 0), "{:?}", report.errors);
    let bodies = bodies(&roster);
    assert!(bodies.len() > 2);
    let campaigns: String = roster.lines().filter(|line| line.contains("\"type\":\"campaign\"")).map(|line| format!("{line}\n")).collect();
    let mut accepted = load_for_all(by_http.database(), &campaigns).accepted;
    assert!(accepted > 0);
    for code in &bodies {
        let report = send(&by_http, code, &roster);
        accepted += report["accepted"].as_u64().unwrap();
        let codes: BTreeSet<&str> = report["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect();
        assert!(codes.iter().all(|code| code.starts_with("foreign_") || code.starts_with("unknown_")), "{codes:?}");
    }
    assert!(accepted >= total);
    let (expected, found) = (everything(&by_command), everything(&by_http));
    for ((name, expected), (_, found)) in expected.iter().zip(&found) {
        assert_eq!(expected.len(), found.len(), "{name}");
        for (expected, found) in expected.iter().zip(found) {
            assert_eq!(expected, found, "{name}");
        }
    }
    assert!(expected.iter().map(|(_, items)| items.len()).sum::<usize>() > 4_000);

    for code in &bodies {
        let report = send(&by_http, code, &roster);
        assert_eq!(report["accepted"], 0, "{code}: {report}");
    }
    assert_eq!(everything(&by_http), expected);
}

#[test]
fn a_file_with_every_tenth_line_broken_loads_the_others_and_tells_each() {
    let line = |number: usize| {
        let mut line = json!({
            "type": "landlord", "key": format!("K{number}"), "kind": "individual", "name": "Bailleur", "email": "a@example.org",
            "address": { "line1": "3 rue Thiers", "postal_code": "13001", "city": "Marseille", "country": "FR" },
            "references": [{ "paying_body": { "code": "131", "name": "CAF" }, "reference": "B1", "label": "M", "direct_payment": true }],
        });
        let broken = [("", "malformed_request"), ("/email", "required"), ("/kind", "not_one_of"), ("/siret", "invalid_siret")];
        let (pointer, code) = broken[number / 10 % broken.len()];
        if !number.is_multiple_of(10) {
            return (line.to_string(), None);
        }
        match pointer {
            "" => return (line.to_string().replace('}', ""), Some((number, pointer, code))),
            "/email" => drop(line.as_object_mut().unwrap().remove("email")),
            "/kind" => line["kind"] = json!("ghost"),
            _ => line["siret"] = json!("73282932000075"),
        }
        (line.to_string(), Some((number, pointer, code)))
    };
    let lines: Vec<_> = (1..=2_000).map(line).collect();
    let roster: String = lines.iter().map(|(text, _)| format!("{text}\n")).collect();
    let app = TestApp::empty();
    let report = send(&app, "131", &roster);
    assert_eq!((&report["accepted"], &report["rejected"], &report["errors_truncated"]), (&json!(1_800), &json!(200), &json!(false)));
    let told: Vec<_> = report["errors"].as_array().unwrap().iter().collect();
    let expected: Vec<_> = lines.iter().filter_map(|(_, fault)| *fault).collect();
    assert_eq!(told.len(), expected.len());
    for (told, (number, pointer, code)) in told.iter().zip(expected) {
        assert_eq!((&told["line"], &told["pointer"], &told["code"]), (&json!(number), &json!(pointer), &json!(code)), "{told}");
    }
    assert_eq!(send(&app, "131", &roster)["unchanged"], 1_800);
}

#[test]
fn what_a_landlord_changed_stays_until_the_file_says_something_new() {
    let app = TestApp::demo();
    let roster = demo_roster();
    let star = [("if-match".to_owned(), "*".to_owned())];
    let patch = json!({ "email": "nouvelle@tilleuls.example", "phone": null }).to_string();
    app.call("PATCH", "/v1/landlord", "application/merge-patch+json", &patch, app.token(), &star).expect(200);
    let account = json!({ "holder": "SCI", "iban": "DE89370400440532013000" }).to_string();
    app.call("PUT", "/v1/landlord/bank-account", "application/json", &account, app.token(), &star).expect(200);
    let (leaving, shared) = (app.tenant("eloise"), app.tenant("roussel"));
    let gone = json!({ "type": "departure", "tenant_id": leaving, "departed_on": "2026-11-20", "lease_ended_on": "2026-11-20", "leaving": "household", "reason": "moved" });
    app.post("/v1/changes", &gone).expect(201);
    let more = json!({ "type": "colocation", "tenant_id": shared, "effective_on": "2026-11-01", "coholders": 3 });
    app.post("/v1/changes", &more).expect(201);
    let now = || (app.get("/v1/landlord").expect(200), app.read_tenant(&leaving), app.read_tenant(&shared));
    let before = now();
    assert_eq!((&before.0["phone"], &before.0["bank_account"]["holder"]), (&Value::Null, &json!("SCI")));
    assert_eq!((&before.1["lease"]["ended_on"], &before.2["lease"]["coholders"]), (&json!("2026-11-20"), &json!(3)));
    for code in bodies(&roster) {
        assert_eq!(send(&app, &code, &roster)["accepted"], 0, "{code}");
    }
    assert_eq!(load_for_all(app.database(), &roster).accepted, 0);
    assert_eq!(now(), before);

    let own = |key: &str| roster.lines().find(|line| line.contains(&format!("\"key\":\"{key}\""))).unwrap();
    let mut landlord: Value = serde_json::from_str(own(keys::SCI)).unwrap();
    landlord["email"] = json!("caf@tilleuls.example");
    let mut tenant: Value = serde_json::from_str(own(keys::PLAIN)).unwrap();
    tenant["lease"]["ended_on"] = json!("2026-10-31");
    assert_eq!(send(&app, "131", &format!("{landlord}\n{tenant}\n"))["accepted"], 2);
    let after = now();
    assert_eq!((&after.0["email"], &after.0["phone"]), (&json!("caf@tilleuls.example"), &Value::Null));
    assert_eq!(after.1["lease"]["ended_on"], "2026-10-31");
    assert_eq!(after.0["bank_account"], before.0["bank_account"]);
}

#[test]
fn r15_a_transfer_names_only_tenants_of_its_paying_body() {
    let app = TestApp::demo();
    let line = json!({
        "type": "payment", "landlord": keys::SCI, "key": "P-FOREIGN", "paying_body": "131", "reference": keys::SCI_REFERENCE_MARSEILLE,
        "paid_on": "2026-11-25", "lines": [{
            "key": "1", "tenant": keys::UNDER_PAYMENT_THRESHOLD, "aid_type": "apl", "entitlement_month": "2026-11", "kind": "current",
            "gross_cents": 20_100, "crds_cents": 100, "rls_cents": 0, "net_cents": 20_000,
        }],
    });
    let report = send(&app, "131", &line.to_string());
    let error = &report["errors"][0];
    assert_eq!((&error["code"], &error["pointer"]), (&json!("foreign_paying_body"), &json!("/lines/0/tenant")));
}

#[test]
fn r93_a_transfer_sent_again_keeps_the_ids_of_its_lines() {
    let app = TestApp::demo();
    let roster = demo_roster();
    let own = roster.lines().find(|line| line.contains(&format!("\"key\":\"{}\"", keys::PAYMENT))).unwrap();
    let mut transfer: Value = serde_json::from_str(own).unwrap();
    let lines = || app.get("/v1/payment-lines?from=2026-11&to=2026-11&limit=200").expect(200)["data"].as_array().unwrap().clone();
    let ids = |lines: &[Value]| lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<String>>();
    let before = lines();
    let first = transfer["lines"].as_array_mut().unwrap();
    for amount in ["gross_cents", "net_cents"] {
        first[0][amount] = json!(first[0][amount].as_i64().unwrap() + 100);
    }
    first.pop();
    assert_eq!(send(&app, "131", &transfer.to_string())["accepted"], 1);
    let after = lines();
    assert_eq!(after.len() + 1, before.len());
    assert!(ids(&after).is_subset(&ids(&before)));
}

#[test]
fn what_waits_about_a_tenant_follows_it_to_another_paying_body() {
    let app = TestApp::demo();
    let roster = demo_roster();
    let tenant = app.tenant("eloise");
    let rent = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000 });
    let made = app.post("/v1/rent-declarations", &rent).expect(201);
    let unit = app.read_tenant(&tenant)["logement"]["id"].clone();
    let end = json!({ "type": "end_of_management", "logement_id": unit, "effective_on": "2026-12-31", "reason": "sale" });
    let ended = app.post("/v1/changes", &end).expect(201);
    let months = json!([{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 32_000 }]);
    let steps = json!([{ "kind": "reminder", "done_on": "2026-09-05" }]);
    let case = app.post("/v1/impayes", &json!({ "tenant_id": tenant, "months": months, "recovery_steps": steps })).expect(201);
    let waits = |code: &str| {
        let inbox = app.call("GET", "/v1/paying-body/inbox?limit=200", "", "", &app.token_for_body(code), &[]).expect(200);
        let items = inbox["data"].as_array().unwrap().clone();
        let there = [&made, &ended, &case].map(|one| items.iter().any(|item| item["id"] == one["id"]));
        assert!(there.iter().all(|one| *one == there[0]), "{code} {there:?}");
        there[0]
    };
    assert!(waits("131") && !waits("841"));
    let line = |key: &str| -> Value {
        serde_json::from_str(roster.lines().find(|line| line.contains(&format!("\"key\":\"{key}\""))).unwrap()).unwrap()
    };
    let mut moved = line(keys::LOGEMENT);
    moved["reference"] = json!(keys::SCI_REFERENCE_AVIGNON);
    assert_eq!(load_for_all(app.database(), &moved.to_string()).accepted, 1);
    assert!(!waits("131") && waits("841"));
    let landlord = app.get("/v1/landlord").expect(200)["id"].as_str().unwrap().to_owned();
    let decision = format!("/v1/paying-body/landlords/{landlord}/changes/{}/decision", ended["id"].as_str().unwrap());
    let decided = |code: &str| app.caller(&app.token_for_body(code)).post(&decision, &json!({ "decision": "accepted" })).status;
    assert_eq!((decided("131"), decided("841")), (404, 200));
    // The tenant's paying body is its unit's.
    assert_eq!(app.read_tenant(&tenant)["paying_body"]["code"], "841");
    let mut own = line(keys::PLAIN);
    let stale = load_for_all(app.database(), &own.to_string());
    assert_eq!((stale.rejected, stale.errors[0].code.word, stale.errors[0].pointer.as_str()), (1, "foreign_logement", "/logement"));
    own["paying_body"] = json!("841");
    assert_eq!(load_for_all(app.database(), &own.to_string()).unchanged, 1);
    assert_eq!(send(&app, "841", &own.to_string())["unchanged"], 1);
}

#[test]
fn both_loads_cut_the_same_lines_however_they_are_packed() {
    let app = TestApp::empty();
    let campaign = |year: i32| format!(r#"{{"type":"campaign","year":{year},"opens_on":"{year}-07-15","cutoff_on":"{}-01-15"}}"#, year + 1);
    // Numbers shrink as much as a roster does.
    let endless = (0..5_300_000).map(|number: u32| number.to_string()).collect::<String>();
    assert!(endless.len() > 33 * 1024 * 1024);
    let odd =
        format!("\u{feff}{}\r\n\r\n \n{}\0\n{endless}\n\u{feff}{}\n{}", campaign(2030), campaign(2031), campaign(2032), campaign(2033));
    let report = load_for_all(app.database(), &odd);
    let told: Vec<(u64, &str)> = report.errors.iter().map(|fault| (fault.line, fault.code.word)).collect();
    assert_eq!(told, [(4, "malformed_request"), (5, "too_long"), (6, "malformed_request")]);
    assert_eq!((report.accepted, report.rejected), (2, 3));
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, odd.as_bytes()).unwrap();
    let token = app.token_for_body("131");
    let packed = app.load(&token, &[NDJSON, ("content-encoding", "gzip")], packer.finish().unwrap()).expect(200);
    assert_eq!(packed, send(&app, "131", &odd));
    let errors = packed["errors"].as_array().unwrap().iter();
    assert_eq!(errors.map(|error| (error["line"].as_u64().unwrap(), error["code"].as_str().unwrap())).collect::<Vec<_>>(), told);
    assert_eq!((&packed["unchanged"], &packed["rejected"]), (&json!(2), &json!(3)));
}
