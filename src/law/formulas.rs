//! The formulas of the rules. Pure: days and cents come in, days and cents go out. Every figure is
//! read from the row in force.

use chrono::NaiveDate;

use super::regime::Regime;
use super::rule::FigureName;
use super::{Notion, rule_at};
use crate::values::legal_days::{add_months, first_of_next_month, next_working_day};
use crate::values::money::{instalments, share};
use crate::values::month::Month;
use crate::values::text_sql::text_enum;

text_enum! {
    /// Why a repayment plan is requested, on which its delay depends (CCH R.824-7, 10 and 22).
    pub enum PlanBasis {
        /// The ordinary delay.
        Standard = "standard",
        /// The landlord refused direct payment.
        DirectPaymentRefused = "direct_payment_refused",
        /// The simplified procedure failed.
        SimplifiedFailed = "simplified_failed",
    }
}

/// What a month of housing costs, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HousingCost {
    pub rent_cents: i64,
    pub charges_cents: i64,
    pub aid_cents: i64,
    pub aid_to_landlord: bool,
}

impl HousingCost {
    /// What the tenant owes each month: rent and charges, less the aid if the landlord receives it
    /// (CCH R.824-1, al. 3 and 4); never below zero.
    pub fn owed_cents(&self) -> i64 {
        let gross = self.rent_cents.saturating_add(self.charges_cents);
        if self.aid_to_landlord { gross.saturating_sub(self.aid_cents).max(0) } else { gross }
    }
}

/// What was owed in all after a due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub due_on: NaiveDate,
    pub owed_cents: i64,
}

/// The threshold of CCH R.824-1, in cents.
pub fn two_months_of_rent(cost: &HousingCost) -> i64 {
    let months = Regime::TwoMonthsOfRent.rule().months(FigureName::ThresholdMonths);
    cost.owed_cents().saturating_mul(i64::from(months))
}

/// The first due date at which the debt reaches the threshold of CCH R.824-1 (R66): "at least
/// equal", and there must be a debt.
pub fn two_months_met_on(cost: &HousingCost, balances: &[Balance]) -> Option<NaiveDate> {
    let threshold = two_months_of_rent(cost);
    balances.iter().find(|balance| balance.owed_cents >= threshold && balance.owed_cents > 0).map(|balance| balance.due_on)
}

/// The day from which the conditions of CCH R.824-2 (2027) are met, whether or not it has come:
/// the earlier of the first due date at which the debt exceeds the amount, and of the delay after
/// the first default. Nothing without a default.
pub fn amount_or_three_months(balances: &[Balance]) -> Option<NaiveDate> {
    let amount = amount_exceeded();
    let by_amount = balances.iter().find(|balance| balance.owed_cents > amount).map(|balance| balance.due_on);
    let by_delay = default_delay_ends_on(balances)?;
    Some(by_amount.map_or(by_delay, |day| day.min(by_delay)))
}

/// The amount that a debt must exceed under CCH R.824-2 (2027), in cents.
pub fn amount_exceeded() -> i64 {
    Regime::AmountOrThreeMonths.rule().cents(FigureName::AmountExceeded)
}

/// The end of the delay after the first default, under CCH R.824-2 (2027).
pub fn default_delay_ends_on(balances: &[Balance]) -> Option<NaiveDate> {
    let delay = Regime::AmountOrThreeMonths.rule().months(FigureName::DefaultDelay);
    balances.first().map(|first| add_months(first.due_on, delay))
}

/// The last day to report arrears in time (R67).
pub fn impaye_report_deadline(regime: Regime, constituted_on: NaiveDate) -> NaiveDate {
    let delay = regime.rule_for(Notion::ImpayeReportDeadline).map_or(0, |rule| rule.months(FigureName::Delay));
    add_months(constituted_on, delay)
}

/// Whether a debt may follow the simplified procedure (R75).
pub fn simplified_procedure(regime: Regime, debt_cents: i64) -> bool {
    regime.rule_for(Notion::SimplifiedProcedure).is_some_and(|rule| debt_cents <= rule.cents(FigureName::AmountAtMost))
}

/// How many recovery steps a landlord who receives the aid must show (R72).
pub fn recovery_steps_required(reported_on: NaiveDate) -> u32 {
    rule_at(Notion::RecoverySteps, reported_on).map_or(0, |rule| rule.count(FigureName::StepsRequired))
}

/// The day a requested plan is due (R76); nothing where the law sets no delay.
pub fn plan_due_on(regime: Regime, requested_on: NaiveDate, basis: PlanBasis) -> Option<NaiveDate> {
    let rule = regime.rule_for(Notion::PlanRequestDelay)?;
    let ordinary = rule.months(FigureName::Delay);
    let delay = match basis {
        PlanBasis::Standard => ordinary,
        PlanBasis::DirectPaymentRefused => rule.months(FigureName::DelayAfterRefusal),
        PlanBasis::SimplifiedFailed => rule.part_of(FigureName::FractionAfterFailure, ordinary),
    };
    Some(add_months(requested_on, delay))
}

