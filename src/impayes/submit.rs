//! Reporting arrears: looked up, judged, stored with a receipt.

pub mod steps;

use chrono::{Datelike, NaiveDate};

use super::assess::{Assessment, Figures, UnpaidMonth, assess, excessive_months, month_faults};
use super::debtor::Debtor;
use super::dto::{Impaye, ImpayeIn, RecoveryStep};
use super::explain::formula;
use super::plans;
use super::queries::NewImpaye;
use crate::acts::{About, Due, Received};
use crate::db::Scope;
use crate::law::Rule;
use crate::law::figures::RecoverySteps;
use crate::problem::{Code, FieldCode, FieldError, Noted, Problem, WarningCode};
use crate::receipts::ReceiptKind;
use crate::values::aid::PaymentMode;
use crate::values::money::{euros_en, euros_fr};
use crate::values::month::Month;
use crate::values::text::{Language, Text};
use crate::values::typed_id::ImpayeId;
use crate::values::words;

/// Judges and stores a report.
///
/// # Errors
/// 404, 409 `impaye_already_open` or `management_ended`, 422 for months that cannot be unpaid, for a
/// debt the law does not call arrears, or for missing recovery steps. Nothing is then written.
pub fn submit(scope: &mut Scope<'_>, sent: &ImpayeIn) -> Result<Impaye, Problem> {
    let today = scope.today();
    let mut debtor = Debtor::of(scope.tenancy(&sent.tenant_id, today)?)?;
    let charges_known = debtor.figures.charges_cents.is_some();
    if !charges_known {
        debtor.figures.charges_cents = sent.charges_cents.map(|charges| debtor.share_of(charges));
    }
    if let Some(open) = scope.open_impaye(&sent.tenant_id)? {
        return Err(Problem::new(
            Code::ImpayeAlreadyOpen,
            Text::fixed(
                "Un dossier est déjà ouvert pour ce bail : ajoutez-lui des mois.",
                "A case is already open for this tenancy: add months to it.",
            ),
        )
        .with("current_id", open.as_str()));
    }
    managed(&debtor, sent.months.iter().map(|one| one.month), today)?;
    let mut faults = listed_faults(&debtor, &sent.months, today);
    faults.extend(start_fault(&debtor.figures, sent, today));
    // A first month that is not due yet is a fault of its own.
    if let Some(first) = first_default(&debtor.figures, &sent.months).filter(|first| *first <= today) {
        let steps = sent.recovery_steps.iter().enumerate();
        let fault = |(index, step): (usize, &RecoveryStep)| {
            plans::out_of_range(format!("/recovery_steps/{index}/done_on"), step.done_on, &(first..=today))
        };
        faults.extend(steps.filter_map(fault));
    }
    if !faults.is_empty() {
        return Err(Problem::validation(faults));
    }
    let mut assessment = assess(scope.law(), &debtor.figures, &sent.months, today);
    if charges_known && sent.charges_cents.is_some() {
        assessment.warnings.push(charges_ignored(assessment.rule));
    }
    if !assessment.constituted {
        return Err(not_constituted(&debtor.figures, &assessment, scope.language()));
    }
    let steps = scope.law().recovery_steps.on(today);
    if debtor.figures.payment_mode == PaymentMode::Landlord && sent.recovery_steps.len() < steps.figures.steps_required as usize {
        return Err(steps_missing(steps));
    }
    let started_on = sent.started_on.or_else(|| first_default(&debtor.figures, &sent.months)).unwrap_or(today);
    store(scope, sent, &debtor, started_on, &assessment)
}

fn store(
    scope: &mut Scope<'_>,
    sent: &ImpayeIn,
    debtor: &Debtor,
    started_on: NaiveDate,
    assessment: &Assessment,
) -> Result<Impaye, Problem> {
    let id: ImpayeId = scope.new_id(&format!("{}/{started_on}/{}", sent.tenant_id, scope.now()))?;
    let (receipt, entry) = scope.received(&Received {
        kind: ReceiptKind::Impaye,
        id: id.as_str(),
        about: About::tenancy(&debtor.tenancy),
        declaration: &ImpayeIn { started_on: Some(started_on), ..sent.clone() },
        replaces: None,
        late: assessment.late,
        due: Due { on: assessment.report_deadline_on, late: assessment.late },
        named: None,
    })?;
    scope.insert_impaye(NewImpaye { id, sent, debtor, started_on, assessment, receipt }, &entry)
}

/// R48: a month due after the end of management is a later fact.
fn managed(debtor: &Debtor, months: impl Iterator<Item = Month>, today: NaiveDate) -> Result<(), Problem> {
    for month in months {
        debtor.tenancy.term.within_management(debtor.figures.due_on(month), today)?;
    }
    Ok(())
}

/// The lease's own charges count, whatever the report says of them.
fn charges_ignored(rule: &Rule) -> Noted {
    let text = Text::fixed(
        "Les charges du bail sont connues : celles du signalement ne sont pas prises en compte.",
        "The charges of the lease are known: those of the report are not taken.",
    );
    Noted::new(WarningCode::ChargesKnown, Some("/charges_cents"), &text).with_rule(rule)
}

