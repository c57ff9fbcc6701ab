//! An SQLite file that is taken from under the service: nothing is acknowledged that a restart would not find.

use std::path::{Path, PathBuf};

use offre_bailleurs::testing::demo;
use serde_json::{Value, json};

use crate::support::served::{Served, outcomes};
use crate::support::{Answer, Database, TestApp};

fn file_of(url: &str) -> Option<PathBuf> {
    url.strip_prefix("sqlite://").map(PathBuf::from)
}

/// The name of a file with something behind.
fn with(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// What somebody does to the file, and how it is put back.
type Deed = (&'static str, fn(&Path), fn(&Path));

const DEEDS: &[Deed] = &[
    ("the file is deleted", |file| std::fs::remove_file(file).unwrap(), |_| ()),
    (
        "the file is moved away",
        |file| std::fs::rename(file, with(file, ".away")).unwrap(),
        |file| std::fs::rename(with(file, ".away"), file).unwrap(),
    ),
    (
        "the file is replaced",
        |file| {
            std::fs::copy(file, with(file, ".other")).unwrap();
            std::fs::hard_link(file, with(file, ".kept")).unwrap();
            std::fs::rename(with(file, ".other"), file).unwrap();
        },
        |file| std::fs::rename(with(file, ".kept"), file).unwrap(),
    ),
    (
        "its directory is moved",
        |file| std::fs::rename(file.parent().unwrap(), with(file.parent().unwrap(), ".moved")).unwrap(),
        |file| std::fs::rename(with(file.parent().unwrap(), ".moved"), file.parent().unwrap()).unwrap(),
    ),
    ("its log is deleted", |file| std::fs::remove_file(with(file, "-wal")).unwrap(), |_| ()),
    ("the index of its log is deleted", |file| std::fs::remove_file(with(file, "-shm")).unwrap(), |_| ()),
    (
        "its log is emptied into another",
        |file| {
            std::fs::copy(with(file, "-wal"), with(file, ".other")).unwrap();
            std::fs::rename(with(file, ".other"), with(file, "-wal")).unwrap();
        },
        |_| (),
    ),
];

/// The demo's tenants for whom a rent is still to be declared.
fn to_declare(listed: &Value) -> Vec<String> {
    listed["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

fn rent(tenant: &str) -> Value {
    json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 50_000 })
}

fn refused(what: &str, answer: &Answer) {
    assert_eq!((answer.status, answer.code(), answer.header("retry-after")), (503, "unavailable", "1"), "{what}: {}", answer.body);
}

#[test]
fn a_file_that_goes_or_is_replaced_is_noticed_before_the_next_acknowledgement() {
    for (what, does, undoes) in DEEDS {
        let app = TestApp::demo();
        let Some(file) = file_of(app.database()) else { return };
        let tenants = to_declare(&app.get("/v1/tenants?rent_declaration=to_declare&limit=3").expect(200));
        app.post("/v1/rent-declarations", &rent(&tenants[0])).expect(201);
        does(&file);
        let lost = app.post("/v1/rent-declarations", &rent(&tenants[1]));
        refused(what, &lost);
        assert_eq!(lost.body.get("outcome"), None, "{what}: it was noticed before");
        undoes(&file);
        // It stays so until a restart, for every write and every read of the database.
        refused(what, &app.post("/v1/rent-declarations", &rent(&tenants[1])));
        refused(what, &app.get("/v1/tenants?limit=1"));
        refused(what, &app.get("/v1/payments/summary?year=2026"));
        refused(what, &app.get("/health/ready"));
        app.get("/health/live").expect(200);
    }
}

#[test]
fn readiness_notices_by_itself() {
    for (what, does, undoes) in DEEDS {
        let app = TestApp::demo();
        let Some(file) = file_of(app.database()) else { return };
        does(&file);
        refused(what, &app.get("/health/ready"));
        undoes(&file);
        refused(what, &app.get("/v1/tenants?limit=1"));
    }
}

#[test]
fn a_write_whose_file_goes_during_its_commit_has_an_unknown_outcome() {
    for (what, does, undoes) in DEEDS {
        let app = TestApp::demo();
        let Some(file) = file_of(app.database()) else { return };
        let gone = file.clone();
        let told = actix_web::rt::System::new().block_on(app.db().system_write("a test", move |_, _| {
            does(&gone);
            Ok(())
        }));
        let problem = told.unwrap_err();
        assert_eq!(problem.members().get("outcome"), Some(&json!("unknown")), "{what}: {problem}");
        undoes(&file);
        refused(what, &app.get("/health/ready"));
    }
}

#[test]
fn the_log_says_what_happened_and_a_restart_finds_all_that_was_acknowledged() {
    for (what, does, undoes) in DEEDS.iter().filter(|(what, ..)| ["moved", "replaced"].iter().any(|kept| what.contains(kept))) {
        let database = Database::demo();
        let Some(file) = file_of(&database.url) else { return };
        let served = Served::over(&database);
        let token = served.token();
        let tenants = to_declare(&served.get("/v1/tenants?rent_declaration=to_declare&limit=3", &token).1);
        let declare = |served: &Served, token: &str, tenant: &str| {
            served.call("POST", "/v1/rent-declarations", token, "application/json", &rent(tenant).to_string())
        };
        let (status, kept) = declare(&served, &token, &tenants[0]);
        assert_eq!(status, 201, "{kept}");
        does(&file);
        assert_eq!(declare(&served, &token, &tenants[1]).0, 503, "{what}");
        assert_eq!(declare(&served, &token, &tenants[1]).0, 503, "{what}");
        undoes(&file);
        let log = served.stop();
        let told: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let told: Vec<&Value> = told
            .iter()
            .filter(|line| line["level"] == "ERROR" && line["fields"]["message"].as_str().unwrap().contains("test.db"))
            .collect();
        assert_eq!(told.len(), 1, "{what}: {log}");
        let words = told[0]["fields"]["message"].as_str().unwrap();
        assert!(words.contains(if what.contains("replaced") { "it was replaced" } else { "deleted or moved away" }), "{what}: {words}");
        let causes: Vec<Value> = outcomes(&log).into_iter().filter(|line| line["fields"]["status"] == 503).collect();
        assert!(causes.len() >= 2 && causes.iter().all(|line| line["fields"]["cause"].as_str().unwrap().contains("test.db")), "{causes:?}");
        let again = Served::over(&database);
        let token = again.token();
        assert_eq!(again.get(&format!("/v1/rent-declarations/{}", kept["id"].as_str().unwrap()), &token).0, 200, "{what}");
        assert_eq!(declare(&again, &token, &tenants[1]).0, 201, "{what}");
        again.stop();
    }
}

#[test]
fn a_command_of_another_process_is_no_replacement() {
    let app = TestApp::demo();
    let landlord = demo::keys::AGENCY;
    for _ in 0..2 {
        let (done, _, said) = app.command(&["client", "create", "--name", "beside", "--landlord", landlord]);
        assert!(done, "{said}");
        app.command(&["migrate"]);
        app.get("/health/ready").expect(200);
    }
    let tenants = to_declare(&app.get("/v1/tenants?rent_declaration=to_declare&limit=1").expect(200));
    app.post("/v1/rent-declarations", &rent(&tenants[0])).expect(201);
}
