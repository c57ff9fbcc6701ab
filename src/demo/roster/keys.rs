//! The keys of the demo roster that examples and tests rely on. Tenants and logements are those of
//! [`SCI`] unless their name says otherwise.

/// SCI Les Tilleuls: the landlord of the documentation's client.
pub const SCI: &str = "SCI-TILLEULS";
pub const SCI_SIRET: &str = "73282932000074";
pub const SCI_IBAN: &str = "FR1420041010050500013M02606";
pub const SCI_REFERENCE_MARSEILLE: &str = "B0012345";
pub const SCI_REFERENCE_AVIGNON: &str = "V0067890";
/// Éloïse Garnier: a private person without direct payment, two tenants.
pub const INDIVIDUAL: &str = "GARNIER";
/// Agence du Vieux-Port: a thousand tenants, `T0001` to `T1000`, six paying bodies.
pub const AGENCY: &str = "AGENCE-VIEUX-PORT";
/// Domaine de la Nesque: a reference with the MSA, one with a CAF, no bank account.
pub const FARM: &str = "DOMAINE-NESQUE";

pub const CAF_BOUCHES_DU_RHONE: &str = "131";
pub const CAF_VAUCLUSE: &str = "841";
pub const CAF_RHONE: &str = "691";
/// A code of the demo's own: those of the MSA are not published in this form.
pub const MSA_ALPES_VAUCLUSE: &str = "840";

/// Éloïse D'Aubigné: ALS to the landlord, to declare, arrears threshold 640.00 (regime A).
pub const PLAIN: &str = "T01";
/// Jean-Baptiste Lefèvre: APL under a convention, beneficiary number with leading zeros.
pub const APL_CONVENTION: &str = "T02";
/// Manon Ferrand: a colocation of three, 900.00 in all; shares its lease with the next.
pub const COLOCATION_FIRST: &str = "T03";
/// Gwenaëlle Le Bœuf: the second co-tenant with aid of that lease.
pub const COLOCATION_SECOND: &str = "T04";
/// Maël Nguyen-Roux: furnished room, ALS to the tenant, arrears threshold 600.00 (regime A).
pub const TENANT_PAID: &str = "T05";
/// Inès Bensaïd: ALF, charges unknown, due on the 31st.
pub const CHARGES_UNKNOWN: &str = "T06";
/// Loïc Œuvrard: not concerned by the campaign of 2026.
pub const ARRIVED_AFTER_JULY: &str = "T07";
/// Zoé Dell'Ova: not concerned by the campaign of 2026; same logement as the one before.
pub const LEFT_BEFORE_JULY: &str = "T08";
/// François-Xavier Saint-Étienne: left on 15 July 2026, still to declare; has a recovery.
pub const LEFT_DURING_JULY: &str = "T09";
/// Aïcha Benali: management ended on 30 June 2026.
pub const MANAGEMENT_ENDED_BEFORE_JULY: &str = "T10";
/// Théo Mattéï: management ended on 30 September 2026.
pub const MANAGEMENT_ENDED_AFTER_JULY: &str = "T11";
/// Bérangère De La Roche: aid above rent and charges, 15.00 to hand over in October 2026.
pub const EXCESS: &str = "T12";
/// Anaïs Mac Namara: no previous July rent.
pub const NO_PREVIOUS_RENT: &str = "T13";
/// Honoré L'Hermite: lease ended in 2021, in no campaign of the demo.
pub const LEFT_YEARS_AGO: &str = "T14";
/// Nadège Coëffic in her former logement.
pub const SAME_PERSON_BEFORE: &str = "T16";
/// Nadège Coëffic in her present one.
pub const SAME_PERSON_NOW: &str = "T17";
/// Marie-Ange Pujol: ALS under 10.00, never paid.
pub const UNDER_PAYMENT_THRESHOLD: &str = "T26";
/// Gaëtan Ollivier: the beneficiary number of [`PLAIN`] at another paying body.
pub const SAME_NUMBER_ELSEWHERE: &str = "T27";
/// Tenants without particulars, current and to declare, one for each example that changes
/// something.
pub const TO_DECLARE: [&str; 7] = ["T15", "T18", "T19", "T22", "T23", "T28", "T29"];

/// The logement of [`PLAIN`].
pub const LOGEMENT: &str = "A01";
/// A logement of two successive tenants.
pub const LOGEMENT_LET_AGAIN: &str = "A06";
/// A logement nobody ever rented.
pub const LOGEMENT_VACANT: &str = "A26";
/// The transfer of ALF and ALS for October 2026 from the CAF of Bouches-du-Rhône.
pub const PAYMENT: &str = "P-2026-10-al-131";
