//! Campaigns and where a tenancy stands in one. Pure: days come in, standings go out.

use chrono::NaiveDate;

use crate::columns::french_words;
use crate::law::{Law, RuleRef};
use crate::problem::{Code, Problem};
use crate::tenancies::{Term, management};
use crate::values::month::Month;
use crate::values::text::Text;
use crate::values::text_sql::text_enum;
use crate::values::typed_id::RentDeclarationId;
use crate::values::words;

text_enum! {
    /// Where a campaign stands today.
    pub enum CampaignStatus {
        /// Not open yet: declarations are refused.
        Upcoming = "upcoming",
        /// Open: what is declared is in time.
        Open = "open",
        /// The cut-off day has passed: declarations are accepted and flagged late.
        AfterCutoff = "after_cutoff",
    }
}

text_enum! {
    /// Where a tenancy stands in a campaign.
    pub enum RentStatus {
        /// A rent is asked and none counts yet; the cut-off day has not passed.
        ToDeclare = "to_declare",
        /// The cut-off day has passed and nothing counts.
        Overdue = "overdue",
        /// A declaration counts: submitted or accepted.
        Declared = "declared",
        /// The campaign asks no rent of this tenancy; `reason` says why.
        NotConcerned = "not_concerned",
    }
}

french_words!(RentStatus {
    ToDeclare => "à déclarer",
    Overdue => "en retard",
    Declared => "déclaré",
    NotConcerned => "non concerné",
});

text_enum! {
    /// Why a campaign asks nothing of a tenancy.
    pub enum NotConcernedReason {
        /// The tenancy began after July.
        ArrivedAfterJuly = "arrived_after_july",
        /// The tenancy ended before July.
        LeftBeforeJuly = "left_before_july",
        /// The landlord no longer manages the housing unit.
        ManagementEnded = "management_ended",
    }
}

text_enum! {
    /// Why a tenancy stands where it does in a campaign.
    pub enum StandingReason {
        /// It began after July: nothing is asked.
        ArrivedAfterJuly = "arrived_after_july",
        /// It ended before July: nothing is asked.
        LeftBeforeJuly = "left_before_july",
        /// The landlord no longer manages the housing unit: nothing is asked.
        ManagementEnded = "management_ended",
        /// The last declaration was rejected and none counts: the rent is asked again.
        Rejected = "rejected",
    }
}

french_words!(StandingReason {
    ArrivedAfterJuly => "arrivé après juillet",
    LeftBeforeJuly => "parti avant juillet",
    ManagementEnded => "gestion terminée",
    Rejected => "déclaration rejetée",
});

impl From<NotConcernedReason> for StandingReason {
    fn from(reason: NotConcernedReason) -> Self {
        match reason {
            NotConcernedReason::ArrivedAfterJuly => Self::ArrivedAfterJuly,
            NotConcernedReason::LeftBeforeJuly => Self::LeftBeforeJuly,
            NotConcernedReason::ManagementEnded => Self::ManagementEnded,
        }
    }
}

/// Where a tenancy stands, why, and the declaration that says so.
#[derive(Clone, Debug)]
pub struct Seen {
    pub status: RentStatus,
    pub reason: Option<StandingReason>,
    /// The declaration that counts, else the last one where it was rejected and the rent is asked again.
    pub declaration: Option<RentDeclarationId>,
}

/// The tenancies that a list is restricted to, by where they stand in a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub declared: bool,
    /// Whose rent is awaited, in time or not.
    pub asked: bool,
    pub not_concerned: bool,
}

impl Wanted {
    /// Whether nobody can stand like this.
    pub const fn is_nobody(self) -> bool {
        !self.declared && !self.asked && !self.not_concerned
    }
}

/// A campaign. Its dates are data: they change every year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    pub year: i32,
    pub opens_on: NaiveDate,
    pub cutoff_on: NaiveDate,
    pub july_from: NaiveDate,
    pub july_until: NaiveDate,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// The day the campaign after this one opens, from which this one is no longer the current one;
    /// nothing while none is known.
    pub next_opens_on: Option<NaiveDate>,
}

impl Campaign {
    /// A campaign of a year, asking for the month that the law says; nothing for a year out of bounds.
    pub fn new(law: &Law, year: i32, opens_on: NaiveDate, cutoff_on: NaiveDate) -> Option<Self> {
        let july = law.reference_month(year)?;
        Some(Self {
            year,
            opens_on,
            cutoff_on,
            july_from: july.first_day(),
            july_until: july.last_day(),
            starts_on: Month::new(year, 1)?.first_day(),
            ends_on: Month::new(year, 12)?.last_day(),
            next_opens_on: None,
        })
    }

    /// The month whose rent is asked: July, as long as CCH R.823-6 says so.
    pub fn reference_month(&self) -> Month {
        Month::of(self.july_from)
    }

    /// Where the campaign stands.
    pub fn status(&self, today: NaiveDate) -> CampaignStatus {
        if today < self.opens_on {
            CampaignStatus::Upcoming
        } else if self.is_late(today) {
            CampaignStatus::AfterCutoff
        } else {
            CampaignStatus::Open
        }
    }

