//! Handlers of the transfers and of their lines.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{LineFilter, PaidLineFilter, PaidLinePage, PaymentDetail, PaymentFilter, PaymentLine, PaymentLinePage, PaymentPage};
use super::export::LINES;
use crate::auth::Caller;
use crate::auth::scopes::{PaymentsRead, ScopeName};
use crate::db::{Db, Reader};
use crate::exports;
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::respond::list;
use crate::http::seal::CursorSeal;
use crate::http::{Listed, Listing, One, PageRequest, Path, Query};
use crate::problem::Problem;
use crate::values::typed_id::PaymentId;

/// Lists the transfers.
///
/// The latest first. A filter keeps those with a line that matches; their total and number of lines
/// stay those of the whole transfer.
#[utoipa::path(
    tag = "Payments",
    operation_id = "listPayments",
    security(("oauth2" = [PaymentsRead::NAME])),
    params(PaymentFilter),
    responses((status = 200, description = "A page of transfers.", body = PaymentPage))
)]
#[get("")]
pub async fn list_payments(
    request: HttpRequest,
    asked: Listed<Caller<PaymentsRead>, PaymentFilter>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let Listed { caller, filter, page } = asked;
    let envelope = db.reader(&caller.actor).payments(filter, &page).await?;
    Ok(list(&request, &envelope, envelope.next_cursor.as_deref()))
}

/// Reads a transfer.
///
/// With its first 200 lines; the rest is in the list of its lines.
#[utoipa::path(
    tag = "Payments",
    operation_id = "getPayment",
    security(("oauth2" = [PaymentsRead::NAME])),
    params(("id" = PaymentId, Path, description = "The transfer.")),
    responses((status = 200, description = "The transfer.", body = PaymentDetail))
)]
#[get("/{id}")]
pub async fn get_payment(
    caller: Caller<PaymentsRead>,
    id: Path<RawId>,
    _none: Query<NoParameters>,
    seal: Data<CursorSeal>,
    db: Data<Db>,
) -> Result<One<PaymentDetail>, Problem> {
    let seal = seal.into_inner();
    db.read_at_once(&caller.actor, move |scope| {
        let id: PaymentId = id.0.parse()?;
        let first = PageRequest::first_of(seal, scope.landlord().as_str(), &format!("/v1/payments/{id}/lines"));
        let (payment, lines) = scope.payment(&id, &first)?;
        Ok(One(PaymentDetail { payment, lines: lines.data, lines_next_cursor: lines.next_cursor }))
    })
    .await
}

/// Lists the lines of a transfer.
///
/// In the order of the paying body.
#[utoipa::path(
    tag = "Payments",
    operation_id = "listLinesOfPayment",
    security(("oauth2" = [PaymentsRead::NAME])),
    params(("id" = PaymentId, Path, description = "The transfer."), LineFilter),
    responses((status = 200, description = "A page of lines.", body = PaymentLinePage))
)]
#[get("/{id}/lines")]
pub async fn list_lines_of_payment(
    asked: Listed<Caller<PaymentsRead>, LineFilter>,
    id: Path<RawId>,
    db: Data<Db>,
) -> Result<Listing<PaymentLine>, Problem> {
    let Listed { caller, filter, page } = asked;
    db.reader(&caller.actor).lines_of_payment(id.0.parse()?, filter, &page).await.map(Listing)
}

/// Lists the lines of all transfers.
///
/// The latest paid first. As `text/csv` it is an export of every line that matches, whatever `limit`
/// and `cursor` say: amounts in euros; in French with semicolons, decimal commas, the mark of UTF-8, French
/// names of the same columns and French words for the values, as spreadsheets and readers there expect.
/// Each row carries the landlord's own reference of the tenant and the paying body's code, number of the
/// tenant and reference of the landlord.
#[utoipa::path(
    tag = "Payments",
    operation_id = "listPaymentLines",
    security(("oauth2" = [PaymentsRead::NAME])),
    params(PaidLineFilter),
    responses((status = 200, description = "A page of lines, or the export of all.", content(
        (PaidLinePage = "application/json"),
        (String = "text/csv"),
    )))
)]
#[get("")]
pub async fn list_payment_lines(
    request: HttpRequest,
    asked: Listed<Caller<PaymentsRead>, PaidLineFilter>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let Listed { caller, filter, page } = asked;
    if exports::is_asked_for(&request)? {
        let lines = async move |reader: &Reader<'_>, page: &PageRequest| reader.paid_lines(filter.clone(), page).await;
        return exports::answer(&db, caller.actor, LINES, &page, lines).await;
    }
    let page = db.reader(&caller.actor).paid_lines(filter, &page).await?;
    Ok(exports::page(&request, &page, page.next_cursor.as_deref()))
}
