//! Around the API: health, the document, Swagger UI and the pages that explain each problem.

pub mod document;
pub mod examples;
pub mod pages;
mod references;
pub mod routes;
mod tidy;
mod words;
