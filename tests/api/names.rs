//! Landlords are found by key and SIRET in one table, where both are unique, and answers are kept by
//! owner.

use offre_bailleurs::testing::demo::PAYING_BODY_CLIENT;
use offre_bailleurs::testing::migrate;
use serde_json::{Value, json};

use crate::support::{Database, TestApp};
use crate::system::migrations;

fn landlord(key: &str, siret: Option<&str>) -> Value {
    json!({
        "type": "landlord", "key": key, "kind": "company", "name": format!("SCI {key}"), "siret": siret, "email": "a@b.example", "phone": null,
        "address": {
            "line1": "1 rue A", "postal_code": "13001", "city": "Marseille", "insee_code": "13055", "country": "FR",
        },
        "references": [{
            "paying_body": { "code": "131", "name": "CAF des Bouches-du-Rhône" }, "reference": format!("REF-{key}"), "label": "M",
            "direct_payment": true,
        }],
        "bank_account": null,
    })
}

fn lines(list: &[Value]) -> Vec<u8> {
    list.iter().map(|line| format!("{line}\n")).collect::<String>().into_bytes()
}

/// Every landlord has its key as a name, and its SIRET if it has one, and nobody else has any.
fn names_are_those_of_the_landlords(database: &Database) {
    let named = |kind: &str| {
        database.count(&format!(
            "landlord_names JOIN landlords ON landlords.landlord_id = landlord_names.landlord_id \
             WHERE landlord_names.kind = '{kind}' AND landlord_names.value = landlords.{kind}"
        ))
    };
    let (keys, sirets) = (database.count("landlords"), database.count("landlords WHERE siret IS NOT NULL"));
    assert!(keys > 2 && sirets > 1 && keys > sirets, "{keys} landlords, {sirets} with a SIRET");
    assert_eq!((named("key"), named("siret")), (keys, sirets));
    assert_eq!(database.count("landlord_names"), keys + sirets);
}

#[test]
fn a_load_names_each_landlord_and_a_siret_that_comes_later_is_a_name_too() {
    let app = TestApp::demo();
    let body = app.token_of(PAYING_BODY_CLIENT);
    let load = |list: &[Value]| app.load(&body, &[("content-type", "application/x-ndjson")], lines(list)).expect(200);
    names_are_those_of_the_landlords(app.store());
    assert_eq!(load(&[landlord("LATE", None), landlord("OTHER", None)])["accepted"], 2);
    names_are_those_of_the_landlords(app.store());
    let (status, _, told) = app.command(&["client", "create", "--name", "c", "--landlord", "55208131700018"]);
    assert!(!status && told.contains("--landlord: none has the key or SIRET"), "{told}");
    assert_eq!(load(&[landlord("LATE", Some("55208131700018"))])["accepted"], 1);
    names_are_those_of_the_landlords(app.store());
    assert!(app.command(&["client", "create", "--name", "c", "--landlord", "552 081 317 00018"]).0);
    // A SIRET is one landlord's, whichever line brings it: in the same chunk, or in another.
    let other = landlord("OTHER", Some("55208131700018"));
    let third = [landlord("THIRD", Some("35600000049837")), landlord("FOURTH", Some("35600000049837"))];
    assert_eq!(load(&[other])["errors"][0]["code"], "siret_already_used");
    let report = load(&third);
    assert_eq!((&report["accepted"], &report["errors"][0]["code"]), (&json!(1), &json!("siret_already_used")), "{report}");
    // A key that reads like a SIRET is a key.
    assert_eq!(load(&[landlord("35600000049837", None)])["accepted"], 1);
    names_are_those_of_the_landlords(app.store());
}

