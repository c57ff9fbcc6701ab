//! A judgment in words: each step with its article.

use serde::{Deserialize, Serialize};

use super::assess::{Assessment, Figures};
use crate::law::Rule;
use crate::law::figures::{Constitution, Stated};
use crate::values::aid::PaymentMode;
use crate::values::money::{euros_en, euros_fr};
use crate::values::text::Text;
use crate::values::words;

/// One step of the explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub fr: String,
    pub en: String,
    pub article: String,
}

/// The judgment in words. `before` is the earlier rule that constituted the debt, if one did, and
/// `transition` what keeps it.
pub fn explanation(
    figures: &Figures,
    of: &Assessment,
    before: Option<&Rule<Constitution>>,
    transition: Option<&Rule<Stated>>,
    deadline_article: &str,
) -> Vec<Step> {
    let article = of.rule.article;
    let step = |fr: String, en: String, article: &str| Step { fr, en, article: article.to_owned() };
    let (debt_fr, debt_en) = (euros_fr(of.debt_cents), euros_en(of.debt_cents));
    let (limit_fr, limit_en) = (euros_fr(of.threshold_cents), euros_en(of.threshold_cents));
    let formula = formula(figures, of.rule);
    let mut steps = vec![
        step(format!("La dette est de {debt_fr}."), format!("The debt is {debt_en}."), article),
        step(format!("Le seuil est de {limit_fr} : {}.", formula.fr), format!("The threshold is {limit_en}: {}.", formula.en), article),
    ];
    let dated_by = before.map_or(article, |earlier| earlier.article);
    steps.push(match of.constituted_on {
        Some(on) => {
            let day = words::of_day(on);
            step(format!("L'impayé est constitué le {}.", day.fr), format!("The arrears are constituted on {}.", day.en), dated_by)
        }
        None => step("L'impayé n'est pas constitué.".to_owned(), "The arrears are not constituted.".to_owned(), article),
    });
    if let Some(rule) = transition {
        steps.push(step(rule.text.fr.to_string(), rule.text.en.to_string(), rule.article));
    }
    if let Some(deadline) = of.report_deadline_on {
        let day = words::of_day(deadline);
        steps.push(if figures.payment_mode == PaymentMode::Landlord {
            let fr = format!("Il est à signaler au plus tard le {}.", day.fr);
            step(fr, format!("They are to be reported by {} at the latest.", day.en), deadline_article)
        } else {
            let fr = format!("Le délai du {} ne lie que le bailleur qui reçoit l'aide.", day.fr);
            step(fr, format!("The deadline of {} binds only a landlord who receives the aid.", day.en), deadline_article)
        });
    }
    steps
}

/// The formula of a rule in words, with its figures.
pub fn formula(figures: &Figures, rule: &Rule<Constitution>) -> Text {
    let times = match rule.figures {
        Constitution::TwoMonthsOfRent(of) => of.threshold_months,
        Constitution::AmountOrThreeMonths(of) => {
            let (amount, months) = (of.amount_exceeded_cents, of.default_delay_months);
            return Text::new(
                format!("dette supérieure à {}, ou {months} mois après le premier défaut", euros_fr(amount)),
                format!("debt above {}, or {months} months after the first default", euros_en(amount)),
            );
        }
    };
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
