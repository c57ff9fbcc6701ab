//! What the server may have of the bytes that have come: the head of one request, then its body, then the
//! next head, when the request before is answered.
//!
//! The server would make a request of every head that it can see, thousands of a single read, and each
//! takes a hundred times the memory of its bytes. So it sees one at a time; who sends many at once is
//! answered one after the other all the same.

use actix_web::web::{Buf as _, BytesMut};
use tokio::io::ReadBuf;

/// What is handed over next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// A head, to the empty line that ends it; empty lines before it do not.
    Head { begun: bool, at_start: bool },
    /// Nothing, until the request is answered.
    Nothing,
    /// So many bytes of a body.
    Body(u64),
    /// A body in chunks, to the end of the last one (RFC 9112 §7.1).
    Chunks(Chunk),
    /// Everything: nobody makes requests of it.
    All,
}

/// Where in a chunked body the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// In the line of a size; what follows its digits says nothing of it.
    Size { size: u64, read: bool },
    /// So many bytes before the end of the data.
    Data(u64),
    /// In the line end behind the data.
    Behind,
    /// In the lines after the last chunk; an empty one ends them.
    Trailer { at_start: bool },
}

impl Want {
    /// A chunked body from its start.
    pub const CHUNKS: Self = Self::Chunks(Chunk::Size { size: 0, read: false });

    /// The next head from its start.
    pub const HEAD: Self = Self::Head { begun: false, at_start: true };

    /// Whether it is a head.
    pub fn is_head(self) -> bool {
        matches!(self, Self::Head { .. })
    }

    /// How many of these bytes are handed over, and what is wanted then.
    fn take(self, bytes: &[u8]) -> (usize, Self) {
        match self {
            Self::Head { begun, at_start } => head(bytes, begun, at_start),
            Self::Nothing => (0, self),
            Self::Body(left) => {
                let taken = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                let left = left - taken as u64;
                (taken, if left == 0 { Self::Nothing } else { Self::Body(left) })
            }
            Self::Chunks(at) => chunks(bytes, at),
            Self::All => (bytes.len(), self),
        }
    }

    /// Keeps what is not wanted yet of the bytes that were read into the buffer from `start` on.
    pub fn keep(&mut self, buffer: &mut ReadBuf<'_>, start: usize, later: &mut BytesMut) {
        let (taken, next) = self.take(&buffer.filled()[start..]);
        later.extend_from_slice(&buffer.filled()[start + taken..]);
        buffer.set_filled(start + taken);
        *self = next;
    }

    /// Hands over what was kept and is wanted now.
    pub fn hand(&mut self, later: &mut BytesMut, buffer: &mut ReadBuf<'_>) {
        let most = later.len().min(buffer.remaining());
        let (taken, next) = self.take(&later[..most]);
        buffer.put_slice(&later[..taken]);
        later.advance(taken);
        *self = next;
    }
}

/// A line ends with LF, a CR before it or not (RFC 9112 §2.2).
fn head(bytes: &[u8], mut begun: bool, mut at_start: bool) -> (usize, Want) {
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' if begun && at_start => return (index + 1, Want::Nothing),
            b'\n' => at_start = true,
            b'\r' => {}
            _ => (begun, at_start) = (true, false),
        }
    }
    (bytes.len(), Want::Head { begun, at_start })
}

fn chunks(bytes: &[u8], mut at: Chunk) -> (usize, Want) {
    let mut index = 0;
    while let Some(byte) = bytes.get(index) {
        if let Chunk::Data(left) = at {
            let taken = (bytes.len() - index).min(usize::try_from(left).unwrap_or(usize::MAX));
            let left = left - taken as u64;
            at = if left == 0 { Chunk::Behind } else { Chunk::Data(left) };
            index += taken;
            continue;
        }
        index += 1;
        at = match (at, byte) {
            (Chunk::Size { size: 0, .. }, b'\n') => Chunk::Trailer { at_start: true },
            (Chunk::Size { size, .. }, b'\n') => Chunk::Data(size),
            (Chunk::Size { size, read: false }, digit) if digit.is_ascii_hexdigit() => {
                let digit = char::from(*digit).to_digit(16).unwrap_or_default();
                Chunk::Size { size: size.saturating_mul(16).saturating_add(u64::from(digit)), read: false }
            }
            (Chunk::Size { size, .. }, _) => Chunk::Size { size, read: true },
            (Chunk::Behind, b'\n') => Chunk::Size { size: 0, read: false },
            (Chunk::Trailer { at_start: true }, b'\n') => return (index, Want::Nothing),
            (Chunk::Trailer { .. }, b'\n') => Chunk::Trailer { at_start: true },
            (Chunk::Trailer { .. }, other) if *other != b'\r' => Chunk::Trailer { at_start: false },
            (same, _) => same,
        };
    }
    (index, Want::Chunks(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is handed over of bytes that come in pieces of a size, until nothing more is.
    fn handed(mut want: Want, bytes: &[u8], size: usize) -> (String, Want) {
        let mut later = BytesMut::new();
        let mut all = Vec::new();
        for piece in bytes.chunks(size) {
            let mut space = vec![0; size];
            let mut buffer = ReadBuf::new(&mut space);
            if later.is_empty() {
                buffer.put_slice(piece);
                want.keep(&mut buffer, 0, &mut later);
            } else {
                later.extend_from_slice(piece);
                want.hand(&mut later, &mut buffer);
            }
            all.extend_from_slice(buffer.filled());
        }
        (String::from_utf8(all).unwrap(), want)
    }

    #[test]
    fn one_head_is_handed_over_however_it_comes() {
        for head in ["GET / HTTP/1.1\r\nhost: a\r\n\r\n", "GET / HTTP/1.1\nhost: a\n\n", "\r\n\r\nGET / HTTP/1.1\r\n\n", "\n\nG\n\r\n"] {
            for size in [1, 2, 3, 7, 1000] {
                let sent = format!("{head}GET /next HTTP/1.1\r\n\r\n");
                assert_eq!(handed(Want::HEAD, sent.as_bytes(), size), (head.to_owned(), Want::Nothing), "{head:?} {size}");
            }
        }
        let begun = "GET / HTTP/1.1\r\nhost: a\r\n";
        assert_eq!(handed(Want::HEAD, begun.as_bytes(), 4).0, begun);
    }

    #[test]
    fn a_body_is_handed_over_to_its_end_and_no_further() {
        assert_eq!(handed(Want::Body(3), b"abcdef", 6), ("abc".to_owned(), Want::Nothing));
        assert_eq!(handed(Want::Body(3), b"abcdef", 1), ("abc".to_owned(), Want::Nothing));
        assert_eq!(handed(Want::Body(7), b"abcdef", 4), ("abcdef".to_owned(), Want::Body(1)));
        for body in ["0\r\n\r\n", "6\r\n{\r\n\r\n}\r\n0\r\n\r\n", "1;x=0\r\na\r\n0A\r\n0\r\n\r\n0\r\n\r\n\r\n0;a\r\nx: y\r\n\r\n"] {
            for size in [1, 2, 3, 7, 1000] {
                let sent = format!("{body}0\r\n\r\nGET / HTTP/1.1");
                assert_eq!(handed(Want::CHUNKS, sent.as_bytes(), size), (body.to_owned(), Want::Nothing), "{body:?} {size}");
            }
        }
        assert_eq!(handed(Want::All, b"abcdef", 6).0, "abcdef");
    }
}
