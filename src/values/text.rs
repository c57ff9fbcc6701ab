//! The two languages of every text a person may read.

use std::borrow::Cow;

/// A language of the service. French when the caller asks for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    French,
    English,
}

impl Language {
    /// Of two things, the one in this language.
    pub fn of<T>(self, fr: T, en: T) -> T {
        match self {
            Self::French => fr,
            Self::English => en,
        }
    }

    /// The language tag, as in `Content-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}

/// A text in both languages; which one is shown is decided where it leaves the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub fr: Cow<'static, str>,
    pub en: Cow<'static, str>,
}

impl Text {
    /// Two constant texts.
    pub const fn fixed(fr: &'static str, en: &'static str) -> Self {
        Self { fr: Cow::Borrowed(fr), en: Cow::Borrowed(en) }
    }

    /// Two texts made for the occasion.
    pub fn new(fr: String, en: String) -> Self {
        Self { fr: Cow::Owned(fr), en: Cow::Owned(en) }
    }

    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::French => &self.fr,
            Language::English => &self.en,
        }
    }
}
