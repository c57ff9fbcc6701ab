//! The words of enumerations, as French files have them.

use crate::values::aid::{AidType, PaymentMode};

/// One of a few values, with its word for French readers.
pub trait French: Copy {
    /// Its word on the wire.
    fn key(self) -> &'static str;

    /// Its word in French files.
    fn french(self) -> &'static str;
}

/// Gives the values of an enumeration their French words: `Type { Variant => "mot" }`.
macro_rules! french_words {
    ($name:ident { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $crate::columns::French for $name {
            fn key(self) -> &'static str {
                self.as_str()
            }

            fn french(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }
    };
}
pub(crate) use french_words;

french_words!(AidType { Apl => "APL", Alf => "ALF", Als => "ALS" });
french_words!(PaymentMode { Landlord => "bailleur", Tenant => "locataire" });
