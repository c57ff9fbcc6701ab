//! July rents: every statement starts from the landlord's own.

mod submitted;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::dto::{DeclaredRent, RentDeclaration, RentDeclarationFilter};
use super::model::DeclarationStatus;
use crate::acts::lists::sent;
use crate::db::among::among;
use crate::db::ask::{Limited, statement};
use crate::db::connection::MultiBackend;
use crate::db::schema::{receipts, rent_declarations as declarations, tenants};
use crate::db::{Reader, Scope};
use crate::http::Page;
use crate::http::page::PageRequest;
use crate::inbox::Decision;
use crate::law::Law;
use crate::law::formulas::rent_share;
use crate::problem::{Problem, warning};
use crate::receipts::{KEPT, Kept, Receipt, ReceiptRef};
use crate::tenancies::joins::{chosen, tenant_of};
use crate::tenancies::{Chosen, TenantSummary};
use crate::values::paying_body::PayingBodyCode;
use crate::values::text::Language;
use crate::values::typed_id::{ClientId, LandlordId, LogementId, ReferenceId, RentDeclarationId, TenantId};

pub use submitted::{Declaring, NewDeclaration};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = declarations, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub(crate) struct Row {
    id: RentDeclarationId,
    tenant_id: TenantId,
    logement_id: LogementId,
    reference_id: ReferenceId,
    campaign_year: i32,
    version: i32,
    rent_cents: i64,
    charges_cents: Option<i64>,
    furnished: bool,
    coholders: i32,
    tenant_up_to_date: Option<bool>,
    decent: Option<bool>,
    comment: Option<String>,
    late: bool,
    status: DeclarationStatus,
    warnings: String,
    replaces: Option<RentDeclarationId>,
    client_id: ClientId,
    submitted_at: NaiveDateTime,
    decided_by: Option<PayingBodyCode>,
    decided_on: Option<NaiveDate>,
    decision_reason: Option<String>,
    decided_at: Option<NaiveDateTime>,
}

pub(crate) type Found = (Row, (String, NaiveDateTime, String), TenantSummary);

/// The landlord's own declarations with their receipts.
macro_rules! owned {
    ($landlord:expr) => {
        declarations::table
            .inner_join(
                receipts::table
                    .on(receipts::landlord_id.eq(declarations::landlord_id).and(receipts::number.eq(declarations::receipt_number))),
            )
            .filter(declarations::landlord_id.eq($landlord))
    };
}

/// What is read of each.
macro_rules! columns {
    ($db:ty) => {
        (
            <Row as SelectableHelper<$db>>::as_select(),
            (receipts::number, receipts::received_at, receipts::content_sha256),
            <TenantSummary as SelectableHelper<$db>>::as_select(),
        )
    };
}

statement! {
    /// One declaration of the landlord's.
    pub(crate) fn OneDeclaration { landlord: LandlordId, id: RentDeclarationId } -> Found, generic if |_one| true;
    { owned!(landlord).inner_join(tenant_of!(declarations)).filter(declarations::id.eq(id)).select(columns!(DB)) }
}

statement! {
    /// The receipt of one declaration.
    fn OneReceipt { landlord: LandlordId, id: RentDeclarationId } -> (Kept, i32), generic if |_one| true;
    { owned!(landlord).filter(declarations::id.eq(id)).select((KEPT, declarations::version)) }
}

statement! {
    /// One page of the landlord's declarations, and one more to know whether another page follows.
    fn DeclarationList {
        landlord: LandlordId,
        filter: RentDeclarationFilter,
        chosen: Chosen,
        after: Option<(NaiveDateTime, RentDeclarationId)>,
        limit: i64,
    } -> Found, generic if |list| list.filter.is_plain();
    {
        let mut query = owned!(landlord.clone()).inner_join(tenant_of!(declarations)).select(columns!(DB)).into_boxed::<DB>();
        if let Some((at, id)) = after {
            query = query.filter(declarations::submitted_at.le(at)).filter(declarations::submitted_at.lt(at).or(declarations::id.lt(id)));
        }
        if let Some(tenant) = filter.tenant_id {
            query = query.filter(declarations::tenant_id.eq(tenant));
        }
        if let Some(year) = filter.campaign_year {
            query = query.filter(declarations::campaign_year.eq(year));
        }
        among!(query, declarations::status, filter.status);
        if let Some(late) = filter.late {
            query = query.filter(declarations::late.eq(late));
        }
        among!(query, declarations::reference_id, filter.reference_id);
        among!(query, declarations::logement_id, filter.logement_id);
        sent!(query, declarations, filter);
        chosen!(query, DB, landlord, declarations::tenant_id, chosen);
        Limited(query.order((declarations::submitted_at.desc(), declarations::id.desc())), limit)
    }
}

