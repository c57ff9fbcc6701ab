//! The law through HTTP: changes, arrears, payments and the catalogue of rules, on demo data.

mod changes;
mod impayes;
mod rules;
mod support;
