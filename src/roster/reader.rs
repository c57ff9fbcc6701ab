//! Lines of a file of any size, one at a time.

use std::io::{self, BufRead};

use super::LINE_LIMIT;

/// A line, or the word that it was too long.
pub enum Read {
    Line(Vec<u8>),
    TooLong,
}

/// The next line of a file without its end; nothing at the end of the file. A line beyond
/// [`LINE_LIMIT`] is skipped without being kept.
///
/// # Errors
/// When the file cannot be read.
pub fn next_line(input: &mut impl BufRead) -> io::Result<Option<Read>> {
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(if too_long {
                Some(Read::TooLong)
            } else if line.is_empty() {
                None
            } else {
                Some(Read::Line(line))
            });
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(buffer.len());
        if line.len() + taken > LINE_LIMIT {
            too_long = true;
            line.clear();
        }
        if !too_long {
            line.extend_from_slice(&buffer[..taken]);
        }
        input.consume(end.map_or(taken, |end| end + 1));
        if end.is_some() {
            return Ok(Some(if too_long { Read::TooLong } else { Read::Line(line) }));
        }
    }
}
