//! Lines of transfers, of one or across them.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::OnePayment;
use crate::db::among::among;
use crate::db::ask::{Limited, statement};
use crate::db::connection::MultiBackend;
use crate::db::schema::{coholder_counts, payment_lines, payments, tenants};
use crate::db::{Reader, Scope};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::payments::dto::{LineFilter, PaidLine, PaidLineFilter, Payment, PaymentLine};
use crate::payments::model::{Cost, TransferKind, excess_to_tenant};
use crate::problem::Problem;
use crate::tenancies::joins::chosen;
use crate::tenancies::{Chosen, TenantSummary};
use crate::values::aid::AidType;
use crate::values::month::Month;
use crate::values::typed_id::{LandlordId, LogementId, PaymentId, PaymentLineId, ReferenceId, TenantId};

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
    #[diesel(embed)]
    named: TenantSummary,
    rent_cents: i64,
    charges_cents: Option<i64>,
    coholders: i32,
}

type Found = (Row, Option<i32>, Option<String>);

/// The landlord's own lines, each with the number of co-holders counted until the day of the
/// transfer, and the text of the transfer. Their leases are read apart: a join would let a planner that knows landlords only on
/// average sort all the lines of a big one to give a page of them.
macro_rules! owned {
    ($db:ty, $landlord:expr) => {
        payment_lines::table.filter(payment_lines::landlord_id.eq($landlord)).select((
            <Row as SelectableHelper<$db>>::as_select(),
            coholder_counts::table
                .filter(coholder_counts::landlord_id.eq($landlord))
                .filter(coholder_counts::tenant_id.eq(payment_lines::tenant_id))
                .filter(coholder_counts::effective_on.le(payment_lines::paid_on))
                .order((coholder_counts::effective_on.desc(), coholder_counts::position.desc()))
                .limit(1)
                .select(coholder_counts::coholders)
                .single_value(),
            payments::table
                .filter(payments::landlord_id.eq($landlord))
                .filter(payments::id.eq(payment_lines::payment_id))
                .select(payments::remittance)
                .single_value(),
        ))
    };
}

/// Restricts to the lines of tenants, of references, of kinds.
macro_rules! selected {
    ($query:ident, $db:ty, $landlord:expr, $chosen:expr, $references:expr, $kinds:expr) => {
        chosen!($query, $db, $landlord, payment_lines::tenant_id, $chosen);
        among!($query, payment_lines::reference_id, $references);
        among!($query, payment_lines::kind, $kinds);
    };
}

statement! {
    /// A transfer, if it is the landlord's.
    fn PaymentThere { landlord: LandlordId, id: PaymentId } -> PaymentId, generic if |_one| true;
    { payments::table.find((landlord, id)).select(payments::id) }
}

statement! {
    /// One page of the lines of a transfer, and one more to know whether another page follows.
    fn LinesOf {
        landlord: LandlordId,
        id: PaymentId,
        chosen: Chosen,
        references: Vec<ReferenceId>,
        kinds: Vec<TransferKind>,
        after: Option<i32>,
        limit: i64,
    } -> Found, generic if |list| list.chosen.is_everybody() && list.references.is_empty() && list.kinds.is_empty();
    {
        let mut query = owned!(DB, landlord.clone()).filter(payment_lines::payment_id.eq(id)).into_boxed::<DB>();
        if let Some(position) = after {
            query = query.filter(payment_lines::position.gt(position));
        }
        selected!(query, DB, landlord, chosen, references, kinds);
        Limited(query.order(payment_lines::position), limit)
    }
}

statement! {
    /// Lines of the landlord's transfers after one of them, the latest first.
    fn PaidLines {
        landlord: LandlordId,
        filter: PaidLineFilter,
        chosen: Chosen,
        after: Option<(NaiveDate, PaymentLineId)>,
        limit: i64,
    } -> Found, generic if |list| list.filter.is_plain();
    {
        let mut query = owned!(DB, landlord.clone()).into_boxed::<DB>();
        if let Some((day, id)) = after {
            query = query.filter(payment_lines::paid_on.le(day)).filter(payment_lines::paid_on.lt(day).or(payment_lines::id.lt(id)));
        }
        if let Some(from) = filter.from {
            query = query.filter(payment_lines::paid_on.ge(from.first_day()));
        }
        if let Some(to) = filter.to {
            query = query.filter(payment_lines::paid_on.le(to.last_day()));
        }
        selected!(query, DB, landlord, chosen, filter.reference_id, filter.kind);
        Limited(query.order((payment_lines::paid_on.desc(), payment_lines::id.desc())), limit)
    }
}

statement! {
    /// The leases of tenants of the landlord's.
    fn Leases { landlord: LandlordId, ids: Vec<TenantId> } -> Lease;
    {
        tenants::table
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::id.eq_any(ids))
            .select(<Lease as SelectableHelper<DB>>::as_select())
    }
}

