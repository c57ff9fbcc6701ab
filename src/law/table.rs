//! The table: every notion with its rows.

use super::figures::{
    AlPaymentDay, AplPaymentDay, Constitution, DeathEntitlementEnd, DefaultPlan, DepartureDeadline, ExcessToTenant, Furnished,
    MinimumPayment, PlanCheckInterval, PlanRequestDelay, RecoverySteps, RentCutoff, RentReference, RentShare, ReportDeadline,
    SimplifiedProcedure, Stated, SuspensionEffect,
};
use super::periods::{Always, Rows, Sometimes};
use super::rule::Rule;
use super::{changes, impayes, payments, plans, rents};

/// Declares the law, the one that is in the source, and the catalogue of its rules, by subject.
macro_rules! law {
    ($($notion:ident: $periods:ty = $rows:path,)+) => {
        /// A law: the rows of each notion. The service works by [`Law::current`]; tests may give it
        /// another.
        #[derive(Clone, Copy, Debug)]
        pub struct Law {
            $(pub $notion: &'static $periods,)+
        }

        static CURRENT: Law = Law { $($notion: &$rows,)+ };

        impl Law {
            /// Every rule, by subject, the periods of one notion in order.
            pub fn rules(&self) -> Vec<&'static Rule> {
                [$(self.$notion.any(),)+].concat()
            }

            /// The rows of each notion of which the law always speaks.
            #[cfg(test)]
            fn always(&self) -> Vec<Vec<&'static Rule>> {
                [$((self.$notion.any(), stringify!($periods).starts_with("Always")),)+]
                    .into_iter()
                    .filter_map(|(rows, always)| always.then_some(rows))
                    .collect()
            }
        }
    };
}

law! {
    rent_reference: Always<RentReference> = rents::REFERENCE,
    rent_base: Always<Stated> = rents::BASE,
    rent_concerned: Always<Stated> = rents::CONCERNED,
    rent_declaration_cutoff: Always<RentCutoff> = rents::CUTOFF,
    rent_share: Always<RentShare> = rents::SHARE,
    rent_furnished: Always<Furnished> = rents::FURNISHED,
    departure_deadline: Always<DepartureDeadline> = changes::DEPARTURE_DEADLINE,
    departure_entitlement_end: Always<Stated> = changes::DEPARTURE_ENTITLEMENT_END,
    death_entitlement_end: Always<DeathEntitlementEnd> = changes::DEATH_ENTITLEMENT_END,
    management_payee: Always<Stated> = changes::MANAGEMENT_PAYEE,
    colocation_coholders: Always<Stated> = changes::COLOCATION_COHOLDERS,
    impaye_constitution: Always<Constitution> = impayes::CONSTITUTION,
    impaye_transition: Sometimes<Stated> = impayes::TRANSITION,
    impaye_duty: Always<Stated> = impayes::DUTY,
    impaye_report_deadline: Always<ReportDeadline> = impayes::REPORT_DEADLINE,
    impaye_penalty: Always<Stated> = impayes::PENALTY,
    recovery_steps: Always<RecoverySteps> = impayes::RECOVERY_STEPS,
    simplified_procedure: Sometimes<SimplifiedProcedure> = impayes::SIMPLIFIED_PROCEDURE,
    plan_request_delay: Sometimes<PlanRequestDelay> = plans::PLAN_REQUEST_DELAY,
    default_plan: Always<DefaultPlan> = plans::DEFAULT_PLAN,
    plan_signature: Always<Stated> = plans::PLAN_SIGNATURE,
    plan_check_interval: Sometimes<PlanCheckInterval> = plans::PLAN_CHECK_INTERVAL,
    ccapex_decision: Sometimes<Stated> = plans::CCAPEX_DECISION,
    ccapex_suspension_effect: Sometimes<SuspensionEffect> = plans::CCAPEX_SUSPENSION_EFFECT,
    payment_day_apl: Always<AplPaymentDay> = payments::PAYMENT_DAY_APL,
    payment_day_al: Always<AlPaymentDay> = payments::PAYMENT_DAY_AL,
    minimum_payment_apl: Always<MinimumPayment> = payments::MINIMUM_PAYMENT_APL,
    minimum_payment_al: Always<MinimumPayment> = payments::MINIMUM_PAYMENT_AL,
    overpayment_recovery: Always<Stated> = payments::OVERPAYMENT_RECOVERY,
    excess_to_tenant: Always<ExcessToTenant> = payments::EXCESS_TO_TENANT,
}

impl Law {
    /// The law as the service knows it.
    pub fn current() -> &'static Self {
        &CURRENT
    }

    /// The rule of an id.
    pub fn rule(&self, id: &str) -> Option<&'static Rule> {
        self.rules().into_iter().find(|rule| rule.id == id)
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
