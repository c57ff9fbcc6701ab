//! July rents: every statement starts from the landlord's own.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::dto::{Decision, RentDeclaration, RentDeclarationFilter, RentDeclarationPreview};
use super::model::{Declaration, DeclarationStatus, Known, Standing};
use crate::db::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{logements, receipts, rent_declarations as declarations, tenants};
use crate::http::page::PageRequest;
use crate::http::warning::{self, Noted};
use crate::http::{Language, Page, Problem};
use crate::receipts::{ReceiptKind, ReceiptRef};
use crate::rent_campaigns::model::{Campaign, Tenancy};
use crate::rent_campaigns::queries::logement_of_tenant;
use crate::values::beneficiary_number::PayingBodyCode;
use crate::values::money::share;
use crate::values::month::Month;
use crate::values::typed_id::{ClientId, LandlordId, LogementId, ReferenceId, RentDeclarationId, TenantId};

/// What is known of the tenancy a rent is declared for.
pub struct Declaring {
    pub tenancy: Tenancy,
    pub logement_id: LogementId,
    pub reference_id: ReferenceId,
    pub furnished: bool,
    pub previous_july_rent_cents: Option<i64>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = declarations, check_for_backend(MultiBackend))]
struct Row {
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
}

type Found = (Row, (String, NaiveDateTime, String));

/// The landlord's own declarations with their receipts.
macro_rules! owned {
    ($landlord:expr) => {
        declarations::table
            .inner_join(
                receipts::table
                    .on(receipts::landlord_id.eq(declarations::landlord_id).and(receipts::number.eq(declarations::receipt_number))),
            )
            .filter(declarations::landlord_id.eq($landlord))
            .select((
                <Row as SelectableHelper<MultiBackend>>::as_select(),
                (receipts::number, receipts::received_at, receipts::content_sha256),
            ))
    };
}

