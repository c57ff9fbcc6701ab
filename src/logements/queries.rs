//! Housing units: every statement starts from the landlord's own.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::dto::{Logement, LogementFilter};
use super::model::{LogementKind, LogementStatus};
use crate::db::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{logements, tenants};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::problem::Problem;
use crate::values::address::Address;
use crate::values::search_key::{like_pattern, query_words};
use crate::values::typed_id::{LandlordId, LogementId, ReferenceId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = logements, check_for_backend(MultiBackend))]
struct Row {
    id: LogementId,
    reference_id: ReferenceId,
    address: Address,
    kind: LogementKind,
    furnished: bool,
    surface_m2: Option<i32>,
    convention_number: Option<String>,
    decent: Option<bool>,
    managed_from: NaiveDate,
    managed_until: Option<NaiveDate>,
    created_at: NaiveDateTime,
}

impl Row {
    fn logement(self, tenant_count: Option<i64>) -> Logement {
        Logement {
            id: self.id,
            reference_id: self.reference_id,
            address: self.address,
            kind: self.kind,
            furnished: self.furnished,
            surface_m2: self.surface_m2,
            convention_number: self.convention_number,
            decent: self.decent,
            managed_from: self.managed_from,
            managed_until: self.managed_until,
            tenant_count: tenant_count.unwrap_or(0),
        }
    }
}

/// The landlord's own housing units.
#[diesel::dsl::auto_type(no_type_alias)]
fn owned<'a>(landlord: &'a LandlordId) -> _ {
    logements::table.filter(logements::landlord_id.eq(landlord))
}

/// Counts the tenancies of the unit at hand that run on `today`.
macro_rules! tenant_count {
    ($today:expr) => {
        tenants::table
            .filter(tenants::landlord_id.eq(logements::landlord_id))
            .filter(tenants::logement_id.eq(logements::id))
            .filter(tenants::lease_started_on.le($today))
            .filter(tenants::lease_ended_on.is_null().or(tenants::lease_ended_on.ge($today)))
            .select(count_star())
            .single_value()
    };
}

impl Scope<'_> {
    /// One housing unit.
    pub(super) fn logement(&mut self, id: &LogementId) -> Result<Logement, Problem> {
        let (landlord, today) = (self.landlord(), self.today());
        let found: Option<(Row, Option<i64>)> = owned(landlord)
            .filter(logements::id.eq(id))
            .select((<Row as diesel::SelectableHelper<MultiBackend>>::as_select(), tenant_count!(today)))
            .first(self.conn())
            .optional()?;
        found.map(|(row, count)| row.logement(count)).ok_or_else(Problem::not_found)
    }

    /// One page of housing units, the latest received first.
    pub(super) fn logements(&mut self, filter: &LogementFilter, page: &PageRequest) -> Result<Page<Logement>, Problem> {
        let (landlord, today) = (self.landlord(), self.today());
        let mut query =
            owned(landlord).select((<Row as diesel::SelectableHelper<MultiBackend>>::as_select(), tenant_count!(today))).into_boxed();
        if let Some((created, id)) = page.after::<(NaiveDateTime, LogementId)>()? {
            query = query.filter(logements::created_at.le(created)).filter(logements::created_at.lt(created).or(logements::id.lt(id)));
        }
        if let Some(search) = &filter.search {
            let words = query_words(search);
            if words.is_empty() {
                return page.page(Vec::<(Row, Option<i64>)>::new(), |_| (), |(row, count)| row.logement(count));
            }
            for word in words {
                query = query.filter(logements::search_key.like(like_pattern(&word)).escape('\\'));
            }
        }
        query = match filter.status {
            None => query,
            Some(LogementStatus::Managed) => query.filter(logements::managed_until.is_null().or(logements::managed_until.ge(today))),
            Some(LogementStatus::Ended) => query.filter(logements::managed_until.lt(today)),
        };
        if !filter.reference_id.is_empty() {
            query = query.filter(logements::reference_id.eq_any(&filter.reference_id));
        }
        if !filter.logement_id.is_empty() {
            query = query.filter(logements::id.eq_any(&filter.logement_id));
        }
        let rows: Vec<(Row, Option<i64>)> =
            query.order((logements::created_at.desc(), logements::id.desc())).limit(page.probe()).load(self.conn())?;
        page.page(rows, |(row, _)| (row.created_at, row.id.clone()), |(row, count)| row.logement(count))
    }
}
