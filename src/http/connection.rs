//! A connection that ends when its caller keeps it without using it.
//!
//! The HTTP server times the first head of a connection, the wait between requests and the end. Between
//! them a caller could hold a connection for ever: with a later head that never ends, with the rest of
//! a body that was refused, with an answer that it does not take. That is timed here, below the server.

use std::cell::{Cell, RefCell};
use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::{Duration, Instant};

use actix_web::rt::time::{Sleep, sleep_until};
use actix_web::web::BytesMut;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::crowd::Crowd;
use super::feed::Want;
use super::limits::Limits;
use super::offers::Offers;
use super::unparsed::Unparsed;

/// Where a connection stands between its requests.
#[derive(Debug)]
pub struct Phase {
    /// A request is being answered: what it reads is timed where it is read.
    answering: Cell<bool>,
    /// When the last request was answered, or the connection opened.
    since: Cell<Instant>,
    /// When bytes came first after that: the head of the next request, or the rest of a body.
    began: Cell<Option<Instant>>,
    /// When the caller last took bytes.
    taken: Cell<Instant>,
    /// A body that nobody reads is still to come.
    owed: Cell<bool>,
    /// What the server may have of what comes.
    want: Cell<Want>,
    /// Whom to wake when it may have more.
    waits: RefCell<Option<Waker>>,
}

/// The body of a request, as its head announces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Announced {
    Nothing,
    Bytes(u64),
    /// Nobody knows how many.
    Chunks,
}

impl Phase {
    fn new() -> Rc<Self> {
        let now = Instant::now();
        Rc::new(Self {
            answering: Cell::new(false),
            since: Cell::new(now),
            began: Cell::new(None),
            taken: Cell::new(now),
            owed: Cell::new(false),
            want: Cell::new(Want::HEAD),
            waits: RefCell::default(),
        })
    }

    /// A request begins.
    pub fn begin(&self, announced: Announced) {
        self.answering.set(true);
        self.owed.set(false);
        self.let_have(match announced {
            Announced::Nothing | Announced::Bytes(0) => Want::Nothing,
            Announced::Bytes(length) => Want::Body(length),
            Announced::Chunks => Want::CHUNKS,
        });
    }

    /// The request is answered. Says whether a body of unknown length has not come to its end: the server
    /// would take the rest of it in for ever.
    pub fn end(&self) -> bool {
        self.answering.set(false);
        self.since.set(Instant::now());
        self.began.set(None);
        let want = self.want.get();
        self.owed.set(matches!(want, Want::Chunks(_)));
        self.let_have(match want {
            Want::Chunks(_) => want,
            Want::Body(_left) => Want::All,
            _ => Want::HEAD,
        });
        self.owed.get()
    }

    fn let_have(&self, want: Want) {
        self.want.set(want);
        if want != Want::Nothing
            && let Some(waker) = self.waits.take()
        {
            waker.wake();
        }
    }

    fn came(&self, now: Instant) {
        if !self.answering.get() && self.began.get().is_none() {
            self.began.set(Some(now));
        }
    }

    /// When the caller will have kept the connection for too long, as it stands now.
    fn due(&self, now: Instant, limits: &Limits, crowded: bool) -> Instant {
        // Later than the server's own limit of a first head, which answers.
        let head = limits.head + Duration::from_secs(1);
        let idle = if crowded { limits.idle_in_crowd } else { limits.idle };
        match self.began.get() {
            _ if self.answering.get() => now + head,
            _ if self.owed.get() => self.since.get().max(self.taken.get()) + limits.linger,
            Some(began) => began.max(self.taken.get()) + head,
            None => self.since.get().max(self.taken.get()) + idle,
        }
    }
}

/// Bytes that go out in place of others.
struct Instead {
    told: Vec<u8>,
    sent: usize,
    /// How many bytes of the server's they stand for.
    stands_for: usize,
}

