//! The reasoning of an assessment, in words (R86).

use chrono::NaiveDate;

use super::{Assessment, Constitution, Figures, Missing, Step};
use crate::http::Text;
use crate::http::warning::Noted;
use crate::law::{FigureName, Notion, Regime, Rule, rule_at};
use crate::values::money::{euros_en, euros_fr};

/// What deserves a look: what was counted as zero, what was found in the months, and arrears that
/// only the former regime knows.
pub(super) fn warnings(figures: &Figures, constitution: Option<Constitution>, found: Vec<Noted>) -> Vec<Noted> {
    let mut all = Vec::new();
    if figures.charges_cents.is_none() {
        let text = Text::fixed(
            "Les charges ne sont pas connues et comptent pour zéro. Donnez-les dans `charges_cents`.",
            "The charges are not known and count as zero. Give them in `charges_cents`.",
        );
        all.push(Noted::new("charges_unknown", Some("/charges_cents"), &text));
    }
    if figures.aid_cents.is_none() && figures.aid_to_landlord() {
        let text = Text::fixed(
            "Le montant de l'aide n'est pas connu et compte pour zéro.",
            "The amount of the aid is not known and counts as zero.",
        );
        all.push(Noted::new("aid_unknown", None, &text));
    }
    all.extend(found);
    if let Some(Constitution { on, only_before: true, .. }) = constitution {
        let text = Text::new(
            format!("La dette était un impayé dès le {on} selon le régime précédent ; elle ne remplit pas les conditions du nouveau."),
            format!("The debt was arrears from {on} under the previous regime; it does not meet the conditions of the new one."),
        );
        all.push(Noted::new("constituted_under_previous_regime", None, &text));
    }
    all
}

/// Why arrears are not constituted, for a refusal.
pub(super) fn shortfall(assessment: &Assessment, missing: &Missing) -> Text {
    let lead = formula(assessment);
    let (debt_fr, debt_en) = (euros_fr(assessment.debt_cents), euros_en(assessment.debt_cents));
    let lack = lacks(missing);
    let article = assessment.rule().article;
    Text::new(
        format!("{} La dette est de {debt_fr}. {} ({article})", lead.fr, lack.fr),
        format!("{} The debt is {debt_en}. {} ({article})", lead.en, lack.en),
    )
}

/// The steps from the day of the report to the deadline.
pub(super) fn steps(
    assessment: &Assessment,
    month_count: usize,
    constitution: Option<Constitution>,
    reported_on: NaiveDate,
) -> Vec<Step> {
    let rule = assessment.rule();
    let step = |text: Text, rule: &'static Rule| Step { text, article: rule.article };
    let mut steps = vec![step(period(rule, reported_on), rule), step(formula(assessment), rule)];
    let (debt_fr, debt_en) = (euros_fr(assessment.debt_cents), euros_en(assessment.debt_cents));
    let debt = Text::new(
        format!("La dette est de {debt_fr} sur {month_count} mois."),
        format!("The debt is {debt_en} over {month_count} month(s)."),
    );
    steps.push(step(debt, rule));
    match (constitution, &assessment.missing) {
        (Some(found), _) => {
            steps.push(step(constituted(assessment.regime, found), found.regime.rule()));
            steps.extend(transition(assessment.regime, found, reported_on));
            steps.extend(deadline(assessment, reported_on));
        }
        (None, Some(missing)) => steps.push(step(lacks(missing), rule)),
        (None, None) => {}
    }
    steps
}

/// Which regime, and why.
fn period(rule: &'static Rule, reported_on: NaiveDate) -> Text {
    match (rule.valid_from, rule.valid_until) {
        (_, Some(until)) => Text::new(
            format!("Signalé le {reported_on} : le régime est celui en vigueur jusqu'au {until}."),
            format!("Reported on {reported_on}: the regime is the one in force until {until}."),
        ),
        (Some(from), None) => Text::new(
            format!("Signalé le {reported_on} : le régime est celui en vigueur depuis le {from}."),
            format!("Reported on {reported_on}: the regime is the one in force since {from}."),
        ),
        (None, None) => Text::new(format!("Signalé le {reported_on}."), format!("Reported on {reported_on}.")),
    }
}

