//! The landlord, logements and tenants.

use serde_json::{Value, json};

use crate::support::TestApp;

fn patch(app: &TestApp, body: &Value, condition: Option<&str>) -> crate::support::Answer {
    let landlord = app.landlord();
    condition.map_or(landlord.clone(), |tag| landlord.header("if-match", tag)).patch("/v1/landlord", body)
}

#[test]
fn r1_contact_is_changed_and_identity_is_not() {
    let app = TestApp::demo();
    assert_eq!(patch(&app, &json!({ "phone": null }), None).code(), "precondition_required");
    assert_eq!(patch(&app, &json!({ "phone": null }), Some("\"old\"")).code(), "precondition_failed");
    let tag = app.get("/v1/landlord").header("etag").to_owned();
    let changed = patch(&app, &json!({ "phone": null, "address": { "line2": "Bâtiment C" } }), Some(&tag)).expect(200);
    assert_eq!((&changed["phone"], &changed["address"]["line2"]), (&Value::Null, &json!("Bâtiment C")));
    assert_eq!(changed["address"]["line1"], "12 rue Paradis");
    assert_eq!(patch(&app, &json!({ "phone": "+33491000000" }), Some(&tag)).code(), "precondition_failed");
    for (body, pointer) in [(json!({ "email": null }), "/email"), (json!({ "name": "x" }), "/name"), (json!({ "siret": "x" }), "/siret")] {
        assert_eq!(patch(&app, &body, Some("*")).body["errors"][0]["pointer"], pointer);
    }
}

#[test]
fn r7_g5_g8_a_bank_account_takes_effect_on_its_day_and_is_never_shown_whole() {
    let mut app = TestApp::demo();
    let put = |app: &TestApp, body: &Value| app.landlord().header("if-match", "*").put("/v1/landlord/bank-account", body);
    let wrong = put(&app, &json!({ "holder": "SCI", "iban": "FR7630006000011234567890188" }));
    assert_eq!((wrong.status, &wrong.body["errors"][0]["code"]), (422, &json!("invalid_iban")));
    let past = put(&app, &json!({ "holder": "SCI", "iban": "DE89370400440532013000", "effective_on": "2026-11-22" }));
    assert_eq!(past.body["errors"][0]["pointer"], "/effective_on");
    let sent = json!({ "holder": "SCI", "iban": "de89 3704 0044 0532 0130 00", "effective_on": "2026-12-01" });
    assert_eq!(put(&app, &sent).expect(200)["iban_masked"], "DE…3000");
    let landlord = app.get("/v1/landlord").expect(200);
    assert_eq!(
        (&landlord["bank_account"]["iban_masked"], &landlord["next_bank_account"]["iban_masked"]),
        (&json!("FR…2606"), &json!("DE…3000"))
    );
    app.at("2026-12-01T09:00:00Z");
    let landlord = app.get("/v1/landlord").expect(200);
    assert_eq!((&landlord["bank_account"]["iban_masked"], &landlord["next_bank_account"]), (&json!("DE…3000"), &Value::Null));
}

#[test]
fn r13_g6_search_ignores_case_accents_hyphens_and_leading_zeros() {
    let app = TestApp::demo();
    for search in ["aubigne", "daubigne", "D'AUBIGN%C3%89", "eloise+aubigne", "thiers+eloise", "LOC-0042", "1234567+marseille"] {
        let found = app.get(&format!("/v1/tenants?search={search}")).expect(200);
        assert_eq!(found["data"][0]["last_name"], "D'Aubigné", "{search}");
    }
    for search in ["jean+baptiste", "jean-baptiste", "jeanbaptiste", "0012345", "12345+lefevre"] {
        let found = app.get(&format!("/v1/tenants?search={search}")).expect(200);
        assert!(found["data"].as_array().unwrap().iter().any(|one| one["first_name"] == "Jean-Baptiste"), "{search}");
    }
    assert_eq!(app.tenant("le+boeuf"), app.tenant("b%C5%93uf"));
    for search in ["%25", "_", "%27", "zzzz"] {
        assert_eq!(app.get(&format!("/v1/tenants?search={search}")).expect(200)["data"], json!([]), "{search}");
    }
}

