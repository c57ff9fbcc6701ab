//! The filters and orders of the list of tenants. Macros, because a query under construction has no
//! type that could be written.

/// Adds the filters that do not depend on the campaign.
macro_rules! filtered {
    ($query:ident, $filter:expr, $today:expr) => {
        among!($query, tenants::aid_type, $filter.aid_type.clone());
        among!($query, tenants::payment_mode, $filter.payment_mode.clone());
        $query = match $filter.has_open_impaye {
            None => $query,
            Some(true) => $query.filter(impayes::id.nullable().is_not_null()),
            Some(false) => $query.filter(impayes::id.nullable().is_null()),
        };
        $query = match only(&$filter.status) {
            None => $query,
            Some(TenantStatus::Current) => {
                $query.filter(tenants::lease_ended_on.is_null().or(tenants::lease_ended_on.assume_not_null().ge($today)))
            }
            Some(TenantStatus::Left) => $query.filter(tenants::lease_ended_on.lt($today)),
        };
        among!($query, tenants::reference_id, $filter.reference_id.clone());
        among!($query, tenants::logement_id, $filter.logement_id.clone());
    };
}
pub(super) use filtered;

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
