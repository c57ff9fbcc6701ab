//! What is made once for a type and then shared by every request.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Values by the type they describe.
pub struct PerType<V>(RwLock<BTreeMap<TypeId, Arc<V>>>);

impl<V> PerType<V> {
    /// Empty: everything is made at its first use.
    pub const fn new() -> Self {
        Self(RwLock::new(BTreeMap::new()))
    }

    /// The value of `T`, made now if nobody asked for it before.
    ///
    /// # Errors
    /// What `make` says; nothing is kept then.
    pub fn of<T: 'static, E>(&self, make: impl FnOnce() -> Result<V, E>) -> Result<Arc<V>, E> {
        let id = TypeId::of::<T>();
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(make()?);
        Ok(Arc::clone(self.0.write().unwrap_or_else(PoisonError::into_inner).entry(id).or_insert(made)))
    }
}
