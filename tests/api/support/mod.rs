//! A real server on a database of its own: SQLite by default, PostgreSQL with `TEST_DATABASE_URL`.

mod caller;
pub mod contract;
mod database;
mod line;
pub mod owners;
pub mod paper;
pub mod sentences;
pub mod served;
mod wire;

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use chrono::{DateTime, Utc};
use offre_bailleurs::Raw;
use offre_bailleurs::testing::law::Law;
use offre_bailleurs::testing::{
    ClientNew, Clock, Config, Db, Ids, Limits, Options, OwnerName, Parts, Said, Statements, create_client, demo,
};
use serde_json::Value;

pub use caller::Caller;
pub use database::Database;
pub use line::{Around, Line};
pub use wire::Wire;

/// A demo server, stopped when it goes out of scope.
pub struct TestApp {
    address: String,
    clock: Clock,
    token: String,
    db: Db,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    database: Database,
    recorded: contract::Recorded,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
    pub body: Value,
}

impl Answer {
    /// Reads it to its end. What people read in it is words, in whichever test.
    fn read(mut response: ureq::http::Response<ureq::Body>, french: bool) -> Self {
        let status = response.status().as_u16();
        let headers = headers_of(&response);
        let bytes = response.body_mut().with_config().limit(50_000_000).read_to_vec().unwrap();
        let answer = Self { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null), bytes };
        sentences::hold(&answer, french);
        answer
    }

    /// The stable code of a problem.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The body, after checking the status.
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }
}

/// Whether a request with these headers asks for French, as one does that asks for nothing.
fn in_french<'a>(mut headers: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
    headers.all(|(name, value)| name != "accept-language" || value == "fr")
}

/// How long a write waits in the service.
const PATIENCE: Duration = Duration::from_secs(5);

fn config(url: &str) -> Config {
    let raw = Raw {
        database_url: Some(url.to_owned()),
        secret_key: Some("a secret of thirty-two bytes or more".to_owned()),
        sandbox: true,
        ..Raw::default()
    };
    Config::read(&raw).unwrap()
}

fn open(url: &str, clock: &Clock, ids: Ids, law: &'static Law) -> Db {
    open_patient(url, clock, ids, law, PATIENCE)
}

fn open_patient(url: &str, clock: &Clock, ids: Ids, law: &'static Law, patience: Duration) -> Db {
    let target = url.parse().unwrap();
    Db::open(Options { target, pool_size: 4, clock: clock.clone(), ids, statements: Statements::counted(), law, patience }).unwrap()
}

/// A database, used beside the server.
pub fn db_of(url: &str) -> Db {
    open(url, &Clock::fixed(demo::first_morning().unwrap()), Ids::Random, Law::current())
}

/// Fills an empty, migrated database with the demo.
pub fn fill(url: &str) {
    let clock = Clock::fixed(demo::first_morning().unwrap());
    let db = open(url, &clock, Ids::Derived, Law::current());
    actix_web::rt::System::new().block_on(async { demo::fill(&db, &clock).await.unwrap() });
}

impl TestApp {
    /// A server over fresh demo data; its clock stands at the demo's first morning.
    pub fn demo() -> Self {
        Self::demo_under(Law::current())
    }

    /// The same under another law.
    pub fn demo_under(law: &'static Law) -> Self {
        Self::demo_over(law, Limits::default())
    }

    /// The same where callers may take less: what they may is changed from what is served.
    pub fn limited(change: impl FnOnce(&mut Limits)) -> Self {
        let mut limits = Limits::default();
        change(&mut limits);
        Self::demo_over(Law::current(), limits)
    }

    /// The same where a write waits for less time.
    pub fn patient(patience: Duration) -> Self {
        Self::over(Database::demo(), Law::current(), Limits::default(), patience).with_token()
    }

    fn demo_over(law: &'static Law, limits: Limits) -> Self {
        Self::over(Database::demo(), law, limits, PATIENCE).with_token()
    }

    fn with_token(mut self) -> Self {
        self.token = self.token_of(demo::LANDLORD_CLIENT);
        self
    }

