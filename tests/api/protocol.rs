//! HTTP as callers write it: old versions, odd headers, other methods, entity tags of changes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Answer, TestApp, Wire};

/// What comes back for bytes until the server closes, or for as long as nothing more comes.
fn raw(app: &TestApp, sent: &str) -> (String, bool) {
    let mut stream = TcpStream::connect(app.host()).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(1500))).unwrap();
    stream.write_all(sent.as_bytes()).unwrap();
    let (mut answer, mut piece) = (Vec::new(), [0; 65_536]);
    let closed = loop {
        match stream.read(&mut piece) {
            Ok(0) => break true,
            Ok(length) => answer.extend_from_slice(&piece[..length]),
            Err(_nothing_more) => break false,
        }
    };
    (String::from_utf8_lossy(&answer).into_owned(), closed)
}

fn with(app: &TestApp, method: &str, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
    let kind = if body.is_empty() { "" } else { "application/json" };
    let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    app.call(method, path, kind, body, app.token(), &headers)
}

#[test]
fn http_1_0_is_answered_without_chunks() {
    let app = TestApp::demo();
    let token = app.token();
    for (path, accept, encoding) in [
        ("/v1/payment-lines", "text/csv", "identity"),
        ("/v1/payment-lines", "text/csv", "gzip"),
        ("/v1/tenants?limit=200", "*/*", "gzip"),
        ("/openapi.json", "*/*", "gzip"),
        ("/docs/", "*/*", "gzip"),
        ("/v1/landlord", "*/*", "gzip"),
    ] {
        let head = format!("authorization: Bearer {token}\r\naccept: {accept}\r\naccept-encoding: {encoding}\r\n");
        let (old, closed) = raw(&app, &format!("GET {path} HTTP/1.0\r\nconnection: keep-alive\r\n{head}\r\n"));
        let (head_of, body) = old.split_once("\r\n\r\n").unwrap();
        assert!(old.starts_with("HTTP/1.0 200"), "{path}: {head_of}");
        assert!(!head_of.contains("transfer-encoding"), "{path}: {head_of}");
        assert!(!body.is_empty() && (closed || head_of.contains("content-length")), "{path}: {head_of}");
    }
    let (new, _) =
        raw(&app, &format!("GET /v1/payment-lines HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\naccept: text/csv\r\n\r\n"));
    assert!(new.contains("transfer-encoding: chunked"));
}

#[test]
fn a_media_type_is_read_with_spaces_and_in_any_case() {
    let app = TestApp::demo();
    let months = json!([{ "month": "2026-10", "unpaid_cents": 1 }]);
    let body = json!({ "tenant_id": app.tenant("eloise"), "months": months }).to_string();
    for kind in ["application/json ; charset=utf-8", "Application/JSON;charset=\"UTF-8\"", "application/json;"] {
        assert_eq!(app.call("POST", "/v1/impayes/simulations", kind, &body, app.token(), &[]).status, 200, "{kind}");
    }
    for kind in ["application/json; charset=latin1", "application/json, text/plain", "text/json"] {
        assert_eq!(app.call("POST", "/v1/impayes/simulations", kind, &body, app.token(), &[]).status, 415, "{kind}");
    }
    let (id, secret) = offre_bailleurs::testing::demo::LANDLORD_CLIENT;
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    app.call("POST", "/oauth/token", "application/x-www-form-urlencoded ; charset=UTF-8", &form, "", &[]).expect(200);
    let body = app.token_for_body("131");
    let kind = [("content-type", "application/x-ndjson ; charset=utf-8")];
    app.load(&body, &kind, b"{}".to_vec()).expect(200);
}

#[test]
fn a_byte_order_mark_is_no_fault_of_a_json_body() {
    let app = TestApp::demo();
    let tenant = app.tenant("eloise");
    let rent = format!("\u{feff}{}", json!({ "tenant_id": tenant, "campaign_year": 2026, "rent_cents": 43_000 }));
    with(&app, "POST", "/v1/rent-declarations?dry_run=true", &rent, &[]).expect(200);
    with(&app, "PATCH", "/v1/landlord", "\u{feff}{\"phone\":null}", &[("if-match", "*")]).expect(200);
    let month = format!("\u{feff}{}", json!({ "tenant_id": tenant, "months": [{ "month": "2026-10", "unpaid_cents": 1 }] }));
    with(&app, "POST", "/v1/impayes/simulations", &month, &[]).expect(200);
    assert_eq!(with(&app, "POST", "/v1/impayes/simulations", "{\u{feff}}", &[]).code(), "malformed_request");
    assert_eq!(with(&app, "POST", "/v1/impayes/simulations", "\u{feff}\u{feff}{}", &[]).code(), "malformed_request");
}

