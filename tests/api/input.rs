//! What a text, a day and a number of an input may be, in bodies and in the lines of a roster.

use offre_bailleurs::testing::demo::PAYING_BODY_CLIENT;
use serde_json::{Value, json};

use crate::document::operations;
use crate::support::{Answer, TestApp};

fn load(app: &TestApp, lines: &[Value]) -> Value {
    let roster: String = lines.iter().map(|line| format!("{line}\n")).collect();
    app.load(&app.token_of(PAYING_BODY_CLIENT), &[("content-type", "application/x-ndjson")], roster.into_bytes()).expect(200)
}

fn landlord() -> Value {
    json!({
        "type": "landlord", "key": "INPUT-1", "kind": "company", "name": "Bailleur", "email": "a@example.org",
        "address": { "line1": "3 rue Thiers", "postal_code": "13001", "city": "Marseille", "country": "FR" },
        "references": [{ "paying_body": { "code": "131", "name": "CAF" }, "reference": "B1", "label": "Marseille", "direct_payment": true }],
    })
}

fn tenant(key: &str, number: &str) -> Value {
    json!({
        "type": "tenant", "landlord": "SCI-TILLEULS", "key": key, "logement": "A01", "paying_body": "131", "beneficiary_number": number,
        "first_name": "Ana", "last_name": "Chiffre", "landlord_reference": "LOC-N",
        "lease": { "started_on": "2021-09-01", "rent_cents": 43_000, "charges_cents": 9_000, "furnished": false, "coholders": 1, "due_day": 5 },
        "aid": { "type": "als", "payment_mode": "landlord", "last_amount_cents": 20_000, "last_month": "2026-10" },
    })
}

fn put_account(app: &TestApp, body: &Value) -> Answer {
    app.call("PUT", "/v1/landlord/bank-account", "application/json", &body.to_string(), app.token(), &[("if-match".into(), "*".into())])
}

fn patch(app: &TestApp, body: &Value) -> Answer {
    app.call("PATCH", "/v1/landlord", "application/merge-patch+json", &body.to_string(), app.token(), &[("if-match".into(), "*".into())])
}

fn departure(tenant: &str) -> Value {
    json!({ "type": "departure", "tenant_id": tenant, "departed_on": "2026-10-01", "leaving": "household", "reason": "moved" })
}

/// The places and codes of the faults of a refused body.
fn faults(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!((answer.status, answer.code()), (422, "validation_failed"), "{}", answer.body);
    told(&answer.body)
}

fn told(body: &Value) -> Vec<(String, String)> {
    let word = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let place = |one: &Value| [word(one, "pointer"), word(one, "parameter")].concat();
    body["errors"].as_array().unwrap().iter().map(|one| (place(one), word(one, "code"))).collect()
}

fn fault(place: &str, code: &str) -> Vec<(String, String)> {
    vec![(place.to_owned(), code.to_owned())]
}

#[test]
fn g5_an_iban_is_read_with_every_space_and_its_check_digits_go_from_02_to_98() {
    let app = TestApp::demo();
    for iban in ["DE89\u{a0}3704\u{202f}0044\u{2009}0532 0130 00", "de89370400440532013000"] {
        assert_eq!(put_account(&app, &json!({ "holder": "SCI", "iban": iban })).expect(200)["iban_masked"], "DE…3000", "{iban}");
    }
    let mut line = landlord();
    for bad in ["DE99370400440000000024", "DE00370400440000000060", "DE01370400440000000042"] {
        let refused = put_account(&app, &json!({ "holder": "SCI", "iban": bad }));
        assert_eq!(faults(&refused), fault("/iban", "invalid_iban"), "{bad}");
        line["bank_account"] = json!({ "holder": "SCI", "iban": bad, "effective_on": "2020-01-01" });
        assert_eq!(told(&load(&app, &[line.clone()])), fault("/bank_account/iban", "invalid_iban"), "{bad}");
    }
    for (iban, counted) in [("DE89370400440532013000", "accepted"), ("de89\u{a0}3704 0044 0532 0130 00", "unchanged")] {
        line["bank_account"]["iban"] = json!(iban);
        assert_eq!(load(&app, &[line.clone()])[counted], 1, "{iban}");
    }
}

