//! What a landlord calls its tenants and housing units by is the landlord's: it sets it, finds them by it, and
//! no load takes it away that says nothing new.

use offre_bailleurs::testing::demo::{PAYING_BODY_CLIENT, keys};
use offre_bailleurs::testing::migrate;
use serde_json::{Value, json};

use crate::roster::{demo_roster, load_for_all};
use crate::support::{Answer, TestApp};
use crate::system::migrations;

/// The two kinds of things with a reference of the landlord's own.
const KINDS: [&str; 2] = ["tenants", "logements"];

/// The path of one of them whose roster key is known, and its line of the roster.
fn one(app: &TestApp, kind: &str) -> (String, Value) {
    let key = if kind == "tenants" { keys::PLAIN } else { keys::LOGEMENT };
    let own = demo_roster();
    let own = own.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let line = own.into_iter().find(|line| line["type"] == kind.trim_end_matches('s') && line["key"] == key).unwrap();
    let tenant = app.read_tenant(&app.tenant("eloise"));
    let id = if kind == "tenants" { &tenant["id"] } else { &tenant["logement"]["id"] };
    (format!("/v1/{kind}/{}", id.as_str().unwrap()), line)
}

fn set_if(app: &TestApp, path: &str, reference: &Value, tag: &str) -> Answer {
    app.landlord().header("if-match", tag).patch(path, &json!({ "landlord_reference": reference }))
}

fn set(app: &TestApp, path: &str, reference: &Value) -> Value {
    let changed = set_if(app, path, reference, "*");
    let (status, tag) = (changed.status, changed.header("etag").to_owned());
    assert_eq!(status, 200, "{}", changed.body);
    let read = app.get(path);
    assert_eq!((&read.body, read.header("etag")), (&changed.body, tag.as_str()), "{path}");
    assert_eq!(&read.body["landlord_reference"], reference);
    changed.body
}

