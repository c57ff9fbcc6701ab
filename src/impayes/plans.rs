//! Repayment plans (R77–R80). Pure.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dto::RepaymentPlanIn;
use crate::law::figures;
use crate::law::formulas::{at_most, default_plan};
use crate::problem::{FieldCode, FieldError, Problem};
use crate::values::bounds;
use crate::values::money::instalments;
use crate::values::money::{euros_en, euros_fr};
use crate::values::month::Month;
use crate::values::text::Text;

/// One instalment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Instalment {
    /// The day by which it is paid.
    #[schema(example = "2027-01-05")]
    pub due_on: NaiveDate,
    /// What is paid of the debt, in cents.
    #[schema(minimum = 1, maximum = 100_000_000, example = 2_778)]
    pub amount_cents: i64,
}

/// A plan that the tenant signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RepaymentPlan {
    /// The day the tenant signed it.
    #[schema(example = "2026-12-01")]
    pub signed_on: NaiveDate,
    /// The instalments, in the order of their days.
    #[schema(max_items = 120)]
    pub instalments: Vec<Instalment>,
    /// Whether the instalments are equal but for rounding: they then follow the debt when months change.
    #[serde(default)]
    pub equal: bool,
}

/// The fault of a day that is not one of those that may be told.
pub fn out_of_range(pointer: impl Into<String>, day: NaiveDate, days: &RangeInclusive<NaiveDate>) -> Option<FieldError> {
    let text = || bounds::from_to(*days.start(), *days.end());
    (!days.contains(&day)).then(|| FieldError::pointer(pointer, FieldCode::OutOfRange, text()))
}

/// Judges a plan signed on a day that may be told, or makes one of equal monthly instalments: of
/// `most` where it gives no number.
///
/// # Errors
/// 422 when it does not cover the debt, does not start after its signature, or is not in order.
pub fn plan(
    sent: &RepaymentPlanIn,
    debt_cents: i64,
    most: figures::DefaultPlan,
    told: &RangeInclusive<NaiveDate>,
) -> Result<RepaymentPlan, Problem> {
    let mut faults: Vec<FieldError> = out_of_range("/signed_on", sent.signed_on, told).into_iter().collect();
    let (instalments, equal) = match &sent.instalments {
        Some(list) => (list.clone(), false),
        None => (equal(sent, debt_cents, most, &mut faults), true),
    };
    check(sent, &instalments, debt_cents, &mut faults);
    if faults.is_empty() { Ok(RepaymentPlan { signed_on: sent.signed_on, instalments, equal }) } else { Err(Problem::validation(faults)) }
}

fn equal(sent: &RepaymentPlanIn, debt_cents: i64, most: figures::DefaultPlan, faults: &mut Vec<FieldError>) -> Vec<Instalment> {
    let Some(first) = sent.first_due_on else {
        faults.push(fault("/first_due_on", FieldCode::Required, "Donnez la première échéance.", "Give the first due date."));
        return Vec::new();
    };
    let amounts = match sent.count {
        Some(count) => instalments(debt_cents, count),
        None => Some(default_plan(most, debt_cents)),
    };
    match amounts {
        Some(amounts) => monthly(first, &amounts),
        None => {
            faults.push(fault(
                "/count",
                FieldCode::OutOfRange,
                "Trop d'échéances pour cette dette.",
                "Too many instalments for this debt.",
            ));
            Vec::new()
        }
    }
}

/// The same day of each month, clipped to the month.
fn monthly(first: NaiveDate, amounts: &[i64]) -> Vec<Instalment> {
    let month = Month::of(first);
    (0..).zip(amounts).map(|(n, amount)| Instalment { due_on: month.plus(n).due_on(first.day()), amount_cents: *amount }).collect()
}

/// A plan of equal instalments follows a debt that changes (R73).
pub fn recomputed(plan: RepaymentPlan, debt_cents: i64) -> RepaymentPlan {
    let (Some(first), true) = (plan.instalments.first().map(|one| one.due_on), plan.equal) else { return plan };
    let count = u32::try_from(plan.instalments.len()).unwrap_or(1);
    RepaymentPlan { instalments: monthly(first, &at_most(debt_cents, count)), ..plan }
}

