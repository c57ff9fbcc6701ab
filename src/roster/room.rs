//! The room of the loads that run at the same time: how many there are, and what all of them hold.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::http::limits::{Budget, Limits, Share, crowded};
use crate::problem::Problem;
use crate::values::text::Text;
use crate::values::typed_id::ClientId;

/// Bytes that each load may hold anyway: a chunk that is written, one that is read, the end of a piece.
const FREE: usize = 4 * 1024 * 1024;

/// What loads share in memory.
#[derive(Clone, Debug)]
pub struct Room {
    unwritten: Arc<Budget>,
    /// A chunk of giant lines is read and written alone.
    giants: Arc<Semaphore>,
}

/// What one load holds of it.
#[derive(Debug)]
pub struct Hold {
    room: Room,
    share: Share,
}

impl Room {
    /// Room for so many bytes beyond what each load may hold anyway.
    pub fn of(bytes: usize) -> Self {
        Self { unwritten: Budget::new(bytes), giants: Arc::new(Semaphore::new(1)) }
    }

    /// A hold of nothing yet.
    pub fn hold(&self) -> Hold {
        Hold { room: self.clone(), share: self.unwritten.share() }
    }
}

impl Hold {
    /// Holds so many bytes from now on.
    ///
    /// # Errors
    /// 503 when the other loads hold too much.
    pub fn bytes(&mut self, bytes: usize) -> Result<(), Problem> {
        self.share.hold(bytes.saturating_sub(FREE))
    }

    /// Waits until no other load reads or writes giant lines.
    ///
    /// # Errors
    /// When the service ends.
    pub async fn giant(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.room.giants).acquire_owned().await.map_err(Problem::internal)
    }
}

/// The loads that come over HTTP.
#[derive(Debug)]
pub struct Loads {
    pub room: Room,
    most: usize,
    most_of_client: usize,
    running: Mutex<HashMap<ClientId, usize>>,
}

/// The place of one load, given back when it is dropped.
pub struct Place<'a> {
    loads: &'a Loads,
    client: ClientId,
}

impl Loads {
    /// None runs yet.
    pub fn new(limits: &Limits) -> Self {
        Self { room: Room::of(limits.unwritten), most: limits.loads, most_of_client: limits.loads_of_client, running: Mutex::default() }
    }

    /// A place for one more load of a client.
    ///
    /// # Errors
    /// 503 when the client has enough of them, or all clients have.
    pub fn place(&self, client: &ClientId) -> Result<Place<'_>, Problem> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let own = running.get(client).copied().unwrap_or_default();
        if own >= self.most_of_client {
            let most = self.most_of_client;
            return Err(Problem::unavailable_because(Text::new(
                format!("{most} chargements de ce client sont déjà en cours. Réessayez quand l'un d'eux est fini."),
                format!("{most} loads of this client run already. Try again when one of them has ended."),
            )));
        }
        if running.values().sum::<usize>() >= self.most {
            return Err(crowded().because(format!("{} loads run already", self.most)));
        }
        running.insert(client.clone(), own + 1);
        Ok(Place { loads: self, client: client.clone() })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut running = self.loads.running.lock().unwrap_or_else(PoisonError::into_inner);
        match running.get_mut(&self.client) {
            Some(own) if *own > 1 => *own -= 1,
            _ => {
                running.remove(&self.client);
            }
        }
    }
}