impl Leases {
    /// Those that lines are about; nothing where there are none.
    fn of(landlord: LandlordId, rows: &[Found]) -> Option<Self> {
        let ids: BTreeSet<&TenantId> = rows.iter().map(|(row, ..)| &row.tenant_id).collect();
        (!ids.is_empty()).then(|| Self { landlord, ids: ids.into_iter().cloned().collect() })
    }
}

impl Reader<'_> {
    /// One page of the lines of a transfer, in the order of the paying body.
    pub(in crate::payments) async fn lines_of_payment(
        &self,
        id: PaymentId,
        filter: LineFilter,
        page: &PageRequest,
    ) -> Result<Page<PaymentLine>, Problem> {
        let chosen = self.chosen(filter.sought().among(filter.tenant_id.as_ref(), &filter.logement_id)).await?;
        let there = PaymentThere { landlord: self.landlord(), id: id.clone() };
        let (references, kinds) = (filter.reference_id, filter.kind);
        let (landlord, after) = (self.landlord(), page.after()?);
        let lines = chosen.is_somebody().then(|| LinesOf { landlord, id, chosen, references, kinds, after, limit: page.probe() });
        let (there, rows) = self.ask((there, lines)).await?;
        if there.is_empty() {
            return Err(Problem::not_found());
        }
        let Page { data, next_cursor } = page.page(rows, |(row, ..)| row.position, |found| found)?;
        let leases = self.ask(Leases::of(self.landlord(), &data)).await?;
        Ok(Page { data: shown(data, leases)?.into_iter().map(|paid| paid.line).collect(), next_cursor })
    }

    /// One page of lines across transfers, the latest first.
    pub(in crate::payments) async fn paid_lines(&self, filter: PaidLineFilter, page: &PageRequest) -> Result<Page<PaidLine>, Problem> {
        let after = page.after()?;
        let chosen = self.chosen(filter.sought().among(filter.tenant_id.as_ref(), &filter.logement_id)).await?;
        let landlord = self.landlord();
        let rows = self.ask(chosen.is_somebody().then(|| PaidLines { landlord, filter, chosen, after, limit: page.probe() })).await?;
        let leases = self.ask(Leases::of(self.landlord(), &rows)).await?;
        page.page(shown(rows, leases)?, |paid| (paid.paid_on, paid.line.id.clone()), |paid| paid)
    }
}

impl Scope<'_> {
    /// One transfer with its first lines.
    pub(in crate::payments) fn payment(&mut self, id: &PaymentId, page: &PageRequest) -> Result<(Payment, Page<PaymentLine>), Problem> {
        let landlord = || self.landlord().clone();
        let payment = OnePayment { landlord: landlord(), id: id.clone() };
        let lines = LinesOf {
            landlord: landlord(),
            id: id.clone(),
            chosen: Chosen::Everybody,
            references: Vec::new(),
            kinds: Vec::new(),
            after: None,
            limit: page.probe(),
        };
        let (payment, rows) = self.ask((payment, lines))?;
        let payment = payment.into_iter().next().map(super::shown).ok_or_else(Problem::not_found)?;
        let Page { data, next_cursor } = page.page(rows, |(row, ..)| row.position, |found| found)?;
        let leases = self.ask(Leases::of(self.landlord().clone(), &data))?;
        let lines = shown(data, leases)?.into_iter().map(|paid| paid.line).collect();
        Ok((payment, Page { data: lines, next_cursor }))
    }
}

fn shown(rows: Vec<Found>, leases: Vec<Lease>) -> Result<Vec<PaidLine>, Problem> {
    let leases: HashMap<TenantId, Lease> = leases.into_iter().map(|lease| (lease.named.id.clone(), lease)).collect();
    let one = |(row, counted, remittance): Found| match leases.get(&row.tenant_id) {
        Some(lease) => Ok(paid(row, lease, counted, remittance)),
        None => Err(Problem::internal("a line without its tenant")),
    };
    rows.into_iter().map(one).collect()
}

fn paid(row: Row, lease: &Lease, counted: Option<i32>, remittance: Option<String>) -> PaidLine {
    let cost = Cost { rent_cents: lease.rent_cents, charges_cents: lease.charges_cents, coholders: counted.unwrap_or(lease.coholders) };
    PaidLine {
        payment_id: row.payment_id,
        paid_on: row.paid_on,
        remittance,
        line: PaymentLine {
            reference_id: row.reference_id,
            id: row.id,
            tenant_id: row.tenant_id,
            tenant_name: format!("{} {}", lease.named.first_name, lease.named.last_name),
            tenant: lease.named.clone(),
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
