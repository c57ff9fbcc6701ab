//! When a piece of work happens, and by what.

use chrono::{DateTime, NaiveDate, Utc};

use crate::ids::Ids;
use crate::law::Law;
use crate::problem::Problem;
use crate::values::typed_id::TypedId;

/// The instant, day, law and source of ids of one piece of work.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Legal time: what rules and receipts go by.
    pub now: DateTime<Utc>,
    /// Wall time: what clients, their secrets and their tokens go by.
    pub wall: DateTime<Utc>,
    pub today: NaiveDate,
    pub ids: Ids,
    pub law: &'static Law,
}

impl Moment {
    /// A new id for an object with a name of its own within its owner.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn id<I: TypedId>(&self, owner: &str, name: &str) -> Result<I, Problem> {
        let name = format!("{}/{owner}/{name}", I::PREFIX);
        Ok(I::from_uuid_bytes(self.ids.uuid(self.now, &name)?.into_bytes()))
    }
}
