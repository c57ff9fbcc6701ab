//! Refusals of the token endpoint (RFC 6749 §5.2).

super::codes! {
    /// Why no token is given.
    TokenCode is Token
    InvalidRequest {
        word: "invalid_request",
        status: 400, title_fr: "Demande de jeton mal formée", title_en: "Malformed token request",
        meaning_fr: "Un paramètre manque, est répété ou contredit un autre.",
        meaning_en: "A parameter is missing, repeated or contradicts another.",
        remedy_fr: "Envoyez un formulaire avec grant_type=client_credentials et une seule authentification ; le client d'un éditeur nomme son `landlord`.",
        remedy_en: "Send a form with grant_type=client_credentials and one authentication; a vendor's client names its `landlord`.",
    }
    InvalidClient {
        word: "invalid_client",
        status: 401, title_fr: "Client inconnu", title_en: "Unknown client",
        meaning_fr: "L'identifiant est inconnu, le secret est faux, ou le client est révoqué.",
        meaning_en: "The id is unknown, the secret is wrong, or the client is revoked.",
        remedy_fr: "Vérifiez l'identifiant et le secret ; après un renouvellement, prenez le nouveau secret.",
        remedy_en: "Check the id and the secret; after a rotation, take the new secret.",
    }
    InvalidScope {
        word: "invalid_scope",
        status: 400, title_fr: "Habilitation refusée", title_en: "Scope refused",
        meaning_fr: "Une habilitation demandée est inconnue ou n'est pas accordée à ce client.",
        meaning_en: "A scope asked for is unknown or not granted to this client.",
        remedy_fr: "Ne demandez que vos habilitations, ou omettez `scope` pour les avoir toutes.",
        remedy_en: "Ask only for your own scopes, or leave `scope` out to get them all.",
    }
    UnauthorizedClient {
        word: "unauthorized_client",
        status: 400, title_fr: "Sans mandat", title_en: "No mandate",
        meaning_fr: "Ce client n'a pas de mandat de ce bailleur, ou le bailleur est inconnu.",
        meaning_en: "This client has no mandate from this landlord, or the landlord is unknown.",
        remedy_fr: "Vérifiez `landlord` (identifiant ou SIRET) et le mandat.",
        remedy_en: "Check `landlord` (id or SIRET) and the mandate.",
    }
    UnsupportedGrantType {
        word: "unsupported_grant_type",
        status: 400, title_fr: "Mode d'octroi non proposé", title_en: "Grant type not offered",
        meaning_fr: "Seul client_credentials est proposé.",
        meaning_en: "Only client_credentials is offered.",
        remedy_fr: "Envoyez grant_type=client_credentials.",
        remedy_en: "Send grant_type=client_credentials.",
    }
}
