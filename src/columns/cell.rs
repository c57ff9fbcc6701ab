//! What a cell holds, and how the readers of a file write it.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::French;
use crate::values::csv_cell::neutralise;
use crate::values::money::decimal;
use crate::values::month::Month;
use crate::values::text::Language;

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    /// The service's own text, such as an identifier: no reader takes it for anything else.
    Plain(&'a str),
    /// Somebody's text, never a formula (R108).
    Text(Cow<'a, str>),
    /// An amount in cents, written in euros.
    Cents(i64),
    Number(i64),
    Day(NaiveDate),
    Month(Month),
    /// Yes or no.
    Flag(bool),
    /// One of a few values: its word on the wire, and in French files.
    Word(&'static str, &'static str),
    Nothing,
}

impl<'a> Cell<'a> {
    /// Somebody's text.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// One of a few values.
    pub fn word(value: impl French) -> Self {
        Self::Word(value.key(), value.french())
    }

    /// What may not be there.
    pub fn any<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Nothing, cell)
    }

    /// Its text.
    pub fn shown(self, language: Language) -> Cow<'a, str> {
        match self {
            Self::Plain(text) => Cow::Borrowed(text),
            Self::Text(Cow::Borrowed(text)) => neutralise(text),
            Self::Text(Cow::Owned(text)) => Cow::Owned(neutralise(&text).into_owned()),
            Self::Cents(cents) => Cow::Owned(decimal(cents, Style::of(language).point)),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Month(month) => Cow::Owned(month.to_string()),
            Self::Flag(yes) => Cow::Borrowed(if yes { language.of("oui", "true") } else { language.of("non", "false") }),
            Self::Word(key, french) => Cow::Borrowed(language.of(french, key)),
            Self::Nothing => Cow::Borrowed(""),
        }
    }
}

/// How the spreadsheets of a language read a file.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Stands between cells.
    pub separator: u8,
    /// Stands before the cents.
    pub point: char,
    /// Begins a file: a French spreadsheet knows UTF-8 by its mark.
    pub mark: &'static str,
}

impl Style {
    /// That of a language.
    pub fn of(language: Language) -> Self {
        language.of(Self { separator: b';', point: ',', mark: "\u{feff}" }, Self { separator: b',', point: '.', mark: "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::aid::{AidType, PaymentMode};

    #[test]
    fn r108_a_cell_is_written_as_its_readers_write_it() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 5).unwrap();
        for (cell, french, english) in [
            (Cell::Cents(-1_250), "-12,50", "-12.50"),
            (Cell::text("=1+1"), "'=1+1", "'=1+1"),
            (Cell::Text(Cow::Owned("a;=1".to_owned())), "a;'=1", "a;'=1"),
            (Cell::Plain("ten_01"), "ten_01", "ten_01"),
            (Cell::Number(-3), "-3", "-3"),
            (Cell::Day(day), "2026-11-05", "2026-11-05"),
            (Cell::Month(Month::of(day)), "2026-11", "2026-11"),
            (Cell::Flag(true), "oui", "true"),
            (Cell::Flag(false), "non", "false"),
            (Cell::word(AidType::Als), "ALS", "als"),
            (Cell::word(PaymentMode::Tenant), "locataire", "tenant"),
            (Cell::any(None::<i64>, Cell::Cents), "", ""),
            (Cell::any(Some(5), Cell::Cents), "0,05", "0.05"),
        ] {
            assert_eq!(cell.clone().shown(Language::French), french);
            assert_eq!(cell.shown(Language::English), english);
        }
    }
}
