//! Direct payments: transfers, lines, export, sums, reconciliation.

use std::collections::HashSet;

use serde_json::{Value, json};

use offre_bailleurs::testing::demo::keys;

use crate::support::{Answer, TestApp};

fn data(answer: &Value) -> &Vec<Value> {
    answer["data"].as_array().unwrap()
}

fn lines(app: &TestApp, filter: &str) -> Vec<Value> {
    data(&app.get(&format!("/v1/payment-lines?limit=200&{filter}")).expect(200)).clone()
}

fn as_landlord(app: &TestApp, token: &str, path: &str) -> Value {
    app.call("GET", path, "", "", token, &[]).expect(200)
}

fn export(app: &TestApp, token: &str, filter: &str, language: &str) -> Answer {
    let headers = [("accept".to_owned(), "text/csv".to_owned()), ("accept-language".to_owned(), language.to_owned())];
    app.call("GET", &format!("/v1/payment-lines?{filter}"), "", "", token, &headers)
}

fn sum(lines: &[Value], member: &str) -> i64 {
    lines.iter().map(|line| line[member].as_i64().unwrap()).sum()
}

#[test]
fn r90_without_direct_payment_the_list_is_empty_and_says_so() {
    let app = TestApp::demo();
    let token = app.token_for(keys::INDIVIDUAL);
    let none = as_landlord(&app, &token, "/v1/payments");
    assert_eq!(none, json!({ "data": [], "next_cursor": null, "direct_payment": false }));
    let reconciled = as_landlord(&app, &token, "/v1/payments/reconciliation?month=2026-10");
    assert_eq!((data(&reconciled).len(), &reconciled["direct_payment"]), (0, &json!(false)));
    assert_eq!(app.get("/v1/payments").expect(200)["direct_payment"], true);
}

#[test]
fn r91_apl_is_paid_in_its_month_and_alf_and_als_in_the_next() {
    let app = TestApp::demo();
    let found = lines(&app, "from=2026-01");
    assert!(found.iter().any(|line| line["aid_type"] == "apl") && found.iter().any(|line| line["aid_type"] != "apl"));
    for line in found.iter().filter(|line| line["kind"] == "current") {
        let paid = line["paid_on"].as_str().unwrap();
        let (paid_month, day) = (&paid[..7], paid[8..].parse::<u32>().unwrap());
        let entitled = line["entitlement_month"].as_str().unwrap();
        if line["aid_type"] == "apl" {
            assert_eq!((paid_month, day >= 25), (entitled, true), "{line}");
        } else {
            assert!(paid_month > entitled && (5..=8).contains(&day), "{line}");
        }
    }
}

#[test]
fn r92_an_aid_under_ten_euros_is_not_paid_unless_it_is_an_apl() {
    let app = TestApp::demo();
    assert_eq!(lines(&app, &format!("tenant_id={}", app.tenant("pujol"))).len(), 0);
    let found = lines(&app, "");
    let small = found.iter().filter(|line| line["kind"] == "current" && line["aid_type"] != "apl");
    assert!(small.clone().all(|line| line["gross_cents"].as_i64().unwrap() >= 1_000));
}

#[test]
fn r93_a_transfer_is_the_exact_sum_of_its_signed_lines() {
    let app = TestApp::demo();
    let mut corrections = 0;
    for payment in data(&app.get("/v1/payments?limit=200").expect(200)) {
        let whole = app.get(&format!("/v1/payments/{}", payment["id"].as_str().unwrap())).expect(200);
        let lines = whole["lines"].as_array().unwrap();
        assert_eq!(sum(lines, "net_cents"), payment["total_cents"].as_i64().unwrap());
        assert_eq!(lines.len() as i64, payment["line_count"].as_i64().unwrap());
        for line in lines.iter().filter(|line| line["kind"] != "current") {
            corrections += 1;
            assert!(line["corrects_month"].as_str().unwrap() < line["entitlement_month"].as_str().unwrap(), "{line}");
        }
    }
    assert!(corrections > 2);
    let recovered = lines(&app, &format!("tenant_id={}", app.tenant("etienne")));
    assert!(recovered.iter().any(|line| line["kind"] == "recovery" && line["net_cents"].as_i64().unwrap() < 0));
}

