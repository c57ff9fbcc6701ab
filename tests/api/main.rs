//! The service through HTTP, on demo data, on SQLite or PostgreSQL.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod actions;
mod bounds;
mod changes;
mod clients;
mod codes;
mod conventions;
mod described;
mod document;
mod due;
mod facts;
mod floors;
mod households;
mod impayes;
mod input;
mod july;
mod lanes;
mod load;
mod lost;
mod names;
mod others;
mod outcomes;
mod paying_body;
mod payments;
mod people;
mod places;
mod protocol;
mod reading;
mod reliability;
mod reload;
mod roster;
mod rules;
mod starting;
mod support;
mod synthetic;
mod system;
