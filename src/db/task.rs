//! A write that waits for its turn, with whoever waits for its answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::oneshot;
use tracing::Span;

use super::End;
use super::connection::Conn;
use super::faults::Fault;
use super::session::is_sound;
use super::transaction::in_transaction;
use crate::problem::{Problem, panic};

/// Work that may be done again when what it shared a transaction with spoils it.
pub type Again<T> = Box<dyn Fn(&mut Conn) -> Result<End<T>, Problem> + Send>;

/// How an attempt within a transaction ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// What it wrote is to stay.
    Keeps,
    /// What it wrote is not to stay, and the transaction is as good as before.
    Undone,
    /// The transaction can only be undone.
    Failed,
    /// The same, because another is at its landlord.
    Busy(Fault),
}

/// A write, whatever it makes.
pub trait Task: Send {
    /// Whether nobody waits for it any more.
    fn left(&self) -> bool;

    /// Takes it up; false when nobody waits for it any more.
    fn taken(&self) -> bool;

    /// Does it within a transaction that others share, and keeps what came of it.
    fn attempt(&mut self, conn: &mut Conn) -> Ended;

    /// Does it in a transaction of its own, and keeps what came of it. False when the connection is of
    /// no use any more.
    fn alone(&mut self, conn: &mut Conn) -> bool;

    /// Tells what came of it, or the fault that came instead.
    fn answer(self: Box<Self>, fault: Option<&Fault>);
}

/// Whether a write that waits was taken up, or left. The first to say so has it.
#[derive(Clone, Default)]
pub struct Claim(Arc<AtomicBool>);

impl Claim {
    /// True for the first who asks.
    pub fn claim(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// A write that makes a `T`.
pub struct Write<T> {
    work: Again<T>,
    span: Span,
    claim: Claim,
    answer: oneshot::Sender<Result<T, Problem>>,
    outcome: Option<Result<T, Problem>>,
}

impl<T> Write<T> {
    /// A write in the span of whoever asks for it; where its answer will come; and the claim by which
    /// the asker may leave before it is taken up.
    pub fn new(work: Again<T>) -> (Self, oneshot::Receiver<Result<T, Problem>>, Claim) {
        let (answer, waiting) = oneshot::channel();
        let claim = Claim::default();
        (Self { work, span: Span::current(), claim: claim.clone(), answer, outcome: None }, waiting, claim)
    }
}

impl<T: Send> Task for Write<T> {
    fn left(&self) -> bool {
        self.answer.is_closed()
    }

    fn taken(&self) -> bool {
        !self.left() && self.claim.claim()
    }

    fn attempt(&mut self, conn: &mut Conn) -> Ended {
        let (ended, outcome) = match self.span.in_scope(|| panic::caught(|| (self.work)(conn))) {
            Ok(Ok(End::Commit(value))) => (Ended::Keeps, Ok(value)),
            Ok(Ok(End::Rollback(value))) => (Ended::Undone, Ok(value)),
            Ok(Err(problem)) => match problem.fault() {
                Some(fault @ Fault::LandlordBusy(_)) => (Ended::Busy(fault.clone()), Err(problem)),
                _ => (Ended::Undone, Err(problem)),
            },
            Err(panic) => (Ended::Failed, Err(panic.into())),
        };
        self.outcome = Some(outcome);
        ended
    }

    fn alone(&mut self, conn: &mut Conn) -> bool {
        let done = self.span.in_scope(|| panic::caught(|| in_transaction(conn, |conn| (self.work)(conn))));
        let sound = is_sound(&done);
        self.outcome = Some(done.unwrap_or_else(|panic| Err(panic.into())));
        sound
    }

    fn answer(self: Box<Self>, fault: Option<&Fault>) {
        let outcome = match (fault, self.outcome) {
            (Some(fault), _) => Err(fault.clone().into()),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(Problem::internal("a write that nobody did")),
        };
        if self.answer.send(outcome).is_err() {
            self.span.in_scope(|| tracing::debug!("the caller left before the answer"));
        }
    }
}
