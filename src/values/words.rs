//! Days, months, instants, amounts and lists as people write them, in French and in English.

use std::fmt::Display;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Europe::Paris;

use super::money::{euros_en, euros_fr};
use super::month::Month;
use super::text::{Language, Text};

const NO_BREAK_SPACE: char = '\u{a0}';

const MONTHS_FR: [&str; 12] =
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const MONTHS_EN: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn month_name(number: u32, language: Language) -> &'static str {
    let names = match language {
        Language::French => &MONTHS_FR,
        Language::English => &MONTHS_EN,
    };
    names[(number.max(1) as usize - 1) % names.len()]
}

/// A day: `20 novembre 2026`, `1er mai 2026`; `20 November 2026`.
pub fn day(day: NaiveDate, language: Language) -> String {
    let (number, name, year) = (day.day(), month_name(day.month(), language), day.year());
    let ordinal = if number == 1 && language == Language::French { "er" } else { "" };
    format!("{number}{ordinal}{NO_BREAK_SPACE}{name} {year}")
}

/// A month: `juillet 2026`; `July 2026`.
pub fn month(month: Month, language: Language) -> String {
    format!("{} {}", month_name(month.number(), language), month.year())
}

/// A text with a capital at its start: `Juillet 2026`.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// An instant, by the clock of Paris: `le 20 novembre 2026 à 14 h 32`; `on 20 November 2026 at 14:32`.
pub fn instant(at: DateTime<Utc>, language: Language) -> String {
    let here = at.with_timezone(&Paris);
    let (date, clock) = (day(here.date_naive(), language), here.time());
    match language {
        Language::French => format!("le {date} à {}", clock.format("%-H\u{a0}h\u{a0}%M")),
        Language::English => format!("on {date} at {}", clock.format("%H:%M")),
    }
}

/// A text made in each language.
pub fn both(make: impl Fn(Language) -> String) -> Text {
    Text::new(make(Language::French), make(Language::English))
}

/// A day in each language, as [`day`].
pub fn of_day(of: NaiveDate) -> Text {
    both(|language| day(of, language))
}

/// A month in each language, as [`month`].
pub fn of_month(of: Month) -> Text {
    both(|language| month(of, language))
}

/// What may be typed, word for word: `« apl », « alf » ou « als »`; `“apl”, “alf” or “als”`.
pub fn quoted<T: Display>(words: &[T]) -> Text {
    either(words.iter().map(quote).collect())
}

/// One word to be typed as it stands: `« apl »`; `“apl”`.
pub fn quote(word: impl Display) -> Text {
    Text::new(format!("«{NO_BREAK_SPACE}{word}{NO_BREAK_SPACE}»"), format!("“{word}”"))
}

/// One of several things: `a, b ou c`; `a, b or c`.
pub fn either(things: Vec<Text>) -> Text {
    let (fr, en): (Vec<_>, Vec<_>) = things.into_iter().map(|thing| (thing.fr, thing.en)).unzip();
    Text::new(joined(&fr, " ou "), joined(&en, " or "))
}

fn joined<T: AsRef<str>>(things: &[T], last: &str) -> String {
    let all: Vec<&str> = things.iter().map(AsRef::as_ref).collect();
    match all.split_last() {
        Some((end, before)) if !before.is_empty() => format!("{}{last}{end}", before.join(", ")),
        _ => all.concat(),
    }
}

/// A number of things, of which French has one up to one and a half, and English one alone:
/// `0 mois`, `1 élément`; `0 items`, `1 item`.
pub fn count(number: u64, fr: (&str, &str), en: (&str, &str)) -> Text {
    let (fr, en) = (if number < 2 { fr.0 } else { fr.1 }, if number == 1 { en.0 } else { en.1 });
    Text::new(format!("{number} {fr}"), format!("{number} {en}"))
}

/// An amount: `1 040,00 €`; `€1,040.00`.
pub fn euros(cents: i64, language: Language) -> String {
    match language {
        Language::French => euros_fr(cents),
        Language::English => euros_en(cents),
    }
}

