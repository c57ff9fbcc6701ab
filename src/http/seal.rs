//! Cursors under seal: AES-256-GCM with a key derived from `SECRET_KEY` by HKDF-SHA-256 (RFC 5869).
//!
//! A cursor holds a name, a day or an id of the item a page ended at. Sealed, it shows none of them
//! and cannot be made by a caller. Its nonce is an HMAC of what it holds, so that the same page has
//! the same cursor each time: two cursors share a nonce only if they are the same.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::problem::Problem;

/// A key of 32 bytes for one purpose, which `label` names.
///
/// # Errors
/// When the cryptographic library refuses, which it does not for these lengths.
pub fn derived(secret: &[u8], label: &str) -> Result<[u8; 32], Problem> {
    let prk = Salt::new(HKDF_SHA256, b"offre-bailleurs").extract(secret);
    let label = [label.as_bytes()];
    let okm = prk.expand(&label, HKDF_SHA256).map_err(Problem::internal)?;
    let mut key = [0u8; 32];
    okm.fill(&mut key).map_err(Problem::internal)?;
    Ok(key)
}

/// What seals and opens cursors.
pub struct CursorSeal {
    key: LessSafeKey,
    nonces: hmac::Key,
}

impl std::fmt::Debug for CursorSeal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CursorSeal")
    }
}

impl CursorSeal {
    /// Derives its keys. The text should have 32 bytes or more.
    ///
    /// # Errors
    /// When the cryptographic library refuses.
    pub fn new(secret: &[u8]) -> Result<Self, Problem> {
        let key = UnboundKey::new(&AES_256_GCM, &derived(secret, "cursors, version 1")?).map_err(Problem::internal)?;
        let nonces = hmac::Key::new(hmac::HMAC_SHA256, &derived(secret, "nonces of cursors, version 1")?);
        Ok(Self { key: LessSafeKey::new(key), nonces })
    }

    /// Seals a text for one list, in characters that an address may hold.
    ///
    /// # Errors
    /// When the library refuses.
    pub fn seal(&self, list: &str, plain: &[u8]) -> Result<String, Problem> {
        let mut content = hmac::Context::with_key(&self.nonces);
        content.update(&list.len().to_be_bytes());
        content.update(list.as_bytes());
        content.update(plain);
        let mut nonce = [0u8; NONCE_LEN];
        nonce.copy_from_slice(&content.sign().as_ref()[..NONCE_LEN]);
        let mut sealed = plain.to_vec();
        let given = Nonce::assume_unique_for_key(nonce);
        self.key.seal_in_place_append_tag(given, Aad::from(list.as_bytes()), &mut sealed).map_err(Problem::internal)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens; nothing when it was not sealed here for this list.
    pub fn open(&self, list: &str, text: &str) -> Option<Vec<u8>> {
        let whole = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = whole.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        self.key.open_in_place(nonce, Aad::from(list.as_bytes()), &mut sealed).ok().map(|plain| plain.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"a secret of thirty-two bytes or more";

    #[test]
    fn a_cursor_opens_for_its_list_and_secret_only() {
        let seal = CursorSeal::new(SECRET).unwrap();
        let text = seal.seal("a", b"[\"martin\"]").unwrap();
        assert_eq!(seal.open("a", &text).unwrap(), b"[\"martin\"]");
        assert!(seal.open("b", &text).is_none());
        assert!(CursorSeal::new(b"another secret of thirty-two bytes!!").unwrap().open("a", &text).is_none());
    }

    #[test]
    fn a_cursor_shows_nothing_and_is_the_same_each_time() {
        let seal = CursorSeal::new(SECRET).unwrap();
        let text = seal.seal("a", b"[\"martin\"]").unwrap();
        assert_eq!(text, seal.seal("a", b"[\"martin\"]").unwrap());
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
        assert!(!bytes.windows(6).any(|part| part == b"martin"));
        let nonces: Vec<String> = [("a", "x"), ("a", "y"), ("b", "x"), ("", "ax")]
            .map(|(list, plain)| seal.seal(list, plain.as_bytes()).unwrap()[..16].to_owned())
            .to_vec();
        assert_eq!(nonces.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    }

    #[test]
    fn whatever_is_changed_does_not_open() {
        let seal = CursorSeal::new(SECRET).unwrap();
        let text = seal.seal("a", b"[1]").unwrap();
        for at in 0..text.len() {
            let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
            let mut forged = text.clone();
            forged.replace_range(at..=at, other);
            assert!(seal.open("a", &forged).is_none(), "{at}");
            assert!(seal.open("a", &text[..at]).is_none(), "{at}");
        }
        assert!(seal.open("a", &format!("{text}=")).is_none() && seal.open("a", "é").is_none());
    }
}