/// The ids that a list gives.
fn ids(app: &TestApp, address: &str) -> Vec<String> {
    let found = app.get(address).expect(200)["data"].as_array().unwrap().clone();
    found.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

fn load(app: &TestApp, line: &Value) -> (Value, Value) {
    let report = app.load(&app.token_of(PAYING_BODY_CLIENT), &[("content-type", "application/x-ndjson")], line.to_string().into_bytes());
    let report = report.expect(200);
    assert_eq!(report["rejected"], 0, "{report}");
    (report["accepted"].clone(), report["unchanged"].clone())
}

#[test]
fn r13_what_a_landlord_sets_is_what_it_finds_them_by_from_then_on() {
    let app = TestApp::demo();
    for kind in KINDS {
        let (path, _) = one(&app, kind);
        let before = app.get(&path).expect(200);
        let (id, old) = (before["id"].as_str().unwrap(), before["landlord_reference"].as_str().unwrap());
        let found = |filter: &str| ids(&app, &format!("/v1/{kind}?{filter}"));
        // A search cuts at the hyphen and finds others too.
        assert!(found(&format!("search={old}")).contains(&id.to_owned()));
        assert_eq!(found(&format!("landlord_reference={old}")), [id]);
        let changed = set(&app, &path, &json!("Dossier É-7/12"));
        let mut expected = before.clone();
        expected["landlord_reference"] = json!("Dossier É-7/12");
        assert_eq!(changed, expected, "nothing else changes");
        let here = ["landlord_reference=Dossier%20%C3%89-7/12", "search=dossier%20e7/12", "search=Dossier%20%C3%89-7/12", "search=7/12"];
        here.iter().for_each(|filter| assert_eq!(found(filter), [id], "{filter}"));
        assert!(!found(&format!("search={old}")).contains(&id.to_owned()));
        let gone = [format!("landlord_reference={old}"), "landlord_reference=Dossier".to_owned()];
        gone.iter().for_each(|filter| assert_eq!(found(filter), [""; 0], "{filter}"));
        set(&app, &path, &Value::Null);
        assert_eq!(found("search=7/12"), [""; 0]);
        assert_eq!(found("search=thiers"), found("search=3%20rue%20thiers%2013001%20marseille"), "the rest is found as before");
        assert!(found("search=thiers").contains(&id.to_owned()));
    }
}

#[test]
fn r13_a_reference_that_was_set_comes_first_among_what_holds_it() {
    let app = TestApp::demo();
    let by_name = ids(&app, "/v1/tenants?limit=200");
    let (first, last) = (by_name.first().unwrap(), by_name.last().unwrap());
    for (id, reference) in [(first, "ZZ-100"), (last, "ZZ-10")] {
        set(&app, &format!("/v1/tenants/{id}"), &json!(reference));
    }
    assert_eq!(ids(&app, "/v1/tenants?search=ZZ-10"), [last.clone(), first.clone()]);
    assert_eq!(ids(&app, "/v1/tenants?search=ZZ-10&sort=name&limit=1"), std::slice::from_ref(last));
    assert_eq!(ids(&app, "/v1/tenants?search=ZZ-100"), std::slice::from_ref(first));
    // Two may share one: both are found, by name.
    set(&app, &format!("/v1/tenants/{first}"), &json!("ZZ-10"));
    assert_eq!(ids(&app, "/v1/tenants?landlord_reference=ZZ-10"), [first.clone(), last.clone()]);
}

#[test]
fn what_a_landlord_called_them_stays_until_the_file_calls_them_something_new() {
    for (kind, by_command) in KINDS.iter().flat_map(|kind| [(kind, false), (kind, true)]) {
        let app = TestApp::demo();
        let (path, line) = one(&app, kind);
        let brought = |reference: Option<&Value>| {
            let mut line = line.clone();
            let members = line.as_object_mut().unwrap();
            members.remove("landlord_reference");
            members.extend(reference.map(|one| ("landlord_reference".to_owned(), one.clone())));
            if by_command {
                let report = load_for_all(app.database(), &line.to_string());
                assert_eq!(report.rejected, 0, "{:?}", report.errors);
                return (json!(report.accepted), json!(report.unchanged));
            }
            load(&app, &line)
        };
        let now = || app.get(&path).expect(200);
        let called = || now()["landlord_reference"].clone();
        let (same, other) = ((json!(0), json!(1)), (json!(1), json!(0)));
        let first = line["landlord_reference"].clone();
        let found = |reference: &str| ids(&app, &format!("/v1/{kind}?search={reference}")).len();

        set(&app, &path, &json!("MINE-1"));
        let whole = now();
        for _ in 0..2 {
            assert_eq!(brought(Some(&first)), same, "{kind}");
            assert_eq!(now(), whole);
        }
        assert_eq!(found("MINE-1"), 1);
        // Another value of the file is news, whatever it is beside.
        assert_eq!(brought(Some(&json!("FILE-2"))), other, "{kind}");
        assert_eq!((called(), found("FILE-2"), found("MINE-1")), (json!("FILE-2"), 1, 0), "{kind}");
        // So is the one that came first, once another came between.
        set(&app, &path, &json!("MINE-2"));
        assert_eq!(brought(Some(&first)), other);
        assert_eq!(called(), first);
        // Removed by the landlord, it stays removed.
        set(&app, &path, &Value::Null);
        assert_eq!(brought(Some(&first)), same);
        assert_eq!(called(), Value::Null);
        // The file brings what the landlord has set already.
        set(&app, &path, &json!("MINE-3"));
        assert_eq!(brought(Some(&json!("MINE-3"))), other);
        assert_eq!((brought(Some(&json!("MINE-3"))), called()), (same.clone(), json!("MINE-3")));
        set(&app, &path, &json!("MINE-4"));
        // A null of the file is news too.
        assert_eq!(brought(Some(&Value::Null)), other);
        assert_eq!((called(), found("MINE-4")), (Value::Null, 0));
        set(&app, &path, &json!("MINE-5"));
        assert_eq!((brought(Some(&Value::Null)), called()), (same, json!("MINE-5")));
    }
}

#[test]
fn a_file_that_does_not_speak_of_a_unit_s_own_reference_leaves_it_alone() {
    let app = TestApp::demo();
    let (path, mut line) = one(&app, "logements");
    let loaded = line["landlord_reference"].clone();
    line.as_object_mut().unwrap().remove("landlord_reference");
    assert_eq!(load(&app, &line), (json!(0), json!(1)), "neither the loaded one");
    assert_eq!(app.get(&path).expect(200)["landlord_reference"], loaded);
    line["surface_m2"] = json!(49);
    set(&app, &path, &json!("MINE"));
    assert_eq!(load(&app, &line), (json!(1), json!(0)));
    let read = app.get(&path).expect(200);
    assert_eq!((&read["landlord_reference"], &read["surface_m2"]), (&json!("MINE"), &json!(49)));
    assert_eq!(ids(&app, "/v1/logements?search=MINE").len(), 1, "nor the one that was set");
    line["landlord_reference"] = loaded;
    line["surface_m2"] = json!(50);
    load(&app, &line);
    assert_eq!(app.get(&path).expect(200)["landlord_reference"], "MINE", "what was loaded first is no news");
}

#[test]
fn a_unit_that_moves_and_a_tenant_that_changes_are_found_by_what_the_landlord_set() {
    let app = TestApp::demo();
    let (tenant, mut of_tenant) = one(&app, "tenants");
    let (unit, mut of_unit) = one(&app, "logements");
    set(&app, &tenant, &json!("MINE-T"));
    set(&app, &unit, &json!("MINE-L"));
    of_unit["address"]["line1"] = json!("4 rue Neuve");
    load(&app, &of_unit);
    for (kind, search) in [("tenants", "MINE-T%20neuve"), ("logements", "MINE-L%20neuve")] {
        assert_eq!(ids(&app, &format!("/v1/{kind}?search={search}")).len(), 1, "{kind}");
    }
    of_tenant["last_name"] = json!("Desroches");
    load(&app, &of_tenant);
    assert_eq!(ids(&app, "/v1/tenants?search=MINE-T%20desroches%20neuve").len(), 1);
    assert_eq!(ids(&app, "/v1/tenants?search=MINE-T%20thiers").len(), 0);
}

#[test]
fn a_change_names_the_version_it_changes_and_each_fault_has_its_place() {
    let app = TestApp::demo();
    for kind in KINDS {
        let (path, _) = one(&app, kind);
        let read = app.get(&path);
        let tag = read.header("etag").to_owned();
        let send = |body: &Value, tag: &str| app.landlord().header("if-match", tag).patch(&path, body);
        assert_eq!(app.landlord().patch(&path, &json!({})).code(), "precondition_required");
        assert_eq!(set_if(&app, &path, &json!("A"), "\"old\"").code(), "precondition_failed");
        // Nothing said, nothing changed.
        let nothing = send(&json!({}), &tag);
        assert_eq!((nothing.status, &nothing.body, nothing.header("etag")), (200, &read.body, tag.as_str()));
        let longest = json!("é".repeat(50));
        let changed = set_if(&app, &path, &longest, &tag);
        assert_eq!((changed.status, &changed.body["landlord_reference"]), (200, &longest));
        assert_eq!(set_if(&app, &path, &json!("B"), &tag).code(), "precondition_failed");
        assert_eq!(set_if(&app, &path, &json!(" "), changed.header("etag")).expect(200)["landlord_reference"], Value::Null);
        let place = "/landlord_reference";
        for (body, pointer, code) in [
            (json!({ "landlord_reference": "x".repeat(51) }), place, "too_long"),
            (json!({ "landlord_reference": 42 }), place, "wrong_type"),
            (json!({ "landlord_reference": ["LOC-1"] }), place, "wrong_type"),
            (json!({ "landlord_reference": "a\nb" }), place, "invalid_character"),
            (json!({ "landlord_reference": "a\u{202e}b" }), place, "invalid_character"),
            (json!({ "last_name": "x" }), "/last_name", "unknown_key"),
            (json!({ "landlord_reference": "A", "nir": "1" }), "/nir", "nir_refused"),
        ] {
            let refused = send(&body, "*");
            let fault = &refused.body["errors"][0];
            let told = (refused.status, &fault["pointer"], &fault["code"]);
            assert_eq!(told, (422, &json!(pointer), &json!(code)), "{}", refused.body);
        }
        for (sent, status) in [(json!([]), 422), (Value::Null, 422), (json!("A"), 422)] {
            assert_eq!(send(&sent, "*").status, status, "{sent}");
        }
        assert_eq!(app.landlord().header("if-match", "*").send("PATCH", &path, "text/plain", &json!({})).status, 415);
        let plain = app.landlord().header("if-match", "*").send("PATCH", &path, "application/json", &json!({ "landlord_reference": "C" }));
        assert_eq!(plain.expect(200)["landlord_reference"], "C");
        assert_eq!(app.landlord().patch(&format!("{path}?dry_run=true"), &json!({})).status, 422, "there is no dry run of it");
    }
}

#[test]
fn of_two_changes_of_one_version_one_is_made() {
    let app = TestApp::demo();
    for kind in KINDS {
        let (path, _) = one(&app, kind);
        for round in 0..4 {
            let tag = app.get(&path).header("etag").to_owned();
            let send = |name: &str| set_if(&app, &path, &json!(format!("{name}-{round}")), &tag);
            let (one, two) = std::thread::scope(|scope| {
                let other = scope.spawn(|| send("ONE"));
                let own = send("TWO");
                (other.join().unwrap(), own)
            });
            let mut statuses = [one.status, two.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 412], "{kind}");
            let made = if one.status == 200 { one } else { two };
            let read = app.get(&path);
            assert_eq!((&read.body, read.header("etag")), (&made.body, made.header("etag")));
        }
    }
}

