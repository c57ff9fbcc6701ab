//! Signing keys at rest: AES-256-GCM under a key derived from `SECRET_KEY` with HKDF-SHA-256
//! (RFC 5869), the key's id as associated data so that sealed keys cannot be swapped.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};

use crate::http::seal::derived;
use crate::problem::Problem;

/// Bytes of the nonce that stands before each sealed text.
const NONCE: usize = 12;

/// What opens and seals.
pub struct Sealer(RandomizedNonceKey);

impl Sealer {
    /// Derives the key. The text should have 32 bytes or more.
    ///
    /// # Errors
    /// When the cryptographic library refuses, which it does not for these lengths.
    pub fn new(secret: &[u8]) -> Result<Self, Problem> {
        let key = derived(secret, "signing keys at rest, version 1")?;
        RandomizedNonceKey::new(&AES_256_GCM, &key).map(Self).map_err(Problem::internal)
    }

    /// Encrypts; the nonce stands first.
    ///
    /// # Errors
    /// When the library refuses.
    pub fn seal(&self, kid: &str, plain: &[u8]) -> Result<Vec<u8>, Problem> {
        let mut sealed = plain.to_vec();
        let nonce = self.0.seal_in_place_append_tag(Aad::from(kid.as_bytes()), &mut sealed).map_err(Problem::internal)?;
        let mut whole = nonce.as_ref().to_vec();
        whole.append(&mut sealed);
        Ok(whole)
    }

    /// Decrypts; nothing when `SECRET_KEY` is not the one that sealed, or the text was altered.
    pub fn open(&self, kid: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_at_checked(NONCE)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = body.to_vec();
        self.0.open_in_place(nonce, Aad::from(kid.as_bytes()), &mut body).ok().map(|plain| plain.to_vec())
    }
}
