//! The filters and orders of the list of tenants. Macros, because a query under construction has no
//! type that could be written.

/// Adds the filters that do not depend on the campaign.
macro_rules! filtered {
    ($query:ident, $filter:expr, $today:expr) => {
        if let Some(aid_type) = $filter.aid_type {
            $query = $query.filter(tenants::aid_type.eq(aid_type));
        }
        if let Some(mode) = $filter.payment_mode {
            $query = $query.filter(tenants::payment_mode.eq(mode));
        }
        $query = match $filter.has_open_impaye {
            None => $query,
            Some(true) => $query.filter(impayes::id.nullable().is_not_null()),
            Some(false) => $query.filter(impayes::id.nullable().is_null()),
        };
        $query = match $filter.status {
            None => $query,
            Some(TenantStatus::Current) => {
                $query.filter(tenants::lease_ended_on.is_null().or(tenants::lease_ended_on.assume_not_null().ge($today)))
            }
            Some(TenantStatus::Left) => $query.filter(tenants::lease_ended_on.lt($today)),
        };
        if !$filter.reference_id.is_empty() {
            $query = $query.filter(tenants::reference_id.eq_any($filter.reference_id.clone()));
        }
        if !$filter.logement_id.is_empty() {
            $query = $query.filter(tenants::logement_id.eq_any($filter.logement_id.clone()));
        }
    };
}
pub(super) use filtered;

/// Restricts to a standing in a campaign.
macro_rules! standing {
    ($query:ident, $campaign:expr, $wanted:expr, $today:expr) => {{
        let (from, until) = ($campaign.july_from, $campaign.july_until);
        $query = $query.filter(listed!($campaign.starts_on, $campaign.ends_on));
        match $wanted {
            RentStatus::Declared => $query.filter(rent_declarations::id.nullable().is_not_null()),
            RentStatus::NotConcerned => $query
                .filter(rent_declarations::id.nullable().is_null())
                .filter(diesel::dsl::not(in_july!(from, until).and(managed!($today)))),
            RentStatus::ToDeclare | RentStatus::Overdue => {
                $query.filter(in_july!(from, until)).filter(rent_declarations::id.nullable().is_null()).filter(managed!($today))
            }
        }
    }};
}
pub(super) use standing;

/// Continues after the last line of the page before, in the order asked for.
macro_rules! paged {
    ($query:ident, $sort:expr, $after:expr) => {{
        let sort = $sort;
        $query = match ($after, sort) {
            (None, _) => $query,
            (Some(After::Name(key, id)), TenantSort::NameDescending) => {
                $query.filter(tenants::name_key.le(key.clone())).filter(tenants::name_key.lt(key).or(tenants::id.lt(id)))
            }
            (Some(After::Name(key, id)), _) => {
                $query.filter(tenants::name_key.ge(key.clone())).filter(tenants::name_key.gt(key).or(tenants::id.gt(id)))
            }
            (Some(After::Day(day, id)), TenantSort::LeaseStartedOnDescending) => {
                $query.filter(tenants::lease_started_on.le(day)).filter(tenants::lease_started_on.lt(day).or(tenants::id.lt(id)))
            }
            (Some(After::Day(day, id)), _) => {
                $query.filter(tenants::lease_started_on.ge(day)).filter(tenants::lease_started_on.gt(day).or(tenants::id.gt(id)))
            }
        };
        match sort {
            TenantSort::Name => $query.order((tenants::name_key.asc(), tenants::id.asc())),
            TenantSort::NameDescending => $query.order((tenants::name_key.desc(), tenants::id.desc())),
            TenantSort::LeaseStartedOn => $query.order((tenants::lease_started_on.asc(), tenants::id.asc())),
            TenantSort::LeaseStartedOnDescending => $query.order((tenants::lease_started_on.desc(), tenants::id.desc())),
        }
    }};
}
pub(super) use paged;
