//! What names of files tell.

use super::algorithm::NamedAlgorithm;

/// The name of a file without the folders before it, of either kind of system.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The path without the `./` that `find` writes before each.
pub(super) fn without_here(path: &str) -> &str {
    let mut path = path;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest;
    }
    path
}

/// The names under which a file was offered that a browser or `wget` kept beside an older copy:
/// `disk (1).qcow2` of Chromium, `disk(1).qcow2` of Firefox, `disk-2.qcow2` of Safari, `disk.qcow2.1`.
pub(super) fn originals(name: &str) -> Vec<String> {
    let mut names = Vec::new();
    if let Some((before, rest)) = name.rsplit_once('(')
        && let Some((number, after)) = rest.split_once(')')
        && is_number(number)
        && (after.is_empty() || after.starts_with('.'))
    {
        names.push(format!("{}{after}", before.trim_end()));
    }
    if let Some((before, number)) = name.rsplit_once('.')
        && is_number(number)
    {
        names.push(before.to_owned());
    }
    if let Some((before, rest)) = name.rsplit_once('-')
        && let Some((number, extension)) = rest.split_once('.')
        && is_number(number)
    {
        names.push(format!("{before}.{extension}"));
    }
    names.retain(|original| !original.is_empty());
    names
}

/// No one keeps more than 999 copies; longer numbers are dates and versions.
fn is_number(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit())
}

/// What the name of a sums file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SumsName<'a> {
    /// The algorithm of its digests: `SHA256SUMS`, `b2sums.txt`, `disk.qcow2.sha512`.
    pub(super) algorithm: Option<NamedAlgorithm>,
    /// The one file that it is about: `disk.qcow2.sha512`.
    pub(super) described: Option<&'a str>,
}

/// `None` for a name that is not a usual one of a sums file. It is a hint and no more: `CHECKSUM`
/// can be the name of anything.
pub(super) fn sums_name(name: &str) -> Option<SumsName<'_>> {
    const WORDS: [&str; 5] = ["checksum", "checksums", "digests", "sum", "sums"];
    let is_sums = |word: &str| WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let mut stem = base_name(name);
    for extension in [".asc", ".sig", ".txt", ".sum"] {
        stem = stem.strip_suffix(extension).unwrap_or(stem);
    }
    let (described, last) = match stem.rsplit_once('.') {
        Some((described, last)) => (Some(described), last),
        None => (None, stem),
    };
    if let Some(algorithm) = NamedAlgorithm::from_word(last) {
        return Some(SumsName {
            algorithm: Some(algorithm),
            // `image.sha256` is a name for the checksum of anything.
            described: described.filter(|name| name.contains('.')),
        });
    }
    let word = last.rsplit(['-', '_']).next().unwrap_or(last);
    let algorithm = NamedAlgorithm::from_word(word);
    let is_named_so = algorithm.is_some() || is_sums(word);
    is_named_so.then_some(SumsName {
        algorithm,
        described: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renamed_copy_leads_to_the_name_that_it_had() {
        for (copy, original) in [
            ("disk (1).qcow2", "disk.qcow2"),
            ("disk(12).qcow2", "disk.qcow2"),
            ("disk-2.qcow2", "disk.qcow2"),
            ("disk.qcow2.1", "disk.qcow2"),
            ("disk (1).tar.gz", "disk.tar.gz"),
            ("disk (1)", "disk"),
        ] {
            assert!(originals(copy).contains(&original.to_owned()), "{copy}");
        }
        for name in [
            "disk.qcow2",
            "disk (a).qcow2",
            "disk (1)2",
            "(1)",
            "-1",
            "disk-20260101.img",
        ] {
            let names = originals(name);
            assert!(names.is_empty(), "{name}: {names:?}");
        }
    }

    #[test]
    fn a_name_of_a_sums_file_tells_the_algorithm_and_the_file() {
        let algorithm = |digits| NamedAlgorithm::from_digits(digits);
        for (name, expected) in [
            ("SHA256SUMS", Some((algorithm(64), None))),
            ("SHA512SUMS.txt", Some((algorithm(128), None))),
            ("MD5SUMS", Some((algorithm(32), None))),
            ("sha256sum.txt.asc", Some((algorithm(64), None))),
            (
                "disk.qcow2.sha512",
                Some((algorithm(128), Some("disk.qcow2"))),
            ),
            (
                "disk.img.SHA256SUM",
                Some((algorithm(64), Some("disk.img"))),
            ),
            ("manjaro-26.0-sha1.sum", Some((algorithm(40), None))),
            ("Fedora-Cloud-44-1.7-x86_64-CHECKSUM", Some((None, None))),
            ("CHECKSUM", Some((None, None))),
            ("image.sha256", Some((algorithm(64), None))),
            ("disk.img.bz2.DIGESTS", Some((None, None))),
            ("disk.qcow2", None),
            ("disk.sha256.qcow2", None),
            ("", None),
        ] {
            let found = sums_name(name).map(|name| (name.algorithm, name.described));
            assert_eq!(found, expected, "{name}");
        }
        let blake = sums_name("b2sums.txt").unwrap().algorithm;
        assert_eq!(blake.map(NamedAlgorithm::label), Some("BLAKE2b"));
    }

    #[test]
    fn a_path_of_either_kind_ends_in_its_name() {
        assert_eq!(base_name("./a/b.img"), "b.img");
        assert_eq!(base_name("C:\\Users\\me\\b.img"), "b.img");
        assert_eq!(base_name("b.img"), "b.img");
        assert_eq!(without_here("././a/b"), "a/b");
        assert_eq!(without_here("../a"), "../a");
    }
}
