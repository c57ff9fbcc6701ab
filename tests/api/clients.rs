//! Clients, their secrets and the keys: made, given, taken away, while the server runs.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use offre_bailleurs::testing::demo::{LANDLORD_CLIENT, PAYING_BODY_CLIENT, keys};
use offre_bailleurs::testing::{ClientNew, OwnerName, create_client, revoke_client, rotate_client};
use serde_json::{Value, json};

use crate::support::{Answer, Database, TestApp};

const FORM: &str = "application/x-www-form-urlencoded";
const GRANT: &str = "grant_type=client_credentials";

type Pair = (String, String);

/// Asks until the answer is the one awaited; a node looks for what is new every 4 s.
fn within_seconds<T>(seconds: u64, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + Duration::from_secs(seconds);
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(Instant::now() < until, "{what}: not within {seconds} s");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn made(app: &TestApp, owner: OwnerName) -> Pair {
    let new = ClientNew { name: "test".to_owned(), owner, scopes: None, fixed: None };
    let made = app.system_write(move |conn, moment| create_client(conn, moment, &new)).unwrap();
    (made.client_id, made.client_secret)
}

fn rotated(app: &TestApp, id: &str, overlap: TimeDelta) -> Result<String, String> {
    let id = id.to_owned();
    app.system_write(move |conn, moment| rotate_client(conn, moment, &id, overlap)).map(|made| made.client_secret)
}

fn ask(app: &TestApp, form: &str, headers: &[(&str, String)]) -> Answer {
    let headers: Vec<(String, String)> = headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    app.call("POST", "/oauth/token", FORM, form, "", &headers)
}

fn opens(app: &TestApp, (id, secret): (&str, &str)) -> bool {
    ask(app, &format!("{GRANT}&client_id={id}&client_secret={secret}"), &[]).status == 200
}

fn basic(id: &str, secret: &str) -> (&'static str, String) {
    let pair = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, format!("{id}:{secret}"));
    ("authorization", format!("Basic {pair}"))
}

fn kid(token: &str) -> String {
    let head = token.split('.').next().unwrap();
    let head = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, head).unwrap();
    serde_json::from_slice::<Value>(&head).unwrap()["kid"].as_str().unwrap().to_owned()
}

fn published(app: &TestApp) -> Vec<String> {
    let set = app.get("/.well-known/jwks.json").expect(200);
    set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn r102_a_revoked_client_is_refused_within_seconds_whatever_token_it_holds_and_its_writes_at_once() {
    let app = TestApp::demo();
    let (id, secret) = made(&app, OwnerName::Landlord(keys::SCI.to_owned()));
    let token = app.token_of((&id, &secret));
    let tenant = app.get("/v1/tenants?limit=1&rent_declaration=to_declare").expect(200)["data"][0]["id"].clone();
    let revoked = |id: String| app.system_write(move |conn, moment| revoke_client(conn, moment, &id));
    let first = revoked(id.clone()).unwrap().revoked_at;
    assert!(first.is_some() && !opens(&app, (&id, &secret)));
    let body = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 45_000 }).to_string();
    let refused = app.call("POST", "/v1/rent-declarations", "application/json", &body, &token, &[]);
    assert_eq!((refused.status, refused.code()), (401, "invalid_token"));
    assert!(refused.header("www-authenticate").contains("error=\"invalid_token\""), "{:?}", refused.headers);
    // A read is refused as soon as the node has looked, and so is what reads nothing.
    within_seconds(10, "reads", || (app.call("GET", "/v1/tenants", "", "", &token, &[]).code() == "invalid_token").then_some(()));
    assert_eq!(app.call("GET", "/v1/rules", "", "", &token, &[]).code(), "invalid_token");
    app.get("/v1/tenants").expect(200);
    app.wall_at(app.wall() + TimeDelta::minutes(5));
    assert_eq!(revoked(id.clone()).unwrap().revoked_at, first);
    assert!(rotated(&app, &id, TimeDelta::zero()).unwrap_err().contains("revoked"));
    assert!(revoked("cli_nobody".to_owned()).unwrap_err().contains("cli_nobody"));
}

