//! Declaring a change: looked up, judged, undone where it replaces, applied, stored with a receipt.

use chrono::NaiveDate;

use super::dto::{Change, ChangeIn, ColocationIn, DepartureIn, EndOfManagementIn};
use super::model::{self, ChangeType, Judged, Leaving};
use super::queries::{Concerned, NewChange, Replaced, Unit};
use crate::acts::{About, Due, Received};
use crate::db::Scope;
use crate::problem::{Code, Problem};
use crate::receipts::ReceiptKind;
use crate::tenancies::{Tenancy, management};
use crate::values::text::Text;
use crate::values::typed_id::{ChangeId, LogementId, TenantId};

/// Judges, applies and stores one change.
///
/// # Errors
/// 404 for an id that is not the landlord's, 409 when something declared before stands in the way,
/// 422 when a legal rule refuses it. Nothing is then written.
pub fn submit(scope: &mut Scope<'_>, sent: &ChangeIn) -> Result<Change, Problem> {
    match sent {
        ChangeIn::EndOfManagement(sent) => end_of_management(scope, sent),
        ChangeIn::Departure(sent) => departure(scope, sent),
        ChangeIn::Colocation(sent) => colocation(scope, sent),
    }
}

/// The object that a change is about, which its successor must share.
#[derive(PartialEq, Eq)]
enum Object<'a> {
    Tenant(&'a TenantId),
    Logement(&'a LogementId),
}

/// Undoes what the change to be replaced did; its successor is then judged as if it had never been.
fn undo_replaced(scope: &mut Scope<'_>, replaces: Option<&ChangeId>, kind: ChangeType, object: &Object<'_>) -> Result<i32, Problem> {
    let Some(id) = replaces else { return Ok(1) };
    let Replaced { kind: its_kind, status, version, tenant_id, logement_id } =
        scope.replaced_change(id).map_err(|problem| at(problem, "/replaces"))?;
    let same = match object {
        Object::Tenant(tenant) => tenant_id.as_ref() == Some(*tenant),
        Object::Logement(logement) => logement_id == **logement,
    };
    if its_kind != kind || !status.is_in_force() || !same {
        return Err(model::already(Code::AlreadyDeclared, None));
    }
    scope.undo_change(id, its_kind)?;
    Ok(version + 1)
}

fn end_of_management(scope: &mut Scope<'_>, sent: &EndOfManagementIn) -> Result<Change, Problem> {
    let unit: Unit = match (&sent.logement_id, &sent.tenant_id) {
        (Some(logement), _) => scope.unit(logement).map_err(|problem| at(problem, "/logement_id"))?,
        (None, Some(tenant)) => scope.unit_of_tenant(tenant).map_err(|problem| at(problem, "/tenant_id"))?,
        (None, None) => return Err(Problem::not_found_at("/logement_id")),
    };
    let today = scope.today();
    let version = undo_replaced(scope, sent.replaces.as_ref(), ChangeType::EndOfManagement, &Object::Logement(&unit.id))?;
    let unit = scope.unit(&unit.id)?;
    if sent.replaces.is_none() {
        if let Some(current) = unit.end_id.as_ref().filter(|_| unit.managed_until.is_some_and(|until| today <= until)) {
            return Err(model::already(Code::AlreadyDeclared, Some(current)));
        }
        // Once it has ended, a new end is itself a fact dated later.
        management::within(unit.managed_until, NaiveDate::MAX, today)?;
    }
    model::between("/effective_on", sent.effective_on, unit.managed_from, model::horizon(today))?;
    let judged = model::management_ended(&unit.id, sent.effective_on);
    let mut filled = sent.clone();
    filled.logement_id = Some(unit.id.clone());
    let concerned = scope.concerned(unit.id.clone(), sent.tenant_id.clone())?;
    let change = store(scope, &ChangeIn::EndOfManagement(filled), &concerned, version, &judged)?;
    scope.end_management(&unit.id, change.id(), sent.effective_on)?;
    Ok(change)
}

fn departure(scope: &mut Scope<'_>, sent: &DepartureIn) -> Result<Change, Problem> {
    scope.tenancy(&sent.tenant_id, sent.departed_on)?;
    let version = undo_replaced(scope, sent.replaces.as_ref(), ChangeType::Departure, &Object::Tenant(&sent.tenant_id))?;
    let tenancy = scope.tenancy(&sent.tenant_id, sent.departed_on)?;
    // One that is replaced is undone by now; that of the household may end the tenancy in its place.
    if let Some(current) = tenancy.departure_id.as_ref().filter(|_| sent.replaces.is_none()) {
        return Err(model::already(Code::DepartureAlreadyDeclared, Some(current)));
    }
    tenancy.term.within_management(sent.departed_on, scope.today())?;
    let ended = match sent.leaving {
        Leaving::Coholder if tenancy.departure_id.is_some() && tenancy.term.ended_on <= Some(sent.departed_on) => Vec::new(),
        Leaving::Coholder => vec![tenancy.id.clone()],
        Leaving::Household => scope.unfinished_of_lease(&tenancy, sent.departed_on)?,
    };
    let judged = model::departure(scope.law(), sent, &tenancy, &ended, scope.today())?;
    let change = store(scope, &ChangeIn::Departure(sent.clone()), &concerned(tenancy), version, &judged)?;
    scope.end_tenancies(&ended, change.id(), sent.departed_on)?;
    Ok(change)
}

fn colocation(scope: &mut Scope<'_>, sent: &ColocationIn) -> Result<Change, Problem> {
    scope.tenancy(&sent.tenant_id, sent.effective_on)?;
    let version = undo_replaced(scope, sent.replaces.as_ref(), ChangeType::Colocation, &Object::Tenant(&sent.tenant_id))?;
    let tenancy = scope.tenancy(&sent.tenant_id, sent.effective_on)?;
    tenancy.term.within_management(sent.effective_on, scope.today())?;
    let sharing = scope.lease_tenants(&tenancy)?;
    let judged = model::colocation(sent.effective_on, sent.coholders, &tenancy, &sharing, scope.today())?;
    let change = store(scope, &ChangeIn::Colocation(sent.clone()), &concerned(tenancy), version, &judged)?;
    for tenant in &sharing {
        scope.count_coholders(tenant, sent.effective_on, sent.coholders, Some(change.id()))?;
    }
    Ok(change)
}

/// What every change has, of whatever kind.
struct Common<'a> {
    kind: ChangeType,
    effective_on: NaiveDate,
    replaces: Option<&'a ChangeId>,
    content: serde_json::Value,
}

