//! Receipts: made in the transaction of what they are the receipt of.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::dto::{Receipt, ReceiptRef};
use super::model::{ReceiptKind, fingerprint};
use crate::db::Scope;
use crate::db::schema::receipts;
use crate::problem::Problem;

impl Scope<'_> {
    /// Makes and stores the receipt of a declaration. `name` tells it apart from the others of the
    /// same object.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn issue_receipt(&mut self, kind: ReceiptKind, id: &str, name: &str, declaration: &impl Serialize) -> Result<ReceiptRef, Problem> {
        let now = self.now();
        let number = self.receipt_number(&format!("{id}/{name}"))?;
        let content = json!({
            "kind": kind,
            "id": id,
            "landlord_id": self.landlord(),
            "client_id": self.client(),
            "received_at": now,
            "declaration": declaration,
        });
        let (canonical, content_sha256) = fingerprint(&content)?;
        diesel::insert_into(receipts::table)
            .values((
                receipts::landlord_id.eq(self.landlord()),
                receipts::number.eq(&number),
                receipts::received_at.eq(now.naive_utc()),
                receipts::content_sha256.eq(&content_sha256),
                receipts::content.eq(canonical),
            ))
            .execute(self.conn())?;
        Ok(ReceiptRef { number, received_at: now, content_sha256 })
    }

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
