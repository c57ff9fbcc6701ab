//! The law and the document through HTTP, on demo data.

mod changes;
mod document;
mod impayes;
mod rules;
mod support;