#[test]
fn two_secrets_overlap_and_the_old_one_ends_by_itself() {
    let app = TestApp::demo();
    let (id, old) = made(&app, OwnerName::Vendor("73282932000074".to_owned()));
    // A vendor names the landlord it acts for: only then is its secret known to be right.
    let opens = |secret: &str| {
        let answer = ask(&app, &format!("{GRANT}&client_id={id}&client_secret={secret}"), &[]);
        answer.body["error"] == "invalid_request"
    };
    let new = rotated(&app, &id, TimeDelta::hours(1)).unwrap();
    assert!(old.starts_with("obs_") && new.starts_with("obs_") && old != new);
    assert!(opens(&old) && opens(&new));
    let third = rotated(&app, &id, TimeDelta::hours(1)).unwrap_err();
    assert!(third.contains("2 secrets are live, one until 2026-11-23T10:00:00Z"), "{third}");
    app.wall_at("2026-11-23T10:00:00Z".parse().unwrap());
    assert!(!opens(&old) && opens(&new));
    let newer = rotated(&app, &id, TimeDelta::hours(168)).unwrap();
    assert!(opens(&new) && opens(&newer));
    let last = rotated(&app, &id, TimeDelta::zero()).unwrap();
    assert!(!opens(&new) && !opens(&newer) && opens(&last));
}

#[test]
fn clients_are_listed_rotated_and_revoked_from_the_command_line_and_no_secret_is_shown_again() {
    let app = TestApp::demo();
    let (done, line, log) = app.command(&["client", "create", "--name", "Logiciel", "--paying-body", "131", "--scopes", "paying-body"]);
    assert!(done, "{log}");
    let client: Value = serde_json::from_str(&line).unwrap();
    let (id, secret) = (client["client_id"].as_str().unwrap(), client["client_secret"].as_str().unwrap());
    assert!(opens(&app, (id, secret)));
    let listed = |id: &str| {
        let (done, lines, log) = app.command(&["client", "list"]);
        assert!(done && !lines.contains("obs_") && !lines.contains("sha256"), "{log}");
        let all: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(all.len() >= 3 && all.is_sorted_by_key(|client| client["id"].as_str().unwrap().to_owned()));
        all.into_iter().find(|client| client["id"] == id).unwrap()
    };
    // The day is noted after the answer.
    let used =
        within_seconds(5, "the day of use", || Some(listed(id)).filter(|client| client["secrets"][0]["last_used_on"] == "2026-11-23"));
    assert_eq!(used["owner"], json!({ "kind": "paying_body", "id": "131" }));
    assert_eq!((&used["name"], &used["scopes"], &used["revoked_at"]), (&json!("Logiciel"), &json!(["paying-body"]), &Value::Null));
    let (done, line, log) = app.command(&["client", "rotate", id, "--overlap", "7d"]);
    assert!(done, "{log}");
    let second: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(second["client_id"], id);
    assert!(opens(&app, (id, second["client_secret"].as_str().unwrap())));
    let both = listed(id)["secrets"].clone();
    assert!(both[0]["expires_at"].is_string() && both[1]["expires_at"].is_null() && both[2].is_null(), "{both}");
    let (done, line, _) = app.command(&["client", "revoke", id]);
    assert!(done && serde_json::from_str::<Value>(&line).unwrap()["revoked_at"].is_string());
    assert!(listed(id)["revoked_at"].is_string() && !opens(&app, (id, secret)));
    for wrong in [
        &["client", "revoke", "cli_x"][..],
        &["client", "rotate", "cli_x"],
        &["client", "rotate", id, "--overlap", "8d"],
        &["client", "rotate", id],
        &["client", "create", "--name", " ", "--paying-body", "131"],
        &["client", "create", "--name", "\u{a0}\u{3000}", "--paying-body", "131"],
        &["client", "create", "--name", "a\u{1b}[31mb", "--paying-body", "131"],
        &["client", "create", "--name", "a\nb", "--paying-body", "131"],
        &["client", "create", "--name", "a\u{202e}b", "--paying-body", "131"],
        &["client", "create", "--name", "a\u{200b}b", "--paying-body", "131"],
        &["client", "create", "--name", "x", "--vendor", "73282932000079"],
        &["client", "create", "--name", "x", "--vendor", "73282932000074", "--scopes", "mandates:manage"],
    ] {
        let (done, line, log) = app.command(wrong);
        assert!(!done && line.is_empty() && log.contains("error"), "{wrong:?} {log}");
    }
}

