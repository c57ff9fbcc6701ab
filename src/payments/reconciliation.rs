//! What a month was expected to bring for a tenancy, what it brought, and why they differ. Pure.
//!
//! Expected is the last known amount of the aid, for a tenancy that ran through the whole month and
//! began before it (CCH R.823-10). When the right ends is for the paying body to say, so nothing is
//! expected of a month in which the lease or the management ends. A correction counts for the month it corrects.

use chrono::NaiveDate;

use super::dto::{ReconciledLine, Reconciliation, ReconciliationNote, ReconciliationStatus, ReconciliationTotal};
use super::model::TransferKind;
use super::queries::{Due, DueTenant, DueTerms, Standing};
use crate::law::Law;
use crate::problem::NoteCode;
use crate::values::aid::PaymentMode;
use crate::values::money::{euros_en, euros_fr};
use crate::values::month::Month;
use crate::values::text::{Language, Text};
use crate::values::words;

/// Reconciles one tenancy's month.
pub fn reconciled(law: &Law, due: Due, month: Month, today: NaiveDate, language: Language) -> Reconciliation {
    let Due { tenant, managed_until, lines } = due;
    let sum = |kind: Option<TransferKind>| -> i64 {
        lines.iter().filter(|line| counts_for(line, month) && kind.is_none_or(|kind| line.kind == kind)).map(|line| line.net_cents).sum()
    };
    let DueTenant { named, logement_id, reference_id, terms } = tenant;
    let (expected, reason) = expected(law, &terms, managed_until, month);
    let (received, due_on) = (sum(None), law.aid_paid_on(terms.aid_type, month));
    let came = lines.iter().any(|line| counts_for(line, month));
    let status = status(expected, came.then_some(received), today < due_on);
    let mut notes = vec![reason];
    notes.extend(verdict(status, expected, received, due_on));
    notes.extend(lines.iter().filter_map(|line| correction(line, month)));
    Reconciliation {
        tenant_name: format!("{} {}", named.first_name, named.last_name),
        tenant_id: named.id.clone(),
        landlord_reference: named.landlord_reference.clone(),
        tenant: named,
        logement_id,
        reference_id,
        aid_type: terms.aid_type,
        payment_mode: terms.payment_mode,
        expected_cents: expected,
        received_cents: received,
        gap_cents: expected.map(|expected| received - expected),
        back_payment_cents: sum(Some(TransferKind::BackPayment)),
        recovery_cents: sum(Some(TransferKind::Recovery)),
        adjustment_cents: sum(Some(TransferKind::Adjustment)),
        status,
        explanation: notes.into_iter().map(|(code, text)| shown(code, &text, language)).collect(),
        lines,
    }
}

/// How a month stands: what was expected, in cents, against what came, if anything did.
fn status(expected: Option<i64>, received: Option<i64>, is_early: bool) -> ReconciliationStatus {
    match (expected, received) {
        (None, _) => ReconciliationStatus::Unknown,
        (Some(expected), _) if received.unwrap_or(0) == expected => ReconciliationStatus::AsExpected,
        (Some(_), None) if is_early => ReconciliationStatus::NotYetDue,
        (Some(_), None) => ReconciliationStatus::Missing,
        (Some(expected), Some(received)) if received < expected => ReconciliationStatus::Less,
        (Some(_), Some(_)) => ReconciliationStatus::More,
    }
}

/// How a tenancy's month stands, as [`reconciled`] has it, and the expected amount in cents.
pub fn stands(law: &Law, of: &Standing, month: Month, today: NaiveDate) -> (ReconciliationStatus, Option<i64>) {
    let (expected, _reason) = expected(law, &of.terms, of.managed_until, month);
    (status(expected, of.received_cents, today < law.aid_paid_on(of.terms.aid_type, month)), expected)
}

/// Counts and sums of tenancies by how their month stands, every status in its order.
pub fn totals<'s>(standings: impl Iterator<Item = (&'s Standing, ReconciliationStatus, Option<i64>)>) -> Vec<ReconciliationTotal> {
    let none = |status: &ReconciliationStatus| ReconciliationTotal { status: *status, count: 0, expected_cents: 0, received_cents: 0 };
    let mut totals: Vec<ReconciliationTotal> = ReconciliationStatus::ALL.iter().map(none).collect();
    for (of, status, expected) in standings {
        if let Some(total) = totals.iter_mut().find(|total| total.status == status) {
            total.count += 1;
            total.expected_cents += expected.unwrap_or(0);
            total.received_cents += of.received_cents.unwrap_or(0);
        }
    }
    totals
}

type Note = (NoteCode, Text);

fn shown(code: NoteCode, text: &Text, language: Language) -> ReconciliationNote {
    ReconciliationNote { code: code.as_str().to_owned(), detail: text.get(language).to_owned() }
}

/// A correction belongs to the month it corrects (R93).
fn counts_for(line: &ReconciledLine, month: Month) -> bool {
    line.corrects_month.unwrap_or(line.entitlement_month) == month
}

