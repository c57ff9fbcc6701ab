//! The headers that the document promises are those that come: every answer of every test is held against
//! it (`support/contract.rs`), and here each promise is kept once.

use std::collections::BTreeSet;

use offre_bailleurs::testing::{self, demo};
use serde_json::Value;

use crate::document::{Operation, drive, operations};
use crate::support::TestApp;
use crate::support::contract::{Seen, What, documented_headers};

fn pair(name: &str, value: &str) -> Vec<(String, String)> {
    vec![(name.to_owned(), value.to_owned())]
}

/// Asks each operation in each way that brings a header with its success.
fn walk(app: &TestApp, document: &Value) {
    let paying_body = app.token_of(demo::PAYING_BODY_CLIENT);
    drive(app, |operation, body, call| {
        let first = call();
        let token = if operation.value["security"][0]["oauth2"][0] == "paying-body" { &paying_body } else { app.token() };
        let address = operation.address(document, None);
        let tag = first.header("etag").to_owned();
        if operation.method == "GET" && !tag.is_empty() {
            let again = app.call("GET", &address, "", "", token, &pair("if-none-match", &tag));
            assert_eq!((again.status, again.bytes.len(), again.header("etag")), (304, 0, tag.as_str()), "{address}");
        }
        for kind in ["text/csv", "application/pdf"] {
            if operation.value["responses"]["200"]["content"].get(kind).is_some() {
                let file = app.call("GET", &address, "", "", token, &pair("accept", kind));
                assert!(file.header("content-disposition").contains("filename="), "{address}");
            }
        }
        if operation.parameters("query").iter().any(|one| one["name"] == "cursor") {
            let short = format!("{address}{}limit=1", if address.contains('?') { '&' } else { '?' });
            next_pages(app, &short, token);
        }
        if !body.is_empty() && operation.method == "POST" {
            assert!(first.status < 300, "{address} {}", first.body);
        }
    });
}

/// The pages of a list, by `Link`.
fn next_pages(app: &TestApp, address: &str, token: &str) {
    let page = app.call("GET", address, "", "", token, &[]);
    let next = page.body["next_cursor"].as_str();
    let link = page.header("link").to_owned();
    assert_eq!(link.is_empty(), next.is_none(), "{address}");
    if let Some(next) = next {
        assert!(link.ends_with(">; rel=\"next\"") && link.contains(next), "{address} {link}");
        let next = link.trim_start_matches('<').split('>').next().unwrap();
        app.call("GET", next, "", "", token, &[]).expect(200);
    }
}

/// Each operation that takes a key, twice with the same on fresh data.
fn replay(document: &Value) -> BTreeSet<Seen> {
    let app = TestApp::demo();
    let paying_body = app.token_of(demo::PAYING_BODY_CLIENT);
    let mut key = 0;
    drive(&app, |operation, body, _call| {
        if operation.parameters("header").iter().any(|one| one["name"] == "Idempotency-Key") {
            let token = if operation.value["security"][0]["oauth2"][0] == "paying-body" { &paying_body } else { app.token() };
            let address = operation.address(document, None);
            key += 1;
            let send = || app.call("POST", &address, "application/json", body, token, &pair("idempotency-key", &key.to_string()));
            let (first, again) = (send(), send());
            assert_eq!((first.status, &first.bytes), (again.status, &again.bytes), "{address} {}", first.body);
            assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"), "{address}");
        }
    });
    app.recorded().all()
}

#[test]
fn every_header_of_a_success_comes_where_it_is_promised() {
    let app = TestApp::demo();
    let document = testing::document().unwrap();
    walk(&app, &document);
    let mut seen = app.recorded().all();
    seen.extend(replay(&document));
    let dry = TestApp::demo();
    dry_runs(&dry, &document);
    seen.extend(dry.recorded().all());
    let missing: Vec<String> = documented_headers()
        .into_iter()
        .filter(|one| one.status < 400 && !seen.contains(one))
        .map(|one| format!("{} {} {:?}", one.operation, one.status, one.what))
        .collect();
    assert!(missing.is_empty(), "promised, and never sent:\n{}", missing.join("\n"));
    let links = seen.iter().filter(|one| one.what == What::Header("link".to_owned())).count();
    assert!(links > 10, "only {links} lists have a next page");
}

fn dry_runs(app: &TestApp, document: &Value) {
    for operation in operations(document).iter().filter(|one| one.parameters("query").iter().any(|one| one["name"] == "dry_run")) {
        for (kind, body) in operation.bodies() {
            let address = format!("{}?dry_run=true", operation.address(document, None));
            app.call("POST", &address, &kind, &body, app.token(), &[]).expect(200);
        }
    }
}

#[test]
fn what_was_created_is_read_by_its_links() {
    let app = TestApp::demo();
    let document = testing::document().unwrap();
    let all = operations(&document);
    let mut followed = 0;
    for operation in all.iter().filter(|one| one.value["responses"].get("201").is_some()) {
        let links = operation.value["responses"]["201"]["links"].as_object().unwrap();
        assert!(!links.is_empty(), "{} {} links to nothing", operation.method, operation.path);
        let (kind, body) = operation.bodies().swap_remove(0);
        let made = app.call("POST", &operation.path, &kind, &body, app.token(), &[]).expect(201);
        for link in links.values() {
            assert_eq!(link["parameters"]["id"], "$response.body#/id");
            let reader: &Operation = all.iter().find(|one| one.value["operationId"] == link["operationId"]).unwrap();
            let read = app.get(&reader.path.replace("{id}", made["id"].as_str().unwrap())).expect(200);
            assert!(read.is_object());
            followed += 1;
        }
    }
    assert!(followed >= 6, "only {followed} links are followed");
}
