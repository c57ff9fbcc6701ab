//! Receipts, read back with what they are of. They are made where acts are let in, in the transaction
//! of the act.

use chrono::NaiveDateTime;

use super::dto::Receipt;
use crate::db::schema::receipts;
use crate::problem::Problem;

/// A receipt as it is kept: number, instant, fingerprint, content.
pub type Kept = (String, NaiveDateTime, String, String);

/// Where that is.
pub const KEPT: (receipts::number, receipts::received_at, receipts::content_sha256, receipts::content) =
    (receipts::number, receipts::received_at, receipts::content_sha256, receipts::content);

/// A receipt with its content.
///
/// # Errors
/// When the content that is kept is no JSON.
pub fn shown((number, received_at, content_sha256, content): Kept) -> Result<Receipt, Problem> {
    let content = serde_json::from_str(&content).map_err(Problem::internal)?;
    Ok(Receipt { number, received_at: received_at.and_utc(), content_sha256, content })
}
