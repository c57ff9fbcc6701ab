//! Bytes as they come, to whole lines: unpacked on the way, in constant memory. Every load cuts its
//! lines here, whether the bytes come over HTTP or from a file.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;

use crate::problem::{Code, Problem};
use crate::values::text::Text;

/// The most bytes of one line.
const LINE_LIMIT: usize = 32 * 1024 * 1024;

/// Bytes given to the cutter at once: gzip makes at most about a thousand times as many of them.
pub const PIECE: usize = 1024;

/// Unpacked bytes below which nobody asks how well they were packed.
const MODEST: u64 = 1024 * 1024;

/// The most unpacked bytes for one received. A roster shrinks ten to thirty times; gzip can a thousand.
const RATIO: u64 = 100;

/// What some editors write before UTF-8; a reader may ignore it (RFC 8259 §8.1).
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The first bytes of gzip (RFC 1952 §2.3.1), with which no JSON starts.
const GZIP: &[u8] = b"\x1F\x8B";

/// How the bytes of a load are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// With gzip (RFC 1952), by a client, who may not make the service unpack what no roster is.
    Gzip,
    /// As their first bytes tell: a file of the operator, which may shrink as well as it likes.
    Told,
}

/// One line of a load, not yet looked at.
#[derive(Clone, Debug)]
pub struct RawLine {
    /// Its number, from 1.
    pub number: u64,
    /// Its bytes without its end; none when there are more than a line may have.
    pub text: Option<Vec<u8>>,
}

/// Cuts the bytes of a load into lines.
pub struct Cutter {
    way: Way,
    packing: Packing,
    received: u64,
}

enum Way {
    /// Too few bytes have come to tell.
    Unknown(Vec<u8>),
    Plain(Lines),
    Gzip(Box<MultiGzDecoder<Lines>>),
}

impl Way {
    fn gzip() -> Self {
        Self::Gzip(Box::new(MultiGzDecoder::new(Lines::default())))
    }
}

impl Cutter {
    /// A cutter that has seen nothing.
    pub fn new(packing: Packing) -> Self {
        let way = match packing {
            Packing::Plain => Way::Plain(Lines::default()),
            Packing::Gzip => Way::gzip(),
            Packing::Told => Way::Unknown(Vec::new()),
        };
        Self { way, packing, received: 0 }
    }

    /// Takes [`PIECE`] bytes at most.
    ///
    /// # Errors
    /// 400 when they are not gzip, 413 when a client's unpack to more than any roster does.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), Problem> {
        self.received += piece.len() as u64;
        let Way::Unknown(head) = &mut self.way else { return self.write(piece) };
        head.extend_from_slice(piece);
        if head.len() < GZIP.len() && GZIP.starts_with(head) {
            return Ok(());
        }
        let head = std::mem::take(head);
        self.way = if head.starts_with(GZIP) { Way::gzip() } else { Way::Plain(Lines::default()) };
        self.write(&head)
    }

    /// Ends the load; a last line needs no end of its own.
    ///
    /// # Errors
    /// 400 when packed bytes break off.
    pub fn end(&mut self) -> Result<(), Problem> {
        if let Way::Unknown(head) = &mut self.way {
            let head = std::mem::take(head);
            self.way = Way::Plain(Lines::default());
            self.write(&head)?;
        }
        if let Way::Gzip(unpacker) = &mut self.way {
            unpacker.try_finish().map_err(not_gzip)?;
        }
        if let Some(lines) = self.lines()
            && (!lines.partial.is_empty() || lines.too_long)
        {
            lines.end_line();
        }
        Ok(())
    }

    /// The lines that are whole by now; empty ones are counted and left out.
    pub fn taken(&mut self) -> Vec<RawLine> {
        self.lines().map(|lines| std::mem::take(&mut lines.taken)).unwrap_or_default()
    }

    /// Bytes held of lines that are not whole yet.
    pub fn held(&self) -> usize {
        match &self.way {
            Way::Unknown(head) => head.capacity(),
            Way::Plain(lines) => lines.partial.capacity(),
            Way::Gzip(unpacker) => unpacker.get_ref().partial.capacity(),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let written = match &mut self.way {
            Way::Unknown(_head) => return Ok(()),
            Way::Plain(lines) => lines.write_all(bytes).map(|()| lines.written),
            Way::Gzip(unpacker) => unpacker.write_all(bytes).map(|()| unpacker.get_ref().written),
        };
        let written = written.map_err(not_gzip)?;
        if self.packing == Packing::Gzip && written > MODEST && written / RATIO > self.received {
            return Err(too_well_packed());
        }
        Ok(())
    }

    fn lines(&mut self) -> Option<&mut Lines> {
        match &mut self.way {
            Way::Unknown(_head) => None,
            Way::Plain(lines) => Some(lines),
            Way::Gzip(unpacker) => Some(unpacker.get_mut()),
        }
    }
}

fn too_well_packed() -> Problem {
    Problem::new(
        Code::PayloadTooLarge,
        Text::new(
            format!("Le corps se déplie à plus de {RATIO} fois sa taille, ce qu'aucun fichier de bailleurs ne fait."),
            format!("The body unpacks to more than {RATIO} times its size, which no roster does."),
        ),
    )
}

fn not_gzip(cause: io::Error) -> Problem {
    Problem::malformed(Text::fixed("Les octets ne sont pas du gzip valide et complet.", "The bytes are not valid and whole gzip."))
        .because(cause)
}

/// Where unpacked bytes become lines.
#[derive(Default)]
struct Lines {
    partial: Vec<u8>,
    too_long: bool,
    number: u64,
    taken: Vec<RawLine>,
    written: u64,
}

impl Lines {
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
        let number = self.number;
        let mut text = std::mem::take(&mut self.partial);
        if std::mem::take(&mut self.too_long) {
            self.taken.push(RawLine { number, text: None });
            return;
        }
        if number == 1 && text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len());
        }
        if text.ends_with(b"\r") {
            text.pop();
        }
        // Millions of empty lines fit into a few packed bytes.
        if !text.iter().all(u8::is_ascii_whitespace) {
            self.taken.push(RawLine { number, text: Some(text) });
        }
    }
}

impl Write for Lines {
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

#[cfg(test)]
#[path = "cutter_tests.rs"]
mod tests;
