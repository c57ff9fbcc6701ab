//! The law as dated data: one row per rule and period, with its figures, its article, its words
//! and the pure function that is its formula.
//!
//! - [`mod@rule`] says what a row is; [`table`] lists every row and finds the one in force on a day.
//! - [`rents`], [`changes`], [`impayes`], [`impayes_2027`] and [`payments`] hold the rows, by
//!   subject.
//! - [`formulas`] computes what the rows say. It reads its figures from the rows: no legal figure
//!   and no legal date stands anywhere else in the service.
//!
//! When the law changes, close the row (`valid_until`), add the next one, and, only if the way of
//! computing changes too, a function. No column, no migration, no release of the database.

pub mod changes;
pub mod formulas;
pub mod impayes;
pub mod impayes_2027;
pub mod payments;
pub mod regime;
pub mod rents;
pub mod rule;
pub mod table;

pub use rule::{FigureName, Measure, Notion, Rule, RuleRef, Severity};
pub use table::{RULES, behind_warning, rule, rule_at};
