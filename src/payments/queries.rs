//! Payments: every statement starts from the landlord's own.

mod lines;
mod statements;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dto::{Payment, PaymentFilter};
use crate::db::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{landlord_references, paying_bodies, payment_lines, payments};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::problem::Problem;
use crate::values::iban::Iban;
use crate::values::paying_body::PayingBody;
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{LandlordId, PaymentId, ReferenceId};

pub use statements::{Due, DueTenant, Sum};

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
}

type Found = (Row, String);

/// The landlord's own transfers, with who paid.
macro_rules! owned {
    ($landlord:expr) => {
        payments::table
            .inner_join(paying_bodies::table.on(paying_bodies::code.eq(payments::paying_body_code)))
            .filter(payments::landlord_id.eq($landlord))
            .select((<Row as SelectableHelper<MultiBackend>>::as_select(), paying_bodies::name))
    };
}

impl Scope<'_> {
    /// Whether the aid is paid to the landlord under a reference at least (R90).
    pub(super) fn has_direct_payment(&mut self) -> Result<bool, Problem> {
        let landlord = self.landlord();
        let paid = landlord_references::table
            .filter(landlord_references::landlord_id.eq(landlord))
            .filter(landlord_references::direct_payment.eq(true));
        Ok(diesel::select(diesel::dsl::exists(paid)).get_result(self.conn())?)
    }

    /// One page of transfers, the latest first. Those with a matching line are kept whole.
    pub(super) fn payments(&mut self, filter: &PaymentFilter, page: &PageRequest) -> Result<Page<Payment>, Problem> {
        let landlord: &LandlordId = self.landlord();
        let tenants = self.chosen_tenants(filter.tenant_id.as_ref(), &filter.logement_id)?;
        let mut query = owned!(landlord).into_boxed();
        if let Some((day, id)) = page.after::<(NaiveDate, PaymentId)>()? {
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
            query = query.filter(payments::reference_id.eq_any(&filter.reference_id)).filter(payments::line_count.gt(0));
        }
        if let Some(tenants) = &tenants {
            let own = payment_lines::table.filter(payment_lines::landlord_id.eq(landlord)).filter(payment_lines::tenant_id.eq_any(tenants));
            query = query.filter(payments::id.eq_any(own.select(payment_lines::payment_id)));
        }
        let rows: Vec<Found> = query.order((payments::paid_on.desc(), payments::id.desc())).limit(page.probe()).load(self.conn())?;
        page.page(rows, |(row, ..)| (row.paid_on, row.id.clone()), shown)
    }

    /// One transfer.
    pub(super) fn payment(&mut self, id: &PaymentId) -> Result<Payment, Problem> {
        let landlord = self.landlord();
        let found: Option<Found> = owned!(landlord).filter(payments::id.eq(id)).first(self.conn()).optional()?;
        found.map(shown).ok_or_else(Problem::not_found)
    }
}

fn shown((row, name): Found) -> Payment {
    Payment {
        id: row.id,
        paid_on: row.paid_on,
        paying_body: PayingBody { code: row.paying_body_code, name },
        reference_id: row.reference_id,
        iban_masked: row.iban.as_ref().map(Iban::masked),
        total_cents: row.total_cents,
        line_count: row.line_count,
    }
}
