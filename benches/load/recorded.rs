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

    /// What is sent for a request, in its order: what opens and ends transactions, and all that names
    /// `owner`, without what the server asks for itself.
    pub fn sent(&self, owner: &str, request: impl FnOnce()) -> Vec<Sent> {
        self.statements.sent();
        request();
        let words = |one: &Sent| one.values.is_empty() && ["BEGIN", "COMMIT"].iter().any(|word| one.text.starts_with(word));
        let names = |one: &Sent| {
            let valued = one.values.iter().any(|(_, value)| value.as_deref() == Some(owner.as_bytes()));
            valued || one.text.contains(owner)
        };
        self.statements.sent().into_iter().filter(|one| words(one) || names(one)).collect()
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}
