//! What is said of arrears.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::RecoveryStep;
use crate::http::page::{Cursor, Limit};
use crate::http::submission::Previewed;
use crate::impayes::assess::UnpaidMonth;
use crate::impayes::life::{CaseAction, CaseActor, ImpayeStatus, NextDueKind};
use crate::impayes::plans::RepaymentPlan;
use crate::law::Rule;
use crate::law::regime::Regime;
use crate::problem::Warning;
use crate::receipts::received;
use crate::tenancies::TenantSummary;
use crate::values::aid::PaymentMode;
use crate::values::instant::Instant;
use crate::values::typed_id::{ClientId, ImpayeId, LogementId, ReferenceId, TenantId};

/// The figures that were used; under a shared lease, the tenant's share.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FiguresOut {
    /// Monthly rent without charges, in cents.
    #[schema(minimum = 0, maximum = 100_000_000, example = 43_000)]
    pub rent_cents: i64,
    /// Monthly charges, in cents; null is unknown, and counts as nothing.
    #[schema(minimum = 0, maximum = 100_000_000, example = 9_000)]
    pub charges_cents: Option<i64>,
    /// Monthly aid of the tenant, in cents; 0 when the paying body told none.
    #[schema(minimum = 0, maximum = 100_000_000, example = 20_000)]
    pub aid_cents: i64,
    /// Who receives the aid; when it is the landlord, it is deducted under the regime of 2026 (CCH
    /// R.824-1).
    pub payment_mode: PaymentMode,
    /// Day of the month on which the rent is due; the last day of a month that is shorter.
    #[schema(minimum = 1, maximum = 31, example = 5)]
    pub due_day: i32,
    /// The day of the report, which decides the regime.
    #[schema(example = "2026-11-20")]
    pub reported_on: NaiveDate,
}

/// One step of an explanation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepOut {
    /// The step in words, in the caller's language.
    #[schema(max_length = 1000, example = "Le seuil est de 640,00 €.")]
    pub step: String,
    /// The article of law it rests on.
    #[schema(max_length = 200, example = "CCH R.824-1")]
    pub article: String,
}

/// The legal rule that a debt was judged by, as the catalogue has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseRule {
    /// The identifier of the rule in the catalogue of rules.
    #[schema(max_length = 64, example = "impaye_two_months_of_rent")]
    pub id: String,
    /// The article of law.
    #[schema(max_length = 200, example = "CCH R.824-1")]
    pub article: String,
    /// Where to read the article that is cited first; null where its address is not known.
    #[schema(format = "uri", max_length = 500, example = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878877")]
    pub url: Option<String>,
}

impl CaseRule {
    /// A row of the table.
    pub fn of(rule: &Rule) -> Self {
        Self { id: rule.id.to_owned(), article: rule.article.to_owned(), url: rule.url.map(str::to_owned) }
    }
}

/// The judgment of a debt.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssessmentOut {
    /// The regime of the day of the report (décret 2026-84, art. 5).
    pub regime: Regime,
    /// The rule it was judged by: the one in force on the day of the report.
    pub rule: CaseRule,
    /// The figures that were used.
    pub figures: FiguresOut,
    /// Whether the law says that arrears are constituted.
    pub constituted: bool,
    /// The sum of the months, in cents.
    #[schema(minimum = 0, maximum = 100_000_000_000_i64, example = 64_000)]
    pub debt_cents: i64,
    /// What the debt is compared with, in cents: to be reached (CCH R.824-1), or to be exceeded from 2027
    /// on (CCH R.824-2).
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 64_000)]
    pub threshold_cents: i64,
    /// The day on which the arrears were constituted; null while they are not.
    pub constituted_on: Option<NaiveDate>,
    /// The last day to report in time, two months after the arrears were constituted; null while they are
    /// not. It binds only a landlord who receives the aid (CCH L.824-1).
    pub report_deadline_on: Option<NaiveDate>,
    /// Whether the report comes after that day from a landlord who receives the aid.
    pub late: bool,
    /// How the judgment was reached, step by step, each with its article.
    #[schema(max_items = 20)]
    pub explanation: Vec<StepOut>,
    /// What was accepted and deserves a look.
    #[schema(max_items = 200)]
    pub warnings: Vec<Warning>,
    /// Whether the debt may follow the simplified procedure: at most €100 in a report made until 2026 (CCH
    /// R.824-10).
    pub simplified_procedure: bool,
}

/// What is awaited next.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NextDue {
    /// What the landlord is to send.
    pub kind: NextDueKind,
    /// The day by which it is awaited, which may be past.
    pub on: NaiveDate,
}

