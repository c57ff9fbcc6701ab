//! What passes a door.

use chrono::NaiveDate;
use serde::Serialize;

use crate::inbox::ItemKind;
use crate::receipts::{Landlord, ReceiptKind, Tenant};
use crate::tenancies::Tenancy;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{LogementId, TenantId};

/// Whom an act is about, and who decides of it.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// None when it is about a housing unit alone.
    pub tenant_id: Option<&'a TenantId>,
    pub logement_id: &'a LogementId,
    pub paying_body: &'a PayingBodyCode,
}

/// Who declares and of whom, as known now.
#[derive(Clone, Debug)]
pub struct Named {
    pub landlord: Landlord,
    /// None when the act is about a housing unit alone.
    pub tenant: Option<Tenant>,
}

impl<'a> About<'a> {
    /// An act about a tenancy.
    pub const fn tenancy(of: &'a Tenancy) -> Self {
        Self { tenant_id: Some(&of.id), logement_id: &of.logement_id, paying_body: &of.paying_body_code }
    }
}

/// What a landlord sent, judged and about to be stored.
pub struct Received<'a, D> {
    pub kind: ReceiptKind,
    /// The object that the act makes or moves.
    pub id: &'a str,
    pub about: About<'a>,
    /// What was sent, with its defaults filled in: what the receipt is of.
    pub declaration: &'a D,
    /// The object of the same kind that this one replaces, if it does.
    pub replaces: Option<&'a str>,
    /// Whether the object came late, as its paying body is told.
    pub late: bool,
    /// The day that was set for the act, and whether it came later.
    pub due: Due,
    /// What the receipt names landlord and tenant by, where it was asked for with the rest; else the door
    /// asks.
    pub named: Option<Named>,
}

/// By when an act was to be sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Due {
    /// None when no day was set.
    pub on: Option<NaiveDate>,
    /// Whether it came later, from a landlord whom that day binds.
    pub late: bool,
}

impl<D: Serialize> Received<'_, D> {
    /// What tells its receipt apart from the others of the same object.
    pub(super) fn name(&self, now: impl std::fmt::Display) -> String {
        if place(self.kind) == Place::Enters { String::new() } else { format!("{}/{now}", self.kind) }
    }
}

/// What the paying body decided, about to be stored.
pub struct Decided<'a> {
    pub kind: ItemKind,
    /// The object that is decided.
    pub id: &'a str,
    pub about: About<'a>,
    /// The state it goes to.
    pub status: &'a str,
}

/// The proof that an act passed its door. What stores an act asks for it.
#[derive(Debug)]
pub struct Entry(pub(super) ());

/// Where an act leaves its object in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is new.
    Enters,
    /// It awaits another decision, after all that came before.
    EntersAnew,
    /// It awaits what it awaited.
    Stays,
    /// It awaits nothing.
    Leaves,
}

pub(super) const fn place(kind: ReceiptKind) -> Place {
    match kind {
        ReceiptKind::RentDeclaration | ReceiptKind::Change | ReceiptKind::Impaye => Place::Enters,
        ReceiptKind::RepaymentPlan => Place::EntersAnew,
        ReceiptKind::ImpayeMonths => Place::Stays,
        ReceiptKind::Check | ReceiptKind::Settlement | ReceiptKind::Withdrawal | ReceiptKind::Cancellation => Place::Leaves,
    }
}

/// The kind of object that an act makes or moves.
pub(super) const fn item(kind: ReceiptKind) -> ItemKind {
    match kind {
        ReceiptKind::RentDeclaration => ItemKind::RentDeclaration,
        ReceiptKind::Change | ReceiptKind::Cancellation => ItemKind::Change,
        ReceiptKind::Impaye
        | ReceiptKind::ImpayeMonths
        | ReceiptKind::RepaymentPlan
        | ReceiptKind::Check
        | ReceiptKind::Settlement
        | ReceiptKind::Withdrawal => ItemKind::Impaye,
    }
}