#[test]
fn g5_a_siret_is_read_with_spaces_kept_bare_and_found_either_way() {
    let app = TestApp::demo();
    let mut line = landlord();
    for (siret, counted) in
        [("552 081 317 00018", "accepted"), ("55208131700018", "unchanged"), ("552\u{a0}081\u{202f}317\u{2009}00018", "unchanged")]
    {
        line["siret"] = json!(siret);
        assert_eq!(load(&app, &[line.clone()])[counted], 1, "{siret}");
    }
    let mut other = landlord();
    other["key"] = json!("INPUT-2");
    other["siret"] = json!("552 081 317 00018");
    assert_eq!(told(&load(&app, &[other])), fault("/siret", "siret_already_used"));
    for owner in ["552 081 317 00018", "55208131700018"] {
        let token = app.token_for(owner);
        assert_eq!(app.call("GET", "/v1/landlord", "", "", &token, &[]).expect(200)["siret"], "55208131700018", "{owner}");
    }
    for siret in ["732 829 320 00074", "732\u{a0}829\u{202f}320\u{2009}00074"] {
        let (done, line, log) = app.command(&["client", "create", "--name", "Logiciel", "--vendor", siret]);
        assert!(done && line.contains("cli_"), "{siret}: {log}");
        let (id, secret) = offre_bailleurs::testing::demo::LANDLORD_CLIENT;
        let encoded = siret.replace(' ', "+").replace('\u{a0}', "%C2%A0").replace('\u{202f}', "%E2%80%AF").replace('\u{2009}', "%E2%80%89");
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&landlord={encoded}");
        app.call("POST", "/oauth/token", "application/x-www-form-urlencoded", &form, "", &[]).expect(200);
    }
    let (_, listed, _) = app.command(&["client", "list"]);
    let bare = listed.lines().filter(|line| line.contains("\"vendor\"") && line.contains("\"73282932000074\"")).count();
    assert_eq!(bare, 2, "{listed}");
    let sent = json!({
        "type": "end_of_management", "tenant_id": app.tenant("eloise"), "effective_on": "2026-12-31", "reason": "sale",
        "successor": { "name": "Agence", "siret": "356 000 000 49837" },
    });
    let made = app.post("/v1/changes?dry_run=true", &sent).expect(200);
    assert_eq!(made["successor"]["siret"], "35600000049837", "{made}");
}

#[test]
fn g6_a_number_is_found_with_and_without_leading_zeros_in_every_list() {
    let app = TestApp::demo();
    let report = load(&app, &[tenant("N1", "7001"), tenant("N2", "0137"), tenant("N3", "0000042")]);
    assert_eq!(report["accepted"], 3, "{report}");
    let document = offre_bailleurs::testing::document().unwrap();
    let searched = operations(&document).into_iter().filter(|one| one.parameters("query").iter().any(|all| all["name"] == "search"));
    // The lists that hold every tenant; that the others are searched alike is judged with all of them.
    let lists: Vec<String> = searched.map(|one| one.path.replace("{year}", "2026")).filter(|path| path.ends_with("/tenants")).collect();
    assert!(lists.len() > 1, "{lists:?}");
    for list in lists {
        let found = |search: &str| app.get(&format!("{list}?search={search}&limit=200")).expect(200).to_string();
        for search in ["7001", "07001", "0007001", "chiffre+0007001", "700"] {
            assert!(found(search).contains("\"7001\""), "{search} in {list}");
        }
        for search in ["137", "0137", "00137", "0000137"] {
            assert!(found(search).contains("\"0137\""), "{search} in {list}");
        }
        for search in ["42", "042", "0000042"] {
            assert!(found(search).contains("\"0000042\""), "{search} in {list}");
        }
        assert!(!found("0001370").contains("\"0137\""), "{list}");
    }
    assert_eq!(load(&app, &[tenant("N1", "7001")])["unchanged"], 1);
}

