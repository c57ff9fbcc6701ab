//! Faults of single fields, parameters and headers.

super::codes! {
    /// A fault of one field.
    FieldCode is Field
    Required {
        word: "required",
        meaning_fr: "Un champ obligatoire manque.",
        meaning_en: "A required field is missing.",
        remedy_fr: "Donnez-le.",
        remedy_en: "Give it.",
    }
    UnknownKey {
        word: "unknown_key",
        meaning_fr: "La clé n'existe pas à cet endroit.",
        meaning_en: "There is no such key at this place.",
        remedy_fr: "Retirez-la, ou corrigez son nom.",
        remedy_en: "Remove it, or correct its name.",
    }
    UnknownParameter {
        word: "unknown_parameter",
        meaning_fr: "Le paramètre d'adresse n'existe pas pour cette opération.",
        meaning_en: "The operation has no such query parameter.",
        remedy_fr: "Retirez-le ; `detail` nomme ceux qui existent.",
        remedy_en: "Remove it; `detail` names those there are.",
    }
    WrongType {
        word: "wrong_type",
        meaning_fr: "La valeur n'a pas le type attendu.",
        meaning_en: "The value does not have the expected type.",
        remedy_fr: "Envoyez le type que donne `detail`.",
        remedy_en: "Send the type that `detail` gives.",
    }
    NotOneOf {
        word: "not_one_of",
        meaning_fr: "La valeur n'est pas de celles proposées.",
        meaning_en: "The value is not one of those offered.",
        remedy_fr: "Prenez l'une de celles que liste la documentation.",
        remedy_en: "Take one of those that the documentation lists.",
    }
    OutOfRange {
        word: "out_of_range",
        meaning_fr: "Le nombre ou la date sort de ses bornes.",
        meaning_en: "The number or the day lies outside its bounds.",
        remedy_fr: "Prenez une valeur entre les bornes que donne `detail`.",
        remedy_en: "Take a value within the bounds that `detail` gives.",
    }
    OutOfOrder {
        word: "out_of_order",
        meaning_fr: "Des dates ou des mois ne se suivent pas.",
        meaning_en: "Days or months are not in order.",
        remedy_fr: "Mettez-les dans l'ordre, chacun une fois.",
        remedy_en: "Put them in order, each of them once.",
    }
    TooShort {
        word: "too_short",
        meaning_fr: "Le texte est trop court.",
        meaning_en: "The text is too short.",
        remedy_fr: "Donnez au moins la longueur que dit `detail`.",
        remedy_en: "Give at least the length that `detail` says.",
    }
    TooLong {
        word: "too_long",
        meaning_fr: "Le texte ou la ligne est trop long.",
        meaning_en: "The text or the line is too long.",
        remedy_fr: "Raccourcissez.",
        remedy_en: "Shorten it.",
    }
    TooFewItems {
        word: "too_few_items",
        meaning_fr: "La liste a trop peu d'éléments.",
        meaning_en: "The list has too few items.",
        remedy_fr: "Donnez au moins le nombre que dit `detail`.",
        remedy_en: "Give at least the number that `detail` says.",
    }
    TooManyItems {
        word: "too_many_items",
        meaning_fr: "La liste a trop d'éléments.",
        meaning_en: "The list has too many items.",
        remedy_fr: "Envoyez moins d'éléments, ou en plusieurs fois.",
        remedy_en: "Send fewer items, or several requests.",
    }
    Duplicate {
        word: "duplicate",
        meaning_fr: "Ce qui ne peut être donné qu'une fois l'est deux fois.",
        meaning_en: "What may be given only once is given twice.",
        remedy_fr: "Gardez-en un.",
        remedy_en: "Keep one of them.",
    }
    ExactlyOne {
        word: "exactly_one",
        meaning_fr: "De plusieurs champs, exactement un est attendu.",
        meaning_en: "Exactly one of several fields is expected.",
        remedy_fr: "Donnez-en un seul.",
        remedy_en: "Give a single one.",
    }
    Inconsistent {
        word: "inconsistent",
        meaning_fr: "Deux champs se contredisent.",
        meaning_en: "Two fields contradict each other.",
        remedy_fr: "Accordez-les, ou n'en donnez qu'un.",
        remedy_en: "Make them agree, or give one of them only.",
    }
    InvalidFormat {
        word: "invalid_format",
        meaning_fr: "Le texte n'a pas la forme attendue.",
        meaning_en: "The text does not have the expected form.",
        remedy_fr: "Envoyez la forme que donne `detail`.",
        remedy_en: "Send the form that `detail` gives.",
    }
    InvalidCharacter {
        word: "invalid_character",
        meaning_fr: "Le texte contient un caractère de contrôle refusé.",
        meaning_en: "The text holds a control character that is refused.",
        remedy_fr: "Retirez ce caractère.",
        remedy_en: "Remove that character.",
    }
    InvalidSiret {
        word: "invalid_siret",
        meaning_fr: "Le SIRET n'a pas 14 chiffres ou sa clé est fausse.",
        meaning_en: "The SIRET does not have 14 digits or its check digit is wrong.",
        remedy_fr: "Vérifiez-le à l'Insee.",
        remedy_en: "Check it with Insee.",
    }
    InvalidIban {
        word: "invalid_iban",
        meaning_fr: "L'IBAN a une clé fausse ou un pays hors de l'espace SEPA.",
        meaning_en: "The IBAN has wrong check digits or a country outside SEPA.",
        remedy_fr: "Recopiez-le du relevé d'identité bancaire.",
        remedy_en: "Copy it from the bank details statement.",
    }
    InvalidBic {
        word: "invalid_bic",
        meaning_fr: "Le BIC n'a pas 8 ou 11 caractères bien formés.",
        meaning_en: "The BIC does not have 8 or 11 well-formed characters.",
        remedy_fr: "Recopiez-le du relevé d'identité bancaire, ou omettez-le.",
        remedy_en: "Copy it from the bank details statement, or leave it out.",
    }
    NirRefused {
        word: "nir_refused",
        meaning_fr: "Le numéro de sécurité sociale ne doit jamais être envoyé.",
        meaning_en: "The social-security number must never be sent.",
        remedy_fr: "Retirez ce champ ; désignez le locataire par son identifiant.",
        remedy_en: "Remove that field; name the tenant by its id.",
    }
    NotFound {
        word: "not_found",
        meaning_fr: "L'objet nommé n'existe pas, ou n'est pas à vous.",
        meaning_en: "The object named does not exist, or is not yours.",
        remedy_fr: "Vérifiez l'identifiant.",
        remedy_en: "Check the id.",
    }
    LastMonth {
        word: "last_month",
        meaning_fr: "Le dernier mois d'un dossier ne peut être retiré.",
        meaning_en: "The last month of a case cannot be removed.",
        remedy_fr: "Retirez le signalement.",
        remedy_en: "Withdraw the report.",
    }
    UnpaidAboveDue {
        word: "unpaid_above_due",
        meaning_fr: "L'impayé d'un mois dépasse ce qui était dû.",
        meaning_en: "The unpaid amount of a month exceeds what was due.",
        remedy_fr: "Corrigez le montant, ou dites `includes_adjustment` s'il y a une régularisation de charges.",
        remedy_en: "Correct the amount, or say `includes_adjustment` if charges were adjusted.",
    }
    DebtNotCovered {
        word: "debt_not_covered",
        meaning_fr: "Les échéances du plan n'égalent pas la dette.",
        meaning_en: "The instalments of the plan do not equal the debt.",
        remedy_fr: "Changez leurs montants pour que leur somme égale la dette.",
        remedy_en: "Change their amounts so that their sum equals the debt.",
    }
    NotApplicable {
        word: "not_applicable",
        meaning_fr: "Le champ ne dit rien dans cet état : il serait ignoré.",
        meaning_en: "The field says nothing in this state: it would be ignored.",
        remedy_fr: "Retirez-le.",
        remedy_en: "Remove it.",
    }
}
