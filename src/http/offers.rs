//! Offers to change the protocol, which this service never takes (RFC 9110 §7.8): they are made
//! unreadable to the HTTP server, which would say that it changes and then close without a word. Java's
//! client offers `h2c` with each request.
//!
//! A byte stands for each byte that came, so nothing else of a request moves.

/// The headers that offer, and how the option begins that would be taken.
const OFFERS: [(&[u8], u8); 2] = [(b"connection", b'u'), (b"upgrade", b'w')];

/// What an option begins with in its place: no option that the server knows does.
const NOTHING: u8 = b'-';

/// Where the heads of a connection stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Before the line of a request; empty lines may come before it.
    Before,
    /// At the beginning of a line; its end ends the head.
    LineStart,
    /// In a name that so far is that of an offering header.
    Name {
        header: usize,
        matched: usize,
    },
    /// Where an option of an offering header may begin.
    OptionStart(usize),
    Option(usize),
    /// In a line that offers nothing.
    Line,
}

/// The heads of a connection.
#[derive(Debug)]
pub struct Offers(At);

impl Offers {
    /// Nothing has come yet.
    pub fn new() -> Self {
        Self(At::Before)
    }

    /// Takes the offers out of what just came of a head.
    pub fn refuse(&mut self, head: &mut [u8]) {
        for byte in head {
            let (next, taken) = after(self.0, *byte);
            self.0 = next;
            if taken {
                *byte = NOTHING;
            }
        }
    }
}

/// Where a byte leads, and whether it begins an offer.
fn after(at: At, byte: u8) -> (At, bool) {
    let small = byte.to_ascii_lowercase();
    let next = match (at, byte) {
        (At::Before | At::LineStart, b'\n') => At::Before,
        (At::Before, b'\r') => At::Before,
        (At::Before, _) => At::Line,
        (At::LineStart, b'\r') => At::LineStart,
        (_, b'\n') => At::LineStart,
        (At::LineStart, _) => named(small),
        (At::Name { header, matched }, _) => match OFFERS[header].0.get(matched) {
            Some(expected) if *expected == small => At::Name { header, matched: matched + 1 },
            None if byte == b':' => At::OptionStart(header),
            _ => At::Line,
        },
        (At::OptionStart(header), b' ' | b'\t' | b',' | b'\r') | (At::Option(header), b',') => At::OptionStart(header),
        (At::OptionStart(header), _) => return (At::Option(header), small == OFFERS[header].1),
        (other, _) => other,
    };
    (next, false)
}

/// The beginning of a name.
fn named(small: u8) -> At {
    let header = OFFERS.iter().position(|(name, _)| name.first() == Some(&small));
    header.map_or(At::Line, |header| At::Name { header, matched: 1 })
}

#[cfg(test)]
mod tests {
    use actix_web::web::BytesMut;
    use tokio::io::ReadBuf;

    use super::*;
    use crate::http::feed::Want;

    /// What is left of bytes that come in pieces of a size.
    fn left(bytes: &str, size: usize) -> String {
        let (mut offers, mut want, mut later) = (Offers::new(), Want::HEAD, BytesMut::new());
        let mut all = Vec::new();
        for piece in bytes.as_bytes().chunks(size) {
            let mut space = vec![0; size];
            let mut buffer = ReadBuf::new(&mut space);
            buffer.put_slice(piece);
            let of_head = want.is_head();
            want.keep(&mut buffer, 0, &mut later);
            if of_head {
                offers.refuse(buffer.filled_mut());
            }
            all.extend_from_slice(buffer.filled());
        }
        all.extend_from_slice(&later);
        String::from_utf8(all).unwrap()
    }

    #[test]
    fn offers_are_refused_and_nothing_else_is_touched() {
        for (sent, kept) in [
            ("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n", "Connection: -pgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"),
            ("connection:keep-alive ,\tupgrade\r\n", "connection:keep-alive ,\t-pgrade\r\n"),
            ("CONNECTION: close\r\nConnection: UPGRADE\n", "CONNECTION: close\r\nConnection: -PGRADE\n"),
            ("Upgrade: WebSocket\r\n", "Upgrade: -ebSocket\r\n"),
            ("Connections: upgrade\r\nX-Connection: upgrade\r\n", "Connections: upgrade\r\nX-Connection: upgrade\r\n"),
            ("User-Agent: upgrade\r\nUpgrade-Insecure-Requests: w\r\n", "User-Agent: upgrade\r\nUpgrade-Insecure-Requests: w\r\n"),
            ("Connection: close, keep-alive-upgrade\r\n", "Connection: close, keep-alive-upgrade\r\n"),
        ] {
            let request = |head: &str| format!("POST /connection: upgrade HTTP/1.1\r\n{head}X: 1\r\n\r\nConnection: upgrade\r\n\r\n");
            for size in [1, 2, 3, 7, 1000] {
                let sent = request(sent);
                assert_eq!(left(&sent, size.min(sent.len())), request(kept), "{size}");
            }
        }
    }
}
