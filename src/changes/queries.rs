//! Changes: every statement starts from the landlord's own.

mod effects;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::dto::{Change, ChangeFilter, ChangeIn, ChangeMeta, ChangePreview, ColocationPreview, DeparturePreview, EndOfManagementPreview};
use super::model::{ChangeStatus, ChangeType, Effect, Judged};
use crate::db::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{changes, landlord_references, logements, receipts, tenants};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::inbox::Decision;
use crate::inbox::ItemKind;
use crate::problem::{Problem, warning};
use crate::receipts::{ReceiptKind, ReceiptRef};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Language;
use crate::values::typed_id::{ChangeId, ClientId, LogementId, ReferenceId, TenantId};

pub use effects::{Replaced, Unit};

/// A change that the rules accept.
pub struct NewChange {
    pub declaration: ChangeIn,
    pub logement_id: LogementId,
    pub tenant_id: Option<TenantId>,
    pub version: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = changes, check_for_backend(MultiBackend))]
struct Row {
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
}

type Found = (Row, (String, NaiveDateTime, String));

/// The landlord's own changes with their receipts.
macro_rules! owned {
    ($landlord:expr) => {
        changes::table
            .inner_join(
                receipts::table.on(receipts::landlord_id.eq(changes::landlord_id).and(receipts::number.eq(changes::receipt_number))),
            )
            .filter(changes::landlord_id.eq($landlord))
            .select((
                <Row as SelectableHelper<MultiBackend>>::as_select(),
                (receipts::number, receipts::received_at, receipts::content_sha256),
            ))
    };
}

impl Scope<'_> {
    /// One change.
    pub(crate) fn change(&mut self, id: &ChangeId) -> Result<Change, Problem> {
        let (landlord, language) = (self.landlord(), self.language());
        let found: Option<Found> = owned!(landlord).filter(changes::id.eq(id)).first(self.conn()).optional()?;
        shown(found.ok_or_else(Problem::not_found)?, language)
    }

    /// One page of changes, the latest received first.
    pub(super) fn changes(&mut self, filter: &ChangeFilter, page: &PageRequest) -> Result<Page<Change>, Problem> {
        let (landlord, language) = (self.landlord(), self.language());
        let mut query = owned!(landlord).into_boxed();
        if let Some((at, id)) = page.after::<(NaiveDateTime, ChangeId)>()? {
            query = query.filter(changes::submitted_at.le(at)).filter(changes::submitted_at.lt(at).or(changes::id.lt(id)));
        }
        if let Some(kind) = filter.r#type {
            query = query.filter(changes::kind.eq(kind));
        }
        if let Some(tenant) = &filter.tenant_id {
            query = query.filter(changes::tenant_id.eq(tenant));
        }
        if let Some(status) = filter.status {
            query = query.filter(changes::status.eq(status));
        }
        if !filter.reference_id.is_empty() {
            query = query.filter(changes::reference_id.eq_any(&filter.reference_id));
        }
        if !filter.logement_id.is_empty() {
            query = query.filter(changes::logement_id.eq_any(&filter.logement_id));
        }
        let rows: Vec<Found> = query.order((changes::submitted_at.desc(), changes::id.desc())).limit(page.probe()).load(self.conn())?;
        let page = page.page(rows, |(row, _)| (row.submitted_at, row.id.clone()), |found| shown(found, language))?;
        Ok(Page { data: page.data.into_iter().collect::<Result<_, Problem>>()?, next_cursor: page.next_cursor })
    }

    /// Stores a change with its receipt.
    pub(super) fn insert_change(&mut self, new: &NewChange, judged: &Judged) -> Result<Change, Problem> {
        let (landlord, client, now) = (self.landlord(), self.client(), self.now());
        let (kind, effective_on, replaces, declaration) = parts(&new.declaration)?;
        let object = new.tenant_id.as_ref().map_or(new.logement_id.as_str(), TenantId::as_str);
        let id: ChangeId = self.new_id(&format!("{kind}/{object}/{effective_on}/{}/{now}", new.version))?;
        let receipt = self.issue_receipt(ReceiptKind::Change, id.as_str(), "", &declaration)?;
        let (reference, paying_body) = self.concerned_body(new)?;
        diesel::insert_into(changes::table)
            .values((
                changes::landlord_id.eq(landlord),
                changes::id.eq(&id),
                changes::kind.eq(kind),
                changes::tenant_id.eq(&new.tenant_id),
                changes::logement_id.eq(&new.logement_id),
                changes::reference_id.eq(reference),
                changes::version.eq(new.version),
                changes::status.eq(ChangeStatus::Submitted),
                changes::effective_on.eq(effective_on),
                (
                    changes::declaration.eq(declaration.to_string()),
                    changes::late.eq(judged.late),
                    changes::deadline_on.eq(judged.deadline_on),
                    changes::effects.eq(serde_json::to_string(&judged.effects).map_err(Problem::internal)?),
                    changes::warnings.eq(warning::to_column(&judged.warnings)?),
                    changes::replaces.eq(replaces),
                    changes::client_id.eq(client),
                    changes::receipt_number.eq(&receipt.number),
                    changes::submitted_at.eq(now.naive_utc()),
                ),
            ))
            .execute(self.conn())?;
        self.inbox_add(ItemKind::Change, id.as_str(), &paying_body, now, judged.late)?;
        self.change(&id)
    }

    /// The reference of the housing unit, and the paying body that decides: the tenant's, or that of
    /// the reference when the change names the unit alone.
    fn concerned_body(&mut self, new: &NewChange) -> Result<(ReferenceId, PayingBodyCode), Problem> {
        let landlord = self.landlord();
        let (reference, code): (ReferenceId, PayingBodyCode) =
            logements::table
                .inner_join(landlord_references::table.on(
                    landlord_references::landlord_id.eq(logements::landlord_id).and(landlord_references::id.eq(logements::reference_id)),
                ))
                .filter(logements::landlord_id.eq(landlord))
                .filter(logements::id.eq(&new.logement_id))
                .select((logements::reference_id, landlord_references::paying_body_code))
                .first(self.conn())?;
        match &new.tenant_id {
            None => Ok((reference, code)),
            Some(tenant) => Ok((reference, tenants::table.find((landlord, tenant)).select(tenants::paying_body_code).first(self.conn())?)),
        }
    }

    /// Marks a change as replaced by a newer version.
    pub(super) fn supersede_change(&mut self, id: &ChangeId) -> Result<(), Problem> {
        let landlord = self.landlord();
        diesel::update(changes::table.find((landlord, id))).set(changes::status.eq(ChangeStatus::Superseded)).execute(self.conn())?;
        self.inbox_remove(ItemKind::Change, id.as_str())
    }

    /// Marks a change as decided by the paying body.
    pub(super) fn mark_decided(&mut self, id: &ChangeId, by: &PayingBodyCode, accepted: bool, reason: Option<&str>) -> Result<(), Problem> {
        let (landlord, today) = (self.landlord(), self.today());
        let status = if accepted { ChangeStatus::Accepted } else { ChangeStatus::Rejected };
        diesel::update(changes::table.find((landlord, id)))
            .set((
                changes::status.eq(status),
                changes::decided_by.eq(by),
                changes::decided_on.eq(today),
                changes::decision_reason.eq(reason),
            ))
            .execute(self.conn())?;
        self.inbox_remove(ItemKind::Change, id.as_str())
    }

    /// Marks a change as cancelled by the landlord.
    pub(super) fn mark_cancelled(&mut self, id: &ChangeId, reason: Option<&str>) -> Result<(), Problem> {
        let landlord = self.landlord();
        diesel::update(changes::table.find((landlord, id)))
            .set((changes::status.eq(ChangeStatus::Cancelled), changes::cancellation_reason.eq(reason)))
            .execute(self.conn())?;
        self.inbox_remove(ItemKind::Change, id.as_str())
    }
}