impl Reader<'_> {
    /// One declaration.
    pub(super) async fn declaration(&self, id: RentDeclarationId) -> Result<RentDeclaration, Problem> {
        shown(self.one(OneDeclaration { landlord: self.landlord(), id }).await?, self.language(), self.law())
    }

    /// The receipt of one declaration, and its version.
    pub(super) async fn declaration_receipt(&self, id: RentDeclarationId) -> Result<(Receipt, i32), Problem> {
        let (kept, version) = self.one(OneReceipt { landlord: self.landlord(), id }).await?;
        Ok((crate::receipts::shown(kept)?, version))
    }

    /// One page of declarations, the latest received first.
    pub(super) async fn declarations(&self, filter: RentDeclarationFilter, page: &PageRequest) -> Result<Page<RentDeclaration>, Problem> {
        let (landlord, after) = (self.landlord(), page.after()?);
        let chosen = self.chosen(filter.sought()).await?;
        let list = chosen.is_somebody().then(|| DeclarationList { landlord, filter, chosen, after, limit: page.probe() });
        let rows = self.ask(list).await?;
        let page = page.page(rows, |(row, ..)| (row.submitted_at, row.id.clone()), |found| shown(found, self.language(), self.law()))?;
        Ok(Page { data: page.data.into_iter().collect::<Result<_, Problem>>()?, next_cursor: page.next_cursor })
    }
}

impl Scope<'_> {
    /// One declaration.
    pub(crate) fn declaration(&mut self, id: &RentDeclarationId) -> Result<RentDeclaration, Problem> {
        let asked = OneDeclaration { landlord: self.landlord().clone(), id: id.clone() };
        found(self.ask(asked)?, self.language(), self.law())
    }
}

fn share_of(rent_cents: i64, coholders: i32) -> i64 {
    rent_share(rent_cents, u32::try_from(coholders).unwrap_or(1))
}

/// The declaration that was asked for.
///
/// # Errors
/// 404 when there is none.
pub(crate) fn found(rows: Vec<Found>, language: Language, law: &Law) -> Result<RentDeclaration, Problem> {
    shown(rows.into_iter().next().ok_or_else(Problem::not_found)?, language, law)
}

fn shown(found: Found, language: Language, law: &Law) -> Result<RentDeclaration, Problem> {
    let (row, (number, received_at, content_sha256), tenant) = found;
    let reference_month = law.reference_month(row.campaign_year).ok_or_else(|| Problem::internal("a campaign without July"))?;
    let decision = row.decided_by.zip(row.decided_on).map(|(by, on)| Decision { by, on, reason: row.decision_reason });
    Ok(RentDeclaration {
        id: row.id,
        declaration: DeclaredRent {
            reference_month,
            share_cents: share_of(row.rent_cents, row.coholders),
            warnings: warning::from_column(&row.warnings, language)?,
            submitted_at: row.submitted_at.and_utc(),
            decision,
            decided_at: row.decided_at.map(|at| at.and_utc()),
            tenant_id: row.tenant_id,
            tenant,
            logement_id: row.logement_id,
            reference_id: row.reference_id,
            campaign_year: row.campaign_year,
            version: row.version,
            rent_cents: row.rent_cents,
            charges_cents: row.charges_cents,
            furnished: row.furnished,
            coholders: row.coholders,
            tenant_up_to_date: row.tenant_up_to_date,
            decent: row.decent,
            comment: row.comment,
            late: row.late,
            status: row.status,
            client_id: row.client_id,
            replaces: row.replaces,
        },
        receipt: ReceiptRef { number, received_at: received_at.and_utc(), content_sha256 },
    })
}
