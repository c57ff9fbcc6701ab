//! What of a request is read, when, and how much of it: the caller first, everything within bounds.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use offre_bailleurs::testing::demo::keys;
use serde_json::json;

use crate::support::{Answer, TestApp};
use crate::system::every_source;

/// The handlers that anybody may call.
const PUBLIC: &[&str] = &[
    "create_token",
    "keys",
    "live",
    "metadata",
    "openapi_json",
    "openapi_yaml",
    "problem_index",
    "problem_page",
    "ready",
    "roster_schema",
];

/// The name of each handler of a source file, with the types of its parameters.
fn handlers(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for part in text.split("\n#[").skip(1) {
        let method = part.split('(').next().unwrap();
        let Some((_, signature)) = part.split_once("\npub async fn ") else { continue };
        if !["get", "put", "post", "patch", "delete"].contains(&method) {
            continue;
        }
        let (name, rest) = signature.split_once('(').unwrap();
        let parameters = rest.split_once(") ->").unwrap().0;
        let types = parameters.split([',', '\n']).filter_map(|one| Some(one.split_once(": ")?.1.trim().to_owned()));
        found.push((name.to_owned(), types.collect()));
    }
    found
}

#[test]
fn every_handler_asks_first_who_calls_or_says_that_anybody_may() {
    let (mut public, mut callers) = (Vec::new(), 0);
    for (file, text) in every_source() {
        for (name, types) in handlers(&text) {
            // Neither of the two reads anything.
            let first = types.iter().find(|one| *one != "HttpRequest" && !one.starts_with("Data<")).unwrap();
            if first == "Public" {
                public.push(name);
                continue;
            }
            let caller = ["Caller<", "PayingBodyCaller", "AnyCaller", "Listed<"].iter().any(|known| first.starts_with(known));
            assert!(caller, "{name} in src/{file} reads {first} before it knows who calls");
            callers += 1;
        }
    }
    public.sort_unstable();
    assert_eq!(public, PUBLIC);
    assert!(callers > 30, "only {callers} handlers are found");
}

#[test]
fn every_list_is_asked_in_one_way() {
    for (file, text) in every_source() {
        let outside = !file.starts_with("http/") && file != "payments/routes.rs";
        assert!(!outside || !text.contains("PageRequest::"), "src/{file} makes a page by hand");
        let filters = text.matches("pub cursor: Option<Cursor>").count();
        let listed = text.split("list_filters!(").nth(1).map_or(0, |rest| rest.split(')').next().unwrap().split(',').count());
        assert!(file.starts_with("http/") || filters == listed, "src/{file}: a filter with a cursor is no filter of a list");
    }
}

fn anonymous(app: &TestApp, method: &str, path: &str, kind: &str, body: &str) -> Answer {
    app.call(method, path, kind, body, "", &[])
}

#[test]
fn nothing_is_read_for_who_is_not_known() {
    let app = TestApp::demo();
    let many = (0..16_000).map(|index| char::from(b'a' + (index % 26) as u8).to_string()).collect::<Vec<_>>().join("&");
    for query in [many.as_str(), "search=%ff", "nope=1", "cursor=abc", "limit=9999"] {
        for path in ["/v1/tenants", "/v1/landlord", "/v1/me", "/v1/rules", "/v1/payments/summary", "/v1/paying-body/inbox"] {
            assert_eq!(anonymous(&app, "GET", &format!("{path}?{query}"), "", "").status, 401, "{path}");
        }
    }
    assert_eq!(anonymous(&app, "POST", "/v1/rent-declarations", "text/plain", "{").status, 401);
    assert_eq!(anonymous(&app, "PATCH", "/v1/landlord?nope=1", "application/json", "{").status, 401);
    assert_eq!(app.call("GET", "/v1/paying-body/inbox?search=%ff", "", "", app.token(), &[]).status, 403);
    let before = Instant::now();
    (0..50).for_each(|_| assert_eq!(anonymous(&app, "GET", &format!("/v1/tenants?{many}"), "", "").status, 401));
    assert!(before.elapsed() < Duration::from_secs(5), "{:?}", before.elapsed());
}

