//! The files of an SQLite database: copied while it is served, whole once it is not, and not made anew where
//! one was lost.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use crate::support::served::Served;
use crate::support::{Database, fill};

fn run(url: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"));
    command.args(arguments).env("DATABASE_URL", url).env_remove("SECRET_KEY").output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The demo in an SQLite file, whatever database the other tests are run on.
fn demo_in(folder: &Path) -> (Database, String) {
    let url = format!("sqlite://{}", folder.join("served.db").display());
    offre_bailleurs::testing::migrate::run(&url.parse().unwrap()).unwrap();
    fill(&url);
    (Database::at(&url), url)
}

fn rents_of(file: &Path) -> i64 {
    Database::at(&format!("sqlite://{}", file.display())).count("rent_declarations")
}

/// Declares until told to stop; what was acknowledged is counted.
fn declare(served: &Served, token: &str, done: &AtomicBool, acknowledged: &Mutex<Vec<String>>) {
    let listed = served.get("/v1/tenants?rent_declaration=to_declare&limit=200", token).1;
    for tenant in listed["data"].as_array().unwrap() {
        if done.load(Ordering::Relaxed) {
            return;
        }
        let body = json!({ "tenant_id": tenant["id"], "campaign_year": 2026, "rent_cents": 50_000 }).to_string();
        let (status, told) = served.call("POST", "/v1/rent-declarations", token, "application/json", &body);
        assert_eq!(status, 201, "{told}");
        acknowledged.lock().unwrap().push(told["id"].as_str().unwrap().to_owned());
    }
}

#[test]
fn a_copy_made_while_it_is_served_holds_all_that_was_acknowledged_before() {
    let folder = tempfile::tempdir().unwrap();
    let (database, url) = demo_in(folder.path());
    let served = Served::over(&database);
    let token = served.token();
    let (done, acknowledged) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    let copy = folder.path().join("copy.db");
    let before = std::thread::scope(|scope| {
        scope.spawn(|| declare(&served, &token, &done, &acknowledged));
        while acknowledged.lock().unwrap().len() < 3 {
            std::thread::yield_now();
        }
        let before = acknowledged.lock().unwrap().clone();
        let output = run(&url, &["backup", copy.to_str().unwrap()]);
        done.store(true, Ordering::Relaxed);
        assert!(output.status.success(), "{}", told(&output));
        before
    });
    served.stop();
    let restored = Served::over(&Database::at(&format!("sqlite://{}", copy.display())));
    let token = restored.token();
    for id in &before {
        assert_eq!(restored.get(&format!("/v1/rent-declarations/{id}"), &token).0, 200, "{id} is not in the copy");
    }
    restored.stop();
}

#[test]
fn a_copy_is_its_owner_s_alone_takes_no_other_s_place_and_leaves_nothing_when_it_fails() {
    let folder = tempfile::tempdir().unwrap();
    let (_database, url) = demo_in(folder.path());
    let copy = folder.path().join("copy.db");
    let made = run(&url, &["backup", copy.to_str().unwrap()]);
    assert!(made.status.success(), "{}", told(&made));
    let result: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(result["bytes"], std::fs::metadata(&copy).unwrap().len());
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&copy).unwrap().permissions()) & 0o777, 0o600);
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let there = names();
    let again = run(&url, &["backup", copy.to_str().unwrap()]);
    assert!(!again.status.success() && told(&again).contains("is there already"), "{}", told(&again));
    let nowhere = run(&url, &["backup", folder.path().join("no/such/copy.db").to_str().unwrap()]);
    assert!(!nowhere.status.success() && told(&nowhere).contains("cannot be written"), "{}", told(&nowhere));
    // A disk that is full, as a limit on the size of files makes it.
    let full = Command::new("bash")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" backup \"$1\""])
        .arg(env!("CARGO_BIN_EXE_offre-bailleurs"))
        .arg(folder.path().join("full.db"))
        .env("DATABASE_URL", &url)
        .output()
        .unwrap();
    assert!(!full.status.success() && told(&full).contains("cannot be copied"), "{}", told(&full));
    let absent = format!("sqlite://{}", folder.path().join("absent.db").display());
    let nothing = run(&absent, &["backup", folder.path().join("other.db").to_str().unwrap()]);
    assert!(!nothing.status.success() && told(&nothing).contains("there is no database at"), "{}", told(&nothing));
    assert_eq!(names(), there);
}