#[test]
fn what_accept_headers_leave_unreadable_they_do_not_say() {
    let app = TestApp::demo();
    for accept in ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "", ",", "text/html, ???", "text/csv;q=two", "text/csv;q=0.1.2"]
    {
        let answer = with(&app, "GET", "/v1/payment-lines?limit=1", "", &[("accept", accept)]);
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/json; charset=utf-8"), "{accept}");
    }
    for (languages, title) in [
        ("en;q=.9, fr;q=.1", "Not found"),
        ("en-GB, *;q=0.1", "Not found"),
        ("fr;q=0, en;q=0.2", "Not found"),
        ("en;q=0, fr;q=0.1", "Introuvable"),
        ("en, ???", "Introuvable"),
        ("en;q=7", "Introuvable"),
        ("", "Introuvable"),
    ] {
        assert_eq!(with(&app, "GET", "/v1/tenants/x", "", &[("accept-language", languages)]).body["title"], title, "{languages}");
    }
    for (codings, chosen) in
        [("gzip;q=.5", "gzip"), ("br, gzip", "gzip"), ("gzip, ???", ""), ("gzip;q=2", ""), ("gzip;q=0, *", ""), ("", "")]
    {
        let answer = with(&app, "GET", "/v1/tenants?limit=200", "", &[("accept-encoding", codings)]);
        assert_eq!((answer.status, answer.header("content-encoding")), (200, chosen), "{codings}");
    }
}

#[test]
fn the_pages_beside_the_document_are_read_and_nothing_else() {
    let app = TestApp::demo();
    for path in ["/", "/docs"] {
        for method in ["GET", "HEAD"] {
            let answer = with(&app, method, path, "", &[]);
            assert_eq!((answer.status, answer.header("location")), (307, "/docs/"), "{method} {path}");
        }
    }
    for path in ["/", "/docs", "/docs/", "/docs/index.html", "/problems/", "/problems", "/openapi.json", "/openapi.yaml", "/health/live"] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"] {
            let refused = with(&app, method, path, "", &[]);
            let told = (refused.status, refused.code(), refused.header("allow"));
            assert_eq!(told, (405, "method_not_allowed", "GET, HEAD, OPTIONS"), "{method} {path}");
        }
        let options = with(&app, "OPTIONS", path, "", &[]);
        assert_eq!((options.status, options.header("allow")), (204, "GET, HEAD, OPTIONS"), "{path}");
    }
}

#[test]
fn the_tag_of_a_change_is_what_the_next_one_names_and_no_change_answers_304() {
    let app = TestApp::demo();
    let account = |day: &str| json!({ "holder": "SCI", "iban": "DE89370400440532013000", "effective_on": day }).to_string();
    let put = |body: &str, headers: &[(&str, &str)]| with(&app, "PUT", "/v1/landlord/bank-account", body, headers);
    let patch = |headers: &[(&str, &str)]| with(&app, "PATCH", "/v1/landlord", "{\"phone\":\"+33491000009\"}", headers);
    let profile = || app.get("/v1/landlord").header("etag").to_owned();
    let first = put(&account("2026-12-01"), &[("if-match", &profile())]);
    assert_eq!((first.status, first.header("etag")), (200, profile().as_str()));
    let tag = first.header("etag").to_owned();
    // The same again, from who already has all of it.
    for known in ["*", &tag] {
        let again = put(&account("2026-12-01"), &[("if-match", &tag), ("if-none-match", known)]);
        assert_eq!((again.status, &again.body), (200, &first.body), "{known}");
    }
    let moved = put(&account("2026-12-02"), &[("if-match", &tag)]);
    assert_eq!((moved.status, moved.header("etag")), (200, profile().as_str()));
    assert_eq!(put(&account("2026-12-03"), &[("if-match", &tag)]).status, 412);
    let called = patch(&[("if-match", moved.header("etag")), ("if-none-match", "*")]);
    assert_eq!((called.status, called.header("etag")), (200, profile().as_str()));
    put(&account("2026-12-03"), &[("if-match", called.header("etag"))]).expect(200);
    let months = json!({ "tenant_id": app.tenant("eloise"), "months": [{ "month": "2026-10", "unpaid_cents": 1 }] }).to_string();
    assert_eq!(with(&app, "POST", "/v1/impayes/simulations", &months, &[("if-none-match", "*")]).status, 200);
}

