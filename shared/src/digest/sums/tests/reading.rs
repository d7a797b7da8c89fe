//! What is read from a text, and why nothing is.

use super::*;
use crate::units::Bytes;

#[test]
fn a_bare_digest_is_read_with_and_without_its_algorithm() {
    let digest = sha256(1);
    for text in [
        digest.clone(),
        format!("  {}\r\n", digest.to_uppercase()),
        format!("sha256:{digest}"),
        format!("SHA256: {digest}"),
        format!("SHA-256 = {digest}"),
        format!("sha256={digest}\n"),
        format!("SHA256 checksum: {digest}"),
        format!("SHA256 {digest}"),
        format!("sha256sum\n{digest}"),
        format!("SHA256:\n{digest}"),
        format!("Hash: {digest}"),
        format!("\"{digest}\""),
        format!("`{digest}`\u{a0}"),
        format!("\u{200b}{digest}\u{200b}"),
        format!("{digest}  -"),
        format!("SHA2-256(stdin)= {digest}"),
        format!("\u{feff}{digest}"),
    ] {
        let sums = pasted(&text);
        let expected = found(&sums, &named("any.img"));
        assert_eq!(expected.algorithm, Algorithm::Sha256, "{text}");
        assert_eq!(expected.digest.as_str(), digest, "{text}");
        assert_eq!(expected.found_by, FoundBy::OnlyEntry, "{text}");
    }
}

#[test]
fn digests_of_one_file_by_several_algorithms_can_be_pasted_together() {
    let sums = pasted(&format!(
        "MD5: {}\nSHA1: {}\n{}\n",
        md5(1),
        hex(40, 1),
        sha512(1)
    ));
    let expected = found(&sums, &named("any.img"));
    assert_eq!(expected.algorithm, Algorithm::Sha512);
    assert_eq!(
        expected.weaker,
        [(Algorithm::Md5, HexDigest::from_text(&md5(1)))]
    );
    assert_eq!(expected.not_computed, [OtherAlgorithm::Sha1]);
}

#[test]
fn algorithms_that_are_not_computed_are_told_by_name() {
    for (text, algorithm) in [
        (hex(40, 1), OtherAlgorithm::Sha1),
        (hex(56, 1), OtherAlgorithm::Sha224),
        (format!("sha384:{}", hex(96, 1)), OtherAlgorithm::Sha384),
        (
            format!("SHA3-256 (any.img) = {}", sha256(1)),
            OtherAlgorithm::Sha3,
        ),
        (
            format!("BLAKE2b (any.img) = {}", sha512(1)),
            OtherAlgorithm::Blake2b,
        ),
        (
            format!("# WHIRLPOOL HASH\n{}  any.img", sha512(1)),
            OtherAlgorithm::Whirlpool,
        ),
    ] {
        let sums = pasted(&text);
        let Lookup::Unusable(Unusable::NotComputed(file)) = sums.find(&named("any.img")) else {
            panic!("{text}");
        };
        let named: Vec<NamedAlgorithm> =
            file.sums.iter().map(|(algorithm, _)| *algorithm).collect();
        assert_eq!(named, [NamedAlgorithm::NotComputed(algorithm)], "{text}");
    }
}

#[test]
fn the_name_of_the_list_tells_the_algorithm_where_a_length_is_of_several() {
    let text = format!("{}  disk.img\n", sha512(1));
    let read = |name| Sums::read(Source::File { name }, text.as_bytes()).unwrap();
    let sums = read("SHA512SUMS");
    assert_eq!(
        sums.files()[0].sums,
        [computed(Algorithm::Sha512, &sha512(1))]
    );
    let sums = read("b2sums.txt");
    let (algorithm, _) = sums.files()[0].sums[0];
    assert_eq!(
        algorithm,
        NamedAlgorithm::NotComputed(OtherAlgorithm::Blake2b)
    );
    // One that makes no digests of this length is mistaken.
    let sums = read("MD5SUMS");
    assert_eq!(
        sums.files()[0].sums,
        [computed(Algorithm::Sha512, &sha512(1))]
    );
}