/// What a case says, however it is received.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportedImpaye {
    /// The tenant who owes.
    pub tenant_id: TenantId,
    /// Who the tenant is.
    pub tenant: TenantSummary,
    /// The housing unit of the tenant.
    pub logement_id: LogementId,
    /// The landlord's reference that the housing unit belongs to.
    pub reference_id: ReferenceId,
    /// Where the case stands.
    pub status: ImpayeStatus,
    /// First day of the arrears: as reported, else the due date of the first month of the report.
    pub started_on: NaiveDate,
    /// What is unpaid, month by month, with the changes made since the report.
    #[schema(max_items = 240)]
    pub months: Vec<UnpaidMonth>,
    /// What the landlord reported as done to recover the debt (CCH R.824-4).
    #[schema(max_items = 50)]
    pub recovery_steps: Vec<RecoveryStep>,
    /// Whether the tenant paid the current rent again, as reported; null when not said.
    pub current_rent_resumed: Option<bool>,
    /// Whether the tenant still lived there, as reported; null when not said.
    pub tenant_in_place: Option<bool>,
    /// The landlord's remark for the paying body; null when there is none.
    #[schema(max_length = 1000, example = "Le locataire a perdu son emploi en août.")]
    pub comment: Option<String>,
    /// The plan that was sent last; null when none was.
    pub repayment_plan: Option<RepaymentPlan>,
    /// First day without aid: the first of the month after the decision of the CCAPEX was notified; null
    /// unless one suspended the aid, and again once the case is monitored.
    pub suspension_effective_on: Option<NaiveDate>,
    /// What the landlord is to send next; null when nothing is awaited, or where the law in force sets no
    /// delay.
    pub next_due: Option<NextDue>,
    /// Why the landlord withdrew the report, or what the paying body said of its last decision; null when
    /// nothing was said.
    #[schema(max_length = 1000, example = "Signalé par erreur.")]
    pub reason: Option<String>,
    /// The day the debt was paid, as the landlord told it, or the day the paying body settled the case;
    /// null until then.
    pub settled_on: Option<NaiveDate>,
    /// The client of the service that reported it.
    pub client_id: ClientId,
    /// When the report was received (UTC).
    pub submitted_at: DateTime<Utc>,
    /// When the paying body last moved the case (UTC); null until it does. Of moves made before the service
    /// kept the instant, when the case last changed.
    pub decided_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    pub assessment: AssessmentOut,
}

received! {
    /// A case of arrears.
    Impaye, ImpayeAnswer = ImpayeId, case: ReportedImpaye;
}

impl Previewed for Impaye {
    fn preview(&self) -> impl Serialize {
        self.unreceived()
    }
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImpayePage {
    /// The cases, the latest reported first.
    #[schema(max_items = 200)]
    pub data: Vec<Impaye>,
    /// Where the next page starts; null on the last one.
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// One way from a state to another.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransitionOut {
    /// The state the case is in.
    pub from: ImpayeStatus,
    /// Who moves it.
    pub actor: CaseActor,
    /// By what.
    pub action: CaseAction,
    /// The state it then is in; the same where the action does not move it.
    pub to: ImpayeStatus,
}

/// The life of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct StateMachine {
    /// Every state.
    #[schema(max_items = 50)]
    pub states: Vec<ImpayeStatus>,
    /// The states of an open case; a tenancy has at most one open case.
    #[schema(max_items = 50)]
    pub open_states: Vec<ImpayeStatus>,
    /// Every way from a state to another, or back to itself.
    #[schema(max_items = 500)]
    pub transitions: Vec<TransitionOut>,
}

crate::tenancies::sought_by! {
    /// What a list of cases is restricted to.
    #[derive(Clone, Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct ImpayeFilter {
        /// Only these statuses; repeatable.
        #[schema(max_items = 20)]
        #[serde(default)]
        pub status: Vec<ImpayeStatus>,
        /// Only those whose report was late, or was not.
        pub late: Option<bool>,
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
        /// Words to be found in names, numbers, references, address or city of the tenant, all of them,
        /// whatever case and accents; a blank text is none.
        #[schema(max_length = 100, example = "eloise")]
        pub search: Option<String>,
        /// Received on this day or later, a day of Paris.
        #[schema(example = "2026-11-01")]
        pub from: Option<NaiveDate>,
        /// Received on this day or earlier, a day of Paris.
        #[schema(example = "2026-11-30")]
        pub to: Option<NaiveDate>,
        /// Only what the paying body decided at this instant or later.
        pub decided_since: Option<Instant>,
        pub limit: Option<Limit>,
        pub cursor: Option<Cursor>,
    }
}

impl ImpayeFilter {
    /// Whether it restricts nothing: the list as it is, from any place.
    pub fn is_plain(&self) -> bool {
        let restricted = !self.sought().is_plain() || !self.status.is_empty() || self.late.is_some() || self.tenant_id.is_some();
        let dated = self.from.is_some() || self.to.is_some() || self.decided_since.is_some();
        !restricted && !dated && self.reference_id.is_empty() && self.logement_id.is_empty()
    }
}

crate::http::listed::list_filters!(ImpayeFilter);
