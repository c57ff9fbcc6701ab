//! The values every feature speaks of: parsed once, never wrong after.
//!
//! A `Siret`, an `Iban` or a `Month` exists only if its text was right, so the rest of the
//! service takes the type and checks nothing again. Everything here is pure: no clock, no
//! database, no configuration. What a module has to do with the database or with the document
//! is limited to saying how its value is stored and described (`text_sql`).

pub mod address;
pub mod aid;
pub mod beneficiary_number;
pub mod bounds;
pub mod checks;
pub mod csv_cell;
pub mod iban;
pub mod instant;
pub mod landlord_reference;
pub mod legal_days;
pub mod money;
pub mod month;
pub mod nir;
pub mod paying_body;
pub mod plain_text;
pub mod search_key;
pub mod siret;
pub mod text;
pub mod text_sql;
pub mod typed_id;
pub mod words;
