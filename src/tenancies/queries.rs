//! A tenancy, its lease and its co-holders: every statement starts from the landlord's own.

mod sought;

pub use sought::Chosen;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::joins::{counted_coholders, logement_of_tenant, same_lease};
use super::{Tenancy, Term};
use crate::db::ask::statement;
use crate::db::connection::MultiBackend;
use crate::db::schema::{coholder_counts, logements, tenants};
use crate::db::{Reader, Scope};
use crate::problem::Problem;
use crate::values::aid::PaymentMode;
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{ChangeId, LandlordId, LogementId, ReferenceId, TenantId};

/// Who the tenant is, in a few words: beside each `tenant_id` that a list or an answer holds.
#[derive(Clone, Debug, Serialize, ToSchema, Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
pub struct TenantSummary {
    /// The identifier of the tenant.
    pub id: TenantId,
    /// First name, as the paying body knows it.
    #[schema(max_length = 100, example = "Éloïse")]
    pub first_name: String,
    /// Last name, as the paying body knows it.
    #[schema(max_length = 100, example = "D'Aubigné")]
    pub last_name: String,
    /// The tenant's number with its paying body (numéro allocataire), 1 to 7 digits, with its leading
    /// zeros.
    pub beneficiary_number: BeneficiaryNumber,
    /// The landlord's own reference of the tenant; null when none was given.
    #[schema(max_length = 50, example = "LOC-0042")]
    pub landlord_reference: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
pub(crate) struct Row {
    #[diesel(embed)]
    named: TenantSummary,
    logement_id: LogementId,
    reference_id: ReferenceId,
    paying_body_code: PayingBodyCode,
    lease_started_on: NaiveDate,
    lease_ended_on: Option<NaiveDate>,
    departure_id: Option<ChangeId>,
    rent_cents: i64,
    charges_cents: Option<i64>,
    furnished: bool,
    due_day: i32,
    coholders: i32,
    payment_mode: PaymentMode,
    last_amount_cents: Option<i64>,
    previous_july_rent_cents: Option<i64>,
}

type Found = (Row, Option<NaiveDate>, Option<i32>);

statement! {
    /// One tenancy of the landlord's, with the co-holders counted until a day.
    pub(crate) fn OneTenancy { landlord: LandlordId, id: TenantId, on: NaiveDate } -> Found, generic if |_one| true;
    {
        tenants::table
            .inner_join(logement_of_tenant!())
            .filter(tenants::landlord_id.eq(landlord.clone()))
            .filter(tenants::id.eq(id))
            .select((<Row as SelectableHelper<DB>>::as_select(), logements::managed_until, counted_coholders!(landlord, on)))
    }
}

impl Reader<'_> {
    /// A tenancy that something is asked about, with the co-holders in force on a day.
    ///
    /// # Errors
    /// 404 at `/tenant_id` when the landlord has no such tenant.
    pub(crate) async fn tenancy(&self, id: &TenantId, on: NaiveDate) -> Result<Tenancy, Problem> {
        found(self.ask(OneTenancy { landlord: self.landlord(), id: id.clone(), on }).await?)
    }
}

impl Scope<'_> {
    /// A tenancy that something is declared for, with the co-holders in force on a day.
    ///
    /// # Errors
    /// 404 at `/tenant_id` when the landlord has no such tenant.
    pub(crate) fn tenancy(&mut self, id: &TenantId, on: NaiveDate) -> Result<Tenancy, Problem> {
        let asked = OneTenancy { landlord: self.landlord().clone(), id: id.clone(), on };
        found(self.ask(asked)?)
    }

    /// The number of co-holders in force on a day: the latest number counted until then, else the
    /// one the tenancy was loaded with.
    pub(crate) fn coholders_on(&mut self, id: &TenantId, day: NaiveDate) -> Result<i32, Problem> {
        let landlord = self.landlord();
        let (counted, loaded): (Option<i32>, i32) = tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::id.eq(id))
            .select((counted_coholders!(landlord, day), tenants::coholders))
            .first(self.conn())?;
        Ok(counted.unwrap_or(loaded))
    }

    /// The tenancies that share a lease.
    pub(crate) fn lease_tenants(&mut self, tenancy: &Tenancy) -> Result<Vec<TenantId>, Problem> {
        let landlord = self.landlord();
        Ok(tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(same_lease!(tenancy))
            .order(tenants::id)
            .select(tenants::id)
            .load(self.conn())?)
    }

    /// Those of them that a departure of the household on a day ends: no departure of their own ends them
    /// earlier. What the roster says of the tenancy itself gives way to what its landlord declares.
    pub(crate) fn unfinished_of_lease(&mut self, tenancy: &Tenancy, day: NaiveDate) -> Result<Vec<TenantId>, Problem> {
        let landlord = self.landlord();
        let running = tenants::lease_ended_on.is_null().or(tenants::lease_ended_on.assume_not_null().gt(day));
        let itself = tenants::id.eq(&tenancy.id).and(tenants::departure_id.is_null());
        Ok(tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(same_lease!(tenancy))
            .filter(running.or(itself))
            .order(tenants::id)
            .select(tenants::id)
            .load(self.conn())?)
    }
}

/// The tenancy that was asked for.
///
/// # Errors
/// 404 at `/tenant_id` when the landlord has no such tenant.
pub(crate) fn found(rows: Vec<Found>) -> Result<Tenancy, Problem> {
    rows.into_iter().next().map(shown).ok_or_else(|| Problem::not_found_at("/tenant_id"))
}

fn shown((row, managed_until, counted): Found) -> Tenancy {
    Tenancy {
        term: Term { started_on: row.lease_started_on, ended_on: row.lease_ended_on, managed_until },
        coholders: counted.unwrap_or(row.coholders),
        id: row.named.id.clone(),
        named: row.named,
        logement_id: row.logement_id,
        reference_id: row.reference_id,
        paying_body_code: row.paying_body_code,
        departure_id: row.departure_id,
        rent_cents: row.rent_cents,
        charges_cents: row.charges_cents,
        furnished: row.furnished,
        due_day: row.due_day,
        payment_mode: row.payment_mode,
        last_amount_cents: row.last_amount_cents,
        previous_july_rent_cents: row.previous_july_rent_cents,
    }
}
