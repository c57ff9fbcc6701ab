//! Arrears: what holds until 31 December 2026, and what the reform leaves as it is.

use chrono::NaiveDate;

use super::rule::FigureName::{AmountAtMost, Delay, DelayAfterRefusal, FractionAfterFailure, Instalments, StepsRequired, ThresholdMonths};
use super::rule::{CCH, CSS, Notion, Rule, Severity, cents, count, formula, months, ratio, simulation};
use crate::values::text::Text;

/// The last day of the regime of décrets 2016-748 and 2019-772 (décret 2026-84, art. 5).
pub(super) const LAST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 12, 31);

pub static TWO_MONTHS_OF_RENT: Rule = Rule {
    id: "impaye_two_months_of_rent",
    notion: Notion::ImpayeConstitution,
    valid_from: None,
    valid_until: LAST_DAY,
    figures: &[months(ThresholdMonths, 2)],
    formula: formula!(two_months_of_rent),
    article: "CCH R.824-1",
    url: CCH,
    severity: Severity::Refusal,
    text: Text::fixed(
        "L'impayé est constitué quand la dette atteint deux mois de loyer et de charges, déduction faite de l'aide si le bailleur la \
         reçoit. C'est un montant : les paiements partiels et les mois non consécutifs comptent.",
        "Arrears are constituted when the debt reaches two months of rent and charges, less the aid if the landlord receives it. It \
         is an amount: partial payments and months that do not follow each other count.",
    ),
    example: simulation(
        r#"{"rent_cents":43000,"charges_cents":9000,"aid_cents":20000,"payment_mode":"landlord","due_day":5,
           "months":[{"month":"2026-09","unpaid_cents":32000},{"month":"2026-11","unpaid_cents":32000}],
           "reported_on":"2026-11-23"}"#,
        None,
        &[("/regime", r#""two_months_of_rent""#), ("/constituted", "true"), ("/threshold_cents", "64000")],
    ),
};

pub static DUTY: Rule = Rule {
    id: "impaye_duty",
    notion: Notion::ImpayeDuty,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CCH L.824-1",
    url: CCH,
    severity: Severity::Flag,
    text: Text::fixed(
        "Seul le bailleur qui reçoit l'aide est tenu de signaler l'impayé, et peut être en retard. Les autres peuvent le signaler, \
         et y sont invités.",
        "Only the landlord who receives the aid must report arrears, and can be late. Others may report them, and are invited to.",
    ),
    example: simulation(
        r#"{"rent_cents":43000,"charges_cents":9000,"aid_cents":20000,"payment_mode":"tenant",
           "months":[{"month":"2026-01","unpaid_cents":52000},{"month":"2026-02","unpaid_cents":52000}],
           "reported_on":"2026-11-23"}"#,
        None,
        &[("/constituted", "true"), ("/late", "false")],
    ),
};

pub static REPORT_DEADLINE: Rule = Rule {
    id: "impaye_report_deadline",
    notion: Notion::ImpayeReportDeadline,
    valid_from: None,
    valid_until: LAST_DAY,
    figures: &[months(Delay, 2)],
    formula: formula!(impaye_report_deadline),
    article: "CCH R.824-4",
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
           "months":[{"month":"2026-01","unpaid_cents":32000},{"month":"2026-02","unpaid_cents":32000}],
           "reported_on":"2026-04-06"}"#,
        None,
        &[("/constituted_on", r#""2026-02-05""#), ("/report_deadline_on", r#""2026-04-05""#), ("/late", "true")],
    ),
};

pub static PENALTY: Rule = Rule {
    id: "impaye_penalty",
    notion: Notion::ImpayePenalty,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CSS L.114-17",
    url: CSS,
    severity: Severity::Information,
    text: Text::fixed(
        "Qui ne signale pas, ou signale en retard, s'expose à un avertissement ou à une pénalité. L'erreur de bonne foi n'en \
         entraîne pas, et rien n'est automatique.",
        "Whoever does not report, or reports late, risks a warning or a penalty. A good-faith mistake brings none, and nothing is \
         automatic.",
    ),
    example: None,
};

