//! Arrears: repayment plans, and how the aid is suspended.

use super::figures::{DefaultPlan, PlanCheckInterval, PlanRequestDelay, Ratio, Stated, SuspensionEffect};
use super::impayes::{FIRST_DAY, LAST_DAY};
use super::periods::{Always, Sometimes};
use super::rule::{Notion, Rule, Severity};
use crate::values::text::Text;

pub static PLAN_REQUEST_DELAY: Sometimes<PlanRequestDelay> = Sometimes(&[Rule {
    id: "plan_request_delay",
    notion: Notion::PlanRequestDelay,
    valid_from: None,
    valid_until: LAST_DAY,
    figures: PlanRequestDelay {
        delay_months: 6,
        delay_after_refusal_months: 2,
        fraction_after_failure: Ratio { numerator: 1, denominator: 2 },
    },
    article: "CCH R.824-7, R.824-10, R.824-22",
    url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878861"),
    severity: Severity::Effect,
    text: Text::fixed(
        "Le plan d'apurement demandé est dû dans les six mois ; dans les deux mois si le bailleur a refusé le versement direct ; en \
         moitié moins de temps après l'échec de la procédure simplifiée.",
        "A repayment plan is due within six months of the request; within two if the landlord refused direct payment; in half the \
         time after a simplified procedure failed.",
    ),
    example: None,
}]);

pub static DEFAULT_PLAN: Always<DefaultPlan> = Always {
    first: Rule {
        id: "default_plan",
        notion: Notion::DefaultPlan,
        valid_from: None,
        valid_until: LAST_DAY,
        figures: DefaultPlan { instalments: 36 },
        article: "CCH R.824-8",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878859"),
        severity: Severity::Effect,
        text: Text::fixed(
            "À défaut d'autre plan, la dette se rembourse en 36 mensualités égales, à l'arrondi près ; en moins de mensualités quand la \
         dernière serait nulle.",
            "Without another plan, the debt is repaid in 36 monthly instalments, equal but for rounding; in fewer where the last would \
         be nothing.",
        ),
        example: None,
    },
    later: &[Rule {
        id: "default_plan_2027",
        notion: Notion::DefaultPlan,
        valid_from: FIRST_DAY,
        valid_until: None,
        figures: DefaultPlan { instalments: 36 },
        article: "CCH L.824-2, décret 2026-84",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000047900095"),
        severity: Severity::Effect,
        text: Text::fixed(
            "Tant que les articles de 2027 ne sont pas publiés en entier, un plan sans nombre de mensualités en compte 36, comme avant : \
         c'est le choix de ce service.",
            "Until the articles of 2027 are published in full, a plan that gives no number of instalments has 36, as before: that is \
         this service's choice.",
        ),
        example: None,
    }],
};

pub static PLAN_SIGNATURE: Always<Stated> = Always {
    first: Rule {
        id: "plan_signature",
        notion: Notion::PlanSignature,
        valid_from: None,
        valid_until: None,
        figures: Stated {},
        article: "CCH R.824-7",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878861"),
        severity: Severity::Refusal,
        text: Text::fixed(
            "Un plan d'apurement porte la date de signature du locataire, couvre la dette entière et commence après cette date.",
            "A repayment plan carries the date the tenant signed it, covers the whole debt and starts after that date.",
        ),
        example: None,
    },
    later: &[],
};

pub static PLAN_CHECK_INTERVAL: Sometimes<PlanCheckInterval> = Sometimes(&[Rule {
    id: "plan_check_interval",
    notion: Notion::PlanCheckInterval,
    valid_from: None,
    valid_until: LAST_DAY,
    figures: PlanCheckInterval { delay_months: 6 },
    article: "CCH R.824-9",
    url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878857"),
    severity: Severity::Effect,
    text: Text::fixed(
        "Le suivi du plan se vérifie tous les six mois : est-il respecté, le loyer courant est-il payé ?",
        "The plan is checked every six months: is it kept, is the current rent paid?",
    ),
    example: None,
}]);

pub static CCAPEX_DECISION: Sometimes<Stated> = Sometimes(&[Rule {
    id: "ccapex_decision",
    notion: Notion::CcapexDecision,
    valid_from: FIRST_DAY,
    valid_until: None,
    figures: Stated {},
    article: "CCH L.824-2",
    url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000047900095"),
    severity: Severity::Refusal,
    text: Text::fixed(
        "L'aide est maintenue, sauf décision contraire de la CCAPEX : elle seule mène à la suspension, et la date de sa notification \
         est demandée.",
        "The aid goes on unless the eviction-prevention commission (CCAPEX) decides otherwise: only its decision leads to a \
         suspension, and the date it was notified is asked for.",
    ),
    example: None,
}]);

pub static CCAPEX_SUSPENSION_EFFECT: Sometimes<SuspensionEffect> = Sometimes(&[Rule {
    id: "ccapex_suspension_effect",
    notion: Notion::CcapexSuspensionEffect,
    valid_from: FIRST_DAY,
    valid_until: None,
    figures: SuspensionEffect {},
    article: "CCH, décret 2026-84",
    url: None,
    severity: Severity::Effect,
    text: Text::fixed(
        "La suspension que décide la CCAPEX prend effet le premier jour du mois qui suit sa notification à l'organisme payeur.",
        "A suspension decided by the CCAPEX takes effect on the first day of the month after it is notified to the paying body.",
    ),
    example: None,
}]);
