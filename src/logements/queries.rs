//! Housing units: every statement starts from the landlord's own.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::dto::{Logement, LogementFilter};
use super::model::{LogementKind, LogementStatus, search_key};
use crate::db::among::{among, only};
use crate::db::ask::{Limited, statement};
use crate::db::connection::MultiBackend;
use crate::db::schema::{landlord_references, logements, tenants};
use crate::db::{Reader, Scope};
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
    landlord_reference: Option<String>,
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

type Found = (Row, Option<i64>);

/// The landlord's own housing units, each with the number of its tenancies that run on a day.
macro_rules! owned {
    ($db:ty, $landlord:expr, $today:expr) => {
        logements::table.filter(logements::landlord_id.eq($landlord.clone())).select((
            <Row as SelectableHelper<$db>>::as_select(),
            tenants::table
                // Not that of the unit at hand, for which every shard would be asked.
                .filter(tenants::landlord_id.eq($landlord))
                .filter(tenants::logement_id.eq(logements::id))
                .filter(tenants::lease_started_on.le($today))
                .filter(tenants::lease_ended_on.is_null().or(tenants::lease_ended_on.ge($today)))
                .select(count_star())
                .single_value(),
        ))
    };
}

statement! {
    /// One housing unit of the landlord's.
    fn OneLogement { landlord: LandlordId, id: LogementId, today: NaiveDate } -> Found, generic if |_one| true;
    { owned!(DB, landlord, today).filter(logements::id.eq(id)) }
}

statement! {
    /// One page of the landlord's housing units, and one more to know whether another page follows.
    fn LogementList {
        landlord: LandlordId, today: NaiveDate, filter: LogementFilter, after: Option<(NaiveDateTime, LogementId)>, limit: i64
    } -> Found, generic if |list| list.filter.is_plain();
    {
        let mut query = owned!(DB, landlord, today).into_boxed::<DB>();
        if let Some((created, id)) = after {
            query = query.filter(logements::created_at.le(created)).filter(logements::created_at.lt(created).or(logements::id.lt(id)));
        }
        for word in filter.search.as_deref().map(query_words).unwrap_or_default() {
            query = query.filter(logements::search_key.like(like_pattern(&word)).escape('\\'));
        }
        query = match only(&filter.status) {
            None => query,
            Some(LogementStatus::Managed) => query.filter(logements::managed_until.is_null().or(logements::managed_until.ge(today))),
            Some(LogementStatus::Ended) => query.filter(logements::managed_until.lt(today)),
        };
        among!(query, logements::kind, filter.kind);
        among!(query, logements::reference_id, filter.reference_id);
        among!(query, logements::id, filter.logement_id);
        among!(query, logements::landlord_reference, filter.landlord_reference);
        Limited(query.order((logements::created_at.desc(), logements::id.desc())), limit)
    }
}

statement! {
    /// The reference with the paying body that one housing unit of the landlord's belongs to.
    fn ReferenceOf { landlord: LandlordId, id: LogementId } -> String, generic if |_one| true;
    {
        logements::table
            .inner_join(
                landlord_references::table.on(landlord_references::landlord_id
                    .eq(logements::landlord_id)
                    .and(landlord_references::id.eq(logements::reference_id))),
            )
            .filter(logements::landlord_id.eq(landlord))
            .filter(logements::id.eq(id))
            .select(landlord_references::reference)
    }
}

impl Scope<'_> {
    /// One housing unit, and its reference with the paying body.
    pub(super) fn logement(&mut self, id: LogementId) -> Result<(Logement, String), Problem> {
        let (landlord, today) = (self.landlord().clone(), self.today());
        let reference = ReferenceOf { landlord: landlord.clone(), id: id.clone() };
        let (found, references) = self.ask((OneLogement { landlord, id, today }, reference))?;
        let found = found.into_iter().next().zip(references.into_iter().next());
        found.map(|(found, reference)| (shown(found), reference)).ok_or_else(Problem::not_found)
    }

    /// Stores the landlord's own reference that a housing unit has now, by which it is then found.
    pub(super) fn set_logement_reference(&mut self, logement: &Logement, reference: &str) -> Result<(), Problem> {
        let key = search_key(&logement.address, reference, logement.landlord_reference.as_deref());
        let (landlord, now) = (self.landlord(), self.now().naive_utc());
        self.put(diesel::update(logements::table.find((landlord, &logement.id))).set((
            logements::landlord_reference.eq(&logement.landlord_reference),
            logements::search_key.eq(key),
            logements::updated_at.eq(now),
        )))
    }
}

impl Reader<'_> {
    /// One housing unit.
    pub(super) async fn logement(&self, id: LogementId) -> Result<Logement, Problem> {
        self.one(OneLogement { landlord: self.landlord(), id, today: self.today() }).await.map(shown)
    }

    /// One page of housing units, the latest received first.
    pub(super) async fn logements(&self, filter: LogementFilter, page: &PageRequest) -> Result<Page<Logement>, Problem> {
        let after = page.after()?;
        // A search for nothing but hyphens and apostrophes finds nothing rather than everything.
        if filter.search.as_deref().is_some_and(|search| query_words(search).is_empty()) {
            return Ok(Page { data: Vec::new(), next_cursor: None });
        }
        let list = LogementList { landlord: self.landlord(), today: self.today(), filter, after, limit: page.probe() };
        page.page(self.ask(list).await?, |(row, _)| (row.created_at, row.id.clone()), shown)
    }
}

fn shown((row, tenant_count): Found) -> Logement {
    Logement {
        id: row.id,
        reference_id: row.reference_id,
        landlord_reference: row.landlord_reference,
        address: row.address,
        kind: row.kind,
        furnished: row.furnished,
        surface_m2: row.surface_m2,
        convention_number: row.convention_number,
        decent: row.decent,
        managed_from: row.managed_from,
        managed_until: row.managed_until,
        tenant_count: tenant_count.unwrap_or(0),
    }
}
