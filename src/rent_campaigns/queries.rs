//! Campaigns, and where the landlord's own tenancies stand in them.

mod overview;

use chrono::NaiveDate;
use diesel::dsl::{case_when, count_star, sum};
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::dto::{Counts, Selection};
use super::model::{Campaign, CampaignStatus};
use crate::db::among::among;
use crate::db::ask::statement;
use crate::db::connection::MultiBackend;
use crate::db::known::National;
use crate::db::schema::{logements, rent_campaigns, rent_declarations, tenants};
use crate::db::{Conn, Reader, Scope};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::problem::Problem;
use crate::tenancies::joins::{counting_declaration, in_july, listed, logement_of_tenant, managed};
use crate::values::typed_id::LandlordId;

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
    ($db:ty) => {
        (<Row as SelectableHelper<$db>>::as_select(), next_opening!())
    };
}

/// Every campaign, the latest first: a row a year.
pub struct Campaigns(Vec<Campaign>);

impl National for Campaigns {
    fn read(conn: &mut Conn) -> Result<Self, Problem> {
        let rows: Vec<Opened> = rent_campaigns::table.order(rent_campaigns::year.desc()).select(columns!(MultiBackend)).load(conn)?;
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
    let row: Option<Opened> = rent_campaigns::table.find(year).select(columns!(MultiBackend)).first(conn).optional()?;
    Ok(row.map(Campaign::from))
}

impl Scope<'_> {
    /// The latest campaign whose opening day has come.
    pub(crate) fn current_campaign(&mut self) -> Result<Option<Campaign>, Problem> {
        let campaigns = self.national::<Campaigns>()?;
        Ok(campaigns.current(self.today()).cloned())
    }

    /// The campaign of a year; one that is not known yet is looked for.
    pub(crate) fn campaign(&mut self, year: i32) -> Result<Option<Campaign>, Problem> {
        match self.national::<Campaigns>()?.of(year) {
            Some(campaign) => Ok(Some(campaign.clone())),
            None => campaign(self.conn(), year),
        }
    }
}

statement! {
    /// The campaign of a year.
    fn OneCampaign { year: i32 } -> Opened, generic if |_one| true;
    { rent_campaigns::table.find(year).select(columns!(DB)) }
}

type Counted = (i32, i64, Option<i64>, Option<i64>, NaiveDate);

statement! {
    /// The counts of several campaigns.
    fn CampaignCounts { landlord: LandlordId, years: Vec<i32>, selection: Selection, today: NaiveDate } -> Counted;
    {
        let july = in_july!(rent_campaigns::july_from, rent_campaigns::july_until);
        let declared = rent_declarations::id.nullable().is_not_null();
        // R48: the rent of a campaign that was over when the management ended stays asked.
        let over = logements::managed_until.ge(next_opening!());
        let asked = july.and(rent_declarations::id.nullable().is_null()).and(managed!(today).or(over));
        let one = || 1.into_sql::<Integer>();
        let nothing = || 0.into_sql::<Integer>();
        let mut query = rent_campaigns::table
            .inner_join(tenants::table.on(tenants::landlord_id.eq(landlord)))
            .inner_join(logement_of_tenant!())
            .left_join(counting_declaration!(rent_campaigns::year))
            .filter(rent_campaigns::year.eq_any(years))
            .filter(listed!(rent_campaigns::starts_on, rent_campaigns::ends_on))
            .group_by((rent_campaigns::year, rent_campaigns::cutoff_on))
            .select((
                rent_campaigns::year,
                count_star(),
                sum(case_when(declared, one()).otherwise(nothing())),
                sum(case_when(asked, one()).otherwise(nothing())),
                rent_campaigns::cutoff_on,
            ))
            .into_boxed::<DB>();
        among!(query, tenants::reference_id, selection.reference_id);
        among!(query, tenants::logement_id, selection.logement_id);
        query
    }
}

impl Reader<'_> {
    /// The latest campaign whose opening day has come.
    pub(crate) async fn current_campaign(&self) -> Result<Option<Campaign>, Problem> {
        let campaigns = self.db().national::<Campaigns>().await?;
        Ok(campaigns.current(self.today()).cloned())
    }

    /// The campaign of a year; one that is not known yet is looked for.
    pub(super) async fn campaign(&self, year: i32) -> Result<Campaign, Problem> {
        match self.db().national::<Campaigns>().await?.of(year) {
            Some(campaign) => Ok(campaign.clone()),
            None => self.one(OneCampaign { year }).await.map(Campaign::from),
        }
    }

    /// One page of campaigns, the latest first.
    pub(super) async fn campaigns(&self, status: &[CampaignStatus], page: &PageRequest) -> Result<Page<Campaign>, Problem> {
        let (after, probe) = (page.after::<i32>()?, usize::try_from(page.probe()).map_err(Problem::internal)?);
        let campaigns = self.db().national::<Campaigns>().await?;
        let today = self.today();
        let wanted = |campaign: &&Campaign| status.is_empty() || status.contains(&campaign.status(today));
        let next = campaigns.0.iter().filter(|campaign| after.is_none_or(|year| campaign.year < year)).filter(wanted);
        page.page(next.take(probe).cloned().collect(), |campaign| campaign.year, |campaign| campaign)
    }

    /// The counts of several campaigns, in one statement.
    pub(super) async fn campaign_counts(&self, years: Vec<i32>, selection: Selection) -> Result<Vec<(i32, Counts)>, Problem> {
        let today = self.today();
        let landlord = self.landlord();
        let rows = self.ask((!years.is_empty()).then_some(CampaignCounts { landlord, years, selection, today })).await?;
        let counts = |(year, total, declared, asked, cutoff_on): Counted| {
            let (declared, asked) = (declared.unwrap_or(0), asked.unwrap_or(0));
            let (to_declare, overdue) = if today > cutoff_on { (0, asked) } else { (asked, 0) };
            (year, Counts { total, to_declare, overdue, declared, not_concerned: total - declared - asked })
        };
        Ok(rows.into_iter().map(counts).collect())
    }
}
