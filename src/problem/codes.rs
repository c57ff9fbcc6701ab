//! The one table of problem codes: it feeds the answers, the pages under `/problems/`, the
//! OpenAPI document and the test that every code is raised somewhere.

use crate::values::text::Text;

macro_rules! codes {
    ($($name:ident = $word:literal, $status:literal, $fr:literal, $en:literal, $help_fr:literal, $help_en:literal;)*) => {
        /// A stable problem code: once published it never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $(#[doc = $en] $name),* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as it goes over the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $word),* }
            }

            /// The HTTP status it always comes with.
            pub const fn status(self) -> u16 {
                match self { $(Code::$name => $status),* }
            }

            /// Its title.
            pub const fn title(self) -> Text {
                match self { $(Code::$name => Text::fixed($fr, $en)),* }
            }

            /// What it means and what to do about it.
            pub const fn help(self) -> Text {
                match self { $(Code::$name => Text::fixed($help_fr, $help_en)),* }
            }
        }
    };
}

codes! {
    MalformedRequest = "malformed_request", 400, "Requête illisible", "Malformed request",
        "Le corps ou l'adresse ne peut pas être lu : JSON invalide, texte qui n'est pas de l'UTF-8, en-tête mal formé.",
        "The body or the address cannot be read: invalid JSON, text that is not UTF-8, malformed header.";
    InvalidCursor = "invalid_cursor", 400, "Curseur invalide", "Invalid cursor",
        "Un curseur ne vaut que pour la liste, les filtres et le tri qui l'ont donné. Recommencez à la première page.",
        "A cursor is only good for the list, filters and sort that gave it. Start again from the first page.";
    InvalidToken = "invalid_token", 401, "Jeton absent ou invalide", "Missing or invalid token",
        "Demandez un jeton à POST /oauth/token et envoyez-le dans l'en-tête Authorization: Bearer. Un jeton vit 15 minutes.",
        "Ask POST /oauth/token for a token and send it as Authorization: Bearer. A token lives 15 minutes.";
    InsufficientScope = "insufficient_scope", 403, "Habilitation insuffisante", "Insufficient scope",
        "Le jeton est valable mais ne porte pas l'habilitation que cette opération demande ; elle est nommée dans la réponse.",
        "The token is valid but lacks the scope this operation needs, which the answer names.";
    MandateRequired = "mandate_required", 403, "Mandat requis", "Mandate required",
        "L'éditeur doit avoir un mandat en cours du bailleur pour agir en son nom.",
        "The vendor needs a mandate in force from the landlord to act for them.";
    NotFound = "not_found", 404, "Introuvable", "Not found",
        "Rien à cette adresse, ou pas pour vous : ce qui appartient à un autre bailleur se présente comme absent.",
        "Nothing at this address, or not for you: what belongs to another landlord looks absent.";
    MethodNotAllowed = "method_not_allowed", 405, "Méthode non permise", "Method not allowed",
        "L'en-tête Allow donne les méthodes que cette adresse accepte.",
        "The Allow header gives the methods this address accepts.";
    NotAcceptable = "not_acceptable", 406, "Format non proposé", "Not acceptable",
        "Aucun des formats de l'en-tête Accept n'est proposé ici.",
        "None of the media types of the Accept header is offered here.";
    CampaignNotOpen = "campaign_not_open", 409, "Campagne pas encore ouverte", "Campaign not open yet",
        "La déclaration sera possible à partir de la date d'ouverture, donnée dans la réponse.",
        "The declaration will be possible from the opening date, given in the answer.";
    TenantNotConcerned = "tenant_not_concerned", 409, "Locataire non concerné", "Tenant not concerned",
        "La campagne ne demande pas de loyer pour ce bail ; la réponse en donne la raison.",
        "The campaign asks no rent of this tenancy; the answer gives the reason.";
    AlreadyDeclared = "already_declared", 409, "Déjà déclaré", "Already declared",
        "Une déclaration compte déjà. Pour la corriger, nommez-la dans `replaces` ; son identifiant est dans la réponse.",
        "A declaration already counts. To correct it, name it in `replaces`; its id is in the answer.";
    DepartureAlreadyDeclared = "departure_already_declared", 409, "Départ déjà déclaré", "Departure already declared",
        "Un départ est déjà déclaré pour ce bail. Pour le corriger, nommez-le dans `replaces`.",
        "A departure is already declared for this tenancy. To correct it, name it in `replaces`.";
    ManagementEnded = "management_ended", 409, "Gestion terminée", "Management ended",
        "Le logement n'est plus géré par ce bailleur : les faits postérieurs à la fin de gestion sont refusés.",
        "The housing unit is no longer managed by this landlord: facts after the end of management are refused.";
    ImpayeAlreadyOpen = "impaye_already_open", 409, "Impayé déjà signalé", "Arrears case already open",
        "Un dossier est déjà ouvert pour ce bail ; ajoutez-lui des mois. Son identifiant est dans la réponse.",
        "A case is already open for this tenancy; add months to it. Its id is in the answer.";
    IllegalTransition = "illegal_transition", 409, "Transition impossible", "Illegal transition",
        "L'état actuel ne permet pas cette action ; la réponse liste celles qui sont permises.",
        "The current state does not allow this action; the answer lists those that are.";
    AlreadyDecided = "already_decided", 409, "Déjà décidé", "Already decided",
        "Une décision a déjà été prise, ou une version plus récente a remplacé celle-ci.",
        "A decision was already taken, or a newer version replaced this one.";
    IdempotencyInProgress = "idempotency_in_progress", 409, "Même requête en cours", "Same request in progress",
        "Une requête avec la même clé est en cours de traitement. Réessayez dans un instant.",
        "A request with the same key is being processed. Try again in a moment.";
    PreconditionFailed = "precondition_failed", 412, "Version dépassée", "Precondition failed",
        "La ressource a changé depuis votre lecture. Relisez-la, puis renvoyez son nouvel ETag dans If-Match.",
        "The resource changed since you read it. Read it again, then send its new ETag in If-Match.";
    PayloadTooLarge = "payload_too_large", 413, "Corps trop volumineux", "Payload too large",
        "Le corps dépasse la taille permise, donnée dans la réponse.",
        "The body exceeds the size allowed, given in the answer.";
    UnsupportedMediaType = "unsupported_media_type", 415, "Format non accepté", "Unsupported media type",
        "Le type de contenu du corps n'est pas accepté ici ; la réponse donne ceux qui le sont.",
        "The content type of the body is not accepted here; the answer gives those that are.";
    ValidationFailed = "validation_failed", 422, "Données invalides", "Validation failed",
        "Chaque champ en cause est nommé dans `errors`, avec un code stable et une explication.",
        "Each field at fault is named in `errors`, with a stable code and an explanation.";
    ImpayeNotConstituted = "impaye_not_constituted", 422, "Impayé non constitué", "Arrears not constituted",
        "La dette n'atteint pas le seuil légal ; la réponse donne la règle, les montants et ce qui manque.",
        "The debt does not reach the legal threshold; the answer gives the rule, the amounts and what is missing.";
    RecoveryStepsRequired = "recovery_steps_required", 422, "Démarches de recouvrement requises", "Recovery steps required",
        "Le bailleur qui reçoit l'aide doit justifier qu'il poursuit le recouvrement (CCH R.824-4).",
        "A landlord who receives the aid must show that recovery is pursued (CCH R.824-4).";
    ColocationUnchanged = "colocation_unchanged", 422, "Colocation inchangée", "Shared tenancy unchanged",
        "Le nombre de cotitulaires déclaré est déjà celui en vigueur à cette date.",
        "The declared number of co-holders is already the one in force at that date.";
    IdempotencyKeyReused = "idempotency_key_reused", 422, "Clé d'idempotence déjà utilisée", "Idempotency key reused",
        "Cette clé a servi pour une requête différente. Prenez une nouvelle clé pour chaque nouvelle opération.",
        "This key was used for a different request. Take a new key for each new operation.";
    PreconditionRequired = "precondition_required", 428, "Précondition requise", "Precondition required",
        "Envoyez dans If-Match l'ETag de la version que vous modifiez, pour ne pas écraser le travail d'un autre.",
        "Send in If-Match the ETag of the version you change, so that nobody's work is overwritten.";
    RateLimited = "rate_limited", 429, "Trop de requêtes", "Too many requests",
        "Attendez le nombre de secondes donné par Retry-After.",
        "Wait for the number of seconds given by Retry-After.";
    InternalError = "internal_error", 500, "Erreur interne", "Internal error",
        "Le service a rencontré une erreur imprévue. Donnez le `request_id` au support. Rien n'a été écrit à moitié.",
        "The service met an unexpected error. Give the `request_id` to support. Nothing was half written.";
    Unavailable = "unavailable", 503, "Service indisponible", "Service unavailable",
        "La base de données ou la file d'attente est saturée ou injoignable. Réessayez après Retry-After ; une clé d'idempotence rend l'essai sans risque.",
        "The database or the queue is saturated or unreachable. Try again after Retry-After; an idempotency key makes that safe.";
}
