//! The doors. Nothing else issues a receipt, and nothing else fills the inbox or empties it.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::model::{About, Decided, Entry, Place, Received, item, place};
use crate::db::Scope;
use crate::db::schema::{inbox, receipts};
use crate::inbox::ItemKind;
use crate::problem::Problem;
use crate::receipts::{ReceiptRef, fingerprint};
use crate::values::typed_id::TenantId;

impl Scope<'_> {
    /// Lets in what a landlord sent: issues its receipt and puts it before its paying body, or takes
    /// away what no longer awaits a decision.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn received<D: Serialize>(&mut self, act: &Received<'_, D>) -> Result<(ReceiptRef, Entry), Problem> {
        let receipt = self.issue_receipt(act)?;
        let item = item(act.kind);
        if let Some(replaced) = act.replaces {
            self.inbox_remove(item, replaced)?;
        }
        match place(act.kind) {
            Place::Enters => self.inbox_add(item, act.id, &act.about, act.late)?,
            Place::EntersAnew => {
                self.inbox_remove(item, act.id)?;
                self.inbox_add(item, act.id, &act.about, act.late)?;
            }
            Place::Stays => {}
            Place::Leaves => self.inbox_remove(item, act.id)?,
        }
        let About { tenant_id, logement_id, paying_body } = act.about;
        let tenant_id = tenant_id.map(TenantId::as_str);
        tracing::debug!(kind = %act.kind, act.id, tenant_id, %logement_id, %paying_body, act.late, "received");
        Ok((receipt, Entry(())))
    }

    /// Lets in what the paying body decided: it no longer awaits a decision.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn decided(&mut self, act: &Decided<'_>) -> Result<Entry, Problem> {
        self.inbox_remove(act.kind, act.id)?;
        let About { tenant_id, logement_id, paying_body } = act.about;
        let tenant_id = tenant_id.map(TenantId::as_str);
        tracing::debug!(kind = %act.kind, act.id, tenant_id, %logement_id, %paying_body, act.status, "decided");
        Ok(Entry(()))
    }

    /// Makes and stores a receipt.
    fn issue_receipt<D: Serialize>(&mut self, act: &Received<'_, D>) -> Result<ReceiptRef, Problem> {
        let now = self.now();
        let number = self.receipt_number(&format!("{}/{}", act.id, act.name(now)))?;
        let content = json!({
            "kind": act.kind,
            "id": act.id,
            "landlord_id": self.landlord(),
            "client_id": self.client(),
            "received_at": now,
            "declaration": act.declaration,
        });
        let (canonical, content_sha256) = fingerprint(&content)?;
        self.put(diesel::insert_into(receipts::table).values((
            receipts::landlord_id.eq(self.landlord()),
            receipts::number.eq(&number),
            receipts::received_at.eq(now.naive_utc()),
            receipts::content_sha256.eq(&content_sha256),
            receipts::content.eq(canonical),
        )))?;
        Ok(ReceiptRef { number, received_at: now, content_sha256 })
    }

    /// Puts something before a paying body, after all that came before.
    fn inbox_add(&mut self, kind: ItemKind, id: &str, about: &About<'_>, late: bool) -> Result<(), Problem> {
        let (landlord, now) = (self.landlord(), self.now());
        self.put(diesel::insert_into(inbox::table).values((
            inbox::paying_body_code.eq(about.paying_body),
            inbox::submitted_at.eq(now.naive_utc()),
            inbox::id.eq(id),
            inbox::landlord_id.eq(landlord),
            inbox::kind.eq(kind),
            inbox::late.eq(late),
        )))
    }

    /// Takes something out; what is not there stays away.
    fn inbox_remove(&mut self, kind: ItemKind, id: &str) -> Result<(), Problem> {
        let landlord = self.landlord();
        self.put(diesel::delete(inbox::table.filter(inbox::landlord_id.eq(landlord)).filter(inbox::kind.eq(kind)).filter(inbox::id.eq(id))))
    }
}
