//! The vectors of the rules on arrears, to the cent and to the day.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::assess::{Assessment, Figures, UnpaidMonth, assess as assess_by, excessive_months, month_faults};
use crate::law::Law;
use crate::law::formulas::impaye_report_deadline;
use crate::law::regime::Regime;
use crate::values::aid::PaymentMode;
use crate::values::legal_days::add_months;
use crate::values::month::Month;

fn day(year: i32, month: u32, number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, number).unwrap()
}

fn figures(rent: i64, charges: i64, aid: i64, payment_mode: PaymentMode) -> Figures {
    Figures { rent_cents: rent, charges_cents: Some(charges), aid_cents: aid, aid_unknown: false, payment_mode, due_day: 1, term: None }
}

fn months(list: &[(i32, u32, i64)]) -> Vec<UnpaidMonth> {
    let one = |(year, month, unpaid_cents): &(i32, u32, i64)| UnpaidMonth {
        month: Month::new(*year, *month).unwrap(),
        unpaid_cents: *unpaid_cents,
        includes_adjustment: false,
    };
    list.iter().map(one).collect()
}

fn assess(figures: &Figures, months: &[UnpaidMonth], reported_on: NaiveDate) -> Assessment {
    assess_by(Law::current(), figures, months, reported_on)
}

fn in_2026(figures: &Figures, list: &[(i32, u32, i64)]) -> Assessment {
    assess(figures, &months(list), day(2026, 11, 23))
}

#[test]
fn r60_r61_the_threshold_of_the_first_regime_is_exact_to_the_cent() {
    use PaymentMode::{Landlord, Tenant};
    let table = [
        (43_000, 9_000, 20_000, Tenant, 104_000),
        (43_000, 9_000, 20_000, Landlord, 64_000),
        (28_000, 2_000, 5_000, Tenant, 60_000),
        (28_000, 2_000, 5_000, Landlord, 50_000),
        (52_050, 4_525, 18_000, Tenant, 113_150),
        (52_050, 4_525, 18_000, Landlord, 77_150),
    ];
    for (rent, charges, aid, mode, threshold) in table {
        let figures = figures(rent, charges, aid, mode);
        let met = in_2026(&figures, &[(2026, 9, threshold / 2), (2026, 10, threshold - threshold / 2)]);
        assert_eq!((met.threshold_cents, met.constituted, met.missing_cents), (threshold, true, None));
        assert_eq!(met.regime(), Regime::TwoMonthsOfRent);
        let short = in_2026(&figures, &[(2026, 9, threshold / 2), (2026, 10, threshold - threshold / 2 - 1)]);
        assert_eq!((short.constituted, short.missing_cents), (false, Some(1)));
    }
}

#[test]
fn r63_the_threshold_is_never_negative_and_no_debt_is_not_a_debt() {
    let figures = figures(30_000, 6_000, 42_000, PaymentMode::Landlord);
    assert_eq!(in_2026(&figures, &[(2026, 10, 1)]).threshold_cents, 0);
    assert!(in_2026(&figures, &[(2026, 10, 1)]).constituted);
    assert!(!in_2026(&figures, &[]).constituted);
}

#[test]
fn r66_partial_and_non_consecutive_months_count_and_the_day_is_that_of_the_month_that_reaches_it() {
    let mut figures = figures(43_000, 9_000, 20_000, PaymentMode::Landlord);
    figures.due_day = 31;
    let list = [(2026, 2, 15_000), (2026, 4, 15_000), (2026, 5, 15_000), (2026, 6, 15_000), (2026, 9, 15_000)];
    let of = in_2026(&figures, &list);
    assert_eq!(of.debt_cents, 75_000);
    assert_eq!(of.constituted_on, Some(day(2026, 9, 30)));
    assert_eq!(of.report_deadline_on, Some(day(2026, 11, 30)));
    assert!(!of.late);
}

#[test]
fn r67_r68_late_binds_only_the_landlord_who_receives_the_aid() {
    let list = [(2026, 1, 60_000), (2026, 2, 60_000)];
    assert!(in_2026(&figures(43_000, 9_000, 20_000, PaymentMode::Landlord), &list).late);
    assert!(!in_2026(&figures(43_000, 9_000, 20_000, PaymentMode::Tenant), &list).late);
}

#[test]
fn r67_the_deadline_is_two_months_by_the_number_of_the_day() {
    let deadline = |on| impaye_report_deadline(Law::current().impaye_report_deadline.on(on).figures, on);
    assert_eq!(deadline(day(2026, 12, 31)), day(2027, 2, 28));
    assert_eq!(deadline(day(2027, 12, 31)), day(2028, 2, 29));
}

#[test]
fn r69_a_month_is_listed_once_in_order_and_when_due() {
    let figures = figures(43_000, 9_000, 0, PaymentMode::Tenant);
    let faults = |list: &[(i32, u32, i64)]| month_faults(&figures, &months(list), day(2026, 11, 23)).len();
    assert_eq!(faults(&[(2026, 10, 1), (2026, 11, 1)]), 0);
    assert_eq!(faults(&[(2026, 10, 1), (2026, 10, 1)]), 1);
    assert_eq!(faults(&[(2026, 11, 1), (2026, 10, 1)]), 1);
    assert_eq!(faults(&[(2026, 12, 1)]), 1);
}

#[test]
fn r70_more_than_the_month_was_needs_an_adjustment() {
    let figures = figures(43_000, 9_000, 20_000, PaymentMode::Landlord);
    assert!(excessive_months(&figures, &months(&[(2026, 10, 32_000)])).is_empty());
    assert_eq!(excessive_months(&figures, &months(&[(2026, 10, 32_001)])).len(), 1);
    let mut adjusted = months(&[(2026, 10, 40_000)]);
    adjusted[0].includes_adjustment = true;
    assert!(excessive_months(&figures, &adjusted).is_empty());
}