/// R44, R69, R70.
fn listed_faults(debtor: &Debtor, months: &[UnpaidMonth], today: NaiveDate) -> Vec<FieldError> {
    let mut faults = month_faults(&debtor.figures, months, today);
    faults.extend(excessive_months(&debtor.figures, months));
    faults.extend(outside_lease(debtor, months));
    faults
}

/// R69: what a report would refuse of a tenancy's months, and a simulation only warns of: the code
/// of each warning, its place and its text.
pub fn warned(debtor: &Debtor, months: &[UnpaidMonth], reported_on: NaiveDate) -> Vec<(WarningCode, FieldError)> {
    let outside = outside_lease(debtor, months).into_iter().map(|fault| (WarningCode::MonthOutsideLease, fault));
    let after = months.iter().enumerate().filter_map(|(index, one)| {
        let due = debtor.figures.due_on(one.month);
        let refused = debtor.tenancy.term.within_management(due, reported_on).err()?;
        let fault = FieldError::pointer(format!("/months/{index}/month"), FieldCode::OutOfRange, refused.detail().clone());
        Some((WarningCode::ManagementEnded, fault))
    });
    outside.chain(after).collect()
}

/// R44, R69: the months without a day of the tenancy: after its departure, or before its lease.
fn outside_lease(debtor: &Debtor, months: &[UnpaidMonth]) -> Vec<FieldError> {
    let term = debtor.tenancy.term;
    let outside = months.iter().enumerate().filter(|(_, one)| !term.has_day_in(one.month));
    let fault = |(index, one): (usize, &UnpaidMonth)| {
        let text = if one.month < Month::of(term.started_on) {
            // Somebody else owes it.
            Text::fixed("Ce mois précède le bail.", "This month comes before the lease.")
        } else {
            Text::fixed("Ce mois est dû après le départ.", "This month is due after the departure.")
        };
        FieldError::pointer(format!("/months/{index}/month"), FieldCode::OutOfRange, text)
    };
    outside.map(fault).collect()
}

fn first_default(figures: &Figures, months: &[UnpaidMonth]) -> Option<NaiveDate> {
    months.first().map(|one| figures.due_on(one.month))
}

fn start_fault(figures: &Figures, sent: &ImpayeIn, today: NaiveDate) -> Option<FieldError> {
    let (started, first) = (sent.started_on?, first_default(figures, &sent.months)?);
    if started <= today && (started.year(), started.month()) == (first.year(), first.month()) {
        return None;
    }
    let text = Text::fixed(
        "La date de début est dans le premier mois déclaré, aujourd'hui au plus tard.",
        "The first day is in the first listed month, by today.",
    );
    Some(FieldError::pointer("/started_on", FieldCode::OutOfRange, text))
}

/// 422 that says the rule, the amounts and what is missing.
fn not_constituted(figures: &Figures, of: &Assessment, language: Language) -> Problem {
    let formula = formula(figures, of.rule);
    let (debt, threshold, missing) = (of.debt_cents, of.threshold_cents, of.missing_cents.unwrap_or(0));
    let by_time = of.three_months_on.map_or_else(
        || Text::fixed("", ""),
        |day| {
            let day = words::of_day(day);
            Text::new(format!(" Il le sera le {} s'il reste impayé.", day.fr), format!(" They will be on {} if still unpaid.", day.en))
        },
    );
    let detail = Text::new(
        format!(
            "L'impayé n'est pas constitué : dette de {}, seuil de {} ({}), il manque {}.{}",
            euros_fr(debt),
            euros_fr(threshold),
            formula.fr,
            euros_fr(missing),
            by_time.fr
        ),
        format!(
            "The arrears are not constituted: debt {}, threshold {} ({}), {} missing.{}",
            euros_en(debt),
            euros_en(threshold),
            formula.en,
            euros_en(missing),
            by_time.en
        ),
    );
    Problem::new(Code::ImpayeNotConstituted, detail)
        .with_rule(of.rule.reference())
        .with("regime", of.regime().as_str())
        .with("debt_cents", debt)
        .with("threshold_cents", threshold)
        .with("formula", formula.get(language))
        .with("missing_cents", of.missing_cents)
        .with("three_months_on", of.three_months_on.map(|day| day.to_string()))
}

fn steps_missing(rule: &Rule<RecoverySteps>) -> Problem {
    let least = rule.figures.steps_required;
    let least = words::count(least.into(), ("démarche", "démarches"), ("step", "steps"));
    Problem::new(
        Code::RecoveryStepsRequired,
        Text::new(
            format!("Il faut avoir fait {} de recouvrement au moins, et le dire.", least.fr),
            format!("At least {} to recover the debt must be taken, and told.", least.en),
        ),
    )
    .with_error(FieldError::pointer(
        "/recovery_steps",
        FieldCode::Required,
        Text::fixed("Obligatoire quand l'aide vous est versée.", "Required when the aid is paid to you."),
    ))
    .with_rule(rule.reference())
}
