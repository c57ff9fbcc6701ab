//! Campaigns, and where the landlord's own tenancies stand in them.

use chrono::NaiveDate;
use diesel::dsl::{case_when, count_star, sum};
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::dto::{Counts, OverviewFilter, RentCampaignTenant, Selection, TenantSummary};
use super::model::{Campaign, RentStatus};
use crate::db::connection::MultiBackend;
use crate::db::known::National;
use crate::db::schema::{logements, rent_campaigns, rent_declarations, tenants};
use crate::db::{Conn, Reader, Scope};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::problem::Problem;
use crate::tenancies::Term;
use crate::tenancies::joins::{counting_declaration, in_july, listed, logement_of_tenant, managed};
use crate::tenancies::states::Counting;
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::search_key::{like_pattern, query_words};
use crate::values::typed_id::{LogementId, ReferenceId, RentDeclarationId, TenantId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = rent_campaigns, check_for_backend(MultiBackend))]
struct Row {
    year: i32,
    opens_on: NaiveDate,
    cutoff_on: NaiveDate,
    starts_on: NaiveDate,
    july_from: NaiveDate,
    july_until: NaiveDate,
    ends_on: NaiveDate,
}

/// A campaign, and the day the one after it opens.
type Opened = (Row, Option<NaiveDate>);

impl From<Opened> for Campaign {
    fn from((row, next_opens_on): Opened) -> Self {
        let Row { year, opens_on, cutoff_on, starts_on, july_from, july_until, ends_on } = row;
        Self { year, opens_on, cutoff_on, july_from, july_until, starts_on, ends_on, next_opens_on }
    }
}

/// The day the campaign after the one at hand opens.
macro_rules! next_opening {
    () => {{
        let later = diesel::alias!(rent_campaigns as later_campaigns);
        later
            .filter(later.field(rent_campaigns::year).gt(rent_campaigns::year))
            .select(diesel::dsl::min(later.field(rent_campaigns::opens_on)))
            .single_value()
    }};
}

/// What is read of each campaign.
macro_rules! columns {
    () => {
        (<Row as SelectableHelper<MultiBackend>>::as_select(), next_opening!())
    };
}

/// Every campaign, the latest first: a row a year.
pub struct Campaigns(Vec<Campaign>);

impl National for Campaigns {
    fn read(conn: &mut Conn) -> Result<Self, Problem> {
        let rows: Vec<Opened> = rent_campaigns::table.order(rent_campaigns::year.desc()).select(columns!()).load(conn)?;
        Ok(Self(rows.into_iter().map(Campaign::from).collect()))
    }
}

impl Campaigns {
    /// The latest one whose opening day has come.
    pub fn current(&self, today: NaiveDate) -> Option<&Campaign> {
        self.0.iter().find(|campaign| campaign.opens_on <= today)
    }

    /// The one of a year.
    pub fn of(&self, year: i32) -> Option<&Campaign> {
        self.0.iter().find(|campaign| campaign.year == year)
    }
}

/// The campaign of a year, as the transaction of a load sees it.
pub fn campaign(conn: &mut Conn, year: i32) -> Result<Option<Campaign>, Problem> {
    let row: Option<Opened> = rent_campaigns::table.find(year).select(columns!()).first(conn).optional()?;
    Ok(row.map(Campaign::from))
}

impl Reader<'_> {
    /// The latest campaign whose opening day has come.
    pub(crate) async fn current_campaign(&self) -> Result<Option<Campaign>, Problem> {
        let campaigns = self.db().national::<Campaigns>().await?;
        Ok(campaigns.current(self.today()).cloned())
    }
}

