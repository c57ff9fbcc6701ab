//! Transfers of a roster: their total is the exact sum of their lines (R93).

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};

use aws_lc_rs::digest;

use super::context::{Applied, Context};
use super::lines::{PaymentLine, TransferLine};
use super::queries::rows::{PaymentRow, ReferenceRow};
use super::report::LineFault;
use super::state::{Landlord, State};
use crate::payments::model::TransferKind;
use crate::problem::{FieldCode, LineCode, Problem};
use crate::values::money::{euros_en, euros_fr};
use crate::values::month::Month;
use crate::values::text::Text;
use crate::values::typed_id::{LandlordId, PaymentId};

/// Applies a payment line. One unknown tenant refuses it whole: its total would not be its sum.
pub fn payment<'a>(state: &mut State<'a>, context: &Context<'_>, line: &'a PaymentLine) -> Result<Applied, Problem> {
    let (landlord, reference) = match paid_under(state, context, line) {
        Ok(found) => found,
        Err(faults) => return Ok(Err(faults)),
    };
    let owner = landlord.row.landlord_id.clone();
    let key = (owner.clone(), line.key.clone());
    let known = state.payments.get(&key);
    if known.is_some_and(|known| !context.may_touch(known.paying_body_code.as_str())) {
        return Ok(Err(context.foreign("/key")));
    }
    let faults = line_faults(state, context, &owner, line);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let loaded_sha256 = fingerprint(line)?;
    let warnings = warnings(context, line);
    if known.is_some_and(|known| known.loaded_sha256 == loaded_sha256) {
        return Ok(Ok((false, warnings)));
    }
    let now = context.moment.now.naive_utc();
    let id: PaymentId = match known {
        Some(known) => known.id.clone(),
        None => context.moment.id(owner.as_str(), &line.key)?,
    };
    let row = PaymentRow {
        landlord_id: owner.clone(),
        id: id.clone(),
        key: line.key.clone(),
        paying_body_code: line.paying_body.clone(),
        reference_id: reference.id.clone(),
        paid_on: line.paid_on,
        total_cents: line.lines.iter().map(|one| one.net_cents).sum(),
        line_count: i32::try_from(line.lines.len()).map_err(Problem::internal)?,
        remittance: line.remittance.clone(),
        loaded_sha256,
        created_at: known.map_or(now, |known| known.created_at),
        updated_at: now,
        iban: match known {
            Some(known) => known.iban.clone(),
            None => landlord.account_on(line.paid_on).map(|account| account.iban.clone()),
        },
    };
    if known.is_some() {
        state.replaced_payments.push((owner.clone(), id));
    }
    state.payment_lines.insert(key.clone(), &line.lines);
    Ok(Ok((state.payments.put(key, row), warnings)))
}

/// The landlord that a transfer names, and the reference under which it was paid.
fn paid_under<'s>(
    state: &'s State<'_>,
    context: &Context<'_>,
    line: &PaymentLine,
) -> Result<(&'s Landlord, &'s ReferenceRow), Vec<LineFault>> {
    let Some(landlord) = state.landlords.get(&line.landlord) else {
        return Err(vec![context.fault(
            "/landlord",
            LineCode::UnknownLandlord,
            "Bailleur inconnu à cet endroit du fichier.",
            "Unknown landlord at this place of the file.",
        )]);
    };
    if !context.may_touch(line.paying_body.as_str()) {
        return Err(context.foreign("/paying_body"));
    }
    let reference = landlord.reference(&line.reference).filter(|reference| reference.paying_body_code == line.paying_body);
    let Some(reference) = reference else {
        return Err(vec![context.fault(
            "/reference",
            LineCode::UnknownReference,
            "Le bailleur n'a pas cette référence chez cet organisme.",
            "The landlord does not have this reference with this paying body.",
        )]);
    };
    Ok((landlord, reference))
}

