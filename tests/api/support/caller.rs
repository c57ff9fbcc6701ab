//! Who calls: the landlord of the demo, its paying body, anybody with a token.

use serde_json::Value;

use super::{Answer, TestApp};

/// A caller with its token and the headers it sends.
#[derive(Clone)]
pub struct Caller<'a> {
    app: &'a TestApp,
    token: String,
    headers: Vec<(String, String)>,
}

impl TestApp {
    /// Somebody with a token.
    pub fn caller(&self, token: &str) -> Caller<'_> {
        Caller { app: self, token: token.to_owned(), headers: Vec::new() }
    }

    /// The landlord of the demo.
    pub fn landlord(&self) -> Caller<'_> {
        self.caller(self.token())
    }

    /// The paying body of the demo.
    pub fn paying_body(&self) -> Caller<'_> {
        self.caller(&self.token_of(offre_bailleurs::testing::demo::PAYING_BODY_CLIENT))
    }

    /// Nobody.
    pub fn anonymous(&self) -> Caller<'_> {
        self.caller("")
    }
}

impl Caller<'_> {
    /// The same caller, sending a header more.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, path: &str) -> Answer {
        self.app.call("GET", path, "", "", &self.token, &self.headers)
    }

    pub fn head(&self, path: &str) -> Answer {
        self.app.call("HEAD", path, "", "", &self.token, &self.headers)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, "application/json", body)
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, "application/json", body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send("PATCH", path, "application/merge-patch+json", body)
    }

    /// Any call with a body of JSON.
    pub fn send(&self, method: &str, path: &str, kind: &str, body: &Value) -> Answer {
        self.app.call(method, path, kind, &body.to_string(), &self.token, &self.headers)
    }
}
