//! The paying body: load over HTTP, inbox, decisions on July rents.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use offre_bailleurs::testing::demo::{PAYING_BODY_CLIENT, keys};
use serde_json::{Value, json};

use crate::codes::told::line as demo_line;
use crate::roster::load_for_all;
use crate::support::{Answer, TestApp};

const NDJSON: (&str, &str) = ("content-type", "application/x-ndjson");

fn landlord(key: &str, code: &str) -> String {
    json!({
        "type": "landlord", "key": key, "kind": "individual", "name": format!("Bailleur {key}"), "email": "a@example.org",
        "address": { "line1": "3 rue Thiers", "postal_code": "13001", "city": "Marseille", "country": "FR" },
        "references": [{ "paying_body": { "code": code, "name": "CAF" }, "reference": "B1", "label": "Marseille", "direct_payment": true }],
    })
    .to_string()
        + "\n"
}

fn counts(report: &Value) -> (u64, u64, u64) {
    let count = |name: &str| report[name].as_u64().unwrap();
    (count("accepted"), count("unchanged"), count("rejected"))
}

fn body_token(app: &TestApp) -> String {
    app.token_of(PAYING_BODY_CLIENT)
}

fn as_body(app: &TestApp, path: &str) -> Value {
    app.call("GET", path, "", "", &body_token(app), &[]).expect(200)
}

fn decide(app: &TestApp, href: &str, body: &Value) -> Answer {
    app.call("POST", &format!("{href}/decision"), "application/json", &body.to_string(), &body_token(app), &[])
}

/// Declares a rent and gives the address at which its paying body finds it.
fn declared(app: &TestApp, tenant: &str, cents: i64, replaces: Option<&Value>) -> (Value, String) {
    let mut sent = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": cents });
    if let Some(id) = replaces {
        sent["replaces"] = id.clone();
    }
    let made = app.post("/v1/rent-declarations", &sent).expect(201);
    let inbox = as_body(app, "/v1/paying-body/inbox?kind=rent_declaration&limit=200");
    let item = inbox["data"].as_array().unwrap().iter().find(|item| item["id"] == made["id"]);
    let href = item.map_or(String::new(), |item| item["href"].as_str().unwrap().to_owned());
    (made, href)
}

fn waits(app: &TestApp, id: &Value) -> bool {
    as_body(app, "/v1/paying-body/inbox?limit=200")["data"].as_array().unwrap().iter().any(|item| item["id"] == *id)
}

