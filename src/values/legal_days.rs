//! Civil days, the only days the rules know (G1, G2, R91).

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc, Weekday};
use chrono_tz::Europe::Paris;

/// 1 January of the year 0 and 31 December 9999.
const FIRST_DAY: NaiveDate = day_or(NaiveDate::from_ymd_opt(0, 1, 1), NaiveDate::MIN);
const LAST_DAY: NaiveDate = day_or(NaiveDate::from_ymd_opt(9999, 12, 31), NaiveDate::MAX);

/// A constant day.
pub(super) const fn day_or(day: Option<NaiveDate>, other: NaiveDate) -> NaiveDate {
    match day {
        Some(day) => day,
        None => other,
    }
}

/// The civil day in Europe/Paris at an instant (G1): `2026-12-31T23:30:00Z` is 1 January 2027.
pub fn paris_day(at: DateTime<Utc>) -> NaiveDate {
    let utc = at.naive_utc();
    let offset = Paris.offset_from_utc_datetime(&utc).fix();
    // `with_timezone` panics within hours of chrono's bounds; there, the UTC day stands.
    utc.checked_add_offset(offset).unwrap_or(utc).date()
}

/// The first instant of a civil day in Europe/Paris (G1), in UTC: 1 January 2027 begins at
/// `2026-12-31T23:00:00`.
pub fn start_of(day: NaiveDate) -> NaiveDateTime {
    let midnight = day.and_time(NaiveTime::MIN);
    // Clocks were never set at midnight since there are receipts; before, the hour of UTC stands.
    Paris.from_local_datetime(&midnight).earliest().map_or(midnight, |start| start.naive_utc())
}

/// The day `n` months later, or earlier when `n` is negative (G2): the same day number, or the
/// last day of that month when it is shorter. Stops at the first and last days whose year has
/// four digits, as answers write them; inputs are bounded far within (G9).
pub fn add_months(day: NaiveDate, n: i32) -> NaiveDate {
    let months = Months::new(n.unsigned_abs());
    let moved = if n < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) };
    let stop = if n < 0 { FIRST_DAY } else { LAST_DAY };
    moved.unwrap_or(stop).clamp(FIRST_DAY, LAST_DAY)
}

/// The first day of the month after the month of `day`.
pub fn first_of_next_month(day: NaiveDate) -> NaiveDate {
    let next = add_months(day, 1);
    next.with_day(1).unwrap_or(next)
}

/// `day` itself when it is a working day, otherwise the first working day after it (R91).
/// Saturdays, Sundays and the public holidays of metropolitan France are not working days.
pub fn next_working_day(day: NaiveDate) -> NaiveDate {
    let mut candidate = day;
    while !is_working_day(candidate) {
        let Some(next) = candidate.succ_opt() else {
            return candidate;
        };
        candidate = next;
    }
    candidate
}

/// Whether banks and offices work on `day`: neither a weekend nor a public holiday.
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_public_holiday(day)
}

/// Whether `day` is one of the eleven public holidays of metropolitan France
/// (Code du travail, art. L.3133-1).
pub fn is_public_holiday(day: NaiveDate) -> bool {
    const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    // Easter Monday, Ascension Day and Whit Monday.
    const AFTER_EASTER: [u64; 3] = [1, 39, 50];
    if FIXED.contains(&(day.month(), day.day())) {
        return true;
    }
    easter_sunday(day.year()).is_some_and(|easter| AFTER_EASTER.iter().any(|&days| easter.checked_add_days(Days::new(days)) == Some(day)))
}

