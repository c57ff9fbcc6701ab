//! Offre bailleurs API: the landlord services of the French family benefit funds as a REST service.
//!
//! A request crosses three files of one feature: `routes.rs` (what goes over the wire), `model.rs`
//! (the rules, pure: no database, no clock) and `queries.rs` (the only place with SQL). What is sent
//! by a landlord is judged and stored in `submit.rs`, what is decided of it in `decision.rs`. What all
//! features share stands beside them:
//!
//! - `values`: SIRET, IBAN, months, legal days, money, ids: parsed once, never wrong after.
//! - `law`: the legal rules as dated data, with their articles.
//! - `http`: the conventions: problem documents, bodies judged by the document, pages, entity
//!   tags, idempotent submissions.
//! - `auth`: clients, tokens, and the scope each handler demands by its parameter type.
//! - `db`: SQLite or PostgreSQL; `read` and `write` are the only doors to what a landlord owns.
//! - `columns`: the names of the columns of every file of rows; `exports`: a list as such a file.
//! - `receipts`: the proof of what was received.
//! - `acts`: the one door for what is received, and the one for what is decided.
//!
//! The features, in the order of the portal's screens: `landlord`, `logements`, `tenants`,
//! `rent_campaigns`, `rent_declarations`, `changes`, `impayes`,
//! `payments`; `paying_body` is the other end of the wire.
//! Around them: `service` (health, document, pages), `demo`, and `app`, which wires it all
//! for `main` and for the tests.
//!
//! To add a resource, follow the checklist in the README.

mod acts;
mod api;
mod app;
mod auth;
mod changes;
mod clock;
mod columns;
pub mod commands;
mod config;
mod db;
mod demo;
mod exports;
mod http;
mod ids;
mod impayes;
mod inbox;
mod landlord;
mod law;
mod logements;
mod paying_body;
mod payments;
mod problem;
mod receipts;
mod rent_campaigns;
mod rent_declarations;
mod roster;
mod rules;
mod service;
mod tenancies;
mod tenants;
mod todos;
mod values;

pub use config::Raw;

/// What the tests of the system stand on. Everything else is private to the crate, so that the
/// compiler finds what nobody uses.
pub mod testing {
    pub use crate::api::document;
    pub use crate::app::{Parts, open_database};
    pub use crate::auth::clients::{ClientNew, OwnerName, create as create_client, revoke as revoke_client, rotate as rotate_client};
    pub use crate::clock::Clock;
    pub use crate::config::Config;
    pub use crate::db::pg::PgConnection;
    pub use crate::db::statements::{Said, Sent, Statements};
    pub use crate::db::{Conn, Db, Moment, Options, Way, migrate};
    pub use crate::http::limits::{Limits, Pace};
    pub use crate::ids::Ids;
    pub use crate::problem::{Kind, Problem, every as every_code};
    pub use crate::roster::{Acting, Loader, Packing, Report};

    /// The law, and what another law is made of.
    pub mod law {
        pub use crate::law::figures::{AmountOrThreeMonths, Constitution, DefaultPlan, ReportDeadline};
        pub use crate::law::periods::{Always, Sometimes};
        pub use crate::law::{Law, Rule};
    }

    /// The pure parts that `benches/pure.rs` times.
    pub mod pure {
        pub use crate::auth::Keyring;
        pub use crate::auth::token::{AUDIENCE, Claims, LIFETIME};
        pub use crate::exports::{PaidUnder, rows};
        pub use crate::http::seal::CursorSeal;
        pub use crate::impayes::assess::{Figures, UnpaidMonth, assess};
        pub use crate::payments::dto::{PaidLine, PaymentLine};
        pub use crate::payments::model::TransferKind;
        pub use crate::tenancies::TenantSummary;
        pub use crate::values::aid::{AidType, PaymentMode};
        pub use crate::values::search_key::{query_words, search_key};
        pub use crate::values::text::Language;
    }

    /// The demo and its data.
    pub mod demo {
        pub use crate::demo::roster::{keys, write as write_roster};
        pub use crate::demo::{LANDLORD_CLIENT, PAYING_BODY_CLIENT, fill, first_morning};
    }
}
