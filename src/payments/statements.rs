//! Handlers of the summary of a year and of the reconciliation of a month.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{AidTypeTotal, KindTotal, MonthTotal, PaymentSummary, ReconciliationFilter, ReconciliationPage, SummaryFilter};
use super::export::{TenantMonth, reconciliation};
use super::model::TransferKind;
use super::queries::Sum;
use super::reconciliation::{reconciled, stands, totals};
use crate::auth::Caller;
use crate::auth::scopes::{PaymentsRead, ScopeName};
use crate::db::{Actor, Db, Reader};
use crate::exports;
use crate::http::{Listed, One, Page, PageRequest, Query};
use crate::problem::Problem;
use crate::values::aid::AidType;
use crate::values::month::Month;
use crate::values::typed_id::TenantId;

/// Sums a year of payments.
///
/// Month by month of the transfers, by aid and by kind of line; only the lines of the selection count.
#[utoipa::path(
    tag = "Payments",
    operation_id = "getPaymentsSummary",
    security(("oauth2" = [PaymentsRead::NAME])),
    params(SummaryFilter),
    responses((status = 200, description = "The year.", body = PaymentSummary))
)]
#[get("/summary")]
pub async fn get_payments_summary(
    caller: Caller<PaymentsRead>,
    filter: Query<SummaryFilter>,
    db: Data<Db>,
) -> Result<One<PaymentSummary>, Problem> {
    let Query(filter) = filter;
    db.read(&caller.actor, move |scope| {
        let all: Vec<Month> = (1..=12).filter_map(|number| Month::new(filter.year, number)).collect();
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return Err(Problem::not_found()) };
        let (sums, direct_payment) = scope.sums(first.first_day(), last.last_day(), &filter)?;
        let months: Vec<MonthTotal> = all.into_iter().map(|month| month_total(month, &sums)).collect();
        Ok(One(PaymentSummary {
            year: filter.year,
            total_cents: months.iter().map(|month| month.total_cents).sum(),
            line_count: months.iter().map(|month| month.line_count).sum(),
            direct_payment,
            months,
        }))
    })
    .await
}

fn month_total(month: Month, sums: &[Sum]) -> MonthTotal {
    let own: Vec<&Sum> = sums.iter().filter(|sum| Month::of(sum.paid_on) == month).collect();
    let total = |kept: &dyn Fn(&Sum) -> bool| -> Option<(i64, i64)> {
        let kept: Vec<_> = own.iter().filter(|sum| kept(sum)).collect();
        let sums = (kept.iter().map(|sum| sum.total_cents).sum(), kept.iter().map(|sum| sum.line_count).sum());
        (!kept.is_empty()).then_some(sums)
    };
    let (total_cents, line_count) = total(&|_| true).unwrap_or_default();
    let by_aid_type = AidType::ALL.iter().filter_map(|aid_type| {
        let (total_cents, line_count) = total(&|sum| sum.aid_type == *aid_type)?;
        Some(AidTypeTotal { aid_type: *aid_type, total_cents, line_count })
    });
    let by_kind = TransferKind::ALL.iter().filter_map(|kind| {
        let (total_cents, line_count) = total(&|sum| sum.kind == *kind)?;
        Some(KindTotal { kind: *kind, total_cents, line_count })
    });
    MonthTotal { month, total_cents, line_count, by_aid_type: by_aid_type.collect(), by_kind: by_kind.collect() }
}

/// Reconciles a month of entitlement.
///
/// For each tenant in direct payment or with a line of the month, by name: what was expected (the last
/// known amount), what came, the gap, back payments and recoveries, and why. With counts and sums by status.
/// As `text/csv` it is an export of every tenant that matches, whatever `limit` and `cursor` say, written as
/// that of payment lines.
#[utoipa::path(
    tag = "Payments",
    operation_id = "reconcilePayments",
    security(("oauth2" = [PaymentsRead::NAME])),
    params(ReconciliationFilter),
    responses((status = 200, description = "A page of the reconciliation, or the export of the whole.", content(
        (ReconciliationPage = "application/json"),
        (String = "text/csv"),
    )))
)]
#[get("/reconciliation")]
pub async fn reconcile_payments(
    request: HttpRequest,
    asked: Listed<Caller<PaymentsRead>, ReconciliationFilter>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let Listed { caller, filter, page } = asked;
    if exports::is_asked_for(&request)? {
        let (actor, month) = (caller.actor.clone(), filter.month);
        let months = async move |reader: &Reader<'_>, page: &PageRequest| {
            let ReconciliationPage { data, next_cursor, .. } = reconcile(reader.db(), &actor, filter.clone(), page.clone()).await?;
            Ok(Page { data: data.into_iter().map(|found| TenantMonth { month, found }).collect(), next_cursor })
        };
        return exports::answer(&db, caller.actor, reconciliation(month), &page, months).await;
    }
    let envelope = reconcile(&db, &caller.actor, filter, page).await?;
    Ok(exports::page(&request, &envelope, envelope.next_cursor.as_deref()))
}

async fn reconcile(db: &Db, actor: &Actor, filter: ReconciliationFilter, page: PageRequest) -> Result<ReconciliationPage, Problem> {
    db.read_at_once(actor, move |scope| {
        let (law, month, today, language) = (scope.law(), filter.month, scope.today(), scope.language());
        let (found, direct_payment) = scope.standings(&filter)?;
        let judged = found.iter().map(|of| {
            let (status, expected) = stands(law, of, month, today);
            (of, status, expected)
        });
        let totals = totals(judged.clone());
        let after: Option<(String, TenantId)> = page.after()?;
        let wanted = judged.filter(|(_, status, _)| filter.status.is_empty() || filter.status.contains(status));
        let next = wanted.map(|(of, ..)| &of.key).filter(|key| after.as_ref().is_none_or(|after| *key > after));
        let probe = usize::try_from(page.probe()).map_err(Problem::internal)?;
        let page = page.page(next.take(probe).collect(), |key| (*key).clone(), |(_, id)| id.clone())?;
        let dues = scope.dues(page.data, month)?;
        let data = dues.into_iter().map(|due| reconciled(law, due, month, today, language)).collect();
        Ok(ReconciliationPage { data, next_cursor: page.next_cursor, month, direct_payment, totals })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(day: &str, aid_type: AidType, kind: TransferKind, total_cents: i64) -> Sum {
        Sum { paid_on: day.parse().unwrap(), aid_type, kind, line_count: 2, total_cents }
    }

    #[test]
    fn r93_a_month_is_the_exact_sum_of_its_signed_lines() {
        let sums = [
            sum("2026-10-26", AidType::Apl, TransferKind::Current, 50_000),
            sum("2026-11-05", AidType::Als, TransferKind::Current, 20_000),
            sum("2026-11-05", AidType::Als, TransferKind::Recovery, -25_000),
            sum("2026-11-25", AidType::Apl, TransferKind::Current, 51_000),
        ];
        let found = month_total("2026-11".parse().unwrap(), &sums);
        assert_eq!((found.total_cents, found.line_count), (46_000, 6));
        let aids: Vec<_> = found.by_aid_type.iter().map(|one| (one.aid_type, one.total_cents)).collect();
        assert_eq!(aids, [(AidType::Apl, 51_000), (AidType::Als, -5_000)]);
        let kinds: Vec<_> = found.by_kind.iter().map(|one| (one.kind, one.total_cents)).collect();
        assert_eq!(kinds, [(TransferKind::Current, 71_000), (TransferKind::Recovery, -25_000)]);
        assert_eq!(month_total("2026-12".parse().unwrap(), &sums).line_count, 0);
    }
}
