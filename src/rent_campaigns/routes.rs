//! Handlers of the campaigns.

use actix_web::get;
use actix_web::web::Data;

use super::dto::{
    Counts, OverviewFilter, RentCampaign, RentCampaignFilter, RentCampaignPage, RentCampaignTenant, RentCampaignTenantPage, Selection,
};
use super::model::Campaign;
use crate::auth::Caller;
use crate::auth::scopes::{RentDeclarationsRead, ScopeName};
use crate::db::{Db, Scope};
use crate::http::path::RawId;
use crate::http::{Listed, Listing, One, Page, Path, Query};
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
    db.read(&caller.actor, move |scope| {
        let Page { data, next_cursor } = scope.campaigns(&page)?;
        let years: Vec<i32> = data.iter().map(|campaign| campaign.year).collect();
        let counts = scope.campaign_counts(&years, &selection)?;
        let data = data.iter().map(|campaign| shown(scope, campaign, &counts)).collect();
        Ok(Listing(Page { data, next_cursor }))
    })
    .await
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
    db.read(&caller.actor, move |scope| {
        let campaign = found(scope, &year.0)?;
        let counts = scope.campaign_counts(&[campaign.year], &selection)?;
        Ok(One(shown(scope, &campaign, &counts)))
    })
    .await
}

/// Lists where each tenant stands in a campaign.
///
/// The overview: by name, with the rent declared and the one known before.
#[utoipa::path(
    tag = "July rent",
    operation_id = "listRentCampaignTenants",
    security(("oauth2" = [RentDeclarationsRead::NAME])),
    params(("year" = i32, Path, description = "The year of the campaign.", minimum = 1900, maximum = 2199, example = 2026), OverviewFilter),
    responses((status = 200, description = "A page of the overview.", body = RentCampaignTenantPage))
)]
#[get("/{year}/tenants")]
pub async fn list_rent_campaign_tenants(
    asked: Listed<Caller<RentDeclarationsRead>, OverviewFilter>,
    year: Path<RawId>,
    db: Data<Db>,
) -> Result<Listing<RentCampaignTenant>, Problem> {
    let Listed { caller, filter, page } = asked;
    db.read(&caller.actor, move |scope| {
        let campaign = found(scope, &year.0)?;
        scope.campaign_tenants(&campaign, &filter, &page).map(Listing)
    })
    .await
}

fn found(scope: &mut Scope<'_>, year: &RawId) -> Result<Campaign, Problem> {
    scope.campaign(year.parse()?)?.ok_or_else(Problem::not_found)
}

fn shown(scope: &Scope<'_>, campaign: &Campaign, counts: &[(i32, Counts)]) -> RentCampaign {
    RentCampaign {
        year: campaign.year,
        reference_month: campaign.reference_month(),
        opens_on: campaign.opens_on,
        cutoff_on: campaign.cutoff_on,
        status: campaign.status(scope.today()),
        counts: counts.iter().find(|(year, _)| *year == campaign.year).map_or_else(Counts::default, |(_, counts)| *counts),
    }
}
