//! What the paper of a change says, and that of its cancellation.

use chrono::NaiveDate;

use super::dto::{ChangeIn, ColocationIn, DepartureIn, EndOfManagementIn};
use super::model::{ChangeType, DepartureReason, Effect, EndReason, Leaving};
use crate::law::{Law, formulas};
use crate::problem::Problem;
use crate::receipts::{Content, Item, ReceiptKind, Section, Told, lines};
use crate::values::address::Address;
use crate::values::text::{Language, Text};
use crate::values::typed_id::ChangeId;
use crate::values::words;

/// What is kept of a change beside its receipt.
pub struct Beside {
    pub kind: ChangeType,
    pub effective_on: NaiveDate,
    pub version: i32,
    pub effects: Vec<Effect>,
    /// Where the housing unit is.
    pub unit: Address,
}

/// Tells what was declared, or cancelled.
///
/// # Errors
/// When the receipt is not of a change.
pub fn told(content: &Content, beside: &Beside, law: &Law, language: Language) -> Result<Told, Problem> {
    match content.kind {
        ReceiptKind::Change => change(&content.declared()?, beside, law, language),
        ReceiptKind::Cancellation => cancellation(content, beside, language),
        ReceiptKind::RentDeclaration
        | ReceiptKind::Impaye
        | ReceiptKind::ImpayeMonths
        | ReceiptKind::RepaymentPlan
        | ReceiptKind::Check
        | ReceiptKind::Settlement
        | ReceiptKind::Withdrawal => Err(Problem::internal(format!("a change with a receipt of a {}", content.kind))),
    }
}

fn subject(kind: ChangeType, language: Language) -> &'static str {
    match kind {
        ChangeType::EndOfManagement => language.of("fin de gestion", "end of management"),
        ChangeType::Departure => language.of("départ du locataire", "tenant's departure"),
        ChangeType::Colocation => language.of("nombre de cotitulaires", "number of co-holders"),
    }
}

fn change(sent: &ChangeIn, beside: &Beside, law: &Law, language: Language) -> Result<Told, Problem> {
    let (declared, replaces, article) = match sent {
        ChangeIn::EndOfManagement(sent) => (end_of_management(sent, language), &sent.replaces, None),
        ChangeIn::Departure(sent) => {
            let counts_from = formulas::departure_counts_from(sent.departed_on, sent.lease_ended_on);
            (departure(sent, language), &sent.replaces, Some(law.departure_deadline.on(counts_from).article.to_owned()))
        }
        ChangeIn::Colocation(sent) => (colocation(sent, language), &sent.replaces, None),
    };
    let version = Section::version(beside.version, replaces.as_ref().map(ChangeId::as_str), language);
    let sections = vec![declared, effects(&beside.effects, language), version];
    Ok(Told { subject: subject(beside.kind, language).to_owned(), unit: Some(beside.unit.clone()), article, sections })
}

fn end_of_management(sent: &EndOfManagementIn, language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Fin de gestion déclarée", "Declared end of management"), language);
    section.strong(language.of("Dernier jour de gestion", "Last day of management"), words::day(sent.effective_on, language));
    let reason = match sent.reason {
        EndReason::Sale => language.of("vente du logement", "sale of the housing unit"),
        EndReason::MandateEnded => language.of("fin du mandat de gestion", "end of the management mandate"),
        EndReason::OwnerDeath => language.of("décès du propriétaire", "death of the owner"),
        EndReason::Withdrawn => language.of("logement retiré de la location", "withdrawn from letting"),
        EndReason::Other => language.of("autre", "other"),
    };
    section.row(language.of("Motif", "Reason"), reason);
    if let Some(successor) = &sent.successor {
        let siret = successor.siret.as_ref().map(|siret| format!("SIRET {siret}"));
        let told: Vec<String> = [Some(successor.name.clone()), siret, successor.email.clone()].into_iter().flatten().collect();
        section.row(language.of("Nouveau gestionnaire", "Next manager"), told.join("\n"));
    }
    section
}

fn departure(sent: &DepartureIn, language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Départ déclaré", "Declared departure"), language);
    section.strong(language.of("Départ", "Departure"), words::day(sent.departed_on, language));
    section.row_if(language.of("Fin du bail", "End of the lease"), sent.lease_ended_on.map(|day| words::day(day, language)));
    let leaving = match sent.leaving {
        Leaving::Household => language.of("tous les titulaires du bail", "everybody who holds the lease"),
        Leaving::Coholder => language.of("ce cotitulaire seul", "this co-holder alone"),
    };
    section.row(language.of("Qui part", "Who leaves"), leaving);
    let reason = match sent.reason {
        DepartureReason::Moved => language.of("déménagement", "move"),
        DepartureReason::Death => language.of("décès", "death"),
        DepartureReason::Evicted => language.of("expulsion", "eviction"),
        DepartureReason::Unknown => language.of("inconnu", "unknown"),
    };
    section.row(language.of("Motif", "Reason"), reason);
    let paid = sent.last_month_paid_in_full.map(|yes| words::yes_or_no(yes, language));
    section.row_if(language.of("Dernier mois payé en entier", "Last month paid in full"), paid);
    section.row_if(language.of("Nouvelle adresse", "New address"), sent.new_address.as_ref().map(|new| lines(new).join("\n")));
    section.row_if(language.of("Motif du retard", "Why it is late"), sent.late_justification.clone());
    section
}

fn colocation(sent: &ColocationIn, language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Nombre de cotitulaires déclaré", "Declared number of co-holders"), language);
    section.strong(language.of("Cotitulaires du bail", "Co-holders of the lease"), sent.coholders.to_string());
    section.row(language.of("À partir du", "From"), words::day(sent.effective_on, language));
    section
}

/// What the change does. The same said of several tenancies is said once, with their number.
fn effects(effects: &[Effect], language: Language) -> Section {
    let mut section = Section::new(&Text::fixed("Effets", "Effects"), language);
    let mut told: Vec<(&str, usize)> = Vec::new();
    for effect in effects {
        let text = language.of(effect.fr.as_str(), effect.en.as_str());
        match told.iter_mut().find(|(before, _)| *before == text) {
            Some((_, times)) => *times += 1,
            None => told.push((text, 1)),
        }
    }
    for (text, times) in told {
        let tenancies = language.of(format!(" ({times} locataires)"), format!(" ({times} tenants)"));
        let text = words::days_in(text, language);
        section.items.push(Item::Point(if times > 1 { text + &tenancies } else { text }));
    }
    section
}

/// What was cancelled, and why.
fn cancellation(content: &Content, beside: &Beside, language: Language) -> Result<Told, Problem> {
    #[derive(serde::Deserialize)]
    struct Cancelled {
        reason: Option<String>,
    }
    let Cancelled { reason } = content.declared()?;
    let what = subject(beside.kind, language);
    let mut section = Section::new(&Text::fixed("Changement annulé", "Cancelled change"), language);
    section.strong(language.of("Changement", "Change"), what);
    section.row(language.of("Date", "Day"), words::day(beside.effective_on, language));
    section.row(language.of("Version", "Version"), beside.version.to_string());
    section.row_if(language.of("Motif", "Reason"), reason);
    let mut undone = Section::new(&Text::fixed("Effet", "Effect"), language);
    undone
        .items
        .push(Item::Text(language.of("Ce que le changement avait fait est défait.", "What the change had done is undone.").to_owned()));
    Ok(Told {
        subject: language.of("annulation d'un changement", "cancelled change").to_owned(),
        unit: Some(beside.unit.clone()),
        article: None,
        sections: vec![section, undone],
    })
}
