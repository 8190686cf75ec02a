//! What a server's certificate is asked: nothing, who issued it, or also whom it names.
//!
//! Encryption without any question keeps out who only listens, not who pretends to be the server: that is what
//! `sslmode=verify-full` is for.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// Stands for the certificates that the system trusts, in the place of a file.
pub(super) const SYSTEM: &str = "system";

/// Whom to trust; the text is a file of certificates, or [`SYSTEM`].
pub(super) enum Trust {
    /// Whoever answers.
    Anyone,
    /// Who has a certificate by one of these, for whatever name.
    IssuedBy(String),
    /// Who has a certificate by one of these for the name of the host.
    Named(String),
}

/// A client that asks just that; what stands in the way is one sentence.
pub(super) fn client(trust: Trust) -> Result<ClientConfig, String> {
    let provider = Arc::new(ring::default_provider());
    let weak = |error: Error| format!("TLS cannot be set up for store.url: {error}");
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
    let builder = builder.with_safe_default_protocol_versions().map_err(weak)?;
    let asks: Arc<dyn ServerCertVerifier> = match trust {
        Trust::Anyone => Arc::new(Lenient { provider, inner: None }),
        Trust::IssuedBy(file) => {
            let inner = Some(verifier(&file, &provider)?);
            Arc::new(Lenient { provider, inner })
        }
        Trust::Named(file) => verifier(&file, &provider)?,
    };
    let mut client = builder.dangerous().with_custom_certificate_verifier(asks).with_no_client_auth();
    client.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(client)
}

fn verifier(file: &str, provider: &Arc<CryptoProvider>) -> Result<Arc<WebPkiServerVerifier>, String> {
    let (mut roots, source) = (RootCertStore::empty(), format!("the certificates of store.url (sslrootcert={file})"));
    let certificates =
        if file == SYSTEM { system()? } else { of_file(file).map_err(|why| format!("{source} {why}"))? };
    let (taken, _) = roots.add_parsable_certificates(certificates);
    if taken == 0 {
        return Err(format!("{source} are none: name a file with the certificate of whoever issued the server's"));
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|error| format!("{source} cannot be used: {error}"))
}

fn of_file(file: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect);
    read.map_err(|error| format!("cannot be read: {error}"))
}

fn system() -> Result<Vec<CertificateDer<'static>>, String> {
    let found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() {
        let sentence = "the system has no certificates to check the database server with: install them (Debian: \
                        ca-certificates), or name a file with sslrootcert in store.url";
        return Err(sentence.to_owned());
    }
    Ok(found.certs)
}

/// Asks less than whom a certificate names. That the server holds the key of its certificate is checked always.
#[derive(Debug)]
struct Lenient {
    provider: Arc<CryptoProvider>,
    inner: Option<Arc<WebPkiServerVerifier>>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(inner) = &self.inner else { return Ok(ServerCertVerified::assertion()) };
        match inner.verify_server_cert(certificate, between, name, ocsp, now) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
