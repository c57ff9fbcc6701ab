//! The rent of July.

use super::figures::{Furnished, Ratio, RentCutoff, RentReference, RentShare, Stated};
use super::periods::Always;
use super::rule::{Notion, Rule, Severity};
use crate::values::text::Text;

pub static REFERENCE: Always<RentReference> = Always {
    first: Rule {
        id: "rent_reference",
        notion: Notion::RentReference,
        valid_from: None,
        valid_until: None,
        figures: RentReference { month_of_year: 7 },
        article: "CCH R.823-6",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000041419232"),
        severity: Severity::Information,
        text: Text::fixed(
            "L'aide d'une année se calcule sur le loyer payé en juillet de l'année précédente : la campagne de l'année N demande le \
         loyer de juillet N, pour les droits à partir du 1er janvier N+1.",
            "The aid of a year is computed on the rent paid in July of the year before: the campaign of year N asks for the rent of July \
         N, for entitlement from 1 January N+1.",
        ),
        example: None,
    },
    later: &[],
};

pub static BASE: Always<Stated> = Always {
    first: Rule {
        id: "rent_base",
        notion: Notion::RentBase,
        valid_from: None,
        valid_until: None,
        figures: Stated {},
        article: "CCH D.823-16",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878905"),
        severity: Severity::Information,
        text: Text::fixed(
            "Le loyer se déclare hors charges : le calcul de l'aide prend les charges pour un forfait. Des charges inconnues restent \
         inconnues, elles ne valent pas zéro.",
            "The rent is declared without charges: the computation of the aid takes a flat rate for them. Unknown charges stay unknown; \
         they are not zero.",
        ),
        example: None,
    },
    later: &[],
};

pub static CONCERNED: Always<Stated> = Always {
    first: Rule {
        id: "rent_concerned",
        notion: Notion::RentConcerned,
        valid_from: None,
        valid_until: None,
        figures: Stated {},
        article: "CCH R.823-7",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878927"),
        severity: Severity::Refusal,
        text: Text::fixed(
            "Seul un bail qui court au moins un jour de juillet est concerné : pour un locataire arrivé après, l'aide se calcule sur le \
         loyer du premier mois.",
            "Only a tenancy that runs on at least one day of July is concerned: for a tenant who arrived later, the aid is computed on \
         the rent of the first month.",
        ),
        example: None,
    },
    later: &[],
};

pub static CUTOFF: Always<RentCutoff> = Always {
    first: Rule {
        id: "rent_declaration_cutoff",
        notion: Notion::RentDeclarationCutoff,
        valid_from: None,
        valid_until: None,
        figures: RentCutoff { month_of_year: 1, day_of_month: 15 },
        article: "CCH R.823-2",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000044636869"),
        severity: Severity::Flag,
        text: Text::fixed(
            "Sauf autre date donnée par la campagne, une déclaration reçue après le 15 janvier de l'année suivante est acceptée et \
         marquée en retard : l'aide a pu être suspendue entre-temps.",
            "Unless the campaign gives another date, a declaration received after 15 January of the next year is accepted and flagged \
         late: the aid may have been suspended in the meantime.",
        ),
        example: None,
    },
    later: &[],
};

pub static SHARE: Always<RentShare> = Always {
    first: Rule {
        id: "rent_share",
        notion: Notion::RentShare,
        valid_from: None,
        valid_until: None,
        figures: RentShare {},
        article: "CCH D.842-3",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000041477287"),
        severity: Severity::Effect,
        text: Text::fixed(
            "En colocation, la part de chacun est le loyer entier divisé par le nombre de cotitulaires du bail, quelle que soit la \
         répartition entre eux. Elle est arrondie au centime inférieur.",
            "In a shared tenancy, the share of each is the whole rent divided by the number of lease co-holders, however they split it. \
         It is rounded down to the cent.",
        ),
        example: None,
    },
    later: &[],
};

pub static FURNISHED: Always<Furnished> = Always {
    first: Rule {
        id: "rent_furnished",
        notion: Notion::RentFurnished,
        valid_from: None,
        valid_until: None,
        figures: Furnished { fraction: Ratio { numerator: 2, denominator: 3 } },
        article: "CCH D.842-2",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878685"),
        severity: Severity::Information,
        text: Text::fixed(
            "Le loyer d'un meublé se déclare entier : l'organisme payeur n'en retient lui-même que les deux tiers.",
            "The rent of a furnished unit is declared whole: the paying body itself keeps only two thirds of it.",
        ),
        example: None,
    },
    later: &[],
};
