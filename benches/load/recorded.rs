//! The service in this process, which writes down what it sends to its database: the floors do the very
//! same, and never go stale.

use std::net::TcpListener;
use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use offre_bailleurs::Raw;
use offre_bailleurs::testing::{Config, Ids, Parts, Sent, Statements, open_database};

use crate::service::{NOW, SECRET_KEY};

/// A server that writes down, until it is dropped.
pub struct Recorded {
    pub address: String,
    statements: Statements,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Recorded {
    /// Serves a database that is there.
    pub fn start(database: &str) -> Self {
        let raw = Raw {
            database_url: Some(database.to_owned()),
            secret_key: Some(SECRET_KEY.to_owned()),
            sandbox: true,
            now: Some(NOW.to_owned()),
            ..Raw::default()
        };
        let config = Config::read(&raw).unwrap();
        let statements = Statements::written_down();
        let (send, receive) = mpsc::channel();
        let kept = statements.clone();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").unwrap();
                let address = format!("http://{}", listener.local_addr().unwrap());
                let db = open_database(&config, Ids::Random, kept).unwrap();
                let server = Parts::new(&config, db, address.clone(), None).await.unwrap().serve(vec![listener], 1).unwrap();
                send.send((address, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (address, handle) = receive.recv().unwrap();
        Self { address, statements, handle, thread: Some(thread) }
    }

    /// What is sent for a request in its order: all that names `owner`, without what the server asks for
    /// itself meanwhile.
    pub fn sent(&self, owner: &str, request: impl FnOnce()) -> Vec<Sent> {
        self.statements.sent();
        request();
        self.statements.sent().into_iter().filter(|one| names(one, owner)).collect()
    }

    /// The same with what opens and ends its transaction; none when the server wrote for itself meanwhile.
    pub fn transaction(&self, owner: &str, request: impl FnOnce()) -> Option<Vec<Sent>> {
        self.statements.sent();
        request();
        let sent = self.statements.sent();
        let own: Vec<Sent> = sent.into_iter().filter(|one| one.values.is_empty() || names(one, owner)).collect();
        let words: Vec<&str> = own.iter().filter(|one| one.values.is_empty()).map(|one| one.text.as_str()).collect();
        let alone = matches!(words[..], [first, last] if first.starts_with("BEGIN") && last == "COMMIT");
        (alone && own.first()?.text.starts_with("BEGIN") && own.last()?.text == "COMMIT").then_some(own)
    }
}

fn names(sent: &Sent, owner: &str) -> bool {
    sent.text.contains(owner) || sent.values.iter().any(|(_, value)| value.as_deref() == Some(owner.as_bytes()))
}

impl Drop for Recorded {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}
