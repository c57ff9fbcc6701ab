//! The pure engine of arrears: figures, months and a day in; a judgment that explains itself out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::law::formulas::{self, Balance, HousingCost};
use crate::law::regime::Regime;
use crate::law::{FigureName, Notion, rule_at};
use crate::problem::FieldError;
use crate::problem::Noted;
use crate::values::aid::PaymentMode;
use crate::values::money::{euros_en, euros_fr};
use crate::values::month::Month;
use crate::values::text::Text;

/// What was unpaid of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnpaidMonth {
    pub month: Month,
    /// What was not paid, in cents.
    #[schema(minimum = 1, maximum = 100_000_000, example = 32_000)]
    pub unpaid_cents: i64,
    /// Whether the amount holds an adjustment of charges, and so may exceed the month's rent.
    #[serde(default)]
    pub includes_adjustment: bool,
}

/// The amounts a debt is judged by, in cents; under a shared lease, the tenant's share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    pub rent_cents: i64,
    /// None is unknown, and counts as nothing.
    pub charges_cents: Option<i64>,
    pub aid_cents: i64,
    /// Whether the paying body told no amount of aid: it then counts as nothing.
    pub aid_unknown: bool,
    pub payment_mode: PaymentMode,
    pub due_day: u32,
}

impl Figures {
    fn cost(&self) -> HousingCost {
        HousingCost {
            rent_cents: self.rent_cents,
            charges_cents: self.charges_cents.unwrap_or(0),
            aid_cents: self.aid_cents,
            aid_to_landlord: self.payment_mode == PaymentMode::Landlord,
        }
    }

    /// What the tenant owes for one month, in cents: gross, or net of an aid paid to the landlord.
    pub fn month_due(&self) -> i64 {
        self.cost().owed_cents()
    }

    fn due_on(&self, month: Month) -> NaiveDate {
        month.due_on(self.due_day)
    }

    /// The debt after each due date.
    fn balances(&self, months: &[UnpaidMonth]) -> Vec<Balance> {
        let mut owed_cents = 0;
        let mut after = |one: &UnpaidMonth| {
            owed_cents += one.unpaid_cents;
            Balance { due_on: self.due_on(one.month), owed_cents }
        };
        months.iter().map(&mut after).collect()
    }
}

/// One step of the explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub fr: String,
    pub en: String,
    pub article: String,
}

/// The judgment of a debt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    pub regime: Regime,
    pub constituted: bool,
    pub debt_cents: i64,
    pub threshold_cents: i64,
    pub constituted_on: Option<NaiveDate>,
    pub report_deadline_on: Option<NaiveDate>,
    pub late: bool,
    pub simplified_procedure: bool,
    /// Cents that are missing to the amount that constitutes; none when it is reached.
    pub missing_cents: Option<i64>,
    /// The day on which the debt is constituted whatever its amount, under the second regime.
    pub three_months_on: Option<NaiveDate>,
    pub explanation: Vec<Step>,
    pub warnings: Vec<Noted>,
}

/// The debt of all months, in cents (R71).
pub fn debt(months: &[UnpaidMonth]) -> i64 {
    months.iter().map(|month| month.unpaid_cents).sum()
}

/// R69: months are distinct and ascending, and each is due by the day of the report.
pub fn month_faults(figures: &Figures, months: &[UnpaidMonth], reported_on: NaiveDate) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (index, one) in months.iter().enumerate() {
        let pointer = format!("/months/{index}/month");
        if index > 0 && months.get(index - 1).is_some_and(|before| before.month >= one.month) {
            let text = Text::fixed("Les mois se suivent, chacun une seule fois.", "Months are ascending, each of them once.");
            faults.push(FieldError::pointer(&pointer, "out_of_order", text));
        }
        let due = figures.due_on(one.month);
        if due > reported_on {
            let text = Text::new(
                format!("Ce mois n'est dû que le {due} : il ne peut pas encore être impayé."),
                format!("This month is due on {due} only: it cannot be unpaid yet."),
            );
            faults.push(FieldError::pointer(pointer, "out_of_range", text));
        }
    }
    faults
}

