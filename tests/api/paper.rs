//! Receipts, as JSON and on paper, through HTTP: each kind, in both languages.

use diesel::sql_types::Text;
use diesel::{RunQueryDsl, sql_query};
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::paper::{Paper, hash};

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

fn pdf(app: &TestApp, path: &str, language: &str) -> Vec<u8> {
    let headers = [("accept".to_owned(), "application/pdf".to_owned()), ("accept-language".to_owned(), language.to_owned())];
    let answer = app.call("GET", &format!("{path}/receipt"), "", "", app.token(), &headers);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{path}");
    answer.bytes
}

/// Reads a receipt in JSON, which its hash proves, and on paper, which says all of the lines wanted and
/// no date or amount as machines write them.
fn reads(app: &TestApp, path: &str, kind: &str, french: &[&str], english: &[&str]) -> Value {
    let receipt = app.get(&format!("{path}/receipt")).expect(200);
    let content = &receipt["content"];
    assert_eq!((&receipt["content_sha256"], &content["kind"]), (&json!(hash(content)), &json!(kind)));
    let keys: Vec<&str> = content.as_object().unwrap().keys().map(String::as_str).collect();
    let wanted = ["client_id", "deadline_on", "declaration", "id", "kind", "landlord", "landlord_id", "late", "received_at", "tenant"];
    assert_eq!(keys, wanted);
    for (language, wanted) in [("fr", french), ("en", english)] {
        let bytes = pdf(app, path, language);
        assert_eq!(bytes, pdf(app, path, language), "the same receipt is the same bytes");
        let paper = Paper::read(&bytes);
        let lines = paper.lines();
        for line in wanted {
            assert!(lines.contains(line), "{kind} in {language} lacks {line:?}: {lines:#?}");
        }
        for line in [receipt["number"].as_str().unwrap(), receipt["content_sha256"].as_str().unwrap(), id(content), "SCI Les Tilleuls"] {
            assert!(lines.contains(&line), "{line}");
        }
        assert!(lines.contains(&"SIRET 732\u{a0}829\u{a0}320\u{a0}00074"));
        assert!(!lines.iter().any(|line| line.contains("_cents") || line.contains("null")), "{lines:#?}");
        assert!(paper.holds("<pdfaid:part>2</pdfaid:part>") && paper.holds("<pdfaid:conformance>A</pdfaid:conformance>"));
        assert!(paper.holds("/FontFile2") && paper.holds(&format!("/Lang({language})")));
    }
    receipt
}

fn rent(app: &TestApp, tenant: &str, more: Value) -> Value {
    let mut sent = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 104_000 });
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.post("/v1/rent-declarations", &sent).expect(201)
}

#[test]
fn r106_r27_a_july_rent_on_paper_names_whom_it_is_of_and_what_it_replaces() {
    let app = TestApp::demo();
    let first = rent(&app, &app.tenant("eloise"), json!({ "charges_cents": 9_000, "decent": true }));
    let path = format!("/v1/rent-declarations/{}", id(&first));
    let receipt = reads(
        &app,
        &path,
        "rent_declaration",
        &[
            "Accusé de réception · loyer de juillet 2026",
            "Reçu le 23\u{a0}novembre 2026 à 10\u{a0}h\u{a0}00, heure de Paris.",
            "Reçu dans le délai",
            "Éloïse D'Aubigné",
            "Allocataire n°\u{a0}1234567",
            "CAF des Bouches-du-Rhône (131)",
            "1\u{202f}040,00\u{a0}€",
            "15\u{a0}janvier 2027",
            "CCH R.823-2",
            "Version 1.",
        ],
        &[
            "Acknowledgement of receipt · rent for July 2026",
            "Received on 23\u{a0}November 2026 at 10:00, Paris time.",
            "Received in time",
            "€1,040.00",
            "15\u{a0}January 2027",
        ],
    );
    let content = &receipt["content"];
    assert_eq!(
        content["landlord"],
        json!({
            "name": "SCI Les Tilleuls", "siret": "73282932000074", "reference": "B0012345",
            "paying_body": { "code": "131", "name": "CAF des Bouches-du-Rhône" }
        })
    );
    let keys: Vec<&str> = content["tenant"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["address", "beneficiary_number", "first_name", "landlord_reference", "last_name"]);
    assert_eq!((&content["deadline_on"], &content["late"]), (&json!("2027-01-15"), &json!(false)));
    let second = rent(&app, &app.tenant("eloise"), json!({ "coholders": 3, "replaces": id(&first) }));
    let path = format!("/v1/rent-declarations/{}", id(&second));
    let replaced = format!("Version 2, qui remplace la version 1 ({}).", id(&first));
    reads(&app, &path, "rent_declaration", &[&replaced, "346,66\u{a0}€"], &["€346.66"]);
}

