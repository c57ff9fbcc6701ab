//! Changes: every statement starts from the landlord's own.

mod departures;
mod effects;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::dto::{Change, ChangeIn, ChangeMeta, DeclaredChange, DeclaredColocation, DeclaredDeparture, DeclaredEndOfManagement};
use super::model::{ChangeStatus, ChangeType, Judged};
use crate::acts::Entry;
use crate::db::ask::statement;
use crate::db::connection::MultiBackend;
use crate::db::schema::{changes, receipts, tenants};
use crate::db::{Reader, Scope};
use crate::inbox::Decision;
use crate::problem::{Problem, warning};
use crate::receipts::ReceiptRef;
use crate::tenancies::TenantSummary;
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Language;
use crate::values::typed_id::{ChangeId, ClientId, LandlordId, LogementId, ReferenceId};

pub use effects::{Concerned, Replaced, Unit};
pub(crate) use named::{Names, named_beside};

/// A change that the rules accept.
pub struct NewChange<'a> {
    pub id: ChangeId,
    pub kind: ChangeType,
    pub effective_on: NaiveDate,
    /// What was sent, with its defaults.
    pub content: serde_json::Value,
    pub replaces: Option<&'a ChangeId>,
    pub version: i32,
    pub concerned: &'a Concerned,
    pub receipt: ReceiptRef,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = changes, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub(crate) struct Row {
    id: ChangeId,
    logement_id: LogementId,
    reference_id: ReferenceId,
    version: i32,
    status: ChangeStatus,
    declaration: String,
    late: bool,
    deadline_on: Option<NaiveDate>,
    effects: String,
    warnings: String,
    replaces: Option<ChangeId>,
    client_id: ClientId,
    submitted_at: NaiveDateTime,
    decided_by: Option<PayingBodyCode>,
    decided_on: Option<NaiveDate>,
    decision_reason: Option<String>,
    cancellation_reason: Option<String>,
    decided_at: Option<NaiveDateTime>,
}

pub(crate) type Found = (Row, (String, NaiveDateTime, String), Option<TenantSummary>);

/// The landlord's own changes with their receipts.
macro_rules! owned {
    ($landlord:expr) => {
        changes::table
            .inner_join(
                receipts::table.on(receipts::landlord_id.eq(changes::landlord_id).and(receipts::number.eq(changes::receipt_number))),
            )
            .filter(changes::landlord_id.eq($landlord))
    };
}

mod receipt;

/// The tenant that a change names, if it does.
macro_rules! named_tenant {
    () => {
        tenants::table.on(tenants::landlord_id.eq(changes::landlord_id).and(tenants::id.nullable().eq(changes::tenant_id)))
    };
}

/// What is read of each.
macro_rules! columns {
    ($db:ty) => {
        (
            <Row as SelectableHelper<$db>>::as_select(),
            (receipts::number, receipts::received_at, receipts::content_sha256),
            <Option<TenantSummary> as SelectableHelper<$db>>::as_select(),
        )
    };
}

mod list;
mod named;

statement! {
    /// One change of the landlord's.
    pub(crate) fn OneChange { landlord: LandlordId, id: ChangeId } -> Found, generic if |_one| true;
    { owned!(landlord).left_join(named_tenant!()).filter(changes::id.eq(id)).select(columns!(DB)) }
}

impl Reader<'_> {
    /// One change.
    pub(super) async fn change(&self, id: ChangeId) -> Result<Change, Problem> {
        let landlord = self.landlord();
        let found = self.ask(OneChange { landlord: landlord.clone(), id }).await?;
        let names = Names::of(self.ask(named_beside(&landlord, &found)?).await?);
        one(found, &names, self.language())
    }
}

