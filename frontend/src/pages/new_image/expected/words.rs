//! What is understood, in sentences.

use gaze_shared::digest::sums::{
    FoundBy, LineFault, NamedAlgorithm, OtherAlgorithm, Question as WhyAsked, Signature, SumsError,
    TEXT_LIMIT,
};

use super::sharing::{OfFile, Understood};
use super::understanding::{COMPUTED, Found, Understanding};
use crate::i18n::sizes::exact_bytes;
use crate::i18n::{lists, text};

/// What is understood; `None` where nothing is given, and where a question says it.
pub(super) fn sentence(understanding: &Understanding) -> Option<String> {
    match understanding {
        Understanding::Empty | Understanding::Asked => None,
        Understanding::Found(found) => Some(tell_found(found)),
        Understanding::Waiting => Some(text::expected_checksum::waiting().to_owned()),
        Understanding::NotGiven => Some(text::expected_checksum::not_given().to_owned()),
        _ => blocks_because(understanding),
    }
}

/// Why nothing can be sent with what is given. What waits for a file waits beside the reason that there is none.
pub(super) fn blocks_because(understanding: &Understanding) -> Option<String> {
    Some(match understanding {
        Understanding::Empty
        | Understanding::Waiting
        | Understanding::Found(_)
        | Understanding::NotGiven => return None,
        Understanding::Reading => text::expected_checksum::still_reading().to_owned(),
        Understanding::FileUnreadable(name) => text::expected_checksum::file_unreadable(name),
        Understanding::NoSums(error) => tell_no_sums(*error),
        Understanding::NotComputed(others) => {
            let computed = COMPUTED.map(|algorithm| algorithm.label().to_owned());
            text::expected_checksum::not_computed(&labels(others), &lists::one_of(&computed))
        }
        Understanding::Contradiction(algorithm) => {
            text::expected_checksum::contradiction(algorithm.label())
        }
        Understanding::Asked => text::expected_checksum::answer_first().to_owned(),
        Understanding::NotListed { name, n_files } => {
            text::expected_checksum::not_listed(*n_files, name)
        }
    })
}

/// What is understood of all files; `None` where nothing is given, and where a question says it.
pub(super) fn sentence_of_all(understood: &Understood) -> Option<String> {
    match understood {
        Understood::Alike(understanding) => sentence(understanding),
        Understood::Unassigned => None,
        Understood::Each(files) => match &files[..] {
            [file] => sentence(&file.understanding),
            files => {
                let is_found = |file: &&OfFile| file.understanding.expected().is_some();
                let n_found = files.iter().filter(is_found).count();
                let found = || text::expected_checksum::found_for(n_found, files.len());
                Some(blocks_all_because(understood).unwrap_or_else(found))
            }
        },
    }
}

/// Why nothing at all can be sent with what is given. What only some of several files lack is told with them.
pub(super) fn blocks_all_because(understood: &Understood) -> Option<String> {
    match understood {
        Understood::Alike(understanding) => blocks_because(understanding),
        Understood::Unassigned => Some(text::expected_checksum::say_whose().to_owned()),
        Understood::Each(files) => match &files[..] {
            [file] => blocks_because(&file.understanding),
            files => files
                .iter()
                .all(|file| file.understanding == Understanding::NotGiven)
                .then(|| text::expected_checksum::none_listed().to_owned()),
        },
    }
}

fn tell_found(found: &Found) -> String {
    let algorithm = found.expected.algorithm.label();
    let mut said = vec![match (&found.name, found.found_by) {
        (None, _) => text::expected_checksum::found(algorithm),
        (Some(name), FoundBy::Size) => text::expected_checksum::found_by_size(algorithm, name),
        (Some(name), FoundBy::ContentName) => {
            text::expected_checksum::found_content(algorithm, name)
        }
        (Some(name), _) => text::expected_checksum::found_named(algorithm, name),
    }];
    if let Some((listed, size)) = found.other_size {
        let (listed, size) = (exact_bytes(listed), exact_bytes(size));
        said.push(text::expected_checksum::other_size(&listed, &size));
    }
    if !found.not_computed.is_empty() {
        let others = labels(&found.not_computed);
        said.push(text::expected_checksum::also_listed(&others));
    }
    let signature = match found.signature {
        None => None,
        Some(Signature::ClearSigned | Signature::Signify) => {
            Some(text::expected_checksum::signature_not_checked())
        }
        Some(Signature::ClearSignedCut) => Some(text::expected_checksum::signed_text_cut()),
    };
    said.extend(signature.map(ToOwned::to_owned));
    said.join(" ")
}

fn labels(others: &[OtherAlgorithm]) -> String {
    let labels: Vec<String> = others.iter().map(|one| one.label().to_owned()).collect();
    lists::all_of(&labels)
}

