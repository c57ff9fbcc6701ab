//! What the rows hold, typed by notion: a row without one of its figures does not compile, and a
//! formula can read no figure that its row does not have.

use std::fmt::Debug;

use super::regime::Regime;
use super::rule::FigureName;

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    pub numerator: i32,
    pub denominator: i32,
}

impl Ratio {
    /// The part of a whole, rounded down; the whole under a denominator of zero.
    pub fn of(self, whole: i32) -> i32 {
        whole.saturating_mul(self.numerator).checked_div_euclid(self.denominator).unwrap_or(whole)
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
    /// A part of a whole.
    Ratio(Ratio),
}

/// A figure of a rule, as the catalogue shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub name: FigureName,
    pub measure: Measure,
}

/// The figures of a row, whatever they are.
pub trait Figures: Debug + Sync {
    /// The name of the function of [`super::formulas`] that computes with them.
    fn formula(&self) -> Option<&'static str>;
    /// The figures by name.
    fn named(&self) -> Vec<Figure>;
}

/// Names a formula. The name is that of a function which exists, or the service does not compile.
macro_rules! formula {
    () => {
        None
    };
    ($name:ident) => {{
        #[expect(unused_imports, reason = "the import is the proof that the function exists")]
        use super::formulas::$name as _;
        Some(stringify!($name))
    }};
}

/// Declares the figures of a family: the formula that reads them, then each figure with its unit and
/// its name in the catalogue.
macro_rules! figures {
    ($(
        $(#[$doc:meta])*
        $name:ident($($formula:ident)?) { $($(#[$field_doc:meta])* $field:ident: $type:ty => $unit:ident($figure:ident)),* $(,)? }
    )+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),* }

        impl Figures for $name {
            fn formula(&self) -> Option<&'static str> {
                formula!($($formula)?)
            }

            fn named(&self) -> Vec<Figure> {
                vec![$(Figure { name: FigureName::$figure, measure: Measure::$unit(self.$field) }),*]
            }
        }
    )+};
}

figures! {
    /// A rule that is said and computes nothing.
    Stated() {}

    /// Which month's rent a campaign asks for.
    RentReference(rent_reference_month) {
        /// From 1 to 12.
        month_of_year: u32 => Count(MonthOfYear),
    }

    /// The last day to declare a rent in time, in the year after the campaign.
    RentCutoff(rent_cutoff) {
        /// From 1 to 12.
        month_of_year: u32 => Count(MonthOfYear),
        day_of_month: u32 => Count(DayOfMonth),
    }

    /// The share of one lease co-holder.
    RentShare(rent_share) {}

    /// How much of the rent of a furnished unit counts.
    Furnished() {
        fraction: Ratio => Ratio(Fraction),
    }

    /// The time to report a departure.
    DepartureDeadline(departure_deadline) {
        delay_months: i32 => Months(Delay),
        /// What a justification adds.
        justified_extension_months: i32 => Months(JustifiedExtension),
    }

    /// When entitlement ends after a death.
    DeathEntitlementEnd(death_entitlement_end) {}

    /// Arrears as an amount that the debt reaches.
    TwoMonthsOfRent(two_months_of_rent) {
        /// How many months of rent and charges make the amount.
        threshold_months: i32 => Months(ThresholdMonths),
    }

    /// Arrears as an amount that the debt exceeds, or a time after a first default.
    AmountOrThreeMonths(amount_or_three_months) {
        amount_exceeded_cents: i64 => Cents(AmountExceeded),
        default_delay_months: i32 => Months(DefaultDelay),
    }

    /// The time to report arrears.
    ReportDeadline(impaye_report_deadline) {
        delay_months: i32 => Months(Delay),
    }

    /// What a landlord who receives the aid shows when reporting.
    RecoverySteps() {
        steps_required: u32 => Count(StepsRequired),
    }

    /// The debt up to which the simplified procedure is open.
    SimplifiedProcedure(simplified_procedure) {
        amount_at_most_cents: i64 => Cents(AmountAtMost),
    }

    /// The time to send a plan that was requested.
    PlanRequestDelay(plan_due_on) {
        delay_months: i32 => Months(Delay),
        delay_after_refusal_months: i32 => Months(DelayAfterRefusal),
        fraction_after_failure: Ratio => Ratio(FractionAfterFailure),
    }

    /// How many instalments a plan has that gives no number of its own.
    DefaultPlan(default_plan) {
        instalments: u32 => Count(Instalments),
    }

    /// The time between two checks of a plan.
    PlanCheckInterval(next_check_on) {
        delay_months: i32 => Months(Delay),
    }

    /// When a suspension that the CCAPEX decided takes effect.
    SuspensionEffect(suspension_effective_on) {}

    /// The day an APL is paid.
    AplPaymentDay(apl_paid_on) {
        /// From the month of entitlement.
        delay_months: i32 => Months(Delay),
        day_of_month: u32 => Count(DayOfMonth),
    }

    /// The day an ALF or ALS is paid.
    AlPaymentDay(al_paid_on) {
        /// From the month of entitlement.
        delay_months: i32 => Months(Delay),
        day_of_month: u32 => Count(DayOfMonth),
    }

    /// The least amount of aid that is paid.
    MinimumPayment(minimum_payment_cents) {
        amount_at_least_cents: i64 => Cents(AmountAtLeast),
    }

    /// What an aid leaves to the tenant beyond rent and charges.
    ExcessToTenant(excess_to_tenant_cents) {}
}

/// The ways in which arrears come to exist in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constitution {
    TwoMonthsOfRent(TwoMonthsOfRent),
    AmountOrThreeMonths(AmountOrThreeMonths),
}

impl Constitution {
    /// The regime: which of the ways it is, whatever its figures.
    pub fn regime(&self) -> Regime {
        match self {
            Self::TwoMonthsOfRent(_) => Regime::TwoMonthsOfRent,
            Self::AmountOrThreeMonths(_) => Regime::AmountOrThreeMonths,
        }
    }

    fn inner(&self) -> &dyn Figures {
        match self {
            Self::TwoMonthsOfRent(figures) => figures,
            Self::AmountOrThreeMonths(figures) => figures,
        }
    }
}

impl Figures for Constitution {
    fn formula(&self) -> Option<&'static str> {
        self.inner().formula()
    }

    fn named(&self) -> Vec<Figure> {
        self.inner().named()
    }
}
