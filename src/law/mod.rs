//! The law as dated data: one row per rule and period, with its figures, its article, its words
//! and the pure function that is its formula.
//!
//! - [`mod@rule`] says what a row is, [`figures`] what figures the rows of a notion have, [`periods`]
//!   how the rows of a notion follow each other; [`table`] lists the notions.
//! - [`rents`], [`changes`], [`impayes`], [`plans`] and [`payments`] hold the rows, by subject.
//! - [`formulas`] computes with the figures of a row, which it is given: no legal figure and no
//!   legal date stands anywhere else in the service.
//!
//! When the law changes, close the row (`valid_until`) and add the next one below it; only if the
//! way of computing changes too, a kind of figures and a function. No column, no migration.
//!
//! # By which day a notion is judged
//!
//! | notion | day |
//! |---|---|
//! | constitution, transition, report deadline, recovery steps, simplified procedure | of the report (R66, R67, R72, R75, R85, R88) |
//! | plan request delay, instalments by default, check interval | of the report: a case keeps the law of its first one (R72, R76, R77, R81) |
//! | CCAPEX decision | of the suspension, whatever the case (R89) |
//! | effect of a suspension | of the notification (R87) |
//! | departure deadline | the later of departure and end of lease (R41) |
//! | end of entitlement after a death | of the death (R46) |
//! | month of reference | the first of the campaign's year (R20) |
//! | cut-off by default | the first of the next year (R28) |
//! | payment day, least payment | the first of the month of entitlement (R91, R92) |
//! | what a warning or a refusal names, for what the table does not say | of the act |
//!
//! The share of a co-holder (R25) and the excess to the tenant (R94) have no figure that a day could
//! change.

mod changes;
mod choices;
pub mod figures;
pub mod formulas;
mod impayes;
mod payments;
pub mod periods;
mod plans;
pub mod regime;
mod rents;
pub mod rule;
mod table;

pub use figures::Measure;
pub use rule::{Notion, Rule, RuleRef, Severity};
pub use table::Law;
