//! The July rent, from the list of those to declare to the second version.

use serde_json::{Value, json};

use crate::support::TestApp;

fn rent(tenant: &str, cents: i64) -> Value {
    json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": cents })
}

fn counts(app: &TestApp) -> Value {
    app.get("/v1/rent-campaigns/2026").expect(200)["counts"].clone()
}

#[test]
fn r27_a_second_declaration_is_refused_unless_it_replaces_the_one_that_counts() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let before = counts(&app);
    let first = app.post("/v1/rent-declarations", &rent(&tenant, 43_000)).expect(201);
    assert_eq!((&first["version"], &first["status"]), (&json!(1), &json!("submitted")));
    let after = counts(&app);
    assert_eq!(after["to_declare"].as_i64().unwrap(), before["to_declare"].as_i64().unwrap() - 1);
    assert_eq!(after["declared"].as_i64().unwrap(), before["declared"].as_i64().unwrap() + 1);
    let refused = app.post("/v1/rent-declarations", &rent(&tenant, 44_000));
    assert_eq!((refused.status, refused.code(), &refused.body["current_id"]), (409, "already_declared", &first["id"]));
    let mut second = rent(&tenant, 44_000);
    second["replaces"] = first["id"].clone();
    let second = app.post("/v1/rent-declarations", &second).expect(201);
    assert_eq!((&second["version"], &second["replaces"]), (&json!(2), &first["id"]));
    let old = app.get(&format!("/v1/rent-declarations/{}", first["id"].as_str().unwrap())).expect(200);
    assert_eq!((&old["status"], &old["rent_cents"]), (&json!("superseded"), &json!(43_000)));
    assert_eq!(counts(&app), after);
    let mut stale = rent(&tenant, 45_000);
    stale["replaces"] = first["id"].clone();
    assert_eq!(app.post("/v1/rent-declarations", &stale).body["current_id"], second["id"]);
}

#[test]
fn r20_r21_a_campaign_is_of_july_and_refuses_before_it_opens() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let campaign = app.get("/v1/rent-campaigns/2027").expect(200);
    assert_eq!((&campaign["reference_month"], &campaign["status"]), (&json!("2027-07"), &json!("upcoming")));
    let sent = json!({ "tenant_id": tenant, "campaign_year": 2027, "rent_cents": 43_000 });
    app.at("2027-07-14T21:59:59Z");
    let refused = app.post("/v1/rent-declarations", &sent);
    assert_eq!((refused.status, refused.code(), &refused.body["opens_on"]), (409, "campaign_not_open", &json!("2027-07-15")));
    app.at("2027-07-14T22:00:00Z");
    app.post("/v1/rent-declarations", &sent).expect(201);
}

#[test]
fn r22_only_a_tenancy_of_july_is_concerned() {
    let app = TestApp::demo();
    for (search, reason, code) in [
        ("oeuvrard", "arrived_after_july", "tenant_not_concerned"),
        ("dellova", "left_before_july", "tenant_not_concerned"),
        ("benali", "management_ended", "management_ended"),
    ] {
        let line = app.get(&format!("/v1/rent-campaigns/2026/tenants?search={search}")).expect(200)["data"][0].clone();
        assert_eq!((&line["status"], &line["reason"]), (&json!("not_concerned"), &json!(reason)), "{search}");
        let refused = app.post("/v1/rent-declarations", &rent(line["tenant"]["id"].as_str().unwrap(), 50_000));
        assert_eq!((refused.status, refused.code()), (409, code), "{search}");
    }
    let left_in_july = app.get("/v1/rent-campaigns/2026/tenants?search=etienne").expect(200);
    // The demo's paying body rejected what was declared for it: it is asked again.
    assert_eq!((&left_in_july["data"][0]["status"], &left_in_july["data"][0]["reason"]), (&json!("to_declare"), &json!("rejected")));
}

#[test]
fn r23_r24_a_rent_is_from_a_cent_to_a_million_and_unknown_charges_are_null() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    for wrong in [json!(0), json!(-1), json!(100_000_001), json!(430.5), json!(43_000.0), json!("430"), Value::Null] {
        let mut sent = rent(&tenant, 1);
        sent["rent_cents"] = wrong.clone();
        let refused = app.post("/v1/rent-declarations", &sent);
        assert_eq!((refused.status, &refused.body["errors"][0]["pointer"]), (422, &json!("/rent_cents")), "{wrong}");
    }
    let kept = app.post("/v1/rent-declarations?dry_run=true", &rent(&tenant, 100_000_000)).expect(200);
    assert_eq!(kept["charges_cents"], Value::Null);
    let mut none = rent(&tenant, 1);
    none["charges_cents"] = json!(0);
    assert_eq!(app.post("/v1/rent-declarations?dry_run=true", &none).expect(200)["charges_cents"], 0);
}

#[test]
fn r25_the_whole_rent_is_kept_and_the_share_is_rounded_down() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    for (cents, coholders, share) in [(90_000, 3, 30_000), (100_000, 3, 33_333)] {
        let mut sent = rent(&tenant, cents);
        sent["coholders"] = json!(coholders);
        let shown = app.post("/v1/rent-declarations?dry_run=true", &sent).expect(200);
        assert_eq!((&shown["rent_cents"], &shown["share_cents"]), (&json!(cents), &json!(share)));
    }
    // The lease had three co-holders on 31 July; the demo declared two from November on.
    let list = app.get(&format!("/v1/rent-declarations?tenant_id={}&campaign_year=2026", app.tenant("ferrand"))).expect(200);
    assert_eq!((&list["data"][0]["coholders"], &list["data"][0]["share_cents"]), (&json!(3), &json!(30_000)));
    let other = app.get(&format!("/v1/rent-declarations?tenant_id={}", app.tenant("boeuf"))).expect(200);
    assert_eq!(other["data"][0]["warnings"][0]["code"], "colocation_rent_differs");
}

