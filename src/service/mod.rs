//! Around the API: health, the document, Swagger UI and the pages that explain each problem.

mod answers;
mod components;
pub mod document;
pub mod examples;
mod first_call;
mod headers;
pub mod kept;
mod links;
mod nullable;
mod numbers;
mod operation;
pub mod pages;
mod problems;
pub mod published;
pub mod readiness;
mod recorded;
mod refusals;
pub mod routes;
mod tidy;
pub mod ui;
mod words;
pub mod yaml;
