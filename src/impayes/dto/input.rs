//! What is sent about arrears.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::impayes::assess::UnpaidMonth;
use crate::impayes::plans::Instalment;
use crate::values::aid::PaymentMode;
use crate::values::checks::{Check, fault};
use crate::values::month::Month;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::TenantId;

/// A debt to be judged; nothing is stored. Either `tenant_id`, or the figures.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = one_source))]
#[schema(example = json!({
    "rent_cents": 43_000, "charges_cents": 9_000, "aid_cents": 20_000, "payment_mode": "landlord", "due_day": 5, "reported_on": "2026-11-20",
    "months": [{"month": "2026-09", "unpaid_cents": 32_000}, {"month": "2026-10", "unpaid_cents": 32_000}]
}))]
pub struct SimulationIn {
    /// A tenant of the landlord, whose lease and aid give the figures; without it, `rent_cents`,
    /// `aid_cents` and `payment_mode` are given.
    pub tenant_id: Option<TenantId>,
    /// Monthly rent without charges, in cents; under a shared lease, the tenant's share.
    #[schema(minimum = 1, maximum = 100_000_000, example = 43_000)]
    pub rent_cents: Option<i64>,
    /// Monthly charges, in cents; null or absent is unknown, and counts as nothing. Under a shared lease,
    /// the tenant's share.
    #[schema(minimum = 0, maximum = 100_000_000, example = 9_000)]
    pub charges_cents: Option<i64>,
    /// Monthly aid of the tenant, in cents.
    #[schema(minimum = 0, maximum = 100_000_000, example = 20_000)]
    pub aid_cents: Option<i64>,
    /// Who receives the aid, on which the threshold of a report made until 2026 depends (CCH R.824-1).
    pub payment_mode: Option<PaymentMode>,
    /// Day of the month on which the rent is due, or the last day of a shorter month; 1 when absent.
    #[schema(minimum = 1, maximum = 31, example = 5)]
    pub due_day: Option<u32>,
    /// What was unpaid, month by month, in the order of the months.
    #[schema(min_items = 1, max_items = 120)]
    pub months: Vec<UnpaidMonth>,
    /// The day of the report, past or future, which decides the regime; today in Europe/Paris when absent.
    #[schema(example = "2026-11-20")]
    pub reported_on: Option<NaiveDate>,
}

/// `tenant_id`, or the figures: both or neither is refused.
fn one_source(sent: &SimulationIn) -> Result<(), ValidationError> {
    let given =
        [("rent_cents", sent.rent_cents.is_some()), ("aid_cents", sent.aid_cents.is_some()), ("payment_mode", sent.payment_mode.is_some())];
    let more = [("charges_cents", sent.charges_cents.is_some()), ("due_day", sent.due_day.is_some())];
    if sent.tenant_id.is_some() {
        let surplus = given.iter().chain(&more).find(|(_, given)| *given);
        return surplus.map_or(Ok(()), |(name, _)| Err(fault(Check::ExactlyOne, name)));
    }
    if given.iter().all(|(_, given)| !given) && more.iter().all(|(_, given)| !given) {
        return Err(fault(Check::ExactlyOne, "tenant_id"));
    }
    given.iter().find(|(_, given)| !given).map_or(Ok(()), |(name, _)| Err(fault(Check::Required, name)))
}

text_enum! {
    /// A step to recover the debt.
    pub enum RecoveryKind {
        /// A reminder, by letter, message or telephone.
        Reminder = "reminder",
        /// A formal notice to pay (mise en demeure).
        FormalNotice = "formal_notice",
        /// An order to pay served by a commissaire de justice (commandement de payer).
        BailiffOrder = "bailiff_order",
        /// The guarantor, or the insurance of the rent, was called on.
        GuarantorCalled = "guarantor_called",
    }
}

/// A step taken to recover the debt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecoveryStep {
    /// What was done.
    pub kind: RecoveryKind,
    /// The day it was done: from the due date of the first listed month to today.
    #[schema(example = "2026-10-15")]
    pub done_on: NaiveDate,
}

