//! What a row of the table is.

use chrono::NaiveDate;

use super::figures::Figures;
use crate::values::text::Text;
use crate::values::text_sql::text_enum;

text_enum! {
    /// What a rule is about. The rows of one notion follow each other in time.
    pub enum Notion {
        /// Which month's rent is declared.
        RentReference = "rent_reference",
        /// What is counted as rent.
        RentBase = "rent_base",
        /// Which tenancies a campaign asks.
        RentConcerned = "rent_concerned",
        /// Until when a July rent is in time.
        RentDeclarationCutoff = "rent_declaration_cutoff",
        /// The share of a co-holder.
        RentShare = "rent_share",
        /// What counts of the rent of a furnished unit.
        RentFurnished = "rent_furnished",
        /// By when a departure is declared.
        DepartureDeadline = "departure_deadline",
        /// When entitlement ends after a departure.
        DepartureEntitlementEnd = "departure_entitlement_end",
        /// When entitlement ends after a death.
        DeathEntitlementEnd = "death_entitlement_end",
        /// Who is paid once management ends.
        ManagementPayee = "management_payee",
        /// How co-holders count.
        ColocationCoholders = "colocation_coholders",
        /// When arrears are constituted.
        ImpayeConstitution = "impaye_constitution",
        /// Which debts the rule before still judges.
        ImpayeTransition = "impaye_transition",
        /// Who must report arrears.
        ImpayeDuty = "impaye_duty",
        /// By when arrears are reported.
        ImpayeReportDeadline = "impaye_report_deadline",
        /// What a late report costs.
        ImpayePenalty = "impaye_penalty",
        /// Which steps to recover the debt are shown.
        RecoverySteps = "recovery_steps",
        /// Up to which debt the procedure is simplified.
        SimplifiedProcedure = "simplified_procedure",
        /// How long a landlord has to send a plan.
        PlanRequestDelay = "plan_request_delay",
        /// What stands in for a plan.
        DefaultPlan = "default_plan",
        /// Who signs a plan.
        PlanSignature = "plan_signature",
        /// How often a plan is checked.
        PlanCheckInterval = "plan_check_interval",
        /// What the CCAPEX decides.
        CcapexDecision = "ccapex_decision",
        /// When a suspension takes effect.
        CcapexSuspensionEffect = "ccapex_suspension_effect",
        /// When APL is paid.
        PaymentDayApl = "payment_day_apl",
        /// When ALF and ALS are paid.
        PaymentDayAl = "payment_day_al",
        /// The least APL that is paid.
        MinimumPaymentApl = "minimum_payment_apl",
        /// The least ALF or ALS that is paid.
        MinimumPaymentAl = "minimum_payment_al",
        /// How overpayments are taken back.
        OverpaymentRecovery = "overpayment_recovery",
        /// Aid above the rent goes to the tenant.
        ExcessToTenant = "excess_to_tenant",
    }
}

text_enum! {
    /// What a rule does to what is sent.
    pub enum Severity {
        /// What breaks it is an error.
        Refusal = "refusal",
        /// What breaks it is accepted and marked.
        Flag = "flag",
        /// What breaks it is accepted and explained.
        Warning = "warning",
        /// It has a consequence that the answer shows.
        Effect = "effect",
        /// It explains how the service computes.
        Information = "information",
    }
}

text_enum! {
    /// What a figure of a rule measures.
    pub enum FigureName {
        /// How many months of rent and charges make the threshold.
        ThresholdMonths = "threshold_months",
        /// The amount that must be exceeded.
        AmountExceeded = "amount_exceeded",
        /// The amount up to which a rule applies, itself included.
        AmountAtMost = "amount_at_most",
        /// The amount from which a rule applies, itself included.
        AmountAtLeast = "amount_at_least",
        /// The time after a first default.
        DefaultDelay = "default_delay",
        /// The time allowed, or after which something falls due.
        Delay = "delay",
        /// What a justification adds to the time allowed.
        JustifiedExtension = "justified_extension",
        /// The time allowed after direct payment was refused.
        DelayAfterRefusal = "delay_after_refusal",
        /// What remains of the time allowed after a failed simplified procedure.
        FractionAfterFailure = "fraction_after_failure",
        /// A number of instalments.
        Instalments = "instalments",
        /// A number of steps to show.
        StepsRequired = "steps_required",
        /// The part of the rent that counts.
        Fraction = "fraction",
        /// A month of the year.
        MonthOfYear = "month_of_year",
        /// A day of the month.
        DayOfMonth = "day_of_month",
    }
}

/// A call that shows a rule at work, without any data of a landlord.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    pub method: &'static str,
    pub path: &'static str,
    /// The body, as JSON.
    pub body: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// The warning or problem code that the answer carries, if one.
    pub code: Option<&'static str>,
    /// Members of the answer by JSON pointer, with their value as JSON.
    pub shows: &'static [(&'static str, &'static str)],
}

/// The legal rule an answer rests on.
#[derive(Clone, Copy, Debug)]
pub struct RuleRef {
    pub id: &'static str,
    pub article: &'static str,
    /// Where the article can be read, where its address is known.
    pub url: Option<&'static str>,
}

/// A rule of the law over one period, with the figures of its notion; a plain `Rule` is one of any
/// notion.
#[derive(Clone, Debug)]
pub struct Rule<F: ?Sized = dyn Figures> {
    /// A stable id, unique in the table. It stays for ever: stored cases name it.
    pub id: &'static str,
    pub notion: Notion,
    /// The first day it holds; nothing when it has always held as far as the service knows.
    pub valid_from: Option<NaiveDate>,
    /// The last day it holds.
    pub valid_until: Option<NaiveDate>,
    /// The article, as in `CCH R.824-1`.
    pub article: &'static str,
    /// Where to read the article that is cited first; nothing where its address is not known.
    pub url: Option<&'static str>,
    pub severity: Severity,
    /// The rule in plain words.
    pub text: Text,
    pub example: Option<Example>,
    pub figures: F,
}

impl<F: ?Sized> Rule<F> {
    /// Whether its first day has come.
    pub fn has_begun(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
    }

    /// Whether it is in force on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.has_begun(day) && self.valid_until.is_none_or(|until| day <= until)
    }

    /// How a problem document names it.
    pub fn reference(&self) -> RuleRef {
        RuleRef { id: self.id, article: self.article, url: self.url }
    }
}

/// A simulation of arrears, which needs no data of a landlord.
pub(super) const fn simulation(
    body: &'static str,
    code: Option<&'static str>,
    shows: &'static [(&'static str, &'static str)],
) -> Option<Example> {
    Some(Example { method: "POST", path: "/v1/impayes/simulations", body, status: 200, code, shows })
}
