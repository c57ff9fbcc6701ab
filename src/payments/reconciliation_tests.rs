use super::*;
use crate::tenancies::TenantSummary;
use crate::values::aid::AidType;

const ID: &str = "01k8m3q6z5e7v9r2t4w6x8y0ab";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn tenant() -> DueTenant {
    DueTenant {
        named: TenantSummary {
            id: format!("ten_{ID}").parse().unwrap(),
            first_name: "Éloïse".to_owned(),
            last_name: "D'Aubigné".to_owned(),
            beneficiary_number: "1234567".parse().unwrap(),
            landlord_reference: None,
        },
        logement_id: format!("log_{ID}").parse().unwrap(),
        reference_id: format!("ref_{ID}").parse().unwrap(),
        terms: terms(),
    }
}

fn terms() -> DueTerms {
    DueTerms {
        lease_started_on: day("2021-09-01"),
        lease_ended_on: None,
        aid_type: AidType::Als,
        payment_mode: PaymentMode::Landlord,
        last_amount_cents: Some(20_000),
        last_month: Some(month("2026-10")),
    }
}

fn on(terms: DueTerms) -> DueTenant {
    DueTenant { terms, ..tenant() }
}

fn line(kind: TransferKind, net_cents: i64, corrects: Option<&str>) -> ReconciledLine {
    ReconciledLine {
        id: format!("pln_{ID}").parse().unwrap(),
        payment_id: format!("pay_{ID}").parse().unwrap(),
        paid_on: day("2026-11-05"),
        kind,
        entitlement_month: month("2026-10"),
        corrects_month: corrects.map(month),
        net_cents,
    }
}

fn october(tenant: DueTenant, lines: Vec<ReconciledLine>) -> Reconciliation {
    reconciled(Law::current(), Due { tenant, managed_until: None, lines }, month("2026-10"), day("2026-11-23"), Language::French)
}

fn codes(found: &Reconciliation) -> Vec<&str> {
    found.explanation.iter().map(|note| note.code.as_str()).collect()
}

#[test]
fn r93_a_month_that_came_as_expected_has_no_gap() {
    let found = october(tenant(), vec![line(TransferKind::Current, 20_000, None)]);
    assert_eq!((found.status, found.gap_cents), (ReconciliationStatus::AsExpected, Some(0)));
    assert_eq!(codes(&found), ["last_known_amount", "as_expected"]);
}

#[test]
fn r93_a_correction_counts_for_the_month_it_corrects() {
    let lines = vec![
        line(TransferKind::Current, 20_000, None),
        line(TransferKind::Recovery, -5_000, Some("2026-09")),
        line(TransferKind::BackPayment, 1_500, Some("2026-10")),
    ];
    let found = october(tenant(), lines);
    assert_eq!((found.received_cents, found.back_payment_cents, found.recovery_cents), (21_500, 1_500, 0));
    assert_eq!((found.status, found.gap_cents), (ReconciliationStatus::More, Some(1_500)));
    assert_eq!(codes(&found), ["last_known_amount", "more", "corrects_other_month", "back_payment"]);
}

#[test]
fn r91_a_month_is_missing_only_once_its_day_of_payment_has_come() {
    let before = reconciled(
        Law::current(),
        Due { tenant: tenant(), managed_until: None, lines: vec![] },
        month("2026-11"),
        day("2026-11-30"),
        Language::English,
    );
    assert_eq!(before.status, ReconciliationStatus::NotYetDue);
    let after = october(tenant(), vec![]);
    assert_eq!((after.status, after.gap_cents), (ReconciliationStatus::Missing, Some(-20_000)));
    let apl = on(DueTerms { aid_type: AidType::Apl, ..terms() });
    let same_month = reconciled(
        Law::current(),
        Due { tenant: apl, managed_until: None, lines: vec![] },
        month("2026-11"),
        day("2026-11-26"),
        Language::English,
    );
    assert_eq!(same_month.status, ReconciliationStatus::Missing);
}

#[test]
fn r92_nothing_is_expected_of_an_aid_under_the_payment_threshold() {
    let small = on(DueTerms { last_amount_cents: Some(999), ..terms() });
    let found = october(small, vec![]);
    assert_eq!((found.expected_cents, found.status), (Some(0), ReconciliationStatus::AsExpected));
    let apl = on(DueTerms { last_amount_cents: Some(999), aid_type: AidType::Apl, ..terms() });
    assert_eq!(october(apl, vec![]).status, ReconciliationStatus::Missing);
}

#[test]
fn r47_nothing_is_expected_of_a_month_in_which_the_lease_starts_or_ends() {
    let started = on(DueTerms { lease_started_on: day("2026-10-01"), ..terms() });
    let ended = on(DueTerms { lease_ended_on: Some(day("2026-10-15")), ..terms() });
    for (tenant, code) in [(started, "lease_started"), (ended, "lease_ended")] {
        let found = october(tenant, vec![line(TransferKind::Current, 20_000, None)]);
        assert_eq!((found.status, found.gap_cents, found.received_cents), (ReconciliationStatus::Unknown, None, 20_000));
        assert_eq!(codes(&found), [code]);
    }
}

#[test]
fn r48_nothing_is_expected_of_a_month_in_which_the_management_ends() {
    let due = Due { tenant: tenant(), managed_until: Some(day("2026-10-30")), lines: vec![] };
    let found = reconciled(Law::current(), due, month("2026-10"), day("2026-11-23"), Language::French);
    assert_eq!((found.status, codes(&found)), (ReconciliationStatus::Unknown, vec!["management_ended"]));
}
