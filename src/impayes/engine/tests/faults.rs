use super::*;

fn exact(list: &[(&str, i64)]) -> Vec<UnpaidMonth> {
    months(list).into_iter().map(|item| UnpaidMonth { includes_adjustment: false, ..item }).collect()
}

fn claim(months: &[UnpaidMonth], occasion: Occasion) -> Claim<'_> {
    Claim { figures: figures(PaymentMode::Landlord), months, reported_on: day("2026-11-23"), occasion, started_on: None, ended_on: None }
}

#[test]
fn r69_months_are_distinct_ascending_and_above_zero() {
    let list = exact(&[("2026-09", 100), ("2026-09", 100), ("2026-08", 0), ("2026-10", -1)]);
    assert_eq!(
        faults(assess(&claim(&list, Occasion::Report))),
        [
            ("/months/1/month".to_owned(), "duplicate"),
            ("/months/2/month".to_owned(), "out_of_order"),
            ("/months/2/unpaid_cents".to_owned(), "out_of_range"),
            ("/months/3/unpaid_cents".to_owned(), "out_of_range"),
        ]
    );
    assert_eq!(faults(assess(&claim(&[], Occasion::Simulation))), [("/months".to_owned(), "required")]);
}

#[test]
fn r69_a_month_may_be_listed_from_its_due_date() {
    let list = exact(&[("2026-11", 100)]);
    assert!(try_judged(figures(PaymentMode::Tenant), &list, "2026-11-05").is_ok());
    assert_eq!(faults(try_judged(figures(PaymentMode::Tenant), &list, "2026-11-04")), [("/months/0/month".to_owned(), "out_of_range")]);
    let last_day = Figures { due_day: 31, ..figures(PaymentMode::Tenant) };
    assert!(try_judged(last_day.clone(), &list, "2026-11-30").is_ok());
    assert!(try_judged(last_day, &list, "2026-11-29").is_err());
}

#[test]
fn r69_the_start_lies_in_the_first_month() {
    let list = exact(&[("2026-09", 100), ("2026-11", 100)]);
    let started = |text: &str| assess(&Claim { started_on: Some(day(text)), ..claim(&list, Occasion::Report) });
    assert_eq!(started("2026-09-30").unwrap().started_on, day("2026-09-30"));
    for text in ["2026-08-31", "2026-10-01"] {
        assert_eq!(faults(started(text)), [("/started_on".to_owned(), "out_of_range")]);
    }
    let now = exact(&[("2026-11", 100)]);
    let ahead = assess(&Claim { started_on: Some(day("2026-11-24")), ..claim(&now, Occasion::Report) });
    assert_eq!(faults(ahead), [("/started_on".to_owned(), "out_of_range")]);
}

#[test]
fn r70_more_than_was_due_is_refused_unless_it_includes_an_adjustment() {
    let mut list = exact(&[("2026-09", 32_000), ("2026-10", 32_001)]);
    assert_eq!(faults(assess(&claim(&list, Occasion::Report))), [("/months/1/unpaid_cents".to_owned(), "unpaid_above_due")]);
    let simulated = assess(&claim(&list, Occasion::Simulation)).unwrap();
    assert_eq!(simulated.warnings[0].pointer.as_deref(), Some("/months/1/unpaid_cents"));
    assert_eq!(codes(&simulated), ["unpaid_above_due"]);
    list[1].includes_adjustment = true;
    assert!(assess(&claim(&list, Occasion::Report)).unwrap().warnings.is_empty());
    // Gross where the tenant receives the aid.
    let gross = exact(&[("2026-10", 52_000)]);
    assert!(try_judged(figures(PaymentMode::Tenant), &gross, "2026-11-23").is_ok());
    assert!(try_judged(figures(PaymentMode::Landlord), &gross, "2026-11-23").is_err());
}

#[test]
fn r44_months_after_a_departure_are_refused() {
    let list = exact(&[("2026-09", 100), ("2026-10", 100)]);
    let ended = |text: &str| assess(&Claim { ended_on: Some(day(text)), ..claim(&list, Occasion::Report) });
    assert!(ended("2026-10-05").is_ok());
    assert_eq!(faults(ended("2026-10-04")), [("/months/1/month".to_owned(), "out_of_range")]);
}

#[test]
fn r73_months_of_a_case_are_added_replaced_and_removed() {
    let current = exact(&[("2026-08", 100), ("2026-10", 200)]);
    let merged = |list: &[(&str, i64)]| merged_months(&current, &claim(&exact(list), Occasion::Report));
    assert_eq!(merged(&[("2026-09", 300)]).unwrap(), exact(&[("2026-08", 100), ("2026-09", 300), ("2026-10", 200)]));
    assert_eq!(merged(&[("2026-08", 150), ("2026-10", 0)]).unwrap(), exact(&[("2026-08", 150)]));
    assert_eq!(merged(&[("2026-07", 0)]).unwrap(), current);
    assert_eq!(merged(&[("2026-08", 0), ("2026-10", 0)]).unwrap_err()[0].code, "last_month");
    assert_eq!(merged(&[("2026-12", 100)]).unwrap_err()[0].code, "out_of_range");
    assert_eq!(merged(&[("2026-11", 32_001)]).unwrap_err()[0].code, "unpaid_above_due");
}
