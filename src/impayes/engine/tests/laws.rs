use super::*;
use crate::values::legal_days::paris_day;

#[test]
fn r60_the_exact_threshold_is_accepted_and_a_cent_less_is_not() {
    let enough = judged(figures(PaymentMode::Tenant), &[("2026-09", 52_000), ("2026-10", 52_000)], "2026-11-23");
    assert!(enough.constituted && enough.missing.is_none() && enough.shortfall().is_none());
    assert_eq!((enough.debt_cents, enough.threshold_cents), (104_000, 104_000));
    assert_eq!(enough.constituted_on, Some(day("2026-10-05")));
    let short = judged(figures(PaymentMode::Tenant), &[("2026-09", 52_000), ("2026-10", 51_999)], "2026-11-23");
    assert!(!short.constituted && !short.late);
    assert_eq!((short.constituted_on, short.report_deadline_on), (None, None));
    assert_eq!(short.missing, Some(Missing { amount_cents: 1, constituted_from: None }));
    let text = short.shortfall().unwrap();
    for part in ["€1,040.00", "€1,039.99", "€0.01", "€430.00", "€90.00", "CCH R.824-1"] {
        assert!(text.en.contains(part), "{part} in {}", text.en);
    }
}

#[test]
fn r61_the_aid_is_deducted_when_the_landlord_receives_it() {
    let enough = judged(figures(PaymentMode::Landlord), &[("2026-09", 32_000), ("2026-10", 32_000)], "2026-11-23");
    assert!(enough.constituted);
    assert_eq!(enough.threshold_cents, 64_000);
    let short = judged(figures(PaymentMode::Landlord), &[("2026-09", 32_000), ("2026-10", 31_999)], "2026-11-23");
    assert_eq!(short.missing, Some(Missing { amount_cents: 1, constituted_from: None }));
}

#[test]
fn r62_every_threshold_of_the_table() {
    for (rent, charges, aid, tenant, landlord) in
        [(43_000, 9_000, 20_000, 104_000, 64_000), (28_000, 2_000, 5_000, 60_000, 50_000), (52_050, 4_525, 18_000, 113_150, 77_150)]
    {
        for (payment_mode, threshold) in [(PaymentMode::Tenant, tenant), (PaymentMode::Landlord, landlord)] {
            let figures = Figures { rent_cents: rent, charges_cents: Some(charges), aid_cents: Some(aid), payment_mode, due_day: 5 };
            let at = judged(figures.clone(), &[("2026-10", threshold)], "2026-11-23");
            assert!(at.constituted && at.threshold_cents == threshold, "{at:?}");
            assert!(!judged(figures, &[("2026-10", threshold - 1)], "2026-11-23").constituted);
        }
    }
}

#[test]
fn r63_a_threshold_of_zero_still_needs_a_debt() {
    let figures = Figures { aid_cents: Some(60_000), ..figures(PaymentMode::Landlord) };
    let found = judged(figures.clone(), &[("2026-10", 1)], "2026-11-23");
    assert!(found.constituted);
    assert_eq!(found.threshold_cents, 0);
    assert_eq!(formulas::two_months_met_on(&figures.cost(), &[Balance { due_on: day("2026-10-05"), owed_cents: 0 }]), None);
}

#[test]
fn r64_months_need_not_follow_each_other() {
    let found = judged(figures(PaymentMode::Landlord), &[("2026-03", 32_000), ("2026-08", 32_000)], "2026-11-23");
    assert_eq!(found.constituted_on, Some(day("2026-08-05")));
}

#[test]
fn r65_partial_payments_add_up() {
    let short = [("2026-05", 15_000), ("2026-06", 15_000), ("2026-07", 15_000), ("2026-08", 15_000), ("2026-09", 15_000)];
    let found = judged(figures(PaymentMode::Landlord), &short, "2026-11-23");
    assert_eq!((found.debt_cents, found.constituted_on), (75_000, Some(day("2026-09-05"))));
    assert!(!judged(figures(PaymentMode::Landlord), &short[..4], "2026-11-23").constituted);
}

#[test]
fn r66_the_due_day_is_clipped_to_the_month() {
    let figures = Figures { due_day: 31, ..figures(PaymentMode::Landlord) };
    let found = judged(figures, &[("2026-01", 32_000), ("2026-02", 32_000)], "2026-03-01");
    assert_eq!((found.started_on, found.constituted_on), (day("2026-01-31"), Some(day("2026-02-28"))));
}

