//! Arrears: every statement starts from the landlord's own.

mod due;
mod rows;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

pub use due::{CaseDue, CasesDue};
pub use rows::{Case, Details, NewImpaye, Row};

use super::answer;
use super::dto::{AssessmentOut, CaseRule, Impaye, ImpayeFilter, NextDue, ReportedImpaye};
use super::paper::Beside;
use crate::acts::Entry;
use crate::acts::lists::sent;
use crate::db::among::among;
use crate::db::ask::{Limited, statement};
use crate::db::connection::MultiBackend;
use crate::db::schema::{impayes, receipts, tenants};
use crate::db::{Reader, Scope};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::law::Law;
use crate::problem::Problem;
use crate::receipts::{KEPT, Kept, Receipt, ReceiptRef};
use crate::tenancies::joins::{chosen, tenant_of};
use crate::tenancies::states::Open;
use crate::tenancies::{Chosen, TenantSummary};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Language;
use crate::values::typed_id::{ImpayeId, LandlordId, TenantId};

pub(crate) type Found = (Row, (String, NaiveDateTime, String), TenantSummary);

/// The landlord's own cases with the receipt of what was received last.
macro_rules! owned {
    ($landlord:expr) => {
        impayes::table
            .inner_join(
                receipts::table.on(receipts::landlord_id.eq(impayes::landlord_id).and(receipts::number.eq(impayes::receipt_number))),
            )
            .filter(impayes::landlord_id.eq($landlord))
    };
}

/// What is read of each.
macro_rules! columns {
    ($db:ty) => {
        (
            <Row as SelectableHelper<$db>>::as_select(),
            (receipts::number, receipts::received_at, receipts::content_sha256),
            <TenantSummary as SelectableHelper<$db>>::as_select(),
        )
    };
}

statement! {
    /// One case of the landlord's.
    pub(crate) fn OneImpaye { landlord: LandlordId, id: ImpayeId } -> Found, generic if |_one| true;
    { owned!(landlord).inner_join(tenant_of!(impayes)).filter(impayes::id.eq(id)).select(columns!(DB)) }
}

statement! {
    /// The receipt of one case.
    fn OneReceipt { landlord: LandlordId, id: ImpayeId } -> (Kept, (NaiveDate, String, i64, NaiveDate)), generic if |_one| true;
    {
        owned!(landlord)
            .filter(impayes::id.eq(id))
            .select((KEPT, (impayes::reported_on, impayes::rule_id, impayes::threshold_cents, impayes::constituted_on)))
    }
}

statement! {
    /// One page of the landlord's cases, and one more to know whether another page follows.
    fn ImpayeList {
        landlord: LandlordId, filter: ImpayeFilter, chosen: Chosen, after: Option<(NaiveDateTime, ImpayeId)>, limit: i64
    } -> Found, generic if |list| list.filter.is_plain();
    {
        let mut query = owned!(landlord.clone()).inner_join(tenant_of!(impayes)).select(columns!(DB)).into_boxed::<DB>();
        if let Some((at, id)) = after {
            query = query.filter(impayes::submitted_at.le(at)).filter(impayes::submitted_at.lt(at).or(impayes::id.lt(id)));
        }
        among!(query, impayes::status, filter.status);
        if let Some(late) = filter.late {
            query = query.filter(impayes::late.eq(late));
        }
        if let Some(tenant) = filter.tenant_id {
            query = query.filter(impayes::tenant_id.eq(tenant));
        }
        among!(query, impayes::reference_id, filter.reference_id);
        among!(query, impayes::logement_id, filter.logement_id);
        sent!(query, impayes, filter);
        chosen!(query, DB, landlord, impayes::tenant_id, chosen);
        Limited(query.order((impayes::submitted_at.desc(), impayes::id.desc())), limit)
    }
}

impl Reader<'_> {
    /// One case.
    pub(super) async fn impaye(&self, id: ImpayeId) -> Result<Impaye, Problem> {
        shown(self.one(OneImpaye { landlord: self.landlord(), id }).await?, self.language(), self.law())
    }

    /// The receipt of what was received last of one case, and what its paper says besides.
    pub(super) async fn impaye_receipt(&self, id: ImpayeId) -> Result<(Receipt, Beside), Problem> {
        let (kept, (reported_on, rule_id, threshold_cents, constituted_on)) =
            self.one(OneReceipt { landlord: self.landlord(), id }).await?;
        let article = self.law().constitution_of(&rule_id, reported_on).article;
        Ok((crate::receipts::shown(kept)?, Beside { reported_on, article, threshold_cents, constituted_on }))
    }

    /// One page of cases, the latest received first.
    pub(super) async fn impayes(&self, filter: ImpayeFilter, page: &PageRequest) -> Result<Page<Impaye>, Problem> {
        let (landlord, after) = (self.landlord(), page.after()?);
        let chosen = self.chosen(filter.sought()).await?;
        let list = chosen.is_somebody().then(|| ImpayeList { landlord, filter, chosen, after, limit: page.probe() });
        let rows = self.ask(list).await?;
        let page = page.page(rows, |(row, ..)| (row.submitted_at, row.id.clone()), |found| shown(found, self.language(), self.law()))?;
        Ok(Page { data: page.data.into_iter().collect::<Result<_, Problem>>()?, next_cursor: page.next_cursor })
    }
}