#[test]
fn g9_r41_a_blank_justification_moves_no_deadline() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let plain = app.post("/v1/changes?dry_run=true", &departure(&tenant)).expect(200);
    for blank in ["", "  ", "\u{a0}", "\t\r\n\u{2009}\u{3000}"] {
        let mut sent = departure(&tenant);
        sent["late_justification"] = json!(blank);
        let answer = app.post("/v1/changes?dry_run=true", &sent).expect(200);
        assert_eq!((&answer["deadline_on"], &answer["late"]), (&plain["deadline_on"], &json!(true)), "{blank:?}");
        assert_eq!(answer["late_justification"], Value::Null, "{blank:?}");
    }
}

#[test]
fn g9_a_blank_text_is_missing_where_one_is_required_and_null_elsewhere() {
    let app = TestApp::demo();
    for blank in ["", "   ", "\u{a0}\u{202f}"] {
        assert_eq!(faults(&put_account(&app, &json!({ "holder": blank, "iban": "DE89370400440532013000" }))), fault("/holder", "required"));
        assert_eq!(faults(&patch(&app, &json!({ "address": { "line1": blank } }))), fault("/address/line1", "required"));
        assert_eq!(patch(&app, &json!({ "address": { "line2": blank } })).expect(200)["address"]["line2"], Value::Null);
        let rent = json!({ "tenant_id": app.tenant("eloise"), "campaign_year": 2026, "rent_cents": 43_000, "comment": blank });
        assert_eq!(app.post("/v1/rent-declarations?dry_run=true", &rent).expect(200)["comment"], Value::Null);
        let unknown = json!({ "holder": "SCI", "iban": "DE89370400440532013000", "surprise": blank });
        assert_eq!(faults(&put_account(&app, &unknown)), fault("/surprise", "unknown_key"));
        for (pointer, member) in [("/name", "name"), ("/key", "key"), ("/email", "email")] {
            let mut line = landlord();
            line[member] = json!(blank);
            assert_eq!(told(&load(&app, &[line])), fault(pointer, "required"), "{blank:?}");
        }
        let mut line = landlord();
        line["references"][0]["label"] = json!(blank);
        assert_eq!(told(&load(&app, &[line])), fault("/references/0/label", "required"));
        let mut line = tenant("N4", "4");
        line["landlord_reference"] = json!(blank);
        load(&app, &[line]);
        assert_eq!(app.read_tenant(&app.tenant("chiffre"))["landlord_reference"], Value::Null);
    }
    let twice = r#"{"holder":"SCI","holder":" ","iban":"DE89370400440532013000"}"#;
    let refused = app.call("PUT", "/v1/landlord/bank-account", "application/json", twice, app.token(), &[("if-match".into(), "*".into())]);
    assert_eq!(refused.status, 422);
    let twice = r#"{"holder":"SCI","iban":"DE89370400440532013000","bic":" ","bic":" "}"#;
    let refused = app.call("PUT", "/v1/landlord/bank-account", "application/json", twice, app.token(), &[("if-match".into(), "*".into())]);
    assert_eq!(told(&refused.body)[0].1, "duplicate");
}

#[test]
fn g10_one_line_texts_hold_only_what_they_show() {
    let app = TestApp::demo();
    let tenant_id = app.tenant("eloise");
    let commented = |text: &str| {
        let rent = json!({ "tenant_id": tenant_id, "campaign_year": 2026, "rent_cents": 43_000, "comment": text });
        app.post("/v1/rent-declarations?dry_run=true", &rent)
    };
    for c in "\0\u{1b}\n\r\t\u{7f}\u{ad}\u{61c}\u{200b}\u{200d}\u{200f}\u{2028}\u{202e}\u{2060}\u{2066}\u{feff}".chars() {
        let text = format!("a{c}b");
        let account = put_account(&app, &json!({ "holder": text, "iban": "DE89370400440532013000" }));
        assert_eq!(faults(&account), fault("/holder", "invalid_character"), "{c:?}");
        let mut line = landlord();
        line["address"]["city"] = json!(text);
        assert_eq!(told(&load(&app, &[line])), fault("/address/city", "invalid_character"), "{c:?}");
        if !matches!(c, '\n' | '\r') {
            assert_eq!(faults(&commented(&text)), fault("/comment", "invalid_character"), "{c:?}");
        }
    }
    assert_eq!(commented("Première ligne,\r\nseconde ☀\u{fe0f}").expect(200)["comment"], "Première ligne,\r\nseconde ☀\u{fe0f}");
}

