//! What is said of arrears.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{AnyOfBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::input::RecoveryStep;
use crate::http::page::{Cursor, Limit};
use crate::http::submission::Previewed;
use crate::impayes::assess::UnpaidMonth;
use crate::impayes::life::{CaseAction, CaseActor, ImpayeStatus, NextDueKind};
use crate::impayes::plans::RepaymentPlan;
use crate::law::regime::Regime;
use crate::problem::Warning;
use crate::problem::warning::WarningRule;
use crate::receipts::ReceiptRef;
use crate::values::aid::PaymentMode;
use crate::values::typed_id::{ClientId, ImpayeId, LogementId, ReferenceId, TenantId};

/// The figures that were used; under a shared lease, the tenant's share.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FiguresOut {
    #[schema(minimum = 0, maximum = 100_000_000, example = 43_000)]
    pub rent_cents: i64,
    /// Null is unknown, and counts as nothing.
    #[schema(minimum = 0, maximum = 100_000_000, example = 9_000)]
    pub charges_cents: Option<i64>,
    #[schema(minimum = 0, maximum = 100_000_000, example = 20_000)]
    pub aid_cents: i64,
    pub payment_mode: PaymentMode,
    #[schema(minimum = 1, maximum = 31, example = 5)]
    pub due_day: i32,
    /// The day of the report, which decides the regime.
    #[schema(example = "2026-11-20")]
    pub reported_on: NaiveDate,
}

/// One step of an explanation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepOut {
    #[schema(max_length = 1000, example = "Le seuil est de 640,00 €.")]
    pub step: String,
    #[schema(max_length = 200, example = "CCH R.824-1")]
    pub article: String,
}

/// The judgment of a debt.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssessmentOut {
    pub regime: Regime,
    /// The rule it was judged by: the one in force on the day of the report.
    pub rule: WarningRule,
    pub figures: FiguresOut,
    /// Whether the law says that arrears are constituted.
    pub constituted: bool,
    /// The sum of the months, in cents.
    #[schema(minimum = 0, maximum = 100_000_000_000_i64, example = 64_000)]
    pub debt_cents: i64,
    /// What the debt is compared with, in cents: to be reached, or to be exceeded under the second regime.
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 64_000)]
    pub threshold_cents: i64,
    pub constituted_on: Option<NaiveDate>,
    /// The last day to report in time.
    pub report_deadline_on: Option<NaiveDate>,
    /// Whether it is reported after that day by a landlord who receives the aid.
    pub late: bool,
    #[schema(max_items = 20)]
    pub explanation: Vec<StepOut>,
    #[schema(max_items = 200)]
    pub warnings: Vec<Warning>,
    /// Whether the debt may follow the simplified procedure (CCH R.824-10).
    pub simplified_procedure: bool,
}

/// What is awaited next.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NextDue {
    pub kind: NextDueKind,
    pub on: NaiveDate,
}

/// A case as it would be received.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImpayePreview {
    pub tenant_id: TenantId,
    pub logement_id: LogementId,
    /// The reference of the housing unit.
    pub reference_id: ReferenceId,
    pub status: ImpayeStatus,
    pub started_on: NaiveDate,
    #[schema(max_items = 240)]
    pub months: Vec<UnpaidMonth>,
    #[schema(max_items = 50)]
    pub recovery_steps: Vec<RecoveryStep>,
    pub current_rent_resumed: Option<bool>,
    pub tenant_in_place: Option<bool>,
    #[schema(max_length = 1000, example = "Le locataire a perdu son emploi en août.")]
    pub comment: Option<String>,
    pub repayment_plan: Option<RepaymentPlan>,
    /// First day without aid, once the suspension is notified.
    pub suspension_effective_on: Option<NaiveDate>,
    /// What is awaited next; null where the law in force sets no delay.
    pub next_due: Option<NextDue>,
    /// Why the case ended, or what the paying body said last.
    #[schema(max_length = 1000, example = "Signalé par erreur.")]
    pub reason: Option<String>,
    pub settled_on: Option<NaiveDate>,
    /// The client that reported it.
    pub client_id: ClientId,
    pub submitted_at: DateTime<Utc>,
    #[serde(flatten)]
    pub assessment: AssessmentOut,
}

/// A case of arrears.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Impaye {
    pub id: ImpayeId,
    #[serde(flatten)]
    pub case: ImpayePreview,
    /// The receipt of what was received last.
    pub receipt: ReceiptRef,
}

/// The answer of a step: the case, or what it would be when the step is a dry run.
pub enum ImpayeStep {}

impl PartialSchema for ImpayeStep {
    fn schema() -> RefOr<Schema> {
        let case = Ref::from_schema_name("Impaye");
        AnyOfBuilder::new().item(case).item(Ref::from_schema_name("ImpayePreview")).into()
    }
}

impl ToSchema for ImpayeStep {}

impl Previewed for Impaye {
    fn preview(&self) -> impl Serialize {
        &self.case
    }
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImpayePage {
    #[schema(max_items = 200)]
    pub data: Vec<Impaye>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// One way from a state to another.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransitionOut {
    pub from: ImpayeStatus,
    pub actor: CaseActor,
    pub action: CaseAction,
    pub to: ImpayeStatus,
}

/// The life of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct StateMachine {
    #[schema(max_items = 50)]
    pub states: Vec<ImpayeStatus>,
    #[schema(max_items = 50)]
    pub open_states: Vec<ImpayeStatus>,
    #[schema(max_items = 500)]
    pub transitions: Vec<TransitionOut>,
}

/// What a list of cases is restricted to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImpayeFilter {
    /// Only this status.
    pub status: Option<ImpayeStatus>,
    /// Only this tenant.
    pub tenant_id: Option<TenantId>,
    /// Only these references; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub reference_id: Vec<ReferenceId>,
    /// Only these housing units; repeatable.
    #[schema(max_items = 200)]
    #[serde(default)]
    pub logement_id: Vec<LogementId>,
    pub limit: Option<Limit>,
    pub cursor: Option<Cursor>,
}

crate::http::listed::list_filters!(ImpayeFilter);
