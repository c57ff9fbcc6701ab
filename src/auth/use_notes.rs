//! When secrets were last used: a day, noted after the answer and beside it, so that no token waits for
//! a write or fails with one.

use std::time::Duration;

use actix_web::rt;
use moka::sync::Cache;

use super::queries::clients::{self as stored, Client, Secret};
use crate::db::Db;
use crate::values::legal_days::paris_day;
use crate::values::typed_id::SecretId;

/// How long one attempt stands for all: a crowd of token requests makes one write, and a write that
/// failed is not tried again at once.
const ATTEMPT: Duration = Duration::from_secs(60);

/// Secrets whose attempts are remembered.
const REMEMBERED: u64 = 10_000;

/// The attempts of this node.
pub struct UseNotes(Cache<SecretId, ()>);

impl Default for UseNotes {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(REMEMBERED).time_to_live(ATTEMPT).build())
    }
}

impl UseNotes {
    /// Notes the use of a secret unless its day is noted already.
    pub fn note(&self, db: &Db, client: &Client, secret: &Secret) {
        let day = paris_day(db.clock().wall());
        if secret.last_used_on.is_some_and(|noted| noted >= day) || self.0.contains_key(&secret.id) {
            return;
        }
        self.0.insert(secret.id.clone(), ());
        let (db, client, secret) = (db.clone(), client.id.clone(), secret.id.clone());
        rt::spawn(async move {
            let noted = db.system_write("note the use of a secret", move |conn, _| stored::note_use(conn, &client, &secret, day)).await;
            if let Err(problem) = noted {
                tracing::warn!(%problem, "the day of a secret's use was not noted");
            }
        });
    }
}
