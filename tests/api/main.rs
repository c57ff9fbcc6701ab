//! The service through HTTP, on demo data, on SQLite or PostgreSQL.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod actions;
mod bounds;
mod changes;
mod clients;
mod codes;
mod conventions;
mod counts;
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
<<<<<<< HEAD
mod owners;
=======
mod paper;
>>>>>>> 8f09dfd (receipts: the paper reads as an acknowledgement, its content names landlord, tenant and deadline)
mod paying_body;
mod payments;
mod people;
mod places;
mod plans;
mod protocol;
mod reading;
mod reliability;
mod reload;
mod roster;
mod rules;
mod scaling;
mod starting;
mod support;
mod synthetic;
mod system;
