//! The thousand tenants of the demo agency, computed.

use std::io;

use chrono::{Datelike, Days, NaiveDate};

use super::communes::{self, Commune};
use super::fixed::month;
use super::line::{Aid, AidType, Lease, LineKind, Logement, LogementKind, PaymentMode, Portfolio, Reference, Tenant};
use super::names::Names;
use super::payments::{self, Correction};
use super::random::Random;
use super::{FIRST_DAY, LAST_PAID_MONTH, TODAY, keys, landlords, wrong};
use crate::values::month::Month;

const TENANTS: usize = 1_000;
const MONTHS_OF_PAYMENTS: i32 = 6;
const DUE_DAYS: [i64; 9] = [1, 1, 1, 5, 5, 10, 15, 28, 31];

/// What all the draws share.
struct Ground {
    names: Names,
    today: NaiveDate,
    first_day: NaiveDate,
    last_paid: Month,
}

/// The agency with everything it manages.
pub fn portfolio(communes: &[Commune]) -> io::Result<Portfolio> {
    let ground = Ground { names: Names::new(), today: day(TODAY)?, first_day: day(FIRST_DAY)?, last_paid: month(LAST_PAID_MONTH)? };
    let local: Vec<&Commune> = communes.iter().filter(|commune| landlords::agency_reference(&commune.departement).is_some()).collect();
    let mut portfolio = Portfolio { landlord: landlords::agency(), logements: Vec::new(), tenants: Vec::new(), payments: Vec::new() };
    let mut number = 0;
    while portfolio.tenants.len() < TENANTS {
        number += 1;
        let mut random = Random::of(&format!("agency logement {number}"));
        let (logement, commune, reference) = ground.logement(number, &local, &mut random)?;
        let tenancies = ground.tenancies(&logement, commune, &reference, &mut random);
        portfolio.logements.push(logement);
        for tenant in tenancies {
            ground.admit(tenant, &mut portfolio.tenants);
        }
    }
    let months = (1 - MONTHS_OF_PAYMENTS..=0).map(|n| ground.last_paid.plus(n));
    let corrections = corrections(&portfolio.tenants, months.clone());
    portfolio.payments = payments::transfers(&portfolio, months, &corrections);
    Ok(portfolio)
}

fn day(text: &str) -> io::Result<NaiveDate> {
    text.parse().map_err(|_invalid| wrong("day", text))
}

