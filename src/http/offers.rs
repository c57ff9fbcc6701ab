//! Offers to change the protocol, which this service never takes (RFC 9110 §7.8): they are made
//! unreadable to the HTTP server, which would say that it changes and then close without a word. Java's
//! client offers `h2c` with each request.
//!
//! A byte stands for each byte that came, so nothing else of a request moves; and only the head of a
//! request is touched, which begins where the one before was answered.

/// The headers that offer, and how the option begins that would be taken.
const OFFERS: [(&[u8], u8); 2] = [(b"connection", b'u'), (b"upgrade", b'w')];

/// What an option begins with in its place: no option that the server knows does.
const NOTHING: u8 = b'-';

const METHODS: [&[u8]; 7] = [b"GET ", b"HEAD ", b"POST ", b"PUT ", b"PATCH ", b"DELETE ", b"OPTIONS "];

/// Where the bytes of a connection stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Before a head, or behind it.
    Outside,
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
pub struct Offers {
    at: At,
    /// How many requests had been answered when the last head began.
    begun_after: Option<u64>,
}

impl Offers {
    /// Nothing has come yet.
    pub fn new() -> Self {
        Self { at: At::Outside, begun_after: None }
    }

    /// Takes the offers out of what just came; `answered` requests were answered before.
    pub fn refuse(&mut self, bytes: &mut [u8], answered: u64) {
        if self.at == At::Outside && self.begun_after != Some(answered) && METHODS.iter().any(|method| bytes.starts_with(method)) {
            self.begun_after = Some(answered);
            self.at = At::Line;
        }
        for byte in bytes {
            if self.at == At::Outside {
                return;
            }
            let (next, taken) = after(self.at, *byte);
            self.at = next;
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
        (At::LineStart, b'\n') => At::Outside,
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
    use super::*;

    /// What is left of bytes that come in pieces of a size.
    fn left(bytes: &str, size: usize) -> String {
        let mut offers = Offers::new();
        let mut bytes = bytes.as_bytes().to_vec();
        // A method comes whole, as it does in fact.
        let (head, rest) = bytes.split_at_mut(size.max(8));
        offers.refuse(head, 0);
        rest.chunks_mut(size).for_each(|piece| offers.refuse(piece, 0));
        String::from_utf8(bytes).unwrap()
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

    #[test]
    fn a_head_begins_once_for_each_answer() {
        let mut offers = Offers::new();
        let head = "GET / HTTP/1.1\r\nconnection: upgrade\r\n\r\n";
        let mut pass = |text: &str, answered: u64| {
            let mut bytes = text.as_bytes().to_vec();
            offers.refuse(&mut bytes, answered);
            String::from_utf8(bytes).unwrap() != text
        };
        assert!(pass(head, 0));
        assert!(!pass(head, 0), "the body of the first request");
        assert!(!pass("{\"a\":\"\nconnection: upgrade\n\"}", 1), "the rest of a body that was answered early");
        assert!(pass(head, 1));
        assert!(!pass(head, 1) && pass(head, 2));
    }
}