fn tell_no_sums(error: SumsError) -> String {
    match error {
        SumsError::Empty => text::expected_checksum::no_text().to_owned(),
        SumsError::TooLarge => text::expected_checksum::too_large(TEXT_LIMIT),
        SumsError::NotText => text::expected_checksum::not_text().to_owned(),
        SumsError::NoChecksum(LineFault::Unrecognised) => {
            text::expected_checksum::no_checksum().to_owned()
        }
        SumsError::NoChecksum(LineFault::UnknownLength { digits }) => {
            text::expected_checksum::unknown_length(digits)
        }
        SumsError::NoChecksum(LineFault::WrongLength { algorithm, digits }) => {
            text::expected_checksum::wrong_length(digits, algorithm.label())
        }
    }
}

/// Which one is it?
pub(super) fn question(why: WhyAsked) -> &'static str {
    match why {
        WhyAsked::SameName => text::expected_checksum::same_name(),
        WhyAsked::LetterCase => text::expected_checksum::letter_case(),
        WhyAsked::RenamedCopy => text::expected_checksum::renamed_copy(),
        WhyAsked::SameSize => text::expected_checksum::same_size(),
        WhyAsked::OtherName => text::expected_checksum::other_name(),
        WhyAsked::Nameless => text::expected_checksum::nameless(),
    }
}

/// The checksum that a file of a list would be compared by, for a person to tell it from others.
pub(super) fn told_by(sums: &[(NamedAlgorithm, gaze_shared::digest::HexDigest)]) -> String {
    sums.first()
        .map_or_else(String::new, |(algorithm, digest)| {
            format!("{} {digest}", algorithm.label())
        })
}

#[cfg(test)]
mod tests {
    use gaze_shared::digest::sums::{SoughtFile, Source, Sums};
    use gaze_shared::units::Bytes;

    use super::super::understanding::understand;
    use super::*;

    fn told(text: &str, name: &str) -> String {
        let sums = match Sums::read(Source::Pasted, text.as_bytes()) {
            Ok(sums) => sums,
            Err(error) => return sentence(&Understanding::NoSums(error)).unwrap(),
        };
        let sought = SoughtFile {
            name,
            size: Some(Bytes(1000)),
            content_name: name.strip_suffix(".xz"),
        };
        sentence(&understand(&sums, Some(&sought), None)).unwrap()
    }

    #[test]
    fn what_was_found_is_told_in_one_plain_sentence_and_what_a_person_should_know_with_it() {
        let digest = "a".repeat(64);
        assert_eq!(
            told(&digest, "disk.img"),
            "The file will be compared by this SHA-256."
        );
        assert_eq!(
            told(&format!("{digest}  dir/disk.img"), "disk.img"),
            "The file will be compared by the SHA-256 of dir/disk.img."
        );
        assert_eq!(
            told(&format!("{digest}  disk.img"), "disk.img.xz"),
            "What is in the file will be compared by the SHA-256 of disk.img."
        );
        let signed = format!(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n# disk.img: 999 bytes\n\
             SHA256 (disk.img) = {digest}\nSHA1 (disk.img) = {}\n-----BEGIN PGP SIGNATURE-----\n\n\
             abc\n-----END PGP SIGNATURE-----\n",
            "b".repeat(40)
        );
        assert_eq!(
            told(&signed, "disk.img"),
            "The file will be compared by the SHA-256 of disk.img. The list says 999 bytes, and the \
             file has 1,000 bytes: it is another file, or not all of it. SHA-1 is listed too, and is not \
             computed here. The text is signed; the signature was not checked."
        );
    }

    #[test]
    fn why_nothing_was_found_is_told_with_what_to_do() {
        for (text, expected) in [
            ("hello".to_owned(), "There is no checksum in it."),
            (
                "a".repeat(63),
                "63 hexadecimal digits are no whole checksum",
            ),
            (
                format!("SHA1 (disk.img) = {}", "a".repeat(40)),
                "SHA-512, SHA-256 or MD5",
            ),
            (
                format!("{0}  one.img\n{1}  two.img", "a".repeat(64), "b".repeat(64)),
                "None of the 2 files in the list is disk.img.",
            ),
        ] {
            let told = told(&text, "disk.img");
            assert!(told.contains(expected), "{told}");
        }
    }

    #[test]
    fn a_question_without_an_answer_blocks_and_is_not_told_twice() {
        assert_eq!(sentence(&Understanding::Asked), None);
        assert!(blocks_because(&Understanding::Asked).is_some());
        assert_eq!(blocks_because(&Understanding::Empty), None);
        assert_eq!(blocks_because(&Understanding::Waiting), None);
    }
}