#[test]
fn faults_of_the_address_the_header_and_the_body_are_told_together() {
    let app = TestApp::demo();
    let case = app.get("/v1/impayes?limit=1").expect(200)["data"][0]["id"].as_str().unwrap().to_owned();
    let change = app.get("/v1/changes?limit=1").expect(200)["data"][0]["id"].as_str().unwrap().to_owned();
    for (method, path) in [
        ("POST", "/v1/impayes/simulations".to_owned()),
        ("PATCH", "/v1/landlord".to_owned()),
        ("PATCH", format!("/v1/tenants/{}", app.tenant("eloise"))),
        ("PATCH", format!("/v1/logements/{}", app.read_tenant(&app.tenant("eloise"))["logement"]["id"].as_str().unwrap())),
        ("PUT", "/v1/landlord/bank-account".to_owned()),
        ("POST", "/v1/rent-declarations".to_owned()),
        ("POST", "/v1/impayes".to_owned()),
        ("POST", format!("/v1/impayes/{case}/months")),
        ("POST", format!("/v1/impayes/{case}/repayment-plans")),
        ("POST", format!("/v1/impayes/{case}/checks")),
        ("POST", format!("/v1/impayes/{case}/settlement")),
        ("POST", format!("/v1/impayes/{case}/withdrawal")),
        ("POST", format!("/v1/changes/{change}/cancellation")),
    ] {
        let refused = with(&app, method, &format!("{path}?surprise=1"), "{\"zz\":1}", &[("if-match", "*")]);
        let errors = refused.body["errors"].as_array().unwrap();
        let named = |kind: &str, name: &str| errors.iter().any(|one| one[kind] == name);
        assert!(refused.status == 422 && named("pointer", "/zz") && named("parameter", "surprise"), "{path}: {}", refused.body);
    }
    // What cannot be read at all comes before faults of fields.
    let refused = with(&app, "PUT", "/v1/landlord/bank-account?surprise=%ff", "{\"zz\":1}", &[("if-match", "*")]);
    assert_eq!((refused.status, refused.code()), (400, "malformed_request"));
}

