//! The release binary, run as its user would run it.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_offre-bailleurs");

/// What seals the keys of every server of the bench.
pub const SECRET_KEY: &str = "a secret of a bench, thirty-two bytes";

/// When every server of the bench begins: while the rents of its campaign are declared.
pub const NOW: &str = "2026-11-23T09:00:00Z";

/// How a command of the binary went.
pub struct Ran {
    pub took: Duration,
    /// The most memory it held, in MB.
    pub peak_mb: u64,
    pub stdout: String,
    pub success: bool,
}

fn command(database: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(arguments).env("DATABASE_URL", database).env("SECRET_KEY", SECRET_KEY).stderr(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run(database: &str, arguments: &[&str]) -> Ran {
    let begun = Instant::now();
    let mut child = command(database, arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut peak_mb = 0;
    let status = loop {
        peak_mb = peak_mb.max(memory(child.id(), "VmHWM:").unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut stdout = String::new();
    child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    Ran { took: begun.elapsed(), peak_mb, stdout, success: status.success() }
}

/// A line of `/proc/PID/status`, in MB.
fn memory(pid: u32, name: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

/// A server, stopped when it goes out of scope.
pub struct Service {
    child: Child,
    /// Host and port.
    pub address: String,
    pub database: String,
    /// How long it took until it was ready.
    pub started_in: Duration,
}

impl Service {
    /// Serves a database that is there.
    pub fn start(database: &str) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let begun = Instant::now();
        let address = format!("127.0.0.1:{port}");
        let mut serve = command(database, &["serve", "--sandbox", "--now", NOW]);
        let child = serve.env("BIND", &address).stdout(Stdio::null()).spawn().unwrap();
        let mut service = Self { child, address, database: database.to_owned(), started_in: Duration::ZERO };
        while ureq::get(service.url("/health/ready")).call().is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server does not get ready");
            std::thread::sleep(Duration::from_millis(2));
        }
        service.started_in = begun.elapsed();
        service
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Memory held now, in MB.
    pub fn memory_mb(&self) -> u64 {
        memory(self.child.id(), "VmRSS:").unwrap()
    }

    /// The most memory held while something is done, in MB.
    pub fn peak_mb(&self, work: impl FnOnce()) -> u64 {
        // Forgets the peak so far.
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
        work();
        memory(self.child.id(), "VmHWM:").unwrap()
    }

    /// A token of a new client: `owner` is `--landlord KEY` or `--paying-body CODE`.
    pub fn token(&self, owner: [&str; 2]) -> String {
        Client::new(&self.database, owner).token(&self.url(""))
    }

    /// A JSON answer.
    pub fn get(&self, token: &str, path: &str) -> Value {
        get(&self.url(""), token, path)
    }

    /// The tenants whose rents are still to be declared, by their ids.
    pub fn to_declare(&self, token: &str) -> Vec<String> {
        const WAITING: &str = "/v1/tenants?limit=200&rent_declaration=to_declare";
        let (mut found, mut path) = (Vec::new(), WAITING.to_owned());
        loop {
            let page = self.get(token, &path);
            found.extend(page["data"].as_array().unwrap().iter().map(|tenant| tenant["id"].as_str().unwrap().to_owned()));
            let Some(cursor) = page["next_cursor"].as_str() else { return found };
            path = format!("{WAITING}&cursor={cursor}");
        }
    }

    /// Loads a roster file over HTTP, so many times over in one body.
    pub fn load(&self, token: &str, file: &Path, times: usize) -> Value {
        let files = (0..times).map(|_| File::open(file).unwrap());
        let body = files.fold(Box::new(std::io::empty()) as Box<dyn Read>, |before, file| Box::new(before.chain(file)));
        let mut answer = ureq::post(self.url("/v1/paying-body/load"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/x-ndjson")
            .send(ureq::SendBody::from_owned_reader(body))
            .unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }

    /// Exports payment lines and says how many bytes they are.
    pub fn export(&self, token: &str) -> u64 {
        let mut answer = ureq::get(self.url("/v1/payment-lines"))
            .header("authorization", format!("Bearer {token}"))
            .header("accept", "text/csv")
            .call()
            .unwrap();
        std::io::copy(&mut answer.body_mut().as_reader(), &mut std::io::sink()).unwrap()
    }
}

/// A JSON answer of a server.
pub fn get(server: &str, token: &str, path: &str) -> Value {
    let mut answer = ureq::get(format!("{server}{path}")).header("authorization", format!("Bearer {token}")).call().unwrap();
    serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
}

/// Sends JSON to a server, which answers with JSON.
pub fn post(server: &str, token: &str, path: &str, body: &str) -> Value {
    let request = ureq::post(format!("{server}{path}")).header("authorization", format!("Bearer {token}"));
    let mut answer = request.content_type("application/json").send(body).unwrap();
    serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
}

/// A client of a database, whichever server serves it.
pub struct Client(Value);

impl Client {
    /// A new one: `owner` is `--landlord KEY` or `--paying-body CODE`.
    pub fn new(database: &str, owner: [&str; 2]) -> Self {
        let made = run(database, &["client", "create", "--name", "bench", owner[0], owner[1]]);
        Self(serde_json::from_str(&made.stdout).unwrap())
    }

    /// A token of a server.
    pub fn token(&self, server: &str) -> String {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.0["client_id"].as_str().unwrap()),
            ("client_secret", self.0["client_secret"].as_str().unwrap()),
        ];
        let mut answer = ureq::post(format!("{server}/oauth/token")).send_form(form).unwrap();
        let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