pub static RECOVERY_STEPS: Rule = Rule {
    id: "recovery_steps",
    notion: Notion::RecoverySteps,
    valid_from: None,
    valid_until: None,
    figures: &[count(StepsRequired, 1)],
    formula: None,
    article: "CCH R.824-4",
    url: CCH,
    severity: Severity::Refusal,
    text: Text::fixed(
        "Le bailleur qui reçoit l'aide montre, en signalant l'impayé, qu'il cherche à recouvrer sa créance : une démarche au moins \
         est demandée.",
        "The landlord who receives the aid shows, when reporting, that they are trying to recover the debt: at least one step is \
         asked for.",
    ),
    example: None,
};

pub static SIMPLIFIED_PROCEDURE: Rule = Rule {
    id: "simplified_procedure",
    notion: Notion::SimplifiedProcedure,
    valid_from: None,
    valid_until: LAST_DAY,
    figures: &[cents(AmountAtMost, 10_000)],
    formula: formula!(simplified_procedure),
    article: "CCH R.824-10",
    url: CCH,
    severity: Severity::Effect,
    text: Text::fixed(
        "Une dette de 100 € au plus, au jour du signalement, peut suivre une procédure simplifiée.",
        "A debt of at most €100 on the day of the report may follow a simplified procedure.",
    ),
    example: None,
};

pub static PLAN_REQUEST_DELAY: Rule = Rule {
    id: "plan_request_delay",
    notion: Notion::PlanRequestDelay,
    valid_from: None,
    valid_until: LAST_DAY,
    figures: &[months(Delay, 6), months(DelayAfterRefusal, 2), ratio(FractionAfterFailure, 1, 2)],
    formula: formula!(plan_due_on),
    article: "CCH R.824-7, R.824-10, R.824-22",
    url: CCH,
    severity: Severity::Effect,
    text: Text::fixed(
        "Le plan d'apurement demandé est dû dans les six mois ; dans les deux mois si le bailleur a refusé le versement direct ; en \
         moitié moins de temps après l'échec de la procédure simplifiée.",
        "A repayment plan is due within six months of the request; within two if the landlord refused direct payment; in half the \
         time after a simplified procedure failed.",
    ),
    example: None,
};

pub static DEFAULT_PLAN: Rule = Rule {
    id: "default_plan",
    notion: Notion::DefaultPlan,
    valid_from: None,
    valid_until: LAST_DAY,
    figures: &[count(Instalments, 36)],
    formula: formula!(default_plan),
    article: "CCH R.824-8",
    url: CCH,
    severity: Severity::Effect,
    text: Text::fixed(
        "À défaut d'autre plan, la dette se rembourse en 36 mensualités égales, à l'arrondi près ; en moins de mensualités quand la \
         dernière serait nulle.",
        "Without another plan, the debt is repaid in 36 monthly instalments, equal but for rounding; in fewer where the last would \
         be nothing.",
    ),
    example: None,
};

pub static PLAN_SIGNATURE: Rule = Rule {
    id: "plan_signature",
    notion: Notion::PlanSignature,
    valid_from: None,
    valid_until: None,
    figures: &[],
    formula: None,
    article: "CCH R.824-7",
    url: CCH,
    severity: Severity::Refusal,
    text: Text::fixed(
        "Un plan d'apurement porte la date de signature du locataire, couvre la dette entière et commence après cette date.",
        "A repayment plan carries the date the tenant signed it, covers the whole debt and starts after that date.",
    ),
    example: None,
};

pub static PLAN_CHECK_INTERVAL: Rule = Rule {
    id: "plan_check_interval",
    notion: Notion::PlanCheckInterval,
    valid_from: None,
    valid_until: LAST_DAY,
    figures: &[months(Delay, 6)],
    formula: formula!(next_check_on),
    article: "CCH R.824-9",
    url: CCH,
    severity: Severity::Effect,
    text: Text::fixed(
        "Le suivi du plan se vérifie tous les six mois : est-il respecté, le loyer courant est-il payé ?",
        "The plan is checked every six months: is it kept, is the current rent paid?",
    ),
    example: None,
};
