use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn r20_the_campaign_asks_for_july() {
    assert_eq!(rent_reference_month(2026), Some(month("2026-07")));
    assert_eq!(rent_reference_month(i32::MAX), None);
}

#[test]
fn r25_the_share_is_rounded_down() {
    assert_eq!(rent_share(90_000, 3), 30_000);
    assert_eq!(rent_share(100_000, 3), 33_333);
}

#[test]
fn r28_the_default_cut_off_is_15_january() {
    assert_eq!(rent_cutoff(2026), Some(day("2027-01-15")));
    assert_eq!(rent_cutoff(i32::MAX), None);
}

#[test]
fn r41_a_departure_is_reported_within_a_month_of_the_later_date() {
    assert_eq!(departure_deadline(day("2026-09-20"), None, false), day("2026-10-20"));
    assert_eq!(departure_deadline(day("2026-09-20"), Some(day("2026-10-31")), false), day("2026-11-30"));
    assert_eq!(departure_deadline(day("2026-09-20"), Some(day("2026-08-31")), false), day("2026-10-20"));
    assert_eq!(departure_deadline(day("2026-12-31"), None, true), day("2027-02-28"));
}

#[test]
fn r46_entitlement_ends_the_month_after_a_death() {
    assert_eq!(death_entitlement_end(day("2026-03-12")), day("2026-04-01"));
}

#[test]
fn r75_the_simplified_procedure_stops_at_100_euros_and_with_the_old_regime() {
    assert!(simplified_procedure(Regime::TwoMonthsOfRent, 10_000));
    assert!(!simplified_procedure(Regime::TwoMonthsOfRent, 10_001));
    assert!(!simplified_procedure(Regime::AmountOrThreeMonths, 10_000));
}

#[test]
fn r76_a_requested_plan_has_its_delay() {
    let due = |basis| plan_due_on(Regime::TwoMonthsOfRent, day("2026-08-31"), basis);
    assert_eq!(due(PlanBasis::Standard), Some(day("2027-02-28")));
    assert_eq!(due(PlanBasis::DirectPaymentRefused), Some(day("2026-10-31")));
    assert_eq!(due(PlanBasis::SimplifiedFailed), Some(day("2026-11-30")));
    assert_eq!(plan_due_on(Regime::AmountOrThreeMonths, day("2027-08-31"), PlanBasis::Standard), None);
}

#[test]
fn r72_one_recovery_step_is_enough() {
    assert_eq!(recovery_steps_required(day("2026-11-23")), 1);
    assert_eq!(recovery_steps_required(day("2027-11-23")), 1);
}

#[test]
fn r77_the_default_plan_has_36_instalments_or_fewer() {
    for regime in Regime::ALL {
        let plan = default_plan(*regime, 100_000);
        assert_eq!((plan.len(), plan[0], plan[35]), (36, 2_778, 2_770));
        assert_eq!(default_plan(*regime, 37), [2; 18].iter().copied().chain([1]).collect::<Vec<_>>());
        assert_eq!(default_plan(*regime, 1), [1]);
        assert!(default_plan(*regime, 0).is_empty());
    }
}

#[test]
fn r81_a_plan_is_checked_every_six_months() {
    assert_eq!(next_check_on(Regime::TwoMonthsOfRent, day("2026-08-31")), Some(day("2027-02-28")));
    assert_eq!(next_check_on(Regime::AmountOrThreeMonths, day("2027-08-31")), None);
}

#[test]
fn r87_a_suspension_starts_the_month_after_its_notice() {
    let regime = Regime::AmountOrThreeMonths;
    assert_eq!(suspension_effective_on(regime, day("2027-03-12")), Some(day("2027-04-01")));
    assert_eq!(suspension_effective_on(regime, day("2027-03-01")), Some(day("2027-04-01")));
    assert_eq!(suspension_effective_on(regime, day("2027-12-31")), Some(day("2028-01-01")));
    assert_eq!(suspension_effective_on(Regime::TwoMonthsOfRent, day("2026-03-12")), None);
}

#[test]
fn r91_the_payment_follows_the_kind_of_aid() {
    assert_eq!(al_paid_on(month("2026-03")), day("2026-04-07"), "5 April 2026 is Easter Sunday, the 6th Easter Monday");
    assert_eq!(apl_paid_on(month("2026-03")), day("2026-03-25"));
    assert_eq!(apl_paid_on(month("2026-07")), day("2026-07-27"), "25 July 2026 is a Saturday");
}

#[test]
fn r92_only_allowances_have_a_minimum() {
    assert_eq!(minimum_payment_cents(true, month("2026-03")), 0);
    assert_eq!(minimum_payment_cents(false, month("2026-03")), 1_000);
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
        for regime in Regime::ALL {
            let plan = default_plan(*regime, debt);
            prop_assert_eq!(plan.iter().sum::<i64>(), debt);
            prop_assert!(plan.len() <= 36 && plan.iter().all(|each| *each > 0));
        }
    }

    #[test]
    fn r60_a_threshold_is_never_negative(cents in [0i64..=100_000_000, 0i64..=100_000_000, 0i64..=100_000_000], direct: bool) {
        let [rent_cents, charges_cents, aid_cents] = cents;
        let cost = HousingCost { rent_cents, charges_cents, aid_cents, aid_to_landlord: direct };
        prop_assert!(two_months_of_rent(&cost) >= 0);
    }
}
