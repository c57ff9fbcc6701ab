//! What a row of the table is.

use chrono::NaiveDate;

use crate::values::text::Text;
use crate::values::text_sql::text_enum;

/// The code of construction and housing (CCH), where an article has no address of its own here.
pub const CCH: &str = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096";
/// The code of social security (CSS).
pub const CSS: &str = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006073189";

text_enum! {
    /// What a rule is about. The rows of one notion follow each other in time.
    pub enum Notion {
        RentReference = "rent_reference",
        RentBase = "rent_base",
        RentConcerned = "rent_concerned",
        RentDeclarationCutoff = "rent_declaration_cutoff",
        RentShare = "rent_share",
        RentFurnished = "rent_furnished",
        DepartureDeadline = "departure_deadline",
        DepartureEntitlementEnd = "departure_entitlement_end",
        DeathEntitlementEnd = "death_entitlement_end",
        ManagementPayee = "management_payee",
        ColocationCoholders = "colocation_coholders",
        ImpayeConstitution = "impaye_constitution",
        ImpayeTransition = "impaye_transition",
        ImpayeDuty = "impaye_duty",
        ImpayeReportDeadline = "impaye_report_deadline",
        ImpayePenalty = "impaye_penalty",
        RecoverySteps = "recovery_steps",
        SimplifiedProcedure = "simplified_procedure",
        PlanRequestDelay = "plan_request_delay",
        DefaultPlan = "default_plan",
        PlanSignature = "plan_signature",
        PlanCheckInterval = "plan_check_interval",
        CcapexDecision = "ccapex_decision",
        CcapexSuspensionEffect = "ccapex_suspension_effect",
        PaymentDayApl = "payment_day_apl",
        PaymentDayAl = "payment_day_al",
        MinimumPaymentApl = "minimum_payment_apl",
        MinimumPaymentAl = "minimum_payment_al",
        OverpaymentRecovery = "overpayment_recovery",
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

/// A figure of the law, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Euro cents.
    Cents(i64),
    /// Months, from date to date.
    Months(i32),
    /// A number of things.
    Count(u32),
    /// A numerator and its denominator.
    Ratio(i32, i32),
}

/// A figure of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub name: FigureName,
    pub measure: Measure,
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
    pub url: &'static str,
}

/// A rule of the law over one period.
#[derive(Debug)]
pub struct Rule {
    /// A stable id, unique in the table.
    pub id: &'static str,
    pub notion: Notion,
    /// The first day it holds; nothing when it has always held as far as the service knows.
    pub valid_from: Option<NaiveDate>,
    /// The last day it holds.
    pub valid_until: Option<NaiveDate>,
    pub figures: &'static [Figure],
    /// The name of the function of [`super::formulas`] that computes it.
    pub formula: Option<&'static str>,
    /// The article, as in `CCH R.824-1`.
    pub article: &'static str,
    /// Where to read it.
    pub url: &'static str,
    pub severity: Severity,
    /// The rule in plain words.
    pub text: Text,
    pub example: Option<Example>,
}

impl Rule {
    /// Whether it is in force on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_until.is_none_or(|until| day <= until)
    }

    /// How a problem document names it.
    pub fn reference(&self) -> RuleRef {
        RuleRef { id: self.id, article: self.article, url: self.url }
    }

    fn measure(&self, name: FigureName) -> Option<Measure> {
        self.figures.iter().find(|figure| figure.name == name).map(|figure| figure.measure)
    }

    /// One of its amounts, in cents; 0 when it has none of that name.
    pub fn cents(&self, name: FigureName) -> i64 {
        if let Some(Measure::Cents(cents)) = self.measure(name) { cents } else { 0 }
    }

    /// One of its delays, in months; 0 when it has none of that name.
    pub fn months(&self, name: FigureName) -> i32 {
        if let Some(Measure::Months(months)) = self.measure(name) { months } else { 0 }
    }

    /// One of its numbers; 0 when it has none of that name.
    pub fn count(&self, name: FigureName) -> u32 {
        if let Some(Measure::Count(count)) = self.measure(name) { count } else { 0 }
    }

    /// A part of a whole, rounded down; the whole when it has no ratio of that name.
    pub fn part_of(&self, name: FigureName, whole: i32) -> i32 {
        match self.measure(name) {
            Some(Measure::Ratio(numerator, denominator)) => (whole * numerator).checked_div(denominator).unwrap_or(whole),
            _ => whole,
        }
    }
}

/// An amount of the law.
pub(super) const fn cents(name: FigureName, cents: i64) -> Figure {
    Figure { name, measure: Measure::Cents(cents) }
}

/// A delay of the law.
pub(super) const fn months(name: FigureName, months: i32) -> Figure {
    Figure { name, measure: Measure::Months(months) }
}

/// A number of the law.
pub(super) const fn count(name: FigureName, count: u32) -> Figure {
    Figure { name, measure: Measure::Count(count) }
}

/// A ratio of the law.
pub(super) const fn ratio(name: FigureName, numerator: i32, denominator: i32) -> Figure {
    Figure { name, measure: Measure::Ratio(numerator, denominator) }
}

/// A simulation of arrears, which needs no data of a landlord.
pub(super) const fn simulation(
    body: &'static str,
    code: Option<&'static str>,
    shows: &'static [(&'static str, &'static str)],
) -> Option<Example> {
    Some(Example { method: "POST", path: "/v1/impayes/simulations", body, status: 200, code, shows })
}

/// Names a formula. The name is that of a function which exists, or the service does not compile.
macro_rules! formula {
    ($name:ident) => {{
        #[allow(unused_imports)] // The import is the proof.
        use $crate::law::formulas::$name as _;
        Some(stringify!($name))
    }};
}

pub(super) use formula;