    /// A server over a database that holds nothing.
    pub fn empty() -> Self {
        Self::over(Database::empty(), Law::current(), Limits::default(), PATIENCE)
    }

    fn over(database: Database, law: &'static Law, limits: Limits, patience: Duration) -> Self {
        Self::naming(database, law, limits, patience, Ids::Random)
    }

    /// A server over fresh demo data that gives the same ids each time, its clock standing still.
    pub fn repeatable() -> Self {
        Self::naming(Database::demo(), Law::current(), Limits::default(), PATIENCE, Ids::Derived).with_token()
    }

    fn naming(database: Database, law: &'static Law, limits: Limits, patience: Duration, ids: Ids) -> Self {
        let clock = Clock::fixed(demo::first_morning().unwrap());
        let (send, receive) = mpsc::channel();
        let (url, its_clock) = (database.url.clone(), clock.clone());
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").unwrap();
                let address = format!("http://{}", listener.local_addr().unwrap());
                let mut config = config(&url);
                config.clock = its_clock.clone();
                config.limits = limits;
                let db = open_patient(&url, &its_clock, ids, law, patience);
                let parts = Parts::new(&config, db.clone(), address.clone(), None).await.unwrap();
                let server = parts.serve(vec![listener], 2).unwrap();
                send.send((address, db, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (address, db, handle) = receive.recv().unwrap();
        Self { address, clock, token: String::new(), db, handle, thread: Some(thread), database, recorded: contract::Recorded::default() }
    }

    /// Moves legal time; the token is a new one, as a caller's would be by then.
    pub fn at(&mut self, instant: &str) {
        let instant: DateTime<Utc> = instant.parse().unwrap();
        self.clock.set(instant);
        self.token = self.token_of(demo::LANDLORD_CLIENT);
    }

    /// Moves wall time, by which tokens and secrets live.
    pub fn wall_at(&self, instant: DateTime<Utc>) {
        self.clock.set_wall(instant);
    }

    /// Wall time.
    pub fn wall(&self) -> DateTime<Utc> {
        self.clock.wall()
    }

    /// Work on the server's own database, by its clock.
    pub fn system_write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut offre_bailleurs::testing::Conn, &offre_bailleurs::testing::Moment) -> Result<T, offre_bailleurs::testing::Problem>
        + Send
        + 'static,
    ) -> T {
        actix_web::rt::System::new().block_on(self.db.system_write("a test", work)).unwrap()
    }

    /// Runs the binary on the server's database: its status, standard output and standard error.
    pub fn command(&self, arguments: &[&str]) -> (bool, String, String) {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"))
            .args(arguments)
            .env("DATABASE_URL", &self.database.url)
            .env("SECRET_KEY", "a secret of thirty-two bytes or more")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (done.status.success(), text(done.stdout), text(done.stderr))
    }

    /// The server's own database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Where its data is.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// How many SQL statements a read takes. The server works beside it now and then: the least counts.
    pub fn statements(&self, path: &str, token: &str) -> u64 {
        let once = || {
            let before = self.db.statements().count();
            self.call("GET", path, "", "", token, &[]).expect(200);
            self.db.statements().count() - before
        };
        (0..3).map(|_| once()).min().unwrap()
    }

    /// Each statement that the server's database was asked.
    pub fn statements_said(&self) -> BTreeMap<String, Said> {
        self.db.statements().said()
    }

    /// How often work on PostgreSQL waited for answers, by the first statement of each.
    pub fn trips(&self) -> BTreeMap<String, u64> {
        self.db.statements().trips()
    }

    /// A token with every scope, for another landlord of the demo.
    pub fn token_for(&self, landlord: &str) -> String {
        self.token_of_new(OwnerName::Landlord(landlord.to_owned()))
    }

    /// A token of a paying body.
    pub fn token_for_body(&self, code: &str) -> String {
        self.token_of_new(OwnerName::PayingBody(code.to_owned()))
    }

