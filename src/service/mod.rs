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
pub mod published;
pub mod readiness;
mod recorded;
pub mod routes;
mod tidy;
pub mod ui;
pub mod yaml;