#[test]
fn r10_lists_answer_for_all_references_and_for_a_selection() {
    let app = TestApp::demo();
    let references = app.get("/v1/landlord").expect(200)["references"].clone();
    let ids: Vec<&str> = references.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    for list in [
        "/v1/tenants",
        "/v1/logements",
        "/v1/rent-campaigns/2026/tenants",
        "/v1/rent-declarations",
        "/v1/changes",
        "/v1/impayes",
        "/v1/landlord/todos",
    ] {
        let all = app.get(&format!("{list}?limit=200")).expect(200)["data"].as_array().unwrap().len();
        let mut parts = 0;
        for id in &ids {
            let part = app.get(&format!("{list}?limit=200&reference_id={id}")).expect(200);
            assert!(part["data"].as_array().unwrap().iter().all(|one| one["reference_id"] == *id), "{list}");
            parts += part["data"].as_array().unwrap().len();
        }
        let both = app.get(&format!("{list}?limit=200&reference_id={}&reference_id={}", ids[0], ids[1])).expect(200);
        assert_eq!((parts, both["data"].as_array().unwrap().len()), (all, all), "{list}");
        assert!(all > 0, "{list}");
    }
}

#[test]
fn r16_r18_a_tenant_says_what_may_be_declared_and_nothing_private() {
    let app = TestApp::demo();
    let tenant = app.read_tenant(&app.tenant("eloise"));
    let names: Vec<&str> = tenant["actions"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 6);
    let keys: Vec<&String> = tenant.as_object().unwrap().keys().collect();
    for private in ["resources", "family", "nir", "birth_date", "reason"] {
        assert!(!keys.iter().any(|key| key.as_str() == private));
    }
    // Each action that is refused names the code that the call answers.
    for (search, action, path, body) in [
        (
            "damico",
            "declare_departure",
            "/v1/changes",
            json!({ "type": "departure", "departed_on": "2026-11-23", "leaving": "household", "reason": "moved" }),
        ),
        ("oeuvrard", "declare_rent", "/v1/rent-declarations", json!({ "campaign_year": 2026, "rent_cents": 50_000 })),
        ("nguyen", "declare_rent", "/v1/rent-declarations", json!({ "campaign_year": 2026, "rent_cents": 28_000 })),
        ("charpentier", "report_impaye", "/v1/impayes", json!({ "months": [{ "month": "2026-10", "unpaid_cents": 1 }] })),
    ] {
        let id = app.tenant(search);
        let actions = app.read_tenant(&id)["actions"].clone();
        let shown = actions.as_array().unwrap().iter().find(|one| one["name"] == action).unwrap().clone();
        let mut sent = body;
        sent["tenant_id"] = json!(id);
        assert_eq!((&shown["allowed"], &shown["reason"]), (&json!(false), &json!(app.post(path, &sent).code())), "{search}");
    }
}

#[test]
fn tenants_are_sorted_and_paged_the_same_way_whatever_the_page() {
    let app = TestApp::demo();
    for sort in ["name", "-name", "lease_started_on", "-lease_started_on"] {
        let whole = app.get(&format!("/v1/tenants?sort={sort}&limit=200")).expect(200);
        let (mut paged, mut next) = (Vec::new(), format!("/v1/tenants?sort={sort}&limit=7"));
        loop {
            let page = app.get(&next);
            paged.extend(page.body["data"].as_array().unwrap().clone());
            let Some(cursor) = page.body["next_cursor"].as_str() else { break };
            next = format!("/v1/tenants?sort={sort}&limit=7&cursor={cursor}");
            assert_eq!(page.header("link"), format!("<{next}>; rel=\"next\""));
        }
        assert_eq!(json!(paged), whole["data"], "{sort}");
    }
    let names: Vec<String> = app.get("/v1/tenants?limit=200").expect(200)["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["last_name"].as_str().unwrap().to_owned())
        .collect();
    assert!(names.len() > 20 && names[0] == "Benali");
}