#[test]
fn two_loads_that_bring_the_same_landlords_at_once_make_each_once() {
    let app = TestApp::demo();
    let body = app.token_of(PAYING_BODY_CLIENT);
    let (before, number) = (app.store().count("landlords"), 40);
    let forth: Vec<Value> = (0..number).map(|each| landlord(&format!("TWIN-{each}"), None)).collect();
    let back: Vec<Value> = forth.iter().rev().cloned().collect();
    let load = |list: &[Value]| app.load(&body, &[("content-type", "application/x-ndjson")], lines(list)).expect(200);
    let (one, other) = std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(|| load(&forth)), scope.spawn(|| load(&back)));
        (one.join().unwrap(), other.join().unwrap())
    });
    assert_eq!((&one["rejected"], &other["rejected"]), (&json!(0), &json!(0)), "{one} {other}");
    assert_eq!(app.store().count("landlords"), before + number);
    names_are_those_of_the_landlords(app.store());
}

#[test]
fn two_loads_of_one_line_each_that_bring_the_same_landlord_at_once_make_it_once() {
    let app = TestApp::demo();
    let body = app.token_of(PAYING_BODY_CLIENT);
    let before = app.store().count("landlords");
    let load = |line: &Value| app.load(&body, &[("content-type", "application/x-ndjson")], lines(std::slice::from_ref(line))).expect(200);
    let number = 20;
    for each in 0..number {
        let line = landlord(&format!("PAIR-{each}"), None);
        let start = std::sync::Barrier::new(2);
        let one_of_two = || {
            start.wait();
            load(&line)
        };
        let (one, other) = std::thread::scope(|scope| {
            let (one, other) = (scope.spawn(one_of_two), scope.spawn(one_of_two));
            (one.join().unwrap(), other.join().unwrap())
        });
        assert_eq!((&one["rejected"], &other["rejected"]), (&json!(0), &json!(0)), "{one} {other}");
    }
    assert_eq!(app.store().count("landlords"), before + number);
    names_are_those_of_the_landlords(app.store());
}

#[test]
fn data_goes_through_the_migrations_and_back() {
    let database = Database::demo();
    let target = database.url.parse().unwrap();
    let all = migrations("sqlite");
    let since = all.iter().position(|(name, _)| name.ends_with("_landlord_names")).unwrap();
    let rows = |database: &Database| ["landlords", "tenants", "landlord_references"].map(|table| database.count(table));
    let before = rows(&database);
    let count = database.count("landlord_names");
    migrate::revert(&target, all.len() - since).unwrap();
    assert!(!database.tables().contains(&"landlord_names".to_owned()));
    assert_eq!(rows(&database), before);
    migrate::run(&target).unwrap();
    assert_eq!((rows(&database), database.count("landlord_names")), (before, count));
    names_are_those_of_the_landlords(&database);
    if database.url.starts_with("sqlite") {
        assert_eq!(database.count("pragma_foreign_key_check"), 0, "a row refers to a landlord who is not there");
    }
}

#[test]
fn an_answer_that_was_kept_is_given_again_after_the_migration_and_after_its_undoing() {
    let app = TestApp::demo();
    let target = app.database().parse().unwrap();
    let all = migrations("sqlite");
    let since = all.iter().position(|(name, _)| name.ends_with("_owners_of_keys")).unwrap();
    let waiting = app.get("/v1/tenants?rent_declaration=to_declare&limit=1").expect(200);
    let rent = json!({ "tenant_id": waiting["data"][0]["id"], "campaign_year": 2026, "rent_cents": 43_000 });
    let declare = || app.landlord().header("idempotency-key", "kept").post("/v1/rent-declarations", &rent);
    let first = declare();
    assert_eq!((first.status, app.store().count("idempotency_keys WHERE owner_id LIKE 'lld_%'")), (201, 1));
    migrate::revert(&target, all.len() - since).unwrap();
    assert_eq!(app.store().count("idempotency_keys WHERE landlord_id LIKE 'lld_%'"), 1);
    migrate::run(&target).unwrap();
    let again = declare();
    assert_eq!((again.status, again.header("idempotent-replayed"), &again.bytes), (201, "true", &first.bytes));
    assert_eq!(app.store().count("idempotency_keys WHERE owner_id LIKE 'lld_%'"), 1);
}
