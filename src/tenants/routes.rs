//! Handlers of the tenants.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, patch};

use super::dto::{Action, Tenant, TenantFilter, TenantPage, TenantPatch};
use super::export::TENANTS;
use super::model::{self, ActionName, Situation};
use super::queries::Detail;
use crate::auth::Caller;
use crate::auth::scopes::{LandlordWrite, ScopeName, TenantsRead};
use crate::db::{Db, Reader};
use crate::exports;
use crate::http::etag::IfMatch;
use crate::http::path::RawId;
use crate::http::query::NoParameters;
use crate::http::{Listed, One, PageRequest, Patch, Path, Query};
use crate::law::Law;
use crate::problem::{Code, Problem};
use crate::rent_campaigns::model::RentStatus;
use crate::values::landlord_reference::LandlordReference;
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
    Ok(One(shown(detail, reader.db().law(), reader.today())))
}

/// Sets the landlord's own reference of a tenant.
///
/// The key by which the landlord knows the tenant in its own books: every list finds the tenant by it. What
/// the paying body loads leaves it alone, until its file brings another one than it brought last.
#[utoipa::path(
    tag = "Tenants",
    operation_id = "updateTenant",
    security(("oauth2" = [LandlordWrite::NAME])),
    params(
        ("id" = TenantId, Path, description = "The tenant."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the tenant that is changed; `*` takes any.", max_length = 500, example = "*"),
    ),
    request_body(content = TenantPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The tenant with the change.", body = Tenant))
)]
#[patch("/{id}")]
pub async fn update_tenant(
    request: HttpRequest,
    caller: Caller<LandlordWrite>,
    id: Path<RawId>,
    patch: Patch<TenantPatch>,
    db: Data<Db>,
) -> Result<One<Tenant>, Problem> {
    let (Patch(patch), condition) = (patch, IfMatch::of(request.headers()));
    let id: TenantId = id.0.parse()?;
    db.write(&caller.actor, move |scope| {
        let (law, today) = (scope.law(), scope.today());
        let mut tenant = shown(scope.tenant_detail(id.clone())?, law, today);
        condition.judge(&tenant)?;
        if let Some(reference) = &patch.landlord_reference {
            tenant.item.landlord_reference = reference.as_ref().map(LandlordReference::to_string);
            scope.set_tenant_reference(&tenant.item)?;
        }
        Ok(One(tenant))
    })
    .await
}

fn shown(detail: Detail, law: &Law, today: chrono::NaiveDate) -> Tenant {
    let actions = actions(law, &detail, today);
    Tenant { item: detail.item, actions }
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
