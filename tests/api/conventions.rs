//! The conventions that every operation keeps.

use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

fn raw(app: &TestApp, method: &str, path: &str, kind: &str, body: &str) -> Answer {
    app.call(method, path, kind, body, app.token(), &[])
}

fn with(app: &TestApp, method: &str, path: &str, name: &str, value: &str) -> Answer {
    app.call(method, path, "", "", app.token(), &[(name.to_owned(), value.to_owned())])
}

#[test]
fn every_error_is_a_problem_document() {
    let app = TestApp::demo();
    let big = format!("{{\"comment\":\"{}\"}}", "x".repeat(300_000));
    for (answer, status, code) in [
        (raw(&app, "GET", "/nowhere", "", ""), 404, "not_found"),
        (raw(&app, "GET", "/v1/tenants/x/y/z", "", ""), 404, "not_found"),
        (raw(&app, "DELETE", "/v1/tenants", "", ""), 405, "method_not_allowed"),
        (with(&app, "GET", "/v1/logements", "accept", "text/csv"), 406, "not_acceptable"),
        (raw(&app, "POST", "/v1/rent-declarations", "application/json", "{"), 400, "malformed_request"),
        (raw(&app, "POST", "/v1/rent-declarations", "text/plain", "{}"), 415, "unsupported_media_type"),
        (raw(&app, "POST", "/v1/rent-declarations", "application/json", &big), 413, "payload_too_large"),
        (raw(&app, "GET", "/v1/tenants?search=%ff", "", ""), 400, "malformed_request"),
        (raw(&app, "GET", "/v1/tenants?limit=100000", "", ""), 422, "validation_failed"),
        (raw(&app, "GET", "/v1/tenants?cursor=abc", "", ""), 400, "invalid_cursor"),
    ] {
        assert_eq!((answer.status, answer.code()), (status, code), "{}", answer.body);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("request-id"), answer.body["request_id"].as_str().unwrap());
        let page = app.get(
            answer.body["type"].as_str().unwrap().split_once("/problems/").map(|(_, code)| format!("/problems/{code}")).unwrap().as_str(),
        );
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    }
    assert_eq!(raw(&app, "DELETE", "/v1/tenants", "", "").header("allow"), "GET, HEAD, OPTIONS");
}

#[test]
fn g7_every_fault_of_a_body_is_told_at_once_and_a_social_security_number_is_refused() {
    let app = TestApp::demo();
    let body = json!({ "tenant_id": "x", "campaign_year": "2026", "rent_cents": -1, "coholders": true, "comment": "a\u{0}b", "nir": "1", "zz": 1 });
    let refused = app.post("/v1/rent-declarations?nope=1", &body);
    let errors = refused.body["errors"].as_array().unwrap();
    let places: Vec<&str> = errors.iter().filter_map(|one| one["pointer"].as_str()).collect();
    assert_eq!(places, ["/campaign_year", "/coholders", "/comment", "/nir", "/rent_cents", "/tenant_id", "/zz"]);
    assert!(errors.iter().any(|one| one["parameter"] == "nope" && one["code"] == "unknown_parameter"));
    assert!(errors.iter().any(|one| one["pointer"] == "/nir" && one["code"] == "nir_refused"));
    let twice = raw(
        &app,
        "POST",
        "/v1/rent-declarations",
        "application/json",
        &format!("{{\"tenant_id\":\"{}\",\"campaign_year\":2026,\"rent_cents\":1,\"rent_cents\":2}}", app.tenant("eloise")),
    );
    assert_eq!(twice.body["errors"][0]["code"], "duplicate");
}

#[test]
fn texts_follow_the_language_and_codes_do_not() {
    let app = TestApp::demo();
    let french = app.get("/v1/tenants/x");
    let english = with(&app, "GET", "/v1/tenants/x", "accept-language", "de, en;q=0.8, fr;q=0.2");
    assert_eq!((&french.body["title"], &english.body["title"]), (&json!("Introuvable"), &json!("Not found")));
    assert_eq!(french.code(), english.code());
    assert!(english.headers.iter().any(|(name, value)| name == "vary" && value.contains("Accept-Language")));
}

