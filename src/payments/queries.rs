//! Payments: every statement starts from the landlord's own.

mod lines;
mod statements;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dto::{Payment, PaymentFilter, PaymentPage};
use crate::db::Reader;
use crate::db::ask::{Limited, statement};
use crate::db::connection::MultiBackend;
use crate::db::schema::{landlord_references, paying_bodies, payment_lines, payments, tenants};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::problem::Problem;
use crate::tenancies::Chosen;
use crate::tenancies::joins::chosen;
use crate::values::iban::Iban;
use crate::values::paying_body::PayingBody;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{LandlordId, PaymentId, ReferenceId};

pub use statements::{Due, DueTenant, DueTerms, Standing, Sum};

#[derive(Queryable, Selectable)]
#[diesel(table_name = payments, check_for_backend(MultiBackend))]
struct Row {
    id: PaymentId,
    paying_body_code: PayingBodyCode,
    reference_id: ReferenceId,
    paid_on: NaiveDate,
    total_cents: i64,
    line_count: i32,
    iban: Option<Iban>,
    remittance: Option<String>,
}

type Found = (Row, String);

/// The landlord's own transfers, with who paid.
macro_rules! owned {
    ($db:ty, $landlord:expr) => {
        payments::table
            .inner_join(paying_bodies::table.on(paying_bodies::code.eq(payments::paying_body_code)))
            .filter(payments::landlord_id.eq($landlord))
            .select((<Row as SelectableHelper<$db>>::as_select(), paying_bodies::name))
    };
}

statement! {
    /// Whether the aid is paid to the landlord under a reference at least (R90).
    fn DirectPayment { landlord: LandlordId } -> bool, generic if |_one| true;
    {
        let paid = landlord_references::table
            .filter(landlord_references::landlord_id.eq(landlord))
            .filter(landlord_references::direct_payment.eq(true));
        diesel::select(diesel::dsl::exists(paid))
    }
}

statement! {
    /// One transfer of the landlord's.
    fn OnePayment { landlord: LandlordId, id: PaymentId } -> Found, generic if |_one| true;
    { owned!(DB, landlord).filter(payments::id.eq(id)) }
}

statement! {
    /// One page of the landlord's transfers, and one more to know whether another page follows.
    fn PaymentList {
        landlord: LandlordId,
        filter: PaymentFilter,
        chosen: Chosen,
        after: Option<(NaiveDate, PaymentId)>,
        limit: i64,
    } -> Found, generic if |list| list.filter.is_plain();
    {
        let mut query = owned!(DB, landlord.clone()).into_boxed::<DB>();
        if let Some((day, id)) = after {
            query = query.filter(payments::paid_on.le(day)).filter(payments::paid_on.lt(day).or(payments::id.lt(id)));
        }
        if let Some(from) = filter.from {
            query = query.filter(payments::paid_on.ge(from.first_day()));
        }
        if let Some(to) = filter.to {
            query = query.filter(payments::paid_on.le(to.last_day()));
        }
        if !filter.reference_id.is_empty() {
            // The lines of a transfer carry its reference: those of an empty one match nothing.
            query = query.filter(payments::reference_id.eq_any(filter.reference_id)).filter(payments::line_count.gt(0));
        }
        if !chosen.is_everybody() {
            let own = payment_lines::table.filter(payment_lines::landlord_id.eq(landlord.clone()));
            let mut own = own.select(payment_lines::payment_id).into_boxed::<DB>();
            chosen!(own, DB, landlord, payment_lines::tenant_id, chosen);
            query = query.filter(payments::id.eq_any(own));
        }
        Limited(query.order((payments::paid_on.desc(), payments::id.desc())), limit)
    }
}

impl Reader<'_> {
    /// One page of transfers, the latest first, and whether the aid is paid to the landlord. Transfers
    /// with a matching line are kept whole.
    pub(super) async fn payments(&self, filter: PaymentFilter, page: &PageRequest) -> Result<PaymentPage, Problem> {
        let after = page.after()?;
        let chosen = self.chosen(filter.sought().among(filter.tenant_id.as_ref(), &filter.logement_id)).await?;
        let landlord = self.landlord();
        let list = chosen.is_somebody().then(|| PaymentList { landlord, filter, chosen, after, limit: page.probe() });
        let (paid, rows) = self.ask((DirectPayment { landlord: self.landlord() }, list)).await?;
        let Page { data, next_cursor } = page.page(rows, |(row, ..)| (row.paid_on, row.id.clone()), shown)?;
        Ok(PaymentPage { data, next_cursor, direct_payment: paid == [true] })
    }
}

fn shown((row, name): Found) -> Payment {
    Payment {
        id: row.id,
        paid_on: row.paid_on,
        paying_body: PayingBody { code: row.paying_body_code, name },
        reference_id: row.reference_id,
        iban_masked: row.iban.as_ref().map(Iban::masked),
        remittance: row.remittance,
        total_cents: row.total_cents,
        line_count: row.line_count,
    }
}
