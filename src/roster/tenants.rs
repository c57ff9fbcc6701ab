//! Tenants of a roster.

use super::context::{Applied, Context};
use super::kinds::TenantTag;
use super::lines::{AidLine, LeaseLine, TenantLine};
use super::queries::rows::{LogementRow, TenantRow};
use super::report::LineFault;
use super::state::{Landlord, State};
use crate::problem::{LineCode, Problem};
use crate::tenants::model::Findable;
use crate::values::address::Address;
use crate::values::aid::AidType;
use crate::values::beneficiary_number::BeneficiaryNumber;
use crate::values::paying_body::PayingBodyCode;
use crate::values::search_key::sort_key;

/// Applies a tenant line.
pub fn tenant(state: &mut State<'_>, context: &Context<'_>, line: &TenantLine) -> Result<Applied, Problem> {
    let Some(landlord) = state.landlords.get(&line.landlord) else {
        return Ok(Err(vec![context.fault(
            "/landlord",
            LineCode::UnknownLandlord,
            "Bailleur inconnu à cet endroit du fichier.",
            "Unknown landlord at this place of the file.",
        )]));
    };
    if !context.may_touch(line.paying_body.as_str()) {
        return Ok(Err(context.foreign("/paying_body")));
    }
    let owner = landlord.row.landlord_id.clone();
    let mut faults: Vec<LineFault> = unknown_body(context, line, landlord).into_iter().collect();
    let Some(logement) = state.logements.get(&(owner.clone(), line.logement.clone())) else {
        faults.push(context.fault(
            "/logement",
            LineCode::UnknownLogement,
            "Logement inconnu à cet endroit du fichier.",
            "Unknown housing unit at this place of the file.",
        ));
        return Ok(Err(faults));
    };
    if faults.is_empty() {
        faults.extend(foreign_unit(context, line, landlord, logement));
    }
    let key = (owner.clone(), line.key.clone());
    let known = state.tenants.get(&key);
    if known.is_some_and(|known| known.logement_id != logement.id || known.lease_started_on != line.lease.started_on) {
        faults.push(context.fault(
            "/key",
            LineCode::TenancyChanged,
            "Un autre logement ou début de bail est une autre location.",
            "Another housing unit or lease start is another tenancy.",
        ));
    }
    if known.is_some_and(|known| !context.may_touch(known.paying_body_code.as_str())) {
        faults.extend(context.foreign("/key"));
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let warnings = convention_warning(context, line, logement);
    let row = tenant_row(context, line, known, logement)?;
    if known.is_some_and(|known| known.paying_body_code != row.paying_body_code) {
        state.rehomed.push(row.clone());
    }
    if known.is_some_and(|known| known.loaded_coholders != row.loaded_coholders) {
        state.recounted.push(row.clone());
    }
    Ok(Ok((state.tenants.put(key, row), warnings)))
}

fn unknown_body(context: &Context<'_>, line: &TenantLine, landlord: &Landlord) -> Option<LineFault> {
    let known = landlord.references.iter().any(|one| one.paying_body_code == line.paying_body);
    let (fr, en) = ("Le bailleur n'a pas de référence chez cet organisme.", "The landlord has no reference with this paying body.");
    (!known).then(|| context.fault("/paying_body", LineCode::UnknownPayingBody, fr, en))
}

/// A tenant's paying body is that of its unit's reference: otherwise a body could plant a tenant in
/// another's unit.
fn foreign_unit(context: &Context<'_>, line: &TenantLine, landlord: &Landlord, logement: &LogementRow) -> Option<LineFault> {
    let its = landlord.references.iter().find(|one| one.id == logement.reference_id);
    let (fr, en) = ("Le logement relève d'un autre organisme payeur.", "The housing unit belongs to another paying body.");
    let same = its.is_some_and(|its| its.paying_body_code == line.paying_body);
    (!same).then(|| context.fault("/logement", LineCode::ForeignLogement, fr, en))
}

/// R14: an APL implies a convention, ALF and ALS imply none (CCH R.831-1).
fn convention_warning(context: &Context<'_>, line: &TenantLine, logement: &LogementRow) -> Vec<LineFault> {
    match (line.aid.r#type, &logement.convention_number) {
        (AidType::Apl, None) => vec![context.fault(
            "/aid/type",
            LineCode::AplWithoutConvention,
            "Une APL suppose un logement conventionné.",
            "An APL supposes a unit under an agreement.",
        )],
        (AidType::Alf | AidType::Als, Some(_)) => {
            vec![context.fault(
                "/aid/type",
                LineCode::AlWithConvention,
                "Une ALF ou ALS suppose un logement non conventionné.",
                "An ALF or ALS supposes a unit without agreement.",
            )]
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
        loaded_landlord_reference: line.landlord_reference.clone(),
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
    if let Some(known) = known {
        keep_own(&mut row, known);
    }
    row.search_key = tenant_search_key(&row, logement)?;
    if let Some(known) = known {
        keep_time(&mut row, known);
    }
    Ok(row)
}

/// What the landlord declared or set since the last load stays, unless the file says something new.
fn keep_own(row: &mut TenantRow, known: &TenantRow) {
    if row.loaded_landlord_reference == known.loaded_landlord_reference {
        row.landlord_reference.clone_from(&known.landlord_reference);
    }
    if row.loaded_ended_on == known.loaded_ended_on {
        row.lease_ended_on = known.lease_ended_on;
    }
    // The number the tenancy was first loaded with stays its first; a new one counts from today.
    row.coholders = known.coholders;
    row.created_at = known.created_at;
}

/// A row that is the same as before changed when it last did.
fn keep_time(row: &mut TenantRow, known: &TenantRow) {
    let now = std::mem::replace(&mut row.updated_at, known.updated_at);
    // Equality of beneficiary numbers ignores leading zeros, which reads keep (G6).
    let same = row == known && row.beneficiary_number.as_str() == known.beneficiary_number.as_str();
    if !same {
        row.updated_at = now;
    }
}

/// What searches look into.
pub fn tenant_search_key(row: &TenantRow, logement: &LogementRow) -> Result<String, Problem> {
    let address: Address = serde_json::from_str(&logement.address).map_err(Problem::internal)?;
    let key = Findable {
        last_name: &row.last_name,
        first_name: &row.first_name,
        number: &row.beneficiary_number,
        landlord_reference: row.landlord_reference.as_deref(),
        address: &address,
    };
    Ok(key.search_key())
}

/// Whose tenancy it is.
pub struct Beneficiary {
    pub paying_body: PayingBodyCode,
    pub number: BeneficiaryNumber,
    pub first_name: String,
    pub last_name: String,
}

impl TenantLine {
    /// A tenancy of which nothing is told that may be left out.
    pub fn bare(landlord: &str, key: String, logement: String, whose: Beneficiary, lease: LeaseLine, aid: AidLine) -> Self {
        Self {
            r#type: TenantTag::Tag,
            landlord: landlord.to_owned(),
            key,
            logement,
            paying_body: whose.paying_body,
            beneficiary_number: whose.number,
            first_name: whose.first_name,
            last_name: whose.last_name,
            landlord_reference: None,
            lease,
            aid,
            previous_july_rent_cents: None,
        }
    }
}