impl Scope<'_> {
    /// The latest campaign whose opening day has come.
    pub(crate) fn current_campaign(&mut self) -> Result<Option<Campaign>, Problem> {
        let today = self.today();
        Ok(self.national::<Campaigns>()?.current(today).cloned())
    }

    /// The campaign of a year; one that is not known yet is looked for.
    pub(crate) fn campaign(&mut self, year: i32) -> Result<Option<Campaign>, Problem> {
        match self.national::<Campaigns>()?.of(year) {
            Some(campaign) => Ok(Some(campaign.clone())),
            None => campaign(self.conn(), year),
        }
    }

    /// One page of campaigns, the latest first.
    pub(super) fn campaigns(&mut self, page: &PageRequest) -> Result<Page<Campaign>, Problem> {
        let mut query = rent_campaigns::table.select(columns!()).into_boxed();
        if let Some(year) = page.after::<i32>()? {
            query = query.filter(rent_campaigns::year.lt(year));
        }
        let rows: Vec<Opened> = query.order(rent_campaigns::year.desc()).limit(page.probe()).load(self.conn())?;
        page.page(rows, |(row, _)| row.year, Campaign::from)
    }

    /// The counts of several campaigns, in one statement.
    pub(super) fn campaign_counts(&mut self, years: &[i32], selection: &Selection) -> Result<Vec<(i32, Counts)>, Problem> {
        type Found = (i32, i64, Option<i64>, Option<i64>, NaiveDate);
        let (landlord, today) = (self.landlord(), self.today());
        let july = in_july!(rent_campaigns::july_from, rent_campaigns::july_until);
        let declared = rent_declarations::id.nullable().is_not_null();
        // R48: the rent of a campaign that was over when the management ended stays asked.
        let over = logements::managed_until.ge(next_opening!());
        let asked = july.and(rent_declarations::id.nullable().is_null()).and(managed!(today).or(over));
        let one = || 1.into_sql::<Integer>();
        let nothing = || 0.into_sql::<Integer>();
        let mut query = rent_campaigns::table
            .inner_join(tenants::table.on(listed!(rent_campaigns::starts_on, rent_campaigns::ends_on)))
            .inner_join(logement_of_tenant!())
            .left_join(counting_declaration!(rent_campaigns::year))
            .filter(tenants::landlord_id.eq(landlord))
            .filter(rent_campaigns::year.eq_any(years))
            .group_by((rent_campaigns::year, rent_campaigns::cutoff_on))
            .select((
                rent_campaigns::year,
                count_star(),
                sum(case_when(declared, one()).otherwise(nothing())),
                sum(case_when(asked, one()).otherwise(nothing())),
                rent_campaigns::cutoff_on,
            ))
            .into_boxed();
        if !selection.reference_id.is_empty() {
            query = query.filter(tenants::reference_id.eq_any(&selection.reference_id));
        }
        if !selection.logement_id.is_empty() {
            query = query.filter(tenants::logement_id.eq_any(&selection.logement_id));
        }
        let rows: Vec<Found> = query.load(self.conn())?;
        Ok(rows
            .into_iter()
            .map(|(year, total, declared, asked, cutoff_on)| {
                let (declared, asked) = (declared.unwrap_or(0), asked.unwrap_or(0));
                let late = today > cutoff_on;
                let (to_declare, overdue) = if late { (0, asked) } else { (asked, 0) };
                (year, Counts { total, to_declare, overdue, declared, not_concerned: total - declared - asked })
            })
            .collect())
    }

    /// One page of the overview, by name.
    pub(super) fn campaign_tenants(
        &mut self,
        campaign: &Campaign,
        filter: &OverviewFilter,
        page: &PageRequest,
    ) -> Result<Page<RentCampaignTenant>, Problem> {
        let (landlord, today) = (self.landlord(), self.today());
        let mut query = tenants::table
            .inner_join(logement_of_tenant!())
            .left_join(counting_declaration!(campaign.year))
            .filter(tenants::landlord_id.eq(landlord))
            .filter(listed!(campaign.starts_on, campaign.ends_on))
            .select((<Line as SelectableHelper<MultiBackend>>::as_select(), logements::managed_until, Option::<Declared>::as_select()))
            .into_boxed();
        if let Some((name, id)) = page.after::<(String, TenantId)>()? {
            query = query.filter(tenants::name_key.ge(name.clone())).filter(tenants::name_key.gt(name).or(tenants::id.gt(id)));
        }
        if let Some(search) = &filter.search {
            let words = query_words(search);
            if words.is_empty() {
                return Ok(Page { data: Vec::new(), next_cursor: None });
            }
            for word in words {
                query = query.filter(tenants::search_key.like(like_pattern(&word)).escape('\\'));
            }
        }
        if let Some(aid_type) = filter.aid_type {
            query = query.filter(tenants::aid_type.eq(aid_type));
        }
        if !filter.reference_id.is_empty() {
            query = query.filter(tenants::reference_id.eq_any(&filter.reference_id));
        }
        if !filter.logement_id.is_empty() {
            query = query.filter(tenants::logement_id.eq_any(&filter.logement_id));
        }
        let (from, until) = (campaign.july_from, campaign.july_until);
        let (late, since) = (campaign.is_late(today), campaign.managed_since(today));
        query = match filter.status {
            None => query,
            Some(RentStatus::Declared) => query.filter(rent_declarations::id.nullable().is_not_null()),
            Some(RentStatus::NotConcerned) => query
                .filter(rent_declarations::id.nullable().is_null())
                .filter(diesel::dsl::not(in_july!(from, until).and(managed!(since)))),
            Some(wanted) if (wanted == RentStatus::Overdue) == late => {
                query.filter(in_july!(from, until)).filter(rent_declarations::id.nullable().is_null()).filter(managed!(since))
            }
            Some(_) => return Ok(Page { data: Vec::new(), next_cursor: None }),
        };
        let rows: Vec<Found> = query.order((tenants::name_key, tenants::id)).limit(page.probe()).load(self.conn())?;
        let ids: Vec<TenantId> = rows.iter().map(|(line, ..)| line.id.clone()).collect();
        let earlier = self.rents_before(campaign.year, &ids)?;
        page.page(rows, |(line, ..)| (line.name_key.clone(), line.id.clone()), |found| overview_line(campaign, today, &earlier, found))
    }

    /// The latest rent that was not rejected of an earlier campaign, for each tenant that has one.
    pub(crate) fn rents_before(&mut self, year: i32, ids: &[TenantId]) -> Result<Vec<(TenantId, i64)>, Problem> {
        let landlord = self.landlord();
        let rows: Vec<(TenantId, i32, i64)> = rent_declarations::table
            .filter(rent_declarations::landlord_id.eq(landlord))
            .filter(rent_declarations::tenant_id.eq_any(ids))
            .filter(rent_declarations::campaign_year.lt(year))
            .filter(Counting)
            .order((rent_declarations::tenant_id, rent_declarations::campaign_year.desc()))
            .select((rent_declarations::tenant_id, rent_declarations::campaign_year, rent_declarations::rent_cents))
            .load(self.conn())?;
        let mut latest: Vec<(TenantId, i64)> = rows.into_iter().map(|(id, _, rent)| (id, rent)).collect();
        latest.dedup_by(|later, first| later.0 == first.0);
        Ok(latest)
    }
}

