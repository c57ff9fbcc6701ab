//! The months of a claim, judged one by one (R44, R69, R70).

use chrono::NaiveDate;

use super::{Claim, Occasion, UnpaidMonth};
use crate::http::warning::Noted;
use crate::http::{FieldError, Text};
use crate::values::legal_days::due_date;
use crate::values::money::{euros_en, euros_fr};
use crate::values::month::Month;

/// What was found wrong, and what was found worth a look.
#[derive(Default)]
pub(super) struct Checked {
    pub errors: Vec<FieldError>,
    pub warnings: Vec<Noted>,
}

/// Judges the months and the start of a claim. An amount is `least` or more: 1 in a report, 0
/// where a zero removes a month.
pub(super) fn checked(claim: &Claim<'_>, least: i64) -> Checked {
    let mut found = Checked::default();
    if claim.months.is_empty() {
        found.errors.push(FieldError::pointer("/months", "required", Text::fixed("Donnez au moins un mois.", "Give at least one month.")));
    }
    let mut before: Option<Month> = None;
    for (index, item) in claim.months.iter().enumerate() {
        found.errors.extend(order(index, item.month, before));
        found.errors.extend(term(index, claim, item.month));
        amount(index, claim, item, least, &mut found);
        before = Some(item.month);
    }
    found.errors.extend(start(claim));
    found
}

/// The months of a case after some were added, replaced or, by a zero, removed (R73).
///
/// # Errors
/// Every fault of the changes, with its pointer; and the removal of the last month.
pub fn merged_months(current: &[UnpaidMonth], changes: &Claim<'_>) -> Result<Vec<UnpaidMonth>, Vec<FieldError>> {
    let errors = checked(changes, 0).errors;
    if !errors.is_empty() {
        return Err(errors);
    }
    let kept = current.iter().filter(|month| changes.months.iter().all(|change| change.month != month.month));
    let added = changes.months.iter().filter(|change| change.unpaid_cents > 0);
    let mut merged: Vec<UnpaidMonth> = kept.chain(added).cloned().collect();
    merged.sort_by_key(|month| month.month);
    if merged.is_empty() {
        let text = Text::fixed(
            "Le dernier mois d'un dossier ne peut pas être supprimé : déclarez le règlement de la dette ou retirez le dossier.",
            "The last month of a case cannot be removed: declare the debt settled or withdraw the case.",
        );
        return Err(vec![FieldError::pointer("/months", "last_month", text)]);
    }
    Ok(merged)
}

/// Distinct and ascending.
fn order(index: usize, month: Month, before: Option<Month>) -> Option<FieldError> {
    let before = before.filter(|before| *before >= month)?;
    let (code, text) = if before == month {
        ("duplicate", Text::fixed("Ce mois est donné deux fois.", "This month is given twice."))
    } else {
        ("out_of_order", Text::fixed("Les mois se donnent dans l'ordre du calendrier.", "Months are given in the order of the calendar."))
    };
    Some(FieldError::pointer(format!("/months/{index}/month"), code, text))
}

/// Due on the day of the report, and before the tenancy ended.
fn term(index: usize, claim: &Claim<'_>, month: Month) -> Option<FieldError> {
    let due_on = due_date(month, claim.figures.due_day);
    let text = if due_on > claim.reported_on {
        let reported_on = claim.reported_on;
        Text::new(
            format!("Ce mois est dû le {due_on}, après le {reported_on} : il n'est pas encore impayé."),
            format!("This month is due on {due_on}, after {reported_on}: it is not unpaid yet."),
        )
    } else {
        let ended_on = claim.ended_on.filter(|ended_on| due_on > *ended_on)?;
        Text::new(
            format!("Ce mois est dû le {due_on}, après le départ du {ended_on}."),
            format!("This month is due on {due_on}, after the departure on {ended_on}."),
        )
    };
    Some(FieldError::pointer(format!("/months/{index}/month"), "out_of_range", text))
}

/// Above zero, and not above what was due that month unless it includes an adjustment (R70).
fn amount(index: usize, claim: &Claim<'_>, item: &UnpaidMonth, least: i64, found: &mut Checked) {
    let pointer = format!("/months/{index}/unpaid_cents");
    if item.unpaid_cents < least {
        let text = Text::new(
            format!("Le montant impayé est d'au moins {}.", euros_fr(least)),
            format!("The unpaid amount is at least {}.", euros_en(least)),
        );
        found.errors.push(FieldError::pointer(pointer, "out_of_range", text));
        return;
    }
    let due_cents = claim.figures.cost().owed_cents();
    if item.unpaid_cents <= due_cents || item.includes_adjustment {
        return;
    }
    let text = Text::new(
        format!("Plus que les {} dus ce mois-là. Une régularisation de charges se marque par `includes_adjustment`.", euros_fr(due_cents)),
        format!("More than the {} due that month. Mark an adjustment of charges with `includes_adjustment`.", euros_en(due_cents)),
    );
    match claim.occasion {
        Occasion::Report => found.errors.push(FieldError::pointer(pointer, UNPAID_ABOVE_DUE, text)),
        Occasion::Simulation => found.warnings.push(Noted::new(UNPAID_ABOVE_DUE, Some(&pointer), &text)),
    }
}

/// More unpaid than was due: an error in a report, a warning in a simulation.
const UNPAID_ABOVE_DUE: &str = "unpaid_above_due";

/// The start, when given, lies in the first listed month and has come.
fn start(claim: &Claim<'_>) -> Option<FieldError> {
    let (day, first) = (claim.started_on?, claim.months.first()?);
    let within = Month::of(day) == first.month && day <= claim.reported_on;
    (!within).then(|| FieldError::pointer("/started_on", "out_of_range", outside(first.month, claim.reported_on)))
}

fn outside(month: Month, reported_on: NaiveDate) -> Text {
    Text::new(
        format!("Le début de l'impayé est un jour du premier mois donné, {month}, et pas après le {reported_on}."),
        format!("The start of the arrears is a day of the first month given, {month}, and not after {reported_on}."),
    )
}
