//! A tenancy.

use chrono::NaiveDate;

use super::management;
use crate::problem::Problem;
use crate::values::aid::PaymentMode;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{ChangeId, LogementId, ReferenceId, TenantId};

/// The days of a tenancy: of its lease, and of the management of its unit.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    /// Last day the landlord manages the unit.
    pub managed_until: Option<NaiveDate>,
}

impl Term {
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
