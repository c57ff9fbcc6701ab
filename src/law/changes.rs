//! Departures, deaths, ends of management, shared tenancies.

use super::figures::{DeathEntitlementEnd, DepartureDeadline, Stated};
use super::periods::Always;
use super::rule::{Notion, Rule, Severity};
use crate::values::text::Text;

pub static DEPARTURE_DEADLINE: Always<DepartureDeadline> = Always {
    first: Rule {
        id: "departure_deadline",
        notion: Notion::DepartureDeadline,
        valid_from: None,
        valid_until: None,
        figures: DepartureDeadline { delay_months: 1, justified_extension_months: 1 },
        article: "CCH L.823-6, D.823-15",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038814910"),
        severity: Severity::Flag,
        text: Text::fixed(
            "Le bailleur qui reçoit l'aide signale le départ et la fin du bail dans le mois, ou dans les deux mois s'il prouve qu'il n'a \
         pas pu le faire. Plus tard, c'est accepté et marqué en retard.",
            "The landlord who receives the aid reports the departure and the end of the lease within a month, or two if they prove that \
         they could not. Later, it is accepted and flagged late.",
        ),
        example: None,
    },
    later: &[],
};

pub static DEPARTURE_ENTITLEMENT_END: Always<Stated> = Always {
    first: Rule {
        id: "departure_entitlement_end",
        notion: Notion::DepartureEntitlementEnd,
        valid_from: None,
        valid_until: None,
        figures: Stated {},
        article: "CCH R.823-12, R.823-14",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878915"),
        severity: Severity::Information,
        text: Text::fixed(
            "La fin de l'aide après un départ dépend de faits que le bailleur ne connaît pas, comme une nouvelle demande d'aide ailleurs \
         : elle n'est pas calculée.",
            "When the aid ends after a departure depends on facts the landlord does not know, such as a new claim elsewhere: it is not \
         computed.",
        ),
        example: None,
    },
    later: &[],
};

pub static DEATH_ENTITLEMENT_END: Always<DeathEntitlementEnd> = Always {
    first: Rule {
        id: "death_entitlement_end",
        notion: Notion::DeathEntitlementEnd,
        valid_from: None,
        valid_until: None,
        figures: DeathEntitlementEnd {},
        article: "CCH R.823-12",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878915"),
        severity: Severity::Effect,
        text: Text::fixed(
            "Après le décès du bénéficiaire, le droit à l'aide prend fin le premier jour du mois suivant.",
            "After the beneficiary's death, entitlement ends on the first day of the next month.",
        ),
        example: None,
    },
    later: &[],
};

pub static MANAGEMENT_PAYEE: Always<Stated> = Always {
    first: Rule {
        id: "management_payee",
        notion: Notion::ManagementPayee,
        valid_from: None,
        valid_until: None,
        figures: Stated {},
        article: "CCH L.832-1, L.842-1",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038814876"),
        severity: Severity::Refusal,
        text: Text::fixed(
            "L'aide peut être versée au bailleur ou à son mandataire. Après la fin de gestion, l'ancien gestionnaire ne déclare plus \
         rien de postérieur ; le bail, lui, continue.",
            "The aid may be paid to the landlord or to their managing agent. After the end of management, the former manager declares \
         nothing later; the tenancy itself goes on.",
        ),
        example: None,
    },
    later: &[],
};

pub static COLOCATION_COHOLDERS: Always<Stated> = Always {
    first: Rule {
        id: "colocation_coholders",
        notion: Notion::ColocationCoholders,
        valid_from: None,
        valid_until: None,
        figures: Stated {},
        article: "CCH R.821-4, D.842-3",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038879017"),
        severity: Severity::Refusal,
        text: Text::fixed(
            "Chaque ménage cotitulaire du bail a droit à sa propre aide, sur sa part du loyer. Un changement déclare un nombre de \
         cotitulaires différent de celui en vigueur à sa date ; un seul met fin à la colocation.",
            "Each household that co-holds the lease has its own aid, on its share of the rent. A change declares a number of co-holders \
         other than the one in force at its date; one alone ends the sharing.",
        ),
        example: None,
    },
    later: &[],
};