#[test]
fn head_and_options_work_on_every_operation() {
    let app = TestApp::demo();
    for path in ["/v1/tenants", "/v1/landlord", "/v1/rent-campaigns/2026", "/health/live", "/openapi.json"] {
        let (get, head) = (app.get(path), raw(&app, "HEAD", path, "", ""));
        assert_eq!((get.status, head.status, head.bytes.len()), (200, 200, 0), "{path}");
        assert_eq!(head.header("content-length"), get.header("content-length"), "{path}");
        let options = raw(&app, "OPTIONS", path, "", "");
        assert_eq!(options.status, 204, "{path}");
        assert!(options.header("allow").contains("GET, HEAD"), "{path}");
    }
    let id = "0197b0f3-7c5e-7a3e-9b51-0c4f0e6f2d11";
    assert_eq!(with(&app, "GET", "/v1/landlord", "request-id", id).header("request-id"), id);
    assert_ne!(with(&app, "GET", "/v1/landlord", "request-id", "mine").header("request-id"), "mine");
}

#[test]
fn a_resource_has_a_strong_tag_and_is_never_compressed_while_lists_are() {
    let app = TestApp::demo();
    let path = format!("/v1/tenants/{}", app.tenant("eloise"));
    let tag = app.get(&path).header("etag").to_owned();
    assert!(tag.starts_with('"'));
    let again = with(&app, "GET", &path, "if-none-match", &tag);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    assert_eq!(with(&app, "GET", &path, "accept-encoding", "gzip").header("content-encoding"), "");
    assert_eq!(with(&app, "GET", "/v1/tenants", "accept-encoding", "gzip").header("content-encoding"), "gzip");
    assert_eq!(app.get(&path).header("cache-control"), "private, no-cache");
}

#[test]
fn a_cursor_belongs_to_its_list_filters_and_sort() {
    let app = TestApp::demo();
    let cursor = app.get("/v1/tenants?limit=1").expect(200)["next_cursor"].as_str().unwrap().to_owned();
    app.get(&format!("/v1/tenants?limit=5&cursor={cursor}")).expect(200);
    for other in ["/v1/tenants?sort=-name", "/v1/tenants?search=a", "/v1/logements?limit=1"] {
        assert_eq!(app.get(&format!("{other}&cursor={cursor}")).code(), "invalid_cursor", "{other}");
    }
}

#[test]
fn r105_a_repeated_key_gets_the_first_answer_and_another_content_is_refused() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let send = |cents: i64, key: &str| {
        let body = json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": cents });
        app.landlord().header("idempotency-key", key).post("/v1/rent-declarations", &body)
    };
    assert_eq!(send(0, "k").status, 422);
    let first = send(43_000, "k");
    let again = send(43_000, "\"k\"");
    assert_eq!((first.status, again.status, &first.bytes), (201, 201, &again.bytes));
    assert_eq!((again.header("idempotent-replayed"), again.header("location")), ("true", first.header("location")));
    let reused = send(44_000, "k");
    assert_eq!((reused.status, reused.code()), (422, "idempotency_key_reused"));
    assert_eq!(send(43_000, "other").code(), "already_declared");
    assert_eq!(send(43_000, "other").header("idempotent-replayed"), "");
    let long = send(43_000, &"x".repeat(256));
    assert_eq!((long.status, &long.body["errors"][0]["header"]), (422, &json!("Idempotency-Key")));
}

