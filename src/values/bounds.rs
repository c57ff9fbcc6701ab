//! The days and months that an input may hold (G9): from 1900 to the end of 2199. What is computed
//! from them, a delay or a plan of ten years, so stays within the four digits of a year.

use chrono::{Datelike, NaiveDate};

use super::month::Month;
use super::text::Text;
use super::words;

/// The first year of an input.
pub const FIRST_YEAR: i32 = 1900;
/// The last year of an input.
pub const LAST_YEAR: i32 = 2199;

/// Said of a day or a month outside the bounds.
pub const OUT_OF_BOUNDS: Text = Text::fixed("Les années vont de 1900 à 2199.", "Years go from 1900 to 2199.");

/// Said of a day that must lie between two others.
pub fn from_to(first: NaiveDate, last: NaiveDate) -> Text {
    let (first, last) = (words::of_day(first), words::of_day(last));
    Text::new(format!("La date doit être du {} au {}.", first.fr, last.fr), format!("The day must be from {} to {}.", first.en, last.en))
}

/// Whether a text is a day `YYYY-MM-DD` that exists and lies within the bounds.
pub fn is_day(text: &str) -> bool {
    day(text).is_some_and(|day| is_year(day.year()))
}

/// Whether a text is a day or a month that exists, outside the bounds.
pub fn is_beyond(text: &str) -> bool {
    let month = |text: &str| year_and_rest(text).and_then(|(_, rest)| (rest.len() == 3).then(|| day(&format!("{text}-01")))?);
    day(text).or_else(|| month(text)).is_some_and(|day| !is_year(day.year()))
}

/// The last day that an input may hold.
pub fn last_day() -> NaiveDate {
    Month::new(LAST_YEAR, 12).map_or(NaiveDate::MAX, Month::last_day)
}

/// Whether a year lies within the bounds.
pub fn is_year(year: i32) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&year)
}

/// A day in its one spelling: chrono would also read `2026-1-1` and `+12026-01-01`.
fn day(text: &str) -> Option<NaiveDate> {
    let (year, rest) = year_and_rest(text)?;
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    let two = |part: &str| (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?;
    NaiveDate::from_ymd_opt(year, two(month)?, two(day)?)
}

/// The four digits of a year, and what follows.
fn year_and_rest(text: &str) -> Option<(i32, &str)> {
    let (year, rest) = text.split_at_checked(4)?;
    let digits = year.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| year.parse().ok().map(|year| (year, rest)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g9_a_day_has_one_spelling_and_lies_within_the_bounds() {
        for good in ["1900-01-01", "2026-02-28", "2028-02-29", "2199-12-31"] {
            assert!(is_day(good) && !is_beyond(good), "{good}");
        }
        for beyond in ["1899-12-31", "2200-01-01", "9999-12-31", "0000-01-01", "1899-12", "2200-01"] {
            assert!(!is_day(beyond) && is_beyond(beyond), "{beyond}");
        }
        for wrong in ["", "2026-02-29", "2026-1-1", "+2026-01-01", "+10000-01-31", "2026-01-01 ", "2200-13", "2200-1", "2200", "é026-01-01"]
        {
            assert!(!is_day(wrong) && !is_beyond(wrong), "{wrong}");
        }
        assert_eq!(last_day().to_string(), "2199-12-31");
    }
}