#[test]
fn a_roster_is_loaded_over_http_as_by_the_command_line() {
    let app = TestApp::demo();
    let token = body_token(&app);
    let roster = landlord("N1", "131") + &landlord("N2", "131") + "\nnot json\n";
    let first = app.load(&token, &[NDJSON], roster.clone().into()).expect(200);
    assert_eq!(counts(&first), (2, 0, 1));
    assert_eq!((&first["errors"][0]["line"], &first["errors"][0]["code"]), (&json!(4), &json!("malformed_request")));
    assert_eq!(counts(&app.load(&token, &[NDJSON], roster.clone().into()).expect(200)), (0, 2, 1));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(roster.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let again = app.load(&token, &[NDJSON, ("content-encoding", "gzip")], packed.clone()).expect(200);
    assert_eq!(counts(&again), (0, 2, 1));
    let cut = app.load(&token, &[NDJSON, ("content-encoding", "gzip")], packed[..packed.len() - 9].to_vec());
    assert_eq!((cut.status, cut.code()), (400, "malformed_request"));
    for headers in [[("content-type", "application/json"), ("x", "y")], [NDJSON, ("content-encoding", "br")]] {
        assert_eq!(app.load(&token, &headers, roster.clone().into()).code(), "unsupported_media_type");
    }
    assert_eq!(app.load(app.token(), &[NDJSON], roster.into()).code(), "insufficient_scope");
}

#[test]
fn a_paying_body_loads_only_what_carries_its_code() {
    let app = TestApp::demo();
    let other = app.token_for_body("841");
    let report = app.load(&other, &[NDJSON], (landlord("N1", "131") + &landlord("N2", "841")).into()).expect(200);
    assert_eq!(counts(&report), (1, 0, 1));
    assert_eq!(report["errors"][0]["code"], "foreign_paying_body");
}

#[test]
fn campaigns_are_written_by_the_command_line_alone() {
    let app = TestApp::demo();
    let line = |year: i32, opens: &str, cutoff: &str| {
        json!({ "type": "campaign", "year": year, "opens_on": opens, "cutoff_on": cutoff }).to_string()
    };
    let current = || app.get("/v1/rent-campaigns").expect(200);
    let before = current();
    // What is there is unchanged; whatever else, known or not, is the operator's.
    let same = app.load(&app.token_for_body("841"), &[NDJSON], line(2026, "2026-07-15", "2027-01-15").into()).expect(200);
    assert_eq!((&same["unchanged"], &same["rejected"]), (&json!(1), &json!(0)));
    for (year, opens, cutoff) in [
        (2026, "2026-07-16", "2027-01-15"),
        (2026, "2026-07-15", "2027-01-16"),
        (2027, "2027-07-16", "2028-01-15"),
        (2028, "2028-07-15", "2029-01-15"),
        (2099, "2000-01-01", "2100-01-15"),
        (2099, "2099-07-15", "2000-01-01"),
    ] {
        let report = app.load(&app.token_for_body("131"), &[NDJSON], line(year, opens, cutoff).into()).expect(200);
        let told: Vec<_> = report["errors"].as_array().unwrap().iter().map(|one| (&one["pointer"], &one["code"])).collect();
        assert_eq!(told, [(&json!("/type"), &json!("operator_only"))], "{year} {opens} {cutoff}");
    }
    assert_eq!(current(), before);
    // The operator's lie in their year and end before the end of the next.
    for (opens, cutoff, told) in [
        ("2026-12-31", "2028-01-15", vec![("/opens_on", "out_of_range")]),
        ("2028-01-01", "2028-01-15", vec![("/opens_on", "out_of_range")]),
        ("2027-07-15", "2027-07-14", vec![("/cutoff_on", "out_of_order")]),
        ("2027-07-15", "2029-01-01", vec![("/cutoff_on", "out_of_range")]),
        ("2000-01-01", "2029-01-01", vec![("/opens_on", "out_of_range"), ("/cutoff_on", "out_of_range")]),
        ("2027-01-01", "2027-01-01", vec![]),
        ("2027-12-31", "2028-12-31", vec![]),
    ] {
        let report = load_for_all(app.database(), &line(2027, opens, cutoff));
        let faults: Vec<_> = report.errors.iter().map(|fault| (fault.pointer.as_str(), fault.code.word)).collect();
        assert_eq!((faults, report.accepted), (told.clone(), u64::from(told.is_empty())), "{opens} {cutoff}");
    }
}

#[test]
fn a_tenant_is_of_the_paying_body_of_its_unit() {
    let app = TestApp::demo();
    let own = |key: &str| demo_line("tenant", key);
    let (here, there) = (own(keys::PLAIN)["logement"].clone(), own(keys::SAME_NUMBER_ELSEWHERE)["logement"].clone());
    let tenant = |body: &str, logement: &Value| {
        let mut line = own(keys::PLAIN);
        (line["key"], line["paying_body"], line["logement"]) = (json!("PLANTED"), json!(body), logement.clone());
        line.to_string()
    };
    for (caller, body, logement, told) in [
        ("131", "131", &there, ("/logement", "foreign_logement")),
        ("841", "841", &here, ("/logement", "foreign_logement")),
        ("131", "841", &here, ("/paying_body", "foreign_paying_body")),
        ("131", "841", &there, ("/paying_body", "foreign_paying_body")),
    ] {
        let report = app.load(&app.token_for_body(caller), &[NDJSON], tenant(body, logement).into()).expect(200);
        let error = &report["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"], &report["rejected"]),
            (&json!(told.0), &json!(told.1), &json!(1)),
            "{caller} {body}"
        );
    }
    // Nor by the command line, which acts for all.
    for (body, logement) in [("131", &there), ("841", &here)] {
        let report = load_for_all(app.database(), &tenant(body, logement));
        assert_eq!((report.rejected, report.errors[0].code.word), (1, "foreign_logement"), "{body}");
    }
    assert_eq!(load_for_all(app.database(), &tenant("131", &here)).accepted, 1);
}

#[test]
fn r53_a_household_departure_ends_no_tenancy_of_another_paying_body() {
    let app = TestApp::demo();
    let (first, second) = (app.tenant("ferrand"), app.tenant("gwenaelle"));
    // As a body could once plant it.
    app.execute(&format!("UPDATE tenants SET paying_body_code = '841' WHERE id = '{second}'"));
    let left = json!({ "type": "departure", "tenant_id": first, "departed_on": "2026-11-20", "leaving": "household", "reason": "moved" });
    let made = app.post("/v1/changes", &left).expect(201);
    let ended: Vec<&Value> = made["effects"].as_array().unwrap().iter().map(|effect| &effect["tenant_id"]).collect();
    assert_eq!(ended, [&json!(first)]);
    assert_eq!(app.read_tenant(&second)["lease"]["ended_on"], Value::Null);
    let sharing = json!({ "type": "colocation", "tenant_id": second, "effective_on": "2026-11-20", "coholders": 5 });
    assert_eq!(app.post("/v1/changes?dry_run=true", &sharing).expect(200)["effects"].as_array().unwrap().len(), 1);
}

#[test]
fn a_load_that_breaks_off_leaves_whole_lines_only() {
    let app = TestApp::demo();
    let roster: String = (0..1_200).map(|number| landlord(&format!("K{number}"), "131")).collect();
    let cut = roster.len() - 40;
    let mut stream = TcpStream::connect(app.host()).unwrap();
    let head = format!(
        "POST /v1/paying-body/load HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/x-ndjson\r\ncontent-length: {}\r\n\r\n",
        body_token(&app),
        roster.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&roster.as_bytes()[..cut]).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut rest = Vec::new();
    drop(stream.read_to_end(&mut rest));
    // The chunk that was being written ends by itself: the same file again finds it.
    std::thread::sleep(std::time::Duration::from_millis(500));
    let (accepted, unchanged, rejected) = counts(&app.load(&body_token(&app), &[NDJSON], roster.into()).expect(200));
    assert_eq!((accepted + unchanged, rejected), (1_200, 0));
    assert!(unchanged >= 500, "{unchanged}");
}

