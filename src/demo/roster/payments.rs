//! The monthly transfers of a landlord who receives the aid (R91 to R93).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::portfolio::Portfolio;
use crate::law::Law;
use crate::payments::model::TransferKind;
use crate::roster::kinds::PaymentTag;
use crate::roster::lines::{LogementLine, PaymentLine, ReferenceLine, TenantLine, TransferLine};
use crate::values::aid::{AidType, PaymentMode};
use crate::values::month::Month;

/// A line besides the monthly ones.
pub struct Correction {
    /// The month of entitlement of the transfer it is part of.
    pub transfer_month: Month,
    pub tenant: String,
    pub kind: TransferKind,
    pub net_cents: i64,
    pub corrects_month: Option<Month>,
}

/// APL is paid within its month, family and social allowances after it: never in one transfer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Apl,
    Al,
}

impl Family {
    fn of(aid_type: AidType) -> Self {
        match aid_type {
            AidType::Apl => Self::Apl,
            AidType::Alf | AidType::Als => Self::Al,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Apl => "apl",
            Self::Al => "al",
        }
    }

    /// The aid by which the law dates and limits it.
    fn aid(self) -> AidType {
        match self {
            Self::Apl => AidType::Apl,
            Self::Al => AidType::Als,
        }
    }
}

/// The months of entitlement of a tenancy, first and last, up to `known`: from the month after
/// the lease started (CCH, art. R.823-10) to the last whole month of lease and management.
pub fn entitlement(started_on: NaiveDate, ends: [Option<NaiveDate>; 2], known: Month) -> Option<(Month, Month)> {
    let first = Month::of(started_on).plus(1);
    let last = ends.into_iter().flatten().map(last_whole_month).chain([known]).min()?;
    (first <= last).then_some((first, last))
}

fn last_whole_month(end: NaiveDate) -> Month {
    let month = Month::of(end);
    if end == month.last_day() { month } else { month.plus(-1) }
}

/// What the landlord received for this tenant and this month, without corrections; `None` when
/// nothing was paid to the landlord.
pub fn current_net(tenant: &TenantLine, month: Month) -> Option<i64> {
    let first = Month::of(tenant.lease.started_on).plus(1);
    let (last, amount) = (tenant.aid.last_month?, tenant.aid.last_amount_cents?);
    if tenant.aid.payment_mode == PaymentMode::Tenant || month < first || month > last {
        return None;
    }
    // The aid changes in January (July rent) and October (scale): 2 % each, in whole euros.
    let revisions = std::iter::successors(Some(month.plus(1)), |next| Some(next.plus(1)))
        .take_while(|next| *next <= last)
        .filter(|next| matches!(next.number(), 1 | 10));
    let net = revisions.fold(amount, |net, _| net * 98 / 10_000 * 100);
    let below = gross_of(net) < Law::current().least_aid_cents(tenant.aid.r#type, month);
    (net > 0 && !below).then_some(net)
}

/// The gross amount of which `amount` is left after CRDS, 0.5 % of the gross rounded down.
fn gross_of(amount: i64) -> i64 {
    amount * 200 / 199
}

/// The transfers of `months`, for every reference with direct payment: one for each paying body,
/// reference and family of aid in which there is something to pay.
pub fn transfers(portfolio: &Portfolio, months: impl Iterator<Item = Month>, corrections: &[Correction]) -> Vec<PaymentLine> {
    let logements: BTreeMap<&str, &LogementLine> = portfolio.logements.iter().map(|logement| (logement.key.as_str(), logement)).collect();
    let mut payments = Vec::new();
    for month in months {
        let paid = portfolio.landlord.references.iter();
        for reference in paid.filter(|reference| reference.direct_payment) {
            let tenants = portfolio.tenants.iter().filter(|tenant| {
                let logement = logements.get(tenant.logement.as_str());
                logement.is_some_and(|logement| logement.reference == reference.reference)
            });
            let tenants: Vec<&TenantLine> = tenants.collect();
            for family in [Family::Apl, Family::Al] {
                let lines = lines(portfolio, &tenants, family, month, corrections);
                if !lines.is_empty() {
                    payments.push(transfer(&portfolio.landlord.key, reference, family, month, lines));
                }
            }
        }
    }
    payments
}

fn transfer(landlord: &str, reference: &ReferenceLine, family: Family, month: Month, lines: Vec<TransferLine>) -> PaymentLine {
    let body = &reference.paying_body.code;
    PaymentLine {
        r#type: PaymentTag::Tag,
        landlord: landlord.to_owned(),
        key: format!("P-{month}-{}-{body}", family.code()),
        paying_body: body.clone(),
        reference: reference.reference.clone(),
        paid_on: Law::current().aid_paid_on(family.aid(), month),
        remittance: Some(format!("CAF {} {:02}/{} {}", family.code().to_uppercase(), month.number(), month.year(), reference.reference)),
        lines,
    }
}

fn lines(portfolio: &Portfolio, tenants: &[&TenantLine], family: Family, month: Month, corrections: &[Correction]) -> Vec<TransferLine> {
    let mut lines = Vec::new();
    let members = tenants.iter().copied();
    for tenant in members.filter(|tenant| Family::of(tenant.aid.r#type) == family) {
        if let Some(net) = current_net(tenant, month) {
            let amounts = (net, portfolio.reductions.get(&tenant.key).copied().unwrap_or(0));
            lines.push(line(tenant, month, TransferKind::Current, amounts, None));
        }
        let own = corrections.iter().filter(|correction| correction.transfer_month == month && correction.tenant == tenant.key);
        for correction in own {
            let amounts = (correction.net_cents, 0);
            let corrects = correction.corrects_month;
            lines.push(line(tenant, month, correction.kind, amounts, corrects));
        }
    }
    for (line, number) in lines.iter_mut().zip(1..) {
        line.key = format!("{number}");
    }
    lines
}

fn line(
    tenant: &TenantLine,
    month: Month,
    kind: TransferKind,
    (net_cents, rls_cents): (i64, i64),
    corrects_month: Option<Month>,
) -> TransferLine {
    let gross_cents = gross_of(net_cents + rls_cents);
    TransferLine {
        key: String::new(),
        tenant: tenant.key.clone(),
        aid_type: tenant.aid.r#type,
        entitlement_month: month,
        kind,
        gross_cents,
        crds_cents: gross_cents - rls_cents - net_cents,
        rls_cents,
        net_cents,
        corrects_month,
    }
}
