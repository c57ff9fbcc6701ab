//! A landlord with all it owns.

use std::collections::BTreeMap;

use crate::roster::kinds::Line;
use crate::roster::lines::{LandlordLine, LogementLine, PaymentLine, TenantLine};

/// A landlord with all it owns, in the order the file needs: a line refers only backwards.
pub struct Portfolio {
    pub landlord: LandlordLine,
    pub logements: Vec<LogementLine>,
    pub tenants: Vec<TenantLine>,
    /// The rent reduction (RLS) in the payment lines of a tenant, in cents, by the tenant's key.
    pub reductions: BTreeMap<String, i64>,
    pub payments: Vec<PaymentLine>,
}

impl Portfolio {
    /// A landlord that owns nothing yet.
    pub fn of(landlord: LandlordLine) -> Self {
        Self { landlord, logements: Vec::new(), tenants: Vec::new(), reductions: BTreeMap::new(), payments: Vec::new() }
    }

    /// Its lines.
    pub fn lines(self) -> impl Iterator<Item = Line> {
        std::iter::once(Line::from(self.landlord))
            .chain(self.logements.into_iter().map(Line::from))
            .chain(self.tenants.into_iter().map(Line::from))
            .chain(self.payments.into_iter().map(Line::from))
    }
}
