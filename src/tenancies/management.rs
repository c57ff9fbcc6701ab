//! R48: from the day after the end of a unit's management, what is dated later is refused.

use chrono::NaiveDate;

use crate::problem::{Code, Problem};
use crate::values::text::Text;
use crate::values::words;

/// Whether the management of a unit has ended: its last day has passed.
pub fn has_ended(managed_until: Option<NaiveDate>, today: NaiveDate) -> bool {
    managed_until.is_some_and(|until| today > until)
}

/// Refuses a fact dated after the end of management.
///
/// # Errors
/// 409 `management_ended`.
pub fn within(managed_until: Option<NaiveDate>, fact: NaiveDate, today: NaiveDate) -> Result<(), Problem> {
    match managed_until {
        Some(until) if has_ended(managed_until, today) && fact > until => {
            let day = words::of_day(until);
            let text = Text::new(
                format!("La gestion de ce logement a pris fin le {} : les faits postérieurs sont refusés.", day.fr),
                format!("The management of this housing unit ended on {}: later facts are refused.", day.en),
            );
            Err(refusal(managed_until, text))
        }
        _ => Ok(()),
    }
}

/// The refusal itself: it names the last day of management.
pub fn refusal(managed_until: Option<NaiveDate>, detail: Text) -> Problem {
    Problem::new(Code::ManagementEnded, detail).with("managed_until", managed_until.map(|until| until.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(of_march: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, of_march).unwrap()
    }

    #[test]
    fn r48_a_later_fact_is_refused_from_the_day_after_the_last_day() {
        let until = Some(day(10));
        assert!(within(until, day(11), day(10)).is_ok(), "the last day itself still accepts what is announced");
        assert_eq!(within(until, day(11), day(11)).unwrap_err().code(), Code::ManagementEnded);
        assert!(within(until, day(10), day(11)).is_ok(), "a fact of the last day is not a later one");
        assert!(within(None, NaiveDate::MAX, day(11)).is_ok());
    }

    #[test]
    fn r48_management_has_ended_once_its_last_day_has_passed() {
        assert!(!has_ended(Some(day(10)), day(10)));
        assert!(has_ended(Some(day(10)), day(11)));
        assert!(!has_ended(None, day(11)));
    }
}
