//! Whom to believe at the other end of a connection.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::url::certificates;

/// Where Debian, Alpine and Red Hat keep the authorities of the system.
const SYSTEM: &[&str] = &["/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/cert.pem", "/etc/pki/tls/certs/ca-bundle.crt"];

/// What is asked of a server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// That it signs: the connection is encrypted, with whoever answers.
    Nothing,
    /// That a known authority gave it.
    Authority,
    /// That too, and that it is the host's.
    Name,
}

/// The cryptography of the whole service.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// A verifier; `root` is a PEM file, or `system`, which is also what holds when none is named.
///
/// # Errors
/// When the authorities cannot be read.
pub fn verifier(checked: Checked, root: Option<&str>) -> Result<Arc<dyn ServerCertVerifier>, String> {
    if checked == Checked::Nothing {
        return Ok(Arc::new(Lenient { inner: None, provider: provider() }));
    }
    let path = match root {
        Some(path) if path != "system" => path,
        _ => SYSTEM.iter().copied().find(|path| std::path::Path::new(path).exists()).ok_or("sslrootcert: the system has no authorities")?,
    };
    let mut store = RootCertStore::empty();
    for certificate in certificates(path)? {
        // A bundle of a system may hold one that is too old to be read: the others serve.
        if let Err(error) = store.add(certificate) {
            tracing::debug!(%error, path, "a certificate that cannot be used");
        }
    }
    let inner =
        WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider()).build().map_err(|error| format!("{path}: {error}"))?;
    match checked {
        Checked::Authority => Ok(Arc::new(Lenient { inner: Some(inner), provider: provider() })),
        _ => Ok(inner),
    }
}

/// Believes more than the web does: libpq's `require` and `verify-ca`.
#[derive(Debug)]
struct Lenient {
    inner: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        stapled: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(inner) = &self.inner else { return Ok(ServerCertVerified::assertion()) };
        match inner.verify_server_cert(end, between, name, stapled, now) {
            Err(Error::InvalidCertificate(CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. })) => {
                Ok(ServerCertVerified::assertion())
            }
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        end: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, end, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        end: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, end, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
