//! What is accepted and deserves a look.

super::codes! {
    /// A warning about what was accepted.
    WarningCode is Warning
    RentChangedALot {
        word: "rent_changed_a_lot",
        meaning_fr: "Le loyer déclaré s'écarte beaucoup du précédent.",
        meaning_en: "The declared rent differs a lot from the previous one.",
        remedy_fr: "Vérifiez l'unité (centimes) et le montant ; s'il est faux, remplacez la déclaration.",
        remedy_en: "Check the unit (cents) and the amount; if it is wrong, replace the declaration.",
    }
    ColocationRentDiffers {
        word: "colocation_rent_differs",
        meaning_fr: "Les cotitulaires d'un même bail déclarent des loyers entiers différents.",
        meaning_en: "Co-holders of one lease declare different whole rents.",
        remedy_fr: "Donnez pour chacun le loyer entier du bail : la part est calculée.",
        remedy_en: "Give the whole rent of the lease for each: the share is computed.",
    }
    DepartureDatesDiffer {
        word: "departure_dates_differ",
        meaning_fr: "Le départ et la fin du bail sont de jours différents.",
        meaning_en: "The departure and the end of the lease are on different days.",
        remedy_fr: "Vérifiez les deux dates : la première peut être retenue pour le droit.",
        remedy_en: "Check both days: the earlier may be retained for the entitlement.",
    }
    DeclareColocation {
        word: "declare_colocation",
        meaning_fr: "Un cotitulaire part et le bail continue.",
        meaning_en: "A co-holder leaves and the lease goes on.",
        remedy_fr: "Déclarez aussi le nouveau nombre de cotitulaires par un changement `colocation`.",
        remedy_en: "Also declare the new number of co-holders by a `colocation` change.",
    }
    ChargesUnknown {
        word: "charges_unknown",
        meaning_fr: "Les charges ne sont pas connues : le seuil est calculé sans elles.",
        meaning_en: "The charges are not known: the threshold is computed without them.",
        remedy_fr: "Donnez `charges_cents`.",
        remedy_en: "Give `charges_cents`.",
    }
    AidUnknown {
        word: "aid_unknown",
        meaning_fr: "Le montant de l'aide n'est pas connu : il est compté pour zéro.",
        meaning_en: "The amount of the aid is not known: it counts as zero.",
        remedy_fr: "Vérifiez le résultat contre le dernier versement.",
        remedy_en: "Check the result against the last payment.",
    }
    ConstitutedUnderPreviousRegime {
        word: "constituted_under_previous_regime",
        meaning_fr: "La dette était un impayé constitué sous la règle précédente ; elle ne l'est pas sous celle d'aujourd'hui.",
        meaning_en: "The debt was constituted arrears under the previous rule; it is not under today's.",
        remedy_fr: "Rien : l'impayé reste constitué, et la règle précédente le juge.",
        remedy_en: "Nothing: the arrears stay constituted, and the previous rule judges them.",
    }
    UnpaidAboveDue {
        word: "unpaid_above_due",
        meaning_fr: "L'impayé d'un mois dépasse ce que le locataire devait.",
        meaning_en: "The unpaid amount of a month exceeds what the tenant owed.",
        remedy_fr: "Corrigez le montant ou dites `includes_adjustment` : un signalement le refuserait.",
        remedy_en: "Correct the amount or say `includes_adjustment`: a report would refuse it.",
    }
    MonthOutsideLease {
        word: "month_outside_lease",
        meaning_fr: "Un mois est dû après le départ, ou précède le bail.",
        meaning_en: "A month is due after the departure, or comes before the lease.",
        remedy_fr: "Retirez ce mois : un signalement le refuserait.",
        remedy_en: "Remove that month: a report would refuse it.",
    }
    ManagementEnded {
        word: "management_ended",
        meaning_fr: "Un mois est dû après la fin de gestion du logement.",
        meaning_en: "A month is due after the end of management of the housing unit.",
        remedy_fr: "Retirez ce mois : un signalement le refuserait.",
        remedy_en: "Remove that month: a report would refuse it.",
    }
    ChargesKnown {
        word: "charges_known",
        meaning_fr: "Les charges du bail sont connues : celles du signalement ne sont pas prises en compte.",
        meaning_en: "The charges of the lease are known: those of the report are not taken.",
        remedy_fr: "Omettez `charges_cents` ; si les charges connues sont fausses, voyez l'organisme payeur.",
        remedy_en: "Leave `charges_cents` out; if the known charges are wrong, see the paying body.",
    }
}
