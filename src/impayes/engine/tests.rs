//! The vectors of rules.md, one test a rule.

use chrono::NaiveDate;

use super::*;
use crate::http::problem::At;

mod examples;
mod faults;
mod laws;
mod properties;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Rent 430.00, charges 90.00, aid 200.00, due on the 5th.
fn figures(payment_mode: PaymentMode) -> Figures {
    Figures { rent_cents: 43_000, charges_cents: Some(9_000), aid_cents: Some(20_000), payment_mode, due_day: 5 }
}

fn months(list: &[(&str, i64)]) -> Vec<UnpaidMonth> {
    list.iter()
        .map(|(text, unpaid_cents)| UnpaidMonth { month: month(text), unpaid_cents: *unpaid_cents, includes_adjustment: true })
        .collect()
}

fn judged(figures: Figures, list: &[(&str, i64)], reported_on: &str) -> Assessment {
    try_judged(figures, &months(list), reported_on).unwrap()
}

fn try_judged(figures: Figures, months: &[UnpaidMonth], reported_on: &str) -> Result<Assessment, Vec<FieldError>> {
    let reported_on = day(reported_on);
    assess(&Claim { figures, months, reported_on, occasion: Occasion::Report, started_on: None, ended_on: None })
}

fn codes(assessment: &Assessment) -> Vec<&str> {
    assessment.warnings.iter().map(|warning| warning.code.as_str()).collect()
}

/// The pointers and codes of the faults.
fn faults(result: Result<Assessment, Vec<FieldError>>) -> Vec<(String, &'static str)> {
    let pointer = |at| if let At::Pointer(pointer) = at { pointer } else { String::new() };
    result.unwrap_err().into_iter().map(|error| (pointer(error.at), error.code)).collect()
}
