//! A tenancy.

use chrono::NaiveDate;

/// What a campaign needs to know of a tenancy.
#[derive(Clone, Copy, Debug)]
pub struct Tenancy {
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    /// Last day the landlord manages the unit.
    pub managed_until: Option<NaiveDate>,
}