#[test]
fn r94_the_excess_is_what_exceeds_rent_and_charges() {
    let app = TestApp::demo();
    let october = |search: &str| {
        let found = lines(&app, &format!("tenant_id={}", app.tenant(search)));
        found.iter().find(|line| line["entitlement_month"] == "2026-10" && line["kind"] == "current").unwrap().clone()
    };
    let excess = october("roche");
    assert_eq!(excess["excess_to_tenant_cents"], 1_500);
    let tenant = app.read_tenant(excess["tenant_id"].as_str().unwrap());
    let cost = tenant["lease"]["rent_cents"].as_i64().unwrap() + tenant["lease"]["charges_cents"].as_i64().unwrap();
    assert_eq!(excess["net_cents"].as_i64().unwrap() - cost, 1_500);
    assert_eq!(october("bensaid")["excess_to_tenant_cents"], Value::Null);
    assert_eq!(october("eloise")["excess_to_tenant_cents"], 0);
}

#[test]
fn r96_the_aid_amount_is_never_an_input() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let rent = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000, "aid_cents": 20_000 });
    let impaye = json!({ "tenant_id": tenant, "months": [{ "month": "2026-09", "unpaid_cents": 1 }], "aid_cents": 20_000 });
    for (path, body) in [("/v1/rent-declarations", rent), ("/v1/impayes", impaye)] {
        let refused = app.post(path, &body);
        let error = &refused.body["errors"][0];
        assert_eq!((refused.status, &error["pointer"], &error["code"]), (422, &json!("/aid_cents"), &json!("unknown_key")), "{path}");
    }
    assert_eq!(app.post("/v1/payments", &json!({})).status, 405);
}

#[test]
fn r7_old_payments_keep_the_old_account() {
    let mut app = TestApp::demo();
    let before = app.get("/v1/payments?limit=200").expect(200);
    app.at("2026-11-26T09:00:00Z");
    let account = json!({ "holder": "SCI Les Tilleuls", "iban": "DE89370400440532013000", "effective_on": "2026-12-01" });
    let headers = [("if-match".to_owned(), "*".to_owned())];
    let body = account.to_string();
    app.call("PUT", "/v1/landlord/bank-account", "application/json", &body, app.token(), &headers).expect(200);
    assert_eq!(app.get("/v1/payments?limit=200").expect(200), before);
    assert_eq!(before["data"][0]["iban_masked"], "FR…2606");
    let roster = r#"{"type":"payment","landlord":"SCI-TILLEULS","key":"P-NEW","paying_body":"131","reference":"B0012345","paid_on":"2026-12-07","lines":[{"key":"1","tenant":"T01","aid_type":"als","entitlement_month":"2026-11","kind":"current","gross_cents":20100,"crds_cents":100,"rls_cents":0,"net_cents":20000}]}"#;
    let token = app.token_of(offre_bailleurs::testing::demo::PAYING_BODY_CLIENT);
    app.load(&token, &[("content-type", "application/x-ndjson")], roster.into()).expect(200);
    let after = app.get("/v1/payments?limit=1").expect(200);
    assert_eq!(after["data"][0]["iban_masked"], "DE…3000");

    // A correction of the account by the paying body says nothing of old transfers either.
    let mut text = Vec::new();
    offre_bailleurs::testing::demo::write_roster(&mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let own = text.lines().find(|line| line.contains("\"type\":\"landlord\"") && line.contains(keys::SCI)).unwrap();
    let corrected = own.replace(keys::SCI_IBAN, "DE89370400440532013000").replace("PSSTFRPPMAR", "COBADEFFXXX");
    let report = app.load(&token, &[("content-type", "application/x-ndjson")], corrected.into()).expect(200);
    assert_eq!(report["accepted"], 1, "{report}");
    assert_eq!(app.get("/v1/payments?to=2026-11&limit=200").expect(200)["data"], before["data"]);
}

#[test]
fn r10_a_filter_keeps_whole_transfers_and_counts_matching_lines() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let own = lines(&app, &format!("tenant_id={tenant}"));
    let transfers = app.get(&format!("/v1/payments?limit=200&tenant_id={tenant}")).expect(200);
    let holding: HashSet<&str> = own.iter().map(|line| line["payment_id"].as_str().unwrap()).collect();
    assert_eq!(data(&transfers).len(), holding.len());
    assert!(data(&transfers).iter().all(|one| holding.contains(one["id"].as_str().unwrap())));
    assert!(data(&transfers).iter().any(|one| one["line_count"].as_i64().unwrap() > 1));
    let logement = own[0]["logement_id"].as_str().unwrap();
    let reference = own[0]["reference_id"].as_str().unwrap();
    let narrowed = app.get(&format!("/v1/payments?limit=200&tenant_id={tenant}&logement_id={logement}&reference_id={reference}"));
    assert_eq!(data(&narrowed.expect(200)), data(&transfers));
    let elsewhere = app.read_tenant(&app.tenant("ollivier"))["logement"]["id"].as_str().unwrap().to_owned();
    assert_eq!(data(&app.get(&format!("/v1/payments?tenant_id={tenant}&logement_id={elsewhere}")).expect(200)).len(), 0);
    let year = app.get(&format!("/v1/payments/summary?year=2026&tenant_id={tenant}")).expect(200);
    let of_year: Vec<Value> = own.into_iter().filter(|line| line["paid_on"].as_str().unwrap().starts_with("2026")).collect();
    assert_eq!(year["total_cents"].as_i64().unwrap(), sum(&of_year, "net_cents"));
    assert_eq!(year["line_count"].as_u64().unwrap(), of_year.len() as u64);
}

