//! The tenancy that owes, with the figures its debt is judged by. Pure.

use super::assess::Figures;
use crate::problem::Problem;
use crate::tenancies::Tenancy;
use crate::values::money::share;

/// A tenancy and its figures; under a shared lease, the tenant's share.
pub struct Debtor {
    pub tenancy: Tenancy,
    pub figures: Figures,
    coholders: u32,
}

impl Debtor {
    /// The figures of a tenancy, shared among the co-holders it has.
    ///
    /// # Errors
    /// When what is stored of it makes no sense.
    pub fn of(tenancy: Tenancy) -> Result<Self, Problem> {
        let coholders = u32::try_from(tenancy.coholders).map_err(Problem::internal)?;
        let figures = Figures {
            rent_cents: share(tenancy.rent_cents, coholders),
            charges_cents: tenancy.charges_cents.map(|charges| share(charges, coholders)),
            aid_cents: tenancy.last_amount_cents.unwrap_or(0),
            aid_unknown: tenancy.last_amount_cents.is_none(),
            payment_mode: tenancy.payment_mode,
            due_day: u32::try_from(tenancy.due_day).map_err(Problem::internal)?,
            term: Some(tenancy.term),
        };
        Ok(Self { tenancy, figures, coholders })
    }

    /// The tenant's share of an amount of the whole lease, in cents.
    pub fn share_of(&self, cents: i64) -> i64 {
        share(cents, self.coholders)
    }
}
