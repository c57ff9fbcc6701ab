//! Lines of transfers, of one or across them.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{coholder_counts, payment_lines, payments, tenants};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::payments::dto::{LineFilter, PaidLine, PaymentFilter, PaymentLine};
use crate::payments::model::{Cost, TransferKind, excess_to_tenant};
use crate::problem::Problem;
use crate::values::aid::AidType;
use crate::values::month::Month;
use crate::values::typed_id::{LogementId, PaymentId, PaymentLineId, ReferenceId, TenantId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = payment_lines, check_for_backend(MultiBackend))]
struct Row {
    id: PaymentLineId,
    payment_id: PaymentId,
    position: i32,
    tenant_id: TenantId,
    logement_id: LogementId,
    reference_id: ReferenceId,
    paid_on: NaiveDate,
    aid_type: AidType,
    entitlement_month: Month,
    kind: TransferKind,
    gross_cents: i64,
    crds_cents: i64,
    rls_cents: i64,
    net_cents: i64,
    corrects_month: Option<Month>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = tenants, check_for_backend(MultiBackend))]
struct Lease {
    first_name: String,
    last_name: String,
    rent_cents: i64,
    charges_cents: Option<i64>,
    coholders: i32,
}

type Found = (Row, Option<i32>);

/// The landlord's own lines, each with the number of co-holders counted until the day of the
/// transfer. Their leases are read apart: a join would let a planner that knows landlords only on
/// average sort all the lines of a big one to give a page of them.
macro_rules! owned {
    ($landlord:expr) => {
        payment_lines::table.filter(payment_lines::landlord_id.eq($landlord)).select((
            <Row as SelectableHelper<MultiBackend>>::as_select(),
            coholder_counts::table
                .filter(coholder_counts::landlord_id.eq(payment_lines::landlord_id))
                .filter(coholder_counts::tenant_id.eq(payment_lines::tenant_id))
                .filter(coholder_counts::effective_on.le(payment_lines::paid_on))
                .order((coholder_counts::effective_on.desc(), coholder_counts::position.desc()))
                .limit(1)
                .select(coholder_counts::coholders)
                .single_value(),
        ))
    };
}

/// Restricts to the lines of tenants, of references.
macro_rules! selected {
    ($query:ident, $tenants:expr, $references:expr) => {
        if let Some(tenants) = &$tenants {
            $query = $query.filter(payment_lines::tenant_id.eq_any(tenants));
        }
        if !$references.is_empty() {
            $query = $query.filter(payment_lines::reference_id.eq_any(&$references));
        }
    };
}