#[test]
fn r26_r30_furnished_changes_no_amount_and_a_big_change_warns() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let mut sent = rent(&tenant, 63_000);
    sent["furnished"] = json!(true);
    let shown = app.post("/v1/rent-declarations?dry_run=true", &sent).expect(200);
    assert_eq!((&shown["rent_cents"], &shown["warnings"]), (&json!(63_000), &json!([])));
    let warned = app.post("/v1/rent-declarations?dry_run=true", &rent(&tenant, 63_001)).expect(200);
    assert_eq!(warned["warnings"][0]["code"], "rent_changed_a_lot");
    let rule = warned["warnings"][0]["rule"]["id"].as_str().unwrap();
    app.get(&format!("/v1/rules/{rule}")).expect(200);
}

#[test]
fn r28_r29_after_the_cut_off_day_a_rent_is_overdue_then_late() {
    let mut app = TestApp::demo();
    let tenant = app.tenant("eloise");
    app.at("2027-01-15T22:59:59Z");
    assert_eq!(app.post("/v1/rent-declarations?dry_run=true", &rent(&tenant, 43_000)).expect(200)["late"], false);
    app.at("2027-01-15T23:00:00Z");
    assert_eq!(app.read_tenant(&tenant)["rent_declaration"]["status"], "overdue");
    let counted = counts(&app);
    assert_eq!(counted["to_declare"], 0);
    let sum: i64 = ["to_declare", "overdue", "declared", "not_concerned"].iter().map(|name| counted[*name].as_i64().unwrap()).sum();
    assert_eq!(counted["total"], sum);
    assert_eq!(app.post("/v1/rent-declarations", &rent(&tenant, 43_000)).expect(201)["late"], true);
}

#[test]
fn r33_rents_to_declare_are_to_dos_and_every_standing_agrees_with_its_filter() {
    let app = TestApp::demo();
    let todos = app.get("/v1/landlord/todos?kind=rent_to_declare&limit=200").expect(200);
    let expected = counts(&app)["to_declare"].as_u64().unwrap();
    assert_eq!(todos["data"].as_array().unwrap().len() as u64, expected);
    for status in ["to_declare", "overdue", "declared", "not_concerned"] {
        let listed = app.get(&format!("/v1/tenants?rent_declaration={status}&limit=200")).expect(200);
        let overview = app.get(&format!("/v1/rent-campaigns/2026/tenants?status={status}&limit=200")).expect(200);
        let (listed, overview) = (listed["data"].as_array().unwrap(), overview["data"].as_array().unwrap());
        assert_eq!((listed.len(), overview.len() as u64), (overview.len(), counts(&app)[status].as_u64().unwrap()), "{status}");
        assert!(listed.iter().all(|one| one["rent_declaration"]["status"] == status), "{status}");
        assert!(overview.iter().all(|one| one["status"] == status), "{status}");
    }
}

#[test]
fn r106_a_receipt_proves_what_was_received() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let declared = app.post("/v1/rent-declarations", &rent(&tenant, 43_000)).expect(201);
    let id = declared["id"].as_str().unwrap();
    let receipt = app.get(&format!("/v1/rent-declarations/{id}/receipt")).expect(200);
    let canonical = serde_json_canonicalizer::to_string(&receipt["content"]).unwrap();
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, canonical.as_bytes());
    assert_eq!(receipt["content_sha256"], hex::encode(hash));
    assert_eq!(receipt["content_sha256"], declared["receipt"]["content_sha256"]);
    let content = &receipt["content"];
    assert_eq!((&content["kind"], &content["id"]), (&json!("rent_declaration"), &declared["id"]));
    assert_eq!((&content["declaration"]["furnished"], &content["declaration"]["coholders"]), (&json!(false), &json!(1)));
    let pdf = app.call(
        "GET",
        &format!("/v1/rent-declarations/{id}/receipt"),
        "",
        "",
        app.token(),
        &[("accept".into(), "application/pdf".into())],
    );
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    assert!(pdf.bytes.starts_with(b"%PDF"));
}

#[test]
fn eight_at_once_declare_one_rent() {
    let app = TestApp::demo();
    let sent = rent(&app.tenant("eloise"), 43_000);
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(|| app.post("/v1/rent-declarations", &sent).status)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
}

#[test]
fn r21_a_campaign_that_this_server_changes_is_seen_at_once() {
    let app = TestApp::demo();
    let year = || app.get("/v1/tenants?limit=1").expect(200)["data"][0]["rent_declaration"]["campaign_year"].clone();
    assert_eq!(year(), 2026);
    app.system_write(|conn, _| {
        diesel::RunQueryDsl::execute(diesel::sql_query("UPDATE rent_campaigns SET opens_on = '2026-11-30' WHERE year = 2026"), conn)?;
        Ok(())
    });
    assert_ne!(year(), 2026);
}
