//! Loading roster files: lines in, a report out, in chunks that each are one transaction.

mod apply;
mod context;
mod landlords;
pub mod lines;
mod logements;
mod parse;
mod payments;
mod queries;
pub mod reader;
mod report;
mod state;
mod tenants;
pub mod upload;

pub use report::{LineFault, LineFaultOut, Report};

use std::sync::Arc;

use tokio::task::JoinHandle;

use apply::ReadLine;

use crate::db::Db;
use crate::problem::{Code, Problem};
use crate::values::paying_body::PayingBodyCode;

/// Lines of one transaction at most: more would hold the writer for too long.
const CHUNK_LINES: usize = 500;

/// Bytes of one transaction at most.
const CHUNK_BYTES: usize = 1024 * 1024;

/// Bytes from which a chunk is written before more is taken in: two such lines at once would take
/// more memory than a load may.
const LARGE_CHUNK_BYTES: usize = 4 * 1024 * 1024;

/// The most bytes of one line.
pub const LINE_LIMIT: usize = 32 * 1024 * 1024;

/// What some editors write before UTF-8; a reader may ignore it (RFC 8259 §8.1).
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// For whom a load acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acting {
    /// The operator, who acts for every paying body.
    All,
    /// One paying body, which touches only what carries its code.
    Body(PayingBodyCode),
}

/// One line of a file, not yet looked at.
#[derive(Clone, Debug)]
pub struct RawLine {
    /// Its number, from 1.
    pub number: u64,
    pub text: Vec<u8>,
}

/// Loads lines as they come, in constant memory: one chunk is read while the one before is written.
pub struct Loader {
    db: Db,
    acting: Acting,
    chunk: Vec<RawLine>,
    bytes: usize,
    report: Report,
    /// The chunk that is being written.
    writing: Option<JoinHandle<Result<Report, Problem>>>,
}

impl Loader {
    /// A loader that has read nothing.
    pub fn new(db: Db, acting: Acting) -> Self {
        Self { db, acting, chunk: Vec::new(), bytes: 0, report: Report::default(), writing: None }
    }

    /// Takes one line; an empty one is nothing.
    ///
    /// # Errors
    /// When the database cannot be used. What was loaded before stays.
    pub async fn line(&mut self, number: u64, mut text: Vec<u8>) -> Result<(), Problem> {
        if number == 1 && text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len());
        }
        if text.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        self.bytes += text.len();
        self.chunk.push(RawLine { number, text });
        if self.chunk.len() >= CHUNK_LINES || self.bytes >= CHUNK_BYTES { self.flush().await } else { Ok(()) }
    }

    /// Counts a line that is too long to be read.
    pub fn too_long(&mut self, number: u64) {
        self.report.reject(vec![LineFault::too_long(number)]);
    }

    /// Loads what waits and gives the report.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn finish(mut self) -> Result<Report, Problem> {
        self.flush().await?;
        self.written().await?;
        Ok(self.report)
    }

    async fn flush(&mut self) -> Result<(), Problem> {
        let raw = std::mem::take(&mut self.chunk);
        let large = std::mem::take(&mut self.bytes) >= LARGE_CHUNK_BYTES;
        let (lines, mut report) = actix_web::web::block(move || apply::read(raw)).await.map_err(Problem::internal)?;
        self.written().await?;
        let (db, acting) = (self.db.clone(), self.acting.clone());
        self.writing = Some(tokio::spawn(async move {
            report.add(write(&db, &acting, Arc::new(lines)).await?);
            report.in_order();
            Ok(report)
        }));
        if large { self.written().await } else { Ok(()) }
    }

    /// Waits for the chunk that is being written.
    async fn written(&mut self) -> Result<(), Problem> {
        if let Some(writing) = self.writing.take() {
            self.report.add(writing.await.map_err(Problem::internal)??);
        }
        Ok(())
    }
}

/// Writes a chunk. A line that the database alone refuses is found by halving, and the others stay.
async fn write(db: &Db, acting: &Acting, lines: Arc<Vec<ReadLine>>) -> Result<Report, Problem> {
    let mut report = Report::default();
    let mut waiting = vec![(0, lines.len())];
    while let Some((start, end)) = waiting.pop() {
        if start == end {
            continue;
        }
        let (acting, chunk) = (acting.clone(), Arc::clone(&lines));
        let done = db.system_write("load a roster", move |conn, moment| apply::apply(conn, moment, &acting, &chunk[start..end])).await;
        match done {
            Ok(done) => report.add(done),
            Err(problem) if problem.code() != Code::InternalError => return Err(problem),
            Err(_refused) if end - start > 1 => {
                let middle = start + (end - start) / 2;
                waiting.push((middle, end));
                waiting.push((start, middle));
            }
            Err(_refused) => report.reject(vec![LineFault::refused(lines[start].number)]),
        }
    }
    Ok(report)
}
