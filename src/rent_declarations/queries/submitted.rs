//! What a declaration is judged by, and its way into the tables.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Row, shown};
use crate::acts::{self, Entry, Named, NamedTenant};
use crate::db::Scope;
use crate::db::ask::{Limited, statement};
use crate::db::schema::{rent_declarations as declarations, tenants};
use crate::problem::Problem;
use crate::problem::{Noted, warning};
use crate::receipts::ReceiptRef;
use crate::rent_declarations::dto::{RentDeclaration, RentDeclarationIn};
use crate::rent_declarations::model::{Declaration, DeclarationStatus, Known, Standing};
use crate::tenancies::states::Counting;
use crate::tenancies::{self, OneTenancy, Tenancy};
use crate::values::paying_body::PayingBodyCode;
use crate::values::typed_id::{LandlordId, RentDeclarationId, TenantId};

/// A declaration that the rules accept.
pub struct NewDeclaration {
    pub id: RentDeclarationId,
    pub version: i32,
    pub late: bool,
    pub declaration: Declaration,
    pub receipt: ReceiptRef,
}

/// All that a July rent is judged by.
pub struct Declaring {
    pub tenancy: Tenancy,
    pub standing: Standing,
    pub known: Known,
    /// What the receipt names landlord and tenant by.
    pub named: Option<Named>,
}

statement! {
    /// The latest version of a tenancy's declaration in a campaign, whatever became of it.
    fn LatestVersion { landlord: LandlordId, tenant: TenantId, year: i32 } -> (RentDeclarationId, i32, DeclarationStatus);
    {
        Limited(
            declarations::table
                .filter(declarations::landlord_id.eq(landlord))
                .filter(declarations::tenant_id.eq(tenant))
                .filter(declarations::campaign_year.eq(year))
                .order(declarations::version.desc())
                .select((declarations::id, declarations::version, declarations::status)),
            1,
        )
    }
}

statement! {
    /// The rent that counts of the latest campaign before a year.
    fn EarlierRent { landlord: LandlordId, tenant: TenantId, year: i32 } -> i64;
    {
        Limited(
            declarations::table
                .filter(declarations::landlord_id.eq(landlord))
                .filter(declarations::tenant_id.eq(tenant))
                .filter(declarations::campaign_year.lt(year))
                .filter(Counting)
                .order(declarations::campaign_year.desc())
                .select(declarations::rent_cents),
            1,
        )
    }
}

diesel::alias!(tenants as own: Own);

statement! {
    /// Another rent that a co-holder of the same lease declared in a campaign (R25).
    fn OtherRent { landlord: LandlordId, tenant: TenantId, year: i32, rent_cents: i64 } -> i64;
    {
        let same_lease = own
            .field(tenants::logement_id)
            .eq(tenants::logement_id)
            .and(own.field(tenants::lease_started_on).eq(tenants::lease_started_on));
        Limited(
            own.inner_join(tenants::table.on(tenants::landlord_id.eq(own.field(tenants::landlord_id)).and(same_lease)))
                .inner_join(
                    declarations::table
                        .on(declarations::landlord_id.eq(tenants::landlord_id).and(declarations::tenant_id.eq(tenants::id))),
                )
                .filter(own.field(tenants::landlord_id).eq(landlord))
                .filter(own.field(tenants::id).eq(tenant.clone()))
                .filter(declarations::tenant_id.ne(tenant))
                .filter(declarations::campaign_year.eq(year))
                .filter(Counting)
                .filter(declarations::rent_cents.ne(rent_cents))
                .select(declarations::rent_cents),
            1,
        )
    }
}

fn standing(versions: Vec<(RentDeclarationId, i32, DeclarationStatus)>) -> Standing {
    versions.into_iter().next().map_or_else(Standing::default, |(id, latest_version, status)| {
        let counts = matches!(status, DeclarationStatus::Submitted | DeclarationStatus::Accepted);
        Standing { current: counts.then_some(id), latest_version }
    })
}