/// R70: more than was due that month needs an adjustment of charges to explain it.
pub fn excessive_months(figures: &Figures, months: &[UnpaidMonth]) -> Vec<FieldError> {
    let due = figures.month_due();
    let excessive = months.iter().enumerate().filter(|(_, one)| one.unpaid_cents > due && !one.includes_adjustment);
    let fault = |(index, _): (usize, &UnpaidMonth)| {
        let text = Text::new(
            format!("Plus que le dû du mois ({}). Dites-le par `includes_adjustment` s'il y a une régularisation.", euros_fr(due)),
            format!("More than was due for the month ({}). Say so by `includes_adjustment` if charges were adjusted.", euros_en(due)),
        );
        FieldError::pointer(format!("/months/{index}/unpaid_cents"), "unpaid_above_due", text)
    };
    excessive.map(fault).collect()
}

/// Judges a debt on the day of its report (R60–R68, R75, R82–R88).
pub fn assess(figures: &Figures, months: &[UnpaidMonth], reported_on: NaiveDate) -> Assessment {
    let regime = Regime::on(reported_on);
    let balances = figures.balances(months);
    let debt_cents = debt(months);
    let met_first = formulas::two_months_met_on(&figures.cost(), &balances);
    let (constituted_on, from_before) = match regime {
        Regime::TwoMonthsOfRent => (met_first, false),
        Regime::AmountOrThreeMonths => second_regime(&balances, met_first, reported_on),
    };
    let (threshold_cents, least, three_months_on) = match regime {
        Regime::TwoMonthsOfRent => {
            let threshold = formulas::two_months_of_rent(&figures.cost());
            (threshold, threshold.max(1), None)
        }
        Regime::AmountOrThreeMonths => {
            let threshold = formulas::amount_exceeded();
            (threshold, threshold + 1, formulas::default_delay_ends_on(&balances))
        }
    };
    let report_deadline_on = constituted_on.map(|on| formulas::impaye_report_deadline(regime, on));
    let mut assessment = Assessment {
        regime,
        constituted: constituted_on.is_some(),
        debt_cents,
        threshold_cents,
        constituted_on,
        report_deadline_on,
        // R68: the duty binds only the landlord who receives the aid.
        late: figures.payment_mode == PaymentMode::Landlord && report_deadline_on.is_some_and(|deadline| reported_on > deadline),
        simplified_procedure: formulas::simplified_procedure(regime, debt_cents),
        missing_cents: Some(least - debt_cents).filter(|missing| *missing > 0),
        three_months_on,
        explanation: Vec::new(),
        warnings: warnings(figures, from_before),
    };
    assessment.explanation = explanation(figures, &assessment);
    assessment
}

/// The day of constitution in a report made under the second regime, and whether only the first
/// regime had been met. A debt constituted before the second regime keeps its day.
fn second_regime(balances: &[Balance], met_first: Option<NaiveDate>, reported_on: NaiveDate) -> (Option<NaiveDate>, bool) {
    let starts_on = Regime::AmountOrThreeMonths.rule().valid_from.unwrap_or(NaiveDate::MIN);
    let met_second = formulas::amount_or_three_months(balances).filter(|day| *day <= reported_on);
    let before = met_first.filter(|day| *day < starts_on);
    let on = before.or_else(|| met_second.map(|day| day.max(starts_on)));
    (on, before.is_some() && met_second.is_none())
}

fn warnings(figures: &Figures, from_before: bool) -> Vec<Noted> {
    let mut found = Vec::new();
    if figures.charges_cents.is_none() {
        let text = Text::fixed(
            "Les charges sont inconnues et comptées pour zéro ; donnez-les dans `charges_cents`.",
            "Charges are unknown and counted as zero; give them in `charges_cents`.",
        );
        found.push(Noted::new("charges_unknown", None, &text));
    }
    if figures.aid_unknown && figures.payment_mode == PaymentMode::Landlord {
        let text =
            Text::fixed("Le montant de l'aide est inconnu et compté pour zéro.", "The amount of the aid is unknown and counted as zero.");
        found.push(Noted::new("aid_unknown", None, &text));
    }
    if from_before {
        let text = Text::fixed(
            "L'impayé était constitué sous la règle précédente ; il ne l'est pas sous celle d'aujourd'hui.",
            "The arrears were constituted under the previous rule; they are not under today's.",
        );
        found.push(Noted::new("constituted_under_previous_regime", None, &text));
    }
    found
}

