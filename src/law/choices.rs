//! Which row a question is answered by, where several features ask it.

use chrono::NaiveDate;

use super::figures::Constitution;
use super::formulas::{al_paid_on, apl_paid_on, minimum_payment_cents, rent_cutoff, rent_reference_month};
use super::{Law, Rule};
use crate::values::aid::AidType;
use crate::values::month::Month;

impl Law {
    /// The rule that a case was judged by; for a case that names none, the one of its report.
    pub fn constitution_of(&self, id: &str, reported_on: NaiveDate) -> &'static Rule<Constitution> {
        let kept = self.impaye_constitution.rows().find(|rule| rule.id == id);
        kept.unwrap_or_else(|| self.impaye_constitution.on(reported_on))
    }

    /// The month whose rent the campaign of a year asks for (R20); nothing for a year out of bounds.
    pub fn reference_month(&self, campaign_year: i32) -> Option<Month> {
        let rule = self.rent_reference.on(Month::new(campaign_year, 1)?.first_day());
        rent_reference_month(rule.figures, campaign_year)
    }

    /// The last day to declare a rent in time, where the campaign of a year gives no other (R28);
    /// nothing for a year out of bounds.
    pub fn cutoff(&self, campaign_year: i32) -> Option<NaiveDate> {
        let rule = self.rent_declaration_cutoff.on(Month::new(campaign_year.checked_add(1)?, 1)?.first_day());
        rent_cutoff(rule.figures, campaign_year)
    }

    /// The day the aid of a month is paid (R91).
    pub fn aid_paid_on(&self, aid: AidType, month: Month) -> NaiveDate {
        let day = month.first_day();
        match aid {
            AidType::Apl => apl_paid_on(self.payment_day_apl.on(day).figures, month),
            AidType::Alf | AidType::Als => al_paid_on(self.payment_day_al.on(day).figures, month),
        }
    }

    /// The least amount of an aid that is paid for a month, in cents (R92).
    pub fn least_aid_cents(&self, aid: AidType, month: Month) -> i64 {
        let minimum = match aid {
            AidType::Apl => self.minimum_payment_apl,
            AidType::Alf | AidType::Als => self.minimum_payment_al,
        };
        minimum_payment_cents(minimum.on(month.first_day()).figures)
    }
}
