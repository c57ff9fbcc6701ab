//! The loader: bytes in, a report out, in chunks that each are one transaction.

use std::sync::Arc;

use tokio::task::JoinHandle;

use super::apply::{self, ReadLine};
use super::cutter::{Cutter, PIECE, Packing, RawLine};
use super::report::{LineFault, Report};
use super::room::{Hold, Room};
use crate::db::Db;
use crate::db::faults::Fault;
use crate::problem::{Code, Problem};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Text;

/// Lines of one transaction at most: more would hold the writer for too long.
const CHUNK_LINES: usize = 500;

/// Bytes of one transaction at most.
const CHUNK_BYTES: usize = 1024 * 1024;

/// Bytes from which a chunk is written before more is taken in: two such lines at once would take
/// more memory than a load may.
const LARGE_CHUNK_BYTES: usize = 4 * 1024 * 1024;

/// For whom a load acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acting {
    /// The operator, who acts for every paying body.
    All,
    /// One paying body, which touches only what carries its code.
    Body(PayingBodyCode),
}

/// Loads a roster as its bytes come, in constant memory: one chunk is read while the one before is
/// written.
pub struct Loader {
    db: Db,
    acting: Acting,
    cutter: Cutter,
    chunk: Vec<RawLine>,
    bytes: usize,
    report: Report,
    hold: Hold,
    /// The chunk that is being written, and its bytes.
    writing: Option<(JoinHandle<Written>, usize)>,
}

/// What became of a chunk, and what stopped it.
type Written = (Report, Option<Problem>);

impl Loader {
    /// A loader that has read nothing and is alone.
    pub fn new(db: Db, acting: Acting, packing: Packing) -> Self {
        Self::within(&Room::of(usize::MAX), db, acting, packing)
    }

    /// A loader that shares its room with others.
    pub fn within(room: &Room, db: Db, acting: Acting, packing: Packing) -> Self {
        let (cutter, report) = (Cutter::new(packing), Report::default());
        Self { db, acting, cutter, chunk: Vec::new(), bytes: 0, report, hold: room.hold(), writing: None }
    }

    /// The same, whose report keeps so many faults, and as many warnings.
    pub fn keeping(mut self, most: usize) -> Self {
        self.report.most = most;
        self
    }