/// `oui` or `non`; `yes` or `no`.
pub fn yes_or_no(yes: bool, language: Language) -> String {
    let (fr, en) = if yes { ("oui", "yes") } else { ("non", "no") };
    language.of(fr, en).to_owned()
}

/// A text in which the days written `2026-11-20` are put in words.
pub fn days_in(text: &str, language: Language) -> String {
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match rest.get(..10).and_then(iso_day) {
            Some(found) => {
                shown.push_str(&day(found, language));
                rest = &rest[10..];
            }
            None => {
                shown.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    shown
}

fn iso_day(text: &str) -> Option<NaiveDate> {
    let digits = |part: std::ops::Range<usize>| text.get(part).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let dashes = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    (dashes && digits(0..4) && digits(5..7) && digits(8..10)).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, French};

    fn of(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn g1_a_day_is_written_in_words() {
        assert_eq!(day(of("2026-11-20"), French), "20\u{a0}novembre 2026");
        assert_eq!(day(of("2026-05-01"), French), "1er\u{a0}mai 2026");
        assert_eq!(day(of("2026-12-01"), English), "1\u{a0}December 2026");
        assert_eq!(month(Month::of(of("2026-07-31")), French), "juillet 2026");
        assert_eq!(month(Month::of(of("2026-01-31")), English), "January 2026");
        assert_eq!((capital("août 2026"), capital("")), ("Août 2026".to_owned(), String::new()));
    }

    #[test]
    fn g1_an_instant_is_that_of_paris_in_winter_and_in_summer() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(instant(at("2026-12-31T23:30:00Z"), French), "le 1er\u{a0}janvier 2027 à 0\u{a0}h\u{a0}30");
        assert_eq!(instant(at("2026-07-31T22:05:00Z"), English), "on 1\u{a0}August 2026 at 00:05");
    }

    #[test]
    fn g3_an_amount_is_written_as_its_readers_write_it() {
        assert_eq!(euros(104_000, French), "1\u{202f}040,00\u{a0}€");
        assert_eq!(euros(104_000, English), "€1,040.00");
    }

    #[test]
    fn a_list_ends_with_or() {
        let told = |words: &[&str]| (quoted(words).fr.to_string(), quoted(words).en.to_string());
        let pair = |fr: &str, en: &str| (fr.replace('_', "\u{a0}"), en.to_owned());
        assert_eq!(told(&["a", "b", "c"]), pair("«_a_», «_b_» ou «_c_»", "“a”, “b” or “c”"));
        assert_eq!(told(&["a", "b"]), pair("«_a_» ou «_b_»", "“a” or “b”"));
        assert_eq!((told(&["a"]), told(&[])), (pair("«_a_»", "“a”"), pair("", "")));
    }

    #[test]
    fn one_and_many_differ_by_language() {
        let told = |number| count(number, ("élément", "éléments"), ("item", "items"));
        assert_eq!((&*told(0).fr, &*told(0).en), ("0 élément", "0 items"));
        assert_eq!((&*told(1).fr, &*told(1).en), ("1 élément", "1 item"));
        assert_eq!((&*told(2).fr, &*told(2).en), ("2 éléments", "2 items"));
    }

    #[test]
    fn g1_the_days_inside_a_text_are_put_in_words_and_nothing_else_is() {
        assert_eq!(days_in("Le bail prend fin le 2026-11-30.", French), "Le bail prend fin le 30\u{a0}novembre 2026.");
        assert_eq!(days_in("é 2026-11-30 and 2027-01-01", English), "é 30\u{a0}November 2026 and 1\u{a0}January 2027");
        for kept in ["2026-13-01", "20261130", "2026-11-3", "loi 2023-668", "décret 2026-84 é", "2026-1é-01", ""] {
            assert_eq!(days_in(kept, French), kept);
        }
    }
}