#[test]
fn payments_are_listed_newest_first_between_two_months() {
    let app = TestApp::demo();
    let mut path = "/v1/payments?limit=3&from=2026-06&to=2026-11".to_owned();
    let mut days = Vec::new();
    loop {
        let page = app.get(&path).expect(200);
        days.extend(data(&page).iter().map(|one| (one["paid_on"].as_str().unwrap().to_owned(), one["id"].as_str().unwrap().to_owned())));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/v1/payments?limit=3&from=2026-06&to=2026-11&cursor={cursor}");
    }
    assert!(days.len() > 6 && days.windows(2).all(|two| two[0] > two[1]));
    assert!(days.iter().all(|(day, _)| ("2026-06-01".."2026-12-01").contains(&day.as_str())));
    let cursor = path.split("cursor=").nth(1).unwrap();
    assert_eq!(app.get(&format!("/v1/payments?limit=3&from=2026-05&cursor={cursor}")).code(), "invalid_cursor");
}

#[test]
fn a_transfer_of_many_lines_is_read_to_its_end_in_its_order() {
    let app = TestApp::demo();
    let lines: Vec<Value> = (0..450)
        .map(|number| {
            json!({
                "key": format!("{}", 450 - number), "tenant": "T01", "aid_type": "als", "entitlement_month": "2026-10",
                "kind": "back_payment", "gross_cents": number, "crds_cents": 0, "rls_cents": 0, "net_cents": number, "corrects_month": "2026-09",
            })
        })
        .collect();
    let roster = json!({
        "type": "payment", "landlord": keys::SCI, "key": "P-LONG", "paying_body": "131", "reference": "B0012345",
        "paid_on": "2026-11-20", "lines": lines,
    });
    let body = app.token_of(offre_bailleurs::testing::demo::PAYING_BODY_CLIENT);
    app.load(&body, &[("content-type", "application/x-ndjson")], roster.to_string().into()).expect(200);
    let longest = app.get("/v1/payments?limit=1").expect(200)["data"][0].clone();
    let id = longest["id"].as_str().unwrap();
    let whole = app.get(&format!("/v1/payments/{id}")).expect(200);
    let mut found = whole["lines"].as_array().unwrap().clone();
    assert_eq!((found.len(), &longest["line_count"]), (200, &json!(450)));
    let mut next = whole["lines_next_cursor"].clone();
    while let Some(cursor) = next.as_str() {
        let page = app.get(&format!("/v1/payments/{id}/lines?limit=120&cursor={cursor}")).expect(200);
        found.extend(data(&page).iter().cloned());
        next = page["next_cursor"].clone();
    }
    let order: Vec<i64> = found.iter().map(|line| line["net_cents"].as_i64().unwrap()).collect();
    assert_eq!(order, (0..450).collect::<Vec<i64>>());
    assert_eq!(sum(&found, "net_cents"), longest["total_cents"].as_i64().unwrap());
    let other = app.token_for(keys::AGENCY);
    let ids: HashSet<&str> = found.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), found.len());
    for path in [format!("/v1/payments/{id}"), format!("/v1/payments/{id}/lines")] {
        assert_eq!(app.call("GET", &path, "", "", &other, &[]).code(), "not_found", "R15 {path}");
    }
}