#[test]
fn r66_the_new_regime_constitutes_nothing_before_it_holds() {
    let figures = figures(PaymentMode::Tenant);
    let found = judged(figures.clone(), &[("2026-12", 45_001)], "2027-01-05");
    assert_eq!((found.constituted_on, found.threshold_cents), (Some(day("2027-01-01")), 45_000));
    let found = judged(figures.clone(), &[("2026-03", 100)], "2027-01-05");
    assert_eq!(found.constituted_on, Some(day("2027-01-01")));
    // The former regime was met before 2027: its day stays, and the new one is met as well.
    let found = judged(figures, &[("2026-09", 52_000), ("2026-10", 52_000)], "2027-01-05");
    assert_eq!((found.constituted_on, codes(&found)), (Some(day("2026-10-05")), vec![]));
    assert_eq!(found.report_deadline_on, Some(day("2026-12-05")));
}

#[test]
fn r66_a_debt_that_meets_the_former_regime_only_in_2027_follows_the_new_one() {
    let figures = Figures { rent_cents: 15_000, charges_cents: Some(0), ..figures(PaymentMode::Tenant) };
    let found = judged(figures, &[("2026-12", 15_000), ("2027-01", 15_000)], "2027-01-10");
    assert!(!found.constituted);
    assert_eq!(found.missing, Some(Missing { amount_cents: 15_001, constituted_from: Some(day("2027-03-05")) }));
}

#[test]
fn r67_a_report_is_late_the_day_after_the_deadline() {
    let list = [("2026-08", 32_000), ("2026-09", 32_000)];
    let in_time = judged(figures(PaymentMode::Landlord), &list, "2026-11-05");
    assert_eq!((in_time.report_deadline_on, in_time.late), (Some(day("2026-11-05")), false));
    let late = judged(figures(PaymentMode::Landlord), &list, "2026-11-06");
    assert!(late.late);
    assert!(late.explanation.iter().any(|step| step.article == "CSS L.114-17"));
}

#[test]
fn r68_only_a_landlord_who_receives_the_aid_is_late() {
    let list = [("2026-01", 52_000), ("2026-02", 52_000)];
    let found = judged(figures(PaymentMode::Tenant), &list, "2026-11-23");
    assert_eq!((found.report_deadline_on, found.late), (Some(day("2026-04-05")), false));
    assert!(found.explanation.iter().any(|step| step.article == "CCH L.824-1"));
}

#[test]
fn g2_the_deadline_falls_on_the_last_day_of_a_short_month() {
    let figures = Figures { due_day: 31, ..figures(PaymentMode::Landlord) };
    let found = judged(figures, &[("2026-11", 32_000), ("2026-12", 32_000)], "2026-12-31");
    assert_eq!((found.constituted_on, found.report_deadline_on), (Some(day("2026-12-31")), Some(day("2027-02-28"))));
}

#[test]
fn r71_the_total_is_exact() {
    let found = judged(figures(PaymentMode::Tenant), &[("2026-08", 1), ("2026-09", 33_333), ("2026-10", 33_333)], "2026-11-23");
    assert_eq!(found.debt_cents, 66_667);
}

#[test]
fn r75_small_debts_may_follow_the_simplified_procedure() {
    let small = Figures { rent_cents: 5_000, charges_cents: Some(0), ..figures(PaymentMode::Tenant) };
    assert!(judged(small.clone(), &[("2026-10", 10_000)], "2026-11-23").simplified_procedure);
    assert!(!judged(small.clone(), &[("2026-10", 10_001)], "2026-11-23").simplified_procedure);
    assert!(!judged(small, &[("2026-10", 10_000)], "2027-11-23").simplified_procedure);
}

#[test]
fn r82_the_new_amount_must_be_exceeded() {
    for payment_mode in [PaymentMode::Tenant, PaymentMode::Landlord] {
        let list = [("2027-01", 22_500), ("2027-02", 22_500)];
        let exact = judged(figures(payment_mode), &list, "2027-03-05");
        assert_eq!(exact.regime, Regime::AmountOrThreeMonths);
        assert_eq!(exact.missing, Some(Missing { amount_cents: 1, constituted_from: Some(day("2027-04-05")) }));
        let text = exact.shortfall().unwrap();
        assert!(text.en.contains("€450.00") && text.en.contains("2027-04-05") && text.en.contains("CCH R.824-2"), "{}", text.en);
        let above = judged(figures(payment_mode), &[("2027-01", 22_500), ("2027-02", 22_501)], "2027-03-05");
        assert_eq!(above.constituted_on, Some(day("2027-02-05")));
    }
}

