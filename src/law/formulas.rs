//! temp
use crate::values::legal_days::{add_months, first_of_next_month};
use chrono::NaiveDate;
/// Last day to report a departure.
pub fn departure_deadline(day: NaiveDate, justified: bool) -> NaiveDate {
    add_months(day, if justified { 2 } else { 1 })
}
/// Day entitlement ends after a death.
pub fn death_entitlement_end(day: NaiveDate) -> NaiveDate {
    first_of_next_month(day)
}
