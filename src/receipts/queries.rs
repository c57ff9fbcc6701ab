//! Receipts, read back. They are made where acts are let in, in the transaction of the act.

use diesel::prelude::*;

use super::dto::Receipt;
use crate::db::Scope;
use crate::db::schema::receipts;
use crate::problem::Problem;

impl Scope<'_> {
    /// A receipt with its content.
    ///
    /// # Errors
    /// 404 when the landlord has no such receipt.
    pub fn receipt(&mut self, number: &str) -> Result<Receipt, Problem> {
        let landlord = self.landlord();
        let found: Option<(chrono::NaiveDateTime, String, String)> = receipts::table
            .find((landlord, number))
            .select((receipts::received_at, receipts::content_sha256, receipts::content))
            .first(self.conn())
            .optional()?;
        let (received_at, content_sha256, content) = found.ok_or_else(Problem::not_found)?;
        let content = serde_json::from_str(&content).map_err(Problem::internal)?;
        Ok(Receipt { number: number.to_owned(), received_at: received_at.and_utc(), content_sha256, content })
    }
}
