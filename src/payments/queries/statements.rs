//! Sums of a year, and what a month was expected to bring.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::DirectPayment;
use crate::db::Scope;
use crate::db::among::among;
use crate::db::ask::statement;
use crate::db::connection::MultiBackend;
use crate::db::literal::literal;
use crate::db::schema::{logements, payment_lines, tenants};
use crate::payments::dto::{ReconciledLine, ReconciliationFilter, SummaryFilter};
use crate::payments::model::TransferKind;
use crate::problem::Problem;
use crate::tenancies::joins::{chosen, logement_of_tenant, managed, sought};
use crate::tenancies::{Chosen, TenantSummary};
use crate::values::aid::{AidType, PaymentMode};
use crate::values::month::Month;
use crate::values::typed_id::{LandlordId, LogementId, PaymentId, PaymentLineId, ReferenceId, TenantId};

/// The lines of one day, aid and kind.
#[derive(Debug, Queryable)]
pub struct Sum {
    pub paid_on: NaiveDate,
    pub aid_type: AidType,
    pub kind: TransferKind,
    pub line_count: i64,
    pub total_cents: i64,
}

/// A tenancy with what it was expected to bring in a month, and what it brought.
#[derive(Debug)]
pub struct Due {
    pub tenant: DueTenant,
    pub managed_until: Option<NaiveDate>,
    /// The lines of the month, and those that correct it.
    pub lines: Vec<ReconciledLine>,
}

/// What the status of a tenancy's month depends on.
#[derive(Debug)]
pub struct Standing {
    /// Where the tenancy stands in the list: its name, then its id.
    pub key: (String, TenantId),
    pub terms: DueTerms,
    pub managed_until: Option<NaiveDate>,
    /// The sum of the lines that count for the month, in cents; none where there is no line.
    pub received_cents: Option<i64>,
}

/// What is known of the tenancy.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
pub struct DueTenant {
    #[diesel(embed)]
    pub named: TenantSummary,
    pub logement_id: LogementId,
    pub reference_id: ReferenceId,
    #[diesel(embed)]
    pub terms: DueTerms,
}

/// What the expected amount depends on.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
pub struct DueTerms {
    pub lease_started_on: NaiveDate,
    pub lease_ended_on: Option<NaiveDate>,
    pub aid_type: AidType,
    pub payment_mode: PaymentMode,
    pub last_amount_cents: Option<i64>,
    pub last_month: Option<Month>,
}

/// A tenancy that a month concerns, as far as its status goes.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
struct Outline {
    id: TenantId,
    name_key: String,
    #[diesel(embed)]
    terms: DueTerms,
}

type LineOfTenant = (TenantId, PaymentLineId, PaymentId, NaiveDate, TransferKind, Month, Option<Month>, i64);

literal!(
    /// The sum of the amounts. PostgreSQL would sum into a numeric, which the two databases do not share.
    TotalCents of BigInt,
    "CAST(SUM(payment_lines.net_cents) AS BIGINT)"
);

statement! {
    /// The sums of the landlord's lines paid between two days, by day, aid and kind.
    fn Sums {
        landlord: LandlordId,
        first: NaiveDate,
        last: NaiveDate,
        chosen: Chosen,
        references: Vec<ReferenceId>,
    } -> Sum;
    {
        let mut query = payment_lines::table
            .filter(payment_lines::landlord_id.eq(landlord.clone()))
            .filter(payment_lines::paid_on.ge(first))
            .filter(payment_lines::paid_on.le(last))
            .group_by((payment_lines::paid_on, payment_lines::aid_type, payment_lines::kind))
            .select((payment_lines::paid_on, payment_lines::aid_type, payment_lines::kind, count_star(), TotalCents))
            .into_boxed::<DB>();
        chosen!(query, DB, landlord, payment_lines::tenant_id, chosen);
        among!(query, payment_lines::reference_id, references);
        query
    }
}

