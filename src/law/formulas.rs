//! The formulas of the rules. Pure: days and cents come in, days and cents go out. A formula that has
//! figures is given those of a row; which row, by which day, the caller says (see [`super`]).

use chrono::NaiveDate;

use super::figures::{
    AlPaymentDay, AmountOrThreeMonths, AplPaymentDay, DefaultPlan, DepartureDeadline, MinimumPayment, PlanCheckInterval, PlanRequestDelay,
    RentCutoff, RentReference, ReportDeadline, SimplifiedProcedure, TwoMonthsOfRent,
};
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
pub fn two_months_of_rent(of: TwoMonthsOfRent, cost: &HousingCost) -> i64 {
    cost.owed_cents().saturating_mul(i64::from(of.threshold_months))
}

/// The first due date at which the debt reaches the threshold of CCH R.824-1 (R66): "at least
/// equal", and there must be a debt.
pub fn two_months_met_on(of: TwoMonthsOfRent, cost: &HousingCost, balances: &[Balance]) -> Option<NaiveDate> {
    let threshold = two_months_of_rent(of, cost);
    balances.iter().find(|balance| balance.owed_cents >= threshold && balance.owed_cents > 0).map(|balance| balance.due_on)
}

/// The day from which the conditions of CCH R.824-2 (2027) are met, whether or not it has come:
/// the earlier of the first due date at which the debt exceeds the amount, and of the delay after
/// the first default. Nothing without a default.
pub fn amount_or_three_months(of: AmountOrThreeMonths, balances: &[Balance]) -> Option<NaiveDate> {
    let by_amount = balances.iter().find(|balance| balance.owed_cents > of.amount_exceeded_cents).map(|balance| balance.due_on);
    let by_delay = default_delay_ends_on(of, balances)?;
    Some(by_amount.map_or(by_delay, |day| day.min(by_delay)))
}

/// The end of the delay after the first default, under CCH R.824-2 (2027).
pub fn default_delay_ends_on(of: AmountOrThreeMonths, balances: &[Balance]) -> Option<NaiveDate> {
    balances.first().map(|first| add_months(first.due_on, of.default_delay_months))
}

/// The last day to report arrears in time (R67).
pub fn impaye_report_deadline(of: ReportDeadline, constituted_on: NaiveDate) -> NaiveDate {
    add_months(constituted_on, of.delay_months)
}

/// Whether a debt may follow the simplified procedure (R75).
pub fn simplified_procedure(of: SimplifiedProcedure, debt_cents: i64) -> bool {
    debt_cents <= of.amount_at_most_cents
}

/// The day a requested plan is due (R76).
pub fn plan_due_on(of: PlanRequestDelay, requested_on: NaiveDate, basis: PlanBasis) -> NaiveDate {
    let delay = match basis {
        PlanBasis::Standard => of.delay_months,
        PlanBasis::DirectPaymentRefused => of.delay_after_refusal_months,
        PlanBasis::SimplifiedFailed => of.fraction_after_failure.of(of.delay_months),
    };
    add_months(requested_on, delay)
}

/// The instalments of a default plan (R77), in cents: as many as the law says, fewer where the
/// last would not be above zero. Empty without a debt.
pub fn default_plan(of: DefaultPlan, debt_cents: i64) -> Vec<i64> {
    at_most(debt_cents, of.instalments)
}

/// Equal instalments, in cents, at most so many; fewer where the last would not be above zero.
pub fn at_most(debt_cents: i64, most: u32) -> Vec<i64> {
    (1..=most).rev().find_map(|number| instalments(debt_cents, number)).unwrap_or_default()
}

/// The day the next check of a plan is due (R81).
pub fn next_check_on(of: PlanCheckInterval, since: NaiveDate) -> NaiveDate {
    add_months(since, of.delay_months)
}

/// The day a suspension decided by the CCAPEX takes effect (R87).
pub fn suspension_effective_on(notified_on: NaiveDate) -> NaiveDate {
    first_of_next_month(notified_on)
}

/// The later of the departure and of the end of the lease, from which the time to report it counts
/// (R41).
pub fn departure_counts_from(departed_on: NaiveDate, lease_ended_on: Option<NaiveDate>) -> NaiveDate {
    lease_ended_on.map_or(departed_on, |ended| ended.max(departed_on))
}

/// The last day to report a departure in time (R41).
pub fn departure_deadline(of: DepartureDeadline, counts_from: NaiveDate, justified: bool) -> NaiveDate {
    let extension = if justified { of.justified_extension_months } else { 0 };
    add_months(counts_from, of.delay_months + extension)
}

/// The first day without entitlement after the beneficiary's death (R46).
pub fn death_entitlement_end(died_on: NaiveDate) -> NaiveDate {
    first_of_next_month(died_on)
}

/// The month whose rent a campaign asks for (R20); nothing for a year out of bounds.
pub fn rent_reference_month(of: RentReference, campaign_year: i32) -> Option<Month> {
    Month::new(campaign_year, of.month_of_year)
}

/// The last day to declare a July rent in time, where the campaign gives no other (R28); nothing
/// for a year out of bounds.
pub fn rent_cutoff(of: RentCutoff, campaign_year: i32) -> Option<NaiveDate> {
    Month::new(campaign_year.checked_add(1)?, of.month_of_year).map(|month| month.due_on(of.day_of_month))
}

/// The share of one lease co-holder, in cents (R25).
pub fn rent_share(rent_cents: i64, coholders: u32) -> i64 {
    share(rent_cents, coholders)
}

/// The day the APL of a month is paid (R91).
pub fn apl_paid_on(of: AplPaymentDay, entitlement_month: Month) -> NaiveDate {
    next_working_day(entitlement_month.plus(of.delay_months).due_on(of.day_of_month))
}

/// The day the ALF or ALS of a month is paid (R91).
pub fn al_paid_on(of: AlPaymentDay, entitlement_month: Month) -> NaiveDate {
    next_working_day(entitlement_month.plus(of.delay_months).due_on(of.day_of_month))
}

/// The least amount of aid that is paid, in cents (R92).
pub fn minimum_payment_cents(of: MinimumPayment) -> i64 {
    of.amount_at_least_cents
}

/// What the landlord gives back to the tenant, in cents (R94); nothing when charges are unknown.
pub fn excess_to_tenant_cents(net_cents: i64, rent_cents: i64, charges_cents: Option<i64>) -> Option<i64> {
    let cost = rent_cents.saturating_add(charges_cents?);
    Some(net_cents.saturating_sub(cost).max(0))
}

#[cfg(test)]
#[path = "formulas_tests.rs"]
mod tests;
