//! Housing units of a roster.

use super::context::{Applied, Context};
use super::lines::LogementLine;
use super::queries::rows::LogementRow;
use super::state::{Moved, State};
use crate::logements::model::search_key;
use crate::problem::{FieldCode, LineCode, Problem};
use crate::values::typed_id::{LandlordId, ReferenceId};

/// Applies a housing unit's line.
pub fn logement(state: &mut State<'_>, context: &Context<'_>, line: &LogementLine) -> Result<Applied, Problem> {
    let Some(landlord) = state.landlords.get(&line.landlord) else {
        return Ok(Err(vec![context.fault(
            "/landlord",
            LineCode::UnknownLandlord,
            "Bailleur inconnu à cet endroit du fichier.",
            "Unknown landlord at this place of the file.",
        )]));
    };
    let Some(reference) = landlord.reference(&line.reference) else {
        return Ok(Err(vec![context.fault(
            "/reference",
            LineCode::UnknownReference,
            "Le bailleur n'a pas cette référence.",
            "The landlord does not have this reference.",
        )]));
    };
    if !context.may_touch(reference.paying_body_code.as_str()) {
        return Ok(Err(context.foreign("/reference")));
    }
    if line.managed_until.is_some_and(|until| until < line.managed_from) {
        return Ok(Err(vec![context.fault(
            "/managed_until",
            FieldCode::OutOfOrder,
            "La fin précède le début.",
            "The end comes before the start.",
        )]));
    }
    let owner = landlord.row.landlord_id.clone();
    let key = (owner.clone(), line.key.clone());
    let known = state.logements.get(&key);
    if let Some(known) = known {
        let theirs = landlord.references.iter().find(|one| one.id == known.reference_id);
        if theirs.is_some_and(|theirs| !context.may_touch(theirs.paying_body_code.as_str())) {
            return Ok(Err(context.foreign("/key")));
        }
    }
    let row = row_of(context, line, &owner, &reference.id, known)?;
    let moved = known.is_some_and(|known| row.address != known.address || row.reference_id != known.reference_id);
    if moved {
        let before = known.and_then(|known| landlord.references.iter().find(|one| one.id == known.reference_id));
        let from_elsewhere = before.is_some_and(|before| before.paying_body_code != reference.paying_body_code);
        state.moved.push(Moved { logement: row.clone(), paying_body: reference.paying_body_code.clone(), from_elsewhere });
    }
    Ok(Ok((state.logements.put(key, row), Vec::new())))
}

fn row_of(
    context: &Context<'_>,
    line: &LogementLine,
    owner: &LandlordId,
    reference: &ReferenceId,
    known: Option<&LogementRow>,
) -> Result<LogementRow, Problem> {
    let now = context.moment.now.naive_utc();
    let mut row = LogementRow {
        id: match known {
            Some(known) => known.id.clone(),
            None => context.moment.id(owner.as_str(), &line.key)?,
        },
        landlord_id: owner.clone(),
        key: line.key.clone(),
        reference_id: reference.clone(),
        landlord_reference: line.landlord_reference.clone().flatten(),
        loaded_landlord_reference: line.landlord_reference.clone().flatten(),
        kind: line.kind,
        furnished: line.furnished,
        surface_m2: line.surface_m2,
        convention_number: line.convention_number.clone(),
        decent: line.decent,
        managed_from: line.managed_from,
        managed_until: line.managed_until,
        loaded_managed_until: line.managed_until,
        search_key: String::new(),
        address: line.address.to_column().map_err(Problem::internal)?,
        created_at: now,
        updated_at: now,
    };
    if let Some(known) = known {
        keep_own(&mut row, known, line);
    }
    row.search_key = search_key(&line.address, &line.reference, row.landlord_reference.as_deref());
    if let Some(known) = known {
        row.updated_at = known.updated_at;
        if row != *known {
            row.updated_at = now;
        }
    }
    Ok(row)
}

/// What the landlord declared or set since the last load stays, unless the file says something new.
fn keep_own(row: &mut LogementRow, known: &LogementRow, line: &LogementLine) {
    // Or opens a later period of management (R48).
    if row.loaded_managed_until == known.loaded_managed_until && row.managed_from <= known.managed_from {
        row.managed_until = known.managed_until;
    }
    if line.landlord_reference.is_none() {
        row.loaded_landlord_reference.clone_from(&known.loaded_landlord_reference);
    }
    if row.loaded_landlord_reference == known.loaded_landlord_reference {
        row.landlord_reference.clone_from(&known.landlord_reference);
    }
    row.created_at = known.created_at;
}
