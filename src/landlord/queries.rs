//! The landlord's own row, references and bank accounts.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::dto;
use super::dto::{Landlord, Reference};
use super::model::{BankAccount, LandlordKind, in_force};
use crate::db::ask::statement;
use crate::db::connection::MultiBackend;
use crate::db::schema::{bank_accounts, landlord_references, landlords, paying_bodies};
use crate::db::{Reader, Scope};
use crate::problem::Problem;
use crate::values::address::Address;
use crate::values::iban::Iban;
use crate::values::paying_body::PayingBody;
use crate::values::paying_body::PayingBodyCode;
use crate::values::siret::Siret;
use crate::values::typed_id::{BankAccountId, LandlordId, ReferenceId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = landlords, check_for_backend(MultiBackend))]
struct Row {
    landlord_id: LandlordId,
    kind: LandlordKind,
    name: String,
    siret: Option<Siret>,
    email: String,
    phone: Option<String>,
    address: Address,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The contact details a landlord may change.
pub struct Contact {
    pub email: String,
    pub phone: Option<String>,
    pub address: Address,
}

type ReferenceRow = (ReferenceId, PayingBodyCode, String, String, String, bool);
type AccountRow = (String, Iban, Option<String>, NaiveDate);

statement! {
    /// The landlord's own row.
    fn OneLandlord { landlord: LandlordId } -> Row, generic if |_one| true;
    { landlords::table.find(landlord).select(<Row as SelectableHelper<DB>>::as_select()) }
}

statement! {
    /// The landlord's references, with their paying bodies.
    fn References { landlord: LandlordId } -> ReferenceRow, generic if |_list| true;
    {
        landlord_references::table
            .inner_join(paying_bodies::table.on(paying_bodies::code.eq(landlord_references::paying_body_code)))
            .filter(landlord_references::landlord_id.eq(landlord))
            .order((landlord_references::paying_body_code, landlord_references::reference))
            .select((
                landlord_references::id,
                paying_bodies::code,
                paying_bodies::name,
                landlord_references::reference,
                landlord_references::label,
                landlord_references::direct_payment,
            ))
    }
}

statement! {
    /// The landlord's bank accounts, in the order in which they count.
    fn Accounts { landlord: LandlordId } -> AccountRow, generic if |_list| true;
    {
        bank_accounts::table
            .filter(bank_accounts::landlord_id.eq(landlord))
            .order((bank_accounts::effective_on, bank_accounts::version))
            .select((bank_accounts::holder, bank_accounts::iban, bank_accounts::bic, bank_accounts::effective_on))
    }
}

/// The three parts of a profile.
fn parts(landlord: &LandlordId) -> (OneLandlord, References, Accounts) {
    let landlord = || landlord.clone();
    (OneLandlord { landlord: landlord() }, References { landlord: landlord() }, Accounts { landlord: landlord() })
}

impl Reader<'_> {
    /// The whole profile.
    pub(super) async fn profile(&self) -> Result<Landlord, Problem> {
        whole(self.ask(parts(&self.landlord())).await?, self.today())
    }
}

impl Scope<'_> {
    /// The whole profile.
    pub(super) fn profile(&mut self) -> Result<Landlord, Problem> {
        let today = self.today();
        whole(self.ask(parts(self.landlord()))?, today)
    }

    /// Changes the contact details.
    pub(super) fn change_contact(&mut self, contact: &Contact) -> Result<(), Problem> {
        let (landlord, now) = (self.landlord(), self.now().naive_utc());
        diesel::update(landlords::table.find(landlord))
            .set((
                landlords::email.eq(&contact.email),
                landlords::phone.eq(&contact.phone),
                landlords::address.eq(contact.address.to_column().map_err(Problem::internal)?),
                landlords::updated_at.eq(now),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// Adds a bank account; one that was still pending gives way to it.
    pub(super) fn add_bank_account(&mut self, account: &BankAccount) -> Result<dto::BankAccount, Problem> {
        let (landlord, today, now) = (self.landlord(), self.today(), self.now().naive_utc());
        diesel::delete(bank_accounts::table.filter(bank_accounts::landlord_id.eq(landlord)).filter(bank_accounts::effective_on.gt(today)))
            .execute(self.conn())?;
        let latest: Option<i32> = bank_accounts::table
            .filter(bank_accounts::landlord_id.eq(landlord))
            .select(diesel::dsl::max(bank_accounts::version))
            .first(self.conn())?;
        let version = latest.unwrap_or(0) + 1;
        let id: BankAccountId = self.new_id(&version.to_string())?;
        diesel::insert_into(bank_accounts::table)
            .values((
                bank_accounts::landlord_id.eq(landlord),
                bank_accounts::id.eq(&id),
                bank_accounts::version.eq(version),
                bank_accounts::holder.eq(&account.holder),
                bank_accounts::iban.eq(&account.iban),
                bank_accounts::bic.eq(&account.bic),
                bank_accounts::effective_on.eq(account.effective_on),
            ))
            .execute(self.conn())?;
        diesel::update(landlords::table.find(landlord)).set(landlords::updated_at.eq(now)).execute(self.conn())?;
        Ok(shown(account))
    }
}

fn whole((row, references, accounts): (Vec<Row>, Vec<ReferenceRow>, Vec<AccountRow>), today: NaiveDate) -> Result<Landlord, Problem> {
    let row = row.into_iter().next().ok_or_else(Problem::not_found)?;
    let account = |(holder, iban, bic, effective_on)| BankAccount { holder, iban, bic, effective_on };
    let (bank_account, next) = in_force(accounts.into_iter().map(account).collect(), today);
    Ok(Landlord {
        id: row.landlord_id,
        kind: row.kind,
        name: row.name,
        siret: row.siret,
        email: row.email,
        phone: row.phone,
        address: row.address,
        references: references.into_iter().map(reference).collect(),
        bank_account: bank_account.as_ref().map(shown),
        next_bank_account: next.as_ref().map(shown),
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    })
}

fn reference((id, code, name, reference, label, direct_payment): ReferenceRow) -> Reference {
    Reference { id, paying_body: PayingBody { code, name }, reference, label, direct_payment }
}

fn shown(account: &BankAccount) -> dto::BankAccount {
    dto::BankAccount {
        holder: account.holder.clone(),
        iban_masked: account.iban.masked(),
        bic: account.bic.clone(),
        effective_on: account.effective_on,
    }
}
