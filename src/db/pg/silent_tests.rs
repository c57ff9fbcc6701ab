//! A server that takes what is sent and says nothing more.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use diesel::r2d2::R2D2Connection as _;

use super::*;
use crate::db::faults::Fault;

const WELCOME: &[u8] = b"R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I";
const DONE: &[u8] = b"C\0\0\0\x08SET\0Z\0\0\0\x05I";

/// A server that welcomes one client and its settings, and gives what it was sent from then on.
fn frozen() -> (Server, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("postgres://nobody@{}/none?sslmode=disable", listener.local_addr().unwrap()).parse().unwrap();
    let served = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        for answer in [WELCOME, DONE] {
            taken(&mut stream);
            stream.write_all(answer).unwrap();
        }
        let mut sent = Vec::new();
        stream.read_to_end(&mut sent).unwrap();
        sent
    });
    (server, served)
}

/// Reads what a client sends before it waits.
fn taken(stream: &mut TcpStream) {
    assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
}

fn impatient(server: &Server) -> PgConnection {
    let mut conn = PgConnection::open(server).unwrap();
    conn.wait_for(Some(Duration::from_millis(100)));
    conn
}

#[test]
fn a_statement_without_an_answer_loses_the_connection_and_nothing_waits_again() {
    let (server, served) = frozen();
    let mut conn = impatient(&server);
    let late = conn.batch_execute("SELECT 1").unwrap_err();
    assert!(matches!(Fault::of(&late), Fault::Lost(why) if why.contains("no answer within")), "{late}");
    assert!(conn.is_broken());
    conn.wait_for(None);
    assert!(matches!(Fault::of(&conn.rollback().unwrap_err()), Fault::Lost(_)), "it would wait for ever");
    drop(conn);
    let sent = served.join().unwrap();
    assert!(!sent.windows(8).any(|words| words == b"ROLLBACK"), "{sent:?}");
}

#[test]
fn a_commit_without_an_answer_has_an_unknown_outcome() {
    let (server, served) = frozen();
    let mut conn = impatient(&server);
    conn.begin("BEGIN");
    let late = conn.commit().unwrap_err();
    assert!(matches!(Fault::of_commit(&late), Fault::Unknown(_)), "{late}");
    drop(conn);
    assert!(served.join().unwrap().windows(6).any(|words| words == b"COMMIT"), "it was not sent");
}
