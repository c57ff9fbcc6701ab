//! The binary, serving a database in a process of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;

use offre_bailleurs::testing::demo;
use serde_json::Value;

use super::Database;

/// That of every call that goes through [`Served::call`].
pub const REQUEST_ID: &str = "019aafe0-1f2e-7abc-8def-0a1b2c3d4e5f";

/// A running server; killed when it goes out of scope.
pub struct Served {
    child: Child,
    pub host: String,
    log: Option<JoinHandle<String>>,
}

impl Served {
    /// One whose log is read.
    pub fn over(database: &Database) -> Self {
        Self::with(database, &[])
    }

    /// The same, with more settings.
    pub fn with(database: &Database, settings: &[(&str, &str)]) -> Self {
        let (mut served, log) = Self::unheard(database, settings);
        served.log = Some(std::thread::spawn(move || log.lines().map_while(Result::ok).collect::<Vec<_>>().join("\n")));
        served
    }

    /// One whose log nobody reads beyond the line that tells the address, and the end of the pipe.
    pub fn unheard(database: &Database, settings: &[(&str, &str)]) -> (Self, BufReader<ChildStderr>) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"))
            .args(["serve", "--sandbox", "--now", "2026-11-23T09:00:00Z"])
            .env("DATABASE_URL", &database.url)
            .env("SECRET_KEY", "a secret of thirty-two bytes or more")
            .env("BIND", "127.0.0.1:0")
            .env("LOG_FORMAT", "json")
            .envs(settings.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("/docs/") {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "the server ended");
        }
        let host = line.split("http://").nth(1).unwrap().split("/docs/").next().unwrap().to_owned();
        (Self { child, host, log: None }, log)
    }

    /// The answer, or nothing when the connection ended without one.
    pub fn try_call(&self, method: &str, path: &str, token: &str, kind: &str, body: &str) -> Option<(u16, Value)> {
        self.send(method, path, token, &[("content-type", kind)], body)
    }

    fn send(&self, method: &str, path: &str, token: &str, headers: &[(&str, &str)], body: &str) -> Option<(u16, Value)> {
        let patience = Some(std::time::Duration::from_secs(30));
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(patience).build().into();
        let address = format!("http://{}{path}", self.host);
        let mut request = ureq::http::Request::builder().method(method).uri(address).header("request-id", REQUEST_ID);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = agent.run(request.body(body.to_owned()).unwrap()).ok()?;
        let bytes = response.body_mut().read_to_vec().ok()?;
        let (status, body) = (response.status().as_u16(), serde_json::from_slice(&bytes).unwrap_or(Value::Null));
        super::contract::refused(method, path, status, &body);
        Some((status, body))
    }

    pub fn call(&self, method: &str, path: &str, token: &str, kind: &str, body: &str) -> (u16, Value) {
        self.try_call(method, path, token, kind, body).unwrap()
    }

    /// A JSON body with an idempotency key.
    pub fn keyed(&self, path: &str, token: &str, key: &str, body: &str) -> (u16, Value) {
        self.send("POST", path, token, &[("content-type", "application/json"), ("idempotency-key", key)], body).unwrap()
    }

    pub fn get(&self, path: &str, token: &str) -> (u16, Value) {
        self.call("GET", path, token, "text/plain", "")
    }

    /// What the token endpoint answers to the demo's landlord with this secret.
    pub fn token_with(&self, secret: &str) -> (u16, Value) {
        let form = format!("grant_type=client_credentials&client_id={}&client_secret={secret}", demo::LANDLORD_CLIENT.0);
        self.call("POST", "/oauth/token", "", "application/x-www-form-urlencoded", &form)
    }

    /// A token of the demo's landlord.
    pub fn token(&self) -> String {
        self.token_with(demo::LANDLORD_CLIENT.1).1["access_token"].as_str().unwrap().to_owned()
    }

    /// Sends bytes that are no request and gives what comes back, as far as it comes.
    pub fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_secs(5))).unwrap();
        let mut answer = [0; 64];
        // The server may close before it has read all.
        let read = stream.write_all(bytes).and_then(|()| stream.read(&mut answer)).unwrap_or_default();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    }

    /// Sends a signal, by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Waits until it ends.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Asks it to stop, and gives its log.
    pub fn stop(mut self) -> String {
        self.signal("TERM");
        assert!(self.wait().success(), "SIGTERM ends it in order");
        self.log.take().map_or_else(String::new, |log| log.join().unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // A test that stops at a surprise leaves no server behind.
        if self.ended().is_none() {
            self.child.kill().unwrap();
        }
    }
}

/// The lines of outcomes of a log, without those of the start and end.
pub fn outcomes(log: &str) -> Vec<Value> {
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["fields"]["message"] == "answered").collect()
}