impl Scope<'_> {
    /// The tenancy a rent is to be declared for.
    pub(super) fn declaring(&mut self, id: &TenantId) -> Result<Declaring, Problem> {
        type Found = (NaiveDate, Option<NaiveDate>, LogementId, ReferenceId, bool, Option<i64>, Option<NaiveDate>);
        let landlord = self.landlord();
        let found: Option<Found> = tenants::table
            .inner_join(logement_of_tenant!())
            .filter(tenants::landlord_id.eq(landlord))
            .filter(tenants::id.eq(id))
            .select((
                tenants::lease_started_on,
                tenants::lease_ended_on,
                tenants::logement_id,
                tenants::reference_id,
                tenants::furnished,
                tenants::previous_july_rent_cents,
                logements::managed_until,
            ))
            .first(self.conn())
            .optional()?;
        let (started_on, ended_on, logement_id, reference_id, furnished, previous_july_rent_cents, managed_until) =
            found.ok_or_else(|| Problem::not_found_at("/tenant_id"))?;
        let tenancy = Tenancy { started_on, ended_on, managed_until };
        Ok(Declaring { tenancy, logement_id, reference_id, furnished, previous_july_rent_cents })
    }

    /// Whether the landlord has a declaration.
    pub(super) fn has_declaration(&mut self, id: &RentDeclarationId) -> Result<bool, Problem> {
        let landlord = self.landlord();
        Ok(diesel::select(diesel::dsl::exists(declarations::table.find((landlord, id)))).get_result(self.conn())?)
    }

    /// What stands already for a tenancy in a campaign.
    pub(super) fn standing(&mut self, tenant: &TenantId, year: i32) -> Result<Standing, Problem> {
        let landlord = self.landlord();
        let versions: Vec<(RentDeclarationId, i32, DeclarationStatus)> = declarations::table
            .filter(declarations::landlord_id.eq(landlord))
            .filter(declarations::tenant_id.eq(tenant))
            .filter(declarations::campaign_year.eq(year))
            .order(declarations::version.desc())
            .limit(1)
            .select((declarations::id, declarations::version, declarations::status))
            .load(self.conn())?;
        Ok(versions.into_iter().next().map_or_else(Standing::default, |(id, latest_version, status)| {
            let counts = matches!(status, DeclarationStatus::Submitted | DeclarationStatus::Accepted);
            Standing { current: counts.then_some(id), latest_version }
        }))
    }

    /// What the warnings of a declaration compare with.
    pub(super) fn known_rents(&mut self, declaring: &Declaring, declaration: &Declaration) -> Result<Known, Problem> {
        let landlord = self.landlord();
        let earlier = self.rents_before(declaration.campaign_year, std::slice::from_ref(&declaration.tenant_id))?;
        let other_rent_cents = declarations::table
            .inner_join(tenants::table.on(tenants::landlord_id.eq(declarations::landlord_id).and(tenants::id.eq(declarations::tenant_id))))
            .filter(declarations::landlord_id.eq(landlord))
            .filter(tenants::logement_id.eq(&declaring.logement_id))
            .filter(tenants::lease_started_on.eq(declaring.tenancy.started_on))
            .filter(declarations::tenant_id.ne(&declaration.tenant_id))
            .filter(declarations::campaign_year.eq(declaration.campaign_year))
            .filter(declarations::status.eq_any([DeclarationStatus::Submitted, DeclarationStatus::Accepted]))
            .filter(declarations::rent_cents.ne(declaration.rent_cents))
            .select(declarations::rent_cents)
            .first(self.conn())
            .optional()?;
        let previous_rent_cents = earlier.first().map(|(_, rent)| *rent).or(declaring.previous_july_rent_cents);
        Ok(Known { previous_rent_cents, other_rent_cents })
    }

    /// Stores a declaration with its receipt; the version it replaces is superseded.
    pub(super) fn insert_declaration(
        &mut self,
        declaring: &Declaring,
        campaign: &Campaign,
        version: i32,
        declaration: Declaration,
        warnings: &[Noted],
    ) -> Result<RentDeclaration, Problem> {
        let (landlord, client, now) = (self.landlord(), self.client(), self.now());
        let id: RentDeclarationId = self.new_id(&format!("{}/{}/{version}", declaration.tenant_id, declaration.campaign_year))?;
        let receipt = self.issue_receipt(ReceiptKind::RentDeclaration, id.as_str(), "", &declaration)?;
        if let Some(replaced) = &declaration.replaces {
            diesel::update(declarations::table.find((landlord, replaced)))
                .set(declarations::status.eq(DeclarationStatus::Superseded))
                .execute(self.conn())?;
        }
        let late = campaign.is_late(self.today());
        diesel::insert_into(declarations::table)
            .values((
                declarations::landlord_id.eq(landlord),
                declarations::id.eq(&id),
                declarations::tenant_id.eq(&declaration.tenant_id),
                declarations::logement_id.eq(&declaring.logement_id),
                declarations::reference_id.eq(&declaring.reference_id),
                declarations::campaign_year.eq(declaration.campaign_year),
                declarations::version.eq(version),
                declarations::rent_cents.eq(declaration.rent_cents),
                declarations::charges_cents.eq(declaration.charges_cents),
                declarations::furnished.eq(declaration.furnished),
                declarations::coholders.eq(declaration.coholders),
                (
                    declarations::tenant_up_to_date.eq(declaration.tenant_up_to_date),
                    declarations::decent.eq(declaration.decent),
                    declarations::comment.eq(&declaration.comment),
                    declarations::late.eq(late),
                    declarations::status.eq(DeclarationStatus::Submitted),
                    declarations::warnings.eq(warning::to_column(warnings)?),
                    declarations::replaces.eq(&declaration.replaces),
                    declarations::client_id.eq(client),
                    declarations::receipt_number.eq(&receipt.number),
                    declarations::submitted_at.eq(now.naive_utc()),
                ),
            ))
            .execute(self.conn())?;
        self.declaration(&id)
    }

    /// One declaration.
    pub(super) fn declaration(&mut self, id: &RentDeclarationId) -> Result<RentDeclaration, Problem> {
        let (landlord, language) = (self.landlord(), self.language());
        let found: Option<Found> = owned!(landlord).filter(declarations::id.eq(id)).first(self.conn()).optional()?;
        shown(found.ok_or_else(Problem::not_found)?, language)
    }

    /// One page of declarations, the latest received first.
    pub(super) fn declarations(&mut self, filter: &RentDeclarationFilter, page: &PageRequest) -> Result<Page<RentDeclaration>, Problem> {
        let (landlord, language): (&LandlordId, _) = (self.landlord(), self.language());
        let mut query = owned!(landlord).into_boxed();
        if let Some((at, id)) = page.after::<(NaiveDateTime, RentDeclarationId)>()? {
            query = query.filter(declarations::submitted_at.le(at)).filter(declarations::submitted_at.lt(at).or(declarations::id.lt(id)));
        }
        if let Some(tenant) = &filter.tenant_id {
            query = query.filter(declarations::tenant_id.eq(tenant));
        }
        if let Some(year) = filter.campaign_year {
            query = query.filter(declarations::campaign_year.eq(year));
        }
        if let Some(status) = filter.status {
            query = query.filter(declarations::status.eq(status));
        }
        if let Some(late) = filter.late {
            query = query.filter(declarations::late.eq(late));
        }
        if !filter.reference_id.is_empty() {
            query = query.filter(declarations::reference_id.eq_any(&filter.reference_id));
        }
        if !filter.logement_id.is_empty() {
            query = query.filter(declarations::logement_id.eq_any(&filter.logement_id));
        }
        let rows: Vec<Found> =
            query.order((declarations::submitted_at.desc(), declarations::id.desc())).limit(page.probe()).load(self.conn())?;
        let page = page.page(rows, |(row, _)| (row.submitted_at, row.id.clone()), |found| shown(found, language))?;
        Ok(Page { data: page.data.into_iter().collect::<Result<_, Problem>>()?, next_cursor: page.next_cursor })
    }
}

fn share_of(rent_cents: i64, coholders: i32) -> i64 {
    share(rent_cents, u32::try_from(coholders).unwrap_or(1))
}

fn shown(found: Found, language: Language) -> Result<RentDeclaration, Problem> {
    let (row, (number, received_at, content_sha256)) = found;
    let reference_month = Month::new(row.campaign_year, 7).ok_or_else(|| Problem::internal("a campaign without July"))?;
    let decision = row.decided_by.zip(row.decided_on).map(|(by, on)| Decision { by, on, reason: row.decision_reason });
    Ok(RentDeclaration {
        id: row.id,
        declaration: RentDeclarationPreview {
            reference_month,
            share_cents: share_of(row.rent_cents, row.coholders),
            warnings: warning::from_column(&row.warnings, language)?,
            submitted_at: row.submitted_at.and_utc(),
            decision,
            tenant_id: row.tenant_id,
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
