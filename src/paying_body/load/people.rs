//! Landlords and tenants of a roster.

use serde::{Deserialize, Serialize};

use super::Acting;
use super::apply::{Applied, Context};
use super::lines::{BankAccountLine, LandlordLine, ReferenceLine, TenantLine};
use super::report::LineFault;
use super::rows::{BankAccountRow, LandlordRow, LogementRow, ReferenceRow, TenantRow};
use super::state::{Landlord, State};
use crate::http::Problem;
use crate::tenants::model::AidType;
use crate::values::address::Address;
use crate::values::search_key::{search_key, sort_key};
use crate::values::siret::Siret;

/// What was last loaded of a landlord's contact details: what the landlord changed since stays
/// until a file says something new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Contact {
    email: String,
    phone: Option<String>,
    address: Address,
    bank_account: Option<BankAccountLine>,
}

/// Applies a landlord line.
pub fn landlord(state: &mut State, context: &Context<'_>, line: &LandlordLine) -> Result<Applied, Problem> {
    let siret = line.siret.as_deref().map(str::parse::<Siret>).transpose().map_err(Problem::internal)?;
    let references: Vec<&ReferenceLine> = line.references.iter().filter(|one| context.may_touch(one.paying_body.code.as_str())).collect();
    if references.is_empty() {
        return Ok(Err(context.foreign("/references")));
    }
    let known = state.landlords.get(&line.key).cloned();
    let faults = landlord_faults(state, context, line, siret.as_ref(), known.as_ref(), &references);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let mut warnings = Vec::new();
    if references.len() < line.references.len() {
        warnings.push(context.fault("/references", "foreign_reference", "Les références d'un autre organisme sont ignorées.", "References of another paying body are ignored."));
    }
    let mut changed = false;
    let mut landlord = match known {
        None => {
            changed = true;
            new_landlord(state, context, line, siret)?
        }
        Some(mut known) => {
            changed |= update_landlord(state, context, line, siret, &mut known, &mut warnings)?;
            known
        }
    };
    for one in references {
        changed |= state.name_body(&one.paying_body.code, &one.paying_body.name);
        changed |= put_reference(state, context, &mut landlord, one)?;
    }
    state.landlords.insert(line.key.clone(), landlord);
    Ok(Ok((changed, warnings)))
}

fn landlord_faults(
    state: &State,
    context: &Context<'_>,
    line: &LandlordLine,
    siret: Option<&Siret>,
    known: Option<&Landlord>,
    references: &[&ReferenceLine],
) -> Vec<LineFault> {
    let mut faults = Vec::new();
    if let Some(known) = known {
        let same = if known.row.siret.is_none() && siret.is_none() { known.row.name == line.name } else { known.row.siret.as_ref() == siret };
        if !same {
            let (fr, en) = ("Cette clé désigne déjà un autre bailleur.", "This key already names another landlord.");
            faults.push(context.fault(if siret.is_some() { "/siret" } else { "/name" }, "landlord_mismatch", fr, en));
        }
    }
    if siret.is_some_and(|siret| state.sirets.get(siret.as_str()).is_some_and(|key| *key != line.key)) {
        faults.push(context.fault("/siret", "siret_already_used", "Ce SIRET est celui d'un autre bailleur.", "This SIRET is another landlord's."));
    }
    for (index, one) in line.references.iter().enumerate() {
        let pointer = format!("/references/{index}/reference");
        let own = references.iter().any(|kept| std::ptr::eq(*kept, one));
        let taken = known.and_then(|known| known.reference(&one.reference)).is_some_and(|there| there.paying_body_code != one.paying_body.code);
        let twice = line.references.iter().take(index).any(|before| before.reference == one.reference);
        if own && (taken || twice) {
            faults.push(context.fault(&pointer, "reference_conflict", "Cette référence existe déjà chez ce bailleur.", "This landlord already has this reference."));
        }
    }
    faults
}

fn contact_of(line: &LandlordLine) -> Contact {
    Contact { email: line.email.clone(), phone: line.phone.clone(), address: line.address.clone(), bank_account: line.bank_account.clone() }
}

fn new_landlord(state: &mut State, context: &Context<'_>, line: &LandlordLine, siret: Option<Siret>) -> Result<Landlord, Problem> {
    let now = context.moment.now.naive_utc();
    let owner_code = match context.acting {
        Acting::Body(code) => code.to_string(),
        Acting::All => line.references.first().map_or_else(String::new, |one| one.paying_body.code.to_string()),
    };
    if let Some(siret) = &siret {
        state.sirets.insert(siret.as_str().to_owned(), line.key.clone());
    }
    let row = LandlordRow {
        landlord_id: context.moment.id("", &line.key)?,
        key: line.key.clone(),
        owner_code,
        kind: line.kind,
        name: line.name.clone(),
        siret,
        email: line.email.clone(),
        phone: line.phone.clone(),
        address: line.address.to_column().map_err(Problem::internal)?,
        loaded_contact: serde_json::to_string(&contact_of(line)).map_err(Problem::internal)?,
        created_at: now,
        updated_at: now,
    };
    state.changed_landlords.insert(line.key.clone());
    let mut landlord = Landlord { row, references: Vec::new(), account_version: 0 };
    if let Some(account) = &line.bank_account {
        add_account(state, context, &mut landlord, account)?;
    }
    Ok(landlord)
}