fn explanation(figures: &Figures, of: &Assessment) -> Vec<Step> {
    let article = of.regime.rule().article;
    let step = |fr: String, en: String, article: &str| Step { fr, en, article: article.to_owned() };
    let (debt_fr, debt_en) = (euros_fr(of.debt_cents), euros_en(of.debt_cents));
    let (limit_fr, limit_en) = (euros_fr(of.threshold_cents), euros_en(of.threshold_cents));
    let formula = formula(figures, of.regime);
    let mut steps = vec![
        step(format!("La dette est de {debt_fr}."), format!("The debt is {debt_en}."), article),
        step(format!("Le seuil est de {limit_fr} : {}.", formula.fr), format!("The threshold is {limit_en}: {}.", formula.en), article),
    ];
    // A day before the regime of the report is one of the regime before (R88).
    let before = of.constituted_on.filter(|on| Regime::on(*on) != of.regime);
    let dated_by = before.map_or(article, |on| Regime::on(on).rule().article);
    steps.push(match of.constituted_on {
        Some(on) => step(format!("L'impayé est constitué le {on}."), format!("The arrears are constituted on {on}."), dated_by),
        None => step("L'impayé n'est pas constitué.".to_owned(), "The arrears are not constituted.".to_owned(), article),
    });
    if before.is_some()
        && let Some(rule) =
            of.constituted_on.and_then(|_on| rule_at(Notion::ImpayeTransition, Regime::AmountOrThreeMonths.rule().valid_from?))
    {
        steps.push(step(rule.text.fr.to_string(), rule.text.en.to_string(), rule.article));
    }
    if let Some(deadline) = of.report_deadline_on {
        let article = of.regime.rule_for(Notion::ImpayeReportDeadline).map_or(article, |rule| rule.article);
        steps.push(if figures.payment_mode == PaymentMode::Landlord {
            let fr = format!("Il est à signaler au plus tard le {deadline}.");
            step(fr, format!("They are to be reported by {deadline} at the latest."), article)
        } else {
            let fr = format!("Le délai du {deadline} ne lie que le bailleur qui reçoit l'aide.");
            step(fr, format!("The deadline of {deadline} binds only a landlord who receives the aid."), article)
        });
    }
    steps
}

/// The formula of a regime in words, with its figures.
pub fn formula(figures: &Figures, regime: Regime) -> Text {
    if regime == Regime::AmountOrThreeMonths {
        let (amount, months) = (formulas::amount_exceeded(), regime.rule().months(FigureName::DefaultDelay));
        return Text::new(
            format!("dette supérieure à {}, ou {months} mois après le premier défaut", euros_fr(amount)),
            format!("debt above {}, or {months} months after the first default", euros_en(amount)),
        );
    }
    let times = regime.rule().months(FigureName::ThresholdMonths);
    let (rent, charges, aid) = (figures.rent_cents, figures.charges_cents.unwrap_or(0), figures.aid_cents);
    match figures.payment_mode {
        PaymentMode::Tenant => Text::new(
            format!("{times} × (loyer {} + charges {})", euros_fr(rent), euros_fr(charges)),
            format!("{times} × (rent {} + charges {})", euros_en(rent), euros_en(charges)),
        ),
        PaymentMode::Landlord => Text::new(
            format!("{times} × (loyer {} + charges {} − aide {})", euros_fr(rent), euros_fr(charges), euros_fr(aid)),
            format!("{times} × (rent {} + charges {} − aid {})", euros_en(rent), euros_en(charges), euros_en(aid)),
        ),
    }
}