type Found = (Line, Option<NaiveDate>, Option<Declared>);

#[derive(Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
struct Line {
    id: TenantId,
    logement_id: LogementId,
    reference_id: ReferenceId,
    first_name: String,
    last_name: String,
    beneficiary_number: BeneficiaryNumber,
    landlord_reference: Option<String>,
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

fn overview_line(campaign: &Campaign, today: NaiveDate, earlier: &[(TenantId, i64)], found: Found) -> RentCampaignTenant {
    let (line, managed_until, declared) = found;
    let tenancy = Term { started_on: line.lease_started_on, ended_on: line.lease_ended_on, managed_until };
    let (status, reason) = campaign.standing(&tenancy, declared.is_some(), today);
    let previous = earlier.iter().find(|(id, _)| *id == line.id).map(|(_, rent)| *rent).or(line.previous_july_rent_cents);
    RentCampaignTenant {
        tenant: TenantSummary {
            id: line.id,
            first_name: line.first_name,
            last_name: line.last_name,
            beneficiary_number: line.beneficiary_number,
            landlord_reference: line.landlord_reference,
        },
        logement_id: line.logement_id,
        reference_id: line.reference_id,
        status,
        reason,
        rent_cents: declared.as_ref().map(|declared| declared.rent_cents),
        declaration_id: declared.map(|declared| declared.id),
        previous_rent_cents: previous,
    }
}
