//! What is stored of a case.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::connection::MultiBackend;
use crate::db::schema::impayes;
use crate::impayes::assess::{Assessment, Figures, UnpaidMonth, debt};
use crate::impayes::debtor::Debtor;
use crate::impayes::dto::{ImpayeIn, RecoveryStep};
use crate::impayes::explain::Step;
use crate::impayes::life::{ImpayeStatus, NextDueKind};
use crate::impayes::plans::RepaymentPlan;
use crate::law::regime::Regime;
use crate::problem::Noted;
use crate::problem::Problem;
use crate::receipts::ReceiptRef;
use crate::tenancies::{TenantSummary, Term};
use crate::values::aid::PaymentMode;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{ClientId, ImpayeId, LogementId, ReferenceId, TenantId};

/// A report that the rules accept.
pub struct NewImpaye<'a> {
    pub id: ImpayeId,
    pub sent: &'a ImpayeIn,
    pub debtor: &'a Debtor,
    pub started_on: NaiveDate,
    pub assessment: &'a Assessment,
    pub receipt: ReceiptRef,
}

impl NewImpaye<'_> {
    /// What is stored of it, and its receipt.
    pub(super) fn row(self, client: &ClientId, reported_on: NaiveDate, submitted_at: NaiveDateTime) -> Result<(Row, ReceiptRef), Problem> {
        let Self { id, sent, debtor: Debtor { tenancy, figures, .. }, started_on, assessment: of, receipt } = self;
        let (Some(constituted_on), Some(report_deadline_on)) = (of.constituted_on, of.report_deadline_on) else {
            return Err(Problem::internal("a case that is not constituted"));
        };
        let details = Details {
            recovery_steps: sent.recovery_steps.clone(),
            current_rent_resumed: sent.current_rent_resumed,
            tenant_in_place: sent.tenant_in_place,
            comment: sent.comment.clone(),
            explanation: of.explanation.clone(),
            warnings: of.warnings.clone(),
            reason: None,
            settled_on: None,
            approved_on: None,
            checked_on: None,
        };
        let row = Row {
            id,
            tenant_id: tenancy.id.clone(),
            logement_id: tenancy.logement_id.clone(),
            reference_id: tenancy.reference_id.clone(),
            status: ImpayeStatus::Reported,
            regime: of.regime(),
            rule_id: of.rule.id.to_owned(),
            reported_on,
            started_on,
            rent_cents: figures.rent_cents,
            charges_cents: figures.charges_cents,
            aid_cents: figures.aid_cents,
            payment_mode: figures.payment_mode,
            due_day: i32::try_from(figures.due_day).map_err(Problem::internal)?,
            debt_cents: of.debt_cents,
            threshold_cents: of.threshold_cents,
            constituted_on,
            report_deadline_on,
            late: of.late,
            simplified_procedure: of.simplified_procedure,
            months: serde_json::to_string(&sent.months).map_err(Problem::internal)?,
            details: serde_json::to_string(&details).map_err(Problem::internal)?,
            repayment_plan: None,
            suspension_effective_on: None,
            next_due_kind: None,
            next_due_on: None,
            client_id: client.clone(),
            receipt_number: receipt.number.clone(),
            submitted_at,
            decided_at: None,
        };
        Ok((row, receipt))
    }
}

/// What a case carries besides its figures; one column, read and written whole.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Details {
    pub recovery_steps: Vec<RecoveryStep>,
    pub current_rent_resumed: Option<bool>,
    pub tenant_in_place: Option<bool>,
    pub comment: Option<String>,
    pub explanation: Vec<Step>,
    pub warnings: Vec<Noted>,
    pub reason: Option<String>,
    pub settled_on: Option<NaiveDate>,
    /// The day the plan was approved.
    pub approved_on: Option<NaiveDate>,
    /// The day of the latest check.
    pub checked_on: Option<NaiveDate>,
}

/// A case to be worked on, with the paying body that decides of it.
pub struct Case {
    pub row: Row,
    pub paying_body_code: PayingBodyCode,
    pub tenant: TenantSummary,
}

