//! What was received, with its id and receipt, and what a submission is answered with.

/// Declares, for the content of a submission, the object that was received and the answer to its
/// submission: one schema for the real answer and for a dry run, which has no id and no receipt.
macro_rules! received {
    ($($(#[doc = $doc:literal])* $name:ident, $answer:ident = $id:ident, $field:ident: $content:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
        pub struct $name {
            /// Its identifier.
            pub id: $id,
            #[serde(flatten)]
            pub $field: $content,
            /// The receipt of what the landlord sent last about it.
            pub receipt: $crate::receipts::ReceiptRef,
        }

        $(#[doc = $doc])*
        #[doc = " As the answer to what is sent: a dry run shows it without id and receipt."]
        #[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
        pub struct $answer {
            /// Its identifier; null in a dry run.
            pub id: Option<$id>,
            #[serde(flatten)]
            pub $field: $content,
            /// The receipt of what was sent; null in a dry run.
            pub receipt: Option<$crate::receipts::ReceiptRef>,
        }

        impl $name {
            /// What a dry run is answered with.
            pub fn unreceived(&self) -> $answer {
                $answer { id: None, $field: self.$field.clone(), receipt: None }
            }
        }
    )*};
}
pub(crate) use received;
