//! The housing aids and who receives them.

use super::text_sql::text_enum;

text_enum! {
    /// The three housing aids (CCH L.821-1).
    pub enum AidType {
        /// Aide personnalisée au logement: the unit is under an APL agreement.
        Apl = "apl",
        /// Allocation de logement familiale.
        Alf = "alf",
        /// Allocation de logement sociale.
        Als = "als",
    }
}

text_enum! {
    /// Who receives the aid.
    pub enum PaymentMode {
        /// Direct payment to the landlord.
        Landlord = "landlord",
        /// Paid to the tenant.
        Tenant = "tenant",
    }
}
