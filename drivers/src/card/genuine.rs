//! Genuineness (真正性): whose signature vouches for the facts, and which issuers are believed here.

/// Which issuers are believed: a start-up value (DESIGN.md 5.10). Production always is.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    /// JPKI-TEST cards are read, and labelled on screen and paper.
    pub test: bool,
    /// The practice CA, only with `--practice`.
    pub practice: Option<PracticeAnchor>,
}

/// The practice CA's public key for the text AP's certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeAnchor {
    /// 16-byte issuer key id (facts/card.md 4.5); never one of the production or test ids.
    pub key_id: [u8; 16],
    /// RSA modulus, big-endian.
    pub modulus: Vec<u8>,
    /// RSA public exponent, big-endian.
    pub exponent: Vec<u8>,
}

/// Whose signature stands under the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genuineness {
    /// A production issuer of J-LIS.
    Genuine,
    /// A JPKI-TEST issuer.
    TestCard,
    /// Our own practice CA (練習).
    PracticeCard,
}

/// Why a card is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The certificate (EF 0004) names an issuer nobody here knows.
    #[error("unknown issuer")]
    UnknownIssuer,
    /// The issuer is known but its signature under the certificate is wrong.
    #[error("certificate signature")]
    Certificate,
    /// The signature (EF 0003) was made with another key than the certificate's.
    #[error("facts signature")]
    Signature,
    /// The facts were changed after signing.
    #[error("facts digest")]
    Digest,
    /// A file needed for the check is missing or malformed.
    #[error("verification file")]
    File,
}
