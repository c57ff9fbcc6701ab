//! The pure engine of arrears: figures, months and a day in; a judgment that explains itself out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::explain::{Step, explanation};
use crate::law::figures::Constitution;
use crate::law::formulas::{self, Balance, HousingCost};
use crate::law::regime::Regime;
use crate::law::{Law, Rule};
use crate::problem::Noted;
use crate::problem::{FieldCode, FieldError, WarningCode};
use crate::tenancies::Term;
use crate::values::aid::PaymentMode;
use crate::values::money::{euros_en, euros_fr};
use crate::values::month::Month;
use crate::values::text::Text;
use crate::values::words;

/// What was unpaid of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnpaidMonth {
    /// The month whose rent it is.
    pub month: Month,
    /// What was not paid of what was due for the month, in cents.
    #[schema(minimum = 1, maximum = 100_000_000, example = 32_000)]
    pub unpaid_cents: i64,
    /// Whether the amount holds an adjustment of charges, and so may exceed what was due for the month;
    /// `false` when absent.
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
    /// The days of the tenancy, within which its months fall due; none where no tenancy is named.
    pub term: Option<Term>,
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

    /// The day a month falls due (R66).
    pub fn due_on(&self, month: Month) -> NaiveDate {
        self.term.map_or_else(|| month.due_on(self.due_day), |term| term.due_on(month, self.due_day))
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

/// The judgment of a debt.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The rule in force on the day of the report.
    pub rule: &'static Rule<Constitution>,
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

impl Assessment {
    /// The regime of the report.
    pub fn regime(&self) -> Regime {
        self.rule.figures.regime()
    }
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
            faults.push(FieldError::pointer(&pointer, FieldCode::OutOfOrder, text));
        }
        let due = figures.due_on(one.month);
        if due > reported_on {
            let day = words::of_day(due);
            let text = Text::new(
                format!("Ce mois n'est dû que le {} : il ne peut pas encore être impayé.", day.fr),
                format!("This month is due on {} only: it cannot be unpaid yet.", day.en),
            );
            faults.push(FieldError::pointer(pointer, FieldCode::OutOfRange, text));
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
            format!("Plus que le dû du mois ({}). S'il comprend une régularisation de charges, dites-le.", euros_fr(due)),
            format!("More than was due for the month ({}). If it includes an adjustment of charges, say so.", euros_en(due)),
        );
        FieldError::pointer(format!("/months/{index}/unpaid_cents"), FieldCode::UnpaidAboveDue, text)
    };
    excessive.map(fault).collect()
}

/// Judges a debt by a law on the day of its report (R60–R68, R75, R82–R88).
pub fn assess(law: &Law, figures: &Figures, months: &[UnpaidMonth], reported_on: NaiveDate) -> Assessment {
    let rule = law.impaye_constitution.on(reported_on);
    let (cost, balances) = (figures.cost(), figures.balances(months));
    let debt_cents = debt(months);
    let first = first_constituted(law, &cost, &balances, reported_on);
    // R88: the law of another day called it arrears, and that of the report does not.
    let before = first.filter(|(_, by)| by.id != rule.id);
    let only_before = before.is_some() && met_on(rule, &cost, &balances).is_none_or(|day| day > reported_on);
    let (threshold_cents, least, three_months_on) = match rule.figures {
        Constitution::TwoMonthsOfRent(of) => {
            let threshold = formulas::two_months_of_rent(of, &cost);
            (threshold, threshold.max(1), None)
        }
        Constitution::AmountOrThreeMonths(of) => {
            (of.amount_exceeded_cents, of.amount_exceeded_cents + 1, formulas::default_delay_ends_on(of, &balances))
        }
    };
    let constituted_on = first.map(|(on, _)| on);
    let deadline = law.impaye_report_deadline.on(reported_on);
    let report_deadline_on = constituted_on.map(|on| formulas::impaye_report_deadline(deadline.figures, on));
    let simplified = law.simplified_procedure.on(reported_on);
    let mut assessment = Assessment {
        rule,
        constituted: constituted_on.is_some(),
        debt_cents,
        threshold_cents,
        constituted_on,
        report_deadline_on,
        // R68: the duty binds only the landlord who receives the aid.
        late: figures.payment_mode == PaymentMode::Landlord && report_deadline_on.is_some_and(|deadline| reported_on > deadline),
        simplified_procedure: first.is_some() && simplified.is_some_and(|rule| formulas::simplified_procedure(rule.figures, debt_cents)),
        missing_cents: Some(least - debt_cents).filter(|missing| *missing > 0),
        three_months_on,
        explanation: Vec::new(),
        warnings: warnings(figures, rule),
    };
    let transition = before.and_then(|_earlier| law.impaye_transition.on(reported_on));
    if only_before {
        assessment.warnings.push(previous_regime(transition.map_or(rule as &Rule, |transition| transition as &Rule)));
    }
    assessment.explanation = explanation(figures, &assessment, before.map(|(_, by)| by), transition, deadline.article);
    assessment
}

/// The first day on which the law then in force called the debt arrears, and that law (R66): what
/// was constituted under an earlier rule stays so, and no rule dates it before its own first day.
fn first_constituted(
    law: &Law,
    cost: &HousingCost,
    balances: &[Balance],
    reported_on: NaiveDate,
) -> Option<(NaiveDate, &'static Rule<Constitution>)> {
    law.impaye_constitution.rows().find_map(|rule| {
        let met = met_on(rule, cost, balances)?;
        let on = rule.valid_from.map_or(met, |from| met.max(from));
        (on <= reported_on && rule.holds_on(on)).then_some((on, rule))
    })
}

/// The day from which a rule is met, whether or not the day has come or the rule holds then.
fn met_on(rule: &Rule<Constitution>, cost: &HousingCost, balances: &[Balance]) -> Option<NaiveDate> {
    match rule.figures {
        Constitution::TwoMonthsOfRent(of) => formulas::two_months_met_on(of, cost, balances),
        Constitution::AmountOrThreeMonths(of) => formulas::amount_or_three_months(of, balances),
    }
}

fn warnings(figures: &Figures, rule: &Rule<Constitution>) -> Vec<Noted> {
    let mut found = Vec::new();
    // Only an amount made of rent and charges depends on them.
    if figures.charges_cents.is_none() && rule.figures.regime() == Regime::TwoMonthsOfRent {
        let text = Text::fixed(
            "Les charges sont inconnues et comptées pour zéro ; donnez-les avec le signalement.",
            "Charges are unknown and counted as zero; give them with the report.",
        );
        found.push(Noted::new(WarningCode::ChargesUnknown, None, &text).with_rule(rule));
    }
    if figures.aid_unknown && figures.payment_mode == PaymentMode::Landlord {
        let text =
            Text::fixed("Le montant de l'aide est inconnu et compté pour zéro.", "The amount of the aid is unknown and counted as zero.");
        found.push(Noted::new(WarningCode::AidUnknown, None, &text).with_rule(rule));
    }
    found
}

fn previous_regime(rule: &Rule) -> Noted {
    let text = Text::fixed(
        "L'impayé était constitué sous la règle précédente ; il ne l'est pas sous celle d'aujourd'hui.",
        "The arrears were constituted under the previous rule; they are not under today's.",
    );
    Noted::new(WarningCode::ConstitutedUnderPreviousRegime, None, &text).with_rule(rule)
}
