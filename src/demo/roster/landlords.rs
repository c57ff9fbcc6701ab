//! Who the landlords of the demo are.

use std::io;

use super::numbers::{fiction_mobile, fiction_phone, french_iban, siret};
use super::{day, keys, wrong};
use crate::landlord::model::LandlordKind;
use crate::roster::kinds::LandlordTag;
use crate::roster::lines::{BankAccountLine, LandlordLine, PayingBodyLine, ReferenceLine};
use crate::values::address::Address;

/// The code and the name of a paying body.
type Body = (&'static str, &'static str);

const BOUCHES_DU_RHONE: Body = (keys::CAF_BOUCHES_DU_RHONE, "CAF des Bouches-du-Rhône");
const VAUCLUSE: Body = (keys::CAF_VAUCLUSE, "CAF de Vaucluse");

/// The agency's references: département, paying body, reference, label, direct payment.
const AGENCY: [(&str, Body, &str, &str, bool); 6] = [
    ("13", BOUCHES_DU_RHONE, "B0700013", "Bouches-du-Rhône", true),
    ("84", VAUCLUSE, "V0700084", "Vaucluse", true),
    ("83", ("831", "CAF du Var"), "W0700083", "Var", true),
    ("06", ("061", "CAF des Alpes-Maritimes"), "N0700006", "Alpes-Maritimes", true),
    ("34", ("341", "CAF de l'Hérault"), "H0700034", "Hérault", true),
    ("30", ("301", "CAF du Gard"), "G0700030", "Gard", false),
];

/// The agency's reference for a département.
pub fn agency_reference(departement: &str) -> Option<&'static str> {
    AGENCY.iter().find(|office| office.0 == departement).map(|office| office.2)
}

/// The company whose client the documentation uses: two départements, direct payment.
pub fn sci() -> io::Result<LandlordLine> {
    Ok(LandlordLine {
        r#type: LandlordTag::Tag,
        key: keys::SCI.to_owned(),
        kind: LandlordKind::Company,
        name: "SCI Les Tilleuls".to_owned(),
        siret: Some(keys::SCI_SIRET.to_owned()),
        email: "gestion@tilleuls.example".to_owned(),
        phone: Some(fiction_phone(1)),
        address: address("12 rue Paradis", "13001", "Marseille", "13055"),
        references: vec![
            reference(BOUCHES_DU_RHONE, keys::SCI_REFERENCE_MARSEILLE, "Marseille", true)?,
            reference(VAUCLUSE, keys::SCI_REFERENCE_AVIGNON, "Avignon", true)?,
        ],
        bank_account: Some(account("SCI Les Tilleuls", keys::SCI_IBAN, "PSSTFRPPMAR", "2020-01-01")?),
    })
}

/// A private person with two tenants, whose aid goes to the tenants.
pub fn individual() -> io::Result<LandlordLine> {
    Ok(LandlordLine {
        r#type: LandlordTag::Tag,
        key: keys::INDIVIDUAL.to_owned(),
        kind: LandlordKind::Individual,
        name: "Éloïse Garnier".to_owned(),
        siret: None,
        email: "eloise.garnier@bailleur.example".to_owned(),
        phone: Some(fiction_mobile(2)),
        address: address("24 rue Garibaldi", "69006", "Lyon", "69123"),
        references: vec![reference((keys::CAF_RHONE, "CAF du Rhône"), "R0456789", "Lyon", false)?],
        bank_account: None,
    })
}

/// A managing agency with a thousand tenants.
pub fn agency() -> io::Result<LandlordLine> {
    let references = AGENCY.iter().map(|(_, body, name, label, direct)| reference(*body, name, label, *direct));
    let iban = french_iban(30_004, 813, 10_070_042);
    Ok(LandlordLine {
        r#type: LandlordTag::Tag,
        key: keys::AGENCY.to_owned(),
        kind: LandlordKind::Company,
        name: "Agence du Vieux-Port".to_owned(),
        siret: Some(siret(700)),
        email: "gerance@vieux-port.example".to_owned(),
        phone: Some(fiction_phone(3)),
        address: address("5 quai de Rive Neuve", "13001", "Marseille", "13055"),
        references: references.collect::<io::Result<_>>()?,
        bank_account: Some(account("Agence du Vieux-Port, compte mandants", &iban, "BNPAFRPPXXX", "2018-06-01")?),
    })
}

/// A farm that lodges its workers: a reference with the MSA besides one with a CAF, no account.
pub fn farm() -> io::Result<LandlordLine> {
    let msa = (keys::MSA_ALPES_VAUCLUSE, "MSA Alpes-Vaucluse");
    Ok(LandlordLine {
        r#type: LandlordTag::Tag,
        key: keys::FARM.to_owned(),
        kind: LandlordKind::Company,
        name: "Domaine de la Nesque".to_owned(),
        siret: Some(siret(4_242)),
        email: "contact@domaine-nesque.example".to_owned(),
        phone: Some(fiction_phone(4)),
        address: address("Chemin de la Nesque", "84380", "Mazan", "84072"),
        references: vec![reference(msa, "M0004242", "Logements du domaine", false)?, reference(VAUCLUSE, "V0091011", "Apt", false)?],
        bank_account: None,
    })
}

fn reference((code, body): Body, name: &str, label: &str, direct_payment: bool) -> io::Result<ReferenceLine> {
    let code = code.parse().map_err(|_invalid| wrong("paying body", code))?;
    Ok(ReferenceLine {
        paying_body: PayingBodyLine { code, name: body.to_owned() },
        reference: name.to_owned(),
        label: label.to_owned(),
        direct_payment,
    })
}

fn account(holder: &str, iban: &str, bic: &str, effective_on: &str) -> io::Result<BankAccountLine> {
    Ok(BankAccountLine { holder: holder.to_owned(), iban: iban.to_owned(), bic: Some(bic.to_owned()), effective_on: day(effective_on)? })
}

fn address(line1: &str, postal_code: &str, city: &str, insee_code: &str) -> Address {
    Address {
        line1: line1.to_owned(),
        line2: None,
        postal_code: Some(postal_code.to_owned()),
        city: city.to_owned(),
        insee_code: Some(insee_code.to_owned()),
        country: "FR".to_owned(),
    }
}
