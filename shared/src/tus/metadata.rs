//! `Upload-Metadata`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::TusError;
use super::header::UPLOAD_METADATA;

/// What an upload is, as pairs of a key and any bytes, in order of key. On the wire a value is in
/// Base64 behind its key and a space, and pairs are joined by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata(BTreeMap<String, Vec<u8>>);

/// A key that cannot be written into a header: it is empty, has a space or a comma, or is not made
/// of visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the metadata key {0:?} cannot be written into a header")]
pub struct BadMetadataKey(pub String);

impl Metadata {
    /// Sets a pair; a key that is there already gets the new value.
    ///
    /// # Errors
    /// See [`BadMetadataKey`].
    pub fn insert(
        &mut self,
        key: impl Into<String>,
        value: impl Into<Vec<u8>>,
    ) -> Result<(), BadMetadataKey> {
        let key = key.into();
        if is_key(&key) {
            self.0.insert(key, value.into());
            Ok(())
        } else {
            Err(BadMetadataKey(key))
        }
    }

    /// The bytes of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&[u8]> {
        self.0.get(key).map(Vec::as_slice)
    }

    /// The text of a key; `None` also when it is not UTF-8.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        std::str::from_utf8(self.get(key)?).ok()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_slice()))
    }

    /// Whether there is nothing to write: the header is left out then.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b',')
}

impl fmt::Display for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (key, value)) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(key)?;
            // The space may be left out with an empty value.
            if !value.is_empty() {
                write!(f, " {}", STANDARD.encode(value))?;
            }
        }
        Ok(())
    }
}

impl FromStr for Metadata {
    type Err = TusError;

    /// Reads the header's value. Nothing at all reads as no pairs, which some clients send.
    ///
    /// # Errors
    /// 400 for a pair that cannot be read, and for a key that is there twice.
    fn from_str(text: &str) -> Result<Self, TusError> {
        let malformed = || TusError::Malformed(UPLOAD_METADATA);
        let mut metadata = Self::default();
        if text.trim().is_empty() {
            return Ok(metadata);
        }
        for pair in text.split(',') {
            let pair = pair.trim();
            let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
            let value = STANDARD.decode(value.trim()).map_err(|_| malformed())?;
            if metadata.get(key).is_some() {
                return Err(malformed());
            }
            metadata.insert(key, value).map_err(|_| malformed())?;
        }
        Ok(metadata)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_protocol_is_read() {
        let metadata: Metadata = "filename d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential"
            .parse()
            .unwrap();
        assert_eq!(metadata.text("filename"), Some("world_domination_plan.pdf"));
        assert_eq!(metadata.get("is_confidential"), Some(&b""[..]));
        assert_eq!(metadata.get("absent"), None);
    }

    #[test]
    fn what_cannot_be_read_is_400() {
        for text in [
            "a b64!",
            "a YQ==,a Yg==",
            "a YQ==,",
            ",",
            "a YQ",
            "clé YQ==",
        ] {
            let refused = text.parse::<Metadata>().unwrap_err();
            assert_eq!(refused.status(), 400, "{text}");
        }
        assert!("".parse::<Metadata>().unwrap().is_empty());
    }

    #[test]
    fn a_key_that_a_header_cannot_hold_is_refused() {
        for key in ["", "a b", "a,b", "clé", "a\n"] {
            let refused = Metadata::default().insert(key, "x").unwrap_err();
            assert_eq!(refused, BadMetadataKey(key.into()));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_kept_and_not_read_as_text() {
        let mut metadata = Metadata::default();
        metadata.insert("odd", [0xff, 0]).unwrap();
        let again: Metadata = metadata.to_string().parse().unwrap();
        assert_eq!(again.get("odd"), Some(&[0xff, 0][..]));
        assert_eq!(again.text("odd"), None);
    }
}