fn update_landlord(
    state: &mut State,
    context: &Context<'_>,
    line: &LandlordLine,
    siret: Option<Siret>,
    known: &mut Landlord,
    warnings: &mut Vec<LineFault>,
) -> Result<bool, Problem> {
    let old: Contact = serde_json::from_str(&known.row.loaded_contact).map_err(Problem::internal)?;
    let mut new = contact_of(line);
    if new.bank_account.is_none() {
        // An absent object is left alone.
        new.bank_account.clone_from(&old.bank_account);
    }
    let identity = (known.row.kind, &known.row.name, &known.row.siret) != (line.kind, &line.name, &siret);
    if !identity && new == old {
        return Ok(false);
    }
    if !context.may_touch(&known.row.owner_code) {
        warnings.push(context.fault(
            "",
            "left_alone",
            "L'identité, le contact et la banque relèvent de l'organisme qui a chargé ce bailleur en premier.",
            "Identity, contact and bank belong to the paying body that loaded this landlord first.",
        ));
        return Ok(false);
    }
    known.row.kind = line.kind;
    known.row.name.clone_from(&line.name);
    known.row.siret = siret;
    if new.email != old.email {
        known.row.email.clone_from(&new.email);
    }
    if new.phone != old.phone {
        known.row.phone.clone_from(&new.phone);
    }
    if new.address != old.address {
        known.row.address = new.address.to_column().map_err(Problem::internal)?;
    }
    if new.bank_account != old.bank_account
        && let Some(account) = &new.bank_account
    {
        add_account(state, context, known, account)?;
    }
    known.row.loaded_contact = serde_json::to_string(&new).map_err(Problem::internal)?;
    known.row.updated_at = context.moment.now.naive_utc();
    state.changed_landlords.insert(line.key.clone());
    Ok(true)
}

fn add_account(state: &mut State, context: &Context<'_>, landlord: &mut Landlord, account: &BankAccountLine) -> Result<(), Problem> {
    landlord.account_version += 1;
    let version = landlord.account_version;
    state.accounts.push(BankAccountRow {
        landlord_id: landlord.row.landlord_id.clone(),
        id: context.moment.id(landlord.row.landlord_id.as_str(), &version.to_string())?,
        version,
        holder: account.holder.clone(),
        iban: account.iban.parse().map_err(Problem::internal)?,
        bic: account.bic.as_ref().map(|bic| bic.to_uppercase()),
        effective_on: account.effective_on,
    });
    Ok(())
}

fn put_reference(state: &mut State, context: &Context<'_>, landlord: &mut Landlord, line: &ReferenceLine) -> Result<bool, Problem> {
    let owner = landlord.row.landlord_id.clone();
    let known = landlord.references.iter().position(|one| one.reference == line.reference);
    let id = match known.and_then(|index| landlord.references.get(index)) {
        Some(known) => known.id.clone(),
        None => context.moment.id(owner.as_str(), &line.reference)?,
    };
    let row = ReferenceRow {
        landlord_id: owner,
        id,
        paying_body_code: line.paying_body.code.clone(),
        reference: line.reference.clone(),
        label: line.label.clone(),
        direct_payment: line.direct_payment,
    };
    match known {
        Some(index) if landlord.references.get(index) == Some(&row) => return Ok(false),
        Some(index) => landlord.references[index] = row.clone(),
        None => landlord.references.push(row.clone()),
    }
    state.changed_references.push(row);
    Ok(true)
}