#[test]
fn a_key_given_twice_is_named_at_its_place() {
    let app = TestApp::demo();
    for (method, path, body, place) in [
        ("PUT", "/v1/landlord/bank-account", r#"{"holder":"a","iban":"DE89370400440532013000","holder":"b"}"#, "/holder"),
        ("PATCH", "/v1/landlord", r#"{"address":{"city":"Lyon","city":"Lyon"}}"#, "/address/city"),
        ("POST", "/v1/impayes/simulations", r#"{"months":[{"month":"2026-10","month":"2026-10","unpaid_cents":1}]}"#, "/months/0/month"),
        ("POST", "/v1/changes", r#"{"type":"departure","type":"departure"}"#, "/type"),
    ] {
        let refused = with(&app, method, path, body, &[("if-match", "*")]);
        let twice = |one: &&Value| one["code"] == "duplicate";
        let places: Vec<&Value> = refused.body["errors"].as_array().unwrap().iter().filter(twice).map(|one| &one["pointer"]).collect();
        assert_eq!(places, [place], "{path}: {}", refused.body);
    }
}

#[test]
fn the_document_reads_the_same_as_json_and_as_yaml() {
    let app = TestApp::demo();
    let served = app.get("/openapi.yaml");
    assert_eq!(served.header("content-type"), "application/yaml; charset=utf-8");
    let text = String::from_utf8(served.bytes).unwrap();
    assert_eq!(yaml_serde::from_str::<Value>(&text).unwrap(), app.get("/openapi.json").body);
    // YAML 1.1 has more words and more numbers: nothing but JSON's own stands without quotes.
    for line in text.lines() {
        let value = line.trim_start_matches([' ', '-']);
        let value = value.split_once(": ").filter(|(key, _)| !key.contains(' ')).map_or(value, |(_, value)| value);
        let plain = value.ends_with(':') || value.starts_with('"') || ["[]", "{}"].contains(&value);
        assert!(plain || serde_json::from_str::<Value>(value).is_ok(), "{line}");
    }
    let (done, printed, _) = app.command(&["openapi", "--yaml"]);
    assert!(done && printed == text);
}

#[test]
fn an_offer_of_another_protocol_is_ignored_and_the_connection_kept() {
    let app = TestApp::demo();
    let bearer = format!("authorization: Bearer {}", app.token());
    let body = "{\"months\":[]}";
    let length = format!("content-length: {}", body.len());
    let mut wire = Wire::to(app.host());
    for offer in [
        ["connection: Upgrade, HTTP2-Settings", "upgrade: h2c", "http2-settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA"],
        ["connection: keep-alive, upgrade", "upgrade: websocket", "sec-websocket-version: 13"],
        ["connection: upgrade", "upgrade: TLS/1.3", "x: connection: upgrade"],
    ] {
        for _ in 0..3 {
            wire.head(&["GET /v1/landlord HTTP/1.1", &bearer, offer[0], offer[1], offer[2]]);
            let (status, head, profile) = wire.answer();
            assert_eq!((status, &profile["siret"]), (200, &json!("73282932000074")), "{offer:?}");
            assert!(!head.contains("upgrade") && !head.contains("connection:"), "{head}");
            // A body behind the offer, and one of a caller who is not let in.
            for token in [bearer.as_str(), "x: y"] {
                wire.head(&["POST /v1/impayes/simulations HTTP/1.1", token, "content-type: application/json", &length, offer[0], offer[1]]);
                wire.send(body.as_bytes());
                let (status, head, _) = wire.answer();
                assert_eq!(status, if token == bearer { 422 } else { 401 }, "{offer:?}");
                assert!(!head.contains("upgrade"), "{head}");
                if head.contains("connection: close") {
                    wire = Wire::to(app.host());
                }
            }
        }
    }
    // An offer beside the wish to close does close.
    wire.head(&["GET /v1/landlord HTTP/1.1", &bearer, "connection: upgrade, close", "upgrade: h2c"]);
    assert!(wire.answer().1.contains("connection: close"));
    wire.closes();
}

#[test]
fn what_the_schema_refuses_hides_nothing_that_it_cannot_say() {
    let app = TestApp::demo();
    let told = |body: &Value| {
        let place = |one: &Value| format!("{} {}", one["pointer"].as_str().unwrap(), one["code"].as_str().unwrap());
        body["errors"].as_array().unwrap().iter().map(place).collect::<Vec<_>>()
    };
    let change = json!({ "type": "end_of_management", "effective_on": "soon", "reason": "fire",
        "successor": { "name": " ", "siret": "73282932000079", "email": "nobody" } });
    let change = app.post("/v1/changes", &change);
    assert_eq!(
        told(&change.body),
        [
            "/effective_on invalid_format",
            "/reason not_one_of",
            "/successor/email invalid_format",
            "/successor/name required",
            "/successor/siret invalid_siret"
        ]
    );
    let patch = json!({ "email": "nobody", "phone": "123", "address": { "country": "fr" } }).to_string();
    let patch = with(&app, "PATCH", "/v1/landlord", &patch, &[("if-match", "*")]);
    assert_eq!(told(&patch.body), ["/address/country invalid_format", "/email invalid_format", "/phone invalid_format"]);
    let mut line = crate::codes::told::line("landlord", offre_bailleurs::testing::demo::keys::SCI);
    (line["siret"], line["email"], line["phone"]) = (json!("73282932000079"), json!("nobody"), json!("123"));
    line["bank_account"] = json!({ "holder": "x", "iban": "DE99370400440000000024", "bic": "PSSTFRPPMARXX", "effective_on": "2200-01-01" });
    let report =
        app.load(&app.token_for_body("131"), &[("content-type", "application/x-ndjson")], line.to_string().into_bytes()).expect(200);
    assert_eq!(
        told(&report),
        [
            "/bank_account/bic too_long",
            "/bank_account/effective_on out_of_range",
            "/bank_account/iban invalid_iban",
            "/email invalid_format",
            "/phone invalid_format",
            "/siret invalid_siret"
        ]
    );
}

#[test]
fn what_is_no_request_is_refused_with_a_problem_document_too() {
    let app = TestApp::limited(|limits| limits.head = Duration::from_secs(1));
    let big = format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}", "x".repeat(140_000));
    for (sent, status, code) in [
        ("nothing like HTTP\r\n\r\n", 400, "malformed_request"),
        ("GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", 400, "malformed_request"),
        ("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: many\r\n\r\n", 400, "malformed_request"),
        ("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: gzip\r\n\r\n", 400, "malformed_request"),
        ("GET /\u{1} HTTP/1.1\r\nhost: x\r\n\r\n", 400, "malformed_request"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "malformed_request"),
        (&big, 431, "malformed_request"),
        ("GET /v1/tenants HTTP/1.1\r\nhost: x\r\n", 408, "request_timeout"),
    ] {
        let mut wire = Wire::to(app.host());
        wire.send(sent.as_bytes());
        let (answered, head, body) = wire.answer();
        let case = sent.chars().take(60).collect::<String>();
        assert_eq!((answered, &body["status"], &body["code"]), (status, &json!(status), &json!(code)), "{case}");
        assert!(head.contains("content-type: application/problem+json") && head.contains("connection: close"), "{head}");
        assert!(head.contains(&format!("request-id: {}", body["request_id"].as_str().unwrap())), "{head}");
        let page = body["type"].as_str().unwrap().split_once("/problems/").unwrap().1.to_owned();
        assert_eq!(app.get(&format!("/problems/{page}")).status, 200, "{page}");
        wire.closes();
    }
    // Behind an answer on the same connection as well.
    let mut wire = Wire::to(app.host());
    wire.head(&["GET /health/live HTTP/1.1"]);
    assert_eq!(wire.answer().0, 200);
    wire.send(b"nothing like HTTP\r\n\r\n");
    assert_eq!(wire.refused(), (400, "malformed_request".to_owned()));
}
