//! Loading roster files: lines in, a report out, in chunks that each are one transaction.

mod apply;
mod landlords;
pub mod lines;
mod logements;
mod payments;
mod queries;
pub mod reader;
mod report;
mod state;
mod tenants;

pub use report::{LineFault, LineFaultOut, Report};

use crate::db::Db;
use crate::http::{Code, Problem};
use crate::values::beneficiary_number::PayingBodyCode;

/// Lines of one transaction at most: more would hold the writer for too long.
const CHUNK_LINES: usize = 500;

/// Bytes of one transaction at most.
const CHUNK_BYTES: usize = 4 * 1024 * 1024;

/// The most bytes of one line.
pub const LINE_LIMIT: usize = 32 * 1024 * 1024;

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

/// Loads lines as they come, in constant memory.
pub struct Loader {
    db: Db,
    acting: Acting,
    chunk: Vec<RawLine>,
    bytes: usize,
    report: Report,
}

impl Loader {
    /// A loader that has read nothing.
    pub fn new(db: Db, acting: Acting) -> Self {
        Self { db, acting, chunk: Vec::new(), bytes: 0, report: Report::default() }
    }

    /// Takes one line; an empty one is nothing.
    ///
    /// # Errors
    /// When the database cannot be used. What was loaded before stays.
    pub async fn line(&mut self, number: u64, text: Vec<u8>) -> Result<(), Problem> {
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

    /// What was loaded so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Loads what waits and gives the report.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn finish(mut self) -> Result<Report, Problem> {
        self.flush().await?;
        Ok(self.report)
    }

    async fn flush(&mut self) -> Result<(), Problem> {
        let mut waiting = vec![std::mem::take(&mut self.chunk)];
        self.bytes = 0;
        while let Some(lines) = waiting.pop() {
            if lines.is_empty() {
                continue;
            }
            let (acting, chunk) = (self.acting.clone(), lines.clone());
            let done = self.db.system_write("load a roster", move |conn, moment| apply::chunk(conn, moment, &acting, &chunk)).await;
            match done {
                Ok(report) => self.report.add(report),
                // A line that the database alone refuses is found by halving, and the others stay.
                Err(problem) if problem.code() == Code::InternalError && lines.len() > 1 => {
                    let (first, second) = lines.split_at(lines.len() / 2);
                    waiting.push(second.to_vec());
                    waiting.push(first.to_vec());
                }
                Err(problem) if problem.code() == Code::InternalError => {
                    self.report.reject(lines.iter().map(|line| LineFault::refused(line.number)).collect());
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(())
    }
}