impl Scope<'_> {
    /// The open case of a tenancy (R73).
    pub(super) fn open_impaye(&mut self, id: &TenantId) -> Result<Option<ImpayeId>, Problem> {
        let landlord = self.landlord();
        Ok(impayes::table
            .filter(impayes::landlord_id.eq(landlord))
            .filter(impayes::tenant_id.eq(id))
            .filter(Open)
            .select(impayes::id)
            .first(self.conn())
            .optional()?)
    }

    /// Stores a report.
    pub(super) fn insert_impaye(&mut self, new: NewImpaye<'_>, _entry: &Entry) -> Result<Impaye, Problem> {
        let (landlord, now) = (self.landlord(), self.now().naive_utc());
        let tenant = new.debtor.tenancy.named.clone();
        let (row, receipt) = new.row(self.client(), self.today(), now)?;
        diesel::insert_into(impayes::table)
            .values((&row, impayes::landlord_id.eq(landlord), impayes::updated_at.eq(now)))
            .execute(self.conn())?;
        self.impaye_with(row, receipt, tenant)
    }

    /// A case to be worked on.
    pub(crate) fn case(&mut self, id: &ImpayeId) -> Result<Case, Problem> {
        let landlord = self.landlord();
        let found: Option<(Row, PayingBodyCode, TenantSummary)> = impayes::table
            .inner_join(tenant_of!(impayes))
            .filter(impayes::landlord_id.eq(landlord))
            .filter(impayes::id.eq(id))
            .select((
                <Row as SelectableHelper<MultiBackend>>::as_select(),
                tenants::paying_body_code,
                <TenantSummary as SelectableHelper<MultiBackend>>::as_select(),
            ))
            .first(self.conn())
            .optional()?;
        let (row, paying_body_code, tenant) = found.ok_or_else(Problem::not_found)?;
        Ok(Case { row, paying_body_code, tenant })
    }

    /// Stores what changed of a case.
    pub(super) fn update_impaye(&mut self, row: &Row, _entry: &Entry) -> Result<(), Problem> {
        let (landlord, now) = (self.landlord(), self.now().naive_utc());
        diesel::update(impayes::table.find((landlord, &row.id)))
            .set((
                impayes::status.eq(row.status),
                impayes::debt_cents.eq(row.debt_cents),
                impayes::months.eq(&row.months),
                impayes::details.eq(&row.details),
                impayes::repayment_plan.eq(&row.repayment_plan),
                impayes::suspension_effective_on.eq(row.suspension_effective_on),
                impayes::next_due_kind.eq(row.next_due_kind),
                impayes::next_due_on.eq(row.next_due_on),
                impayes::receipt_number.eq(&row.receipt_number),
                impayes::updated_at.eq(now),
                impayes::decided_at.eq(row.decided_at),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// A case as it was just stored, with the receipt of what was received.
    pub(super) fn impaye_with(&self, row: Row, receipt: ReceiptRef, tenant: TenantSummary) -> Result<Impaye, Problem> {
        shown((row, (receipt.number, receipt.received_at.naive_utc(), receipt.content_sha256), tenant), self.language(), self.law())
    }

    /// One case.
    pub(crate) fn impaye(&mut self, id: &ImpayeId) -> Result<Impaye, Problem> {
        let asked = OneImpaye { landlord: self.landlord().clone(), id: id.clone() };
        found(self.ask(asked)?, self.language(), self.law())
    }
}

/// The case that was asked for.
///
/// # Errors
/// 404 when there is none.
pub(crate) fn found(rows: Vec<Found>, language: Language, law: &Law) -> Result<Impaye, Problem> {
    shown(rows.into_iter().next().ok_or_else(Problem::not_found)?, language, law)
}

fn shown(found: Found, language: Language, law: &Law) -> Result<Impaye, Problem> {
    let (row, (number, received_at, content_sha256), tenant) = found;
    let details = row.details()?;
    let figures = row.figures()?;
    let assessment = AssessmentOut {
        regime: row.regime,
        rule: CaseRule::of(law.constitution_of(&row.rule_id, row.reported_on)),
        figures: answer::figures_out(&figures, row.reported_on),
        constituted: true,
        debt_cents: row.debt_cents,
        threshold_cents: row.threshold_cents,
        constituted_on: Some(row.constituted_on),
        report_deadline_on: Some(row.report_deadline_on),
        late: row.late,
        explanation: answer::steps(&details.explanation, language),
        warnings: details.warnings.iter().map(|warning| warning.shown(language)).collect(),
        simplified_procedure: row.simplified_procedure,
    };
    let case = ReportedImpaye {
        months: row.months()?,
        repayment_plan: row.plan()?,
        next_due: row.next_due_kind.zip(row.next_due_on).map(|(kind, on)| NextDue { kind, on }),
        tenant_id: row.tenant_id,
        tenant,
        logement_id: row.logement_id,
        reference_id: row.reference_id,
        status: row.status,
        started_on: row.started_on,
        recovery_steps: details.recovery_steps,
        current_rent_resumed: details.current_rent_resumed,
        tenant_in_place: details.tenant_in_place,
        comment: details.comment,
        suspension_effective_on: row.suspension_effective_on,
        reason: details.reason,
        settled_on: details.settled_on,
        client_id: row.client_id,
        submitted_at: row.submitted_at.and_utc(),
        decided_at: row.decided_at.map(|at| at.and_utc()),
        assessment,
    };
    Ok(Impaye { id: row.id, case, receipt: ReceiptRef { number, received_at: received_at.and_utc(), content_sha256 } })
}