#[test]
fn an_unknown_client_and_a_wrong_secret_are_told_alike() {
    let app = TestApp::demo();
    let refused = |id: &str, secret: &str| {
        let mut answer = ask(&app, &format!("{GRANT}&client_id={id}&client_secret={secret}"), &[]);
        answer.body.as_object_mut().unwrap().remove("request_id");
        answer.headers.retain(|(name, _)| name != "request-id" && name != "date");
        answer.headers.sort();
        (answer.status, answer.headers, answer.body)
    };
    let wrong = refused(LANDLORD_CLIENT.0, "wrong");
    assert_eq!(wrong.0, 401);
    for id in ["cli_01k8m3q6z5e7v9r2t4w6x8y0dz", "nobody", "", "é"] {
        assert_eq!(refused(id, LANDLORD_CLIENT.1), wrong, "{id}");
    }
    assert_eq!(refused(PAYING_BODY_CLIENT.0, LANDLORD_CLIENT.1), wrong);
    assert_eq!(refused(LANDLORD_CLIENT.0, &".".repeat(64)), wrong);
}

/// A form, its headers, and the status and error of the answer.
type Asking<'a> = (String, Vec<(&'a str, String)>, u16, &'a str);

#[test]
fn a_token_request_is_refused_as_the_contract_words_each_error() {
    let app = TestApp::demo();
    let (id, secret) = LANDLORD_CLIENT;
    let (body_id, _) = PAYING_BODY_CLIENT;
    let (vendor, vendor_secret) = made(&app, OwnerName::Vendor("73282932000074".to_owned()));
    let own = format!("client_id={id}&client_secret={secret}");
    let vendor = format!("client_id={vendor}&client_secret={vendor_secret}");
    let pair = || vec![basic(id, secret)];
    let long = "tenants:read ".repeat(80);
    let cases: Vec<Asking<'_>> = vec![
        (GRANT.to_owned(), pair(), 200, ""),
        (format!("{GRANT}&client_id={id}"), pair(), 200, ""),
        (format!("{GRANT}&client_id={body_id}"), pair(), 400, "invalid_request"),
        (format!("{GRANT}&client_secret={secret}"), pair(), 400, "invalid_request"),
        (format!("{GRANT}&{own}"), pair(), 400, "invalid_request"),
        (GRANT.to_owned(), vec![basic(id, secret), basic(id, secret)], 400, "invalid_request"),
        (GRANT.to_owned(), vec![basic(id, "wrong")], 401, "invalid_client"),
        (format!("{GRANT}&{own}"), vec![("authorization", "Bearer x".to_owned())], 401, "invalid_client"),
        (format!("{GRANT}&client_id={id}"), Vec::new(), 401, "invalid_client"),
        (format!("{GRANT}&{own}&foo=1&bar="), Vec::new(), 200, ""),
        (format!("{GRANT}&{own}&scope=&landlord="), Vec::new(), 200, ""),
        (format!("{GRANT}&{own}&scope=tenants:read&scope=tenants:read"), Vec::new(), 400, "invalid_request"),
        (format!("{GRANT}&{own}&foo=1&foo=2"), Vec::new(), 400, "invalid_request"),
        (own.clone(), Vec::new(), 400, "invalid_request"),
        (format!("{own}&grant_type="), Vec::new(), 400, "invalid_request"),
        (format!("{own}&grant_type=password"), Vec::new(), 400, "unsupported_grant_type"),
        (format!("{GRANT}&{own}&scope=nope"), Vec::new(), 400, "invalid_scope"),
        (format!("{GRANT}&{own}&scope=tenants:read+paying-body"), Vec::new(), 400, "invalid_scope"),
        (format!("{GRANT}&{own}&scope={long}"), Vec::new(), 400, "invalid_scope"),
        (format!("{GRANT}&{own}&pad={}", "x".repeat(9_000)), Vec::new(), 400, "invalid_request"),
        (format!("{GRANT}&{vendor}"), Vec::new(), 400, "invalid_request"),
        (format!("{GRANT}&{vendor}&landlord=73282932000074"), Vec::new(), 400, "unauthorized_client"),
        (format!("{GRANT}&{own}&landlord=lld_7zzzzzzzzzzzzzzzzzzzzzzzzz"), Vec::new(), 400, "unauthorized_client"),
    ];
    for (form, headers, status, error) in cases {
        let answer = ask(&app, &form, &headers);
        let told = answer.body["error"].as_str().unwrap_or_default();
        assert_eq!((answer.status, told, answer.header("cache-control")), (status, error, "no-store"), "{form} {headers:?}");
        assert_eq!(answer.body["code"].as_str().unwrap_or_default(), error);
    }
    // A landlord that exists without mandate and one that does not: the same answer.
    let of = |landlord: &str| {
        let answer = ask(&app, &format!("{GRANT}&{vendor}&landlord={landlord}"), &[]);
        (answer.status, answer.body["error"].clone(), answer.body["error_description"].clone())
    };
    assert_eq!(of("73282932000074"), of("lld_7zzzzzzzzzzzzzzzzzzzzzzzzz"));
    assert_eq!(of("73282932000074"), of("nobody"));
}

