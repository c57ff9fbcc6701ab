//! Identifiers that say what they identify, in the manner of TypeID 0.3: a prefix, `_`, and the
//! 128 bits of a UUIDv7 in lower-case Crockford base32, so that texts sort by time of creation.

/// Digits of Crockford's base32, without i, l, o and u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of the suffix: 26 × 5 = 130 bits, so that the first one is at most `7`.
const SUFFIX: u32 = 26;

/// A kind of identifier, for code that works with any of them.
pub trait TypedId: Sized {
    /// The prefix of its identifiers, before the underscore.
    const PREFIX: &'static str;

    /// The identifier of the 16 bytes of a UUID, the first byte first (RFC 9562).
    fn from_uuid_bytes(uuid: [u8; 16]) -> Self;
}

/// `prefix_` followed by the 26 characters of a UUID's bytes, the highest first.
fn encode(prefix: &str, uuid: [u8; 16]) -> String {
    let bits = u128::from_be_bytes(uuid);
    let suffix = (0..SUFFIX).rev().map(|rank| {
        let digit = (bits >> (rank * 5)) & 31;
        char::from(ALPHABET[digit as usize])
    });
    prefix.chars().chain(['_']).chain(suffix).collect()
}

/// Whether a text has the prefix and 26 characters that 128 bits can give.
fn is_well_formed(text: &str, prefix: &str) -> bool {
    let suffix = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_'));
    suffix.is_some_and(|suffix| {
        suffix.len() == SUFFIX as usize
            && suffix.starts_with(|first| matches!(first, '0'..='7'))
            && suffix.bytes().all(|byte| ALPHABET.contains(&byte))
    })
}

/// Declares identifiers, each a newtype of its text: `/// doc` `pub TenantId = "ten", "ten_01m83t4cm0e7gbcc4tdrye2d9c";`.
macro_rules! id_kind {
    ($($(#[doc = $doc:literal])* pub $name:ident = $prefix:literal, $example:literal;)+) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $crate::values::typed_id::TypedId for $name {
            const PREFIX: &'static str = $prefix;

            fn from_uuid_bytes(uuid: [u8; 16]) -> Self {
                Self($crate::values::typed_id::encode($prefix, uuid))
            }
        }

        impl $name {
            /// The identifier a text is, if it has this type's prefix and the shape of a TypeID.
            pub fn parse(text: &str) -> Option<Self> {
                $crate::values::typed_id::is_well_formed(text, $prefix).then(|| Self(text.to_owned()))
            }

            /// Its whole text, prefix included.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::values::text_sql::Invalid;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let why = concat!("an identifier ", $prefix, "_ followed by 26 characters");
                Self::parse(text).ok_or($crate::values::text_sql::Invalid(why))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        $crate::values::text_sql::text_serde!($name);
        $crate::values::text_sql::text_sql!($name);
        $crate::values::text_sql::text_schema!(
            $name,
            [$($doc),*].map(str::trim).join("\n"),
            concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$"),
            $prefix.len() + 27,
            $example
        );
    )+};
}

id_kind! {
    /// The identifier of a landlord.
    pub LandlordId = "lld", "lld_01m83t4cm0f379m9qqq8r30gk2";
    /// The identifier of a landlord's reference with a paying body.
    pub ReferenceId = "ref", "ref_01m83t4cm0f6s99m3zkyr8zj3z";
    /// The identifier of a bank account.
    pub BankAccountId = "bnk", "bnk_01m83t4cm0en0sewgsbgzgmsmx";
    /// The identifier of a logement.
    pub LogementId = "log", "log_01m83t4cm0eztr634a6fx062hf";
    /// The identifier of a tenant.
    pub TenantId = "ten", "ten_01m83t4cm0e7gbcc4tdrye2d9c";
    /// The identifier of a July rent declaration.
    pub RentDeclarationId = "rdc", "rdc_01m83t4cm0f4t923ap30d0xq4b";
    /// The identifier of a declared change.
    pub ChangeId = "chg", "chg_01m83t4cm0fpq9gagmxhg0p3rh";
    /// The identifier of an impayé.
    pub ImpayeId = "imp", "imp_01m83t4cm0evs8219pd5p4m4wj";
    /// The identifier of a payment.
    pub PaymentId = "pay", "pay_01m83t4cm0egctjzsme3ffzt78";
    /// The identifier of a line of a payment.
    pub PaymentLineId = "pln", "pln_01m83t4cm0f63b4tr3nqhywyha";
    /// What a receipt's number is made of.
    pub ReceiptNumber = "ar", "ar_01m83t4cm0egctjzsme3ffzt78";
    /// The identifier of a client of the service.
    pub ClientId = "cli", "cli_01k8m3q6z5e7v9r2t4w6x8y0d1";
    /// The identifier of a secret of a client.
    pub SecretId = "sec", "sec_01k8m3q6z5e7v9r2t4w6x8y0d1";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use utoipa::PartialSchema;

    #[test]
    fn g3_encodes_as_the_typeid_specification() {
        // Vectors of the TypeID specification, valid.json.
        let text = |hex: u128| TenantId::from_uuid_bytes(hex.to_be_bytes()).to_string();
        assert_eq!(text(0), "ten_00000000000000000000000000");
        assert_eq!(text(1), "ten_00000000000000000000000001");
        assert_eq!(text(32), "ten_00000000000000000000000010");
        assert_eq!(text(u128::MAX), "ten_7zzzzzzzzzzzzzzzzzzzzzzzzz");
        assert_eq!(text(0x0110_c853_1d09_52d8_d73e_1194_e95b_5f19), "ten_0123456789abcdefghjkmnpqrs");
        assert_eq!(text(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057), "ten_01h455vb4pex5vsknk084sn02q");
    }

    #[test]
    fn g3_refuses_malformed_identifiers() {
        for bad in [
            "",
            "ten_",
            "ten_80000000000000000000000000",
            "ten_0123456789abcdefghjkmnpqr",
            "ten_0123456789abcdefghjkmnpqrst",
            "ten_0123456789ABCDEFGHJKMNPQRS",
            "ten0123456789abcdefghjkmnpqrs",
            "log_0123456789abcdefghjkmnpqrs",
            "ten_0123456789abcdefghjkmnpqri",
            "ten_é123456789abcdefghjkmnpqr",
            " ten_0123456789abcdefghjkmnpqrs",
        ] {
            assert_eq!(TenantId::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn g3_describes_itself() {
        let schema = serde_json::to_value(TenantId::schema()).unwrap();
        assert_eq!(schema["pattern"], "^ten_[0-7][0-9a-hjkmnp-tv-z]{25}$");
        assert_eq!(schema["maxLength"], 30);
        assert_eq!(schema["description"], "The identifier of a tenant.");
        let example = schema["examples"][0].as_str().unwrap();
        assert!(TenantId::parse(example).is_some());
        assert_eq!(TenantId::PREFIX, "ten");
    }

    proptest! {
        #[test]
        fn g3_identifiers_read_back_and_sort_as_their_uuids(a: [u8; 16], b: [u8; 16]) {
            let (x, y) = (ChangeId::from_uuid_bytes(a), ChangeId::from_uuid_bytes(b));
            prop_assert_eq!(ChangeId::parse(x.as_str()), Some(x.clone()));
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            let json = serde_json::to_string(&x).unwrap();
            prop_assert_eq!(serde_json::from_str::<ChangeId>(&json).unwrap(), x);
        }
    }
}
