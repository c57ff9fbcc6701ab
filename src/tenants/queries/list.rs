//! The list of tenants: which, in what order, from where on.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::filters::{filtered, paged};
use super::{Found, Place, Row, item};
use crate::db::Reader;
use crate::db::among::{among, only};
use crate::db::ask::{Limited, statement};
use crate::db::schema::{coholder_counts, impayes, logements, paying_bodies, rent_declarations, tenants};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::problem::Problem;
use crate::rent_campaigns::model::{Campaign, Wanted};
use crate::tenancies::joins::{
    counted_coholders, counting_declaration, in_july, last_rejected, listed, logement_of_tenant, managed, sought, stands,
};
use crate::tenancies::states::Open;
use crate::tenants::dto::{TenantFilter, TenantItem, TenantSort};
use crate::tenants::model::TenantStatus;
use crate::values::typed_id::{LandlordId, TenantId};

statement! {
    /// One page of the landlord's tenants, and one more to know whether another page follows.
    fn TenantList {
        landlord: LandlordId,
        campaign: Option<Campaign>,
        today: NaiveDate,
        filter: TenantFilter,
        wanted: Option<Wanted>,
        part: Part,
        after: Option<After>,
        limit: i64,
    } -> Found, generic if |list| list.filter.is_plain();
    {
        let year = campaign.as_ref().map_or(0, |campaign| campaign.year);
        let mut query = owned!(landlord.clone(), year).select(columns!(DB, landlord, today, year)).into_boxed::<DB>();
        filtered!(query, filter, today);
        let named = filter.sought();
        sought!(query, named);
        query = match part {
            Part::Whole => query,
            Part::Exact(reference) => query.filter(tenants::landlord_reference.eq(reference)),
            Part::Rest(reference) => {
                query.filter(tenants::landlord_reference.is_null().or(tenants::landlord_reference.assume_not_null().ne(reference)))
            }
        };
        if let Some((campaign, wanted)) = campaign.as_ref().zip(wanted) {
            query = query.filter(listed!(campaign.starts_on, campaign.ends_on)).filter(stands!(wanted, campaign, today));
        }
        Limited(paged!(query, filter.sort.unwrap_or(TenantSort::Name), after), limit)
    }
}

/// Which part of the list: a search by name has those first whose own reference it is.
#[derive(Clone, Debug)]
enum Part {
    Whole,
    Exact(String),
    Rest(String),
}

/// Where a page ended: what the list is in the order of, the id, and whether it ended among those whose own
/// reference is the search.
type Key = (String, TenantId, bool);

/// The same, in the order asked for.
#[derive(Clone, Debug)]
enum After {
    Name(String, TenantId),
    Day(NaiveDate, TenantId),
}

impl Reader<'_> {
    /// One page of tenants.
    pub(in crate::tenants) async fn tenants(&self, filter: TenantFilter, page: &PageRequest) -> Result<Page<TenantItem>, Problem> {
        let (landlord, today) = (self.landlord(), self.today());
        let campaign = self.current_campaign().await?;
        let sort = filter.sort.unwrap_or(TenantSort::Name);
        let (after, among_exact) = after(sort, page)?;
        let wanted = campaign.as_ref().and_then(|campaign| campaign.wanted(&filter.rent_declaration, today));
        let impossible = if filter.rent_declaration.is_empty() { false } else { wanted.is_none_or(Wanted::is_nobody) };
        if filter.sought().is_nobody || impossible {
            return Ok(Page { data: Vec::new(), next_cursor: None });
        }
        let reference = filter.search.as_deref().map(str::trim).filter(|_| sort == TenantSort::Name).map(str::to_owned);
        let part = |part, after| TenantList {
            landlord: landlord.clone(),
            campaign: campaign.clone(),
            today,
            filter: filter.clone(),
            wanted,
            part,
            after,
            limit: page.probe(),
        };
        let rows = match &reference {
            None => self.ask(part(Part::Whole, after)).await?,
            Some(reference) => {
                let begun = after.is_some() && !among_exact;
                let (first, rest) = if begun { (None, after) } else { (Some(after), None) };
                let first = first.map(|after| part(Part::Exact(reference.clone()), after));
                let (mut rows, rest) = self.ask((first, part(Part::Rest(reference.clone()), rest))).await?;
                rows.extend(rest);
                rows
            }
        };
        let is_exact = |row: &Row| reference.is_some() && row.landlord_reference == reference;
        let key = |(row, ..): &Found| -> Key {
            let by = match sort {
                TenantSort::Name | TenantSort::NameDescending => row.name_key.clone(),
                TenantSort::LeaseStartedOn | TenantSort::LeaseStartedOnDescending => row.lease_started_on.to_string(),
            };
            (by, row.id.clone(), is_exact(row))
        };
        page.page(rows, key, |found| item(found, campaign.as_ref(), today).0)
    }
}

/// Where the page before ended, and whether that was among those whose own reference is the search.
fn after(sort: TenantSort, page: &PageRequest) -> Result<(Option<After>, bool), Problem> {
    let Some((key, id, exact)) = page.after::<Key>()? else { return Ok((None, false)) };
    let after = match sort {
        TenantSort::Name | TenantSort::NameDescending => After::Name(key, id),
        TenantSort::LeaseStartedOn | TenantSort::LeaseStartedOnDescending => After::Day(key.parse().map_err(Problem::internal)?, id),
    };
    Ok((Some(after), exact))
}
