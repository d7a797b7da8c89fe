//! What is sent, by the name of its file.

use crate::features::uploads::engine::conversion::Conversion;
use crate::i18n::text;

/// The file's name, and what is made of it to be sent.
#[must_use]
pub fn sent_file(name: &str, conversion: Conversion) -> String {
    match conversion {
        Conversion::None => name.to_owned(),
        Conversion::Unpacked(_) => text::uploads::unpacked_file(name),
        Conversion::Qcow2 => text::uploads::file_as_qcow2(name),
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::unpack::Compression;

    use super::*;

    #[test]
    fn a_person_is_told_what_is_made_of_a_file() {
        let xz = Conversion::Unpacked(Compression::Xz);
        assert_eq!(sent_file("a.raw", Conversion::None), "a.raw");
        assert_eq!(sent_file("a.raw.xz", xz), "a.raw.xz, unpacked");
        assert_eq!(sent_file("a.raw", Conversion::Qcow2), "a.raw, as qcow2");
    }
}