#[test]
fn r106_r28_a_late_rent_says_so() {
    let mut app = TestApp::demo();
    app.at("2027-01-16T12:00:00Z");
    let late = rent(&app, &app.tenant("eloise"), json!({}));
    let path = format!("/v1/rent-declarations/{}", id(&late));
    reads(&app, &path, "rent_declaration", &["Reçu hors délai", "15\u{a0}janvier 2027"], &["Received late"]);
}

#[test]
fn r106_r53_each_change_and_its_cancellation_on_paper() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let sent = json!({ "type": "colocation", "tenant_id": tenant, "effective_on": "2026-12-01", "coholders": 3 });
    let shared = app.post("/v1/changes", &sent).expect(201);
    reads(
        &app,
        &format!("/v1/changes/{}", id(&shared)),
        "change",
        &["Accusé de réception · nombre de cotitulaires", "1er\u{a0}décembre 2026", "Version 1."],
        &["Acknowledgement of receipt · number of co-holders", "1\u{a0}December 2026"],
    );
    let sent = json!({
        "type": "departure", "tenant_id": tenant, "departed_on": "2026-09-12", "leaving": "household", "reason": "moved",
        "new_address": { "line1": "3 quai des Belges", "postal_code": "13001", "city": "Marseille" }
    });
    let left = app.post("/v1/changes", &sent).expect(201);
    let path = format!("/v1/changes/{}", id(&left));
    let receipt = reads(
        &app,
        &path,
        "change",
        &[
            "Accusé de réception · départ du locataire",
            "Reçu hors délai",
            "12\u{a0}octobre 2026",
            "CCH L.823-6, D.823-15",
            "Le bail prend fin le 12\u{a0}septembre 2026.",
            "3 quai des Belges",
        ],
        &["Acknowledgement of receipt · tenant's departure", "Received late", "The tenancy ends on 12\u{a0}September 2026."],
    );
    assert_eq!((&receipt["content"]["deadline_on"], &receipt["content"]["late"]), (&json!("2026-10-12"), &json!(true)));
    let cancelled = app.post(&format!("{path}/cancellation"), &json!({ "reason": "Le locataire reste." })).expect(200);
    let receipt = reads(
        &app,
        &path,
        "cancellation",
        &["Accusé de réception · annulation d'un changement", "départ du locataire", "Le locataire reste."],
        &["Acknowledgement of receipt · cancelled change", "tenant's departure"],
    );
    assert_eq!((&receipt["number"], &receipt["content"]["late"]), (&cancelled["receipt"]["number"], &json!(false)));
    let logement = app.read_tenant(&tenant)["logement"]["id"].clone();
    let sent = json!({ "type": "end_of_management", "logement_id": logement, "effective_on": "2026-12-31", "reason": "sale" });
    let ended = app.post("/v1/changes", &sent).expect(201);
    let receipt = reads(
        &app,
        &format!("/v1/changes/{}", id(&ended)),
        "change",
        &["Accusé de réception · fin de gestion", "Logement", "3 rue Thiers", "vente du logement"],
        &["Acknowledgement of receipt · end of management", "Housing unit", "sale of the housing unit"],
    );
    assert_eq!((&receipt["content"]["tenant"], &receipt["content"]["deadline_on"]), (&Value::Null, &Value::Null));
}