/// Easter Sunday of a Gregorian year, by the algorithm of Meeus, Jones and Butcher; its letters
/// are kept so that it can be compared with its publications.
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn g1_the_legal_day_is_the_day_in_paris() {
        let instant = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(paris_day(instant("2026-12-31T23:30:00Z")), day("2027-01-01"));
        assert_eq!(paris_day(instant("2026-12-31T22:59:59Z")), day("2026-12-31"));
        assert_eq!(paris_day(instant("2026-07-31T21:59:59Z")), day("2026-07-31"));
        assert_eq!(paris_day(instant("2026-07-31T22:00:00Z")), day("2026-08-01"));
    }

    #[test]
    fn g1_the_bounds_of_chrono_do_not_panic() {
        assert_eq!(paris_day(DateTime::<Utc>::MAX_UTC), DateTime::<Utc>::MAX_UTC.date_naive());
        assert_eq!(paris_day(DateTime::<Utc>::MIN_UTC), DateTime::<Utc>::MIN_UTC.date_naive());
    }

    #[test]
    fn g2_a_shorter_month_gives_its_last_day() {
        assert_eq!(add_months(day("2026-12-31"), 2), day("2027-02-28"));
        assert_eq!(add_months(day("2027-12-31"), 2), day("2028-02-29"));
        assert_eq!(add_months(day("2026-03-31"), -1), day("2026-02-28"));
        assert_eq!(add_months(day("2026-01-15"), 1), day("2026-02-15"));
        assert_eq!(add_months(day("2026-01-15"), 0), day("2026-01-15"));
        assert_eq!(add_months(day("2026-01-15"), i32::MAX), day("9999-12-31"));
        assert_eq!(add_months(NaiveDate::MAX, 1), day("9999-12-31"));
        assert_eq!(add_months(day("2026-01-15"), i32::MIN), day("0000-01-01"));
    }

    #[test]
    fn g2_first_of_next_month_crosses_the_year() {
        assert_eq!(first_of_next_month(day("2026-12-31")), day("2027-01-01"));
        assert_eq!(first_of_next_month(day("2026-01-31")), day("2026-02-01"));
    }

    #[test]
    fn r91_easter_falls_where_the_almanac_says() {
        for (year, easter) in [
            (1999, "1999-04-04"),
            (2000, "2000-04-23"),
            (2008, "2008-03-23"),
            (2011, "2011-04-24"),
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter_sunday(year), Some(day(easter)));
        }
    }

    #[test]
    fn r91_the_next_working_day_skips_weekends_and_holidays() {
        // 25 December 2026 is a Friday: the holiday and its weekend.
        assert_eq!(next_working_day(day("2026-12-25")), day("2026-12-28"));
        // Easter Monday 2026 is 6 April.
        assert_eq!(next_working_day(day("2026-04-04")), day("2026-04-07"));
        // Ascension Day 2026 is 14 May, Whit Monday 25 May.
        assert_eq!(next_working_day(day("2026-05-14")), day("2026-05-15"));
        assert_eq!(next_working_day(day("2026-05-25")), day("2026-05-26"));
        assert_eq!(next_working_day(day("2026-03-25")), day("2026-03-25"));
    }

    #[test]
    fn r91_a_year_has_eleven_holidays_unless_two_coincide() {
        let holidays = |year| day(&format!("{year}-01-01")).iter_days().take(365).filter(|d| is_public_holiday(*d));
        assert_eq!(holidays(2026).count(), 11);
        // In 2008 Ascension Day was 1 May.
        assert_eq!(holidays(2008).count(), 10);
    }

    proptest! {
        #[test]
        fn g1_a_legal_day_begins_where_the_one_before_ends(days in 0u64..80_000) {
            let day = day("1980-01-01") + Days::new(days);
            let start = start_of(day).and_utc();
            prop_assert_eq!(paris_day(start), day);
            prop_assert_eq!(paris_day(start - chrono::TimeDelta::microseconds(1)), day - Days::new(1));
        }

        #[test]
        fn g2_months_later_lands_in_that_month(days in 0u64..400_000, n in -1200i32..1200) {
            let from = day("1900-01-01") + Days::new(days);
            let to = add_months(from, n);
            let index = |d: NaiveDate| d.year() * 12 + d.month0() as i32;
            prop_assert_eq!(index(to), index(from) + n);
            prop_assert!(to.day() <= from.day());
        }

        #[test]
        fn r91_next_working_day_is_near_and_stable(days in 0u64..400_000) {
            let from = day("1900-01-01") + Days::new(days);
            let working = next_working_day(from);
            prop_assert!(is_working_day(working));
            prop_assert!((working - from).num_days() <= 5);
            prop_assert_eq!(next_working_day(working), working);
        }
    }
}
