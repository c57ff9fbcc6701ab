//! Arrears: when they exist, and what reporting them asks for. Two laws follow each other on 1 January
//! 2027 (loi 2023-668, décrets 2026-83 and 2026-84). The new articles were not all published in full
//! when this was written; what they do not say yet, the rows say.

use chrono::NaiveDate;

use super::figures::{AmountOrThreeMonths, Constitution, RecoverySteps, ReportDeadline, SimplifiedProcedure, Stated, TwoMonthsOfRent};
use super::periods::{Always, Sometimes};
use super::rule::{Notion, Rule, Severity, simulation};
use crate::values::text::Text;

/// The last day of the law of décrets 2016-748 and 2019-772 (décret 2026-84, art. 5).
pub(super) const LAST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 12, 31);
/// The first day of the next: it applies to what is reported from that day on (décret 2026-84, art.
/// 5).
pub(super) const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2027, 1, 1);

pub static CONSTITUTION: Always<Constitution> = Always {
    first: Rule {
        id: "impaye_two_months_of_rent",
        notion: Notion::ImpayeConstitution,
        valid_from: None,
        valid_until: LAST_DAY,
        figures: Constitution::TwoMonthsOfRent(TwoMonthsOfRent { threshold_months: 2 }),
        article: "CCH R.824-1",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878877"),
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
    },
    later: &[Rule {
        id: "impaye_amount_or_three_months",
        notion: Notion::ImpayeConstitution,
        valid_from: FIRST_DAY,
        valid_until: None,
        figures: Constitution::AmountOrThreeMonths(AmountOrThreeMonths { amount_exceeded_cents: 45_000, default_delay_months: 3 }),
        article: "CCH R.824-2",
        url: None,
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
    }],
};

pub static TRANSITION: Sometimes<Stated> = Sometimes(&[Rule {
    id: "impaye_transition",
    notion: Notion::ImpayeTransition,
    valid_from: FIRST_DAY,
    valid_until: None,
    figures: Stated {},
    article: "Décret 2026-84, art. 5",
    url: None,
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
}]);

pub static DUTY: Always<Stated> = Always {
    first: Rule {
        id: "impaye_duty",
        notion: Notion::ImpayeDuty,
        valid_from: None,
        valid_until: None,
        figures: Stated {},
        article: "CCH L.824-1",
        url: None,
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
    },
    later: &[],
};

pub static REPORT_DEADLINE: Always<ReportDeadline> = Always {
    first: Rule {
        id: "impaye_report_deadline",
        notion: Notion::ImpayeReportDeadline,
        valid_from: None,
        valid_until: LAST_DAY,
        figures: ReportDeadline { delay_months: 2 },
        article: "CCH R.824-4",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878867"),
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
    },
    later: &[Rule {
        id: "impaye_report_deadline_2027",
        notion: Notion::ImpayeReportDeadline,
        valid_from: FIRST_DAY,
        valid_until: None,
        figures: ReportDeadline { delay_months: 2 },
        article: "CCH L.824-1, décret 2026-84",
        url: None,
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
    }],
};

pub static PENALTY: Always<Stated> = Always {
    first: Rule {
        id: "impaye_penalty",
        notion: Notion::ImpayePenalty,
        valid_from: None,
        valid_until: None,
        figures: Stated {},
        article: "CSS L.114-17",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000054331851"),
        severity: Severity::Information,
        text: Text::fixed(
            "Qui ne signale pas, ou signale en retard, s'expose à un avertissement ou à une pénalité. L'erreur de bonne foi n'en \
         entraîne pas, et rien n'est automatique.",
            "Whoever does not report, or reports late, risks a warning or a penalty. A good-faith mistake brings none, and nothing is \
         automatic.",
        ),
        example: None,
    },
    later: &[],
};

pub static RECOVERY_STEPS: Always<RecoverySteps> = Always {
    first: Rule {
        id: "recovery_steps",
        notion: Notion::RecoverySteps,
        valid_from: None,
        valid_until: None,
        figures: RecoverySteps { steps_required: 1 },
        article: "CCH R.824-4",
        url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878867"),
        severity: Severity::Refusal,
        text: Text::fixed(
            "Le bailleur qui reçoit l'aide montre, en signalant l'impayé, qu'il cherche à recouvrer sa créance : une démarche au moins \
         est demandée.",
            "The landlord who receives the aid shows, when reporting, that they are trying to recover the debt: at least one step is \
         asked for.",
        ),
        example: None,
    },
    later: &[],
};

pub static SIMPLIFIED_PROCEDURE: Sometimes<SimplifiedProcedure> = Sometimes(&[Rule {
    id: "simplified_procedure",
    notion: Notion::SimplifiedProcedure,
    valid_from: None,
    valid_until: LAST_DAY,
    figures: SimplifiedProcedure { amount_at_most_cents: 10_000 },
    article: "CCH R.824-10",
    url: Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038878855"),
    severity: Severity::Effect,
    text: Text::fixed(
        "Une dette de 100 € au plus, au jour du signalement, peut suivre une procédure simplifiée.",
        "A debt of at most €100 on the day of the report may follow a simplified procedure.",
    ),
    example: None,
}]);