/// Applies a tenant line.
pub fn tenant(state: &mut State, context: &Context<'_>, line: &TenantLine) -> Result<Applied, Problem> {
    let Some(landlord) = state.landlords.get(&line.landlord) else {
        return Ok(Err(vec![context.fault("/landlord", "unknown_landlord", "Bailleur inconnu à cet endroit du fichier.", "Unknown landlord at this place of the file.")]));
    };
    if !context.may_touch(line.paying_body.as_str()) {
        return Ok(Err(context.foreign("/paying_body")));
    }
    let owner = landlord.row.landlord_id.clone();
    let mut faults = Vec::new();
    if !landlord.references.iter().any(|one| one.paying_body_code == line.paying_body) {
        faults.push(context.fault("/paying_body", "unknown_paying_body", "Le bailleur n'a pas de référence chez cet organisme.", "The landlord has no reference with this paying body."));
    }
    let Some(logement) = state.logements.get(&(owner.clone(), line.logement.clone())) else {
        faults.push(context.fault("/logement", "unknown_logement", "Logement inconnu à cet endroit du fichier.", "Unknown housing unit at this place of the file."));
        return Ok(Err(faults));
    };
    let key = (owner.clone(), line.key.clone());
    let known = state.tenants.get(&key);
    if known.is_some_and(|known| known.logement_id != logement.id || known.lease_started_on != line.lease.started_on) {
        faults.push(context.fault("/key", "tenancy_changed", "Un autre logement ou début de bail est une autre location.", "Another housing unit or lease start is another tenancy."));
    }
    if known.is_some_and(|known| !context.may_touch(known.paying_body_code.as_str())) {
        faults.extend(context.foreign("/key"));
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let warnings = convention_warning(context, line, logement);
    let row = tenant_row(context, line, known, logement)?;
    Ok(Ok((state.tenants.put(key, row), warnings)))
}

/// R14: an APL implies a convention, ALF and ALS imply none (CCH R.831-1).
fn convention_warning(context: &Context<'_>, line: &TenantLine, logement: &LogementRow) -> Vec<LineFault> {
    match (line.aid.r#type, &logement.convention_number) {
        (AidType::Apl, None) => vec![context.fault("/aid/type", "apl_without_convention", "Une APL suppose un logement conventionné.", "An APL supposes a unit under an agreement.")],
        (AidType::Alf | AidType::Als, Some(_)) => {
            vec![context.fault("/aid/type", "al_with_convention", "Une ALF ou ALS suppose un logement non conventionné.", "An ALF or ALS supposes a unit without agreement.")]
        }
        _ => Vec::new(),
    }
}

fn tenant_row(context: &Context<'_>, line: &TenantLine, known: Option<&TenantRow>, logement: &LogementRow) -> Result<TenantRow, Problem> {
    let now = context.moment.now.naive_utc();
    let owner = &logement.landlord_id;
    let lease = &line.lease;
    let mut row = TenantRow {
        landlord_id: owner.clone(),
        id: match known {
            Some(known) => known.id.clone(),
            None => context.moment.id(owner.as_str(), &line.key)?,
        },
        key: line.key.clone(),
        logement_id: logement.id.clone(),
        reference_id: logement.reference_id.clone(),
        paying_body_code: line.paying_body.clone(),
        beneficiary_number: line.beneficiary_number.clone(),
        landlord_reference: line.landlord_reference.clone(),
        first_name: line.first_name.clone(),
        last_name: line.last_name.clone(),
        name_key: format!("{}\u{1}{}", sort_key(&line.last_name), sort_key(&line.first_name)),
        lease_started_on: lease.started_on,
        lease_ended_on: lease.ended_on,
        loaded_ended_on: lease.ended_on,
        rent_cents: lease.rent_cents,
        charges_cents: lease.charges_cents,
        furnished: lease.furnished,
        coholders: lease.coholders,
        loaded_coholders: lease.coholders,
        due_day: lease.due_day,
        aid_type: line.aid.r#type,
        payment_mode: line.aid.payment_mode,
        last_amount_cents: line.aid.last_amount_cents,
        last_month: line.aid.last_month,
        previous_july_rent_cents: line.previous_july_rent_cents,
        search_key: String::new(),
        created_at: now,
        updated_at: now,
    };
    row.search_key = tenant_search_key(&row, logement)?;
    if let Some(known) = known {
        keep_declared(&mut row, known);
    }
    Ok(row)
}

/// What the landlord declared since the last load stays, and a row that is the same is the same.
fn keep_declared(row: &mut TenantRow, known: &TenantRow) {
    if row.loaded_ended_on == known.loaded_ended_on {
        row.lease_ended_on = known.lease_ended_on;
    }
    if row.loaded_coholders == known.loaded_coholders {
        row.coholders = known.coholders;
    }
    row.created_at = known.created_at;
    let now = std::mem::replace(&mut row.updated_at, known.updated_at);
    // Equality of beneficiary numbers ignores leading zeros, which reads keep (G6).
    let same = row == known && row.beneficiary_number.as_str() == known.beneficiary_number.as_str();
    if !same {
        row.updated_at = now;
    }
}

/// R13: name, beneficiary number, the landlord's own reference, address and city.
pub fn tenant_search_key(row: &TenantRow, logement: &LogementRow) -> Result<String, Problem> {
    let address: Address = serde_json::from_str(&logement.address).map_err(Problem::internal)?;
    Ok(search_key(&[
        &row.last_name,
        &row.first_name,
        row.beneficiary_number.as_str(),
        row.beneficiary_number.comparable(),
        row.landlord_reference.as_deref().unwrap_or_default(),
        &address.line1,
        address.line2.as_deref().unwrap_or_default(),
        &address.postal_code,
        &address.city,
    ]))
}
