//! Handlers of the campaigns.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;

use super::dto::{Counts, OverviewFilter, RentCampaign, RentCampaignFilter, RentCampaignPage, RentCampaignTenantPage, Selection};
use super::export::overview;
use super::model::Campaign;
use crate::auth::Caller;
use crate::auth::scopes::{RentDeclarationsRead, ScopeName};
use crate::db::{Db, Reader};
use crate::exports;
use crate::http::path::RawId;
use crate::http::{Listed, Listing, One, Page, PageRequest, Path, Query};
use crate::problem::Problem;

/// Lists rent campaigns.
///
/// The latest first, each with where the landlord's tenancies stand in it.
#[utoipa::path(
    tag = "July rent",
    operation_id = "listRentCampaigns",
    security(("oauth2" = [RentDeclarationsRead::NAME])),
    params(RentCampaignFilter),
    responses((status = 200, description = "A page of campaigns.", body = RentCampaignPage))
)]
#[get("")]
pub async fn list_rent_campaigns(
    asked: Listed<Caller<RentDeclarationsRead>, RentCampaignFilter>,
    db: Data<Db>,
) -> Result<Listing<RentCampaign>, Problem> {
    let Listed { caller, filter, page } = asked;
    let selection = filter.selection();
    let reader = db.reader(&caller.actor);
    let Page { data, next_cursor } = reader.campaigns(&filter.status, &page).await?;
    let years = data.iter().map(|campaign| campaign.year).collect();
    let counts = reader.campaign_counts(years, selection).await?;
    let data = data.iter().map(|campaign| shown(campaign, reader.today(), &counts)).collect();
    Ok(Listing(Page { data, next_cursor }))
}

/// Reads a rent campaign.
///
/// With where the landlord's tenancies stand in it.
#[utoipa::path(
    tag = "July rent",
    operation_id = "getRentCampaign",
    security(("oauth2" = [RentDeclarationsRead::NAME])),
    params(("year" = i32, Path, description = "The year of the campaign.", minimum = 1900, maximum = 2199, example = 2026), Selection),
    responses((status = 200, description = "The campaign.", body = RentCampaign))
)]
#[get("/{year}")]
pub async fn get_rent_campaign(
    caller: Caller<RentDeclarationsRead>,
    year: Path<RawId>,
    selection: Query<Selection>,
    db: Data<Db>,
) -> Result<One<RentCampaign>, Problem> {
    let Query(selection) = selection;
    let reader = db.reader(&caller.actor);
    let campaign = reader.campaign(year.0.parse()?).await?;
    let counts = reader.campaign_counts(vec![campaign.year], selection).await?;
    Ok(One(shown(&campaign, reader.today(), &counts)))
}

/// Lists where each tenant stands in a campaign.
///
/// The overview: by name, with the rent declared and the one known before. As `text/csv` it is an export of
/// every tenant that matches, whatever `limit` and `cursor` say, written as that of payment lines.
#[utoipa::path(
    tag = "July rent",
    operation_id = "listRentCampaignTenants",
    security(("oauth2" = [RentDeclarationsRead::NAME])),
    params(("year" = i32, Path, description = "The year of the campaign.", minimum = 1900, maximum = 2199, example = 2026), OverviewFilter),
    responses((status = 200, description = "A page of the overview, or the export of the whole.", content(
        (RentCampaignTenantPage = "application/json"),
        (String = "text/csv"),
    )))
)]
#[get("/{year}/tenants")]
pub async fn list_rent_campaign_tenants(
    request: HttpRequest,
    asked: Listed<Caller<RentDeclarationsRead>, OverviewFilter>,
    year: Path<RawId>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let Listed { caller, filter, page } = asked;
    let csv = exports::is_asked_for(&request)?;
    let reader = db.reader(&caller.actor);
    let campaign = reader.campaign(year.0.parse()?).await?;
    if csv {
        let name = overview(campaign.year);
        let lines =
            async move |reader: &Reader<'_>, page: &PageRequest| reader.campaign_tenants(campaign.clone(), filter.clone(), page).await;
        return exports::answer(&db, caller.actor, name, &page, lines).await;
    }
    let page = reader.campaign_tenants(campaign, filter, &page).await?;
    Ok(exports::page(&request, &page, page.next_cursor.as_deref()))
}

fn shown(campaign: &Campaign, today: NaiveDate, counts: &[(i32, Counts)]) -> RentCampaign {
    RentCampaign {
        year: campaign.year,
        reference_month: campaign.reference_month(),
        opens_on: campaign.opens_on,
        cutoff_on: campaign.cutoff_on,
        status: campaign.status(today),
        counts: counts.iter().find(|(year, _)| *year == campaign.year).map_or_else(Counts::default, |(_, counts)| *counts),
    }
}
