//! What a change does.

super::codes! {
    /// An effect of a change.
    EffectCode is Effect
    TenancyEnded {
        word: "tenancy_ended",
        meaning_fr: "Le bail de ce locataire prend fin à la date donnée.",
        meaning_en: "The tenancy of this tenant ends on the day given.",
        remedy_fr: "Rien : pour revenir en arrière, annulez ou remplacez le changement.",
        remedy_en: "Nothing: to go back, cancel or replace the change.",
    }
    EntitlementEnded {
        word: "entitlement_ended",
        meaning_fr: "Le droit à l'aide cesse à la date donnée, à la suite du décès.",
        meaning_en: "Entitlement to the aid ends on the day given, after the death.",
        remedy_fr: "N'attendez plus d'aide à partir de cette date.",
        remedy_en: "Expect no aid from that day on.",
    }
    ManagementEnded {
        word: "management_ended",
        meaning_fr: "Le logement n'est plus géré après la date donnée ; aucun bail n'est clos.",
        meaning_en: "The housing unit is no longer managed after the day given; no tenancy is closed.",
        remedy_fr: "Déclarez d'ici là ce qui précède cette date ; les faits postérieurs seront refusés.",
        remedy_en: "Declare what comes before that day; later facts will be refused.",
    }
    CoholdersChanged {
        word: "coholders_changed",
        meaning_fr: "Le bail a un autre nombre de cotitulaires à partir de la date donnée.",
        meaning_en: "The lease has another number of co-holders from the day given on.",
        remedy_fr: "Déclarez les loyers suivants avec ce nombre.",
        remedy_en: "Declare later rents with this number.",
    }
}
