//! What a chunk writes of transfers.

use std::collections::HashMap;

use diesel::prelude::*;

use super::row::BATCH;
use super::rows::{PaymentLineRow, PaymentRow};
use crate::db::schema::payment_lines;
use crate::db::{Conn, Moment};
use crate::problem::Problem;
use crate::roster::lines::TransferLine;
use crate::roster::state::State;
use crate::values::typed_id::{PaymentId, PaymentLineId};

/// The lines that were there, by transfer and key.
type Kept = HashMap<(PaymentId, String), PaymentLineId>;

/// Writes transfers whole: the lines of one that is replaced go, except for their ids.
pub fn write_payments(conn: &mut Conn, moment: &Moment, state: &State<'_>) -> Result<(), Problem> {
    let rows: Vec<&PaymentRow> = state.payments.changed();
    PaymentRow::write(conn, &rows)?;
    // A line that stays keeps its id: whoever is paging or exporting finds it where it was.
    let mut kept = Kept::new();
    for (landlord, payment) in &state.replaced_payments {
        let lines: Vec<(String, PaymentLineId)> = payment_lines::table
            .filter(payment_lines::landlord_id.eq(landlord))
            .filter(payment_lines::payment_id.eq(payment))
            .select((payment_lines::key, payment_lines::id))
            .load(conn)?;
        kept.extend(lines.into_iter().map(|(key, id)| ((payment.clone(), key), id)));
        diesel::delete(payment_lines::table.filter(payment_lines::landlord_id.eq(landlord)).filter(payment_lines::payment_id.eq(payment)))
            .execute(conn)?;
    }
    let mut batch = Vec::with_capacity(BATCH);
    for payment in rows {
        let lines = state.payment_lines.get(&(payment.landlord_id.clone(), payment.key.clone())).copied().unwrap_or_default();
        for (position, line) in (0..).zip(lines) {
            let before = kept.remove(&(payment.id.clone(), line.key.clone()));
            let id = match before {
                Some(id) => id,
                None => moment.id(payment.landlord_id.as_str(), &format!("{}/{}", payment.key, line.key))?,
            };
            batch.push(line_row(id, state, payment, position, line)?);
            if batch.len() == BATCH {
                insert_lines(conn, std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))?;
            }
        }
    }
    if batch.is_empty() { Ok(()) } else { insert_lines(conn, batch) }
}

fn insert_lines(conn: &mut Conn, batch: Vec<PaymentLineRow<'_>>) -> Result<(), Problem> {
    match conn {
        Conn::Pg(pg) => diesel::insert_into(payment_lines::table).values(batch).execute(pg)?,
        Conn::Sqlite(sqlite) => diesel::insert_into(payment_lines::table).values(batch).execute(sqlite)?,
    };
    Ok(())
}

fn line_row<'a>(
    id: PaymentLineId,
    state: &'a State<'a>,
    payment: &'a PaymentRow,
    position: i32,
    line: &'a TransferLine,
) -> Result<PaymentLineRow<'a>, Problem> {
    let payee = state.payee(&payment.landlord_id, &line.tenant);
    let (tenant_id, logement_id, _body) = payee.ok_or_else(|| Problem::internal("a tenant vanished"))?;
    Ok(PaymentLineRow {
        landlord_id: &payment.landlord_id,
        id,
        payment_id: &payment.id,
        position,
        key: &line.key,
        tenant_id,
        logement_id,
        reference_id: &payment.reference_id,
        paid_on: payment.paid_on,
        aid_type: line.aid_type,
        entitlement_month: line.entitlement_month,
        kind: line.kind,
        gross_cents: line.gross_cents,
        crds_cents: line.crds_cents,
        rls_cents: line.rls_cents,
        net_cents: line.net_cents,
        corrects_month: line.corrects_month,
    })
}
