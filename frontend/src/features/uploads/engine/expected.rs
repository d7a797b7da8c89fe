//! What a person says that a file must have, and what it turned out to have.

use gaze_shared::digest::{Algorithm, HexDigest};

/// A digest that a file must have, whoever stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedDigest {
    pub algorithm: Algorithm,
    pub digest: HexDigest,
}

/// A file that is another one than was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexpected {
    pub algorithm: Algorithm,
    /// What the file should have had.
    pub expected: HexDigest,
    /// What it has.
    pub computed: HexDigest,
}

/// Whether a file is the one that was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// Nobody said what to expect.
    None,
    /// The digest is not computed, or not yet.
    Open,
    Held,
    Broken(Unexpected),
}

impl ExpectedDigest {
    /// What digests of a file say of it.
    #[must_use]
    pub fn beside(&self, computed: &[(Algorithm, HexDigest)]) -> Expectation {
        let algorithm = self.algorithm;
        match computed.iter().find(|(known, _)| *known == algorithm) {
            None => Expectation::Open,
            Some((_, digest)) if *digest == self.digest => Expectation::Held,
            Some((_, digest)) => Expectation::Broken(Unexpected {
                algorithm,
                expected: self.digest.clone(),
                computed: digest.clone(),
            }),
        }
    }
}
