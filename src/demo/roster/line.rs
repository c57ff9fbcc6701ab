//! The lines of a roster file, field by field in the order of its documentation.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::values::month::Month;

/// One line of the file.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line<'a> {
    Campaign(&'a Campaign),
    Landlord(&'a Landlord),
    Logement(&'a Logement),
    Tenant(&'a Tenant),
    Payment(&'a Payment),
}

#[derive(Serialize)]
pub struct Campaign {
    pub year: i32,
    pub opens_on: String,
    pub cutoff_on: String,
}

#[derive(Clone, Serialize)]
pub struct Address {
    pub line1: String,
    pub postal_code: String,
    pub city: String,
    pub insee_code: String,
    pub country: &'static str,
}

#[derive(Clone, Copy, Serialize)]
pub struct PayingBody {
    pub code: &'static str,
    pub name: &'static str,
}

#[derive(Clone, Copy, Serialize)]
pub struct Reference {
    pub paying_body: PayingBody,
    pub reference: &'static str,
    pub label: &'static str,
    pub direct_payment: bool,
}

#[derive(Serialize)]
pub struct BankAccount {
    pub holder: &'static str,
    pub iban: String,
    pub bic: &'static str,
    pub effective_on: &'static str,
}

#[derive(Serialize)]
pub struct Landlord {
    pub key: &'static str,
    pub kind: &'static str,
    pub name: &'static str,
    pub siret: Option<String>,
    pub email: &'static str,
    pub phone: String,
    pub address: Address,
    pub references: Vec<Reference>,
    pub bank_account: Option<BankAccount>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogementKind {
    Apartment,
    House,
    Room,
    Other,
}

#[derive(Serialize)]
pub struct Logement {
    pub landlord: &'static str,
    pub key: String,
    pub reference: &'static str,
    pub kind: LogementKind,
    pub furnished: bool,
    pub surface_m2: i64,
    pub convention_number: Option<String>,
    pub decent: bool,
    pub managed_from: NaiveDate,
    pub managed_until: Option<NaiveDate>,
    pub address: Address,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AidType {
    Apl,
    Alf,
    Als,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMode {
    Landlord,
    Tenant,
}

#[derive(Clone, Serialize)]
pub struct Lease {
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    pub rent_cents: i64,
    pub charges_cents: Option<i64>,
    pub furnished: bool,
    pub coholders: i64,
    pub due_day: i64,
}

#[derive(Serialize)]
pub struct Aid {
    #[serde(rename = "type")]
    pub aid_type: AidType,
    pub payment_mode: PaymentMode,
    pub last_amount_cents: Option<i64>,
    pub last_month: Option<Month>,
    /// The rent reduction (RLS) its payment lines carry; not a field of the file.
    #[serde(skip)]
    pub rls_cents: i64,
}

#[derive(Serialize)]
pub struct Tenant {
    pub landlord: &'static str,
    pub key: String,
    pub logement: String,
    pub paying_body: &'static str,
    pub beneficiary_number: String,
    pub first_name: String,
    pub last_name: String,
    pub landlord_reference: Option<String>,
    pub lease: Lease,
    pub aid: Aid,
    pub previous_july_rent_cents: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Current,
    BackPayment,
    Recovery,
    Adjustment,
}

#[derive(Serialize)]
pub struct PaymentLine {
    pub key: String,
    pub tenant: String,
    pub aid_type: AidType,
    pub entitlement_month: Month,
    pub kind: LineKind,
    pub gross_cents: i64,
    pub crds_cents: i64,
    pub rls_cents: i64,
    pub net_cents: i64,
    pub corrects_month: Option<Month>,
}

#[derive(Serialize)]
pub struct Payment {
    pub landlord: &'static str,
    pub key: String,
    pub paying_body: &'static str,
    pub reference: &'static str,
    pub paid_on: NaiveDate,
    pub lines: Vec<PaymentLine>,
}

/// A landlord with all it owns, in the order the file needs: a line refers only backwards.
pub struct Portfolio {
    pub landlord: Landlord,
    pub logements: Vec<Logement>,
    pub tenants: Vec<Tenant>,
    pub payments: Vec<Payment>,
}

impl Portfolio {
    /// Its lines.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        std::iter::once(Line::Landlord(&self.landlord))
            .chain(self.logements.iter().map(Line::Logement))
            .chain(self.tenants.iter().map(Line::Tenant))
            .chain(self.payments.iter().map(Line::Payment))
    }
}
