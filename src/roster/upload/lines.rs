//! Bytes as they come, to whole lines: decompressed on the way, in constant memory.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;

use crate::http::body::payload_too_large;
use crate::problem::Problem;
use crate::roster::LINE_LIMIT;
use crate::values::text::Text;

/// Bytes given to the decoder at once: gzip makes at most about a thousand times as many of them.
pub const PIECE: usize = 1024;

/// Decompressed bytes below which nobody asks how well they were compressed.
const MODEST: u64 = 64 * 1024 * 1024;

/// The most decompressed bytes for one received. A roster shrinks ten to thirty times.
const RATIO: u64 = 250;

/// A line, or the word that it was too long.
pub enum Taken {
    Line(u64, Vec<u8>),
    TooLong(u64),
}

/// Cuts bytes into lines.
#[derive(Default)]
struct Cutter {
    partial: Vec<u8>,
    too_long: bool,
    number: u64,
    taken: Vec<Taken>,
    written: u64,
}

impl Cutter {
    fn add(&mut self, bytes: &[u8]) {
        if self.partial.len() + bytes.len() > LINE_LIMIT {
            self.too_long = true;
            self.partial = Vec::new();
        }
        if !self.too_long {
            self.partial.extend_from_slice(bytes);
        }
    }

    fn end_line(&mut self) {
        self.number += 1;
        let line = std::mem::take(&mut self.partial);
        if std::mem::take(&mut self.too_long) {
            self.taken.push(Taken::TooLong(self.number));
        } else if !line.is_empty() {
            // Millions of empty lines fit into a few compressed bytes.
            self.taken.push(Taken::Line(self.number, line));
        }
    }
}

impl Write for Cutter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written += bytes.len() as u64;
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            self.add(&rest[..end]);
            self.end_line();
            rest = &rest[end + 1..];
        }
        self.add(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Way {
    Plain(Cutter),
    Gzip(Box<MultiGzDecoder<Cutter>>),
}

/// Makes lines of a body.
pub struct Decoder {
    way: Way,
    received: u64,
}

impl Decoder {
    /// Of a body as it is.
    pub fn plain() -> Self {
        Self { way: Way::Plain(Cutter::default()), received: 0 }
    }

    /// Of a body compressed with gzip (RFC 1952).
    pub fn gzip() -> Self {
        Self { way: Way::Gzip(Box::new(MultiGzDecoder::new(Cutter::default()))), received: 0 }
    }

    /// Takes [`PIECE`] bytes at most.
    ///
    /// # Errors
    /// 400 when they are not gzip, 413 when they decompress to more than any roster does.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), Problem> {
        self.received += piece.len() as u64;
        let pushed = match &mut self.way {
            Way::Plain(cutter) => cutter.write_all(piece),
            Way::Gzip(decoder) => decoder.write_all(piece),
        };
        pushed.map_err(not_gzip)?;
        let (received, written) = (self.received, self.cutter().written);
        if written > MODEST && written / RATIO > received {
            return Err(payload_too_large(usize::try_from(MODEST).map_err(Problem::internal)?));
        }
        Ok(())
    }

    /// Ends the body; a last line needs no end of its own.
    ///
    /// # Errors
    /// 400 when compressed bytes break off.
    pub fn end(&mut self) -> Result<(), Problem> {
        if let Way::Gzip(decoder) = &mut self.way {
            decoder.try_finish().map_err(not_gzip)?;
        }
        let cutter = self.cutter();
        if !cutter.partial.is_empty() || cutter.too_long {
            cutter.end_line();
        }
        Ok(())
    }

    /// The lines that are whole by now.
    pub fn taken(&mut self) -> Vec<Taken> {
        std::mem::take(&mut self.cutter().taken)
    }

    fn cutter(&mut self) -> &mut Cutter {
        match &mut self.way {
            Way::Plain(cutter) => cutter,
            Way::Gzip(decoder) => decoder.get_mut(),
        }
    }
}

fn not_gzip(cause: io::Error) -> Problem {
    tracing::debug!(%cause, "a load does not decompress");
    Problem::malformed(Text::fixed("Le corps n'est pas du gzip valide et complet.", "The body is not valid and whole gzip."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    fn texts(decoder: &mut Decoder) -> Vec<String> {
        let taken = decoder.taken().into_iter().map(|taken| match taken {
            Taken::Line(number, text) => format!("{number} {}", String::from_utf8(text).unwrap()),
            Taken::TooLong(number) => format!("{number} too long"),
        });
        taken.collect()
    }

    fn compressed(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn load_cuts_lines_wherever_the_pieces_end() {
        let mut decoder = Decoder::plain();
        for piece in ["a\nb", "", "c\n\n", "d"] {
            decoder.push(piece.as_bytes()).unwrap();
        }
        assert_eq!(texts(&mut decoder), ["1 a", "2 bc"]);
        decoder.end().unwrap();
        assert_eq!(texts(&mut decoder), ["4 d"]);
    }

    #[test]
    fn load_reads_gzip_of_several_members_and_tells_one_that_breaks_off() {
        let mut whole = compressed(b"a\nb\n");
        whole.extend(compressed(b"c"));
        let mut decoder = Decoder::gzip();
        whole.chunks(7).for_each(|piece| decoder.push(piece).unwrap());
        decoder.end().unwrap();
        assert_eq!(texts(&mut decoder), ["1 a", "2 b", "3 c"]);

        let mut cut = Decoder::gzip();
        cut.push(&whole[..whole.len() - 6]).unwrap();
        assert_eq!(cut.end().unwrap_err().code(), Code::MalformedRequest);
        assert_eq!(Decoder::gzip().push(b"{\"type\":\"campaign\"}").unwrap_err().code(), Code::MalformedRequest);
    }

    #[test]
    fn load_refuses_a_gzip_bomb_and_keeps_no_endless_line() {
        let bomb = compressed(&vec![b' '; usize::try_from(MODEST).unwrap() + LINE_LIMIT]);
        let mut decoder = Decoder::gzip();
        let refused = bomb.chunks(PIECE).find_map(|piece| decoder.push(piece).err());
        assert_eq!(refused.unwrap().code(), Code::PayloadTooLarge);
        assert!(decoder.cutter().too_long && decoder.cutter().partial.capacity() == 0);
    }
}
