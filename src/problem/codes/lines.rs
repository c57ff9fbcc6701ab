//! Faults and warnings of roster lines.

super::codes! {
    /// A fault or warning of one line, beside the codes of problems and fields.
    LineCode is Line
    Refused {
        word: "refused",
        meaning_fr: "La base de données refuse cette ligne, et elle seule.",
        meaning_en: "The database refuses this line, and it alone.",
        remedy_fr: "Donnez la ligne et le `request_id` au support ; les autres lignes sont écrites.",
        remedy_en: "Give the line and the `request_id` to support; the other lines are written.",
    }
    UnknownLandlord {
        word: "unknown_landlord",
        meaning_fr: "Aucun bailleur de cette clé n'est chargé avant cette ligne.",
        meaning_en: "No landlord of this key is loaded before this line.",
        remedy_fr: "Mettez la ligne du bailleur avant.",
        remedy_en: "Put the landlord's line before it.",
    }
    UnknownReference {
        word: "unknown_reference",
        meaning_fr: "Le bailleur n'a pas cette référence.",
        meaning_en: "The landlord does not have this reference.",
        remedy_fr: "Ajoutez-la à la ligne du bailleur.",
        remedy_en: "Add it to the landlord's line.",
    }
    UnknownPayingBody {
        word: "unknown_paying_body",
        meaning_fr: "Le bailleur n'a pas de référence chez cet organisme.",
        meaning_en: "The landlord has no reference with this paying body.",
        remedy_fr: "Ajoutez une référence à la ligne du bailleur.",
        remedy_en: "Add a reference to the landlord's line.",
    }
    UnknownLogement {
        word: "unknown_logement",
        meaning_fr: "Aucun logement de cette clé n'est chargé avant cette ligne.",
        meaning_en: "No housing unit of this key is loaded before this line.",
        remedy_fr: "Mettez la ligne du logement avant.",
        remedy_en: "Put the housing unit's line before it.",
    }
    UnknownTenant {
        word: "unknown_tenant",
        meaning_fr: "Aucun locataire de cette clé n'est chargé avant cette ligne.",
        meaning_en: "No tenant of this key is loaded before this line.",
        remedy_fr: "Mettez la ligne du locataire avant.",
        remedy_en: "Put the tenant's line before it.",
    }
    TenancyChanged {
        word: "tenancy_changed",
        meaning_fr: "Un autre logement ou début de bail est une autre location.",
        meaning_en: "Another housing unit or lease start is another tenancy.",
        remedy_fr: "Chargez-la sous une autre clé.",
        remedy_en: "Load it under another key.",
    }
    LandlordMismatch {
        word: "landlord_mismatch",
        meaning_fr: "La clé est celle d'un autre bailleur.",
        meaning_en: "The key is another landlord's.",
        remedy_fr: "Prenez une autre clé.",
        remedy_en: "Take another key.",
    }
    SiretAlreadyUsed {
        word: "siret_already_used",
        meaning_fr: "Ce SIRET est celui d'un autre bailleur.",
        meaning_en: "This SIRET is another landlord's.",
        remedy_fr: "Chargez ce bailleur sous sa clé, ou corrigez le SIRET.",
        remedy_en: "Load that landlord under its key, or correct the SIRET.",
    }
    ReferenceConflict {
        word: "reference_conflict",
        meaning_fr: "Cette référence existe déjà chez ce bailleur, d'un autre organisme.",
        meaning_en: "This landlord already has this reference, of another paying body.",
        remedy_fr: "Donnez à la référence un autre numéro.",
        remedy_en: "Give the reference another number.",
    }
    ForeignPayingBody {
        word: "foreign_paying_body",
        meaning_fr: "L'objet relève d'un autre organisme payeur.",
        meaning_en: "The object belongs to another paying body.",
        remedy_fr: "Laissez cette ligne à cet organisme.",
        remedy_en: "Leave this line to that paying body.",
    }
    ForeignReference {
        word: "foreign_reference",
        meaning_fr: "Des références d'un autre organisme sont ignorées ; la ligne est prise.",
        meaning_en: "References of another paying body are ignored; the line is taken.",
        remedy_fr: "Rien.",
        remedy_en: "Nothing.",
    }
    ForeignLogement {
        word: "foreign_logement",
        meaning_fr: "Le logement relève d'un autre organisme payeur que le locataire.",
        meaning_en: "The housing unit belongs to another paying body than the tenant.",
        remedy_fr: "L'organisme du locataire est celui de la référence du logement : corrigez l'un ou l'autre.",
        remedy_en: "The tenant's paying body is that of the unit's reference: correct one or the other.",
    }
    OperatorOnly {
        word: "operator_only",
        meaning_fr: "Les campagnes sont nationales : l'exploitant seul les écrit, par la ligne de commande.",
        meaning_en: "Campaigns are national: the operator alone writes them, by the command line.",
        remedy_fr: "Retirez cette ligne, ou reprenez la campagne telle qu'elle est.",
        remedy_en: "Remove this line, or give the campaign as it is.",
    }
    LeftAlone {
        word: "left_alone",
        meaning_fr: "L'identité, le contact et la banque relèvent de l'organisme qui a chargé ce bailleur en premier ; ils restent.",
        meaning_en: "Identity, contact and bank belong to the paying body that loaded this landlord first; they stay.",
        remedy_fr: "Faites corriger par cet organisme.",
        remedy_en: "Have that paying body correct them.",
    }
    AplWithoutConvention {
        word: "apl_without_convention",
        meaning_fr: "Une APL suppose un logement conventionné.",
        meaning_en: "An APL supposes a unit under an agreement.",
        remedy_fr: "Vérifiez le type d'aide et `convention_number`.",
        remedy_en: "Check the type of aid and `convention_number`.",
    }
    AlWithConvention {
        word: "al_with_convention",
        meaning_fr: "Une ALF ou ALS suppose un logement non conventionné.",
        meaning_en: "An ALF or ALS supposes a unit without agreement.",
        remedy_fr: "Vérifiez le type d'aide et `convention_number`.",
        remedy_en: "Check the type of aid and `convention_number`.",
    }
    BelowPaymentThreshold {
        word: "below_payment_threshold",
        meaning_fr: "Le montant d'une ligne de versement est sous le seuil de versement.",
        meaning_en: "The amount of a payment line is below what is paid.",
        remedy_fr: "Vérifiez le montant (centimes).",
        remedy_en: "Check the amount (cents).",
    }
    UnusualPaymentMonth {
        word: "unusual_payment_month",
        meaning_fr: "L'APL se verse le mois même, l'ALF et l'ALS le mois suivant.",
        meaning_en: "APL is paid in its own month, ALF and ALS in the next one.",
        remedy_fr: "Vérifiez le mois de droit et la date de versement.",
        remedy_en: "Check the entitlement month and the day of payment.",
    }
    CorrectionWithoutMonth {
        word: "correction_without_month",
        meaning_fr: "Une correction dit le mois qu'elle corrige.",
        meaning_en: "A correction names the month it corrects.",
        remedy_fr: "Donnez `corrects_month`.",
        remedy_en: "Give `corrects_month`.",
    }
    InconsistentAmounts {
        word: "inconsistent_amounts",
        meaning_fr: "Le net n'est pas le brut moins la CRDS et la RLS.",
        meaning_en: "The net is not the gross less CRDS and RLS.",
        remedy_fr: "Vérifiez les quatre montants.",
        remedy_en: "Check the four amounts.",
    }
}
