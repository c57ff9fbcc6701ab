//! The landlords written by hand, from the tables of `data/demo`: each situation has its tenant.

use std::io;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::communes::Commune;
use super::payments::{self, Correction};
use super::portfolio::Portfolio;
use super::{LAST_PAID_MONTH, wrong};
use crate::logements::model::LogementKind;
use crate::payments::model::TransferKind;
use crate::roster::Beneficiary;
use crate::roster::kinds::LogementTag;
use crate::roster::lines::{AidLine, LandlordLine, LeaseLine, LogementLine, TenantLine};
use crate::values::aid::{AidType, PaymentMode};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::month::Month;

const LOGEMENTS: &str = include_str!("../../../data/demo/logements.csv");
const TENANTS: &str = include_str!("../../../data/demo/tenants.csv");
const CORRECTIONS: &str = include_str!("../../../data/demo/corrections.csv");

#[derive(Deserialize)]
struct LogementRow {
    landlord: String,
    key: String,
    reference: String,
    landlord_reference: Option<String>,
    kind: LogementKind,
    furnished: bool,
    surface_m2: i32,
    convention_number: Option<String>,
    decent: bool,
    managed_from: NaiveDate,
    managed_until: Option<NaiveDate>,
    line1: String,
    postal_code: String,
    insee_code: String,
}

#[derive(Deserialize)]
struct TenantRow {
    landlord: String,
    key: String,
    logement: String,
    beneficiary_number: BeneficiaryNumber,
    first_name: String,
    last_name: String,
    landlord_reference: Option<String>,
    started_on: NaiveDate,
    ended_on: Option<NaiveDate>,
    rent_cents: i64,
    charges_cents: Option<i64>,
    furnished: bool,
    coholders: i32,
    due_day: i32,
    aid_type: AidType,
    payment_mode: PaymentMode,
    last_amount_cents: i64,
    previous_july_rent_cents: Option<i64>,
}

#[derive(Deserialize)]
struct CorrectionRow {
    landlord: String,
    transfer_month: String,
    tenant: String,
    kind: TransferKind,
    net_cents: i64,
    corrects_month: Option<String>,
}

/// A landlord with the logements, tenants and twelve months of payments of the tables.
pub fn portfolio(landlord: LandlordLine, communes: &[Commune]) -> io::Result<Portfolio> {
    let mut portfolio = Portfolio::of(landlord);
    let key = portfolio.landlord.key.clone();
    for row in rows::<LogementRow>(LOGEMENTS)? {
        if row.landlord == key {
            let logement = logement(row, &portfolio.landlord, communes)?;
            portfolio.logements.push(logement);
        }
    }
    for row in rows::<TenantRow>(TENANTS)? {
        if row.landlord == key {
            let tenant = tenant(row, &portfolio)?;
            portfolio.tenants.push(tenant);
        }
    }
    let last = month(LAST_PAID_MONTH)?;
    let year = (-11..=0).map(|n| last.plus(n));
    portfolio.payments = payments::transfers(&portfolio, year, &corrections(&key)?);
    Ok(portfolio)
}

fn rows<T: DeserializeOwned>(file: &str) -> io::Result<Vec<T>> {
    let rows: Result<Vec<T>, csv::Error> = csv::Reader::from_reader(file.as_bytes()).into_deserialize().collect();
    Ok(rows?)
}

/// A month of the tables.
pub fn month(text: &str) -> io::Result<Month> {
    text.parse().map_err(|_invalid| wrong("month", text))
}

fn logement(row: LogementRow, landlord: &LandlordLine, communes: &[Commune]) -> io::Result<LogementLine> {
    let reference = landlord
        .references
        .iter()
        .find(|reference| reference.reference == row.reference)
        .ok_or_else(|| wrong("reference", &row.reference))?;
    let commune = communes
        .iter()
        .find(|commune| commune.insee_code == row.insee_code)
        .filter(|commune| commune.has_postal_code(&row.postal_code))
        .ok_or_else(|| wrong("commune", &row.insee_code))?;
    Ok(LogementLine {
        r#type: LogementTag::Tag,
        landlord: landlord.key.clone(),
        address: commune.address_at(row.line1, &row.postal_code),
        key: row.key,
        reference: reference.reference.clone(),
        landlord_reference: row.landlord_reference.map(Some),
        kind: row.kind,
        furnished: row.furnished,
        surface_m2: Some(row.surface_m2),
        convention_number: row.convention_number,
        decent: Some(row.decent),
        managed_from: row.managed_from,
        managed_until: row.managed_until,
    })
}

fn tenant(row: TenantRow, portfolio: &Portfolio) -> io::Result<TenantLine> {
    let logement =
        portfolio.logements.iter().find(|logement| logement.key == row.logement).ok_or_else(|| wrong("logement", &row.logement))?;
    let references = portfolio.landlord.references.iter();
    let paying_body = references
        .filter(|reference| reference.reference == logement.reference)
        .map(|reference| reference.paying_body.code.clone())
        .next()
        .ok_or_else(|| wrong("reference", &logement.reference))?;
    let ends = [row.ended_on, logement.managed_until];
    let entitlement = payments::entitlement(row.started_on, ends, month(LAST_PAID_MONTH)?);
    let whose = Beneficiary { paying_body, number: row.beneficiary_number, first_name: row.first_name, last_name: row.last_name };
    let lease = LeaseLine {
        started_on: row.started_on,
        ended_on: row.ended_on,
        rent_cents: row.rent_cents,
        charges_cents: row.charges_cents,
        furnished: row.furnished,
        coholders: row.coholders,
        due_day: row.due_day,
    };
    let aid = AidLine {
        r#type: row.aid_type,
        payment_mode: row.payment_mode,
        last_amount_cents: entitlement.map(|_| row.last_amount_cents),
        last_month: entitlement.map(|(_, last)| last),
    };
    Ok(TenantLine {
        landlord_reference: row.landlord_reference,
        previous_july_rent_cents: row.previous_july_rent_cents,
        ..TenantLine::bare(&portfolio.landlord.key, row.key, row.logement, whose, lease, aid)
    })
}

fn corrections(landlord: &str) -> io::Result<Vec<Correction>> {
    let own = rows::<CorrectionRow>(CORRECTIONS)?.into_iter().filter(|row| row.landlord == landlord);
    own.map(|row| {
        Ok(Correction {
            transfer_month: month(&row.transfer_month)?,
            tenant: row.tenant,
            kind: row.kind,
            net_cents: row.net_cents,
            corrects_month: row.corrects_month.as_deref().map(month).transpose()?,
        })
    })
    .collect()
}