statement! {
    /// The landlord's tenancies that a month concerns, by name: those in direct payment that ran in it under
    /// the landlord's management, and those with a line of it.
    fn Outlines { landlord: LandlordId, filter: ReconciliationFilter } -> (Outline, Option<NaiveDate>);
    {
        let month = filter.month;
        let running = tenants::payment_mode
            .eq(PaymentMode::Landlord)
            .and(tenants::lease_started_on.le(month.last_day()))
            .and(tenants::lease_ended_on.is_null().or(tenants::lease_ended_on.assume_not_null().ge(month.first_day())))
            .and(managed!(month.first_day()));
        let paid = exists(
            payment_lines::table
                .filter(payment_lines::landlord_id.eq(landlord.clone()))
                .filter(payment_lines::tenant_id.eq(tenants::id))
                .filter(payment_lines::entitlement_month.eq(month)),
        );
        let mut query = tenants::table
            .inner_join(logement_of_tenant!())
            .filter(tenants::landlord_id.eq(landlord))
            .filter(running.or(paid))
            .select((<Outline as SelectableHelper<DB>>::as_select(), logements::managed_until))
            .into_boxed::<DB>();
        let named = filter.sought();
        sought!(query, named);
        if let Some(tenant) = filter.tenant_id {
            query = query.filter(tenants::id.eq(tenant));
        }
        among!(query, tenants::reference_id, filter.reference_id);
        among!(query, tenants::logement_id, filter.logement_id);
        query.order((tenants::name_key, tenants::id))
    }
}

statement! {
    /// Some of these tenancies, by name.
    fn Dues { landlord: LandlordId, ids: Vec<TenantId> } -> (DueTenant, Option<NaiveDate>);
    {
        tenants::table
            .inner_join(logement_of_tenant!())
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::id.eq_any(ids))
            .select((<DueTenant as SelectableHelper<DB>>::as_select(), logements::managed_until))
            .order((tenants::name_key, tenants::id))
    }
}

statement! {
    /// What the landlord's own lines of a month brought, tenant by tenant; those that correct another month
    /// aside.
    fn Own { landlord: LandlordId, month: Month, chosen: Chosen } -> (TenantId, i64);
    {
        let mut query = payment_lines::table
            .filter(payment_lines::landlord_id.eq(landlord.clone()))
            .filter(payment_lines::entitlement_month.eq(month))
            .filter(payment_lines::corrects_month.is_null())
            .group_by(payment_lines::tenant_id)
            .select((payment_lines::tenant_id, TotalCents))
            .into_boxed::<DB>();
        chosen!(query, DB, landlord, payment_lines::tenant_id, chosen);
        query
    }
}

statement! {
    /// What the landlord's own lines that correct a month brought, tenant by tenant.
    fn Corrections { landlord: LandlordId, month: Month, chosen: Chosen } -> (TenantId, i64);
    {
        let mut query = payment_lines::table
            .filter(payment_lines::landlord_id.eq(landlord.clone()))
            .filter(payment_lines::corrects_month.eq(month))
            .group_by(payment_lines::tenant_id)
            .select((payment_lines::tenant_id, TotalCents))
            .into_boxed::<DB>();
        chosen!(query, DB, landlord, payment_lines::tenant_id, chosen);
        query
    }
}

statement! {
    /// The lines of some of the landlord's tenants that are of a month or correct it. In no order: asked
    /// for one, SQLite would walk every line of the landlord in it.
    fn LinesAbout { landlord: LandlordId, ids: Vec<TenantId>, month: Month } -> LineOfTenant;
    {
        payment_lines::table
            .filter(payment_lines::landlord_id.eq(landlord))
            .filter(payment_lines::tenant_id.eq_any(ids))
            .filter(payment_lines::entitlement_month.eq(month).or(payment_lines::corrects_month.assume_not_null().eq(month)))
            .select((
                payment_lines::tenant_id,
                payment_lines::id,
                payment_lines::payment_id,
                payment_lines::paid_on,
                payment_lines::kind,
                payment_lines::entitlement_month,
                payment_lines::corrects_month,
                payment_lines::net_cents,
            ))
    }
}