type Parts<'a> = (ChangeType, NaiveDate, Option<&'a ChangeId>, serde_json::Value);

fn parts(declaration: &ChangeIn) -> Result<Parts<'_>, Problem> {
    let (kind, on, replaces, value) = match declaration {
        ChangeIn::EndOfManagement(sent) => {
            (ChangeType::EndOfManagement, sent.effective_on, sent.replaces.as_ref(), serde_json::to_value(sent))
        }
        ChangeIn::Departure(sent) => (ChangeType::Departure, sent.departed_on, sent.replaces.as_ref(), serde_json::to_value(sent)),
        ChangeIn::Colocation(sent) => (ChangeType::Colocation, sent.effective_on, sent.replaces.as_ref(), serde_json::to_value(sent)),
    };
    Ok((kind, on, replaces, value.map_err(Problem::internal)?))
}

fn shown(found: Found, language: Language) -> Result<Change, Problem> {
    let (row, (number, received_at, content_sha256)) = found;
    let effects: Vec<Effect> = serde_json::from_str(&row.effects).map_err(Problem::internal)?;
    let meta = ChangeMeta {
        logement_id: row.logement_id,
        reference_id: row.reference_id,
        version: row.version,
        status: row.status,
        late: row.late,
        deadline_on: row.deadline_on,
        effects: effects.into_iter().map(|effect| effect.shown(language)).collect(),
        warnings: warning::from_column(&row.warnings, language)?,
        submitted_at: row.submitted_at.and_utc(),
        client_id: row.client_id,
        replaces: row.replaces,
        decision: row.decided_by.zip(row.decided_on).map(|(by, on)| Decision { by, on, reason: row.decision_reason }),
        cancellation_reason: row.cancellation_reason,
    };
    let preview = match serde_json::from_str(&row.declaration).map_err(Problem::internal)? {
        ChangeIn::EndOfManagement(sent) => ChangePreview::EndOfManagement(EndOfManagementPreview {
            r#type: sent.r#type,
            tenant_id: sent.tenant_id,
            effective_on: sent.effective_on,
            reason: sent.reason,
            successor: sent.successor,
            meta,
        }),
        ChangeIn::Departure(sent) => ChangePreview::Departure(DeparturePreview {
            r#type: sent.r#type,
            tenant_id: sent.tenant_id,
            departed_on: sent.departed_on,
            lease_ended_on: sent.lease_ended_on,
            last_month_paid_in_full: sent.last_month_paid_in_full,
            new_address: sent.new_address,
            leaving: sent.leaving,
            reason: sent.reason,
            late_justification: sent.late_justification,
            meta,
        }),
        ChangeIn::Colocation(sent) => ChangePreview::Colocation(ColocationPreview {
            r#type: sent.r#type,
            tenant_id: sent.tenant_id,
            effective_on: sent.effective_on,
            coholders: sent.coholders,
            meta,
        }),
    };
    Ok(Change::new(row.id, preview, ReceiptRef { number, received_at: received_at.and_utc(), content_sha256 }))
}