#[test]
fn r108_the_export_holds_every_line_and_no_formula() {
    let app = TestApp::demo();
    let token = app.token_for(keys::AGENCY);
    let months = as_landlord(&app, &token, "/v1/payments/summary?year=2026");
    let exported = export(&app, &token, "from=2026-01&to=2026-12&limit=1", "fr");
    assert_eq!((exported.status, exported.header("content-type")), (200, "text/csv; charset=utf-8; header=present"));
    assert!(exported.header("content-disposition").starts_with("attachment"));
    let text = String::from_utf8(exported.bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut table = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let columns = table.headers().unwrap().clone();
    let net_column = columns.iter().position(|name| name == "Net").unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert!(rows.len() > 1_000);
    assert_eq!(rows.len() as u64, months["line_count"].as_u64().unwrap());
    let net: i64 = rows.iter().map(|row| row[net_column].replace(',', "").parse::<i64>().unwrap()).sum();
    assert_eq!(net, months["total_cents"].as_i64().unwrap());

    let renamed = r#"{"type":"tenant","landlord":"SCI-TILLEULS","key":"T01","logement":"A01","paying_body":"131","beneficiary_number":"1234567","first_name":"=1+1","last_name":"D'Aubigné","landlord_reference":"LOC-0042","lease":{"started_on":"2021-09-01","ended_on":null,"rent_cents":43000,"charges_cents":9000,"furnished":false,"coholders":1,"due_day":5},"aid":{"type":"als","payment_mode":"landlord","last_amount_cents":20000,"last_month":"2026-10"},"previous_july_rent_cents":42000}"#;
    let body = app.token_of(offre_bailleurs::testing::demo::PAYING_BODY_CLIENT);
    let report = app.load(&body, &[("content-type", "application/x-ndjson")], renamed.into()).expect(200);
    assert_eq!(report["accepted"], 1, "{report}");
    let english = export(&app, app.token(), "from=2026-11", "en").bytes;
    let english = String::from_utf8(english).unwrap();
    assert!(english.starts_with("\"payment_line_id\","));
    assert!(english.contains(",\"'=1+1 D'Aubigné\",") && english.contains(",\"200.00\","), "{english}");
}

#[test]
fn a_transfer_has_the_text_that_its_file_gives_until_a_file_gives_another() {
    let app = TestApp::demo();
    let given = data(&app.get("/v1/payments?limit=200").expect(200)).clone();
    assert!(given.iter().any(|one| one["remittance"].as_str().is_some_and(|text| text.starts_with("CAF "))), "the demo gives one");
    let token = app.token_of(offre_bailleurs::testing::demo::PAYING_BODY_CLIENT);
    let plain = json!({
        "type": "payment", "landlord": keys::SCI, "key": "P-TOLD", "paying_body": "131", "reference": "B0012345", "paid_on": "2026-11-20",
        "lines": [{
            "key": "1", "tenant": "T01", "aid_type": "als", "entitlement_month": "2026-10", "kind": "current",
            "gross_cents": 20_100, "crds_cents": 100, "rls_cents": 0, "net_cents": 20_000,
        }],
    });
    let load = |remittance: Option<Value>| {
        let mut line = plain.clone();
        remittance.into_iter().for_each(|text| line["remittance"] = text);
        let report = app.load(&token, &[("content-type", "application/x-ndjson")], line.to_string().into()).expect(200);
        let outcome = ["accepted", "unchanged", "rejected"].into_iter().find(|outcome| report[*outcome] == 1).unwrap();
        (outcome, report["errors"][0].clone())
    };
    let mut seen = Vec::new();
    let mut ids = HashSet::new();
    for (remittance, expected) in [
        (None, "accepted"),
        (None, "unchanged"),
        (Some(Value::Null), "unchanged"),
        (Some(json!("=AL 10/2026")), "accepted"),
        (Some(json!("=AL 10/2026")), "unchanged"),
        (Some(json!("x".repeat(140))), "accepted"),
        (None, "accepted"),
        (None, "unchanged"),
    ] {
        assert_eq!(load(remittance.clone()).0, expected, "{remittance:?}");
        let item = app.get("/v1/payments?limit=1").expect(200)["data"][0].clone();
        let whole = app.get(&format!("/v1/payments/{}", item["id"].as_str().unwrap())).expect(200);
        let line = lines(&app, "from=2026-11")[0].clone();
        assert_eq!((&whole["remittance"], &line["remittance"]), (&item["remittance"], &item["remittance"]));
        ids.insert((item["id"].to_string(), line["id"].to_string()));
        seen.push(item["remittance"].as_str().map(str::len));
        let exported = String::from_utf8(export(&app, app.token(), "from=2026-11", "en").bytes).unwrap();
        assert_eq!(exported.contains(",\"'=AL 10/2026\"\r\n"), item["remittance"] == "=AL 10/2026", "R108 {exported}");
    }
    assert_eq!(seen, [None, None, None, Some(11), Some(11), Some(140), None, None]);
    assert_eq!(ids.len(), 1, "a transfer and its lines keep their ids");
    for (wrong, code) in [(json!("x".repeat(141)), "too_long"), (json!(1), "wrong_type"), (json!("a\u{0}b"), "invalid_character")] {
        let (outcome, error) = load(Some(wrong.clone()));
        assert_eq!((outcome, &error["pointer"], &error["code"]), ("rejected", &json!("/remittance"), &json!(code)), "{wrong}");
    }
}

#[test]
fn a_month_is_reconciled_tenant_by_tenant() {
    let app = TestApp::demo();
    let october = app.get("/v1/payments/reconciliation?month=2026-10&limit=200").expect(200);
    let of = |search: &str| {
        let id = app.tenant(search);
        data(&october).iter().find(|one| one["tenant_id"] == id).cloned().unwrap_or(Value::Null)
    };
    let plain = of("eloise");
    assert_eq!((&plain["status"], &plain["gap_cents"], &plain["expected_cents"]), (&json!("as_expected"), &json!(0), &json!(20_000)));
    let below = of("pujol");
    assert_eq!((&below["expected_cents"], &below["explanation"][0]["code"]), (&json!(0), &json!("below_payment_threshold")));
    assert_eq!((of("benali"), of("ngu")), (Value::Null, Value::Null));
    let november = app.get("/v1/payments/reconciliation?month=2026-11&limit=200").expect(200);
    assert!(data(&november).iter().filter(|one| one["expected_cents"].as_i64() > Some(0)).all(|one| one["status"] == "not_yet_due"));
    assert_eq!(app.get("/v1/payments/reconciliation").body["errors"][0]["parameter"], "month");
}