// Both walk much of what a landlord has: they are not asked where short reads wait behind each other.
impl Scope<'_> {
    /// The sums of the lines paid between two days, by day, aid and kind, and whether the aid is paid to
    /// the landlord.
    pub(in crate::payments) fn sums(
        &mut self,
        first: NaiveDate,
        last: NaiveDate,
        filter: &SummaryFilter,
    ) -> Result<(Vec<Sum>, bool), Problem> {
        let landlord = self.landlord().clone();
        let chosen = self.chosen(filter.sought().among(filter.tenant_id.as_ref(), &filter.logement_id))?;
        let references = filter.reference_id.clone();
        let sums = chosen.is_somebody().then(|| Sums { landlord: landlord.clone(), first, last, chosen, references });
        let (sums, paid) = self.ask((sums, DirectPayment { landlord }))?;
        Ok((sums, paid == [true]))
    }

    /// The standing of each tenancy that a month concerns, by name, and whether the aid is paid to the
    /// landlord.
    pub(in crate::payments) fn standings(&mut self, filter: &ReconciliationFilter) -> Result<(Vec<Standing>, bool), Problem> {
        let (landlord, month) = (|| self.landlord().clone(), filter.month);
        let paid = DirectPayment { landlord: landlord() };
        let chosen = self.chosen(filter.sought().among(filter.tenant_id.as_ref(), &filter.logement_id))?;
        if !chosen.is_somebody() {
            return Ok((Vec::new(), self.ask(paid)? == [true]));
        }
        let landlord = || self.landlord().clone();
        let (outlines, own, corrections, paid) = self.ask((
            Outlines { landlord: landlord(), filter: filter.clone() },
            Own { landlord: landlord(), month, chosen: chosen.clone() },
            Corrections { landlord: landlord(), month, chosen },
            paid,
        ))?;
        let mut received: HashMap<TenantId, i64> = HashMap::new();
        for (tenant, cents) in own.into_iter().chain(corrections) {
            *received.entry(tenant).or_default() += cents;
        }
        let standing = |(Outline { id, name_key, terms }, managed_until)| {
            let received_cents = received.get(&id).copied();
            Standing { key: (name_key, id), terms, managed_until, received_cents }
        };
        Ok((outlines.into_iter().map(standing).collect(), paid == [true]))
    }

    /// Some tenancies that a month concerns with what it brought, by name.
    pub(in crate::payments) fn dues(&mut self, ids: Vec<TenantId>, month: Month) -> Result<Vec<Due>, Problem> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let landlord = self.landlord().clone();
        let (rows, lines) = self.ask((Dues { landlord: landlord.clone(), ids: ids.clone() }, LinesAbout { landlord, ids, month }))?;
        let lines = in_order(lines);
        let due = |(tenant, managed_until): (DueTenant, Option<NaiveDate>)| {
            let own = lines.iter().filter(|(owner, _)| *owner == tenant.named.id);
            Due { lines: own.map(|(_, line)| line.clone()).collect(), managed_until, tenant }
        };
        Ok(rows.into_iter().map(due).collect())
    }
}

/// By day, then by line.
fn in_order(mut rows: Vec<LineOfTenant>) -> Vec<(TenantId, ReconciledLine)> {
    rows.sort_by(|one, other| (one.3, &one.1).cmp(&(other.3, &other.1)));
    rows.into_iter()
        .map(|(tenant, id, payment_id, paid_on, kind, entitlement_month, corrects_month, net_cents)| {
            (tenant, ReconciledLine { id, payment_id, paid_on, kind, entitlement_month, corrects_month, net_cents })
        })
        .collect()
}
