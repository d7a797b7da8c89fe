//! What is sent of a file in the place of its bytes.

use gaze_shared::unpack::Compression;

/// How the data of an image is made of the file that a person has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conversion {
    /// The bytes of the file are sent as they are.
    #[default]
    None,
    /// What is in a compressed file is sent.
    Unpacked(Compression),
    /// A raw disk is sent as qcow2, without its empty clusters.
    Qcow2,
}

const QCOW2: &str = "qcow2";

impl Conversion {
    /// The word by which it is kept; `None` where nothing is converted.
    #[must_use]
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Unpacked(compression) => Some(compression.as_str()),
            Self::Qcow2 => Some(QCOW2),
        }
    }

    /// What a word means that was kept; `None` for one that this version does not know.
    #[must_use]
    pub fn from_word(word: Option<&str>) -> Option<Self> {
        match word {
            None => Some(Self::None),
            Some(QCOW2) => Some(Self::Qcow2),
            Some(word) => word.parse().ok().map(Self::Unpacked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversion_reads_back_from_its_word() {
        for conversion in [
            Conversion::None,
            Conversion::Qcow2,
            Conversion::Unpacked(Compression::Xz),
            Conversion::Unpacked(Compression::Bzip2),
        ] {
            assert_eq!(Conversion::from_word(conversion.as_str()), Some(conversion));
        }
        assert_eq!(Conversion::from_word(Some("lzip")), None);
    }
}
