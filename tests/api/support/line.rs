//! The line to a PostgreSQL server, which a test cuts: where it likes, or around a commit.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where a line is cut by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// The word never reaches the server.
    BeforeTheCommit,
    /// The server has done as it was told, and its answer never comes.
    AfterTheCommit,
}

/// What is cut by itself: the connection over which these bytes went.
#[derive(Clone)]
struct Trap {
    mark: Vec<u8>,
    around: Around,
}

#[derive(Default)]
struct State {
    cut: bool,
    /// Connections made so far.
    made: u64,
    /// Those before this one carry nothing any more.
    silent: u64,
    trap: Option<Trap>,
    /// Both ends of all that are connected.
    ends: Vec<TcpStream>,
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<State>>);

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a connection is frozen, and where it is cut.
    fn trap(&self, number: u64) -> (bool, Option<Trap>) {
        let state = self.state();
        (number < state.silent, state.trap.clone())
    }

    fn cut(&self) {
        let mut state = self.state();
        state.cut = true;
        state.trap = None;
        for end in state.ends.drain(..) {
            // One that has gone already is as good.
            if let Err(error) = end.shutdown(Shutdown::Both) {
                assert_eq!(error.kind(), std::io::ErrorKind::NotConnected);
            }
        }
    }
}

/// A line that connects until it is cut, and again once it is mended.
pub struct Line {
    shared: Shared,
    /// The URL of the database over this line.
    pub url: String,
    address: std::net::SocketAddr,
    ended: Arc<AtomicBool>,
}

impl Line {
    /// A line to the server of a URL such as `postgres://user@host:port/name`.
    pub fn to(url: &str) -> Self {
        let (user, rest) = url.split_once('@').unwrap();
        let (host, name) = rest.split_once('/').unwrap();
        let host = if host.contains(':') { host.to_owned() } else { format!("{host}:5432") };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (shared, ended) = (Shared::default(), Arc::new(AtomicBool::new(false)));
        let line = Self { shared: shared.clone(), url: format!("{user}@{address}/{name}?sslmode=disable"), address, ended: ended.clone() };
        std::thread::spawn(move || {
            for client in listener.incoming() {
                if ended.load(Ordering::Acquire) {
                    break;
                }
                let client = client.unwrap();
                // Dropped at once while the line is cut.
                if !shared.state().cut {
                    connect(&shared, client, TcpStream::connect(&host).unwrap());
                }
            }
        });
        line
    }

    /// Ends all connections, and lets none be made.
    pub fn cut(&self) {
        self.shared.cut();
    }

    /// Cuts the line around the commit that follows these bytes on one connection.
    pub fn cut_around(&self, around: Around, mark: &str) {
        self.shared.state().trap = Some(Trap { mark: mark.as_bytes().to_vec(), around });
    }

    /// Whether it is cut.
    pub fn is_cut(&self) -> bool {
        self.shared.state().cut
    }

    /// Has all connections stay, those to come too, and carry nothing any more.
    pub fn freeze(&self) {
        self.shared.state().silent = u64::MAX;
    }

    /// Connects again. Those that were frozen stay so.
    pub fn mend(&self) {
        let mut state = self.shared.state();
        state.cut = false;
        state.silent = state.silent.min(state.made);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        self.shared.cut();
        // Wakes who waits for callers; one that has ended already needs none.
        drop(TcpStream::connect(self.address));
    }
}

/// Carries both ways of a connection, each on a thread.
fn connect(shared: &Shared, client: TcpStream, server: TcpStream) {
    let number = {
        let mut state = shared.state();
        state.ends.extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
        state.made += 1;
        state.made - 1
    };
    let swallowing = Arc::new(AtomicBool::new(false));
    let (up, down) = ((client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client));
    let (its, told) = (shared.clone(), Arc::clone(&swallowing));
    std::thread::spawn(move || {
        let mut seen = Vec::new();
        carry(up, |bytes| {
            let (silent, trap) = its.trap(number);
            let Some(trap) = trap else { return !silent };
            seen.extend_from_slice(bytes);
            if !has(&seen, &trap.mark) || !has(&seen, b"COMMIT\0") {
                return true;
            }
            if trap.around == Around::BeforeTheCommit {
                its.cut();
                return false;
            }
            told.store(true, Ordering::Release);
            true
        });
    });
    let its = shared.clone();
    std::thread::spawn(move || {
        let mut seen = Vec::new();
        carry(down, |bytes| {
            if !swallowing.load(Ordering::Acquire) {
                return !its.trap(number).0;
            }
            seen.extend_from_slice(bytes);
            if has(&seen, b"COMMIT\0") {
                its.cut();
            }
            false
        });
    });
}

/// Carries what comes from one end to the other, as far as `passes` says.
fn carry((mut from, mut to): (TcpStream, TcpStream), mut passes: impl FnMut(&[u8]) -> bool) {
    let mut bytes = vec![0; 64 * 1024];
    // An end that breaks off ends the other.
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        if passes(&bytes[..read]) && to.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
