//! What a tenancy is and what may be declared for it. Pure.

use chrono::NaiveDate;

use crate::law::Law;
use crate::rent_campaigns::model::{Campaign, RentStatus};
use crate::tenancies::Term;
use crate::values::text_sql::text_enum;

text_enum! {
    /// Whether the tenancy runs today or is still to start, or ended before today.
    pub enum TenantStatus {
        Current = "current",
        Left = "left",
    }
}

text_enum! {
    /// What may be declared for a tenant.
    pub enum ActionName {
        DeclareRent = "declare_rent",
        DeclareDeparture = "declare_departure",
        DeclareColocation = "declare_colocation",
        DeclareEndOfManagement = "declare_end_of_management",
        ReportImpaye = "report_impaye",
        AddImpayeMonths = "add_impaye_months",
    }
}

/// Whether a tenancy runs on a day or is still to start.
pub fn status(ended_on: Option<NaiveDate>, today: NaiveDate) -> TenantStatus {
    if ended_on.is_some_and(|ended| ended < today) { TenantStatus::Left } else { TenantStatus::Current }
}

/// Where a tenancy stands in the current campaign; nothing when there is none or it does not list
/// the tenancy.
pub fn rent_standing(campaign: Option<&Campaign>, tenancy: &Term, declared: bool, today: NaiveDate) -> Option<RentStatus> {
    let campaign = campaign.filter(|campaign| campaign.lists(tenancy))?;
    Some(campaign.standing(tenancy, declared, today).0)
}

/// What the actions of a tenant depend on.
#[derive(Clone, Copy, Debug)]
pub struct Situation {
    pub tenancy: Term,
    pub departed: bool,
    pub end_declared: bool,
    pub has_open_impaye: bool,
}

impl Situation {
    /// Why a departure of today could not be declared; nothing when it could.
    pub fn departure_refusal(&self, today: NaiveDate) -> Option<&'static str> {
        if self.departed {
            return Some("departure_already_declared");
        }
        self.tenancy.management_has_ended(today).then_some("management_ended")
    }

    /// Why a new number of co-holders from today on could not be declared.
    pub fn colocation_refusal(&self, today: NaiveDate) -> Option<&'static str> {
        if self.tenancy.management_has_ended(today) {
            return Some("management_ended");
        }
        self.tenancy.ended_on.is_some_and(|ended| ended < today).then_some("validation_failed")
    }

    /// Why an end of management could not be declared.
    pub fn end_of_management_refusal(&self, today: NaiveDate) -> Option<&'static str> {
        if self.tenancy.management_has_ended(today) {
            return Some("management_ended");
        }
        (self.end_declared && self.tenancy.managed_until.is_some()).then_some("already_declared")
    }

    /// Why arrears could not be reported. Whether the law calls a debt arrears depends on the debt.
    pub fn impaye_refusal(&self) -> Option<&'static str> {
        self.has_open_impaye.then_some("impaye_already_open")
    }

    /// Why months could not be added to a case: there is none.
    pub fn months_refusal(&self) -> Option<&'static str> {
        (!self.has_open_impaye).then_some("not_found")
    }
}

/// Why the July rent cannot be declared now; nothing when it can.
pub fn rent_refusal(law: &Law, campaign: Option<&Campaign>, tenancy: &Term, declared: bool, today: NaiveDate) -> Option<&'static str> {
    let Some(campaign) = campaign else { return Some("campaign_not_open") };
    match campaign.accept(law, tenancy, today) {
        Err(problem) => Some(problem.code().as_str()),
        Ok(()) if declared => Some("already_declared"),
        Ok(()) => None,
    }
}
