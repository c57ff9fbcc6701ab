//! The rows of one notion, one after the other in time, and which of them holds on a day.

use chrono::NaiveDate;

use super::figures::Figures;
use super::rule::Rule;

/// A notion of which the law has always spoken, as far as the service knows, and never stops to:
/// every day has its rule.
#[derive(Debug)]
pub struct Always<F: 'static> {
    /// The rule of the earliest days.
    pub first: Rule<F>,
    /// Those that followed it, in order of time, each from the day after the one before.
    pub later: &'static [Rule<F>],
}

impl<F> Always<F> {
    /// The rule in force on a day.
    pub fn on(&'static self, day: NaiveDate) -> &'static Rule<F> {
        self.later.iter().rev().find(|rule| rule.has_begun(day)).unwrap_or(&self.first)
    }

    /// Every rule, in order of time.
    pub fn rows(&'static self) -> impl Iterator<Item = &'static Rule<F>> + Clone {
        std::iter::once(&self.first).chain(self.later)
    }
}

/// A notion of which the law speaks during some periods only.
#[derive(Debug)]
pub struct Sometimes<F: 'static>(pub &'static [Rule<F>]);

impl<F> Sometimes<F> {
    /// The rule in force on a day; nothing when the law says nothing then.
    pub fn on(&'static self, day: NaiveDate) -> Option<&'static Rule<F>> {
        self.rows().find(|rule| rule.holds_on(day))
    }

    /// Every rule, in order of time.
    pub fn rows(&'static self) -> impl Iterator<Item = &'static Rule<F>> + Clone {
        self.0.iter()
    }
}

/// The rows of a notion whatever their figures are, for the catalogue.
pub(super) trait Rows {
    fn any(&'static self) -> Vec<&'static Rule>;
}

impl<F: Figures + 'static> Rows for Always<F> {
    fn any(&'static self) -> Vec<&'static Rule> {
        self.rows().map(|rule| rule as &Rule).collect()
    }
}

impl<F: Figures + 'static> Rows for Sometimes<F> {
    fn any(&'static self) -> Vec<&'static Rule> {
        self.rows().map(|rule| rule as &Rule).collect()
    }
}