#[test]
fn r106_r41_a_departure_late_for_nobody_says_whom_the_deadline_binds() {
    let app = TestApp::demo();
    let paid = app.get("/v1/tenants?payment_mode=tenant&limit=1").expect(200)["data"][0]["id"].clone();
    let sent = json!({ "type": "departure", "tenant_id": paid, "departed_on": "2026-09-12", "leaving": "household", "reason": "moved" });
    let left = app.post("/v1/changes", &sent).expect(201);
    let bound = "Le délai n'oblige que le bailleur qui reçoit l'aide.";
    reads(&app, &format!("/v1/changes/{}", id(&left)), "change", &[bound], &["It binds only a landlord who receives the aid."]);
}

#[test]
fn r106_r79_r81_arrears_and_each_act_on_the_case_on_paper() {
    let app = TestApp::demo();
    let report = |more: Value| {
        let mut sent = json!({
            "tenant_id": app.tenant("eloise"), "recovery_steps": [{ "kind": "formal_notice", "done_on": "2026-11-02" }],
            "months": [{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 32_000 }]
        });
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        app.post("/v1/impayes", &sent).expect(201)
    };
    let case = report(json!({ "tenant_in_place": true }));
    let path = format!("/v1/impayes/{}", id(&case));
    reads(
        &app,
        &path,
        "impaye",
        &[
            "Accusé de réception · impayé de loyer",
            "Septembre 2026",
            "640,00\u{a0}€",
            "Mise en demeure",
            "CCH R.824-4",
            "Reçu dans le délai",
        ],
        &["Acknowledgement of receipt · rent arrears", "September 2026", "€640.00", "Formal notice"],
    );
    app.post(&format!("{path}/months"), &json!({ "months": [{ "month": "2026-10", "unpaid_cents": 0 }] })).expect(200);
    reads(&app, &path, "impaye_months", &["Accusé de réception · mois d'un impayé", "retiré"], &["removed"]);
    let plan = json!({ "signed_on": "2026-11-20", "first_due_on": "2026-12-31", "count": 3 });
    app.post(&format!("{path}/repayment-plans"), &plan).expect(200);
    let receipt = reads(
        &app,
        &path,
        "repayment_plan",
        &["Accusé de réception · plan d'apurement", "31\u{a0}janvier 2027", "28\u{a0}février 2027", "106,67\u{a0}€", "320,00\u{a0}€"],
        &["Acknowledgement of receipt · repayment plan", "28\u{a0}February 2027", "€106.66"],
    );
    let declared = &receipt["content"]["declaration"];
    assert_eq!((&declared["count"], declared["instalments"].as_array().map(Vec::len)), (&json!(3), Some(3)), "defaults are filled in");
    let landlord = app.get("/v1/landlord").expect(200)["id"].clone();
    let decide = format!("/v1/paying-body/landlords/{}/impayes/{}/transition", landlord.as_str().unwrap(), id(&case));
    app.caller(&app.token_for_body("131")).post(&decide, &json!({ "status": "plan_approved" })).expect(200);
    let check = json!({ "checked_on": "2026-11-23", "plan_kept": true, "current_rent_paid": false });
    app.post(&format!("{path}/checks"), &check).expect(200);
    let receipt = reads(
        &app,
        &path,
        "check",
        &["Accusé de réception · suivi du plan d'apurement", "Plan respecté", "oui", "non", "23\u{a0}mai 2027", "CCH R.824-9"],
        &["Acknowledgement of receipt · check of the plan", "yes", "no"],
    );
    assert_eq!((&receipt["content"]["deadline_on"], &receipt["content"]["late"]), (&json!("2027-05-23"), &json!(false)));
    app.post(&format!("{path}/settlement"), &json!({ "settled_on": "2026-11-22" })).expect(200);
    reads(&app, &path, "settlement", &["Accusé de réception · dette soldée", "22\u{a0}novembre 2026"], &["22\u{a0}November 2026"]);
    let case = report(json!({}));
    let path = format!("/v1/impayes/{}", id(&case));
    app.post(&format!("{path}/withdrawal"), &json!({ "reason": "Signalé par erreur." })).expect(200);
    reads(&app, &path, "withdrawal", &["Accusé de réception · retrait d'un signalement", "Signalé par erreur."], &["Signalé par erreur."]);
}

