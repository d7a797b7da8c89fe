//! What a server says of itself in the answer to `OPTIONS`.

use super::error::TusError;
use super::header::{TUS_CHECKSUM_ALGORITHM, TUS_EXTENSION, TUS_MAX_SIZE, TUS_VERSION};
use super::number::read_bytes;
use super::{ChecksumAlgorithm, VERSION};
use crate::json::open_enum::open_enum;
use crate::units::Bytes;

open_enum! {
    /// An extension of the protocol.
    pub enum Extension {
        /// Uploads are made by `POST`.
        Creation = "creation",
        /// The first bytes may come with the `POST`.
        CreationWithUpload = "creation-with-upload",
        /// The length may be told later.
        CreationDeferLength = "creation-defer-length",
        /// Uploads that are not complete have an end.
        Expiration = "expiration",
        /// Each request's bytes may have a checksum.
        Checksum = "checksum",
        /// The checksum may come as a trailer.
        ChecksumTrailer = "checksum-trailer",
        /// Uploads are given up by `DELETE`.
        Termination = "termination",
        /// Uploads may be put together from parts.
        Concatenation = "concatenation",
    }
}

/// What a server can do. Words that this build does not know are kept among the extensions and
/// dropped among the algorithms, which nobody here could compute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// What it has besides the core protocol.
    pub extensions: Vec<Extension>,
    /// The checksums that it knows.
    pub checksums: Vec<ChecksumAlgorithm>,
    /// The largest upload that it takes.
    pub max_size: Option<Bytes>,
}

impl Capabilities {
    /// The headers of the answer to `OPTIONS`, beside `Tus-Resumable`. What is empty is left out.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![(TUS_VERSION, VERSION.to_owned())];
        if !self.extensions.is_empty() {
            headers.push((TUS_EXTENSION, join(&self.extensions)));
        }
        if !self.checksums.is_empty() {
            headers.push((TUS_CHECKSUM_ALGORITHM, join(&self.checksums)));
        }
        if let Some(size) = self.max_size {
            headers.push((TUS_MAX_SIZE, size.0.to_string()));
        }
        headers
    }

    /// Reads the headers of such an answer; `header` gives a header's value by its name.
    ///
    /// # Errors
    /// A size that is no number.
    pub fn read<'a>(header: impl Fn(&str) -> Option<&'a str>) -> Result<Self, TusError> {
        let words = |name| {
            let list = header(name).unwrap_or_default();
            list.split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty())
        };
        Ok(Self {
            extensions: words(TUS_EXTENSION).map(Extension::from).collect(),
            checksums: words(TUS_CHECKSUM_ALGORITHM)
                .filter_map(|word| word.parse().ok())
                .collect(),
            max_size: header(TUS_MAX_SIZE)
                .map(|value| read_bytes(TUS_MAX_SIZE, value))
                .transpose()?,
        })
    }

    /// Whether the server has it.
    #[must_use]
    pub fn has(&self, extension: &Extension) -> bool {
        self.extensions.contains(extension)
    }

    /// Looks at a size before anything is sent.
    ///
    /// # Errors
    /// 413 for more than the server takes.
    pub fn admit(&self, size: Bytes) -> Result<(), TusError> {
        match self.max_size {
            Some(max) if size > max => Err(TusError::TooLarge(max)),
            _ => Ok(()),
        }
    }
}

fn join<T: ToString>(words: &[T]) -> String {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    words.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_of_itself_reads_as_it_was_written() {
        let capabilities = Capabilities {
            extensions: vec![Extension::Creation, Extension::Other("x-own".into())],
            checksums: ChecksumAlgorithm::ALL.to_vec(),
            max_size: Some(Bytes(1 << 40)),
        };
        let headers = capabilities.headers();
        let header = |name: &str| {
            let found = headers.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.as_str())
        };
        assert_eq!(header(TUS_EXTENSION), Some("creation,x-own"));
        assert_eq!(header(TUS_VERSION), Some("1.0.0"));
        assert_eq!(Capabilities::read(header), Ok(capabilities.clone()));
        assert!(capabilities.has(&Extension::Creation));
        assert!(!capabilities.has(&Extension::Checksum));
    }

    #[test]
    fn an_algorithm_that_nobody_here_computes_is_dropped() {
        let read =
            Capabilities::read(|name| (name == TUS_CHECKSUM_ALGORITHM).then_some("crc32, md5,"));
        assert_eq!(read.unwrap().checksums, [ChecksumAlgorithm::Md5]);
    }

    #[test]
    fn more_than_the_largest_size_is_413() {
        let capabilities = Capabilities {
            max_size: Some(Bytes(10)),
            ..Capabilities::default()
        };
        assert_eq!(capabilities.admit(Bytes(10)), Ok(()));
        assert_eq!(capabilities.admit(Bytes(11)).unwrap_err().status(), 413);
        assert_eq!(Capabilities::default().admit(Bytes(u64::MAX)), Ok(()));
        let bad = Capabilities::read(|name| (name == TUS_MAX_SIZE).then_some("much"));
        assert_eq!(bad, Err(TusError::Malformed(TUS_MAX_SIZE)));
    }
}