impl Ground {
    fn logement<'a>(&self, number: usize, communes: &[&'a Commune], random: &mut Random) -> io::Result<(Logement, &'a Commune, Reference)> {
        let commune = communes::by_population(communes, random).ok_or_else(|| wrong("communes", "none"))?;
        let reference = landlords::agency_reference(&commune.departement).ok_or_else(|| wrong("département", &commune.departement))?;
        let (kind, surface_m2, furnished) = match random.below(100) {
            0..74 => (LogementKind::Apartment, random.between(18, 95), random.chance(200)),
            74..86 => (LogementKind::House, random.between(60, 140), random.chance(30)),
            86..97 => (LogementKind::Room, random.between(9, 22), random.chance(850)),
            _ => (LogementKind::Other, random.between(20, 90), false),
        };
        let convention = !furnished && random.chance(260);
        let managed_from = self.first_day + days(random.below(3_000));
        let ended = random.chance(15);
        let managed_until = self.today.checked_sub_days(days(random.between(10, 500)));
        let logement = Logement {
            landlord: keys::AGENCY,
            key: format!("A{number:04}"),
            reference: reference.reference,
            kind,
            furnished,
            surface_m2,
            convention_number: convention.then(|| {
                let (year, rank) = (random.between(4, 24), random.between(1, 900));
                format!("{}.D.{year:02}.{rank:04}", commune.departement)
            }),
            decent: !random.chance(20),
            managed_from,
            managed_until: managed_until.filter(|until| ended && *until > managed_from),
            address: commune.address(self.names.street(random), random),
        };
        Ok((logement, commune, reference))
    }

    /// The successive tenancies of a logement, co-tenants with aid included.
    fn tenancies(&self, logement: &Logement, commune: &Commune, reference: &Reference, random: &mut Random) -> Vec<Tenant> {
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
            let beneficiaries = random.between(1, lease.coholders);
            for _ in 0..beneficiaries {
                tenants.push(self.tenant(logement, &lease, reference, random));
            }
            start = ended_on.map(|day| day + days(random.between(20, 75)));
            rent = rent * random.between(1_000, 1_060) / 1_000 / 500 * 500;
        }
        tenants
    }

    fn tenant(&self, logement: &Logement, lease: &Lease, reference: &Reference, random: &mut Random) -> Tenant {
        let aid_type = match logement.convention_number {
            Some(_) => AidType::Apl,
            None if random.chance(350) => AidType::Alf,
            None => AidType::Als,
        };
        let direct = reference.direct_payment && logement.decent && random.chance(620);
        let ends = [lease.ended_on, logement.managed_until];
        let entitlement = payments::entitlement(lease.started_on, ends, self.last_paid);
        let share = lease.rent_cents / lease.coholders;
        let euros = (share * random.between(8, 58) / 10_000).clamp(11, 460);
        Tenant {
            landlord: keys::AGENCY,
            key: String::new(),
            logement: logement.key.clone(),
            paying_body: reference.paying_body.code,
            beneficiary_number: String::new(),
            first_name: self.names.first(random),
            last_name: self.names.last(random),
            landlord_reference: None,
            lease: lease.clone(),
            aid: Aid {
                aid_type,
                payment_mode: if direct { PaymentMode::Landlord } else { PaymentMode::Tenant },
                last_amount_cents: entitlement.map(|_| euros * 100),
                last_month: entitlement.map(|(_, last)| last),
                rls_cents: 0,
            },
            previous_july_rent_cents: self.previous_rent(lease, random),
        }
    }

    /// The rent of the last July before the current campaign in which the lease ran.
    fn previous_rent(&self, lease: &Lease, random: &mut Random) -> Option<i64> {
        let july = NaiveDate::from_ymd_opt(2025, 7, 31)?;
        let known = lease.started_on <= july && !random.chance(30);
        known.then(|| lease.rent_cents * random.between(965, 1_000) / 1_000)
    }

    /// Numbers a tenant and adds it, unless the agency has its thousand.
    fn admit(&self, mut tenant: Tenant, tenants: &mut Vec<Tenant>) {
        let number = tenants.len() + 1;
        if number > TENANTS {
            return;
        }
        // 7,654,321 and 9,999,999 have no common factor: each tenant has another number.
        let beneficiary = number * 7_654_321 % 9_999_999;
        tenant.key = format!("T{number:04}");
        tenant.landlord_reference = (!number.is_multiple_of(25)).then(|| format!("AVP-{number:05}"));
        tenant.beneficiary_number = match number % 10 {
            0 => format!("{beneficiary:07}"),
            _ => beneficiary.to_string(),
        };
        // A few conventions bear the rent reduction of CCH, art. L.442-2-1.
        if tenant.aid.aid_type == AidType::Apl && number.is_multiple_of(16) {
            tenant.aid.rls_cents = 3_924;
        }
        tenants.push(tenant);
    }
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
fn rent(logement: &Logement, commune: &Commune, random: &mut Random) -> i64 {
    let by_square_metre = match commune.population {
        200_000.. => 1_250,
        50_000.. => 1_080,
        _ => 950,
    };
    let percent = if logement.convention_number.is_some() { random.between(55, 72) } else { random.between(88, 118) };
    (logement.surface_m2 * by_square_metre + 11_000) * percent / 100 / 500 * 500
}

fn lease(logement: &Logement, (started_on, ended_on): (NaiveDate, Option<NaiveDate>), rent_cents: i64, random: &mut Random) -> Lease {
    let shared = logement.surface_m2 >= 50 && random.chance(60);
    let known = !random.chance(40);
    let charges = (rent_cents * random.between(5, 15) / 100 / 100 * 100).max(1_000);
    Lease {
        started_on,
        ended_on,
        rent_cents,
        charges_cents: known.then_some(charges),
        furnished: logement.furnished,
        coholders: if shared { random.between(2, 4) } else { 1 },
        due_day: random.pick(&DUE_DAYS).max(1),
    }
}

/// A few back payments, recoveries and adjustments, each of a month that was paid.
fn corrections(tenants: &[Tenant], months: impl Iterator<Item = Month>) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for month in months {
        for tenant in tenants {
            let mut random = Random::of(&format!("agency correction {} {month}", tenant.key));
            let corrects = month.plus(-1);
            let paid = payments::current_net(tenant, month).and(payments::current_net(tenant, corrects)).filter(|_| random.chance(25));
            let Some(paid) = paid else { continue };
            let (kind, net_cents) = match random.below(10) {
                0..5 => (LineKind::BackPayment, random.between(12, 90) * 100),
                5..8 => (LineKind::Recovery, -(paid / 2).max(1_100)),
                _ => (LineKind::Adjustment, random.between(1_050, 2_950)),
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