#[test]
fn repeated_scopes_are_granted_once_and_a_long_token_is_refused_unread() {
    let app = TestApp::demo();
    let (id, secret) = LANDLORD_CLIENT;
    let repeated = "tenants:read+".repeat(70);
    let answer = ask(&app, &format!("{GRANT}&client_id={id}&client_secret={secret}&scope={repeated}logements:read"), &[]).expect(200);
    assert_eq!(answer["scope"], "tenants:read logements:read");
    let token = answer["access_token"].as_str().unwrap();
    assert!(token.len() < 1_000, "{}", token.len());
    assert!(app.token().len() < 1_500, "every scope: {}", app.token().len());
    app.call("GET", "/v1/tenants", "", "", token, &[]).expect(200);
    for bad in [format!("{token}{}", "A".repeat(4_096)), "x".repeat(20_000), format!("{token}A")] {
        let refused = app.call("GET", "/v1/tenants", "", "", &bad, &[]);
        assert_eq!((refused.status, refused.code()), (401, "invalid_token"));
    }
    let twice = [("authorization".to_owned(), format!("Bearer {token}"))];
    assert_eq!(app.call("GET", "/v1/tenants", "", "", token, &twice).code(), "invalid_token");
}

#[test]
fn keys_rotate_twice_at_any_clock_and_nobody_is_logged_out() {
    // The server's clock stands: that of the machine that rotates is days or years away from it.
    let app = TestApp::demo();
    let first = published(&app);
    assert_eq!((first.len(), kid(app.token())), (1, first[0].clone()));
    let rotate = |awaited: usize| {
        let (done, line, log) = app.command(&["keys", "rotate"]);
        assert!(done, "{log}");
        let made = serde_json::from_str::<Value>(&line).unwrap()["kid"].as_str().unwrap().to_owned();
        within_seconds(10, "the new key is published", || Some(published(&app)).filter(|all| all.len() == awaited && all[0] == made));
        made
    };
    let second = rotate(2);
    assert_eq!(kid(&app.token_of(LANDLORD_CLIENT)), first[0], "other nodes may not know it yet");
    let start = app.wall();
    app.wall_at(start + TimeDelta::seconds(10));
    let of_second = app.token_of(LANDLORD_CLIENT);
    assert_eq!(kid(&of_second), second);
    let third = rotate(3);
    app.wall_at(start + TimeDelta::seconds(20));
    let of_third = app.token_of(LANDLORD_CLIENT);
    assert_eq!(kid(&of_third), third);
    for token in [app.token(), &of_second, &of_third] {
        app.call("GET", "/v1/me", "", "", token, &[]).expect(200);
    }
    // One second before its end, the last token of the second key still serves.
    app.wall_at(start + TimeDelta::seconds(10 + 899));
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(published(&app), [third.clone(), second, first[0].clone()]);
    app.call("GET", "/v1/me", "", "", &of_second, &[]).expect(200);
    app.wall_at(start + TimeDelta::seconds(20 + 900 + 60));
    within_seconds(10, "the old keys go", || (published(&app) == [third.clone()]).then_some(()));
    assert_eq!(kid(&app.token_of(LANDLORD_CLIENT)), third);
}