#[test]
fn r27_a_rejected_rent_no_longer_counts_and_the_landlord_reads_why() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let (made, href) = declared(&app, &tenant, 43_000, None);
    let item = as_body(&app, &href);
    assert_eq!((&item["tenant"]["last_name"], &item["landlord"]["siret"]), (&json!("D'Aubigné"), &json!("73282932000074")));
    let silent = decide(&app, &href, &json!({ "decision": "rejected" }));
    assert_eq!((silent.status, &silent.body["errors"][0]["pointer"]), (422, &json!("/reason")));
    let reason = "Le montant ne correspond pas au bail.";
    let decided = decide(&app, &href, &json!({ "decision": "rejected", "reason": reason })).expect(200);
    assert_eq!(decided["decision"], json!({ "by": "131", "on": "2026-11-23", "reason": reason }));
    let read = app.get(&format!("/v1/rent-declarations/{}", made["id"].as_str().unwrap())).expect(200);
    assert_eq!((&read["status"], &read["decision"]), (&json!("rejected"), &decided["decision"]));
    assert_eq!(app.read_tenant(&tenant)["rent_declaration"]["status"], "to_declare");
    assert!(!waits(&app, &made["id"]));
    let again = decide(&app, &href, &json!({ "decision": "accepted" }));
    assert_eq!((again.status, again.code()), (409, "already_decided"));
    let (second, href) = declared(&app, &tenant, 44_000, None);
    assert_eq!((&second["version"], &second["replaces"]), (&json!(2), &Value::Null));
    assert_eq!(decide(&app, &href, &json!({ "decision": "accepted" })).expect(200)["status"], "accepted");
    assert_eq!(app.read_tenant(&tenant)["rent_declaration"]["status"], "declared");
}

#[test]
fn r27_a_superseded_rent_leaves_the_inbox_and_is_not_decided() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let (first, old) = declared(&app, &tenant, 43_000, None);
    let (second, _) = declared(&app, &tenant, 44_000, Some(&first["id"]));
    assert!(!waits(&app, &first["id"]) && waits(&app, &second["id"]));
    assert_eq!(decide(&app, &old, &json!({ "decision": "accepted" })).code(), "already_decided");
    assert_eq!(as_body(&app, &old)["status"], "superseded");
    app.post("/v1/rent-declarations?dry_run=true", &json!({ "tenant_id": app.tenant("roussel"), "campaign_year": 2026, "rent_cents": 1 }))
        .expect(200);
    let kept = as_body(&app, "/v1/paying-body/inbox?kind=rent_declaration&limit=200");
    let days: Vec<&str> = kept["data"].as_array().unwrap().iter().map(|item| item["submitted_at"].as_str().unwrap()).collect();
    assert!(days.is_sorted());
    assert_eq!(kept["data"].as_array().unwrap().last().unwrap()["id"], second["id"]);
}

#[test]
fn r15_an_item_is_absent_for_another_paying_body() {
    let app = TestApp::demo();
    let (made, href) = declared(&app, &app.tenant("eloise"), 43_000, None);
    let other = app.token_for_body("841");
    assert_eq!(app.call("GET", &href, "", "", &other, &[]).code(), "not_found");
    let refused = app.call("POST", &format!("{href}/decision"), "application/json", r#"{"decision":"accepted"}"#, &other, &[]);
    assert_eq!(refused.code(), "not_found");
    let inbox = app.call("GET", "/v1/paying-body/inbox?limit=200", "", "", &other, &[]).expect(200);
    assert!(inbox["data"].as_array().unwrap().iter().all(|item| item["id"] != made["id"]));
    for href in [href.replace("lld_0", "lld_1"), href.replace("lld_", "nope_"), href.replace("rdc_0", "rdc_1")] {
        assert_eq!(decide(&app, &href, &json!({ "decision": "accepted" })).code(), "not_found", "{href}");
    }
    assert_eq!(app.get("/v1/paying-body/inbox").code(), "insufficient_scope");
}

#[test]
fn r105_a_decision_is_repeated_byte_for_byte() {
    let app = TestApp::demo();
    let (_, href) = declared(&app, &app.tenant("eloise"), 43_000, None);
    let headers = [("idempotency-key".to_owned(), "decision-1".to_owned())];
    let send = |body: &str| app.call("POST", &format!("{href}/decision"), "application/json", body, &body_token(&app), &headers);
    let first = send(r#"{"decision":"accepted"}"#);
    let second = send(r#"{"decision":"accepted"}"#);
    assert_eq!((first.status, second.status, second.header("idempotent-replayed")), (200, 200, "true"));
    assert_eq!(first.bytes, second.bytes);
    assert_eq!(send(r#"{"decision":"rejected","reason":"x"}"#).code(), "idempotency_key_reused");
}