    fn token_of_new(&self, owner: OwnerName) -> String {
        let new = ClientNew { name: "test".to_owned(), owner, scopes: None, fixed: None };
        let made = actix_web::rt::System::new()
            .block_on(self.db.system_write("a client of a test", move |conn, moment| create_client(conn, moment, &new)));
        let made = made.unwrap().unwrap();
        self.token_of((&made.client_id, &made.client_secret))
    }

    /// The landlord's own token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// A token of a client, with all its scopes.
    pub fn token_of(&self, client: (&str, &str)) -> String {
        self.token_with(client, "")
    }

    /// A token of a client with some of its scopes.
    pub fn token_with(&self, (id, secret): (&str, &str), scope: &str) -> String {
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope={scope}");
        let answer = self.call("POST", "/oauth/token", "application/x-www-form-urlencoded", &form, "", &[]);
        answer.body["access_token"].as_str().unwrap().to_owned()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.call("GET", path, "", "", &self.token, &[])
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, "application/json", &body.to_string(), &self.token, &[])
    }

    /// The status and challenge of a call without body.
    pub fn challenge(&self, method: &str, path: &str, token: &str) -> (u16, String) {
        let response = self.send(method, path, "", "", token, &[]);
        let challenge = response.headers().get("www-authenticate").map_or("", |value| value.to_str().unwrap());
        (response.status().as_u16(), challenge.to_owned())
    }

    /// Any call; the token `basic` stands for the landlord's client by HTTP Basic.
    pub fn call(&self, method: &str, path: &str, kind: &str, body: &str, token: &str, headers: &[(String, String)]) -> Answer {
        let french = in_french(headers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let answer = Answer::read(self.send(method, path, kind, body, token, headers), french);
        self.recorded.keep(method, path, answer.status, &answer.headers, &answer.body);
        answer
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        kind: &str,
        body: &str,
        token: &str,
        headers: &[(String, String)],
    ) -> ureq::http::Response<ureq::Body> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).allow_non_standard_methods(true).build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.address));
        if token == "basic" {
            let (id, secret) = demo::LANDLORD_CLIENT;
            let pair = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, format!("{id}:{secret}"));
            request = request.header("authorization", format!("Basic {pair}"));
        } else if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        for (name, value) in headers {
            request = request.header(name, value);
        }
        agent.run(request.body(body.to_owned()).unwrap()).unwrap()
    }

    /// The address of its database.
    pub fn database(&self) -> &str {
        &self.database.url
    }

    /// Its database itself.
    pub fn store(&self) -> &Database {
        &self.database
    }

    /// Runs a statement on its database, beside the server.
    pub fn execute(&self, statement: &str) {
        self.database.execute(statement);
    }

    /// Where the server listens, as the start of its addresses.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where the server listens, as `host:port`.
    pub fn host(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    /// A load of a roster, given as bytes.
    pub fn load(&self, token: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = ureq::http::Request::builder().method("POST").uri(format!("{}/v1/paying-body/load", self.address));
        request = request.header("authorization", format!("Bearer {token}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = Answer::read(agent.run(request.body(body).unwrap()).unwrap(), in_french(headers.iter().copied()));
        self.recorded.keep("POST", "/v1/paying-body/load", answer.status, &answer.headers, &answer.body);
        answer
    }

    /// What its answers carried.
    pub fn recorded(&self) -> &contract::Recorded {
        &self.recorded
    }

    /// The id of the demo tenant that a search finds first.
    pub fn tenant(&self, search: &str) -> String {
        let found = self.get(&format!("/v1/tenants?search={search}")).expect(200);
        found["data"][0]["id"].as_str().unwrap().to_owned()
    }

    /// A demo tenant as it is read now.
    pub fn read_tenant(&self, id: &str) -> Value {
        self.get(&format!("/v1/tenants/{id}")).expect(200)
    }
}

fn headers_of<B>(response: &ureq::http::Response<B>) -> Vec<(String, String)> {
    response.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
        if !std::thread::panicking() {
            owners::check(&self.db);
        }
    }
}