impl Scope<'_> {
    /// Whether the landlord has a declaration.
    pub(in crate::rent_declarations) fn has_declaration(&mut self, id: &RentDeclarationId) -> Result<bool, Problem> {
        let landlord = self.landlord();
        Ok(diesel::select(diesel::dsl::exists(declarations::table.find((landlord, id)))).get_result(self.conn())?)
    }

    /// What stands already for a tenancy in a campaign.
    pub(crate) fn standing(&mut self, tenant: &TenantId, year: i32) -> Result<Standing, Problem> {
        let asked = LatestVersion { landlord: self.landlord().clone(), tenant: tenant.clone(), year };
        self.ask(asked).map(standing)
    }

    /// All that a July rent is judged by, in one go.
    ///
    /// # Errors
    /// 404 at `/tenant_id` when the landlord has no such tenant.
    pub(in crate::rent_declarations) fn declaring(&mut self, sent: &RentDeclarationIn, july: NaiveDate) -> Result<Declaring, Problem> {
        let (landlord, tenant, year) = (self.landlord().clone(), sent.tenant_id.clone(), sent.campaign_year);
        let (tenancy, versions, earlier, others, mut named) = self.ask((
            OneTenancy { landlord: landlord.clone(), id: tenant.clone(), on: july },
            LatestVersion { landlord: landlord.clone(), tenant: tenant.clone(), year },
            EarlierRent { landlord: landlord.clone(), tenant: tenant.clone(), year },
            OtherRent { landlord: landlord.clone(), tenant: tenant.clone(), year, rent_cents: sent.rent_cents },
            NamedTenant { landlord, tenant },
        ))?;
        let tenancy = tenancies::found(tenancy)?;
        let previous_rent_cents = earlier.first().copied().or(tenancy.previous_july_rent_cents);
        let known = Known { previous_rent_cents, other_rent_cents: others.first().copied() };
        Ok(Declaring { tenancy, standing: standing(versions), known, named: named.pop().map(acts::named) })
    }

    /// Stores a declaration.
    pub(in crate::rent_declarations) fn insert_declaration(
        &mut self,
        new: NewDeclaration,
        tenancy: &Tenancy,
        warnings: &[Noted],
        _entry: &Entry,
    ) -> Result<RentDeclaration, Problem> {
        let (landlord, language, law) = (self.landlord(), self.language(), self.law());
        let NewDeclaration { id, version, late, declaration, receipt } = new;
        let row = Row {
            id,
            tenant_id: declaration.tenant_id,
            logement_id: tenancy.logement_id.clone(),
            reference_id: tenancy.reference_id.clone(),
            campaign_year: declaration.campaign_year,
            version,
            rent_cents: declaration.rent_cents,
            charges_cents: declaration.charges_cents,
            furnished: declaration.furnished,
            coholders: declaration.coholders,
            tenant_up_to_date: declaration.tenant_up_to_date,
            decent: declaration.decent,
            comment: declaration.comment,
            late,
            status: DeclarationStatus::Submitted,
            warnings: warning::to_column(warnings)?,
            replaces: declaration.replaces,
            client_id: self.client().clone(),
            submitted_at: self.now().naive_utc(),
            decided_by: None,
            decided_on: None,
            decision_reason: None,
            decided_at: None,
        };
        self.put(diesel::insert_into(declarations::table).values((
            &row,
            declarations::landlord_id.eq(landlord),
            declarations::receipt_number.eq(&receipt.number),
        )))?;
        shown((row, (receipt.number, receipt.received_at.naive_utc(), receipt.content_sha256), tenancy.named.clone()), language, law)
    }

    /// Marks a declaration as replaced by a newer version.
    pub(in crate::rent_declarations) fn supersede_declaration(&mut self, id: &RentDeclarationId, _entry: &Entry) -> Result<(), Problem> {
        let landlord = self.landlord();
        self.put(diesel::update(declarations::table.find((landlord, id))).set(declarations::status.eq(DeclarationStatus::Superseded)))
    }

    /// Marks a declaration as decided by the paying body.
    pub(in crate::rent_declarations) fn mark_declaration_decided(
        &mut self,
        id: &RentDeclarationId,
        by: &PayingBodyCode,
        status: DeclarationStatus,
        reason: Option<&str>,
        _entry: &Entry,
    ) -> Result<(), Problem> {
        let (landlord, today, now) = (self.landlord(), self.today(), self.now().naive_utc());
        diesel::update(declarations::table.find((landlord, id)))
            .set((
                declarations::status.eq(status),
                declarations::decided_by.eq(by),
                declarations::decided_on.eq(today),
                declarations::decision_reason.eq(reason),
                declarations::decided_at.eq(now),
            ))
            .execute(self.conn())?;
        Ok(())
    }
}
