//! An instant that a caller asks by.

use std::borrow::Cow;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDateTime, SecondsFormat, SubsecRound, TimeDelta, Utc};
use serde::{Deserialize, Deserializer};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

use super::bounds;
use super::text_sql::Invalid;

/// An instant, `2026-11-20T08:30:00Z` (RFC 3339), of the years 1900 to 2199; in whole microseconds, which are
/// what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant(DateTime<Utc>);

impl Instant {
    /// As it is compared with what is stored.
    pub fn naive(self) -> NaiveDateTime {
        self.0.naive_utc()
    }

    /// The one text of this instant, whatever the one that was read.
    pub fn canonical(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl FromStr for Instant {
    type Err = Invalid;

    /// An instant between two microseconds is the later one: nothing that is stored lies between.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        const EXPECTED: Invalid = Invalid("an instant of the years 1900 to 2199");
        let read = read(text).filter(|at| bounds::is_year(at.year())).ok_or(EXPECTED)?;
        let whole = read.trunc_subsecs(6);
        let later = if whole < read { whole.checked_add_signed(TimeDelta::microseconds(1)) } else { Some(whole) };
        later.map(Self).ok_or(EXPECTED)
    }
}

/// Whether a text is an instant that exists, outside the bounds.
pub fn is_beyond(text: &str) -> bool {
    read(text).is_some_and(|at| !bounds::is_year(at.year()))
}

/// chrono would also take a space for the `T`.
fn read(text: &str) -> Option<DateTime<Utc>> {
    let is_joined = matches!(text.as_bytes().get(10), Some(b'T' | b't'));
    DateTime::parse_from_rfc3339(text).ok().filter(|_| is_joined).map(|at| at.to_utc())
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("An instant (RFC 3339)."))
            .max_length(Some(40))
            .examples(["2026-11-20T08:30:00Z"])
            .into()
    }
}

impl utoipa::ToSchema for Instant {
    fn name() -> Cow<'static, str> {
        "Instant".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g1_an_instant_is_one_whatever_its_spelling() {
        for (text, canonical) in [
            ("2026-11-20T08:30:00Z", "2026-11-20T08:30:00Z"),
            ("2026-11-20t09:30:00.000000+01:00", "2026-11-20T08:30:00Z"),
            ("2026-11-20T08:30:00.5Z", "2026-11-20T08:30:00.500Z"),
            ("2026-11-20T08:30:00.000001Z", "2026-11-20T08:30:00.000001Z"),
            ("2026-11-20T08:30:00.0000001Z", "2026-11-20T08:30:00.000001Z"),
        ] {
            assert_eq!(text.parse::<Instant>().unwrap().canonical(), canonical, "{text}");
        }
    }

    #[test]
    fn g9_an_instant_lies_within_the_bounds_and_says_where_it_is() {
        for wrong in [
            "",
            "2026-11-20",
            "2026-11-20T08:30:00",
            "2026-11-20 08:30:00Z",
            "2026-02-30T08:30:00Z",
            "2026-11-20T24:00:00Z",
            "+12026-11-20T08:30:00Z",
        ] {
            assert!(wrong.parse::<Instant>().is_err() && !is_beyond(wrong), "{wrong}");
        }
        for beyond in ["1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"] {
            assert!(beyond.parse::<Instant>().is_err() && is_beyond(beyond), "{beyond}");
        }
    }
}
