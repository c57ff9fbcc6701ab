//! Handlers of the tenants.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{Action, Tenant, TenantFilter, TenantPage};
use super::export::TENANTS;
use super::model::{self, ActionName, Situation};
use super::queries::Detail;
use crate::auth::Caller;
use crate::auth::scopes::{ScopeName, TenantsRead};
use crate::db::{Db, Reader};
use crate::exports;
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::{Listed, One, PageRequest, Path, Query};
use crate::law::Law;
use crate::problem::{Code, Problem};
use crate::rent_campaigns::model::RentStatus;
use crate::values::typed_id::TenantId;

/// Lists tenants.
///
/// By name unless another order is asked for; every word of `search` must be found. As `text/csv` it is an
/// export of every tenant that matches, whatever `limit` and `cursor` say, written as that of payment lines.
#[utoipa::path(
    tag = "Tenants",
    operation_id = "listTenants",
    security(("oauth2" = [TenantsRead::NAME])),
    params(TenantFilter),
    responses((status = 200, description = "A page of tenants, or the export of all.", content(
        (TenantPage = "application/json"),
        (String = "text/csv"),
    )))
)]
#[get("")]
pub async fn list_tenants(
    request: HttpRequest,
    asked: Listed<Caller<TenantsRead>, TenantFilter>,
    db: Data<Db>,
) -> Result<HttpResponse, Problem> {
    let Listed { caller, filter, page } = asked;
    if exports::is_asked_for(&request)? {
        let tenants = async move |reader: &Reader<'_>, page: &PageRequest| reader.tenants(filter.clone(), page).await;
        return exports::answer(&db, caller.actor, TENANTS, &page, tenants).await;
    }
    let page = db.reader(&caller.actor).tenants(filter, &page).await?;
    Ok(exports::page(&request, &page, page.next_cursor.as_deref()))
}

/// Reads a tenant.
///
/// With each thing that may be declared for it, whether it would be accepted now, and if not the
/// code it would be refused with.
#[utoipa::path(
    tag = "Tenants",
    operation_id = "getTenant",
    security(("oauth2" = [TenantsRead::NAME])),
    params(("id" = TenantId, Path, description = "The tenant.")),
    responses((status = 200, description = "The tenant.", body = Tenant))
)]
#[get("/{id}")]
pub async fn get_tenant(
    caller: Caller<TenantsRead>,
    id: Path<RawId>,
    _none: Query<NoParameters>,
    db: Data<Db>,
) -> Result<One<Tenant>, Problem> {
    let reader = db.reader(&caller.actor);
    let detail = reader.tenant_detail(id.0.parse()?).await?;
    let actions = actions(reader.db().law(), &detail, reader.today());
    Ok(One(Tenant { item: detail.item, actions }))
}

fn actions(law: &Law, detail: &Detail, today: chrono::NaiveDate) -> Vec<Action> {
    let declared = detail.item.rent_declaration.as_ref().is_some_and(|declaration| declaration.status == RentStatus::Declared);
    let rent = model::rent_refusal(law, detail.campaign.as_ref(), &detail.tenancy, declared, today);
    let open = detail.item.open_impaye_id.as_ref();
    let situation = Situation {
        tenancy: detail.tenancy,
        managed_from: detail.managed_from,
        due_day: u32::try_from(detail.item.lease.due_day).unwrap_or(1),
        departed: detail.departed,
        end_declared: detail.end_declared,
        has_open_impaye: open.is_some(),
    };
    let months = open.map_or_else(|| "/v1/impayes/{id}/months".to_owned(), |id| format!("/v1/impayes/{id}/months"));
    vec![
        action(ActionName::DeclareRent, "/v1/rent-declarations", rent),
        action(ActionName::DeclareDeparture, "/v1/changes", situation.departure_refusal(today)),
        action(ActionName::DeclareColocation, "/v1/changes", situation.colocation_refusal(today)),
        action(ActionName::DeclareEndOfManagement, "/v1/changes", situation.end_of_management_refusal(today)),
        action(ActionName::ReportImpaye, "/v1/impayes", situation.impaye_refusal(today)),
        action(ActionName::AddImpayeMonths, &months, situation.months_refusal(today)),
    ]
}

fn action(name: ActionName, href: &str, refusal: Option<Code>) -> Action {
    let reason = refusal.map(|code| code.as_str().to_owned());
    Action { name, allowed: refusal.is_none(), method: "POST".to_owned(), href: href.to_owned(), reason }
}
