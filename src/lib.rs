//! Offre bailleurs API: the landlord services of the French family benefit funds as a REST service.
//!
//! A request crosses three files of one feature: `routes.rs` (what goes over the wire), `model.rs`
//! (the rules, pure: no database, no clock) and `queries.rs` (the only place with SQL). What all
//! features share stands beside them:
//!
//! - [`values`]: SIRET, IBAN, months, legal days, money, ids: parsed once, never wrong after.
//! - [`law`]: the legal rules as dated data, with their articles.
//! - [`http`]: the conventions: problem documents, bodies judged by the document, pages, entity
//!   tags, idempotent submissions.
//! - [`auth`]: clients, tokens, and the scope each handler demands by its parameter type.
//! - [`db`]: SQLite or PostgreSQL; `read` and `write` are the only doors to what a landlord owns.
//! - [`receipts`]: the proof of what was received.
//!
//! The features, in the order of the portal's screens: [`landlord`], [`logements`], [`tenants`],
//! [`rent_campaigns`], [`rent_declarations`], [`changes`], [`impayes`],
//! [`payments`]; [`paying_body`] is the other end of the wire.
//! Around them: [`service`] (health, document, pages), [`demo`], and [`app`], which wires it all
//! for `main` and for the tests.
//!
//! To add a resource, follow the checklist in the README.

pub mod api;
pub mod app;
pub mod auth;
pub mod changes;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod http;
pub mod ids;
pub mod impayes;
pub mod inbox;
pub mod landlord;
pub mod law;
pub mod logements;
pub mod paying_body;
pub mod payments;
pub mod problem;
pub mod receipts;
pub mod rent_campaigns;
pub mod rent_declarations;
pub mod roster;
pub mod rules;
pub mod service;
pub mod tenancies;
pub mod tenants;
pub mod todos;
pub mod values;
