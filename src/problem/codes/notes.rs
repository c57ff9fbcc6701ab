//! How a reconciliation explains itself.

super::codes! {
    /// A note of a reconciliation.
    NoteCode is Note
    PaidToTenant {
        word: "paid_to_tenant",
        meaning_fr: "L'aide est versée au locataire : rien n'est attendu.",
        meaning_en: "The aid is paid to the tenant: nothing is expected.",
        remedy_fr: "Rien ; le tiers payant se demande à l'organisme payeur.",
        remedy_en: "Nothing; direct payment is asked of the paying body.",
    }
    LeaseStarted {
        word: "lease_started",
        meaning_fr: "Le bail commence ce mois-ci : le droit s'ouvre le mois suivant.",
        meaning_en: "The lease starts in this month: the right opens in the next one.",
        remedy_fr: "Attendez le mois suivant.",
        remedy_en: "Wait for the next month.",
    }
    LeaseEnded {
        word: "lease_ended",
        meaning_fr: "Le bail a pris fin : le dernier mois dû n'est pas connu ici.",
        meaning_en: "The lease has ended: the last month due is not known here.",
        remedy_fr: "Demandez à l'organisme payeur le dernier mois dû.",
        remedy_en: "Ask the paying body which month is the last one due.",
    }
    ManagementEnded {
        word: "management_ended",
        meaning_fr: "La gestion du logement a pris fin : à qui ce mois est dû n'est pas connu ici.",
        meaning_en: "The management of the unit has ended: to whom this month is due is not known here.",
        remedy_fr: "Demandez à l'organisme payeur à qui ce mois est versé.",
        remedy_en: "Ask the paying body to whom this month is paid.",
    }
    AmountUnknown {
        word: "amount_unknown",
        meaning_fr: "Aucun montant de l'aide n'est connu.",
        meaning_en: "No amount of the aid is known.",
        remedy_fr: "Attendez que l'organisme payeur transmette le montant.",
        remedy_en: "Wait until the paying body sends the amount.",
    }
    BelowPaymentThreshold {
        word: "below_payment_threshold",
        meaning_fr: "L'aide est sous le seuil de versement : rien n'est attendu.",
        meaning_en: "The aid is below what is paid: nothing is expected.",
        remedy_fr: "Rien.",
        remedy_en: "Nothing.",
    }
    LastKnownAmount {
        word: "last_known_amount",
        meaning_fr: "L'attendu est le dernier montant connu de l'aide.",
        meaning_en: "What is expected is the last known amount of the aid.",
        remedy_fr: "Rien : un montant plus récent le remplacera.",
        remedy_en: "Nothing: a newer amount will replace it.",
    }
    AsExpected {
        word: "as_expected",
        meaning_fr: "Le mois a apporté ce qui était attendu.",
        meaning_en: "The month brought what was expected.",
        remedy_fr: "Rien.",
        remedy_en: "Nothing.",
    }
    Missing {
        word: "missing",
        meaning_fr: "Le mois n'a rien apporté et sa date de versement est passée.",
        meaning_en: "The month brought nothing and its day of payment has passed.",
        remedy_fr: "Interrogez l'organisme payeur.",
        remedy_en: "Ask the paying body.",
    }
    Less {
        word: "less",
        meaning_fr: "Le mois a apporté moins qu'attendu.",
        meaning_en: "The month brought less than expected.",
        remedy_fr: "Lisez les autres notes ; sinon, interrogez l'organisme payeur.",
        remedy_en: "Read the other notes; else ask the paying body.",
    }
    More {
        word: "more",
        meaning_fr: "Le mois a apporté plus qu'attendu.",
        meaning_en: "The month brought more than expected.",
        remedy_fr: "Lisez les autres notes : un rappel, ou un trop-perçu à venir.",
        remedy_en: "Read the other notes: a back payment, or an overpayment to come.",
    }
    NotYetDue {
        word: "not_yet_due",
        meaning_fr: "Ce mois n'est pas encore versé.",
        meaning_en: "This month is not paid yet.",
        remedy_fr: "Attendez la date donnée.",
        remedy_en: "Wait for the day given.",
    }
    CorrectsOtherMonth {
        word: "corrects_other_month",
        meaning_fr: "Un versement de ce mois en corrige un autre et compte pour lui.",
        meaning_en: "A transfer of this month corrects another one and counts for it.",
        remedy_fr: "Voyez le rapprochement du mois corrigé.",
        remedy_en: "See the reconciliation of the month it corrects.",
    }
    BackPayment {
        word: "back_payment",
        meaning_fr: "Un rappel compte pour ce mois.",
        meaning_en: "A back payment counts for this month.",
        remedy_fr: "Rien.",
        remedy_en: "Nothing.",
    }
    Recovery {
        word: "recovery",
        meaning_fr: "Un trop-perçu est récupéré sur ce mois.",
        meaning_en: "An overpayment is recovered from this month.",
        remedy_fr: "Reportez la récupération sur le compte du locataire.",
        remedy_en: "Enter the recovery in the tenant's account.",
    }
    Adjustment {
        word: "adjustment",
        meaning_fr: "Une régularisation compte pour ce mois.",
        meaning_en: "An adjustment counts for this month.",
        remedy_fr: "Rien.",
        remedy_en: "Nothing.",
    }
}