impl Scope<'_> {
    /// One change.
    pub(crate) fn change(&mut self, id: &ChangeId) -> Result<Change, Problem> {
        let found = self.ask(OneChange { landlord: self.landlord().clone(), id: id.clone() })?;
        self.with_names(found)
    }

    /// The change that was found.
    fn with_names(&mut self, found: Vec<Found>) -> Result<Change, Problem> {
        let names = Names::of(self.ask(named_beside(self.landlord(), &found)?)?);
        one(found, &names, self.language())
    }

    /// Stores a change.
    pub(super) fn insert_change(&mut self, new: NewChange<'_>, judged: &Judged, _entry: &Entry) -> Result<Change, Problem> {
        let landlord = self.landlord();
        let NewChange { id, kind, effective_on, content, replaces, version, concerned, receipt } = new;
        let row = Row {
            id,
            logement_id: concerned.logement_id.clone(),
            reference_id: concerned.reference_id.clone(),
            version,
            status: ChangeStatus::Submitted,
            declaration: content.to_string(),
            late: judged.late,
            deadline_on: judged.deadline_on,
            effects: serde_json::to_string(&judged.effects).map_err(Problem::internal)?,
            warnings: warning::to_column(&judged.warnings)?,
            replaces: replaces.cloned(),
            client_id: self.client().clone(),
            submitted_at: self.now().naive_utc(),
            decided_by: None,
            decided_on: None,
            decision_reason: None,
            cancellation_reason: None,
            decided_at: None,
        };
        diesel::insert_into(changes::table)
            .values((
                &row,
                changes::landlord_id.eq(landlord),
                changes::kind.eq(kind),
                changes::tenant_id.eq(concerned.tenant_id()),
                changes::effective_on.eq(effective_on),
                changes::receipt_number.eq(&receipt.number),
            ))
            .execute(self.conn())?;
        let receipt = (receipt.number, receipt.received_at.naive_utc(), receipt.content_sha256);
        self.with_names(vec![(row, receipt, concerned.tenant.clone())])
    }

    /// Marks a change as replaced by a newer version.
    pub(super) fn supersede_change(&mut self, id: &ChangeId, _entry: &Entry) -> Result<(), Problem> {
        let landlord = self.landlord();
        diesel::update(changes::table.find((landlord, id))).set(changes::status.eq(ChangeStatus::Superseded)).execute(self.conn())?;
        Ok(())
    }

    /// Marks a change as decided by the paying body.
    pub(super) fn mark_decided(
        &mut self,
        id: &ChangeId,
        by: &PayingBodyCode,
        status: ChangeStatus,
        reason: Option<&str>,
        _entry: &Entry,
    ) -> Result<(), Problem> {
        let (landlord, today, now) = (self.landlord(), self.today(), self.now().naive_utc());
        diesel::update(changes::table.find((landlord, id)))
            .set((
                changes::status.eq(status),
                changes::decided_by.eq(by),
                changes::decided_on.eq(today),
                changes::decision_reason.eq(reason),
                changes::decided_at.eq(now),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// Marks a change as cancelled by the landlord.
    pub(super) fn mark_cancelled(
        &mut self,
        id: &ChangeId,
        reason: Option<&str>,
        receipt: &ReceiptRef,
        _entry: &Entry,
    ) -> Result<(), Problem> {
        let landlord = self.landlord();
        diesel::update(changes::table.find((landlord, id)))
            .set((
                changes::status.eq(ChangeStatus::Cancelled),
                changes::cancellation_reason.eq(reason),
                changes::receipt_number.eq(&receipt.number),
            ))
            .execute(self.conn())?;
        Ok(())
    }
}

/// The change that was asked for.
///
/// # Errors
/// 404 when there is none.
pub(crate) fn one(rows: Vec<Found>, names: &Names, language: Language) -> Result<Change, Problem> {
    shown(rows.into_iter().next().ok_or_else(Problem::not_found)?, names, language)
}

fn shown(found: Found, names: &Names, language: Language) -> Result<Change, Problem> {
    let (row, (number, received_at, content_sha256), tenant) = found;
    let named = |tenant: Option<TenantSummary>| tenant.ok_or_else(|| Problem::internal("a change without its tenant"));
    let effects = named::effects(&row.effects)?.into_iter();
    let effects = effects.map(|effect| names.shown(effect, tenant.as_ref(), &row.reference_id, language)).collect::<Result<_, _>>()?;
    let meta = ChangeMeta {
        logement_id: row.logement_id,
        reference_id: row.reference_id,
        version: row.version,
        status: row.status,
        late: row.late,
        deadline_on: row.deadline_on,
        effects,
        warnings: warning::from_column(&row.warnings, language)?,
        submitted_at: row.submitted_at.and_utc(),
        client_id: row.client_id,
        replaces: row.replaces,
        decision: row.decided_by.zip(row.decided_on).map(|(by, on)| Decision { by, on, reason: row.decision_reason }),
        decided_at: row.decided_at.map(|at| at.and_utc()),
        cancellation_reason: row.cancellation_reason,
    };
    let declared = match serde_json::from_str(&row.declaration).map_err(Problem::internal)? {
        ChangeIn::EndOfManagement(sent) => DeclaredChange::EndOfManagement(DeclaredEndOfManagement {
            r#type: sent.r#type,
            tenant_id: sent.tenant_id,
            tenant,
            effective_on: sent.effective_on,
            reason: sent.reason,
            successor: sent.successor,
            meta,
        }),
        ChangeIn::Departure(sent) => DeclaredChange::Departure(DeclaredDeparture {
            r#type: sent.r#type,
            tenant_id: sent.tenant_id,
            tenant: named(tenant)?,
            departed_on: sent.departed_on,
            lease_ended_on: sent.lease_ended_on,
            last_month_paid_in_full: sent.last_month_paid_in_full,
            new_address: sent.new_address,
            leaving: sent.leaving,
            reason: sent.reason,
            late_justification: sent.late_justification,
            meta,
        }),
        ChangeIn::Colocation(sent) => DeclaredChange::Colocation(DeclaredColocation {
            r#type: sent.r#type,
            tenant_id: sent.tenant_id,
            tenant: named(tenant)?,
            effective_on: sent.effective_on,
            coholders: sent.coholders,
            meta,
        }),
    };
    Ok(Change::new(row.id, declared, ReceiptRef { number, received_at: received_at.and_utc(), content_sha256 }))
}