#[test]
fn r105_the_same_key_twice_at_once_does_the_work_once() {
    let app = TestApp::demo();
    let body = json!({ "tenant_id": app.tenant("eloise"), "campaign_year": 2026, "rent_cents": 43_000 }).to_string();
    let send =
        || app.call("POST", "/v1/rent-declarations", "application/json", &body, app.token(), &[("idempotency-key".into(), "same".into())]);
    let (one, two) = std::thread::scope(|scope| {
        let (one, two) = (scope.spawn(send), scope.spawn(send));
        (one.join().unwrap(), two.join().unwrap())
    });
    assert_eq!((one.status, two.status, one.bytes), (201, 201, two.bytes));
}

#[test]
fn a_dry_run_checks_everything_and_writes_nothing() {
    let app = TestApp::demo();
    let sent = json!({ "tenant_id": app.tenant("eloise"), "campaign_year": 2026, "rent_cents": 43_000 });
    let before = app.get("/v1/rent-declarations?limit=200").expect(200);
    let preview = app.post("/v1/rent-declarations?dry_run=true", &sent).expect(200);
    assert_eq!(app.get("/v1/rent-declarations?limit=200").expect(200), before);
    let real = app.post("/v1/rent-declarations", &sent).expect(201);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&preview), keys(&real));
    assert_eq!((&preview["id"], &preview["receipt"]), (&Value::Null, &Value::Null));
    assert_eq!(app.post("/v1/rent-declarations?dry_run=true", &sent).code(), "already_declared");
}

#[test]
fn a_token_is_asked_for_as_rfc_6749_says_and_expires_by_wall_time() {
    let mut app = TestApp::demo();
    let ask = |form: &str| app.call("POST", "/oauth/token", "application/x-www-form-urlencoded", form, "", &[]);
    let (id, secret) = offre_bailleurs::testing::demo::LANDLORD_CLIENT;
    let own = format!("client_id={id}&client_secret={secret}");
    for (form, status, error) in [
        (format!("grant_type=client_credentials&client_id={id}&client_secret=wrong"), 401, "invalid_client"),
        ("grant_type=client_credentials".to_owned(), 401, "invalid_client"),
        (own.clone(), 400, "invalid_request"),
        (format!("{own}&grant_type=password"), 400, "unsupported_grant_type"),
        (format!("{own}&grant_type=client_credentials&scope=nope"), 400, "invalid_scope"),
        (format!("{own}&grant_type=client_credentials&landlord=73282932000079"), 400, "unauthorized_client"),
        (format!("{own}&grant_type=client_credentials&grant_type=client_credentials"), 400, "invalid_request"),
    ] {
        let answer = ask(&form);
        assert_eq!((answer.status, &answer.body["error"]), (status, &json!(error)), "{form}");
        assert_eq!(answer.body["code"], error);
    }
    let narrow = ask(&format!("{own}&grant_type=client_credentials&scope=tenants:read&landlord=73282932000074&unknown=1")).expect(200);
    assert_eq!((&narrow["scope"], &narrow["expires_in"]), (&json!("tenants:read"), &json!(900)));
    let old = app.token().to_owned();
    app.at("2027-11-23T09:15:00Z");
    app.call("GET", "/v1/me", "", "", &old, &[]).expect(200);
    app.wall_at("2026-11-23T09:15:00Z".parse().unwrap());
    assert_eq!(app.call("GET", "/v1/me", "", "", &old, &[]).code(), "invalid_token");
    app.at("2026-11-23T09:15:00Z");
    app.get("/v1/me").expect(200);
    assert_eq!(app.get("/.well-known/jwks.json").expect(200)["keys"][0]["crv"], "Ed25519");
}

#[test]
fn every_unknown_parameter_is_named_even_where_none_is_expected() {
    let app = TestApp::demo();
    let refused = app.get("/v1/landlord?foo=1&bar=2");
    let named: Vec<&str> = refused.body["errors"].as_array().unwrap().iter().map(|error| error["parameter"].as_str().unwrap()).collect();
    assert_eq!((refused.status, named), (422, vec!["bar", "foo"]));
    assert_eq!(refused.body["errors"][0]["code"], "unknown_parameter");
}
