//! The doors. Nothing else issues a receipt, and nothing else fills the inbox or empties it.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::model::{About, Decided, Entry, Named, Place, Received, item, place};
use crate::db::Scope;
use crate::db::ask::statement;
use crate::db::schema::{inbox, landlord_references, landlords, logements, paying_bodies, receipts, tenants};
use crate::inbox::ItemKind;
use crate::problem::Problem;
use crate::receipts::{Body, Landlord, ReceiptRef, Tenant, fingerprint};
use crate::tenancies::joins::logement_of_tenant;
use crate::values::address::Address;
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::paying_body::PayingBodyCode;
use crate::values::siret::Siret;
use crate::values::typed_id::{LandlordId, LogementId, TenantId};

type LandlordRow = (String, Option<Siret>, String, PayingBodyCode, String);
type TenantRow = (String, String, BeneficiaryNumber, Option<String>, Address);

/// The reference of a housing unit, its landlord and the body that pays.
macro_rules! referenced {
    ($units:expr) => {
        $units
            .inner_join(landlords::table.on(landlords::landlord_id.eq(logements::landlord_id)))
            .inner_join(
                landlord_references::table.on(landlord_references::landlord_id
                    .eq(logements::landlord_id)
                    .and(landlord_references::id.eq(logements::reference_id))),
            )
            .inner_join(paying_bodies::table.on(paying_bodies::code.eq(landlord_references::paying_body_code)))
    };
}

/// How they are named.
macro_rules! landlord {
    () => {
        (landlords::name, landlords::siret, landlord_references::reference, paying_bodies::code, paying_bodies::name)
    };
}

statement! {
    /// Who declares of a tenant, and the tenant.
    pub(crate) fn NamedTenant { landlord: LandlordId, tenant: TenantId } -> (LandlordRow, TenantRow), generic if |_one| true;
    {
        referenced!(tenants::table.inner_join(logement_of_tenant!()))
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::id.eq(tenant))
            .select((
                landlord!(),
                (
                    tenants::first_name,
                    tenants::last_name,
                    tenants::beneficiary_number,
                    tenants::landlord_reference,
                    logements::address,
                ),
            ))
    }
}

statement! {
    /// Who declares of a housing unit.
    fn NamedUnit { landlord: LandlordId, logement: LogementId } -> LandlordRow, generic if |_one| true;
    {
        referenced!(logements::table)
            .filter(logements::landlord_id.eq(landlord))
            .filter(logements::id.eq(logement))
            .select(landlord!())
    }
}

/// What a receipt names landlord and tenant by.
pub(crate) fn named((landlord, tenant): (LandlordRow, TenantRow)) -> Named {
    let (first_name, last_name, beneficiary_number, landlord_reference, address) = tenant;
    Named {
        landlord: landlord_named(landlord),
        tenant: Some(Tenant { first_name, last_name, beneficiary_number, landlord_reference, address }),
    }
}

fn landlord_named((name, siret, reference, code, body): LandlordRow) -> Landlord {
    Landlord { name, siret, reference, paying_body: Body { code, name: body } }
}

impl Scope<'_> {
    /// Lets in what a landlord sent: issues its receipt and puts it before its paying body, or takes
    /// away what no longer awaits a decision.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn received<D: Serialize>(&mut self, act: &Received<'_, D>) -> Result<(ReceiptRef, Entry), Problem> {
        let receipt = self.issue_receipt(act)?;
        let item = item(act.kind);
        if let Some(replaced) = act.replaces {
            self.inbox_remove(item, replaced)?;
        }
        match place(act.kind) {
            Place::Enters => self.inbox_add(item, act.id, &act.about, act.late)?,
            Place::EntersAnew => {
                self.inbox_remove(item, act.id)?;
                self.inbox_add(item, act.id, &act.about, act.late)?;
            }
            Place::Stays => {}
            Place::Leaves => self.inbox_remove(item, act.id)?,
        }
        let About { tenant_id, logement_id, paying_body } = act.about;
        let tenant_id = tenant_id.map(TenantId::as_str);
        tracing::debug!(kind = %act.kind, act.id, tenant_id, %logement_id, %paying_body, act.late, "received");
        Ok((receipt, Entry(())))
    }

    /// Lets in what the paying body decided: it no longer awaits a decision.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn decided(&mut self, act: &Decided<'_>) -> Result<Entry, Problem> {
        self.inbox_remove(act.kind, act.id)?;
        let About { tenant_id, logement_id, paying_body } = act.about;
        let tenant_id = tenant_id.map(TenantId::as_str);
        tracing::debug!(kind = %act.kind, act.id, tenant_id, %logement_id, %paying_body, act.status, "decided");
        Ok(Entry(()))
    }

    /// Makes and stores a receipt.
    fn issue_receipt<D: Serialize>(&mut self, act: &Received<'_, D>) -> Result<ReceiptRef, Problem> {
        let now = self.now();
        let number = self.receipt_number(&format!("{}/{}", act.id, act.name(now)))?;
        let Named { landlord, tenant } = match &act.named {
            Some(named) => named.clone(),
            None => self.named(&act.about)?,
        };
        let content = json!({
            "kind": act.kind,
            "id": act.id,
            "landlord_id": self.landlord(),
            "client_id": self.client(),
            "received_at": now,
            "declaration": act.declaration,
            "landlord": landlord,
            "tenant": tenant,
            "deadline_on": act.due.on,
            "late": act.due.late,
        });
        let (canonical, content_sha256) = fingerprint(&content)?;
        self.put(diesel::insert_into(receipts::table).values((
            receipts::landlord_id.eq(self.landlord()),
            receipts::number.eq(&number),
            receipts::received_at.eq(now.naive_utc()),
            receipts::content_sha256.eq(&content_sha256),
            receipts::content.eq(canonical),
        )))?;
        Ok(ReceiptRef { number, received_at: now, content_sha256 })
    }

    /// What the receipt of an act names landlord and tenant by.
    fn named(&mut self, about: &About<'_>) -> Result<Named, Problem> {
        let landlord = self.landlord().clone();
        let found = match about.tenant_id {
            Some(tenant) => self.ask(NamedTenant { landlord, tenant: tenant.clone() })?.pop().map(named),
            None => self
                .ask(NamedUnit { landlord, logement: about.logement_id.clone() })?
                .pop()
                .map(|landlord| Named { landlord: landlord_named(landlord), tenant: None }),
        };
        found.ok_or_else(|| Problem::internal("an act about nothing"))
    }

    /// Puts something before a paying body, after all that came before.
    fn inbox_add(&mut self, kind: ItemKind, id: &str, about: &About<'_>, late: bool) -> Result<(), Problem> {
        let (landlord, now) = (self.landlord(), self.now());
        self.put(diesel::insert_into(inbox::table).values((
            inbox::paying_body_code.eq(about.paying_body),
            inbox::submitted_at.eq(now.naive_utc()),
            inbox::id.eq(id),
            inbox::landlord_id.eq(landlord),
            inbox::kind.eq(kind),
            inbox::late.eq(late),
        )))
    }

    /// Takes something out; what is not there stays away.
    fn inbox_remove(&mut self, kind: ItemKind, id: &str) -> Result<(), Problem> {
        let landlord = self.landlord();
        self.put(diesel::delete(inbox::table.filter(inbox::landlord_id.eq(landlord)).filter(inbox::kind.eq(kind)).filter(inbox::id.eq(id))))
    }
}