#[test]
fn r75_one_hundred_euros_may_follow_the_simplified_procedure() {
    let figures = figures(20_000, 0, 18_000, PaymentMode::Landlord);
    assert!(in_2026(&figures, &[(2026, 10, 10_000)]).simplified_procedure);
    assert!(!in_2026(&figures, &[(2026, 10, 10_001)]).simplified_procedure);
    assert!(!assess(&figures, &months(&[(2026, 10, 10_000)]), day(2027, 2, 1)).simplified_procedure);
    // The threshold is 40.00 there: less is no arrears, and so follows no procedure.
    assert!(in_2026(&figures, &[(2026, 10, 4_000)]).simplified_procedure);
    let little = in_2026(&figures, &[(2026, 10, 3_999)]);
    assert!(!little.constituted && !little.simplified_procedure);
}

#[test]
fn r82_the_second_regime_wants_more_than_450_euros() {
    let figures = figures(43_000, 9_000, 20_000, PaymentMode::Landlord);
    let at = day(2027, 4, 1);
    let exactly = assess(&figures, &months(&[(2027, 2, 32_000), (2027, 3, 13_000)]), at);
    assert_eq!((exactly.regime(), exactly.constituted, exactly.threshold_cents), (Regime::AmountOrThreeMonths, false, 45_000));
    assert_eq!((exactly.missing_cents, exactly.three_months_on), (Some(1), Some(day(2027, 5, 1))));
    let above = assess(&figures, &months(&[(2027, 2, 32_000), (2027, 3, 13_001)]), at);
    assert_eq!((above.constituted, above.constituted_on), (true, Some(day(2027, 3, 1))));
}

#[test]
fn r83_three_months_after_a_first_default_whatever_the_amount() {
    let mut figures = figures(43_000, 9_000, 20_000, PaymentMode::Tenant);
    figures.due_day = 10;
    let list = months(&[(2026, 10, 2_000)]);
    assert!(!assess(&figures, &list, day(2027, 1, 9)).constituted);
    let met = assess(&figures, &list, day(2027, 1, 10));
    assert_eq!(met.constituted_on, Some(day(2027, 1, 10)));
}

#[test]
fn r85_the_regime_follows_the_day_of_the_report() {
    let figures = figures(43_000, 9_000, 20_000, PaymentMode::Tenant);
    let list = months(&[(2026, 10, 52_000)]);
    assert!(!assess(&figures, &list, day(2026, 12, 31)).constituted);
    assert!(assess(&figures, &list, day(2027, 1, 1)).constituted);
}

#[test]
fn r66_a_debt_constituted_by_the_second_regime_is_never_dated_before_it() {
    let figures = figures(43_000, 9_000, 20_000, PaymentMode::Tenant);
    let of = assess(&figures, &months(&[(2026, 10, 52_000)]), day(2027, 1, 20));
    assert_eq!(of.constituted_on, Some(day(2027, 1, 1)));
}

#[test]
fn r88_what_the_first_regime_had_constituted_is_still_accepted() {
    let figures = figures(20_000, 0, 5_000, PaymentMode::Landlord);
    let list = months(&[(2026, 11, 15_000), (2026, 12, 15_000)]);
    let of = assess(&figures, &list, day(2027, 1, 15));
    assert_eq!((of.constituted, of.constituted_on), (true, Some(day(2026, 12, 1))));
    assert!(of.warnings.iter().any(|warning| warning.code == "constituted_under_previous_regime"));
}

#[test]
fn r86_every_judgment_explains_itself_with_articles() {
    let of = in_2026(&figures(43_000, 9_000, 20_000, PaymentMode::Landlord), &[(2026, 9, 32_000), (2026, 10, 32_000)]);
    assert!(of.explanation.len() >= 4);
    assert!(of.explanation.iter().all(|step| !step.article.is_empty()));
}

fn some_months() -> impl Strategy<Value = Vec<UnpaidMonth>> {
    proptest::collection::vec(1i64..100_000, 1..12).prop_map(|amounts| {
        let first = Month::new(2026, 1).unwrap();
        (0..).zip(amounts).map(|(n, unpaid_cents)| UnpaidMonth { month: first.plus(n), unpaid_cents, includes_adjustment: true }).collect()
    })
}

proptest! {
    #[test]
    fn r71_the_debt_grows_with_each_month(list in some_months()) {
        let figures = figures(43_000, 9_000, 20_000, PaymentMode::Landlord);
        for length in 1..list.len() {
            let (less, more) = (assess(&figures, &list[..length], day(2027, 6, 1)), assess(&figures, &list[..=length], day(2027, 6, 1)));
            prop_assert!(less.debt_cents < more.debt_cents);
            prop_assert!(more.constituted || !less.constituted);
        }
    }

    #[test]
    fn r61_the_threshold_is_never_below_zero(rent in 1i64..1_000_000, charges in 0i64..100_000, aid in 0i64..2_000_000) {
        let of = in_2026(&figures(rent, charges, aid, PaymentMode::Landlord), &[(2026, 10, 1)]);
        prop_assert!(of.threshold_cents >= 0);
    }

    #[test]
    fn g2_a_later_day_never_has_an_earlier_deadline(offset in 0i64..4000, months in 1i32..12) {
        let first = day(2024, 1, 1) + chrono::Days::new(offset.unsigned_abs());
        let next = first.succ_opt().unwrap();
        prop_assert!(add_months(first, months) <= add_months(next, months));
    }
}