impl Instead {
    /// Writes all of them, then says that what they stand for is written.
    fn poll_write(&mut self, mut stream: Pin<&mut impl AsyncWrite>, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        while let Some(rest) = self.told.get(self.sent..).filter(|rest| !rest.is_empty()) {
            match stream.as_mut().poll_write(context, rest) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => self.sent += written,
                other => return other,
            }
        }
        Poll::Ready(Ok(self.stands_for))
    }
}

/// A connection under these limits.
pub struct Watched<S> {
    stream: S,
    phase: Rc<Phase>,
    limits: Arc<Limits>,
    crowd: Crowd,
    offers: Offers,
    unparsed: Arc<Unparsed>,
    /// What goes out in place of what the server wrote.
    instead: Option<Instead>,
    /// What has come and the server may not have yet.
    later: BytesMut,
    /// Wakes to look whether the caller still uses it.
    look: Pin<Box<Sleep>>,
    /// Since when the caller takes nothing, and until when it may.
    untaken: Option<Pin<Box<Sleep>>>,
}

impl<S> Watched<S> {
    /// A connection that just opened.
    pub fn new(stream: S, limits: Arc<Limits>, crowd: Crowd, unparsed: Arc<Unparsed>) -> Self {
        crowd.enter();
        let look = Box::pin(sleep_until((Instant::now() + limits.head).into()));
        let offers = Offers::new();
        Self { stream, phase: Phase::new(), limits, crowd, offers, unparsed, instead: None, later: BytesMut::new(), look, untaken: None }
    }

    /// What its requests tell it.
    pub fn phase(&self) -> Rc<Phase> {
        Rc::clone(&self.phase)
    }

    /// Whether the caller kept it for too long; if not, wakes to look again in time.
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        loop {
            let now = Instant::now();
            let due = self.phase.due(now, &self.limits, self.crowd.is_crowded());
            if due <= now {
                tracing::debug!("a connection was kept without use");
                return true;
            }
            let next = due.min(now + self.limits.idle_in_crowd);
            if self.look.deadline() > next.into() || self.look.is_elapsed() {
                self.look.as_mut().reset(next.into());
            }
            if self.look.as_mut().poll(context).is_pending() {
                return false;
            }
        }
    }

    /// What a write gave, unless the caller has taken nothing for too long.
    fn taken<T>(&mut self, context: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.untaken = None;
            self.phase.taken.set(Instant::now());
            return done;
        }
        let limit = self.limits.untaken;
        let untaken = self.untaken.get_or_insert_with(|| Box::pin(sleep_until((Instant::now() + limit).into())));
        match untaken.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the caller does not take its answer"))),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S> Drop for Watched<S> {
    fn drop(&mut self) {
        self.crowd.leave();
    }
}

impl<S: AsyncRead + Unpin> Watched<S> {
    /// What the server may have now, of what was kept or else of what comes.
    fn feed(&mut self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let mut want = self.phase.want.get();
        if want == Want::Nothing {
            self.phase.waits.replace(Some(context.waker().clone()));
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        if self.later.is_empty() {
            ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
            want.keep(buffer, before, &mut self.later);
        } else {
            want.hand(&mut self.later, buffer);
        }
        self.phase.want.set(want);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        let of_head = this.phase.want.get().is_head();
        let read = this.feed(context, buffer);
        let came = buffer.filled().len() > before;
        if came {
            this.phase.came(Instant::now());
        }
        // A caller that never pauses is looked at too; what it sent is then not read.
        if (read.is_pending() || came) && this.is_over(context) {
            buffer.set_filled(before);
            return Poll::Ready(Ok(()));
        }
        if of_head {
            this.offers.refuse(buffer.filled_mut().get_mut(before..).unwrap_or_default());
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.instead.is_none() && !this.phase.answering.get() {
            this.instead = this.unparsed.instead(bytes).map(|told| Instead { told, sent: 0, stands_for: bytes.len() });
        }
        let done = match &mut this.instead {
            None => Pin::new(&mut this.stream).poll_write(context, bytes),
            Some(instead) => instead.poll_write(Pin::new(&mut this.stream), context),
        };
        if done.is_ready() {
            this.instead = None;
        }
        this.taken(context, done)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
#[path = "connection_tests.rs"]
mod tests;
