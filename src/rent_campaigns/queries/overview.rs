//! The overview of a campaign: the landlord's own tenancies, one line each.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::Reader;
use crate::db::among::among;
use crate::db::ask::{Limited, statement};
use crate::db::connection::MultiBackend;
use crate::db::schema::{logements, rent_declarations, tenants};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::problem::Problem;
use crate::rent_campaigns::dto::{OverviewFilter, RentCampaignTenant};
use crate::rent_campaigns::model::{Campaign, Seen, Wanted};
use crate::tenancies::joins::{counting_declaration, in_july, last_rejected, listed, logement_of_tenant, managed, sought, stands};
use crate::tenancies::states::Counting;
use crate::tenancies::{TenantSummary, Term};
use crate::values::typed_id::{LandlordId, LogementId, ReferenceId, RentDeclarationId, TenantId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
struct Line {
    #[diesel(embed)]
    named: TenantSummary,
    logement_id: LogementId,
    reference_id: ReferenceId,
    name_key: String,
    lease_started_on: NaiveDate,
    lease_ended_on: Option<NaiveDate>,
    previous_july_rent_cents: Option<i64>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = rent_declarations, check_for_backend(MultiBackend))]
struct Declared {
    id: RentDeclarationId,
    rent_cents: i64,
}

type Found = (Line, Option<NaiveDate>, Option<Declared>, Option<RentDeclarationId>);

statement! {
    /// One page of the tenancies that a campaign lists, by name, and one more to know whether another
    /// page follows.
    fn Overview {
        landlord: LandlordId,
        campaign: Campaign,
        today: NaiveDate,
        filter: OverviewFilter,
        wanted: Option<Wanted>,
        after: Option<(String, TenantId)>,
        limit: i64,
    } -> Found, generic if |list| list.filter.is_plain();
    {
        let mut query = tenants::table
            .inner_join(logement_of_tenant!())
            .left_join(counting_declaration!(campaign.year))
            .filter(tenants::landlord_id.eq(landlord.clone()))
            .filter(listed!(campaign.starts_on, campaign.ends_on))
            .select((
                <Line as SelectableHelper<DB>>::as_select(),
                logements::managed_until,
                <Option<Declared> as SelectableHelper<DB>>::as_select(),
                last_rejected!(landlord, campaign.year),
            ))
            .into_boxed::<DB>();
        if let Some((name, id)) = after {
            query = query.filter(tenants::name_key.ge(name.clone())).filter(tenants::name_key.gt(name).or(tenants::id.gt(id)));
        }
        let named = filter.sought();
        sought!(query, named);
        among!(query, tenants::aid_type, filter.aid_type);
        among!(query, tenants::reference_id, filter.reference_id);
        among!(query, tenants::logement_id, filter.logement_id);
        if let Some(wanted) = wanted {
            query = query.filter(stands!(wanted, campaign, campaign.managed_since(today)));
        }
        Limited(query.order((tenants::name_key, tenants::id)), limit)
    }
}

statement! {
    /// The rents that count of earlier campaigns, each tenant's latest first.
    fn RentsBefore { landlord: LandlordId, year: i32, ids: Vec<TenantId> } -> (TenantId, i32, i64);
    {
        rent_declarations::table
            .filter(rent_declarations::landlord_id.eq(landlord))
            .filter(rent_declarations::tenant_id.eq_any(ids))
            .filter(rent_declarations::campaign_year.lt(year))
            .filter(Counting)
            .order((rent_declarations::tenant_id, rent_declarations::campaign_year.desc()))
            .select((rent_declarations::tenant_id, rent_declarations::campaign_year, rent_declarations::rent_cents))
    }
}

impl Reader<'_> {
    /// One page of the overview, by name.
    pub(in crate::rent_campaigns) async fn campaign_tenants(
        &self,
        campaign: Campaign,
        filter: OverviewFilter,
        page: &PageRequest,
    ) -> Result<Page<RentCampaignTenant>, Problem> {
        let (landlord, today, after) = (self.landlord(), self.today(), page.after()?);
        let wanted = campaign.wanted(&filter.status, today);
        // A search for nothing but hyphens and apostrophes finds nobody rather than everybody.
        if filter.sought().is_nobody || wanted.is_some_and(Wanted::is_nobody) {
            return Ok(Page { data: Vec::new(), next_cursor: None });
        }
        let list = Overview { landlord, campaign: campaign.clone(), today, filter, wanted, after, limit: page.probe() };
        let rows = self.ask(list).await?;
        let ids: Vec<TenantId> = rows.iter().map(|(line, ..)| line.named.id.clone()).collect();
        let year = campaign.year;
        let mut earlier = self.ask((!ids.is_empty()).then(|| RentsBefore { landlord: self.landlord(), year, ids })).await?;
        earlier.dedup_by(|later, first| later.0 == first.0);
        page.page(rows, |(line, ..)| (line.name_key.clone(), line.named.id.clone()), |found| shown(&campaign, today, &earlier, found))
    }
}

fn shown(campaign: &Campaign, today: NaiveDate, earlier: &[(TenantId, i32, i64)], found: Found) -> RentCampaignTenant {
    let (line, managed_until, declared, rejected) = found;
    let tenancy = Term { started_on: line.lease_started_on, ended_on: line.lease_ended_on, managed_until };
    let counting = declared.as_ref().map(|declared| declared.id.clone());
    let Seen { status, reason, declaration } = campaign.seen(&tenancy, counting, rejected, today);
    let previous = earlier.iter().find(|(id, ..)| *id == line.named.id).map(|(.., rent)| *rent).or(line.previous_july_rent_cents);
    RentCampaignTenant {
        tenant_id: line.named.id.clone(),
        tenant: line.named,
        logement_id: line.logement_id,
        reference_id: line.reference_id,
        status,
        reason,
        rent_cents: declared.as_ref().map(|declared| declared.rent_cents),
        declaration_id: declaration,
        previous_rent_cents: previous,
    }
}