#[test]
fn who_may_only_read_sets_nothing_and_who_may_set_need_not_read() {
    let app = TestApp::demo();
    let scoped = |scope: &str| app.token_with(offre_bailleurs::testing::demo::LANDLORD_CLIENT, scope);
    for kind in KINDS {
        let (path, _) = one(&app, kind);
        let body = json!({ "landlord_reference": "S-1" });
        let send = |token: &str| app.caller(token).header("if-match", "*").patch(&path, &body);
        for scope in ["tenants:read logements:read landlord:read", "bank:write", "changes:write"] {
            assert_eq!(send(&scoped(scope)).code(), "insufficient_scope", "{scope}");
        }
        assert_eq!(send(&scoped("landlord:write")).expect(200)["landlord_reference"], "S-1");
        assert_eq!(send("").status, 401);
        assert_eq!(send(&app.token_for(keys::AGENCY)).code(), "not_found");
        for unknown in ["ten_nothing", "log_01k00000000000000000000000"] {
            assert_eq!(app.landlord().header("if-match", "*").patch(&format!("/v1/{kind}/{unknown}"), &body).code(), "not_found");
        }
        assert_eq!(app.get(&path).expect(200)["landlord_reference"], "S-1");
    }
}

#[test]
fn what_is_read_of_a_tenant_elsewhere_follows_and_what_was_received_does_not() {
    let app = TestApp::demo();
    let (path, _) = one(&app, "tenants");
    let tenant = app.get(&path).expect(200);
    let gone =
        json!({ "type": "departure", "tenant_id": tenant["id"], "departed_on": "2026-11-20", "leaving": "household", "reason": "moved" });
    let change = app.post("/v1/changes", &gone).expect(201);
    let change = format!("/v1/changes/{}", change["id"].as_str().unwrap());
    let receipt = || app.get(&format!("{change}/receipt")).expect(200);
    let before = receipt();
    set(&app, &path, &json!("NEW-9"));
    let read = app.get(&change).expect(200);
    assert_eq!(read["tenant"]["landlord_reference"], "NEW-9");
    assert_eq!(receipt(), before);
    assert_eq!(before["content"]["tenant"]["landlord_reference"], tenant["landlord_reference"]);
    assert_eq!(ids(&app, "/v1/changes?landlord_reference=NEW-9"), [read["id"].as_str().unwrap()]);
}

