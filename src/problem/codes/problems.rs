//! The codes of problem documents (RFC 9457). Once published, one never changes its meaning.

super::codes! {
    /// A stable problem code.
    Code is Problem
    MalformedRequest {
        word: "malformed_request",
        status: 400, title_fr: "Requête illisible", title_en: "Malformed request",
        meaning_fr: "Le corps ou l'adresse ne peut pas être lu : JSON invalide, texte qui n'est pas de l'UTF-8, en-tête mal formé.",
        meaning_en: "The body or the address cannot be read: invalid JSON, text that is not UTF-8, malformed header.",
        remedy_fr: "Corrigez la requête à l'endroit que donne `detail`.",
        remedy_en: "Mend the request at the place that `detail` gives.",
    }
    InvalidCursor {
        word: "invalid_cursor",
        status: 400, title_fr: "Curseur invalide", title_en: "Invalid cursor",
        meaning_fr: "Un curseur ne vaut que pour la liste, les filtres et le tri qui l'ont donné.",
        meaning_en: "A cursor is only good for the list, filters and sort that gave it.",
        remedy_fr: "Recommencez à la première page.",
        remedy_en: "Start again from the first page.",
    }
    InvalidToken {
        word: "invalid_token",
        status: 401, title_fr: "Jeton absent ou invalide", title_en: "Missing or invalid token",
        meaning_fr: "Le jeton manque, est faux ou a expiré. Un jeton vit 15 minutes.",
        meaning_en: "The token is missing, wrong or expired. A token lives 15 minutes.",
        remedy_fr: "Demandez un jeton à POST /oauth/token et envoyez-le dans l'en-tête Authorization: Bearer.",
        remedy_en: "Ask POST /oauth/token for a token and send it as Authorization: Bearer.",
    }
    InsufficientScope {
        word: "insufficient_scope",
        status: 403, title_fr: "Habilitation insuffisante", title_en: "Insufficient scope",
        meaning_fr: "Le jeton est valable mais ne porte pas l'habilitation que cette opération demande ; elle est nommée dans la réponse.",
        meaning_en: "The token is valid but lacks the scope this operation needs, which the answer names.",
        remedy_fr: "Demandez un jeton avec cette habilitation, si votre client l'a.",
        remedy_en: "Ask for a token with that scope, if your client has it.",
    }
    MandateRequired {
        word: "mandate_required",
        status: 403, title_fr: "Mandat requis", title_en: "Mandate required",
        meaning_fr: "L'éditeur doit avoir un mandat en cours du bailleur pour agir en son nom.",
        meaning_en: "The vendor needs a mandate in force from the landlord to act for them.",
        remedy_fr: "Faites signer ou renouveler le mandat.",
        remedy_en: "Have the mandate signed or renewed.",
        later: "the mandates of vendors are to come",
    }
    NotFound {
        word: "not_found",
        status: 404, title_fr: "Introuvable", title_en: "Not found",
        meaning_fr: "Rien à cette adresse, ou pas pour vous : ce qui appartient à un autre bailleur se présente comme absent.",
        meaning_en: "Nothing at this address, or not for you: what belongs to another landlord looks absent.",
        remedy_fr: "Vérifiez l'adresse et l'identifiant, lus dans une liste de l'API.",
        remedy_en: "Check the address and the id, as a list of the API gave it.",
    }
    MethodNotAllowed {
        word: "method_not_allowed",
        status: 405, title_fr: "Méthode non permise", title_en: "Method not allowed",
        meaning_fr: "Cette adresse existe mais n'accepte pas cette méthode.",
        meaning_en: "This address exists but does not accept this method.",
        remedy_fr: "L'en-tête Allow donne les méthodes que cette adresse accepte.",
        remedy_en: "The Allow header gives the methods this address accepts.",
    }
    NotAcceptable {
        word: "not_acceptable",
        status: 406, title_fr: "Format non proposé", title_en: "Not acceptable",
        meaning_fr: "Aucun des formats de l'en-tête Accept n'est proposé ici.",
        meaning_en: "None of the media types of the Accept header is offered here.",
        remedy_fr: "Omettez Accept, ou demandez un format que documente cette opération.",
        remedy_en: "Leave Accept out, or ask for a media type that the operation documents.",
    }
    RequestTimeout {
        word: "request_timeout",
        status: 408, title_fr: "Requête trop lente", title_en: "Request too slow",
        meaning_fr: "Le corps n'est pas arrivé dans le temps qu'il a : 30 secondes, 10 minutes pour un chargement, et au moins 240 octets par seconde.",
        meaning_en: "The body did not come within the time it has: 30 seconds, 10 minutes for a load, and at least 240 bytes a second.",
        remedy_fr: "Renvoyez la requête, le corps d'une traite ; une clé d'idempotence rend l'essai sans risque.",
        remedy_en: "Send the request again, the body in one go; an idempotency key makes that safe.",
    }
    CampaignNotOpen {
        word: "campaign_not_open",
        status: 409, title_fr: "Campagne pas encore ouverte", title_en: "Campaign not open yet",
        meaning_fr: "La campagne n'est pas encore ouverte ; sa date d'ouverture est dans la réponse.",
        meaning_en: "The campaign is not open yet; its opening date is in the answer.",
        remedy_fr: "Déclarez à partir de la date d'ouverture.",
        remedy_en: "Declare from the opening date on.",
    }
    TenantNotConcerned {
        word: "tenant_not_concerned",
        status: 409, title_fr: "Locataire non concerné", title_en: "Tenant not concerned",
        meaning_fr: "La campagne ne demande pas de loyer pour ce bail ; la réponse en donne la raison.",
        meaning_en: "The campaign asks no rent of this tenancy; the answer gives the reason.",
        remedy_fr: "Ne déclarez rien pour ce bail dans cette campagne.",
        remedy_en: "Declare nothing for this tenancy in this campaign.",
    }
    AlreadyDeclared {
        word: "already_declared",
        status: 409, title_fr: "Déjà déclaré", title_en: "Already declared",
        meaning_fr: "Une déclaration compte déjà ; son identifiant est dans la réponse.",
        meaning_en: "A declaration already counts; its id is in the answer.",
        remedy_fr: "Pour la corriger, nommez-la dans `replaces`.",
        remedy_en: "To correct it, name it in `replaces`.",
    }
    DepartureAlreadyDeclared {
        word: "departure_already_declared",
        status: 409, title_fr: "Départ déjà déclaré", title_en: "Departure already declared",
        meaning_fr: "Un départ est déjà déclaré pour ce bail.",
        meaning_en: "A departure is already declared for this tenancy.",
        remedy_fr: "Pour le corriger, nommez-le dans `replaces`.",
        remedy_en: "To correct it, name it in `replaces`.",
    }
    ManagementEnded {
        word: "management_ended",
        status: 409, title_fr: "Gestion terminée", title_en: "Management ended",
        meaning_fr: "Le logement n'est plus géré par ce bailleur : les faits postérieurs à la fin de gestion sont refusés.",
        meaning_en: "The housing unit is no longer managed by this landlord: facts after the end of management are refused.",
        remedy_fr: "Si la fin de gestion est fausse, annulez ou remplacez ce changement.",
        remedy_en: "If the end of management is wrong, cancel or replace that change.",
    }
    ImpayeAlreadyOpen {
        word: "impaye_already_open",
        status: 409, title_fr: "Impayé déjà signalé", title_en: "Arrears case already open",
        meaning_fr: "Un dossier est déjà ouvert pour ce bail ; son identifiant est dans la réponse.",
        meaning_en: "A case is already open for this tenancy; its id is in the answer.",
        remedy_fr: "Ajoutez des mois à ce dossier.",
        remedy_en: "Add months to that case.",
    }
    IllegalTransition {
        word: "illegal_transition",
        status: 409, title_fr: "Transition impossible", title_en: "Illegal transition",
        meaning_fr: "L'état actuel ne permet pas cette action.",
        meaning_en: "The current state does not allow this action.",
        remedy_fr: "La réponse liste les actions qui sont permises.",
        remedy_en: "The answer lists the actions that are allowed.",
    }
    AlreadyDecided {
        word: "already_decided",
        status: 409, title_fr: "Déjà décidé", title_en: "Already decided",
        meaning_fr: "Une décision a déjà été prise, ou une version plus récente a remplacé celle-ci.",
        meaning_en: "A decision was already taken, or a newer version replaced this one.",
        remedy_fr: "Relisez l'objet, et agissez sur sa version en cours.",
        remedy_en: "Read the object again, and act on its current version.",
    }
    IdempotencyInProgress {
        word: "idempotency_in_progress",
        status: 409, title_fr: "Même requête en cours", title_en: "Same request in progress",
        meaning_fr: "Une requête avec la même clé est en cours de traitement.",
        meaning_en: "A request with the same key is being processed.",
        remedy_fr: "Réessayez dans un instant, avec la même clé.",
        remedy_en: "Try again in a moment, with the same key.",
    }
    PreconditionFailed {
        word: "precondition_failed",
        status: 412, title_fr: "Version dépassée", title_en: "Precondition failed",
        meaning_fr: "La ressource a changé depuis votre lecture.",
        meaning_en: "The resource changed since you read it.",
        remedy_fr: "Relisez-la, puis renvoyez son nouvel ETag dans If-Match.",
        remedy_en: "Read it again, then send its new ETag in If-Match.",
    }
    PayloadTooLarge {
        word: "payload_too_large",
        status: 413, title_fr: "Corps trop volumineux", title_en: "Payload too large",
        meaning_fr: "Le corps dépasse la taille permise, donnée dans la réponse.",
        meaning_en: "The body exceeds the size allowed, given in the answer.",
        remedy_fr: "Envoyez moins, ou en plusieurs fois.",
        remedy_en: "Send less, or in several parts.",
    }
    UnsupportedMediaType {
        word: "unsupported_media_type",
        status: 415, title_fr: "Format non accepté", title_en: "Unsupported media type",
        meaning_fr: "Le type de contenu du corps n'est pas accepté ici.",
        meaning_en: "The content type of the body is not accepted here.",
        remedy_fr: "L'en-tête Accept de la réponse donne ceux qui le sont.",
        remedy_en: "The Accept header of the answer gives those that are.",
    }
    ValidationFailed {
        word: "validation_failed",
        status: 422, title_fr: "Données invalides", title_en: "Validation failed",
        meaning_fr: "La requête se lit mais des champs sont en faute.",
        meaning_en: "The request reads but fields are at fault.",
        remedy_fr: "Chaque champ en cause est nommé dans `errors`, avec un code stable et une explication : corrigez-les tous, puis renvoyez.",
        remedy_en: "Each field at fault is named in `errors`, with a stable code and an explanation: mend them all, then send again.",
    }
    ImpayeNotConstituted {
        word: "impaye_not_constituted",
        status: 422, title_fr: "Impayé non constitué", title_en: "Arrears not constituted",
        meaning_fr: "La dette n'atteint pas le seuil légal ; la réponse donne la règle, les montants et ce qui manque.",
        meaning_en: "The debt does not reach the legal threshold; the answer gives the rule, the amounts and what is missing.",
        remedy_fr: "Signalez quand le seuil sera atteint.",
        remedy_en: "Report when the threshold is reached.",
    }
    RecoveryStepsRequired {
        word: "recovery_steps_required",
        status: 422, title_fr: "Démarches de recouvrement requises", title_en: "Recovery steps required",
        meaning_fr: "Le bailleur qui reçoit l'aide doit justifier qu'il poursuit le recouvrement (CCH R.824-4).",
        meaning_en: "A landlord who receives the aid must show that recovery is pursued (CCH R.824-4).",
        remedy_fr: "Donnez au moins une démarche dans `recovery_steps`.",
        remedy_en: "Give at least one step in `recovery_steps`.",
    }
    ColocationUnchanged {
        word: "colocation_unchanged",
        status: 422, title_fr: "Colocation inchangée", title_en: "Shared tenancy unchanged",
        meaning_fr: "Le nombre de cotitulaires déclaré est déjà celui en vigueur à cette date.",
        meaning_en: "The declared number of co-holders is already the one in force at that date.",
        remedy_fr: "Rien, ou vérifiez le nombre et la date.",
        remedy_en: "Nothing, or check the number and the day.",
    }
    IdempotencyKeyReused {
        word: "idempotency_key_reused",
        status: 422, title_fr: "Clé d'idempotence déjà utilisée", title_en: "Idempotency key reused",
        meaning_fr: "Cette clé a servi pour une requête différente.",
        meaning_en: "This key was used for a different request.",
        remedy_fr: "Prenez une nouvelle clé pour chaque nouvelle opération.",
        remedy_en: "Take a new key for each new operation.",
    }
    PreconditionRequired {
        word: "precondition_required",
        status: 428, title_fr: "Précondition requise", title_en: "Precondition required",
        meaning_fr: "Cette modification demande l'en-tête If-Match, pour ne pas écraser le travail d'un autre.",
        meaning_en: "This change needs the If-Match header, so that nobody's work is overwritten.",
        remedy_fr: "Envoyez dans If-Match l'ETag de la version que vous modifiez.",
        remedy_en: "Send in If-Match the ETag of the version you change.",
    }
    RateLimited {
        word: "rate_limited",
        status: 429, title_fr: "Trop de requêtes", title_en: "Too many requests",
        meaning_fr: "Ce client a envoyé trop de requêtes en peu de temps.",
        meaning_en: "This client sent too many requests in a short time.",
        remedy_fr: "Attendez le nombre de secondes donné par Retry-After.",
        remedy_en: "Wait for the number of seconds given by Retry-After.",
        later: "the limits of requests are to come",
    }
    InternalError {
        word: "internal_error",
        status: 500, title_fr: "Erreur interne", title_en: "Internal error",
        meaning_fr: "Le service a rencontré une erreur imprévue. Rien n'a été écrit à moitié.",
        meaning_en: "The service met an unexpected error. Nothing was half written.",
        remedy_fr: "Donnez le `request_id` au support.",
        remedy_en: "Give the `request_id` to support.",
    }
    Unavailable {
        word: "unavailable",
        status: 503, title_fr: "Service indisponible", title_en: "Service unavailable",
        meaning_fr: "La base de données ou la file d'attente est saturée ou injoignable. Rien n'a été écrit, sauf si `outcome` vaut `unknown` : l'écriture a pu être enregistrée. Un chargement interrompu donne les lignes déjà traitées dans `accepted`, `unchanged` et `rejected`.",
        meaning_en: "The database or the queue is saturated or unreachable. Nothing was written, unless `outcome` is `unknown`: the write may have been recorded. A load that stops gives the lines done so far in `accepted`, `unchanged` and `rejected`.",
        remedy_fr: "Réessayez après Retry-After, avec la même clé d'idempotence : elle rend l'essai sans risque. Un chargement se renvoie en entier.",
        remedy_en: "Try again after Retry-After with the same idempotency key, which makes that safe. A load is sent again whole.",
    }
}