    /// Whether a declaration made today is late (R28): the cut-off day itself is not.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        today > self.cutoff_on
    }

    /// Whether the campaign lists a tenancy: it has a day in the year, or a declaration that counts in it,
    /// whatever dates came later (R22).
    pub fn lists(&self, tenancy: &Term, declared: bool) -> bool {
        declared || (tenancy.started_on <= self.ends_on && tenancy.ended_on.is_none_or(|ended| ended >= self.starts_on))
    }

    /// The first day on which an end of management, before today, asks no rent any more (R48): the
    /// campaigns before the one that was current on the last day of management stay asked.
    pub fn managed_since(&self, today: NaiveDate) -> NaiveDate {
        self.next_opens_on.map_or(today, |next| next.min(today))
    }

    /// Why a tenancy without declaration is not asked for its rent (R22); nothing when it is. What
    /// the calendar says comes before the end of management.
    pub fn not_concerned(&self, tenancy: &Term, today: NaiveDate) -> Option<NotConcernedReason> {
        let ended = tenancy.management_has_ended(self.managed_since(today));
        self.outside_july(tenancy).or_else(|| ended.then_some(NotConcernedReason::ManagementEnded))
    }

    fn outside_july(&self, tenancy: &Term) -> Option<NotConcernedReason> {
        if tenancy.started_on > self.july_until {
            Some(NotConcernedReason::ArrivedAfterJuly)
        } else if tenancy.ended_on.is_some_and(|ended| ended < self.july_from) {
            Some(NotConcernedReason::LeftBeforeJuly)
        } else {
            None
        }
    }

    /// Where a listed tenancy stands (R29), and why it is not concerned. What counts stays declared,
    /// whatever days came later (R22, R48).
    pub fn standing(&self, tenancy: &Term, declared: bool, today: NaiveDate) -> (RentStatus, Option<NotConcernedReason>) {
        if declared {
            return (RentStatus::Declared, None);
        }
        match self.not_concerned(tenancy, today) {
            Some(reason) => (RentStatus::NotConcerned, Some(reason)),
            None if self.is_late(today) => (RentStatus::Overdue, None),
            None => (RentStatus::ToDeclare, None),
        }
    }

    /// The tenancies that stand like this today; none where all do. Of `to_declare` and `overdue` only one
    /// exists on a day.
    pub fn wanted(&self, statuses: &[RentStatus], today: NaiveDate) -> Option<Wanted> {
        let asked = if self.is_late(today) { RentStatus::Overdue } else { RentStatus::ToDeclare };
        let wanted = |status| statuses.contains(&status);
        let some =
            || Wanted { declared: wanted(RentStatus::Declared), asked: wanted(asked), not_concerned: wanted(RentStatus::NotConcerned) };
        (!statuses.is_empty()).then(some)
    }

    /// Where a listed tenancy stands, with the declaration that counts and the last one that was rejected.
    pub fn seen(&self, tenancy: &Term, counting: Option<RentDeclarationId>, rejected: Option<RentDeclarationId>, today: NaiveDate) -> Seen {
        let (status, reason) = self.standing(tenancy, counting.is_some(), today);
        let asked_again = rejected.filter(|_| matches!(status, RentStatus::ToDeclare | RentStatus::Overdue));
        let rejection = asked_again.is_some().then_some(StandingReason::Rejected);
        Seen { status, reason: reason.map(StandingReason::from).or(rejection), declaration: counting.or(asked_again) }
    }

    /// Judges whether the July rent of a tenancy may be declared today (R21, R22, R44, R48).
    ///
    /// # Errors
    /// 409 `campaign_not_open`, `tenant_not_concerned` or `management_ended`.
    pub fn accept(&self, law: &Law, tenancy: &Term, today: NaiveDate) -> Result<(), Problem> {
        if today < self.opens_on {
            let (day, opens) = (self.opens_on, words::of_day(self.opens_on));
            return Err(Problem::new(
                Code::CampaignNotOpen,
                Text::new(
                    format!("La campagne {} ouvre le {}.", self.year, opens.fr),
                    format!("Campaign {} opens on {}.", self.year, opens.en),
                ),
            )
            .with("opens_on", day.to_string()));
        }
        let concerned = law.rent_concerned.on(today).reference();
        match self.not_concerned(tenancy, today) {
            None => Ok(()),
            Some(NotConcernedReason::ManagementEnded) => Err(management::refusal(
                tenancy.managed_until,
                Text::fixed("La gestion de ce logement a pris fin.", "The management of this housing unit has ended."),
            )),
            Some(reason) => Err(not_concerned(concerned, reason.as_str(), self.year)),
        }
    }
}

fn not_concerned(rule: RuleRef, reason: &str, year: i32) -> Problem {
    Problem::new(
        Code::TenantNotConcerned,
        Text::new(
            format!("Ce bail ne court aucun jour de juillet {year}."),
            format!("This tenancy does not run on any day of July {year}."),
        ),
    )
    .with("reason", reason)
    .with_rule(rule)
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
