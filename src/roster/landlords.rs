//! Landlords of a roster.

use serde::{Deserialize, Serialize};

use super::Acting;
use super::context::{Applied, Context};
use super::lines::{BankAccountLine, LandlordLine, ReferenceLine};
use super::queries::rows::{BankAccountRow, LandlordRow, ReferenceRow};
use super::report::LineFault;
use super::state::{Landlord, State};
use crate::problem::{LineCode, Problem};
use crate::values::address::Address;
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
pub fn landlord(state: &mut State<'_>, context: &Context<'_>, line: &LandlordLine) -> Result<Applied, Problem> {
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
        warnings.push(context.fault(
            "/references",
            LineCode::ForeignReference,
            "Les références d'un autre organisme sont ignorées.",
            "References of another paying body are ignored.",
        ));
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
    state: &State<'_>,
    context: &Context<'_>,
    line: &LandlordLine,
    siret: Option<&Siret>,
    known: Option<&Landlord>,
    references: &[&ReferenceLine],
) -> Vec<LineFault> {
    let mut faults = Vec::new();
    if let Some(known) = known {
        // Without a SIRET on one side the names tell.
        let (same, pointer) = match (&known.row.siret, siret) {
            (Some(known), Some(siret)) => (known == siret, "/siret"),
            _ => (known.row.name == line.name, "/name"),
        };
        if !same {
            let (fr, en) = ("Cette clé désigne déjà un autre bailleur.", "This key already names another landlord.");
            faults.push(context.fault(pointer, LineCode::LandlordMismatch, fr, en));
        }
    }
    if siret.is_some_and(|siret| state.sirets.get(siret.as_str()).is_some_and(|key| *key != line.key)) {
        faults.push(context.fault(
            "/siret",
            LineCode::SiretAlreadyUsed,
            "Ce SIRET est celui d'un autre bailleur.",
            "This SIRET is another landlord's.",
        ));
    }
    for (index, one) in line.references.iter().enumerate() {
        let pointer = format!("/references/{index}/reference");
        let own = references.iter().any(|kept| std::ptr::eq(*kept, one));
        let taken =
            known.and_then(|known| known.reference(&one.reference)).is_some_and(|there| there.paying_body_code != one.paying_body.code);
        let twice = line.references.iter().take(index).any(|before| before.reference == one.reference);
        if own && (taken || twice) {
            faults.push(context.fault(
                &pointer,
                LineCode::ReferenceConflict,
                "Cette référence existe déjà chez ce bailleur.",
                "This landlord already has this reference.",
            ));
        }
    }
    faults
}

fn contact_of(line: &LandlordLine) -> Contact {
    Contact { email: line.email.clone(), phone: line.phone.clone(), address: line.address.clone(), bank_account: line.bank_account.clone() }
}

fn new_landlord(state: &mut State<'_>, context: &Context<'_>, line: &LandlordLine, siret: Option<Siret>) -> Result<Landlord, Problem> {
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
    let mut landlord = Landlord { row, references: Vec::new(), accounts: Vec::new() };
    if let Some(account) = &line.bank_account {
        add_account(state, context, &mut landlord, account)?;
    }
    Ok(landlord)
}

fn update_landlord(
    state: &mut State<'_>,
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
    // A SIRET that the file leaves out is left alone.
    let siret = siret.or_else(|| known.row.siret.clone());
    let identity = (known.row.kind, &known.row.name, &known.row.siret) != (line.kind, &line.name, &siret);
    if !identity && new == old {
        return Ok(false);
    }
    if !context.may_touch(&known.row.owner_code) {
        warnings.push(context.fault(
            "",
            LineCode::LeftAlone,
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

fn add_account(state: &mut State<'_>, context: &Context<'_>, landlord: &mut Landlord, account: &BankAccountLine) -> Result<(), Problem> {
    let version = landlord.accounts.iter().map(|account| account.version).max().unwrap_or(0) + 1;
    let row = BankAccountRow {
        landlord_id: landlord.row.landlord_id.clone(),
        id: context.moment.id(landlord.row.landlord_id.as_str(), &version.to_string())?,
        version,
        holder: account.holder.clone(),
        iban: account.iban.parse().map_err(Problem::internal)?,
        bic: account.bic.as_ref().map(|bic| bic.to_uppercase()),
        effective_on: account.effective_on,
    };
    landlord.accounts.push(row.clone());
    state.accounts.push(row);
    Ok(())
}

fn put_reference(state: &mut State<'_>, context: &Context<'_>, landlord: &mut Landlord, line: &ReferenceLine) -> Result<bool, Problem> {
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