#[test]
fn postgresql_is_copied_with_its_own_tool() {
    let refused = run("postgres://postgres@127.0.0.1:1/none", &["backup", "copy.dump"]);
    assert!(!refused.status.success() && told(&refused).contains("pg_dump --format=custom"), "{}", told(&refused));
}

#[test]
fn once_it_is_stopped_the_file_alone_holds_all_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let (database, _url) = demo_in(folder.path());
    let before = database.count("rent_declarations");
    let served = Served::over(&database);
    let (done, acknowledged) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    declare(&served, &served.token(), &done, &acknowledged);
    served.stop();
    let declared = i64::try_from(acknowledged.into_inner().unwrap().len()).unwrap();
    let alone = folder.path().join("alone.db");
    std::fs::copy(folder.path().join("served.db"), &alone).unwrap();
    assert!(declared > 0);
    assert_eq!(rents_of(&alone), before + declared);
}

#[test]
fn a_file_whose_key_is_there_and_it_is_not_is_made_anew_only_when_that_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lost.db");
    let url = format!("sqlite://{}", file.display());
    std::fs::write(folder.path().join("lost.db.key"), "k".repeat(64)).unwrap();
    let copy = folder.path().join("copy.db");
    for arguments in [
        &["serve"][..],
        &["migrate"],
        &["load", "-"],
        &["keys", "rotate"],
        &["client", "list"],
        &["client", "create", "--name", "x", "--paying-body", "131"],
        &["client", "revoke", "cli_01k8m3q6z5e7v9r2t4w6x8y0d1"],
        &["backup", copy.to_str().unwrap()],
    ] {
        let refused = run(&url, arguments);
        assert!(!refused.status.success() && told(&refused).contains("--new"), "{arguments:?}: {}", told(&refused));
        assert!(!file.exists(), "{arguments:?} made it");
    }
    let meant = run(&url, &["--new", "migrate"]);
    assert!(meant.status.success() && file.exists(), "{}", told(&meant));
    let next = run(&url, &["keys", "rotate"]);
    assert!(next.status.success(), "{}", told(&next));
    // Who has the secret elsewhere needs no key file, and a first start has none yet.
    std::fs::remove_file(&file).unwrap();
    let mut elsewhere = Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"));
    let done = elsewhere.arg("migrate").env("DATABASE_URL", &url).env("SECRET_KEY", "s".repeat(32)).output().unwrap();
    assert!(done.status.success(), "{}", told(&done));
}

/// A path given by mistake: nothing there is changed, made or narrowed, whatever the command.
#[cfg(unix)]
#[test]
fn what_is_no_database_is_refused_and_left_as_it_was() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("directory");
    let text = folder.path().join("text.conf");
    std::fs::create_dir(&directory).unwrap();
    std::fs::write(&text, "root:x:0:0:root:/root:/bin/bash\n".repeat(200)).unwrap();
    let device = Path::new("/dev/null");
    for path in [&directory, &text] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let state = |path: &Path| {
        let metadata = std::fs::metadata(path).unwrap();
        (metadata.permissions().mode(), metadata.len())
    };
    let roster = folder.path().join("roster.ndjson");
    std::fs::write(&roster, "").unwrap();
    let copy = folder.path().join("copy.db");
    let entries = || std::fs::read_dir(folder.path()).unwrap().count();
    for path in [directory.as_path(), text.as_path(), device] {
        let url = format!("sqlite://{}", path.display());
        let (before, around) = (state(path), entries());
        for arguments in [
            &["migrate"][..],
            &["serve", "--bind", "127.0.0.1:0"],
            &["load", roster.to_str().unwrap()],
            &["client", "list"],
            &["keys", "rotate"],
            &["backup", copy.to_str().unwrap()],
        ] {
            let done = run(&url, arguments);
            assert!(!done.status.success(), "{url} {arguments:?}");
            assert!(told(&done).contains(path.to_str().unwrap()), "{url} {arguments:?}: {}", told(&done));
            assert_eq!(state(path), before, "{url} {arguments:?}");
            assert_eq!(entries(), around, "{url} {arguments:?}: {}", told(&done));
        }
    }
}