#[test]
fn what_was_loaded_before_the_migration_is_what_the_file_is_compared_with() {
    let app = TestApp::demo();
    let target = app.database().parse().unwrap();
    let all = migrations("sqlite");
    let since = all.iter().position(|(name, _)| name.ends_with("_own_references")).unwrap();
    let named = app.store().count("tenants WHERE landlord_reference IS NOT NULL");
    migrate::revert(&target, all.len() - since).unwrap();
    migrate::run(&target).unwrap();
    assert!(named > 0 && app.store().count("tenants WHERE loaded_landlord_reference = landlord_reference") == named);
    let (tenant, of_tenant) = one(&app, "tenants");
    assert_eq!(load(&app, &of_tenant), (json!(0), json!(1)));
    set(&app, &tenant, &json!("MINE"));
    assert_eq!(load(&app, &of_tenant), (json!(0), json!(1)));
    assert_eq!(app.get(&tenant).expect(200)["landlord_reference"], "MINE");
    // Units had none before: the file's first one is news.
    let (unit, of_unit) = one(&app, "logements");
    assert_eq!(app.get(&unit).expect(200)["landlord_reference"], Value::Null);
    assert_eq!(load(&app, &of_unit), (json!(1), json!(0)));
    assert_eq!(app.get(&unit).expect(200)["landlord_reference"], of_unit["landlord_reference"]);
}
