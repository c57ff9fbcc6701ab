use proptest::prelude::*;

use super::*;

fn any_figures() -> impl Strategy<Value = Figures> {
    let charges = proptest::option::of(0i64..50_000);
    (1i64..200_000, charges, proptest::option::of(0i64..60_000), any::<bool>(), 1u32..=31).prop_map(
        |(rent_cents, charges_cents, aid_cents, direct, due_day)| Figures {
            rent_cents,
            charges_cents,
            aid_cents,
            payment_mode: if direct { PaymentMode::Landlord } else { PaymentMode::Tenant },
            due_day,
        },
    )
}

/// Months of 2026 and 2027, some left out, each with a debt.
fn any_months() -> impl Strategy<Value = Vec<UnpaidMonth>> {
    proptest::collection::vec((0i32..14, 1i64..60_000), 1..8).prop_map(|picked| {
        let mut list: Vec<UnpaidMonth> = picked
            .into_iter()
            .map(|(offset, unpaid_cents)| UnpaidMonth { month: month("2026-02").plus(offset), unpaid_cents, includes_adjustment: true })
            .collect();
        list.sort_by_key(|item| item.month);
        list.dedup_by_key(|item| item.month);
        list
    })
}

fn on(figures: &Figures, months: &[UnpaidMonth], reported_on: NaiveDate) -> Assessment {
    assess(&Claim { figures: figures.clone(), months, reported_on, occasion: Occasion::Simulation, started_on: None, ended_on: None }).unwrap()
}

/// A day on which every month is due, from 30 April 2027 back to what the months allow.
fn late_enough(months: &[UnpaidMonth], after: i32) -> NaiveDate {
    let last = months.last().map_or(month("2026-02"), |item| item.month).last_day();
    last + chrono::Days::new(u64::try_from(after).unwrap_or(0))
}

proptest! {
    #[test]
    fn r71_one_more_month_never_lowers_the_debt(figures in any_figures(), list in any_months(), after in 0i32..200) {
        let reported_on = late_enough(&list, after);
        let whole = on(&figures, &list, reported_on);
        prop_assert!(whole.threshold_cents >= 0);
        prop_assert_eq!(whole.debt_cents, list.iter().map(|item| item.unpaid_cents).sum::<i64>());
        if let Some((_, fewer)) = list.split_last().filter(|(_, fewer)| !fewer.is_empty()) {
            let part = on(&figures, fewer, reported_on);
            prop_assert!(part.debt_cents < whole.debt_cents);
            prop_assert!(whole.constituted || !part.constituted);
            if part.constituted {
                prop_assert!(whole.constituted_on <= part.constituted_on);
            }
        }
    }

    #[test]
    fn r67_one_more_day_never_brings_the_deadline_nearer(figures in any_figures(), list in any_months(), after in 0i32..400) {
        let reported_on = late_enough(&list, after);
        let (today, tomorrow) = (on(&figures, &list, reported_on), on(&figures, &list, reported_on.succ_opt().unwrap()));
        if let (Some(sooner), Some(later)) = (today.report_deadline_on, tomorrow.report_deadline_on) {
            prop_assert!(sooner <= later);
        }
        prop_assert!(!today.late || tomorrow.late);
    }

    #[test]
    fn r67_a_later_constitution_never_has_an_earlier_deadline(offset in 0u64..4_000) {
        let constituted_on = day("2024-01-01") + chrono::Days::new(offset);
        for regime in Regime::ALL {
            let deadline = |day| formulas::impaye_report_deadline(*regime, day);
            prop_assert!(deadline(constituted_on) <= deadline(constituted_on.succ_opt().unwrap()));
            prop_assert!(deadline(constituted_on) > constituted_on);
        }
    }

    #[test]
    fn r60_an_assessment_is_coherent(figures in any_figures(), list in any_months(), after in 0i32..400) {
        let reported_on = late_enough(&list, after);
        let found = on(&figures, &list, reported_on);
        prop_assert_eq!(found.constituted, found.constituted_on.is_some());
        prop_assert_eq!(found.constituted, found.missing.is_none());
        prop_assert_eq!(found.constituted, found.report_deadline_on.is_some());
        prop_assert!(found.constituted_on.is_none_or(|day| day <= reported_on));
        prop_assert!(found.missing.is_none_or(|missing| missing.amount_cents > 0));
        prop_assert!(found.explanation.iter().all(|step| !step.article.is_empty()));
    }
}
