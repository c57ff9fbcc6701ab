//! The columns of every file of rows: one registry, so that a column has one name wherever it stands.
//!
//! The key is the name in English files, and never changes; French files have French names, and French
//! words in their cells.

mod cell;
mod words;

pub use cell::{Cell, Style};
pub use words::French;
pub(crate) use words::french_words;

use crate::values::text::Language;

/// Declares the columns: `Variant = "key", "French header";`.
macro_rules! columns {
    ($($variant:ident = $key:literal, $french:literal;)+) => {
        /// A column of a file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Column {
            $(#[doc = $french] $variant),+
        }

        impl Column {
            /// Every column.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its key, which is its name in English files.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key),+
                }
            }

            const fn french(self) -> &'static str {
                match self {
                    $(Self::$variant => $french),+
                }
            }
        }
    };
}

columns! {
    // Who and what it is about.
    TenantId = "tenant_id", "Identifiant du locataire";
    PayingBody = "paying_body", "Code CAF";
    Reference = "reference", "Référence bailleur";
    BeneficiaryNumber = "beneficiary_number", "Numéro allocataire";
    LandlordReference = "landlord_reference", "Référence locataire";
    LastName = "last_name", "Nom";
    FirstName = "first_name", "Prénom";
    TenantName = "tenant_name", "Locataire";
    LogementId = "logement_id", "Identifiant du logement";
    ReferenceId = "reference_id", "Identifiant de la référence";
    Address = "address", "Adresse";
    PostalCode = "postal_code", "Code postal";
    City = "city", "Ville";
    // The lease.
    LeaseStartedOn = "lease_started_on", "Début du bail";
    LeaseEndedOn = "lease_ended_on", "Fin du bail";
    Rent = "rent", "Loyer hors charges";
    Charges = "charges", "Charges";
    Furnished = "furnished", "Meublé";
    Coholders = "coholders", "Nombre de cotitulaires";
    DueDay = "due_day", "Jour d'échéance";
    // The aid.
    AidType = "aid_type", "Aide";
    PaymentMode = "payment_mode", "Aide versée au";
    LastAmount = "last_amount", "Dernier montant de l'aide";
    LastMonth = "last_month", "Mois du dernier montant";
    // Where it stands.
    Status = "status", "Statut";
    Reason = "reason", "Motif";
    CampaignYear = "campaign_year", "Année";
    RentStatus = "rent_status", "Déclaration de loyer";
    RentReason = "rent_reason", "Motif de la déclaration de loyer";
    DeclarationId = "declaration_id", "Identifiant de la déclaration";
    PreviousRent = "previous_rent", "Loyer précédent";
    OpenImpayeId = "open_impaye_id", "Identifiant de l'impayé ouvert";
    // What was paid.
    PaymentLineId = "payment_line_id", "Identifiant de la ligne";
    PaymentId = "payment_id", "Identifiant du virement";
    PaidOn = "paid_on", "Date du virement";
    Remittance = "remittance", "Libellé du virement";
    EntitlementMonth = "entitlement_month", "Mois de droit";
    Kind = "kind", "Nature";
    Gross = "gross", "Brut";
    Crds = "crds", "CRDS";
    Rls = "rls", "RLS";
    Net = "net", "Net";
    CorrectsMonth = "corrects_month", "Mois corrigé";
    ExcessToTenant = "excess_to_tenant", "Excédent à reverser au locataire";
    // What a month was expected to bring.
    Month = "month", "Mois";
    Expected = "expected", "Attendu";
    Received = "received", "Reçu";
    Gap = "gap", "Écart";
    BackPayment = "back_payment", "Dont rappels";
    Recovery = "recovery", "Dont récupérations";
    Adjustment = "adjustment", "Dont régularisations";
    Explanation = "explanation", "Explication";
}

impl Column {
    /// Its name at the head of a file.
    pub fn header(self, language: Language) -> &'static str {
        language.of(self.french(), self.key())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::values::search_key::search_key;

    #[test]
    fn a_column_has_a_name_of_its_own_in_each_language() {
        let names = |name: &dyn Fn(Column) -> String| Column::ALL.iter().map(|column| name(*column)).collect::<BTreeSet<_>>();
        assert_eq!(names(&|column| column.key().to_owned()).len(), Column::ALL.len());
        // Headers are read without case, accents and marks: they differ in more than that.
        let both = names(&|column| search_key(&[column.french()]).replace(' ', ""));
        assert_eq!(both.len(), Column::ALL.len(), "{both:?}");
        assert!(Column::ALL.iter().all(|column| column.key().chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    }

    #[test]
    fn files_that_are_sent_back_name_their_columns_as_files_that_are_read() {
        for (key, french) in [
            ("tenant_id", "Identifiant du locataire"),
            ("paying_body", "Code CAF"),
            ("beneficiary_number", "Numéro allocataire"),
            ("landlord_reference", "Référence locataire"),
            ("last_name", "Nom"),
            ("first_name", "Prénom"),
            ("address", "Adresse"),
            ("postal_code", "Code postal"),
            ("city", "Ville"),
            ("lease_started_on", "Début du bail"),
            ("previous_rent", "Loyer précédent"),
            ("campaign_year", "Année"),
            ("rent", "Loyer hors charges"),
            ("charges", "Charges"),
            ("furnished", "Meublé"),
            ("coholders", "Nombre de cotitulaires"),
            ("reason", "Motif"),
            ("logement_id", "Identifiant du logement"),
            ("month", "Mois"),
        ] {
            let column = Column::ALL.iter().find(|column| column.key() == key).unwrap();
            assert_eq!((column.header(Language::French), column.header(Language::English)), (french, key));
        }
    }
}
