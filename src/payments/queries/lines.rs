//! Lines of transfers, of one or across them.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{coholder_counts, payment_lines, payments, tenants};
use crate::http::page::PageRequest;
use crate::http::{Page, Problem};
use crate::payments::dto::{LineFilter, PaidLine, PaymentFilter, PaymentLine};
use crate::payments::model::{Cost, TransferKind, excess_to_tenant};
use crate::tenants::model::AidType;
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

type Found = (Row, Lease, Option<i32>);

/// The landlord's own lines with the lease of each, and the number of co-holders counted until the
/// day of the transfer.
macro_rules! owned {
    ($landlord:expr) => {
        payment_lines::table
            .inner_join(
                tenants::table.on(tenants::landlord_id.eq(payment_lines::landlord_id).and(tenants::id.eq(payment_lines::tenant_id))),
            )
            .filter(payment_lines::landlord_id.eq($landlord))
            .select((
                <Row as SelectableHelper<MultiBackend>>::as_select(),
                <Lease as SelectableHelper<MultiBackend>>::as_select(),
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

/// Restricts to the lines of a tenant, of references, of housing units.
macro_rules! selected {
    ($query:ident, $filter:expr) => {
        if let Some(tenant) = &$filter.tenant_id {
            $query = $query.filter(payment_lines::tenant_id.eq(tenant));
        }
        if !$filter.reference_id.is_empty() {
            $query = $query.filter(payment_lines::reference_id.eq_any(&$filter.reference_id));
        }
        if !$filter.logement_id.is_empty() {
            // By the tenant, whose index leads to the lines: a tenancy never changes its unit.
            $query = $query.filter(tenants::logement_id.eq_any(&$filter.logement_id));
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
        let mut query = owned!(landlord).filter(payment_lines::payment_id.eq(id)).into_boxed();
        if let Some(position) = page.after::<i32>()? {
            query = query.filter(payment_lines::position.gt(position));
        }
        selected!(query, filter);
        let rows: Vec<Found> = query.order(payment_lines::position).limit(page.probe()).load(self.conn())?;
        page.page(rows, |(row, ..)| row.position, |found| shown(found).line)
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
        selected!(query, filter);
        let rows: Vec<Found> = query.order((payment_lines::paid_on.desc(), payment_lines::id.desc())).limit(limit).load(self.conn())?;
        Ok(rows.into_iter().map(shown).collect())
    }
}

fn shown((row, lease, counted): Found) -> PaidLine {
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
