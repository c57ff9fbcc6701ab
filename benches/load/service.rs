//! The release binary, run as its user would run it.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_offre-bailleurs");

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
    command.args(arguments).env("DATABASE_URL", database).env("SECRET_KEY", "a secret of a bench, thirty-two bytes").stderr(Stdio::null());
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
        let bind = format!("127.0.0.1:{port}");
        let child = command(database, &["serve"]).env("BIND", &bind).stdout(Stdio::null()).spawn().unwrap();
        let mut service = Self { child, address: format!("http://{bind}"), database: database.to_owned(), started_in: Duration::ZERO };
        while ureq::get(format!("{}/health/ready", service.address)).call().is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server does not get ready");
            std::thread::sleep(Duration::from_millis(2));
        }
        service.started_in = begun.elapsed();
        service
    }

    /// Memory held now, in MB.
    pub fn memory_mb(&self) -> u64 {
        memory(self.child.id(), "VmRSS:").unwrap()
    }

    /// The most memory held since the start, in MB.
    pub fn peak_mb(&self) -> u64 {
        memory(self.child.id(), "VmHWM:").unwrap()
    }

    /// A token of a new client: `owner` is `--landlord KEY` or `--paying-body CODE`.
    pub fn token(&self, owner: [&str; 2]) -> String {
        let made = run(&self.database, &["client", "create", "--name", "bench", owner[0], owner[1]]);
        let client: Value = serde_json::from_str(&made.stdout).unwrap();
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", client["client_id"].as_str().unwrap()),
            ("client_secret", client["client_secret"].as_str().unwrap()),
        ];
        let mut answer = ureq::post(format!("{}/oauth/token", self.address)).send_form(form).unwrap();
        let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// A JSON answer.
    pub fn get(&self, token: &str, path: &str) -> Value {
        let mut answer = ureq::get(format!("{}{path}", self.address)).header("authorization", format!("Bearer {token}")).call().unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }

    /// Loads a roster file over HTTP.
    pub fn load(&self, token: &str, file: &Path) -> Value {
        let mut answer = ureq::post(format!("{}/v1/paying-body/load", self.address))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/x-ndjson")
            .send(File::open(file).unwrap())
            .unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
