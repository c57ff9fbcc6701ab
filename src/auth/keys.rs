//! The signing keys: Ed25519, in the database, sealed, shared by all nodes. The current one and every
//! one whose tokens may still live are published. With them comes, every few seconds, which clients
//! were revoked.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::Ed25519KeyPair;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use moka::sync::Cache;

use super::queries::clients;
use super::queries::keys::{self as stored, StoredKey};
use super::rotation::{self, Turn};
use super::seal::Sealer;
use super::token::{self, Claims};
use crate::db::{Db, Way};
use crate::problem::Problem;
use crate::values::typed_id::ClientId;

/// How often a node looks for keys and revocations made elsewhere: with the time this takes, a
/// revocation bites within 5 s (R102).
pub const REFRESH: Duration = Duration::from_secs(4);

/// How long a node may go without having looked; it then answers 503, since it cannot know who is revoked.
const BLIND: Duration = Duration::from_secs(30);

/// How long a revocation is looked for: the tokens of the client are dead long before, and the clock of
/// the machine that revoked may be wrong by hours.
const REVOKED_FOR: TimeDelta = TimeDelta::hours(48);

/// Bytes of the claims kept so that a token is verified once.
const VERIFIED_BYTES: u64 = 16 * 1024 * 1024;

struct LiveKey {
    turn: Turn,
    signing: EncodingKey,
    verifying: DecodingKey,
    public: Jwk,
}

/// The live keys, the clients revoked lately, and the tokens already verified.
pub struct Keyring {
    sealer: Sealer,
    issuer: String,
    keys: RwLock<Arc<Vec<LiveKey>>>,
    revoked: RwLock<HashSet<ClientId>>,
    looked: Mutex<Instant>,
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
            revoked: RwLock::default(),
            looked: Mutex::new(Instant::now()),
            verified: Cache::builder()
                .weigher(|_hash, claims: &Arc<Claims>| claims.weight())
                .max_capacity(VERIFIED_BYTES)
                .time_to_live(Duration::from_secs(60))
                .build(),
        };
        ring.refresh(db).await?;
        if ring.live().is_empty() {
            let now = db.clock().wall();
            let mut key = new_key(&ring.sealer, now)?;
            // Nobody signed before it: it has no one to wait for.
            key.turn.signs_from = Some(now);
            db.system_write("the first signing key", move |conn, _| stored::append_first(conn, &key)).await?;
            ring.refresh(db).await?;
        }
        Ok(ring)
    }

    /// Looks again at what the database holds, says from when new keys sign, and forgets keys whose
    /// tokens have all expired.
    ///
    /// # Errors
    /// When the database cannot be used, or a key does not open.
    pub async fn refresh(&self, db: &Db) -> Result<(), Problem> {
        let began = Instant::now();
        let wall = db.clock().wall();
        let (mut keys, revoked) = db
            .aside(Way::Watch, "the signing keys and the latest revocations", move |conn, _| {
                Ok((stored::all(conn)?, clients::revoked_since(conn, wall - REVOKED_FOR)?))
            })
            .await?;
        *self.revoked.write().unwrap_or_else(PoisonError::into_inner) = revoked.into_iter().collect();
        *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = began;
        let unsettled = rotation::unsettled(keys.iter().map(|key| &key.turn), wall);
        let gone = rotation::gone(keys.iter().map(|key| &key.turn), wall);
        if !unsettled.is_empty() || !gone.is_empty() {
            keys = db
                .system_write("move the signing keys on", move |conn, _| {
                    stored::settle(conn, &unsettled, rotation::first_signature(wall))?;
                    stored::delete(conn, &gone)?;
                    stored::all(conn)
                })
                .await?;
        }
        self.take(&keys)
    }

    fn take(&self, keys: &[StoredKey]) -> Result<(), Problem> {
        let same = {
            let live = self.live();
            live.len() == keys.len() && live.iter().zip(keys).all(|(live, key)| live.turn == key.turn)
        };
        if !same {
            let opened: Result<Vec<LiveKey>, Problem> = keys.iter().map(|key| self.open(key)).collect();
            *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(opened?);
            self.verified.invalidate_all();
        }
        Ok(())
    }

    fn live(&self) -> Arc<Vec<LiveKey>> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn open(&self, stored: &StoredKey) -> Result<LiveKey, Problem> {
        let document = self.sealer.open(&stored.turn.kid, &stored.sealed_key);
        let document = document.ok_or_else(|| Problem::internal("SECRET_KEY does not open the signing keys of this database"))?;
        let public: Jwk = serde_json::from_str(&stored.public_jwk).map_err(Problem::internal)?;
        Ok(LiveKey {
            turn: stored.turn.clone(),
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
    pub fn sign(&self, claims: &Claims, wall: DateTime<Utc>) -> Result<String, Problem> {
        let keys = self.live();
        let place = rotation::signing(keys.iter().map(|key| &key.turn), wall);
        let key = place.and_then(|place| keys.get(place)).ok_or_else(|| Problem::internal("no signing key"))?;
        token::sign(claims, &key.turn.kid, &key.signing)
    }

    /// The claims of a token that is ours, in its time, and whose client is not revoked.
    ///
    /// # Errors
    /// 503 when this node cannot know who is revoked.
    pub fn verify(&self, token: &str, wall: DateTime<Utc>) -> Result<Option<Arc<Claims>>, Problem> {
        let Some(claims) = self.signed(token).filter(|claims| claims.is_current(wall)) else { return Ok(None) };
        if self.looked.lock().unwrap_or_else(PoisonError::into_inner).elapsed() > BLIND {
            return Err(Problem::unavailable().because("revocations could not be looked at for too long"));
        }
        let revoked = self.revoked.read().unwrap_or_else(PoisonError::into_inner).contains(&claims.client_id);
        Ok((!revoked).then_some(claims))
    }

    fn signed(&self, token: &str) -> Option<Arc<Claims>> {
        if token.len() > token::LONGEST {
            return None;
        }
        let mut hash = [0u8; 32];
        hash.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        if let Some(claims) = self.verified.get(&hash) {
            return Some(claims);
        }
        let kid = token::key_id(token)?;
        let keys = self.live();
        let key = keys.iter().find(|key| key.turn.kid == kid)?;
        let claims = Arc::new(token::verify(token, &key.verifying, &self.issuer)?);
        self.verified.insert(hash, Arc::clone(&claims));
        Some(claims)
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
        turn: Turn { kid, signs_from: None },
    })
}

/// Adds a key after the others: the work of `keys rotate`. The servers say from when it signs, and
/// forget the others in their time.
///
/// # Errors
/// When the database cannot be used.
pub async fn rotate(db: &Db, secret: &[u8]) -> Result<String, Problem> {
    let key = new_key(&Sealer::new(secret)?, db.clock().wall())?;
    let kid = key.turn.kid.clone();
    db.system_write("rotate the signing keys", move |conn, _| stored::append(conn, &key)).await?;
    Ok(kid)
}
