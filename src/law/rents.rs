//! The rent of July.

use super::rule::FigureName::{DayOfMonth, Fraction, MonthOfYear};
use super::rule::{CCH, Notion, Rule, Severity, count, formula, ratio};
use crate::values::text::Text;

pub static REFERENCE: Rule = Rule {
    id: "rent_reference",
    notion: Notion::RentReference,
    valid_from: None,
    valid_until: None,
    figures: &[count(MonthOfYear, 7)],
    formula: formula!(rent_reference_month),
    article: "CCH R.823-6",
    url: CCH,
    severity: Severity::Information,
    text: Text::fixed(
        "L'aide d'une année se calcule sur le loyer payé en juillet de l'année précédente : la campagne de l'année N demande le \
         loyer de juillet N, pour les droits à partir du 1er janvier N+1.",
        "The aid of a year is computed on the rent paid in July of the year before: the campaign of year N asks for the rent of July \
         N, for entitlement from 1 January N+1.",
    ),
    example: None,
};

pub static BASE: Rule = Rule {
    id: "rent_base",
    notion: Notion::RentBase,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CCH D.823-16",
    url: CCH,
    severity: Severity::Information,
    text: Text::fixed(
        "Le loyer se déclare hors charges : le calcul de l'aide prend les charges pour un forfait. Des charges inconnues restent \
         inconnues, elles ne valent pas zéro.",
        "The rent is declared without charges: the computation of the aid takes a flat rate for them. Unknown charges stay unknown; \
         they are not zero.",
    ),
    example: None,
};

pub static CONCERNED: Rule = Rule {
    id: "rent_concerned",
    notion: Notion::RentConcerned,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CCH R.823-7",
    url: CCH,
    severity: Severity::Refusal,
    text: Text::fixed(
        "Seul un bail qui court au moins un jour de juillet est concerné : pour un locataire arrivé après, l'aide se calcule sur le \
         loyer du premier mois.",
        "Only a tenancy that runs on at least one day of July is concerned: for a tenant who arrived later, the aid is computed on \
         the rent of the first month.",
    ),
    example: None,
};

pub static CUTOFF: Rule = Rule {
    id: "rent_declaration_cutoff",
    notion: Notion::RentDeclarationCutoff,
    valid_from: None,
    valid_until: None,
    figures: &[count(MonthOfYear, 1), count(DayOfMonth, 15)],
    formula: formula!(rent_cutoff),
    article: "CCH R.823-2",
    url: CCH,
    severity: Severity::Flag,
    text: Text::fixed(
        "Sauf autre date donnée par la campagne, une déclaration reçue après le 15 janvier de l'année suivante est acceptée et \
         marquée en retard : l'aide a pu être suspendue entre-temps.",
        "Unless the campaign gives another date, a declaration received after 15 January of the next year is accepted and flagged \
         late: the aid may have been suspended in the meantime.",
    ),
    example: None,
};

pub static SHARE: Rule = Rule {
    id: "rent_share",
    notion: Notion::RentShare,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: formula!(rent_share),
    article: "CCH D.842-3",
    url: CCH,
    severity: Severity::Effect,
    text: Text::fixed(
        "En colocation, la part de chacun est le loyer entier divisé par le nombre de cotitulaires du bail, quelle que soit la \
         répartition entre eux. Elle est arrondie au centime inférieur.",
        "In a shared tenancy, the share of each is the whole rent divided by the number of lease co-holders, however they split it. \
         It is rounded down to the cent.",
    ),
    example: None,
};

pub static FURNISHED: Rule = Rule {
    id: "rent_furnished",
    notion: Notion::RentFurnished,
    valid_from: None,
    valid_until: None,
    figures: &[ratio(Fraction, 2, 3)],
    formula: None,
    article: "CCH D.842-2",
    url: CCH,
    severity: Severity::Information,
    text: Text::fixed(
        "Le loyer d'un meublé se déclare entier : l'organisme payeur n'en retient lui-même que les deux tiers.",
        "The rent of a furnished unit is declared whole: the paying body itself keeps only two thirds of it.",
    ),
    example: None,
};