/// The formula with its figures.
fn formula(assessment: &Assessment) -> Text {
    let rule = assessment.rule();
    let (threshold_fr, threshold_en) = (euros_fr(assessment.threshold_cents), euros_en(assessment.threshold_cents));
    if assessment.regime == Regime::AmountOrThreeMonths {
        let months = rule.months(FigureName::DefaultDelay);
        return Text::new(
            format!("L'impayé est constitué quand la dette dépasse {threshold_fr}, ou {months} mois après le premier défaut."),
            format!("Arrears are constituted when the debt exceeds {threshold_en}, or {months} months after the first default."),
        );
    }
    let months = rule.months(FigureName::ThresholdMonths);
    let cost = assessment.figures.cost();
    let (rent_fr, rent_en) = (euros_fr(cost.rent_cents), euros_en(cost.rent_cents));
    let (charges_fr, charges_en) = (euros_fr(cost.charges_cents), euros_en(cost.charges_cents));
    if cost.aid_to_landlord {
        let (aid_fr, aid_en) = (euros_fr(cost.aid_cents), euros_en(cost.aid_cents));
        return Text::new(
            format!("Seuil : {months} × ({rent_fr} de loyer + {charges_fr} de charges − {aid_fr} d'aide), jamais négatif, soit {threshold_fr}."),
            format!("Threshold: {months} × ({rent_en} of rent + {charges_en} of charges − {aid_en} of aid), never negative, that is {threshold_en}."),
        );
    }
    Text::new(
        format!("Seuil : {months} × ({rent_fr} de loyer + {charges_fr} de charges), l'aide allant au locataire, soit {threshold_fr}."),
        format!("Threshold: {months} × ({rent_en} of rent + {charges_en} of charges), the aid going to the tenant, that is {threshold_en}."),
    )
}

/// What is not enough.
fn lacks(missing: &Missing) -> Text {
    let (amount_fr, amount_en) = (euros_fr(missing.amount_cents), euros_en(missing.amount_cents));
    match missing.constituted_from {
        None => Text::new(
            format!("L'impayé n'est pas constitué : il manque {amount_fr}."),
            format!("Arrears are not constituted: {amount_en} is missing."),
        ),
        Some(day) => Text::new(
            format!("L'impayé n'est pas constitué : il manque {amount_fr}, ou d'attendre le {day} si rien n'est réglé."),
            format!("Arrears are not constituted: {amount_en} is missing, or they will be on {day} if nothing is paid."),
        ),
    }
}

/// The day, and under which regime.
fn constituted(regime: Regime, found: Constitution) -> Text {
    let on = found.on;
    if found.regime == regime {
        return Text::new(format!("L'impayé est constitué depuis le {on}."), format!("Arrears have been constituted since {on}."));
    }
    Text::new(
        format!("L'impayé est constitué depuis le {on}, selon le régime alors en vigueur."),
        format!("Arrears have been constituted since {on}, under the regime then in force."),
    )
}

/// That the former regime is taken into account, and on what ground.
fn transition(regime: Regime, found: Constitution, reported_on: NaiveDate) -> Option<Step> {
    if found.regime == regime {
        return None;
    }
    rule_at(Notion::ImpayeTransition, reported_on).map(|rule| Step { text: rule.text.clone(), article: rule.article })
}

/// Until when to report, and whether there was a duty to.
fn deadline(assessment: &Assessment, reported_on: NaiveDate) -> Vec<Step> {
    let Some(day) = assessment.report_deadline_on else { return Vec::new() };
    let text = Text::new(format!("Il est à signaler au plus tard le {day}."), format!("They are to be reported by {day}."));
    let mut steps = Vec::new();
    if let Some(rule) = rule_at(Notion::ImpayeReportDeadline, reported_on) {
        steps.push(Step { text, article: rule.article });
    }
    let after = if !assessment.figures.aid_to_landlord() {
        (
            Notion::ImpayeDuty,
            Text::fixed(
                "L'aide allant au locataire, signaler n'est pas une obligation et ne peut pas être tardif.",
                "As the aid goes to the tenant, reporting is not a duty and cannot be late.",
            ),
        )
    } else if assessment.late {
        (
            Notion::ImpayePenalty,
            Text::fixed(
                "Ce signalement est tardif : il est accepté, avec un risque d'avertissement ou de pénalité.",
                "This report is late: it is accepted, with a risk of a warning or a penalty.",
            ),
        )
    } else {
        return steps;
    };
    steps.extend(rule_at(after.0, reported_on).map(|rule| Step { text: after.1, article: rule.article }));
    steps
}