/// Arrears to report.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "tenant_id": "ten_01m83t4cm0exw9qpzrs92btnhz",
    "months": [{"month": "2026-09", "unpaid_cents": 38_575}, {"month": "2026-10", "unpaid_cents": 38_575}],
    "recovery_steps": [{"kind": "formal_notice", "done_on": "2026-11-02"}], "tenant_in_place": true
}))]
pub struct ImpayeIn {
    /// The tenant who owes.
    pub tenant_id: TenantId,
    /// First day of the arrears: a day of the first listed month, today at the latest; the due date of that
    /// month when absent.
    #[schema(example = "2026-09-05")]
    pub started_on: Option<NaiveDate>,
    /// What was unpaid, month by month, in the order of the months.
    #[schema(min_items = 1, max_items = 120)]
    pub months: Vec<UnpaidMonth>,
    /// What was done to recover it; required from a landlord who receives the aid (CCH R.824-4).
    #[schema(max_items = 50)]
    #[serde(default)]
    pub recovery_steps: Vec<RecoveryStep>,
    /// Monthly charges of the whole lease, in cents, where the paying body knows none; where it does, they
    /// are ignored with a warning.
    #[schema(minimum = 0, maximum = 100_000_000, example = 9_000)]
    pub charges_cents: Option<i64>,
    /// Whether the tenant pays the current rent again; null or absent is not said.
    #[schema(example = false)]
    pub current_rent_resumed: Option<bool>,
    /// Whether the tenant still lives there; null or absent is not said.
    #[schema(example = true)]
    pub tenant_in_place: Option<bool>,
    /// A remark for the paying body; null or absent when there is none.
    #[schema(max_length = 1000, example = "Le locataire a perdu son emploi en août.")]
    pub comment: Option<String>,
}

/// A month added, corrected or removed.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthChange {
    /// The month to add, correct or remove.
    pub month: Month,
    /// What was not paid of what was due for the month, in cents; 0 removes the month.
    #[schema(minimum = 0, maximum = 100_000_000, example = 32_000)]
    pub unpaid_cents: i64,
    /// Whether the amount holds an adjustment of charges, and so may exceed what was due for the month;
    /// `false` when absent.
    #[serde(default)]
    pub includes_adjustment: bool,
}

/// Months to add, correct or remove.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"months": [{"month": "2026-11", "unpaid_cents": 10_000}]}))]
pub struct MonthsIn {
    /// The months to add, correct or remove, each once, in any order; the others stay.
    #[schema(min_items = 1, max_items = 120)]
    pub months: Vec<MonthChange>,
}

/// A repayment plan: explicit instalments, or `count` equal monthly ones (36 when absent).
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = one_shape))]
#[schema(example = json!({"signed_on": "2026-11-20", "first_due_on": "2026-12-05", "count": 12}))]
pub struct RepaymentPlanIn {
    /// The day the tenant signed it: from the due date of the first listed month to today (CCH R.824-7).
    #[schema(example = "2026-11-20")]
    pub signed_on: NaiveDate,
    /// The first due date, after the signature; required for equal instalments.
    #[schema(example = "2026-12-05")]
    pub first_due_on: Option<NaiveDate>,
    /// Explicit instalments, in the order of their days, that cover the debt; absent for equal ones.
    #[schema(min_items = 1, max_items = 120)]
    pub instalments: Option<Vec<Instalment>>,
    /// How many equal monthly instalments; 36 when absent (CCH R.824-8), fewer where the last would be
    /// nothing.
    #[schema(minimum = 1, maximum = 120, example = 12)]
    pub count: Option<u32>,
}

fn one_shape(sent: &RepaymentPlanIn) -> Result<(), ValidationError> {
    if sent.instalments.is_some() && sent.count.is_some() { Err(fault(Check::ExactlyOne, "count")) } else { Ok(()) }
}

/// How a plan is kept.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"checked_on": "2026-11-20", "plan_kept": true, "current_rent_paid": true}))]
pub struct CheckIn {
    /// The day of the check: from the approval of the plan to today. Under the rules of 2026 the next one is
    /// due six months after it (CCH R.824-9).
    #[schema(example = "2026-11-20")]
    pub checked_on: NaiveDate,
    /// Whether the instalments were paid.
    #[schema(example = true)]
    pub plan_kept: bool,
    /// Whether the current rent is paid.
    #[schema(example = true)]
    pub current_rent_paid: bool,
}

/// The debt is paid.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"settled_on": "2026-11-20"}))]
pub struct SettlementIn {
    /// The day the whole debt was paid: from the due date of the first listed month to today.
    #[schema(example = "2026-11-20")]
    pub settled_on: NaiveDate,
}

/// The report is withdrawn.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Signalé par erreur."}))]
pub struct WithdrawalIn {
    /// Why the report is withdrawn.
    #[schema(min_length = 1, max_length = 1000, example = "Signalé par erreur.")]
    pub reason: String,
}
