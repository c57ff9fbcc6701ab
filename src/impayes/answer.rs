//! From a judgment or a stored case to what the caller reads.

use chrono::NaiveDate;

use super::assess::{Assessment, Figures};
use super::dto::{AssessmentOut, CaseRule, FiguresOut, StepOut};
use super::explain::Step;
use crate::values::text::Language;
use crate::values::words;

/// A judgment in the caller's language.
pub fn assessment(of: &Assessment, figures: &Figures, reported_on: NaiveDate, language: Language) -> AssessmentOut {
    AssessmentOut {
        regime: of.regime(),
        rule: CaseRule::of(of.rule),
        figures: figures_out(figures, reported_on),
        constituted: of.constituted,
        debt_cents: of.debt_cents,
        threshold_cents: of.threshold_cents,
        constituted_on: of.constituted_on,
        report_deadline_on: of.report_deadline_on,
        late: of.late,
        explanation: steps(&of.explanation, language),
        warnings: of.warnings.iter().map(|warning| warning.shown(language)).collect(),
        simplified_procedure: of.simplified_procedure,
    }
}

/// The figures that were used.
pub fn figures_out(figures: &Figures, reported_on: NaiveDate) -> FiguresOut {
    FiguresOut {
        rent_cents: figures.rent_cents,
        charges_cents: figures.charges_cents,
        aid_cents: figures.aid_cents,
        payment_mode: figures.payment_mode,
        due_day: i32::try_from(figures.due_day).unwrap_or(1),
        reported_on,
    }
}

/// An explanation in the caller's language.
pub fn steps(list: &[Step], language: Language) -> Vec<StepOut> {
    list.iter()
        .map(|step| {
            // Texts stored before days were put in words hold `2026-11-30`.
            let text = words::days_in(language.of(&step.fr, &step.en), language);
            StepOut { step: text, article: step.article.clone() }
        })
        .collect()
}
