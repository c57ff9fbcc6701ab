//! Where new identifiers come from: random in production, repeatable for the demo data.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

/// Why there is no new identifier.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub enum Unnamed {
    /// The operating system gives no randomness.
    #[error("no randomness: {0}")]
    Randomness(#[from] aws_lc_rs::error::Unspecified),
    /// The instant lies before 1970.
    #[error("an instant before 1970: {0}")]
    Instant(#[from] std::num::TryFromIntError),
}

/// A source of identifiers.
#[derive(Clone, Copy, Debug, Default)]
pub enum Ids {
    /// UUID version 7: the instant, then 74 random bits.
    #[default]
    Random,
    /// UUID version 7 whose bits are a hash of what the object is: the same object, the same id.
    Derived,
}

impl Ids {
    /// A new UUID for an object with a name of its own, such as its kind and its keys.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn uuid(self, at: DateTime<Utc>, name: &str) -> Result<Uuid, Unnamed> {
        let mut bits = [0u8; 10];
        match self {
            Self::Random => rand::fill(&mut bits)?,
            Self::Derived => bits.copy_from_slice(&digest(&SHA256, name.as_bytes()).as_ref()[..10]),
        }
        let millis = match self {
            Self::Random => u64::try_from(at.timestamp_millis())?,
            // The instant of a derived id is that of the demo's first morning, whenever it is made.
            Self::Derived => 1_795_424_400_000,
        };
        Ok(Builder::from_unix_timestamp_millis(millis, &bits).into_uuid())
    }
}

/// Random bytes, for secrets and keys.
///
/// # Errors
/// When the operating system gives none.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], Unnamed> {
    let mut bytes = [0u8; N];
    rand::fill(&mut bytes)?;
    Ok(bytes)
}
