//! What a payment line is and what it leaves to the tenant. Pure.

use crate::columns::french_words;
use crate::law::formulas;
use crate::values::money::share;
use crate::values::text_sql::text_enum;

text_enum! {
    /// What a payment line is.
    pub enum TransferKind {
        /// The aid of the month.
        Current = "current",
        /// Aid paid late for an earlier month.
        BackPayment = "back_payment",
        /// An overpayment taken back.
        Recovery = "recovery",
        /// A correction of an earlier month, up or down.
        Adjustment = "adjustment",
    }
}

french_words!(TransferKind {
    Current => "aide du mois",
    BackPayment => "rappel",
    Recovery => "récupération",
    Adjustment => "régularisation",
});

/// What a lease costs in a month, as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub rent_cents: i64,
    pub charges_cents: Option<i64>,
    pub coholders: i32,
}

/// What the landlord gives back to the tenant of a line (R94, CCH L.832-2 and L.842-1): what a
/// current line pays beyond the tenant's share of rent and charges. Nothing is known of it while
/// the charges are unknown.
pub fn excess_to_tenant(kind: TransferKind, net_cents: i64, cost: &Cost) -> Option<i64> {
    let coholders = u32::try_from(cost.coholders).unwrap_or(1);
    let charges = cost.charges_cents.map(|charges| share(charges, coholders))?;
    if kind != TransferKind::Current {
        return Some(0);
    }
    formulas::excess_to_tenant_cents(net_cents, share(cost.rent_cents, coholders), Some(charges))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excess(kind: TransferKind, net_cents: i64, charges_cents: Option<i64>, coholders: i32) -> Option<i64> {
        excess_to_tenant(kind, net_cents, &Cost { rent_cents: 30_000, charges_cents, coholders })
    }

    #[test]
    fn r94_what_exceeds_rent_and_charges_goes_to_the_tenant() {
        assert_eq!(excess(TransferKind::Current, 36_500, Some(5_000), 1), Some(1_500));
        assert_eq!(excess(TransferKind::Current, 35_000, Some(5_000), 1), Some(0));
        assert_eq!(excess(TransferKind::Current, 20_000, Some(0), 1), Some(0));
    }

    #[test]
    fn r94_in_a_colocation_the_share_counts() {
        assert_eq!(excess(TransferKind::Current, 12_000, Some(5_000), 3), Some(12_000 - 10_000 - 1_666));
    }

    #[test]
    fn r94_is_unknown_while_the_charges_are() {
        assert_eq!(excess(TransferKind::Current, 99_000, None, 1), None);
        assert_eq!(excess(TransferKind::Recovery, -1_000, None, 1), None);
    }

    #[test]
    fn r94_only_a_current_line_leaves_an_excess() {
        assert_eq!(excess(TransferKind::BackPayment, 99_000, Some(5_000), 1), Some(0));
        assert_eq!(excess(TransferKind::Recovery, -99_000, Some(5_000), 1), Some(0));
    }
}
