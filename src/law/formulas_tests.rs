use proptest::prelude::*;

use super::*;
use crate::law::Law;
use crate::law::figures::Constitution;
use crate::values::aid::AidType;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn law() -> &'static Law {
    Law::current()
}

/// The first day of a law of arrears.
const PERIODS: [&str; 2] = ["2026-01-01", "2027-01-01"];

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn r20_the_campaign_asks_for_july() {
    assert_eq!(law().reference_month(2026), Some(month("2026-07")));
    assert_eq!(law().reference_month(i32::MAX), None);
}

#[test]
fn r25_the_share_is_rounded_down() {
    assert_eq!(rent_share(90_000, 3), 30_000);
    assert_eq!(rent_share(100_000, 3), 33_333);
}

#[test]
fn r28_the_default_cut_off_is_15_january() {
    assert_eq!(law().cutoff(2026), Some(day("2027-01-15")));
    assert_eq!(law().cutoff(i32::MAX), None);
}

#[test]
fn r41_a_departure_is_reported_within_a_month_of_the_later_date() {
    let deadline = |departed: &str, ended: Option<&str>, justified| {
        let from = departure_counts_from(day(departed), ended.map(day));
        departure_deadline(law().departure_deadline.on(from).figures, from, justified)
    };
    assert_eq!(deadline("2026-09-20", None, false), day("2026-10-20"));
    assert_eq!(deadline("2026-09-20", Some("2026-10-31"), false), day("2026-11-30"));
    assert_eq!(deadline("2026-09-20", Some("2026-08-31"), false), day("2026-10-20"));
    assert_eq!(deadline("2026-12-31", None, true), day("2027-02-28"));
}

#[test]
fn r46_entitlement_ends_the_month_after_a_death() {
    assert_eq!(death_entitlement_end(day("2026-03-12")), day("2026-04-01"));
}

#[test]
fn r75_the_simplified_procedure_stops_at_100_euros_and_with_the_old_regime() {
    let rule = law().simplified_procedure.on(day("2026-12-31")).unwrap();
    assert!(simplified_procedure(rule.figures, 10_000));
    assert!(!simplified_procedure(rule.figures, 10_001));
    assert!(law().simplified_procedure.on(day("2027-01-01")).is_none());
}

#[test]
fn r76_a_requested_plan_has_its_delay() {
    let rule = law().plan_request_delay.on(day("2026-08-31")).unwrap();
    let due = |basis| plan_due_on(rule.figures, day("2026-08-31"), basis);
    assert_eq!(due(PlanBasis::Standard), day("2027-02-28"));
    assert_eq!(due(PlanBasis::DirectPaymentRefused), day("2026-10-31"));
    assert_eq!(due(PlanBasis::SimplifiedFailed), day("2026-11-30"));
    assert!(law().plan_request_delay.on(day("2027-08-31")).is_none());
}

#[test]
fn r72_one_recovery_step_is_enough() {
    assert_eq!(law().recovery_steps.on(day("2026-11-23")).figures.steps_required, 1);
    assert_eq!(law().recovery_steps.on(day("2027-11-23")).figures.steps_required, 1);
}

#[test]
fn r77_the_default_plan_has_36_instalments_or_fewer() {
    for first in PERIODS {
        let of = law().default_plan.on(day(first)).figures;
        let plan = default_plan(of, 100_000);
        assert_eq!((plan.len(), plan[0], plan[35]), (36, 2_778, 2_770));
        assert_eq!(default_plan(of, 37), [2; 18].iter().copied().chain([1]).collect::<Vec<_>>());
        assert_eq!(default_plan(of, 1), [1]);
        assert!(default_plan(of, 0).is_empty());
    }
}

#[test]
fn r81_a_plan_is_checked_every_six_months() {
    let rule = law().plan_check_interval.on(day("2026-08-31")).unwrap();
    assert_eq!(next_check_on(rule.figures, day("2026-08-31")), day("2027-02-28"));
    assert!(law().plan_check_interval.on(day("2027-08-31")).is_none());
}

#[test]
fn r87_a_suspension_starts_the_month_after_its_notice() {
    assert_eq!(suspension_effective_on(day("2027-03-12")), day("2027-04-01"));
    assert_eq!(suspension_effective_on(day("2027-03-01")), day("2027-04-01"));
    assert_eq!(suspension_effective_on(day("2027-12-31")), day("2028-01-01"));
    assert!(law().ccapex_suspension_effect.on(day("2027-03-12")).is_some());
    assert!(law().ccapex_suspension_effect.on(day("2026-03-12")).is_none());
}

#[test]
fn r91_the_payment_follows_the_kind_of_aid() {
    assert_eq!(
        law().aid_paid_on(AidType::Als, month("2026-03")),
        day("2026-04-07"),
        "5 April 2026 is Easter Sunday, the 6th Easter Monday"
    );
    assert_eq!(law().aid_paid_on(AidType::Apl, month("2026-03")), day("2026-03-25"));
    assert_eq!(law().aid_paid_on(AidType::Apl, month("2026-07")), day("2026-07-27"), "25 July 2026 is a Saturday");
}

#[test]
fn r92_only_allowances_have_a_minimum() {
    assert_eq!(law().least_aid_cents(AidType::Apl, month("2026-03")), 0);
    assert_eq!(law().least_aid_cents(AidType::Alf, month("2026-03")), 1_000);
}

#[test]
fn r94_the_excess_goes_back_to_the_tenant() {
    assert_eq!(excess_to_tenant_cents(42_000, 30_000, Some(6_000)), Some(6_000));
    assert_eq!(excess_to_tenant_cents(20_000, 30_000, Some(6_000)), Some(0));
    assert_eq!(excess_to_tenant_cents(42_000, 30_000, None), None);
}

proptest! {
    #[test]
    fn r77_a_default_plan_sums_to_the_debt(debt in 1i64..=100_000_000) {
        for first in PERIODS {
            let plan = default_plan(law().default_plan.on(day(first)).figures, debt);
            prop_assert_eq!(plan.iter().sum::<i64>(), debt);
            prop_assert!(plan.len() <= 36 && plan.iter().all(|each| *each > 0));
        }
    }

    #[test]
    fn r60_a_threshold_is_never_negative(cents in [0i64..=100_000_000, 0i64..=100_000_000, 0i64..=100_000_000], direct: bool) {
        let [rent_cents, charges_cents, aid_cents] = cents;
        let cost = HousingCost { rent_cents, charges_cents, aid_cents, aid_to_landlord: direct };
        let Constitution::TwoMonthsOfRent(of) = law().impaye_constitution.first.figures else { panic!("the first law is an amount of rent") };
        prop_assert!(two_months_of_rent(of, &cost) >= 0);
    }
}
