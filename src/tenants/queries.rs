//! Tenants: every statement starts from the landlord's own.

mod awaited;
mod filters;
mod own;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dto::{Aid, Lease, TenantItem, TenantLogement, TenantRentDeclaration};
pub use awaited::RentsAwaited;

use super::model;
use crate::db::ask::statement;
use crate::db::connection::MultiBackend;
use crate::db::schema::{coholder_counts, impayes, logements, paying_bodies, rent_declarations, tenants};
use crate::db::{Reader, Scope};
use crate::problem::Problem;
use crate::rent_campaigns::model::{Campaign, Seen};
use crate::tenancies::Term;
use crate::tenancies::joins::{counted_coholders, counting_declaration, last_rejected, logement_of_tenant};
use crate::tenancies::states::Open;
use crate::values::address::Address;
use crate::values::aid::{AidType, PaymentMode};
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::month::Month;
use crate::values::paying_body::PayingBody;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{ChangeId, ImpayeId, LandlordId, LogementId, ReferenceId, RentDeclarationId, TenantId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
struct Row {
    id: TenantId,
    logement_id: LogementId,
    reference_id: ReferenceId,
    paying_body_code: PayingBodyCode,
    beneficiary_number: BeneficiaryNumber,
    landlord_reference: Option<String>,
    first_name: String,
    last_name: String,
    name_key: String,
    lease_started_on: NaiveDate,
    lease_ended_on: Option<NaiveDate>,
    rent_cents: i64,
    charges_cents: Option<i64>,
    furnished: bool,
    coholders: i32,
    due_day: i32,
    aid_type: AidType,
    payment_mode: PaymentMode,
    last_amount_cents: Option<i64>,
    last_month: Option<Month>,
    departure_id: Option<ChangeId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = logements, check_for_backend(MultiBackend))]
struct Place {
    address: Address,
    managed_from: NaiveDate,
    managed_until: Option<NaiveDate>,
    end_id: Option<ChangeId>,
}

type Found = (Row, Place, String, Option<RentDeclarationId>, Option<i32>, Option<ImpayeId>, Option<RentDeclarationId>);

/// A tenant with what its actions depend on.
pub struct Detail {
    pub item: TenantItem,
    pub tenancy: Term,
    /// First day of the management of the unit.
    pub managed_from: NaiveDate,
    pub campaign: Option<Campaign>,
    /// Whether a departure ended the tenancy.
    pub departed: bool,
    /// Whether an end of management was declared for the unit.
    pub end_declared: bool,
}

/// The open arrears case of the tenancy at hand (R73).
macro_rules! open_impaye {
    () => {
        impayes::table.on(impayes::landlord_id.eq(tenants::landlord_id).and(impayes::tenant_id.eq(tenants::id)).and(Open))
    };
}

/// The landlord's own tenancies with their unit, paying body and declaration of a year.
macro_rules! owned {
    ($landlord:expr, $year:expr) => {
        tenants::table
            .inner_join(logement_of_tenant!())
            .inner_join(paying_bodies::table.on(paying_bodies::code.eq(tenants::paying_body_code)))
            .left_join(counting_declaration!($year))
            .left_join(open_impaye!())
            .filter(tenants::landlord_id.eq($landlord))
    };
}

/// What is read of each.
macro_rules! columns {
    ($db:ty, $landlord:expr, $today:expr, $year:expr) => {
        (
            <Row as SelectableHelper<$db>>::as_select(),
            <Place as SelectableHelper<$db>>::as_select(),
            paying_bodies::name,
            rent_declarations::id.nullable(),
            counted_coholders!($landlord.clone(), $today),
            impayes::id.nullable(),
            last_rejected!($landlord, $year),
        )
    };
}

mod list;

statement! {
    /// One tenant of the landlord's, with the declaration of a year.
    fn OneTenant { landlord: LandlordId, year: i32, today: NaiveDate, id: TenantId } -> Found, generic if |_one| true;
    { owned!(landlord.clone(), year).filter(tenants::id.eq(id)).select(columns!(DB, landlord, today, year)) }
}

impl Reader<'_> {
    /// One tenant, with what its actions depend on.
    pub(super) async fn tenant_detail(&self, id: TenantId) -> Result<Detail, Problem> {
        let (landlord, today) = (self.landlord(), self.today());
        let campaign = self.current_campaign().await?;
        let year = campaign.as_ref().map_or(0, |campaign| campaign.year);
        let found = self.one(OneTenant { landlord, year, today, id }).await?;
        Ok(detail(found, campaign, today))
    }
}

impl Scope<'_> {
    /// One tenant, with what its actions depend on.
    pub(super) fn tenant_detail(&mut self, id: TenantId) -> Result<Detail, Problem> {
        let (landlord, today) = (self.landlord().clone(), self.today());
        let campaign = self.current_campaign()?;
        let year = campaign.as_ref().map_or(0, |campaign| campaign.year);
        let found = self.ask(OneTenant { landlord, year, today, id })?.into_iter().next();
        Ok(detail(found.ok_or_else(Problem::not_found)?, campaign, today))
    }

    /// The tenant that the paying body's roster names by this key.
    pub(crate) fn tenant_by_key(&mut self, key: &str) -> Result<TenantId, Problem> {
        let landlord = self.landlord();
        let found: Option<TenantId> = tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::key.eq(key))
            .select(tenants::id)
            .first(self.conn())
            .optional()?;
        found.ok_or_else(Problem::not_found)
    }
}

fn detail(found: Found, campaign: Option<Campaign>, today: NaiveDate) -> Detail {
    let (departed, end_declared) = (found.0.departure_id.is_some(), found.1.end_id.is_some());
    let managed_from = found.1.managed_from;
    let (item, tenancy) = item(found, campaign.as_ref(), today);
    Detail { item, tenancy, managed_from, campaign, departed, end_declared }
}

fn item(found: Found, campaign: Option<&Campaign>, today: NaiveDate) -> (TenantItem, Term) {
    let (row, place, body, counting, counted, open_impaye_id, rejected) = found;
    let tenancy = Term { started_on: row.lease_started_on, ended_on: row.lease_ended_on, managed_until: place.managed_until };
    let standing = model::rent_standing(campaign, &tenancy, counting, rejected, today);
    let rent_declaration = campaign.zip(standing).map(|(campaign, Seen { status, reason, declaration })| TenantRentDeclaration {
        campaign_year: campaign.year,
        status,
        reason,
        id: declaration,
    });
    let item = TenantItem {
        id: row.id,
        paying_body: PayingBody { code: row.paying_body_code, name: body },
        beneficiary_number: row.beneficiary_number,
        landlord_reference: row.landlord_reference,
        first_name: row.first_name,
        last_name: row.last_name,
        logement: TenantLogement { id: row.logement_id, address: place.address },
        reference_id: row.reference_id,
        lease: Lease {
            started_on: row.lease_started_on,
            ended_on: row.lease_ended_on,
            rent_cents: row.rent_cents,
            charges_cents: row.charges_cents,
            furnished: row.furnished,
            coholders: counted.unwrap_or(row.coholders),
            due_day: row.due_day,
        },
        aid: Aid {
            r#type: row.aid_type,
            payment_mode: row.payment_mode,
            last_amount_cents: row.last_amount_cents,
            last_month: row.last_month,
        },
        status: model::status(row.lease_ended_on, today),
        rent_declaration,
        open_impaye_id,
    };
    (item, tenancy)
}
