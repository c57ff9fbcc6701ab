//! Who the landlords of the demo are.

use super::keys;
use super::line::{Address, BankAccount, Landlord, PayingBody, Reference};
use super::numbers::{fiction_mobile, fiction_phone, french_iban, siret};

const BOUCHES_DU_RHONE: PayingBody = PayingBody { code: keys::CAF_BOUCHES_DU_RHONE, name: "CAF des Bouches-du-Rhône" };
const VAUCLUSE: PayingBody = PayingBody { code: keys::CAF_VAUCLUSE, name: "CAF de Vaucluse" };
/// The agency's references, each with its département.
const AGENCY: [(&str, Reference); 6] = [
    ("13", office(BOUCHES_DU_RHONE, "B0700013", "Bouches-du-Rhône")),
    ("84", office(VAUCLUSE, "V0700084", "Vaucluse")),
    ("83", office(body("831", "CAF du Var"), "W0700083", "Var")),
    ("06", office(body("061", "CAF des Alpes-Maritimes"), "N0700006", "Alpes-Maritimes")),
    ("34", office(body("341", "CAF de l'Hérault"), "H0700034", "Hérault")),
    ("30", without_direct_payment(office(body("301", "CAF du Gard"), "G0700030", "Gard"))),
];

const fn body(code: &'static str, name: &'static str) -> PayingBody {
    PayingBody { code, name }
}

const fn office(paying_body: PayingBody, reference: &'static str, label: &'static str) -> Reference {
    Reference { paying_body, reference, label, direct_payment: true }
}

const fn without_direct_payment(reference: Reference) -> Reference {
    Reference { direct_payment: false, ..reference }
}

/// The agency's reference for a département.
pub fn agency_reference(departement: &str) -> Option<Reference> {
    let office = AGENCY.iter().find(|office| office.0 == departement);
    office.map(|office| office.1)
}

/// The company whose client the documentation uses: two départements, direct payment.
pub fn sci() -> Landlord {
    Landlord {
        key: keys::SCI,
        kind: "company",
        name: "SCI Les Tilleuls",
        siret: Some(keys::SCI_SIRET.to_owned()),
        email: "gestion@tilleuls.example",
        phone: fiction_phone(1),
        address: address("12 rue Paradis", "13001", "Marseille", "13055"),
        references: vec![
            Reference { paying_body: BOUCHES_DU_RHONE, reference: keys::SCI_REFERENCE_MARSEILLE, label: "Marseille", direct_payment: true },
            Reference { paying_body: VAUCLUSE, reference: keys::SCI_REFERENCE_AVIGNON, label: "Avignon", direct_payment: true },
        ],
        bank_account: Some(BankAccount {
            holder: "SCI Les Tilleuls",
            iban: keys::SCI_IBAN.to_owned(),
            bic: "PSSTFRPPMAR",
            effective_on: "2020-01-01",
        }),
    }
}

/// A private person with two tenants, whose aid goes to the tenants.
pub fn individual() -> Landlord {
    Landlord {
        key: keys::INDIVIDUAL,
        kind: "individual",
        name: "Éloïse Garnier",
        siret: None,
        email: "eloise.garnier@bailleur.example",
        phone: fiction_mobile(2),
        address: address("24 rue Garibaldi", "69006", "Lyon", "69123"),
        references: vec![Reference {
            paying_body: body(keys::CAF_RHONE, "CAF du Rhône"),
            reference: "R0456789",
            label: "Lyon",
            direct_payment: false,
        }],
        bank_account: None,
    }
}

/// A managing agency with a thousand tenants.
pub fn agency() -> Landlord {
    Landlord {
        key: keys::AGENCY,
        kind: "company",
        name: "Agence du Vieux-Port",
        siret: Some(siret(700)),
        email: "gerance@vieux-port.example",
        phone: fiction_phone(3),
        address: address("5 quai de Rive Neuve", "13001", "Marseille", "13055"),
        references: AGENCY.iter().map(|office| office.1).collect(),
        bank_account: Some(BankAccount {
            holder: "Agence du Vieux-Port, compte mandants",
            iban: french_iban(30_004, 813, 10_070_042),
            bic: "BNPAFRPPXXX",
            effective_on: "2018-06-01",
        }),
    }
}

/// A farm that lodges its workers: a reference with the MSA besides one with a CAF, no account.
pub fn farm() -> Landlord {
    Landlord {
        key: keys::FARM,
        kind: "company",
        name: "Domaine de la Nesque",
        siret: Some(siret(4_242)),
        email: "contact@domaine-nesque.example",
        phone: fiction_phone(4),
        address: address("Chemin de la Nesque", "84380", "Mazan", "84072"),
        references: vec![
            Reference {
                paying_body: body(keys::MSA_ALPES_VAUCLUSE, "MSA Alpes-Vaucluse"),
                reference: "M0004242",
                label: "Logements du domaine",
                direct_payment: false,
            },
            Reference { paying_body: VAUCLUSE, reference: "V0091011", label: "Apt", direct_payment: false },
        ],
        bank_account: None,
    }
}

fn address(line1: &str, postal_code: &str, city: &str, insee_code: &str) -> Address {
    Address {
        line1: line1.to_owned(),
        postal_code: postal_code.to_owned(),
        city: city.to_owned(),
        insee_code: insee_code.to_owned(),
        country: "FR",
    }
}
