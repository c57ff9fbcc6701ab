//! The thousand tenants of the demo agency, computed.

use std::io;

use chrono::{Datelike, Days, NaiveDate};

use super::communes::{self, Commune};
use super::fixed::month;
use super::names::Names;
use super::payments::{self, Correction};
use super::portfolio::Portfolio;
use super::random::Random;
use super::{FIRST_DAY, LAST_PAID_MONTH, TODAY, day, keys, landlords, wrong};
use crate::logements::model::LogementKind;
use crate::payments::model::TransferKind;
use crate::roster::Beneficiary;
use crate::roster::kinds::LogementTag;
use crate::roster::lines::{AidLine, LeaseLine, LogementLine, ReferenceLine, TenantLine};
use crate::values::aid::{AidType, PaymentMode};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::month::Month;

const TENANTS: usize = 1_000;
const MONTHS_OF_PAYMENTS: i32 = 6;
const DUE_DAYS: [i32; 9] = [1, 1, 1, 5, 5, 10, 15, 28, 31];

/// What all the draws share.
struct Ground {
    names: Names,
    references: Vec<ReferenceLine>,
    today: NaiveDate,
    first_day: NaiveDate,
    last_paid: Month,
}

/// The agency with everything it manages.
pub fn portfolio(communes: &[Commune]) -> io::Result<Portfolio> {
    let mut portfolio = Portfolio::of(landlords::agency()?);
    let ground = Ground {
        names: Names::new(),
        references: portfolio.landlord.references.clone(),
        today: day(TODAY)?,
        first_day: day(FIRST_DAY)?,
        last_paid: month(LAST_PAID_MONTH)?,
    };
    let local: Vec<&Commune> = communes.iter().filter(|commune| landlords::agency_reference(&commune.departement).is_some()).collect();
    let mut number = 0;
    while portfolio.tenants.len() < TENANTS {
        number += 1;
        let mut random = Random::of(&format!("agency logement {number}"));
        let (logement, commune, reference) = ground.logement(number, &local, &mut random)?;
        let before = portfolio.tenants.len();
        portfolio.tenants.extend(ground.tenancies(&logement, commune, reference, before, &mut random)?);
        portfolio.logements.push(logement);
    }
    portfolio.tenants.truncate(TENANTS);
    // A few conventions bear the rent reduction of CCH, art. L.442-2-1.
    let numbered = (1..).zip(&portfolio.tenants);
    let reduced = numbered.filter(|(number, tenant): &(usize, _)| tenant.aid.r#type == AidType::Apl && number.is_multiple_of(16));
    portfolio.reductions = reduced.map(|(_, tenant)| (tenant.key.clone(), 3_924)).collect();
    let months = (1 - MONTHS_OF_PAYMENTS..=0).map(|n| ground.last_paid.plus(n));
    let corrections = corrections(&portfolio.tenants, months.clone());
    portfolio.payments = payments::transfers(&portfolio, months, &corrections);
    Ok(portfolio)
}

impl Ground {
    fn logement<'a>(
        &'a self,
        number: usize,
        communes: &[&'a Commune],
        random: &mut Random,
    ) -> io::Result<(LogementLine, &'a Commune, &'a ReferenceLine)> {
        let commune = communes::by_population(communes, random).ok_or_else(|| wrong("communes", "none"))?;
        let name = landlords::agency_reference(&commune.departement);
        let reference = self.references.iter().find(|reference| name == Some(reference.reference.as_str()));
        let reference = reference.ok_or_else(|| wrong("département", &commune.departement))?;
        let (kind, surface_m2, furnished) = match random.below(100) {
            0..74 => (LogementKind::Apartment, random.small(18, 95), random.chance(200)),
            74..86 => (LogementKind::House, random.small(60, 140), random.chance(30)),
            86..97 => (LogementKind::Room, random.small(9, 22), random.chance(850)),
            _ => (LogementKind::Other, random.small(20, 90), false),
        };
        let convention = !furnished && random.chance(260);
        let managed_from = self.first_day + days(random.below(3_000));
        let ended = random.chance(15);
        let managed_until = self.today.checked_sub_days(days(random.between(10, 500)));
        let logement = LogementLine {
            r#type: LogementTag::Tag,
            landlord: keys::AGENCY.to_owned(),
            key: format!("A{number:04}"),
            reference: reference.reference.clone(),
            landlord_reference: (!number.is_multiple_of(25)).then(|| Some(format!("LOT-{number:04}"))),
            kind,
            furnished,
            surface_m2: Some(surface_m2),
            convention_number: convention.then(|| {
                let (year, rank) = (random.between(4, 24), random.between(1, 900));
                format!("{}.D.{year:02}.{rank:04}", commune.departement)
            }),
            decent: Some(!random.chance(20)),
            managed_from,
            managed_until: managed_until.filter(|until| ended && *until > managed_from),
            address: commune.address(self.names.street(random), random),
        };
        Ok((logement, commune, reference))
    }

    /// The successive tenancies of a logement, co-tenants with aid included; `before` are there already.
    fn tenancies(
        &self,
        logement: &LogementLine,
        commune: &Commune,
        reference: &ReferenceLine,
        before: usize,
        random: &mut Random,
    ) -> io::Result<Vec<TenantLine>> {
        let mut tenants = Vec::new();
        let mut rent = rent(logement, commune, random);
        let end = logement.managed_until.unwrap_or(self.today);
        let room = (end - logement.managed_from).num_days();
        let mut start = Some(logement.managed_from + days(random.between(room * 3 / 10, room - 1)));
        while let Some(started_on) = start.filter(|day| *day < end) {
            let started_on = first_or_fifteenth(started_on);
            let left = started_on + days(random.between(190, 2_200));
            let ended_on = (left < end && random.chance(600)).then_some(left);
            let lease = lease(logement, (started_on, ended_on), rent, random);
            let beneficiaries = random.small(1, lease.coholders);
            for _ in 0..beneficiaries {
                tenants.push(self.tenant(before + tenants.len() + 1, logement, &lease, reference, random)?);
            }
            start = ended_on.map(|day| day + days(random.between(20, 75)));
            rent = rent * random.between(1_000, 1_060) / 1_000 / 500 * 500;
        }
        Ok(tenants)
    }

    fn tenant(
        &self,
        number: usize,
        logement: &LogementLine,
        lease: &LeaseLine,
        reference: &ReferenceLine,
        random: &mut Random,
    ) -> io::Result<TenantLine> {
        let aid_type = match logement.convention_number {
            Some(_) => AidType::Apl,
            None if random.chance(350) => AidType::Alf,
            None => AidType::Als,
        };
        let direct = reference.direct_payment && logement.decent == Some(true) && random.chance(620);
        let ends = [lease.ended_on, logement.managed_until];
        let entitlement = payments::entitlement(lease.started_on, ends, self.last_paid);
        let share = lease.rent_cents / i64::from(lease.coholders);
        let euros = (share * random.between(8, 58) / 10_000).clamp(11, 460);
        let whose = Beneficiary {
            paying_body: reference.paying_body.code.clone(),
            number: beneficiary_number(number)?,
            first_name: self.names.first(random),
            last_name: self.names.last(random),
        };
        let aid = AidLine {
            r#type: aid_type,
            payment_mode: if direct { PaymentMode::Landlord } else { PaymentMode::Tenant },
            last_amount_cents: entitlement.map(|_| euros * 100),
            last_month: entitlement.map(|(_, last)| last),
        };
        Ok(TenantLine {
            landlord_reference: (!number.is_multiple_of(25)).then(|| format!("AVP-{number:05}")),
            previous_july_rent_cents: self.previous_rent(lease, random),
            ..TenantLine::bare(keys::AGENCY, format!("T{number:04}"), logement.key.clone(), whose, lease.clone(), aid)
        })
    }

    /// The rent of the last July before the current campaign in which the lease ran.
    fn previous_rent(&self, lease: &LeaseLine, random: &mut Random) -> Option<i64> {
        let july = NaiveDate::from_ymd_opt(2025, 7, 31)?;
        let known = lease.started_on <= july && !random.chance(30);
        known.then(|| lease.rent_cents * random.between(965, 1_000) / 1_000)
    }
}

/// The beneficiary number of the n-th tenant; one in ten has leading zeros.
fn beneficiary_number(number: usize) -> io::Result<BeneficiaryNumber> {
    // 7,654,321 and 9,999,999 have no common factor: each tenant has another number.
    let beneficiary = number * 7_654_321 % 9_999_999;
    let text = if number.is_multiple_of(10) { format!("{beneficiary:07}") } else { beneficiary.to_string() };
    text.parse().map_err(|_invalid| wrong("beneficiary number", &text))
}

fn days(count: i64) -> Days {
    Days::new(count.max(0).unsigned_abs())
}

/// Most leases start on the 1st or the 15th.
fn first_or_fifteenth(day: NaiveDate) -> NaiveDate {
    match day.day() {
        1..=12 => day.with_day(1),
        13..=19 => day.with_day(15),
        _ => None,
    }
    .unwrap_or(day)
}

/// A rent that fits surface, size of the commune and kind, in steps of five euros.
fn rent(logement: &LogementLine, commune: &Commune, random: &mut Random) -> i64 {
    let by_square_metre = match commune.population {
        200_000.. => 1_250,
        50_000.. => 1_080,
        _ => 950,
    };
    let percent = if logement.convention_number.is_some() { random.between(55, 72) } else { random.between(88, 118) };
    (i64::from(logement.surface_m2.unwrap_or(0)) * by_square_metre + 11_000) * percent / 100 / 500 * 500
}

fn lease(
    logement: &LogementLine,
    (started_on, ended_on): (NaiveDate, Option<NaiveDate>),
    rent_cents: i64,
    random: &mut Random,
) -> LeaseLine {
    let shared = logement.surface_m2.is_some_and(|surface| surface >= 50) && random.chance(60);
    let known = !random.chance(40);
    let charges = (rent_cents * random.between(5, 15) / 100 / 100 * 100).max(1_000);
    LeaseLine {
        started_on,
        ended_on,
        rent_cents,
        charges_cents: known.then_some(charges),
        furnished: logement.furnished,
        coholders: if shared { random.small(2, 4) } else { 1 },
        due_day: random.pick(&DUE_DAYS).max(1),
    }
}

/// A few back payments, recoveries and adjustments, each of a month that was paid.
fn corrections(tenants: &[TenantLine], months: impl Iterator<Item = Month>) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for month in months {
        for tenant in tenants {
            let mut random = Random::of(&format!("agency correction {} {month}", tenant.key));
            let corrects = month.plus(-1);
            let paid = payments::current_net(tenant, month).and(payments::current_net(tenant, corrects)).filter(|_| random.chance(25));
            let Some(paid) = paid else { continue };
            let (kind, net_cents) = match random.below(10) {
                0..5 => (TransferKind::BackPayment, random.between(12, 90) * 100),
                5..8 => (TransferKind::Recovery, -(paid / 2).max(1_100)),
                _ => (TransferKind::Adjustment, random.between(1_050, 2_950)),
            };
            corrections.push(Correction {
                transfer_month: month,
                tenant: tenant.key.clone(),
                kind,
                net_cents,
                corrects_month: Some(corrects),
            });
        }
    }
    corrections
}