/// The instalments of a default plan (R77), in cents: as many as the law says, fewer where the
/// last would not be above zero. Empty without a debt.
pub fn default_plan(regime: Regime, debt_cents: i64) -> Vec<i64> {
    let most = regime.rule_for(Notion::DefaultPlan).map_or(0, |rule| rule.count(FigureName::Instalments));
    at_most(debt_cents, most)
}

/// Equal instalments, in cents, at most so many; fewer where the last would not be above zero.
pub fn at_most(debt_cents: i64, most: u32) -> Vec<i64> {
    (1..=most).rev().find_map(|number| instalments(debt_cents, number)).unwrap_or_default()
}

/// The day the next check of a plan is due (R81); nothing where the law sets no interval.
pub fn next_check_on(regime: Regime, since: NaiveDate) -> Option<NaiveDate> {
    let rule = regime.rule_for(Notion::PlanCheckInterval)?;
    Some(add_months(since, rule.months(FigureName::Delay)))
}

/// The day a suspension decided by the CCAPEX takes effect (R87); nothing before its law.
pub fn suspension_effective_on(regime: Regime, notified_on: NaiveDate) -> Option<NaiveDate> {
    regime.rule_for(Notion::CcapexSuspensionEffect).map(|_in_force| first_of_next_month(notified_on))
}

/// The last day to report a departure in time (R41), from the later of the departure and of the
/// end of the lease.
pub fn departure_deadline(departed_on: NaiveDate, lease_ended_on: Option<NaiveDate>, justified: bool) -> NaiveDate {
    let from = lease_ended_on.map_or(departed_on, |ended| ended.max(departed_on));
    let Some(rule) = rule_at(Notion::DepartureDeadline, from) else { return from };
    let extension = if justified { rule.months(FigureName::JustifiedExtension) } else { 0 };
    add_months(from, rule.months(FigureName::Delay) + extension)
}

/// The first day without entitlement after the beneficiary's death (R46).
pub fn death_entitlement_end(died_on: NaiveDate) -> NaiveDate {
    first_of_next_month(died_on)
}

/// The month whose rent a campaign asks for (R20); nothing for a year out of bounds.
pub fn rent_reference_month(campaign_year: i32) -> Option<Month> {
    let rule = rule_at(Notion::RentReference, Month::new(campaign_year, 1)?.first_day())?;
    Month::new(campaign_year, rule.count(FigureName::MonthOfYear))
}

/// The last day to declare a July rent in time, where the campaign gives no other (R28).
pub fn rent_cutoff(campaign_year: i32) -> Option<NaiveDate> {
    let next = campaign_year.checked_add(1)?;
    let rule = rule_at(Notion::RentDeclarationCutoff, Month::new(next, 1)?.first_day())?;
    Month::new(next, rule.count(FigureName::MonthOfYear)).map(|month| month.due_on(rule.count(FigureName::DayOfMonth)))
}

/// The share of one lease co-holder, in cents (R25).
pub fn rent_share(rent_cents: i64, coholders: u32) -> i64 {
    share(rent_cents, coholders)
}

/// The day the APL of a month is paid (R91).
pub fn apl_paid_on(entitlement_month: Month) -> NaiveDate {
    paid_on(Notion::PaymentDayApl, entitlement_month)
}

/// The day the ALF or ALS of a month is paid (R91).
pub fn al_paid_on(entitlement_month: Month) -> NaiveDate {
    paid_on(Notion::PaymentDayAl, entitlement_month)
}

fn paid_on(notion: Notion, month: Month) -> NaiveDate {
    let Some(rule) = rule_at(notion, month.first_day()) else { return month.last_day() };
    let paid_in = month.plus(rule.months(FigureName::Delay));
    next_working_day(paid_in.due_on(rule.count(FigureName::DayOfMonth)))
}

/// The least amount of aid that is paid, in cents (R92).
pub fn minimum_payment_cents(is_apl: bool, entitlement_month: Month) -> i64 {
    let notion = if is_apl { Notion::MinimumPaymentApl } else { Notion::MinimumPaymentAl };
    rule_at(notion, entitlement_month.first_day()).map_or(0, |rule| rule.cents(FigureName::AmountAtLeast))
}

/// What the landlord gives back to the tenant, in cents (R94); nothing when charges are unknown.
pub fn excess_to_tenant_cents(net_cents: i64, rent_cents: i64, charges_cents: Option<i64>) -> Option<i64> {
    let cost = rent_cents.saturating_add(charges_cents?);
    Some(net_cents.saturating_sub(cost).max(0))
}

#[cfg(test)]
#[path = "formulas_tests.rs"]
mod tests;
