//! What the server sees of a connection.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

use super::*;

const HEAD: &str = "GET / HTTP/1.1\r\nconnection: upgrade\r\n\r\n";
const REFUSED: &str = "GET / HTTP/1.1\r\nconnection: -pgrade\r\n\r\n";

/// A connection on which all of this has come.
async fn with(sent: &str) -> (Watched<DuplexStream>, DuplexStream) {
    let (mut caller, stream) = tokio::io::duplex(4096);
    caller.write_all(sent.as_bytes()).await.unwrap();
    let unparsed = Unparsed::new("https://bailleurs.example");
    (Watched::new(stream, Arc::new(Limits::default()), Crowd::new(10), unparsed), caller)
}

async fn seen(connection: &mut Watched<DuplexStream>) -> String {
    let mut bytes = [0; 4096];
    let length = connection.read(&mut bytes).await.unwrap();
    String::from_utf8_lossy(&bytes[..length]).into_owned()
}

#[actix_web::test]
async fn a_head_begins_once_for_each_answer() {
    let (mut connection, _caller) = with(&[HEAD, HEAD, "\r\n", HEAD].concat()).await;
    let phase = connection.phase();
    assert_eq!(seen(&mut connection).await, REFUSED);
    phase.begin(Announced::Bytes(HEAD.len() as u64));
    assert_eq!(seen(&mut connection).await, HEAD, "the body of the first request");
    phase.end();
    assert_eq!(seen(&mut connection).await, ["\r\n", REFUSED].concat(), "the next one came with it");
}

#[actix_web::test]
async fn the_rest_of_a_body_that_was_answered_early_is_no_head() {
    for (announced, body) in [(Announced::Chunks, ["29\r\n", HEAD].concat()), (Announced::Bytes(1_000), HEAD.to_owned())] {
        let (mut connection, _caller) = with(&[HEAD, &body].concat()).await;
        let phase = connection.phase();
        assert_eq!(seen(&mut connection).await, REFUSED);
        phase.begin(announced);
        phase.end();
        assert_eq!(seen(&mut connection).await, body);
    }
}