/// The SHA-256 of a transfer, by which it is known again; its text is never held whole.
fn fingerprint(line: &PaymentLine) -> Result<String, Problem> {
    struct Hasher(digest::Context);
    impl Write for Hasher {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut out = BufWriter::new(Hasher(digest::Context::new(&digest::SHA256)));
    serde_json::to_writer(&mut out, line).map_err(Problem::internal)?;
    let hasher = out.into_inner().map_err(Problem::internal)?;
    Ok(hex::encode(hasher.0.finish()))
}

fn line_faults(state: &State, context: &Context<'_>, owner: &LandlordId, line: &PaymentLine) -> Vec<LineFault> {
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for (index, one) in line.lines.iter().enumerate() {
        match state.payee(owner, &one.tenant) {
            None => faults.push(context.fault(
                &format!("/lines/{index}/tenant"),
                LineCode::UnknownTenant,
                "Locataire inconnu à cet endroit du fichier.",
                "Unknown tenant at this place of the file.",
            )),
            Some((_, _, body)) if !context.may_touch(body.as_str()) => {
                faults.extend(context.foreign(&format!("/lines/{index}/tenant")));
            }
            Some(_own) => {}
        }
        if !seen.insert(one.key.as_str()) {
            faults.push(context.fault(
                &format!("/lines/{index}/key"),
                FieldCode::Duplicate,
                "Cette clé est donnée deux fois.",
                "This key is given twice.",
            ));
        }
    }
    faults
}

fn warnings(context: &Context<'_>, line: &PaymentLine) -> Vec<LineFault> {
    let mut found = Vec::new();
    for (index, one) in line.lines.iter().enumerate() {
        let least = context.moment.law.least_aid_cents(one.aid_type, one.entitlement_month);
        if one.kind == TransferKind::Current && one.gross_cents < least {
            let text = Text::new(
                format!("Cette aide n'est pas versée sous {}.", euros_fr(least)),
                format!("This aid is not paid under {}.", euros_en(least)),
            );
            found.push(LineFault::new(context.line, format!("/lines/{index}/gross_cents"), LineCode::BelowPaymentThreshold, text));
        }
        if one.kind == TransferKind::Current && !in_its_month(context, one, line) {
            found.push(context.fault(
                &format!("/lines/{index}/entitlement_month"),
                LineCode::UnusualPaymentMonth,
                "L'APL se verse le mois même, l'ALF et l'ALS le mois suivant.",
                "APL is paid in its own month, ALF and ALS in the next one.",
            ));
        }
        if one.kind != TransferKind::Current && one.corrects_month.is_none() {
            found.push(context.fault(
                &format!("/lines/{index}/corrects_month"),
                LineCode::CorrectionWithoutMonth,
                "Une correction dit le mois qu'elle corrige.",
                "A correction names the month it corrects.",
            ));
        }
        if one.net_cents != one.gross_cents - one.crds_cents - one.rls_cents {
            found.push(context.fault(
                &format!("/lines/{index}/net_cents"),
                LineCode::InconsistentAmounts,
                "Le net n'est pas le brut moins la CRDS et la RLS.",
                "The net is not the gross less CRDS and RLS.",
            ));
        }
    }
    found
}

/// R91: whether the aid of a month is paid in the month that the law says.
fn in_its_month(context: &Context<'_>, one: &TransferLine, line: &PaymentLine) -> bool {
    Month::of(line.paid_on) == Month::of(context.moment.law.aid_paid_on(one.aid_type, one.entitlement_month))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known_by(text: &str) -> String {
        fingerprint(&serde_json::from_str(text).unwrap()).unwrap()
    }

    /// What databases hold of transfers that were loaded before a transfer had a text.
    #[test]
    fn a_transfer_without_text_is_known_again_by_what_it_always_was_known_by() {
        let text = r#"{"type":"payment","landlord":"L1","key":"P1","paying_body":"131","reference":"B1","paid_on":"2026-11-05","lines":[{"key":"1","tenant":"T1","aid_type":"als","entitlement_month":"2026-10","kind":"current","gross_cents":20100,"crds_cents":100,"rls_cents":0,"net_cents":20000,"corrects_month":null}]}"#;
        let before = "b7f3e99dd52779ba1099ad1a60010b84f5e4e4525504b799a77274a3479e1f30";
        assert_eq!(known_by(text), before);
        assert_eq!(known_by(&text.replace("\"lines\"", "\"remittance\":null,\"lines\"")), before);
        assert_ne!(known_by(&text.replace("\"lines\"", "\"remittance\":\"CAF\",\"lines\"")), before);
    }
}
