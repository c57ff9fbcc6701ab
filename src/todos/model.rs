//! What may be awaited of a landlord.

use crate::values::text_sql::text_enum;

text_enum! {
    /// What is awaited.
    pub enum TodoKind {
        /// A July rent is to be declared.
        RentToDeclare = "rent_to_declare",
        /// A repayment plan is to be sent.
        PlanDue = "plan_due",
        /// The state of a repayment plan is to be told.
        CheckDue = "check_due",
    }
}