fn check(sent: &RepaymentPlanIn, list: &[Instalment], debt_cents: i64, faults: &mut Vec<FieldError>) {
    let start = if sent.instalments.is_some() { "/instalments/0/due_on" } else { "/first_due_on" };
    if list.first().is_some_and(|first| first.due_on <= sent.signed_on) {
        faults.push(fault(start, FieldCode::OutOfRange, "Le plan commence après sa signature.", "The plan starts after its signature."));
    }
    if sent.instalments.is_none() {
        return;
    }
    if sent.first_due_on.is_some_and(|first| list.first().is_some_and(|one| one.due_on != first)) {
        faults.push(fault(
            "/first_due_on",
            FieldCode::Inconsistent,
            "Ce n'est pas la première échéance donnée.",
            "This is not the first instalment given.",
        ));
    }
    for (index, pair) in list.windows(2).enumerate() {
        if pair[0].due_on >= pair[1].due_on {
            let pointer = format!("/instalments/{}/due_on", index + 1);
            faults.push(fault(&pointer, FieldCode::OutOfOrder, "Les échéances se suivent.", "Instalments are in order."));
        }
    }
    let total: i64 = list.iter().map(|one| one.amount_cents).sum();
    if total < debt_cents {
        let text = Text::new(
            format!("Les échéances ({}) ne couvrent pas la dette ({}).", euros_fr(total), euros_fr(debt_cents)),
            format!("The instalments ({}) do not cover the debt ({}).", euros_en(total), euros_en(debt_cents)),
        );
        faults.push(FieldError::pointer("/instalments", FieldCode::DebtNotCovered, text));
    }
}

fn fault(pointer: &str, code: FieldCode, fr: &'static str, en: &'static str) -> FieldError {
    FieldError::pointer(pointer, code, Text::fixed(fr, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: figures::DefaultPlan = figures::DefaultPlan { instalments: 36 };

    fn day(year: i32, month: u32, number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, number).unwrap()
    }

    fn until(of_november: u32) -> RangeInclusive<NaiveDate> {
        day(2026, 9, 5)..=day(2026, 11, of_november)
    }

    #[test]
    fn r72_a_plan_is_signed_from_the_first_due_date_to_today() {
        assert!(plan(&sent(None, None), 100_000, MOST, &until(20)).is_ok());
        assert!(plan(&sent(None, None), 100_000, MOST, &until(19)).is_err());
        assert!(plan(&sent(None, None), 100_000, MOST, &(day(2026, 11, 21)..=day(2026, 11, 23))).is_err());
    }

    fn sent(count: Option<u32>, instalments: Option<Vec<Instalment>>) -> RepaymentPlanIn {
        RepaymentPlanIn { signed_on: day(2026, 11, 20), first_due_on: Some(day(2026, 12, 31)), instalments, count }
    }

    #[test]
    fn r77_a_thousand_euros_are_thirty_five_times_27_78_and_27_70() {
        let plan = plan(&sent(None, None), 100_000, MOST, &until(23)).unwrap();
        let amounts: Vec<i64> = plan.instalments.iter().map(|one| one.amount_cents).collect();
        assert_eq!((amounts.len(), amounts[0], amounts[35], amounts.iter().sum::<i64>()), (36, 2_778, 2_770, 100_000));
        assert_eq!(plan.instalments[2].due_on, day(2027, 2, 28));
    }

    #[test]
    fn r77_a_small_debt_has_fewer_instalments_by_default_and_a_refusal_when_asked() {
        let whole: i64 = plan(&sent(None, None), 40, MOST, &until(23)).unwrap().instalments.iter().map(|one| one.amount_cents).sum();
        assert_eq!(whole, 40);
        assert!(plan(&sent(Some(36), None), 40, MOST, &until(23)).is_err());
    }

    #[test]
    fn r80_instalments_cover_the_debt_and_start_after_the_signature() {
        let one = |due_on, amount_cents| Instalment { due_on, amount_cents };
        let mut good = sent(None, Some(vec![one(day(2026, 12, 5), 50_000), one(day(2027, 1, 5), 50_000)]));
        good.first_due_on = None;
        assert!(plan(&good, 100_000, MOST, &until(23)).is_ok());
        assert!(plan(&good, 100_001, MOST, &until(23)).is_err());
        good.signed_on = day(2026, 12, 5);
        assert!(plan(&good, 100_000, MOST, &(day(2026, 9, 5)..=day(2026, 12, 6))).is_err());
    }
}