#[test]
fn r83_three_months_after_the_first_default_are_enough() {
    let figures = Figures { due_day: 10, ..figures(PaymentMode::Tenant) };
    let before = judged(figures.clone(), &[("2026-10", 2_000)], "2027-01-09");
    assert_eq!(before.missing, Some(Missing { amount_cents: 43_001, constituted_from: Some(day("2027-01-10")) }));
    let on = judged(figures, &[("2026-10", 2_000)], "2027-01-10");
    assert_eq!((on.constituted, on.constituted_on), (true, Some(day("2027-01-10"))));
}

#[test]
fn r83_the_start_told_by_the_landlord_does_not_move_the_first_default() {
    let list = months(&[("2026-10", 2_000)]);
    let claim = |started_on| Claim {
        figures: Figures { due_day: 10, ..figures(PaymentMode::Tenant) },
        months: &list,
        reported_on: day("2027-01-09"),
        occasion: Occasion::Report,
        started_on,
        ended_on: None,
    };
    let found = assess(&claim(Some(day("2026-10-01")))).unwrap();
    assert_eq!((found.started_on, found.constituted), (day("2026-10-01"), false));
    assert_eq!(assess(&claim(None)).unwrap().started_on, day("2026-10-10"));
}

#[test]
fn r85_an_evening_in_utc_is_the_next_year_in_paris() {
    let reported_on = paris_day("2026-12-31T23:30:00Z".parse().unwrap()).to_string();
    assert_eq!(judged(figures(PaymentMode::Tenant), &[("2026-10", 100)], &reported_on).regime, Regime::AmountOrThreeMonths);
    let reported_on = paris_day("2026-12-31T22:59:59Z".parse().unwrap()).to_string();
    assert_eq!(judged(figures(PaymentMode::Tenant), &[("2026-10", 100)], &reported_on).regime, Regime::TwoMonthsOfRent);
}

#[test]
fn r86_the_reasoning_names_formula_figures_and_articles() {
    let found = judged(figures(PaymentMode::Landlord), &[("2026-09", 32_000), ("2026-10", 32_000)], "2026-11-23");
    let articles: Vec<_> = found.explanation.iter().map(|step| step.article).collect();
    assert_eq!(articles, ["CCH R.824-1", "CCH R.824-1", "CCH R.824-1", "CCH R.824-1", "CCH R.824-4"]);
    let formula = &found.explanation[1].text.fr;
    for part in ["2 ×", "430,00", "90,00", "200,00", "640,00"] {
        assert!(formula.contains(part), "{formula}");
    }
    assert_eq!(found.rule().id, "impaye_two_months_of_rent");
}

#[test]
fn r88_what_the_former_regime_constituted_is_still_accepted() {
    let figures = Figures { rent_cents: 15_000, charges_cents: Some(0), ..figures(PaymentMode::Tenant) };
    let found = judged(figures, &[("2026-11", 15_000), ("2026-12", 15_000)], "2027-01-10");
    assert!(found.constituted && found.missing.is_none());
    assert_eq!((found.regime, found.threshold_cents), (Regime::AmountOrThreeMonths, 45_000));
    assert_eq!((found.constituted_on, found.report_deadline_on), (Some(day("2026-12-05")), Some(day("2027-02-05"))));
    assert_eq!(codes(&found), ["constituted_under_previous_regime"]);
    assert!(found.explanation.iter().any(|step| step.article == "Décret 2026-84, art. 5"));
}

#[test]
fn r24_unknown_charges_count_as_zero_and_are_told() {
    let figures = Figures { charges_cents: None, ..figures(PaymentMode::Tenant) };
    let found = judged(figures, &[("2026-10", 86_000)], "2026-11-23");
    assert_eq!((found.threshold_cents, codes(&found)), (86_000, vec!["charges_unknown"]));
    assert_eq!(found.figures.charges_cents, None);
}

#[test]
fn r96_an_unknown_aid_is_told_where_it_matters() {
    let unknown = |payment_mode| Figures { aid_cents: None, ..figures(payment_mode) };
    let found = judged(unknown(PaymentMode::Landlord), &[("2026-10", 86_000)], "2026-11-23");
    assert_eq!((found.threshold_cents, codes(&found)), (104_000, vec!["aid_unknown"]));
    assert!(codes(&judged(unknown(PaymentMode::Tenant), &[("2026-10", 86_000)], "2026-11-23")).is_empty());
}

#[test]
fn r25_a_shared_lease_counts_for_its_share() {
    let shared = Figures { rent_cents: 100_000, charges_cents: Some(10_000), ..figures(PaymentMode::Tenant) }.shared(3);
    assert_eq!((shared.rent_cents, shared.charges_cents, shared.aid_cents), (33_333, Some(3_333), Some(20_000)));
}