#[test]
fn r106_letters_of_all_europe_are_printed_and_what_the_font_lacks_is_a_box_that_copies_as_itself() {
    let app = TestApp::demo();
    let names = ["Łukasz Wiśniewski", "Ágnes Erdős, Șerban Țepeș", "Νίκος Παπαδόπουλος", "Юрий Гагарин", "日本 et 日"];
    let declared = rent(&app, &app.tenant("eloise"), json!({ "comment": names.join("\n") }));
    reads(&app, &format!("/v1/rent-declarations/{}", id(&declared)), "rent_declaration", &names, &names);
}

#[test]
fn r106_a_long_text_wraps_and_a_long_list_takes_more_pages_with_their_numbers() {
    let app = TestApp::demo();
    let word = "Ł".repeat(400);
    let comment = format!("{word} {}", "un mot ".repeat(85));
    let declared = rent(&app, &app.tenant("eloise"), json!({ "comment": comment }));
    let paper = Paper::read(&pdf(&app, &format!("/v1/rent-declarations/{}", id(&declared)), "fr"));
    let printed: usize = paper.lines().iter().map(|line| line.matches('Ł').count()).sum();
    assert_eq!((printed, paper.lines().concat().matches("mot").count()), (400, 85), "no letter is lost");
    let sent = json!({
        "tenant_id": app.tenant("eloise"), "recovery_steps": [{ "kind": "reminder", "done_on": "2026-11-02" }],
        "months": [{ "month": "2026-09", "unpaid_cents": 32_000 }, { "month": "2026-10", "unpaid_cents": 32_000 }]
    });
    let case = app.post("/v1/impayes", &sent).expect(201);
    let path = format!("/v1/impayes/{}", id(&case));
    // The longest list that a body may hold.
    app.post(&format!("{path}/repayment-plans"), &json!({ "signed_on": "2026-11-20", "first_due_on": "2026-12-05", "count": 120 }))
        .expect(200);
    let paper = Paper::read(&pdf(&app, &path, "fr"));
    assert_eq!(paper.pages.len(), 4);
    for (rank, page) in paper.pages.iter().enumerate() {
        assert!(page.contains(&format!("{} / 4", rank + 1)), "{page:#?}");
        assert!(page.iter().any(|line| line.contains("plan d'apurement")), "each page says what it is of: {page:#?}");
    }
    let days = paper.lines().iter().filter(|line| line.starts_with("5\u{a0}")).count();
    assert_eq!(days, 122, "every instalment; above them the first one; below them the day of the arrears");
}

#[test]
fn r106_a_receipt_issued_before_its_content_grew_keeps_its_hash_and_is_printed_with_what_it_has() {
    let app = TestApp::demo();
    let declared = rent(&app, &app.tenant("eloise"), json!({}));
    let path = format!("/v1/rent-declarations/{}", id(&declared));
    let mut old = app.get(&format!("{path}/receipt")).expect(200)["content"].clone();
    for later in ["landlord", "tenant", "deadline_on", "late"] {
        old.as_object_mut().unwrap().remove(later).unwrap();
    }
    let (content, sha) = (serde_json_canonicalizer::to_string(&old).unwrap(), hash(&old));
    let landlord = old["landlord_id"].as_str().unwrap().to_owned();
    let number = declared["receipt"]["number"].as_str().unwrap().to_owned();
    let written = app.system_write(move |conn, _| {
        let sql = r#"UPDATE "receipts" SET "content" = $1, "content_sha256" = $2
            WHERE (("receipts"."landlord_id" = $3) AND ("receipts"."number" = $4))"#;
        let update = sql_query(sql).bind::<Text, _>(&content).bind::<Text, _>(&sha).bind::<Text, _>(&landlord).bind::<Text, _>(&number);
        Ok(update.execute(conn)?)
    });
    assert_eq!(written, 1);
    let receipt = app.get(&format!("{path}/receipt")).expect(200);
    assert_eq!((&receipt["content"], &receipt["content_sha256"]), (&old, &json!(hash(&old))));
    let paper = Paper::read(&pdf(&app, &path, "fr"));
    let lines = paper.lines();
    assert!(lines.contains(&"Accusé de réception · loyer de juillet 2026") && lines.contains(&"1\u{202f}040,00\u{a0}€"));
    assert!(lines.contains(&hash(&old).as_str()));
    assert!(!lines.iter().any(|line| line.contains("Tilleuls") || line.contains("délai")), "{lines:#?}");
}
