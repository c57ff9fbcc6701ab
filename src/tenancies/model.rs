//! A tenancy.

use chrono::NaiveDate;

use super::{TenantSummary, management};
use crate::problem::Problem;
use crate::values::aid::PaymentMode;
use crate::values::month::Month;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{ChangeId, LogementId, ReferenceId, TenantId};

/// The days of a tenancy: of its lease, and of the management of its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    /// Last day the landlord manages the unit.
    pub managed_until: Option<NaiveDate>,
}

impl Term {
    /// The day a month's rent falls due (R66): the lease's day, and in its first and last month one of the
    /// tenancy's own days.
    pub fn due_on(&self, month: Month, due_day: u32) -> NaiveDate {
        let within = |day: NaiveDate| if Month::of(day) == month { Some(day) } else { None };
        let due = month.due_on(due_day);
        let due = within(self.started_on).map_or(due, |first| due.max(first));
        self.ended_on.and_then(within).map_or(due, |last| due.min(last))
    }

    /// Whether a month has a day of the tenancy.
    pub fn has_day_in(&self, month: Month) -> bool {
        month >= Month::of(self.started_on) && self.ended_on.is_none_or(|ended| month <= Month::of(ended))
    }

    /// R48: a fact dated after the end of management is refused, from the day after it.
    ///
    /// # Errors
    /// 409 `management_ended`.
    pub fn within_management(&self, fact: NaiveDate, today: NaiveDate) -> Result<(), Problem> {
        management::within(self.managed_until, fact, today)
    }

    /// Whether the management has ended: a fact of today would be refused (R48).
    pub fn management_has_ended(&self, today: NaiveDate) -> bool {
        management::has_ended(self.managed_until, today)
    }
}

/// A tenancy, with all that what is declared for it is judged by.
#[derive(Clone, Debug)]
pub struct Tenancy {
    pub id: TenantId,
    /// Who the tenant is, as answers say it.
    pub named: TenantSummary,
    pub logement_id: LogementId,
    pub reference_id: ReferenceId,
    /// The paying body that decides what is declared for it.
    pub paying_body_code: PayingBodyCode,
    pub term: Term,
    /// The departure that ended it, if one did.
    pub departure_id: Option<ChangeId>,
    /// Rent of the whole lease without charges, in cents a month.
    pub rent_cents: i64,
    /// Charges of the whole lease, in cents a month; none is unknown.
    pub charges_cents: Option<i64>,
    pub furnished: bool,
    /// The day of the month the rent is due, from 1 to 31.
    pub due_day: i32,
    /// Co-holders of the lease, in force on the day that was asked for.
    pub coholders: i32,
    pub payment_mode: PaymentMode,
    /// The aid of the last month told, in cents; none when the paying body told no amount.
    pub last_amount_cents: Option<i64>,
    /// The July rent known before any campaign, in cents.
    pub previous_july_rent_cents: Option<i64>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn r66_a_month_is_due_on_a_day_of_the_tenancy() {
        for (started, ended, month, due_day, due) in [
            ("2026-09-10", "-", "2026-09", 5, "2026-09-10"),
            ("2026-09-10", "-", "2026-09", 10, "2026-09-10"),
            ("2026-09-10", "-", "2026-09", 31, "2026-09-30"),
            ("2026-09-10", "-", "2026-10", 5, "2026-10-05"),
            ("2026-09-10", "2026-11-03", "2026-11", 5, "2026-11-03"),
            ("2026-09-10", "2026-11-05", "2026-11", 5, "2026-11-05"),
            ("2026-09-10", "2026-11-20", "2026-11", 5, "2026-11-05"),
            ("2026-09-10", "2026-09-20", "2026-09", 5, "2026-09-10"),
            ("2026-09-10", "2026-09-20", "2026-09", 25, "2026-09-20"),
            ("2026-01-31", "2026-02-27", "2026-02", 31, "2026-02-27"),
            ("2026-01-31", "-", "2026-02", 31, "2026-02-28"),
        ] {
            let ended_on = (ended != "-").then(|| day(ended));
            let term = Term { started_on: day(started), ended_on, managed_until: None };
            let month: Month = month.parse().unwrap();
            assert_eq!(term.due_on(month, due_day), day(due), "{started} {ended} {month} {due_day}");
            assert!(term.has_day_in(month) && !term.has_day_in(Month::of(term.started_on).plus(-1)));
            assert_eq!(term.has_day_in(Month::of(day("2026-12-01"))), ended_on.is_none());
        }
    }

    proptest! {
        #[test]
        fn r66_a_month_with_a_day_of_the_tenancy_is_due_on_one_of_its_days(
            start in 0i64..800, length in 0i64..800, due_day in 1u32..=31, month in 0i32..60, open: bool,
        ) {
            let started_on = day("2024-01-01") + chrono::TimeDelta::days(start);
            let ended_on = (!open).then(|| started_on + chrono::TimeDelta::days(length));
            let term = Term { started_on, ended_on, managed_until: None };
            let month = Month::of(day("2023-10-01")).plus(month);
            let due = term.due_on(month, due_day);
            prop_assert_eq!(Month::of(due), month);
            let own = due >= started_on && ended_on.is_none_or(|ended| due <= ended);
            prop_assert_eq!(own, term.has_day_in(month));
            // Nearest to the lease's day: away from it only where the tenancy begins or ends.
            let plain = month.due_on(due_day);
            prop_assert!(due == plain || (own && (due == started_on || Some(due) == ended_on)));
        }
    }
}