#[test]
fn a_line_of_coreutils_is_read_with_each_of_its_marks() {
    let digest = md5(1);
    for (line, name) in [
        (format!("{digest}  a b.img"), "a b.img"),
        (format!("{digest} *a.img"), "a.img"),
        (format!("{digest}\ta.img"), "a.img"),
        (format!("{digest}\t*a.img  \t"), "a.img"),
        (format!("{digest}  *a.img"), "*a.img"),
        (format!("{digest} a.img"), "a.img"),
        (format!("{digest}      a.img"), "a.img"),
        (format!("\\{digest}  a\\\\b\\nc\\rd"), "a\\b\nc\rd"),
        (format!("\\MD5 (a\\\\b) = {digest}"), "a\\b"),
        (format!("MD5 (a (1) = b) = {digest}"), "a (1) = b"),
        (format!("{digest}  ./dir/ä.img"), "./dir/ä.img"),
        (format!("{digest}  a\\nb"), "a\\nb"),
        (format!("MD5 (a.img) =\n{digest}"), "a.img"),
    ] {
        let sums = pasted(&line);
        assert_eq!(sums.unread_lines(), 0, "{line}");
        let [file] = sums.files() else {
            panic!("{line}")
        };
        assert_eq!(file.name.as_deref(), Some(name), "{line}");
        assert_eq!(file.sums, [computed(Algorithm::Md5, &digest)], "{line}");
    }
    let escape = refused(&format!("\\{digest}  a\\tb"));
    assert_eq!(escape, SumsError::NoChecksum(LineFault::Unrecognised));
}

#[test]
fn a_text_without_a_checksum_says_why() {
    let unknown = |digits| SumsError::NoChecksum(LineFault::UnknownLength { digits });
    assert_eq!(refused(&hex(63, 1)), unknown(63));
    assert_eq!(refused(&format!("{}  disk.img", hex(126, 1))), unknown(126));
    let algorithm = NamedAlgorithm::Computed(Algorithm::Sha256);
    for text in [
        format!("sha256:{}", sha512(1)),
        format!("words first\nSHA256 (disk.img) = {}", sha512(1)),
    ] {
        let fault = LineFault::WrongLength {
            algorithm,
            digits: 128,
        };
        assert_eq!(refused(&text), SumsError::NoChecksum(fault), "{text}");
    }
    for text in [
        "hello",
        "deadbeef",
        "sha256:",
        "# MD5",
        "MD5 (a) = x",
        "=",
        "()=",
        "MD5 (a) = ",
    ] {
        let fault = SumsError::NoChecksum(LineFault::Unrecognised);
        assert_eq!(refused(text), fault, "{text}");
    }
    assert_eq!(refused(" \n"), SumsError::Empty);
    assert_eq!(refused("QFI\u{fb}\0\0\0\u{3}"), SumsError::NotText);
}

#[test]
fn lines_that_say_nothing_of_a_checksum_are_counted() {
    let text = format!(
        "Downloads\n\n# none\n{}  disk.img\n{}  other.img\nbye",
        sha256(1),
        hex(63, 1)
    );
    let sums = pasted(&text);
    assert_eq!(sums.unread_lines(), 3);
    assert_eq!(sums.files().len(), 1);
}

#[test]
fn a_size_belongs_to_the_file_that_its_comment_names() {
    let digest = sha256(1);
    let text = format!(
        "# a.img: 100 bytes\n{digest}  ./a.img\n# b.img: 1 bytes\n# b.img: 2 bytes\n{digest}  b.img\n\
         # c.img: many bytes\n# : 7 bytes\n{digest}  c.img\n#d.img: 18446744073709551616 bytes\n"
    );
    let sizes: Vec<Option<Bytes>> = pasted(&text).files().iter().map(|file| file.size).collect();
    assert_eq!(sizes, [Some(Bytes(100)), None, None]);
}

#[test]
fn the_same_checksum_twice_is_one() {
    let text = format!(
        "{0}  a\n{1}  a\nSHA256 (./a) = {0}\n",
        sha256(1),
        sha256(1).to_uppercase()
    );
    let sums = pasted(&text);
    assert_eq!(sums.files().len(), 1);
    assert_eq!(sums.files()[0].sums.len(), 1);
}