#[test]
fn an_anonymous_body_is_not_waited_for() {
    let app = TestApp::demo();
    for path in ["/v1/rent-declarations", "/v1/impayes/simulations", "/v1/paying-body/load"] {
        let mut stream = TcpStream::connect(app.host()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{{");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = [0u8; 12];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 401", "{path}");
    }
}

#[test]
fn parameters_have_a_number_and_a_length() {
    let app = TestApp::demo();
    let many = (0..1001).map(|_| "a").collect::<Vec<_>>().join("&");
    for query in [many, "a".repeat(101), format!("search={}", "a".repeat(62_000))] {
        let refused = app.get(&format!("/v1/tenants?{query}"));
        assert_eq!((refused.status, refused.code()), (400, "malformed_request"));
        assert!(refused.bytes.len() < 1000);
    }
    let unknown = (0..1000).map(|index| format!("a{index}")).collect::<Vec<_>>().join("&");
    let refused = app.get(&format!("/v1/tenants?{unknown}"));
    assert_eq!((refused.status, refused.body["errors"].as_array().unwrap().len()), (422, 100));
    assert!(refused.body["detail"].as_str().unwrap().starts_with("Plus de 100"));
    let some = |name: &str, prefix: &str| (0..200).map(|at| format!("{name}={prefix}_01m83t4cm0ffn8nczv1xhcq{at:03}")).collect::<Vec<_>>();
    let selection = [some("reference_id", "ref"), some("logement_id", "log")].concat().join("&");
    assert_eq!(app.get(&format!("/v1/tenants?{selection}")).expect(200)["data"], json!([]));
}

#[test]
fn an_answer_is_bounded_by_what_is_told() {
    let app = TestApp::demo();
    let zeros = vec!["\"\\u0000\""; 15_000].join(",");
    let keys = (0..20_000).map(|index| format!("\"{index}\":0")).collect::<Vec<_>>().join(",");
    let months = vec![r#"{"month":1}"#; 20_000].join(",");
    let long = "k".repeat(120_000);
    for body in [
        format!(r#"{{"{long}":[{zeros}]}}"#),
        format!("{{{keys}}}"),
        format!(r#"{{"type":"departure",{keys}}}"#),
        format!(r#"{{"months":[{months}]}}"#),
        format!(r#"{{"{long}":1,"tenant_id":"{long}"}}"#),
    ] {
        for path in ["/v1/rent-declarations", "/v1/changes", "/v1/impayes", "/v1/impayes/simulations"] {
            let refused = app.call("POST", path, "application/json", &body, app.token(), &[]);
            assert_eq!(refused.status, 422, "{path}");
            assert!(refused.bytes.len() < 64 * 1024, "{path}: {} bytes", refused.bytes.len());
            assert!(refused.body["errors"].as_array().unwrap().len() <= 100, "{path}");
        }
    }
}

#[test]
fn a_bic_too_long_does_not_hide_a_wrong_iban() {
    let app = TestApp::demo();
    let put = |body: serde_json::Value| {
        let headers = [("if-match".to_owned(), "*".to_owned())];
        let refused = app.call("PUT", "/v1/landlord/bank-account", "application/json", &body.to_string(), app.token(), &headers);
        let errors = refused.body["errors"].as_array().unwrap().clone();
        errors.iter().map(|one| format!("{} {}", one["pointer"].as_str().unwrap(), one["code"].as_str().unwrap())).collect::<Vec<_>>()
    };
    let iban = "FR1420041010050500013M02607";
    assert_eq!(put(json!({ "holder": "x", "iban": iban, "bic": "PSSTFRPPMARXX" })), ["/bic too_long", "/iban invalid_iban"]);
    assert_eq!(
        put(json!({ "iban": iban, "effective_on": "soon" })),
        ["/effective_on invalid_format", "/holder required", "/iban invalid_iban"]
    );
}

#[test]
fn a_cursor_shows_nothing_and_belongs_to_a_meaning() {
    let app = TestApp::demo();
    let first = app.get("/v1/tenants?limit=1&search=a&status=current").expect(200);
    assert_eq!(app.get("/v1/tenants?limit=1&search=a&status=current").expect(200), first);
    let cursor = first["next_cursor"].as_str().unwrap();
    assert!(cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{cursor}");
    let name = first["data"][0]["last_name"].as_str().unwrap().to_lowercase();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, cursor).unwrap();
    assert!(!bytes.windows(name.len()).any(|part| part.eq_ignore_ascii_case(name.as_bytes())));
    let second = app.get(&format!("/v1/tenants?limit=1&search=a&status=current&cursor={cursor}")).expect(200);
    for same in ["status=current&search=a&limit=1", "search=%61&status=curren%74&limit=1&sort=name"] {
        assert_eq!(app.get(&format!("/v1/tenants?{same}&cursor={cursor}")).expect(200)["data"], second["data"], "{same}");
    }
    for other in ["search=a", "search=a&status=left", "search=A&status=current&sort=-name"] {
        assert_eq!(app.get(&format!("/v1/tenants?{other}&cursor={cursor}")).code(), "invalid_cursor", "{other}");
    }
    let stranger = app.token_for(keys::AGENCY);
    let path = format!("/v1/tenants?limit=1&search=a&status=current&cursor={cursor}");
    assert_eq!(app.call("GET", &path, "", "", &stranger, &[]).code(), "invalid_cursor");
}

#[test]
fn a_forged_cursor_is_refused_in_every_list() {
    let app = TestApp::demo();
    let body = app.token_for_body("131");
    let encode = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
    let forged = [
        encode(r#"["0011223344556677",["9999999-01-01","x"]]"#),
        encode(r#"["+262142-12-31T00:00:00Z","x"]"#),
        encode("x"),
        "abc".into(),
        "é".into(),
    ];
    for path in [
        "/v1/tenants?",
        "/v1/logements?",
        "/v1/rent-campaigns?",
        "/v1/rent-campaigns/2026/tenants?",
        "/v1/rent-declarations?",
        "/v1/changes?",
        "/v1/impayes?",
        "/v1/payments?",
        "/v1/payment-lines?",
        "/v1/payments/reconciliation?month=2026-10&",
        "/v1/landlord/todos?",
        "/v1/paying-body/inbox?",
    ] {
        let token = if path.contains("paying-body") { &body } else { app.token() };
        for cursor in &forged {
            let cursor = cursor.replace('é', "%C3%A9");
            let refused = app.call("GET", &format!("{path}cursor={cursor}"), "", "", token, &[]);
            assert_eq!((refused.status, refused.code()), (400, "invalid_cursor"), "{path} {cursor}");
        }
    }
}

#[test]
fn what_java_accepts_by_default_is_answered() {
    let app = TestApp::demo();
    for accept in ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", ""] {
        let headers = [("accept".to_owned(), accept.to_owned())];
        assert_eq!(app.call("GET", "/v1/tenants", "", "", app.token(), &headers).status, 200, "{accept}");
    }
    let csv = [("accept".to_owned(), "text/csv, */*; q=.2".to_owned())];
    assert!(app.call("GET", "/v1/payment-lines", "", "", app.token(), &csv).header("content-type").starts_with("text/csv"));
}