fn common(declaration: &ChangeIn) -> Result<Common<'_>, Problem> {
    let (kind, effective_on, replaces, content) = match declaration {
        ChangeIn::EndOfManagement(sent) => {
            (ChangeType::EndOfManagement, sent.effective_on, sent.replaces.as_ref(), serde_json::to_value(sent))
        }
        ChangeIn::Departure(sent) => (ChangeType::Departure, sent.departed_on, sent.replaces.as_ref(), serde_json::to_value(sent)),
        ChangeIn::Colocation(sent) => (ChangeType::Colocation, sent.effective_on, sent.replaces.as_ref(), serde_json::to_value(sent)),
    };
    Ok(Common { kind, effective_on, replaces, content: content.map_err(Problem::internal)? })
}

/// Stores a change with its receipt; the version it replaces is superseded.
fn store(scope: &mut Scope<'_>, declaration: &ChangeIn, concerned: &Concerned, version: i32, judged: &Judged) -> Result<Change, Problem> {
    let Common { kind, effective_on, replaces, content } = common(declaration)?;
    let object = concerned.tenant_id().map_or(concerned.logement_id.as_str(), TenantId::as_str);
    let id: ChangeId = scope.new_id(&format!("{kind}/{object}/{effective_on}/{version}/{}", scope.now()))?;
    let (receipt, entry) = scope.received(&Received {
        kind: ReceiptKind::Change,
        id: id.as_str(),
        about: about(concerned),
        declaration: &content,
        replaces: replaces.map(ChangeId::as_str),
        late: judged.late,
        due: Due { on: judged.deadline_on, late: judged.late },
        named: None,
    })?;
    if let Some(replaced) = replaces {
        scope.supersede_change(replaced, &entry)?;
    }
    scope.insert_change(NewChange { id, kind, effective_on, content, replaces, version, concerned, receipt }, judged, &entry)
}

fn about(concerned: &Concerned) -> About<'_> {
    About { tenant_id: concerned.tenant_id(), logement_id: &concerned.logement_id, paying_body: &concerned.paying_body_code }
}

fn concerned(tenancy: Tenancy) -> Concerned {
    let Tenancy { named, logement_id, reference_id, paying_body_code, .. } = tenancy;
    Concerned { tenant: Some(named), logement_id, reference_id, paying_body_code }
}

/// Cancels a change that applies, and undoes exactly what it did (R53).
///
/// # Errors
/// 404, or 409 `illegal_transition` when it does not apply any more.
pub fn cancel(scope: &mut Scope<'_>, id: &ChangeId, reason: Option<&str>) -> Result<Change, Problem> {
    let change = scope.replaced_change(id)?;
    if !change.status.is_in_force() {
        let status = change.status.words();
        let text = Text::new(
            format!("Un changement {} ne peut être annulé.", status.fr),
            format!("A change that is {} cannot be cancelled.", status.en),
        );
        let problem = Problem::new(Code::IllegalTransition, text);
        return Err(problem.with("current_status", change.status.as_str()).with("legal", Vec::<String>::new()));
    }
    scope.undo_change(id, change.kind)?;
    let concerned = scope.concerned(change.logement_id, change.tenant_id)?;
    let (receipt, entry) = scope.received(&Received {
        kind: ReceiptKind::Cancellation,
        id: id.as_str(),
        about: about(&concerned),
        declaration: &serde_json::json!({ "reason": reason }),
        replaces: None,
        late: false,
        due: Due::default(),
        named: None,
    })?;
    scope.mark_cancelled(id, reason, &receipt, &entry)?;
    scope.change(id)
}

/// The same problem, naming the field of the body.
fn at(problem: Problem, pointer: &str) -> Problem {
    if problem.code() == Code::NotFound { Problem::not_found_at(pointer) } else { problem }
}