    /// What became of the lines so far. The faults in it may be taken out: they are not told again.
    pub fn report(&mut self) -> &mut Report {
        &mut self.report
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When they do not unpack, other loads hold too much, or the database cannot be used. What was loaded
    /// before stays, and the problem says how much that is.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        match self.pushed(bytes).await {
            Ok(()) => Ok(()),
            Err(problem) => Err(self.stopped(problem).await),
        }
    }

    async fn pushed(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        for piece in bytes.chunks(PIECE) {
            self.cutter.push(piece)?;
            self.take().await?;
            self.hold.bytes(self.held())?;
        }
        Ok(())
    }

    /// Bytes that have come and are not written yet.
    fn held(&self) -> usize {
        self.cutter.held() + self.bytes + self.writing.as_ref().map_or(0, |(_, bytes)| *bytes)
    }

    /// Loads what waits and gives the report.
    ///
    /// # Errors
    /// When the bytes break off or the database cannot be used. What was loaded before stays, and the
    /// problem says how much that is.
    pub async fn finish(mut self) -> Result<Report, Problem> {
        match self.ended().await {
            Ok(()) => Ok(self.report),
            Err(problem) => Err(self.stopped(problem).await),
        }
    }

    async fn ended(&mut self) -> Result<(), Problem> {
        self.cutter.end()?;
        self.take().await?;
        self.flush().await?;
        self.written().await
    }

    async fn take(&mut self) -> Result<(), Problem> {
        for line in self.cutter.taken() {
            self.bytes += line.text.as_ref().map_or(0, Vec::len);
            self.chunk.push(line);
            if self.chunk.len() >= CHUNK_LINES || self.bytes >= CHUNK_BYTES {
                self.flush().await?;
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Problem> {
        let raw = std::mem::take(&mut self.chunk);
        let bytes = std::mem::take(&mut self.bytes);
        let most = self.report.most;
        let alone = if bytes >= LARGE_CHUNK_BYTES { Some(self.hold.giant().await?) } else { None };
        let (lines, mut report) = actix_web::web::block(move || apply::read(raw, most)).await.map_err(Problem::internal)?;
        self.written().await?;
        let (db, acting) = (self.db.clone(), self.acting.clone());
        let large = alone.is_some();
        let writing = tokio::spawn(async move {
            let (written, stopped) = write(&db, &acting, Arc::new(lines), most).await;
            // A chunk that stopped is not done: of it counts what is in.
            let mut report = if stopped.is_some() {
                written
            } else {
                report.add(written);
                report
            };
            report.in_order();
            drop(alone);
            (report, stopped)
        });
        self.writing = Some((writing, bytes));
        if large { self.written().await } else { Ok(()) }
    }

    /// Waits for the chunk that is being written.
    async fn written(&mut self) -> Result<(), Problem> {
        if let Some((writing, _bytes)) = self.writing.take() {
            let (report, stopped) = writing.await.map_err(Problem::internal)?;
            self.report.add(report);
            stopped.map_or(Ok(()), Err)?;
        }
        Ok(())
    }

    /// What stops a load, with how many lines are in. What is being written is waited for.
    pub async fn stopped(&mut self, problem: Problem) -> Problem {
        let problem = match self.written().await {
            // What became of the last chunk matters more than why no further one came.
            Err(last) if is_unknown(&last) => last,
            _ => problem,
        };
        told(problem, &self.report)
    }
}

fn is_unknown(problem: &Problem) -> bool {
    matches!(problem.fault(), Some(Fault::Unknown(_)))
}

/// A problem that stopped a load, saying which of its lines are in.
fn told(problem: Problem, report: &Report) -> Problem {
    let Report { accepted, unchanged, rejected, .. } = report;
    let done = accepted + unchanged + rejected;
    let problem = if problem.fault::<Fault>().is_some() {
        problem.with_detail(Text::fixed("Le chargement s'est arrêté en route.", "The load stopped on its way."))
    } else {
        problem
    };
    let more = if is_unknown(&problem) {
        Text::new(
            format!("Lignes déjà traitées : {done} ; jusqu'à {CHUNK_LINES} autres le sont peut-être. Renvoyez le fichier entier."),
            format!("Lines done so far: {done}; up to {CHUNK_LINES} others may be. Send the whole file again."),
        )
    } else {
        Text::new(
            format!("Lignes déjà traitées, et qui le restent : {done}. Renvoyez le fichier entier."),
            format!("Lines done so far, which stay: {done}. Send the whole file again."),
        )
    };
    problem.saying(more).with("accepted", *accepted).with("unchanged", *unchanged).with("rejected", *rejected)
}

/// Whether some lines are tried again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Try {
    First,
    Again,
}

/// Writes a chunk. A line that the database alone refuses is found by halving, and the others stay.
/// What stops it leaves in the parts that were written before.
async fn write(db: &Db, acting: &Acting, lines: Arc<Vec<ReadLine>>, most: usize) -> Written {
    let mut report = Report::keeping(most);
    let mut waiting = vec![(0, lines.len(), Try::First)];
    while let Some((start, end, tried)) = waiting.pop() {
        if start == end {
            continue;
        }
        let (acting, chunk) = (acting.clone(), Arc::clone(&lines));
        let done =
            db.system_write("load a roster", move |conn, moment| apply::apply(conn, moment, &acting, &chunk[start..end], most)).await;
        match done {
            Ok(done) => report.add(done),
            Err(problem) if problem.code() != Code::InternalError => return (report, Some(problem)),
            Err(_refused) if end - start > 1 => {
                let middle = start + (end - start) / 2;
                waiting.push((middle, end, Try::First));
                waiting.push((start, middle, Try::First));
            }
            // Another load may have brought the same landlord at once: by now it is there, and the line
            // changes it.
            Err(_refused) if tried == Try::First => waiting.push((start, end, Try::Again)),
            Err(_refused) => report.reject(vec![LineFault::refused(lines[start].number)]),
        }
    }
    (report, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_that_stops_says_what_is_in_and_what_may_be() {
        let report = Report { accepted: 500, unchanged: 20, rejected: 3, ..Report::default() };
        for (fault, outcome) in [(Fault::Lost(String::new()), None), (Fault::Unknown(String::new()), Some("unknown".into()))] {
            let problem = told(fault.into(), &report);
            let (detail, members) = (problem.detail(), problem.members());
            assert_eq!((problem.code(), members.get("outcome")), (Code::Unavailable, outcome.as_ref()));
            assert_eq!((&members["accepted"], &members["unchanged"], &members["rejected"]), (&500.into(), &20.into(), &3.into()));
            assert!(detail.en.contains("523") && detail.fr.contains("523"), "{detail:?}");
            assert!(!detail.en.contains("Nothing was written") && !detail.fr.contains("Rien n'a"), "{detail:?}");
            assert_eq!(detail.en.contains("may be"), outcome.is_some(), "{detail:?}");
        }
        let broken = told(Problem::malformed(Text::fixed("Coupé.", "Cut off.")), &report);
        assert!(broken.detail().en.starts_with("Cut off. ") && broken.detail().en.contains("523"), "{broken}");
    }
}