/// A stored case.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = impayes, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Row {
    pub id: ImpayeId,
    pub tenant_id: TenantId,
    pub(in crate::impayes) logement_id: LogementId,
    pub(super) reference_id: ReferenceId,
    pub status: ImpayeStatus,
    pub(super) regime: Regime,
    /// The rule of the first report.
    pub(super) rule_id: String,
    /// The day of the first report, whose law stays that of the case.
    pub(in crate::impayes) reported_on: NaiveDate,
    pub(super) started_on: NaiveDate,
    pub(super) rent_cents: i64,
    pub(in crate::impayes) charges_cents: Option<i64>,
    pub(super) aid_cents: i64,
    pub(super) payment_mode: PaymentMode,
    pub(super) due_day: i32,
    pub debt_cents: i64,
    pub(super) threshold_cents: i64,
    pub(super) constituted_on: NaiveDate,
    pub(super) report_deadline_on: NaiveDate,
    pub(in crate::impayes) late: bool,
    pub(super) simplified_procedure: bool,
    pub(super) months: String,
    pub(super) details: String,
    pub(super) repayment_plan: Option<String>,
    pub suspension_effective_on: Option<NaiveDate>,
    pub next_due_kind: Option<NextDueKind>,
    pub next_due_on: Option<NaiveDate>,
    pub(super) client_id: ClientId,
    pub receipt_number: String,
    pub(super) submitted_at: NaiveDateTime,
    /// When the paying body last moved it.
    pub decided_at: Option<NaiveDateTime>,
}

impl Row {
    /// The months of the debt.
    pub fn months(&self) -> Result<Vec<UnpaidMonth>, Problem> {
        serde_json::from_str(&self.months).map_err(Problem::internal)
    }

    /// The due date of the first month, in the days of its tenancy.
    pub fn first_due_on(&self, term: &Term) -> Result<Option<NaiveDate>, Problem> {
        let due_day = u32::try_from(self.due_day).map_err(Problem::internal)?;
        Ok(self.months()?.first().map(|one| term.due_on(one.month, due_day)))
    }

    /// Replaces the months, and the debt with them.
    pub fn set_months(&mut self, months: &[UnpaidMonth]) -> Result<(), Problem> {
        self.debt_cents = debt(months);
        self.months = serde_json::to_string(months).map_err(Problem::internal)?;
        Ok(())
    }

    /// The plan, if there is one.
    pub fn plan(&self) -> Result<Option<RepaymentPlan>, Problem> {
        self.repayment_plan.as_deref().map(serde_json::from_str).transpose().map_err(Problem::internal)
    }

    /// Replaces the plan.
    pub fn set_plan(&mut self, plan: &RepaymentPlan) -> Result<(), Problem> {
        self.repayment_plan = Some(serde_json::to_string(plan).map_err(Problem::internal)?);
        Ok(())
    }

    /// What the case carries besides its figures.
    pub fn details(&self) -> Result<Details, Problem> {
        serde_json::from_str(&self.details).map_err(Problem::internal)
    }

    /// Replaces it.
    pub fn set_details(&mut self, details: &Details) -> Result<(), Problem> {
        self.details = serde_json::to_string(details).map_err(Problem::internal)?;
        Ok(())
    }

    /// What is awaited next.
    pub fn next_due(&self) -> Option<(NextDueKind, NaiveDate)> {
        self.next_due_kind.zip(self.next_due_on)
    }

    /// Replaces what is awaited next.
    pub fn set_next_due(&mut self, due: Option<(NextDueKind, NaiveDate)>) {
        self.next_due_kind = due.map(|(kind, _)| kind);
        self.next_due_on = due.map(|(_, on)| on);
    }

    /// The figures the case was judged by.
    pub(super) fn figures(&self) -> Result<Figures, Problem> {
        Ok(Figures {
            rent_cents: self.rent_cents,
            charges_cents: self.charges_cents,
            aid_cents: self.aid_cents,
            aid_unknown: false,
            payment_mode: self.payment_mode,
            due_day: u32::try_from(self.due_day).map_err(Problem::internal)?,
            term: None,
        })
    }
}
