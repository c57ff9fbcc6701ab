//! Arrears: what holds from 1 January 2027 (loi 2023-668, décrets 2026-83 and 2026-84). The new
//! articles were not all published in full when this was written; what they do not say yet, the
//! rows say.

use chrono::NaiveDate;

use super::rule::FigureName::{AmountExceeded, DefaultDelay, Delay, Instalments};
use super::rule::{CCH, Notion, Rule, Severity, cents, count, formula, months, simulation};
use crate::values::text::Text;

/// The first day of the new regime: it applies to what is reported from that day on (décret
/// 2026-84, art. 5).
const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2027, 1, 1);

pub static AMOUNT_OR_THREE_MONTHS: Rule = Rule {
    id: "impaye_amount_or_three_months",
    notion: Notion::ImpayeConstitution,
    valid_from: FIRST_DAY,
    valid_until: None,
    figures: &[cents(AmountExceeded, 45_000), months(DefaultDelay, 3)],
    formula: formula!(amount_or_three_months),
    article: "CCH R.824-2",
    url: CCH,
    severity: Severity::Refusal,
    text: Text::fixed(
        "L'impayé est constitué quand la dette dépasse 450 €, ou trois mois après un premier défaut de paiement toujours pas réglé, \
         quel que soit le montant et qui que ce soit qui reçoive l'aide.",
        "Arrears are constituted when the debt exceeds €450, or three months after a first default still unpaid, whatever the amount \
         and whoever receives the aid.",
    ),
    example: simulation(
        r#"{"rent_cents":43000,"charges_cents":9000,"aid_cents":20000,"payment_mode":"landlord","due_day":10,
           "months":[{"month":"2026-10","unpaid_cents":2000}],
           "reported_on":"2027-01-10"}"#,
        None,
        &[("/regime", r#""amount_or_three_months""#), ("/constituted", "true"), ("/constituted_on", r#""2027-01-10""#)],
    ),
};

pub static TRANSITION: Rule = Rule {
    id: "impaye_transition",
    notion: Notion::ImpayeTransition,
    valid_from: FIRST_DAY,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "Décret 2026-84, art. 5",
    url: CCH,
    severity: Severity::Warning,
    text: Text::fixed(
        "Une dette qui atteignait deux mois de loyer avant le 1er janvier 2027 reste un impayé après, même si elle ne remplit pas \
         encore les nouvelles conditions. C'est le choix de ce service, faute d'avoir lu la disposition transitoire entière.",
        "A debt that reached two months of rent before 1 January 2027 is still arrears afterwards, even if it does not meet the new \
         conditions yet. That is this service's choice, the transitional clause not having been read in full.",
    ),
    example: simulation(
        r#"{"rent_cents":15000,"charges_cents":0,"aid_cents":5000,"payment_mode":"tenant","due_day":5,
           "months":[{"month":"2026-11","unpaid_cents":15000},{"month":"2026-12","unpaid_cents":15000}],
           "reported_on":"2027-01-10"}"#,
        Some("constituted_under_previous_regime"),
        &[("/constituted", "true"), ("/constituted_on", r#""2026-12-05""#)],
    ),
};

pub static REPORT_DEADLINE: Rule = Rule {
    id: "impaye_report_deadline_2027",
    notion: Notion::ImpayeReportDeadline,
    valid_from: FIRST_DAY,
    valid_until: None,
    figures: &[months(Delay, 2)],
    formula: formula!(impaye_report_deadline),
    article: "CCH L.824-1, décret 2026-84",
    url: CCH,
    severity: Severity::Flag,
    text: Text::fixed(
        "Le bailleur qui reçoit l'aide signale l'impayé dans les deux mois qui suivent sa constitution. Plus tard, c'est accepté et \
         marqué en retard.",
        "The landlord who receives the aid reports the arrears within two months of their being constituted. Later, it is accepted \
         and flagged late.",
    ),
    example: simulation(
        r#"{"rent_cents":43000,"charges_cents":9000,"aid_cents":20000,"payment_mode":"landlord","due_day":5,
           "months":[{"month":"2027-01","unpaid_cents":32000},{"month":"2027-02","unpaid_cents":32000}],
           "reported_on":"2027-04-06"}"#,
        None,
        &[("/constituted_on", r#""2027-02-05""#), ("/report_deadline_on", r#""2027-04-05""#), ("/late", "true")],
    ),
};

pub static DEFAULT_PLAN: Rule = Rule {
    id: "default_plan_2027",
    notion: Notion::DefaultPlan,
    valid_from: FIRST_DAY,
    valid_until: None,
    figures: &[count(Instalments, 36)],
    formula: formula!(default_plan),
    article: "CCH L.824-2, décret 2026-84",
    url: CCH,
    severity: Severity::Effect,
    text: Text::fixed(
        "Tant que les articles de 2027 ne sont pas publiés en entier, un plan sans nombre de mensualités en compte 36, comme avant : \
         c'est le choix de ce service.",
        "Until the articles of 2027 are published in full, a plan that gives no number of instalments has 36, as before: that is \
         this service's choice.",
    ),
    example: None,
};

pub static CCAPEX_DECISION: Rule = Rule {
    id: "ccapex_decision",
    notion: Notion::CcapexDecision,
    valid_from: FIRST_DAY,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CCH L.824-2",
    url: "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053470485",
    severity: Severity::Refusal,
    text: Text::fixed(
        "L'aide est maintenue, sauf décision contraire de la CCAPEX : elle seule mène à la suspension, et la date de sa notification \
         est demandée.",
        "The aid goes on unless the eviction-prevention commission (CCAPEX) decides otherwise: only its decision leads to a \
         suspension, and the date it was notified is asked for.",
    ),
    example: None,
};

pub static CCAPEX_SUSPENSION_EFFECT: Rule = Rule {
    id: "ccapex_suspension_effect",
    notion: Notion::CcapexSuspensionEffect,
    valid_from: FIRST_DAY,
    valid_until: None,
    figures: &[],
    formula: formula!(suspension_effective_on),
    article: "CCH, décret 2026-84 (LEGIARTI000053470490)",
    url: "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053470490",
    severity: Severity::Effect,
    text: Text::fixed(
        "La suspension que décide la CCAPEX prend effet le premier jour du mois qui suit sa notification à l'organisme payeur.",
        "A suspension decided by the CCAPEX takes effect on the first day of the month after it is notified to the paying body.",
    ),
    example: None,
};
