//! Sums of a year, and what a month was expected to bring.

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::DirectPayment;
use crate::db::Scope;
use crate::db::among::among;
use crate::db::ask::{Limited, statement};
use crate::db::connection::MultiBackend;
use crate::db::literal::literal;
use crate::db::schema::{logements, payment_lines, tenants};
use crate::http::Page;
use crate::http::page::PageRequest;
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

/// What is known of the tenancy.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
pub struct DueTenant {
    #[diesel(embed)]
    pub named: TenantSummary,
    pub logement_id: LogementId,
    pub reference_id: ReferenceId,
    pub name_key: String,
    pub lease_started_on: NaiveDate,
    pub lease_ended_on: Option<NaiveDate>,
    pub aid_type: AidType,
    pub payment_mode: PaymentMode,
    pub last_amount_cents: Option<i64>,
    pub last_month: Option<Month>,
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
    /// One page of the landlord's tenancies that a month concerns, and one more to know whether another
    /// page follows: those in direct payment that ran in it under the landlord's management, and those
    /// with a line of it.
    fn Dues { landlord: LandlordId, filter: ReconciliationFilter, after: Option<(String, TenantId)>, limit: i64 } -> (DueTenant, Option<NaiveDate>);
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
            .select((<DueTenant as SelectableHelper<DB>>::as_select(), logements::managed_until))
            .into_boxed::<DB>();
        if let Some((name, id)) = after {
            query = query.filter(tenants::name_key.ge(name.clone())).filter(tenants::name_key.gt(name).or(tenants::id.gt(id)));
        }
        let named = filter.sought();
        sought!(query, named);
        if let Some(tenant) = filter.tenant_id {
            query = query.filter(tenants::id.eq(tenant));
        }
        among!(query, tenants::reference_id, filter.reference_id);
        among!(query, tenants::logement_id, filter.logement_id);
        Limited(query.order((tenants::name_key, tenants::id)), limit)
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

    /// One page of the tenancies that a month concerns, by name, and whether the aid is paid to the
    /// landlord.
    pub(in crate::payments) fn dues(&mut self, filter: &ReconciliationFilter, page: &PageRequest) -> Result<(Page<Due>, bool), Problem> {
        let landlord = self.landlord().clone();
        let dues = Dues { landlord: landlord.clone(), filter: filter.clone(), after: page.after()?, limit: page.probe() };
        let (rows, paid) = self.ask(((!filter.sought().is_nobody).then_some(dues), DirectPayment { landlord: landlord.clone() }))?;
        let page = page.page(rows, |(row, _)| (row.name_key.clone(), row.named.id.clone()), |row| row)?;
        let ids: Vec<TenantId> = page.data.iter().map(|(tenant, _)| tenant.named.id.clone()).collect();
        let about = (!ids.is_empty()).then_some(LinesAbout { landlord, ids, month: filter.month });
        let lines = in_order(self.ask(about)?);
        let data = page
            .data
            .into_iter()
            .map(|(tenant, managed_until)| {
                let own = lines.iter().filter(|(owner, _)| *owner == tenant.named.id);
                Due { lines: own.map(|(_, line)| line.clone()).collect(), managed_until, tenant }
            })
            .collect();
        Ok((Page { data, next_cursor: page.next_cursor }, paid == [true]))
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
