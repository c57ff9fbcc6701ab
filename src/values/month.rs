//! A calendar month, `YYYY-MM`: a month of entitlement, of rent, of debt.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::legal_days::{add_months, day_or};
use super::text_sql::{Invalid, text_columns, text_serde};

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2999;
const MONTHS: i32 = (LAST_YEAR - FIRST_YEAR + 1) * 12;

/// 31 January 1900: `add_months` from it gives the last day of any month.
const LAST_OF_FIRST: NaiveDate = day_or(NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 31), NaiveDate::MIN);
/// 1 January 1900: `add_months` from it gives the first day of any month.
const FIRST_OF_FIRST: NaiveDate = day_or(NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1), NaiveDate::MIN);

/// The months of the contract, 1900-01 to 2199-12 (G9); those of computations may go further.
pub const MONTH_PATTERN: &str = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$";

/// A calendar month from 1900-01 to 2999-12, written `YYYY-MM` (ISO 8601).
///
/// It holds its own text, because a generic diesel backend can only borrow what it binds; the
/// order of the texts is the order of the months.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    text: [u8; 7],
}

impl Month {
    /// The month `number` (1 to 12) of `year` (1900 to 2999).
    pub fn new(year: i32, number: u32) -> Option<Self> {
        let number = i32::try_from(number).ok()?;
        let valid = (FIRST_YEAR..=LAST_YEAR).contains(&year) && (1..=12).contains(&number);
        valid.then(|| Self::at((year - FIRST_YEAR) * 12 + number - 1))
    }

    /// The month of a day; days before 1900 give 1900-01, days after 2999 give 2999-12.
    pub fn of(day: NaiveDate) -> Self {
        Self::at((day.year() - FIRST_YEAR) * 12 + day.month0() as i32)
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        add_months(FIRST_OF_FIRST, self.index())
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        add_months(LAST_OF_FIRST, self.index())
    }

    /// The day a term falls due in it: the `due_day`-th (1 to 31), or its last day when it is
    /// shorter; 0 counts as 1.
    pub fn due_on(self, due_day: u32) -> NaiveDate {
        self.first_day().with_day(due_day.max(1)).unwrap_or(self.last_day())
    }

    /// The month `n` months later, or earlier when `n` is negative; stops at 1900-01 and 2999-12.
    pub fn plus(self, n: i32) -> Self {
        Self::at(self.index().saturating_add(n))
    }

    /// Its year, 1900 to 2999.
    pub fn year(self) -> i32 {
        self.text[..4].iter().fold(0, |year, digit| year * 10 + i32::from(digit - b'0'))
    }

    /// Its number in the year, 1 to 12.
    pub fn number(self) -> u32 {
        self.text[5..].iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    }

    /// Months since 1900-01.
    fn index(self) -> i32 {
        (self.year() - FIRST_YEAR) * 12 + self.number() as i32 - 1
    }

    /// The inverse of `index`, held within the bounds.
    fn at(index: i32) -> Self {
        let index = index.clamp(0, MONTHS - 1);
        let (year, number) = (FIRST_YEAR + index / 12, index % 12 + 1);
        let digit = |value: i32| b'0' + (value % 10) as u8;
        let text = [digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), b'-', digit(number / 10), digit(number)];
        Self { text }
    }
}

impl FromStr for Month {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let invalid = Invalid("a month YYYY-MM from 1900-01 to 2999-12");
        let (year, number) = text.split_once('-').ok_or(invalid)?;
        let digits = |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(number, 2) {
            return Err(invalid);
        }
        let year = year.parse().ok().ok_or(invalid)?;
        let number = number.parse().ok().ok_or(invalid)?;
        Self::new(year, number).ok_or(invalid)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Month({self})")
    }
}

text_serde!(Month);
text_columns!(Month);

impl<DB: Backend> ToSql<Text, DB> for Month
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        // The bytes are ASCII digits; were they not, diesel would get the error.
        std::str::from_utf8(&self.text)?.to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for Month
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(String::from_sql(value)?.parse::<Self>()?)
    }
}

impl PartialSchema for Month {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A calendar month, `YYYY-MM`."))
            .pattern(Some(MONTH_PATTERN))
            .max_length(Some(7))
            .examples(["2026-10"])
            .into()
    }
}

impl ToSchema for Month {
    fn name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn g2_reads_only_the_one_spelling() {
        for bad in [
            "",
            "2026",
            "2026-13",
            "2026-00",
            "2026-1",
            "1899-12",
            "3000-01",
            "+026-01",
            "2026-+1",
            "2026-10-01",
            " 2026-10",
            "2026/10",
            "２０２６-10",
        ] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
        assert_eq!(month("2026-10").to_string(), "2026-10");
        assert_eq!(format!("{:?}", month("2026-10")), "Month(2026-10)");
    }

    #[test]
    fn g2_first_and_last_days() {
        assert_eq!(month("2028-02").first_day().to_string(), "2028-02-01");
        assert_eq!(month("2028-02").last_day().to_string(), "2028-02-29");
        assert_eq!(month("2999-12").last_day().to_string(), "2999-12-31");
        assert_eq!(month("1900-01").first_day().to_string(), "1900-01-01");
    }

    #[test]
    fn g2_plus_crosses_years_and_stops_at_the_bounds() {
        assert_eq!(month("2026-11").plus(3), month("2027-02"));
        assert_eq!(month("2026-01").plus(-1), month("2025-12"));
        assert_eq!(month("2026-01").plus(i32::MAX), month("2999-12"));
        assert_eq!(month("2026-01").plus(i32::MIN), month("1900-01"));
        assert_eq!(Month::of(NaiveDate::MAX), month("2999-12"));
        assert_eq!(Month::of(NaiveDate::MIN), month("1900-01"));
    }

    #[test]
    fn g2_travels_as_text() {
        assert_eq!(serde_json::to_string(&month("2026-10")).unwrap(), "\"2026-10\"");
        assert_eq!(serde_json::from_str::<Month>("\"2026-10\"").unwrap(), month("2026-10"));
        assert!(serde_json::from_str::<Month>("\"2026-1\"").is_err());
        assert!(serde_json::from_str::<Month>("202610").is_err());
    }

    #[test]
    fn g2_a_due_day_is_clipped_to_its_month() {
        let february = month("2026-02");
        assert_eq!(february.due_on(5).to_string(), "2026-02-05");
        assert_eq!(february.due_on(31).to_string(), "2026-02-28");
        assert_eq!(february.due_on(0).to_string(), "2026-02-01");
    }

    proptest! {
        #[test]
        fn g2_months_order_as_their_texts(a in 0..MONTHS, b in 0..MONTHS) {
            let (x, y) = (Month::at(a), Month::at(b));
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            prop_assert_eq!(x.to_string().cmp(&y.to_string()), a.cmp(&b));
            prop_assert_eq!(x.plus(b - a), y);
            prop_assert_eq!(Month::new(x.year(), x.number()), Some(x));
            prop_assert_eq!(Month::of(x.last_day()), x);
            prop_assert_eq!(month(&x.to_string()), x);
        }
    }
}