#[test]
fn g9_a_french_postal_code_has_five_digits_and_another_any_text_or_none() {
    let app = TestApp::demo();
    for bad in ["1300", "13 001", "1300A", "130011"] {
        assert_eq!(faults(&patch(&app, &json!({ "address": { "postal_code": bad } }))), fault("/address/postal_code", "invalid_format"));
    }
    assert_eq!(faults(&patch(&app, &json!({ "address": { "postal_code": null } }))), fault("/address/postal_code", "required"));
    let dublin = patch(&app, &json!({ "address": { "postal_code": "D02 AF30", "country": "IE" } })).expect(200);
    assert_eq!(dublin["address"]["postal_code"], "D02 AF30");
    assert_eq!(patch(&app, &json!({ "address": { "postal_code": null } })).expect(200)["address"]["postal_code"], Value::Null);
    assert_eq!(faults(&patch(&app, &json!({ "address": { "country": "FR" } }))), fault("/address/postal_code", "required"));
    let mut line = landlord();
    for (code, country, refused) in [
        (json!("1300"), "FR", Some("invalid_format")),
        (Value::Null, "FR", Some("required")),
        (Value::Null, "IE", None),
        (json!("D02 AF30"), "IE", None),
    ] {
        line["address"]["postal_code"] = code;
        line["address"]["country"] = json!(country);
        let expected = refused.map(|code| fault("/address/postal_code", code)).unwrap_or_default();
        assert_eq!(told(&load(&app, &[line.clone()])), expected);
    }
}

#[test]
fn g9_every_day_and_month_of_an_input_lies_between_1900_and_2199() {
    let app = TestApp::demo();
    let tenant_id = app.tenant("eloise");
    for day in ["1899-12-31", "2200-01-01", "9999-12-31"] {
        let account = json!({ "holder": "SCI", "iban": "DE89370400440532013000", "effective_on": day });
        assert_eq!(faults(&put_account(&app, &account)), fault("/effective_on", "out_of_range"), "{day}");
        let mut sent = departure(&tenant_id);
        sent["lease_ended_on"] = json!(day);
        assert_eq!(faults(&app.post("/v1/changes?dry_run=true", &sent)), fault("/lease_ended_on", "out_of_range"), "{day}");
        let months = json!([{ "month": "2026-10", "unpaid_cents": 1 }]);
        let simulation = app.post("/v1/impayes/simulations", &json!({ "tenant_id": tenant_id, "months": months, "reported_on": day }));
        assert_eq!(faults(&simulation), fault("/reported_on", "out_of_range"), "{day}");
        let mut line = tenant("N5", "5");
        line["lease"]["ended_on"] = json!(day);
        assert!(told(&load(&app, &[line])).contains(&("/lease/ended_on".to_owned(), "out_of_range".to_owned())), "{day}");
    }
    for month in ["1899-12", "2200-01", "9999-12"] {
        let months = json!([{ "month": month, "unpaid_cents": 1 }]);
        let simulation = app.post("/v1/impayes/simulations", &json!({ "tenant_id": tenant_id, "months": months }));
        assert_eq!(faults(&simulation), fault("/months/0/month", "out_of_range"), "{month}");
        assert_eq!(faults(&app.get(&format!("/v1/payment-lines?from={month}"))), fault("from", "out_of_range"), "{month}");
        let mut line = tenant("N5", "5");
        line["aid"]["last_month"] = json!(month);
        assert_eq!(told(&load(&app, &[line])), fault("/aid/last_month", "out_of_range"), "{month}");
    }
    for wrong in ["+10000-01-31", "2026-02-30", "2026-1-1"] {
        let account = json!({ "holder": "SCI", "iban": "DE89370400440532013000", "effective_on": wrong });
        assert_eq!(faults(&put_account(&app, &account)), fault("/effective_on", "invalid_format"), "{wrong}");
    }
    assert_eq!(faults(&app.get("/v1/rent-declarations?campaign_year=2200")), fault("campaign_year", "out_of_range"));
    let mut early = departure(&tenant_id);
    early["lease_ended_on"] = json!("1950-01-01");
    let refused = app.post("/v1/changes?dry_run=true", &early);
    assert!(!refused.body.to_string().contains("262142"), "{}", refused.body);
}