/// The statements of one of this folder's migrations, for the database at hand.
fn migration(url: &str, name: &str, direction: &str) -> String {
    let backend = if url.starts_with("sqlite") { "sqlite" } else { "postgres" };
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(backend);
    std::fs::read_to_string(folder.join(name).join(direction)).unwrap()
}

#[test]
fn the_migration_takes_the_secrets_along_in_both_directions() {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, RunQueryDsl, SqliteConnection, sql_query};
    use offre_bailleurs::testing::PgConnection;

    #[derive(diesel::QueryableByName, Debug, PartialEq)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        one: String,
        #[diesel(sql_type = diesel::sql_types::Text)]
        other: String,
    }
    let database = Database::demo();
    let run = |sql: &str| match database.url.strip_prefix("sqlite://") {
        Some(file) => {
            let held = format!("PRAGMA foreign_keys = ON; BEGIN; {sql} COMMIT;");
            SqliteConnection::establish(file).unwrap().batch_execute(&held).unwrap();
        }
        None => PgConnection::establish(&database.url).unwrap().batch_execute(sql).unwrap(),
    };
    let rows = |sql: &str| -> Vec<Row> {
        match database.url.strip_prefix("sqlite://") {
            Some(file) => sql_query(sql).load(&mut SqliteConnection::establish(file).unwrap()).unwrap(),
            None => sql_query(sql).load(&mut PgConnection::establish(&database.url).unwrap()).unwrap(),
        }
    };
    let name = "2026-11-25-020300_client_secrets";
    let secrets = "SELECT client_id AS one, sha256 AS other FROM client_secrets ORDER BY client_id";
    let now = rows(secrets);
    assert_eq!(now.len(), 2);
    run(&migration(&database.url, name, "down.sql"));
    assert_eq!(rows("SELECT id AS one, secret_sha256 AS other FROM clients ORDER BY id"), now);
    run(&migration(&database.url, name, "up.sql"));
    assert_eq!(rows(secrets), now);
    let ids = rows("SELECT id AS one, client_id AS other FROM client_secrets ORDER BY client_id");
    assert!(ids.iter().all(|row| row.one.strip_prefix("sec_") == row.other.strip_prefix("cli_")), "{ids:?}");
}

#[cfg(unix)]
#[test]
fn database_and_key_files_are_their_owner_s_and_a_wider_key_file_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.db");
    let run = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"));
        let command = command.args(["keys", "rotate"]).env("DATABASE_URL", format!("sqlite://{}", file.display())).env_remove("SECRET_KEY");
        let done = command.output().unwrap();
        assert!(done.status.success());
        String::from_utf8(done.stderr).unwrap()
    };
    assert!(!run().contains("chmod 600"));
    let modes = |folder: &std::path::Path| -> Vec<u32> {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().permissions().mode() & 0o777);
        files.collect()
    };
    assert!(modes(folder.path()).iter().all(|mode| *mode == 0o600) && modes(folder.path()).len() >= 2);
    // One that was copied here wider is narrowed.
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    run();
    assert!(modes(folder.path()).iter().all(|mode| *mode == 0o600), "{:?}", modes(folder.path()));
    let key = folder.path().join("own.db.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    let log = run();
    assert!(log.contains("own.db.key can be read by others (mode 0640)"), "{log}");
}

#[cfg(unix)]
#[test]
fn the_demo_s_files_are_its_owner_s_and_gone_when_it_ends() {
    use std::io::{BufRead, BufReader};
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"))
        .arg("demo")
        .env("TMPDIR", folder.path())
        .env("BIND", "127.0.0.1:0")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let docs = lines.next().unwrap().unwrap();
    // Once it answers, it also watches for signals.
    let live = format!("{}/health/live", docs.split_whitespace().last().unwrap().trim_end_matches("/docs/"));
    within_seconds(10, "the demo answers", || ureq::get(&live).call().ok());
    let modes: Vec<u32> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().metadata().unwrap().permissions().mode() & 0o777).collect();
    assert!(modes.len() >= 3 && modes.iter().all(|mode| *mode == 0o600), "{modes:?}");
    assert!(std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
