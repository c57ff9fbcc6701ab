//! What a tenancy is and what may be declared for it. Pure.

use chrono::NaiveDate;

use crate::columns::french_words;
use crate::law::Law;
use crate::problem::Code;
use crate::rent_campaigns::model::{Campaign, Seen};
use crate::tenancies::Term;
use crate::values::address::Address;
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::month::Month;
use crate::values::search_key::search_key;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::RentDeclarationId;

text_enum! {
    /// Whether the tenancy runs today or is still to start, or ended before today.
    pub enum TenantStatus {
        /// The tenancy runs today, or is still to start.
        Current = "current",
        /// The tenancy ended before today.
        Left = "left",
    }
}

french_words!(TenantStatus { Current => "en place", Left => "parti" });

text_enum! {
    /// What may be declared for a tenant.
    pub enum ActionName {
        /// Declare the July rent of the current campaign.
        DeclareRent = "declare_rent",
        /// Declare that the tenant leaves.
        DeclareDeparture = "declare_departure",
        /// Declare another number of co-holders.
        DeclareColocation = "declare_colocation",
        /// Declare the end of the management of the housing unit.
        DeclareEndOfManagement = "declare_end_of_management",
        /// Report arrears.
        ReportImpaye = "report_impaye",
        /// Add months to the open case.
        AddImpayeMonths = "add_impaye_months",
    }
}

/// What a tenant is found by (R13): names, number, the landlord's own reference, address and city.
#[derive(Clone, Copy, Debug)]
pub struct Findable<'a> {
    pub last_name: &'a str,
    pub first_name: &'a str,
    pub number: &'a BeneficiaryNumber,
    pub landlord_reference: Option<&'a str>,
    pub address: &'a Address,
}

impl Findable<'_> {
    /// The key that a search looks into.
    pub fn search_key(&self) -> String {
        let Address { line1, line2, postal_code, city, .. } = self.address;
        search_key(&[
            self.last_name,
            self.first_name,
            self.number.as_str(),
            self.number.comparable(),
            self.landlord_reference.unwrap_or_default(),
            line1,
            line2.as_deref().unwrap_or_default(),
            postal_code.as_deref().unwrap_or_default(),
            city,
            &self.number.full_width(),
        ])
    }
}

/// Whether a tenancy runs on a day or is still to start.
pub fn status(ended_on: Option<NaiveDate>, today: NaiveDate) -> TenantStatus {
    if ended_on.is_some_and(|ended| ended < today) { TenantStatus::Left } else { TenantStatus::Current }
}

/// Where a tenancy stands in the current campaign, with the declaration that counts and the last one that
/// was rejected; nothing when there is none or it does not list the tenancy.
pub fn rent_standing(
    campaign: Option<&Campaign>,
    tenancy: &Term,
    counting: Option<RentDeclarationId>,
    rejected: Option<RentDeclarationId>,
    today: NaiveDate,
) -> Option<Seen> {
    let campaign = campaign.filter(|campaign| campaign.lists(tenancy, counting.is_some()))?;
    Some(campaign.seen(tenancy, counting, rejected, today))
}

/// What the actions of a tenant depend on (R18). An action is allowed where some body with facts of
/// today or earlier would be accepted.
#[derive(Clone, Copy, Debug)]
pub struct Situation {
    pub tenancy: Term,
    /// First day of the management of the unit.
    pub managed_from: NaiveDate,
    /// Day of the month on which the rent is due, from 1 to 31.
    pub due_day: u32,
    pub departed: bool,
    pub end_declared: bool,
    pub has_open_impaye: bool,
}

impl Situation {
    /// Why no fact from one day to another would be accepted; nothing when the first one would be.
    fn fact_refusal(&self, first: NaiveDate, last: NaiveDate, today: NaiveDate) -> Option<Code> {
        if self.tenancy.within_management(first, today).is_err() {
            return Some(Code::ManagementEnded);
        }
        (first > last).then_some(Code::ValidationFailed)
    }

    /// The last day of a fact that is bound to the tenancy.
    fn last_day(&self, today: NaiveDate) -> NaiveDate {
        self.tenancy.ended_on.map_or(today, |ended| ended.min(today))
    }

    /// Why no departure of today or earlier could be declared; nothing when one could.
    pub fn departure_refusal(&self, today: NaiveDate) -> Option<Code> {
        if self.departed {
            return Some(Code::DepartureAlreadyDeclared);
        }
        self.fact_refusal(self.tenancy.started_on, today, today)
    }

    /// Why no new number of co-holders could be declared.
    pub fn colocation_refusal(&self, today: NaiveDate) -> Option<Code> {
        self.fact_refusal(self.tenancy.started_on, self.last_day(today), today)
    }

    /// Why an end of management could not be declared.
    pub fn end_of_management_refusal(&self, today: NaiveDate) -> Option<Code> {
        if self.tenancy.management_has_ended(today) {
            return Some(Code::ManagementEnded);
        }
        if self.end_declared && self.tenancy.managed_until.is_some() {
            return Some(Code::AlreadyDeclared);
        }
        (self.managed_from > today).then_some(Code::ValidationFailed)
    }

    /// Why arrears could not be reported. Whether the law calls a debt arrears depends on the debt.
    pub fn impaye_refusal(&self, today: NaiveDate) -> Option<Code> {
        if self.has_open_impaye { Some(Code::ImpayeAlreadyOpen) } else { self.month_refusal(today) }
    }

    /// Why months could not be added to a case: there is none, or no month could be unpaid.
    pub fn months_refusal(&self, today: NaiveDate) -> Option<Code> {
        if self.has_open_impaye { self.month_refusal(today) } else { Some(Code::NotFound) }
    }

    fn month_refusal(&self, today: NaiveDate) -> Option<Code> {
        let first = self.tenancy.due_on(Month::of(self.tenancy.started_on), self.due_day);
        self.fact_refusal(first, self.last_day(today), today)
    }
}

/// Why the July rent cannot be declared now; nothing when it can.
pub fn rent_refusal(law: &Law, campaign: Option<&Campaign>, tenancy: &Term, declared: bool, today: NaiveDate) -> Option<Code> {
    let Some(campaign) = campaign else { return Some(Code::CampaignNotOpen) };
    match campaign.accept(law, tenancy, today) {
        Err(problem) => Some(problem.code()),
        Ok(()) if declared => Some(Code::AlreadyDeclared),
        Ok(()) => None,
    }
}