impl Scope<'_> {
    /// One page of the lines of a transfer, in the order of the paying body.
    pub(in crate::payments) fn lines_of_payment(
        &mut self,
        id: &PaymentId,
        filter: &LineFilter,
        page: &PageRequest,
    ) -> Result<Page<PaymentLine>, Problem> {
        let landlord = self.landlord();
        if !diesel::select(diesel::dsl::exists(payments::table.find((landlord, id)))).get_result(self.conn())? {
            return Err(Problem::not_found());
        }
        let tenants = self.chosen_tenants(filter.tenant_id.as_ref(), &filter.logement_id)?;
        let mut query = owned!(landlord).filter(payment_lines::payment_id.eq(id)).into_boxed();
        if let Some(position) = page.after::<i32>()? {
            query = query.filter(payment_lines::position.gt(position));
        }
        selected!(query, tenants, filter.reference_id);
        let rows: Vec<Found> = query.order(payment_lines::position).limit(page.probe()).load(self.conn())?;
        let page = page.page(rows, |(row, _)| row.position, |found| found)?;
        let data = self.with_leases(page.data)?.into_iter().map(|paid| paid.line).collect();
        Ok(Page { data, next_cursor: page.next_cursor })
    }

    /// One page of lines across transfers, the latest first.
    pub(in crate::payments) fn paid_lines(&mut self, filter: &PaymentFilter, page: &PageRequest) -> Result<Page<PaidLine>, Problem> {
        let rows = self.paid_lines_after(filter, page.after()?, page.probe())?;
        page.page(rows, |paid| (paid.paid_on, paid.line.id.clone()), |paid| paid)
    }

    /// Lines across transfers after one of them, the latest first.
    pub(in crate::payments) fn paid_lines_after(
        &mut self,
        filter: &PaymentFilter,
        after: Option<(NaiveDate, PaymentLineId)>,
        limit: i64,
    ) -> Result<Vec<PaidLine>, Problem> {
        let landlord = self.landlord();
        let tenants = self.chosen_tenants(filter.tenant_id.as_ref(), &filter.logement_id)?;
        let mut query = owned!(landlord).into_boxed();
        if let Some((day, id)) = after {
            query = query.filter(payment_lines::paid_on.le(day)).filter(payment_lines::paid_on.lt(day).or(payment_lines::id.lt(id)));
        }
        if let Some(from) = filter.from {
            query = query.filter(payment_lines::paid_on.ge(from.first_day()));
        }
        if let Some(to) = filter.to {
            query = query.filter(payment_lines::paid_on.le(to.last_day()));
        }
        selected!(query, tenants, filter.reference_id);
        let rows: Vec<Found> = query.order((payment_lines::paid_on.desc(), payment_lines::id.desc())).limit(limit).load(self.conn())?;
        self.with_leases(rows)
    }

    /// The tenants that a filter leaves, when it names one or its housing units. Their index leads to
    /// their lines; a tenancy never changes its unit.
    pub(in crate::payments) fn chosen_tenants(
        &mut self,
        tenant: Option<&TenantId>,
        logements: &[LogementId],
    ) -> Result<Option<Vec<TenantId>>, Problem> {
        if logements.is_empty() {
            return Ok(tenant.map(|tenant| vec![tenant.clone()]));
        }
        let landlord = self.landlord();
        let there: Vec<TenantId> = tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::logement_id.eq_any(logements))
            .select(tenants::id)
            .load(self.conn())?;
        Ok(Some(there.into_iter().filter(|one| tenant.is_none_or(|tenant| tenant == one)).collect()))
    }

    fn with_leases(&mut self, rows: Vec<Found>) -> Result<Vec<PaidLine>, Problem> {
        let landlord = self.landlord();
        let ids: BTreeSet<&TenantId> = rows.iter().map(|(row, _)| &row.tenant_id).collect();
        let leases: Vec<(TenantId, Lease)> = tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::id.eq_any(ids))
            .select((tenants::id, <Lease as SelectableHelper<MultiBackend>>::as_select()))
            .load(self.conn())?;
        let leases: HashMap<TenantId, Lease> = leases.into_iter().collect();
        rows.into_iter()
            .map(|(row, counted)| match leases.get(&row.tenant_id) {
                Some(lease) => Ok(shown(row, lease, counted)),
                None => Err(Problem::internal("a line without its tenant")),
            })
            .collect()
    }
}

fn shown(row: Row, lease: &Lease, counted: Option<i32>) -> PaidLine {
    let cost = Cost { rent_cents: lease.rent_cents, charges_cents: lease.charges_cents, coholders: counted.unwrap_or(lease.coholders) };
    PaidLine {
        payment_id: row.payment_id,
        paid_on: row.paid_on,
        reference_id: row.reference_id,
        line: PaymentLine {
            id: row.id,
            tenant_id: row.tenant_id,
            tenant_name: format!("{} {}", lease.first_name, lease.last_name),
            logement_id: row.logement_id,
            aid_type: row.aid_type,
            entitlement_month: row.entitlement_month,
            kind: row.kind,
            gross_cents: row.gross_cents,
            crds_cents: row.crds_cents,
            rls_cents: row.rls_cents,
            net_cents: row.net_cents,
            corrects_month: row.corrects_month,
            excess_to_tenant_cents: excess_to_tenant(row.kind, row.net_cents, &cost),
        },
    }
}
