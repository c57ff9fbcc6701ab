//! The signing keys: Ed25519, in the database, sealed, shared by all nodes, two of them live.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::Ed25519KeyPair;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use moka::sync::Cache;

use super::queries::{self, StoredKey};
use super::seal::Sealer;
use super::token::{self, Claims};
use crate::db::Db;
use crate::problem::Problem;

/// Keys that stay usable: the one that signs and the one before it, whose tokens still live.
pub const LIVE: usize = 2;

/// Seconds before a new key signs, so that every node knows it by then.
const WARM_UP: i64 = 10;

/// How often a node looks for keys made elsewhere.
pub const REFRESH: Duration = Duration::from_secs(5);

struct LiveKey {
    kid: String,
    created_at: DateTime<Utc>,
    signing: EncodingKey,
    verifying: DecodingKey,
    public: Jwk,
}

/// The live keys and the tokens already verified with them.
pub struct Keyring {
    sealer: Sealer,
    issuer: String,
    keys: RwLock<Arc<Vec<LiveKey>>>,
    verified: Cache<[u8; 32], Arc<Claims>>,
}

impl Keyring {
    /// Loads the keys, making the first one when there is none: nodes that start at once make one.
    ///
    /// # Errors
    /// When the database cannot be used, or `SECRET_KEY` does not open the keys.
    pub async fn load(db: &Db, secret: &[u8], issuer: String) -> Result<Self, Problem> {
        let ring = Self {
            sealer: Sealer::new(secret)?,
            issuer,
            keys: RwLock::new(Arc::default()),
            verified: Cache::builder().max_capacity(20_000).time_to_live(Duration::from_secs(60)).build(),
        };
        ring.refresh(db).await?;
        if ring.live().is_empty() {
            let key = new_key(&ring.sealer, db.clock().now())?;
            db.system_write("the first signing key", move |conn, _| queries::insert_first_key(conn, &key)).await?;
            ring.refresh(db).await?;
        }
        Ok(ring)
    }

    /// Looks again at what the database holds.
    ///
    /// # Errors
    /// When the database cannot be used, or a key does not open.
    pub async fn refresh(&self, db: &Db) -> Result<(), Problem> {
        let stored = db.system_read("the signing keys", |conn, _| queries::keys(conn)).await?;
        let same = {
            let live = self.live();
            live.len() == stored.len() && live.iter().zip(&stored).all(|(live, stored)| live.kid == stored.kid)
        };
        if !same {
            let opened: Result<Vec<LiveKey>, Problem> = stored.iter().map(|key| self.open(key)).collect();
            *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(opened?);
            self.verified.invalidate_all();
        }
        Ok(())
    }

    fn live(&self) -> Arc<Vec<LiveKey>> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn open(&self, stored: &StoredKey) -> Result<LiveKey, Problem> {
        let document = self.sealer.open(&stored.kid, &stored.sealed_key);
        let document = document.ok_or_else(|| Problem::internal("SECRET_KEY does not open the signing keys of this database"))?;
        let public: Jwk = serde_json::from_str(&stored.public_jwk).map_err(Problem::internal)?;
        Ok(LiveKey {
            kid: stored.kid.clone(),
            created_at: stored.created_at,
            signing: EncodingKey::from_ed_der(&document),
            verifying: DecodingKey::from_jwk(&public).map_err(Problem::internal)?,
            public,
        })
    }

    /// The issuer of the tokens: the service's public address.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Signs with the newest key that every node knows.
    ///
    /// # Errors
    /// When there is no key.
    pub fn sign(&self, claims: &Claims, now: DateTime<Utc>) -> Result<String, Problem> {
        let keys = self.live();
        let known = keys.iter().find(|key| key.created_at + TimeDelta::seconds(WARM_UP) <= now).or(keys.last());
        let key = known.ok_or_else(|| Problem::internal("no signing key"))?;
        token::sign(claims, &key.kid, &key.signing)
    }

    /// The claims of a token that is ours and in its time.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Arc<Claims>> {
        let mut hash = [0u8; 32];
        hash.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        let claims = match self.verified.get(&hash) {
            Some(claims) => claims,
            None => {
                let kid = token::key_id(token)?;
                let keys = self.live();
                let key = keys.iter().find(|key| key.kid == kid)?;
                let claims = Arc::new(token::verify(token, &key.verifying, &self.issuer)?);
                self.verified.insert(hash, Arc::clone(&claims));
                claims
            }
        };
        claims.is_current(now).then_some(claims)
    }

    /// The public keys (RFC 7517).
    pub fn public(&self) -> JwkSet {
        JwkSet { keys: self.live().iter().map(|key| key.public.clone()).collect() }
    }
}

/// Makes a key pair and seals it.
///
/// # Errors
/// When the cryptographic library refuses.
pub fn new_key(sealer: &Sealer, now: DateTime<Utc>) -> Result<StoredKey, Problem> {
    // PKCS#8 version 1: version 2 signs but cannot be read back as a JWK.
    let document = Ed25519KeyPair::generate_pkcs8v1(&aws_lc_rs::rand::SystemRandom::new()).map_err(Problem::internal)?;
    let signing = EncodingKey::from_ed_der(document.as_ref());
    let mut public = Jwk::from_encoding_key(&signing, Algorithm::EdDSA).map_err(Problem::internal)?;
    let kid = public.thumbprint(ThumbprintHash::SHA256).map_err(Problem::internal)?;
    public.common.key_id = Some(kid.clone());
    public.common.public_key_use = Some(PublicKeyUse::Signature);
    Ok(StoredKey {
        sealed_key: sealer.seal(&kid, document.as_ref())?,
        public_jwk: serde_json::to_string(&public).map_err(Problem::internal)?,
        created_at: now,
        kid,
    })
}

/// Adds a key and drops those beyond [`LIVE`]: the work of `keys rotate`.
///
/// # Errors
/// When the database cannot be used.
pub async fn rotate(db: &Db, secret: &[u8]) -> Result<String, Problem> {
    let key = new_key(&Sealer::new(secret)?, db.clock().now())?;
    let kid = key.kid.clone();
    db.system_write("rotate the signing keys", move |conn, _| {
        queries::insert_key(conn, &key)?;
        let old: Vec<String> = queries::keys(conn)?.into_iter().skip(LIVE).map(|key| key.kid).collect();
        queries::delete_keys(conn, &old)
    })
    .await?;
    Ok(kid)
}
