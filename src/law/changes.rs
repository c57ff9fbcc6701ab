//! Departures, deaths, ends of management, shared tenancies.

use super::rule::FigureName::{Delay, JustifiedExtension};
use super::rule::{CCH, Notion, Rule, Severity, formula, months};
use crate::values::text::Text;

pub static DEPARTURE_DEADLINE: Rule = Rule {
    id: "departure_deadline",
    notion: Notion::DepartureDeadline,
    valid_from: None,
    valid_until: None,
    figures: &[months(Delay, 1), months(JustifiedExtension, 1)],
    formula: formula!(departure_deadline),
    article: "CCH L.823-6, D.823-15",
    url: CCH,
    severity: Severity::Flag,
    text: Text::fixed(
        "Le bailleur qui reçoit l'aide signale le départ et la fin du bail dans le mois, ou dans les deux mois s'il prouve qu'il n'a \
         pas pu le faire. Plus tard, c'est accepté et marqué en retard.",
        "The landlord who receives the aid reports the departure and the end of the lease within a month, or two if they prove that \
         they could not. Later, it is accepted and flagged late.",
    ),
    example: None,
};

pub static DEPARTURE_ENTITLEMENT_END: Rule = Rule {
    id: "departure_entitlement_end",
    notion: Notion::DepartureEntitlementEnd,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CCH R.823-12, R.823-14",
    url: CCH,
    severity: Severity::Information,
    text: Text::fixed(
        "La fin de l'aide après un départ dépend de faits que le bailleur ne connaît pas, comme une nouvelle demande d'aide ailleurs \
         : elle n'est pas calculée.",
        "When the aid ends after a departure depends on facts the landlord does not know, such as a new claim elsewhere: it is not \
         computed.",
    ),
    example: None,
};

pub static DEATH_ENTITLEMENT_END: Rule = Rule {
    id: "death_entitlement_end",
    notion: Notion::DeathEntitlementEnd,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: formula!(death_entitlement_end),
    article: "CCH R.823-12",
    url: CCH,
    severity: Severity::Effect,
    text: Text::fixed(
        "Après le décès du bénéficiaire, le droit à l'aide prend fin le premier jour du mois suivant.",
        "After the beneficiary's death, entitlement ends on the first day of the next month.",
    ),
    example: None,
};

pub static MANAGEMENT_PAYEE: Rule = Rule {
    id: "management_payee",
    notion: Notion::ManagementPayee,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CCH L.832-1, L.842-1",
    url: CCH,
    severity: Severity::Refusal,
    text: Text::fixed(
        "L'aide peut être versée au bailleur ou à son mandataire. Après la fin de gestion, l'ancien gestionnaire ne déclare plus \
         rien de postérieur ; le bail, lui, continue.",
        "The aid may be paid to the landlord or to their managing agent. After the end of management, the former manager declares \
         nothing later; the tenancy itself goes on.",
    ),
    example: None,
};

pub static COLOCATION_COHOLDERS: Rule = Rule {
    id: "colocation_coholders",
    notion: Notion::ColocationCoholders,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CCH R.821-4, D.842-3",
    url: CCH,
    severity: Severity::Refusal,
    text: Text::fixed(
        "Chaque ménage cotitulaire du bail a droit à sa propre aide, sur sa part du loyer. Un changement déclare un nombre de \
         cotitulaires différent de celui en vigueur à sa date ; un seul met fin à la colocation.",
        "Each household that co-holds the lease has its own aid, on its share of the rent. A change declares a number of co-holders \
         other than the one in force at its date; one alone ends the sharing.",
    ),
    example: None,
};
