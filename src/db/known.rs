//! What the whole country shares and hardly ever changes, such as the campaigns: kept in the process,
//! and read again when it is a second old. Another node's change is so seen a second later; what this
//! node writes for no landlord has it forgotten at once.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::Db;
use super::connection::Conn;
use super::faults::Fault;
use super::scope::Scope;
use crate::problem::Problem;

/// How old it may be.
const AGE: Duration = Duration::from_secs(1);

/// How long it may take to read again: every read waits for it.
const ANSWER: Duration = Duration::from_secs(8);

/// Something national.
pub trait National: Send + Sync + Sized + 'static {
    /// Reads it whole.
    ///
    /// # Errors
    /// What the database says.
    fn read(conn: &mut Conn) -> Result<Self, Problem>;
}

type Kept = HashMap<TypeId, (Instant, Arc<dyn Any + Send + Sync>)>;

/// What is known, by its type.
#[derive(Default)]
pub struct Known(RwLock<Kept>);

impl Known {
    fn fresh<N: National>(&self) -> Option<Arc<N>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (since, value) = kept.get(&TypeId::of::<N>())?;
        if since.elapsed() < AGE { Arc::clone(value).downcast().ok() } else { None }
    }

    fn keep<N: National>(&self, since: Instant, value: N) -> Arc<N> {
        let value = Arc::new(value);
        let kept: Arc<dyn Any + Send + Sync> = Arc::<N>::clone(&value);
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<N>(), (since, kept));
        value
    }

    /// Forgets all: somebody changed what the country shares.
    pub(super) fn forget(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Db {
    /// Something national, at most a second old.
    ///
    /// # Errors
    /// 503 when it is too old and the database cannot be reached.
    pub async fn national<N: National>(&self) -> Result<Arc<N>, Problem> {
        if let Some(known) = self.known().fresh() {
            return Ok(known);
        }
        let since = Instant::now();
        let read = self.system_read("what the country shares", |conn, _| N::read(conn));
        let in_time = tokio::time::timeout(ANSWER, read).await.map_err(|late| Fault::Lost(format!("no answer: {late}")))?;
        let read = in_time?;
        Ok(self.known().keep(since, read))
    }
}

impl Scope<'_> {
    /// Something national, at most a second old.
    ///
    /// # Errors
    /// What the database says when it is read again.
    pub fn national<N: National>(&mut self) -> Result<Arc<N>, Problem> {
        if let Some(known) = self.known().fresh() {
            return Ok(known);
        }
        let since = Instant::now();
        let read = N::read(self.conn())?;
        Ok(self.known().keep(since, read))
    }
}
