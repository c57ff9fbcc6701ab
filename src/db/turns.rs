//! Turns of landlords: the writes of one landlord wait for each other here, in the process and without
//! a connection, so that however busy one is, it takes one connection at most.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::faults::Fault;
use crate::values::typed_id::LandlordId;

/// Writes of one landlord that may wait; one more is refused with 503.
const WAITING: usize = 256;

#[derive(Default)]
struct Queue {
    /// Those that write or wait to.
    users: usize,
    turn: Option<Arc<Semaphore>>,
}

/// The queues of the landlords that write at the moment.
#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<HashMap<LandlordId, Queue>>>);

/// A landlord's turn, given to the next when it is dropped.
pub struct Turn {
    turns: Turns,
    landlord: LandlordId,
    permit: Option<OwnedSemaphorePermit>,
}

impl Turns {
    /// Waits for the landlord's turn.
    ///
    /// # Errors
    /// When too many wait, or the turn does not come by the deadline.
    pub async fn take(&self, landlord: &LandlordId, deadline: Instant) -> Result<Turn, Fault> {
        let semaphore = {
            let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let queue = queues.entry(landlord.clone()).or_default();
            if queue.users > WAITING {
                return Err(Fault::LandlordBusy(format!("{WAITING} writes wait already")));
            }
            queue.users += 1;
            Arc::clone(queue.turn.get_or_insert_with(|| Arc::new(Semaphore::new(1))))
        };
        // Made before the wait, so that a caller who leaves gives its place back.
        let mut turn = Turn { turns: self.clone(), landlord: landlord.clone(), permit: None };
        let permit = tokio::time::timeout_at(deadline.into(), semaphore.acquire_owned()).await;
        let permit = permit.map_err(|late| Fault::LandlordBusy(format!("its turn did not come: {late}")))?;
        turn.permit = Some(permit.map_err(|closed| Fault::Lost(closed.to_string()))?);
        Ok(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.permit.take());
        let mut queues = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queues.get_mut(&self.landlord) {
            queue.users -= 1;
            if queue.users == 0 {
                queues.remove(&self.landlord);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::values::typed_id::TypedId;

    fn landlord(byte: u8) -> LandlordId {
        LandlordId::from_uuid_bytes([byte; 16])
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(50)
    }

    #[actix_web::test]
    async fn one_landlord_writes_at_a_time_and_others_do_not_wait_for_it() {
        let turns = Turns::default();
        let first = turns.take(&landlord(1), soon()).await.unwrap();
        assert!(matches!(turns.take(&landlord(1), soon()).await, Err(Fault::LandlordBusy(_))));
        drop(turns.take(&landlord(2), soon()).await.unwrap());
        drop(first);
        drop(turns.take(&landlord(1), soon()).await.unwrap());
        assert!(turns.0.lock().unwrap().is_empty(), "nobody writes, and nothing is kept of those who did");
    }

    #[actix_web::test]
    async fn a_crowd_of_one_landlord_is_refused_at_once() {
        let turns = Turns::default();
        let late = Instant::now() + Duration::from_secs(60);
        let held = turns.take(&landlord(1), late).await.unwrap();
        let mut crowd = Vec::new();
        for _ in 0..WAITING {
            let (turns, one) = (turns.clone(), landlord(1));
            crowd.push(actix_web::rt::spawn(async move { turns.take(&one, late).await.map(drop) }));
        }
        while turns.0.lock().unwrap()[&landlord(1)].users <= WAITING {
            tokio::task::yield_now().await;
        }
        assert!(matches!(turns.take(&landlord(1), late).await, Err(Fault::LandlordBusy(_))));
        drop(held);
        for one in crowd {
            one.await.unwrap().unwrap();
        }
        assert!(turns.0.lock().unwrap().is_empty());
    }
}
