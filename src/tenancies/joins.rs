//! The joins and conditions on tenancies that several features share. Macros, because a query under
//! construction has no type that could be written.

/// The housing unit of the tenancy at hand.
macro_rules! logement_of_tenant {
    () => {
        logements::table.on(logements::landlord_id.eq(tenants::landlord_id).and(logements::id.eq(tenants::logement_id)))
    };
}
pub(crate) use logement_of_tenant;

/// The tenancy of what is at hand.
macro_rules! tenant_of {
    ($table:ident) => {
        tenants::table.on(tenants::landlord_id.eq($table::landlord_id).and(tenants::id.eq($table::tenant_id)))
    };
}
pub(crate) use tenant_of;

/// The declaration that counts for the tenancy at hand in one year.
macro_rules! counting_declaration {
    ($year:expr) => {
        rent_declarations::table.on(rent_declarations::landlord_id
            .eq(tenants::landlord_id)
            .and(rent_declarations::tenant_id.eq(tenants::id))
            .and(rent_declarations::campaign_year.eq($year))
            .and($crate::tenancies::states::Counting))
    };
}
pub(crate) use counting_declaration;

/// The last declaration of the tenancy at hand in one year that was rejected: where none counts, the last
/// one. A sub-query is told its landlord.
macro_rules! last_rejected {
    ($landlord:expr, $year:expr) => {{
        let rejected = diesel::alias!(rent_declarations as rejected_declarations);
        rejected
            .filter(rejected.field(rent_declarations::landlord_id).eq($landlord))
            .filter(rejected.field(rent_declarations::tenant_id).eq(tenants::id))
            .filter(rejected.field(rent_declarations::campaign_year).eq($year))
            .filter(rejected.field(rent_declarations::status).eq("rejected"))
            .order(rejected.field(rent_declarations::version).desc())
            .limit(1)
            .select(rejected.field(rent_declarations::id))
            .single_value()
    }};
}
pub(crate) use last_rejected;

/// Tenancies with a day in the campaign's year, or with a declaration that counts in it: what counts stays,
/// whatever dates came later (R22).
macro_rules! listed {
    ($starts_on:expr, $ends_on:expr) => {
        tenants::lease_started_on
            .le($ends_on)
            .and(tenants::lease_ended_on.is_null().or(tenants::lease_ended_on.assume_not_null().ge($starts_on)))
            .or(rent_declarations::id.nullable().is_not_null())
    };
}
pub(crate) use listed;

/// Tenancies that run on a day of July.
macro_rules! in_july {
    ($from:expr, $until:expr) => {
        tenants::lease_started_on.le($until).and(tenants::lease_ended_on.is_null().or(tenants::lease_ended_on.assume_not_null().ge($from)))
    };
}
pub(crate) use in_july;

/// Units managed on a day.
macro_rules! managed {
    ($today:expr) => {
        logements::managed_until.is_null().or(logements::managed_until.assume_not_null().ge($today))
    };
}
pub(crate) use managed;

/// Tenancies of a campaign's list that stand in it as wanted, with the units managed since a day.
macro_rules! stands {
    ($wanted:expr, $campaign:expr, $since:expr) => {{
        let is = |one: bool| diesel::IntoSql::into_sql::<diesel::sql_types::Bool>(one);
        let awaited = || in_july!($campaign.july_from, $campaign.july_until).and(managed!($since));
        let open = || rent_declarations::id.nullable().is_null();
        (rent_declarations::id.nullable().is_not_null().and(is($wanted.declared)))
            .or(open().and(awaited()).and(is($wanted.asked)))
            .or(open().and(diesel::dsl::not(awaited())).and(is($wanted.not_concerned)))
    }};
}
pub(crate) use stands;

/// Tenancies that share the lease of one: same housing unit, same first day; and same paying body, so that
/// nothing that one body loaded is changed by what another one reads.
macro_rules! same_lease {
    ($tenancy:expr) => {
        tenants::logement_id
            .eq(&$tenancy.logement_id)
            .and(tenants::lease_started_on.eq($tenancy.term.started_on))
            .and(tenants::paying_body_code.eq(&$tenancy.paying_body_code))
    };
}
pub(crate) use same_lease;

/// The latest number of co-holders that was counted for the tenancy at hand until a day. A sub-query is
/// told its landlord: one that takes it from the tenancy would be sent to every shard.
macro_rules! counted_coholders {
    ($landlord:expr, $day:expr) => {
        coholder_counts::table
            .filter(coholder_counts::landlord_id.eq($landlord))
            .filter(coholder_counts::tenant_id.eq(tenants::id))
            .filter(coholder_counts::effective_on.le($day))
            .order((coholder_counts::effective_on.desc(), coholder_counts::position.desc()))
            .limit(1)
            .select(coholder_counts::coholders)
            .single_value()
    };
}
pub(crate) use counted_coholders;

/// Restricts to the tenancies that are sought.
macro_rules! sought {
    ($query:ident, $sought:expr) => {
        $crate::db::among::among!($query, tenants::landlord_reference, $sought.references.clone());
        $crate::db::among::among!($query, tenants::beneficiary_number, $sought.numbers.clone());
        for word in &$sought.words {
            $query = $query.filter(tenants::search_key.like($crate::values::search_key::like_pattern(word)).escape('\\'));
        }
    };
}
pub(crate) use sought;

/// The ids of the landlord's tenants that are sought.
macro_rules! tenants_sought {
    ($db:ty, $landlord:expr, $sought:expr) => {{
        let sought = $sought;
        let mut them = tenants::table.filter(tenants::landlord_id.eq($landlord)).select(tenants::id).into_boxed::<$db>();
        $crate::tenancies::joins::sought!(them, sought);
        if let Some(tenant) = sought.tenant {
            them = them.filter(tenants::id.eq(tenant));
        }
        if !sought.logements.is_empty() {
            them = them.filter(tenants::logement_id.eq_any(sought.logements));
        }
        them
    }};
}
pub(crate) use tenants_sought;

/// Restricts what is about tenancies, by a column with their id, to those that a filter leaves. A sub-query
/// is told its landlord.
macro_rules! chosen {
    ($query:ident, $db:ty, $landlord:expr, $column:expr, $chosen:expr) => {
        $query = match $chosen {
            $crate::tenancies::Chosen::Everybody => $query,
            $crate::tenancies::Chosen::These(ids) => $query.filter($column.eq_any(ids)),
            $crate::tenancies::Chosen::Many(sought) => {
                $query.filter($column.eq_any($crate::tenancies::joins::tenants_sought!($db, $landlord, sought)))
            }
        };
    };
}
pub(crate) use chosen;