/// What a month should bring, and how that is known.
fn expected(law: &Law, tenant: &DueTerms, managed_until: Option<NaiveDate>, month: Month) -> (Option<i64>, Note) {
    let unknown = |code, fr: &'static str, en: &'static str| (None, (code, Text::fixed(fr, en)));
    if tenant.payment_mode == PaymentMode::Tenant {
        return unknown(NoteCode::PaidToTenant, "L'aide est aujourd'hui versée au locataire.", "The aid is now paid to the tenant.");
    }
    if tenant.lease_started_on >= month.first_day() {
        return unknown(
            NoteCode::LeaseStarted,
            "Le bail commence ce mois-ci : le droit s'ouvre le mois suivant (CCH R.823-10).",
            "The lease starts in this month: the right opens in the next one (CCH R.823-10).",
        );
    }
    if tenant.lease_ended_on.is_some_and(|ended| ended < month.last_day()) {
        return unknown(
            NoteCode::LeaseEnded,
            "Le bail a pris fin : seul l'organisme payeur dit quel est le dernier mois dû.",
            "The lease has ended: the paying body alone says which month is the last one due.",
        );
    }
    if managed_until.is_some_and(|until| until < month.last_day()) {
        return unknown(
            NoteCode::ManagementEnded,
            "La gestion du logement a pris fin : seul l'organisme payeur dit à qui ce mois est dû.",
            "The management of the unit has ended: the paying body alone says to whom this month is due.",
        );
    }
    let Some(amount) = tenant.last_amount_cents else {
        return unknown(NoteCode::AmountUnknown, "Le montant de l'aide n'est pas connu.", "The amount of the aid is not known.");
    };
    if amount < law.least_aid_cents(tenant.aid_type, month) {
        let text = Text::new(
            format!("L'aide de {} est sous le seuil de versement : rien n'est versé.", euros_fr(amount)),
            format!("The aid of {} is below what is paid: nothing is paid.", euros_en(amount)),
        );
        return (Some(0), (NoteCode::BelowPaymentThreshold, text));
    }
    let of = tenant.last_month.map_or(Text::fixed("", ""), |known| {
        let month = words::of_month(known);
        Text::new(format!(" ({})", month.fr), format!(" ({})", month.en))
    });
    let text = Text::new(
        format!("Dernier montant connu{} : {}.", of.fr, euros_fr(amount)),
        format!("Last known amount{}: {}.", of.en, euros_en(amount)),
    );
    (Some(amount), (NoteCode::LastKnownAmount, text))
}

/// The outcome in words.
fn verdict(status: ReconciliationStatus, expected: Option<i64>, received: i64, due_on: NaiveDate) -> Option<Note> {
    let gap = (received - expected.unwrap_or(0)).abs();
    let (fr, en, gap_fr, gap_en) = (euros_fr(received), euros_en(received), euros_fr(gap), euros_en(gap));
    Some(match status {
        ReconciliationStatus::AsExpected => {
            (NoteCode::AsExpected, Text::new(format!("Reçu comme attendu : {fr}."), format!("Received as expected: {en}.")))
        }
        ReconciliationStatus::Missing => (NoteCode::Missing, Text::fixed("Aucun versement pour ce mois.", "No payment for this month.")),
        ReconciliationStatus::Less => {
            let text =
                Text::new(format!("Reçu {fr} : {gap_fr} de moins qu'attendu."), format!("Received {en}: {gap_en} less than expected."));
            (NoteCode::Less, text)
        }
        ReconciliationStatus::More => {
            let text =
                Text::new(format!("Reçu {fr} : {gap_fr} de plus qu'attendu."), format!("Received {en}: {gap_en} more than expected."));
            (NoteCode::More, text)
        }
        ReconciliationStatus::NotYetDue => {
            let day = words::of_day(due_on);
            let text = Text::new(format!("Ce mois se verse à partir du {}.", day.fr), format!("This month is paid from {} on.", day.en));
            (NoteCode::NotYetDue, text)
        }
        ReconciliationStatus::Unknown => return None,
    })
}

/// What a line other than the aid of the month is.
fn correction(line: &ReconciledLine, month: Month) -> Option<Note> {
    let (paid_on, fr, en) = (words::of_day(line.paid_on), euros_fr(line.net_cents), euros_en(line.net_cents));
    if !counts_for(line, month) {
        let other = words::of_month(line.corrects_month?);
        let text = Text::new(
            format!("Le versement du {} porte aussi {fr} qui corrigent {} : ils comptent pour ce mois-là.", paid_on.fr, other.fr),
            format!("The transfer of {} also holds {en} that correct {}: they count for that month.", paid_on.en, other.en),
        );
        return Some((NoteCode::CorrectsOtherMonth, text));
    }
    let (code, fr, en) = match line.kind {
        TransferKind::Current => return None,
        TransferKind::BackPayment => {
            let fr = format!("Rappel de {fr}, versé le {}.", paid_on.fr);
            (NoteCode::BackPayment, fr, format!("Back payment of {en}, paid on {}.", paid_on.en))
        }
        TransferKind::Recovery => (
            NoteCode::Recovery,
            format!("Récupération d'un trop-perçu, {fr}, le {} (CCH R.823-23).", paid_on.fr),
            format!("Recovery of an overpayment, {en}, on {} (CCH R.823-23).", paid_on.en),
        ),
        TransferKind::Adjustment => {
            let fr = format!("Régularisation de {fr}, le {}.", paid_on.fr);
            (NoteCode::Adjustment, fr, format!("Adjustment of {en}, on {}.", paid_on.en))
        }
    };
    Some((code, Text::new(fr, en)))
}

#[cfg(test)]
#[path = "reconciliation_tests.rs"]
mod tests;
