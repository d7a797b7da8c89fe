//! Which line of a list is a file's.

use super::*;
use crate::units::Bytes;

fn sized(name: &str, size: u64) -> SoughtFile<'_> {
    SoughtFile {
        name,
        size: Some(Bytes(size)),
        content_name: None,
    }
}

/// A compressed file of which either the file or its content is listed.
fn packed<'a>(name: &'a str, content_name: &'a str) -> SoughtFile<'a> {
    SoughtFile {
        content_name: Some(content_name),
        ..sized(name, 10)
    }
}

/// A list of files, each with its size where that is not 0, and with a digest by its place.
fn list(files: &[(&str, u64)]) -> Sums {
    let line = |(number, (name, size)): (usize, &(&str, u64))| {
        let comment = match size {
            0 => String::new(),
            size => format!("# {name}: {size} bytes\n"),
        };
        format!("{comment}{}  {name}\n", sha256(number))
    };
    pasted(&files.iter().enumerate().map(line).collect::<String>())
}

#[track_caller]
fn finds(sums: &Sums, sought: &SoughtFile<'_>, number: usize, found_by: FoundBy) {
    let expected = found(sums, sought);
    assert_eq!(expected.digest.as_str(), sha256(number));
    assert_eq!(expected.found_by, found_by);
}

#[test]
fn the_whole_name_goes_before_the_end_of_a_path_and_that_before_its_case() {
    let sums = list(&[
        ("old/Disk.img", 0),
        ("./Disk.img", 0),
        ("new/other.img", 0),
        ("x\\UPPER.IMG", 0),
    ]);
    finds(&sums, &named("Disk.img"), 1, FoundBy::Name);
    finds(&sums, &named("other.img"), 2, FoundBy::BaseName);
    finds(&sums, &named("upper.img"), 3, FoundBy::NameIgnoringCase);
    let (question, names) = asked(&sums, &named("disk.IMG"));
    assert_eq!(question, Question::LetterCase);
    assert_eq!(names.len(), 2);
}

#[test]
fn the_same_name_in_two_folders_is_asked_unless_both_say_the_same() {
    let sums = list(&[("one/disk.img", 0), ("two/disk.img", 0), ("three.img", 0)]);
    let (question, names) = asked(&sums, &named("disk.img"));
    assert_eq!(question, Question::SameName);
    assert_eq!(
        names,
        [
            Some("one/disk.img".to_owned()),
            Some("two/disk.img".to_owned())
        ]
    );
    let sums = pasted(&format!(
        "{0}  one/disk.img\n{0}  two/disk.img\n",
        sha256(0)
    ));
    finds(&sums, &named("disk.img"), 0, FoundBy::BaseName);
    // A size that only one has decides too.
    let sums = list(&[("one/disk.img", 10), ("two/disk.img", 20)]);
    finds(&sums, &sized("disk.img", 20), 1, FoundBy::BaseName);
}

#[test]
fn a_renamed_copy_is_asked_and_never_taken_silently() {
    let sums = list(&[("disk.qcow2", 10), ("other.qcow2", 0)]);
    for name in [
        "disk (1).qcow2",
        "disk(2).qcow2",
        "disk-2.qcow2",
        "disk.qcow2.1",
    ] {
        let (question, names) = asked(&sums, &sized(name, 10));
        assert_eq!(question, Question::RenamedCopy, "{name}");
        assert_eq!(names, [Some("disk.qcow2".to_owned())], "{name}");
    }
    // A file that is listed under such a name is that file.
    let sums = list(&[("disk.qcow2", 0), ("disk (1).qcow2", 0)]);
    finds(&sums, &named("disk (1).qcow2"), 1, FoundBy::Name);
}

#[test]
fn a_file_of_another_name_is_found_by_a_size_that_only_one_has() {
    let sums = list(&[("a.img", 10), ("b.img", 20), ("c.img", 20), ("d.img", 0)]);
    finds(&sums, &sized("mine.img", 10), 0, FoundBy::Size);
    let (question, names) = asked(&sums, &sized("mine.img", 20));
    assert_eq!(question, Question::SameSize);
    assert_eq!(names.len(), 2);
    assert_eq!(sums.find(&sized("mine.img", 30)), Lookup::NotListed);
    assert_eq!(sums.find(&named("mine.img")), Lookup::NotListed);
}

#[test]
fn a_file_of_another_size_than_listed_is_found_and_the_size_told() {
    let sums = list(&[("a.img", 10), ("b.img", 0)]);
    let size = |sought: &SoughtFile<'_>| found(&sums, sought).size;
    assert_eq!(size(&sized("a.img", 10)), ListedSize::Equal);
    assert_eq!(size(&sized("a.img", 11)), ListedSize::Other(Bytes(10)));
    assert_eq!(size(&named("a.img")), ListedSize::Unknown);
    assert_eq!(size(&sized("b.img", 11)), ListedSize::Unknown);
}

#[test]
fn the_only_file_of_a_list_is_asked_for_a_file_of_another_name() {
    let sums = list(&[("a.img", 10)]);
    let (question, _) = asked(&sums, &named("b.img"));
    assert_eq!(question, Question::OtherName);
    assert_eq!(sums.find(&sized("b.img", 11)), Lookup::NotListed);
    // Unpacked, it is another file.
    let packed = list(&[("a.img.xz", 0), ("b.img.xz", 0)]);
    assert_eq!(packed.find(&named("a.img")), Lookup::NotListed);
}

#[test]
fn a_compressed_file_is_found_by_its_own_name_and_else_by_that_of_what_is_in_it() {
    let sought = packed("disk.raw.xz", "disk.raw");
    let only_content = list(&[("images/disk.raw", 20), ("other.raw", 10)]);
    finds(&only_content, &sought, 0, FoundBy::ContentName);
    // The size of the content is not that of the file.
    assert_eq!(found(&only_content, &sought).size, ListedSize::Unknown);
    let both = list(&[("disk.raw", 0), ("disk.raw.xz", 10)]);
    finds(&both, &sought, 1, FoundBy::Name);
    let copy = list(&[("disk.raw", 0), ("disk.raw.xz", 0)]);
    let renamed = packed("disk.raw (1).xz", "disk.raw (1)");
    assert_eq!(asked(&copy, &renamed).0, Question::RenamedCopy);
    let (question, names) = asked(&list(&[("a/disk.raw", 1), ("b/disk.raw", 2)]), &sought);
    assert_eq!((question, names.len()), (Question::SameName, 2));
    // Where what is in it does not count, it is another file.
    let alone = sized("disk.raw.xz", 10);
    assert_eq!(
        list(&[("disk.raw", 20), ("other.raw", 0)]).find(&alone),
        Lookup::NotListed
    );
}

#[test]
fn digests_without_a_name_are_asked_where_they_are_not_alone() {
    let sums = pasted(&format!("{}\n{}\n", sha256(1), sha256(2)));
    let (question, names) = asked(&sums, &named("a.img"));
    assert_eq!((question, names), (Question::Nameless, vec![None, None]));
    let sums = pasted(&format!("{}\n{}  b.img\n", sha256(1), sha256(2)));
    let (question, names) = asked(&sums, &named("a.img"));
    assert_eq!((question, names), (Question::Nameless, vec![None]));
    finds(&sums, &named("b.img"), 2, FoundBy::Name);
}

#[test]
fn the_name_of_a_list_tells_the_file_of_a_bare_digest() {
    let source = Source::File {
        name: "disk.qcow2.sha256",
    };
    let sums = Sums::read(source, sha256(1).as_bytes()).unwrap();
    finds(&sums, &named("disk.qcow2"), 1, FoundBy::Name);
    assert_eq!(asked(&sums, &named("other.qcow2")).0, Question::OtherName);
    let source = Source::File {
        name: "image.sha256",
    };
    let sums = Sums::read(source, sha256(1).as_bytes()).unwrap();
    finds(&sums, &named("other.qcow2"), 1, FoundBy::OnlyEntry);
}

#[test]
fn two_checksums_of_one_file_by_one_algorithm_are_a_contradiction() {
    let text = format!(
        "{}  a.img\nSHA512 (a.img) = {}\n{}  ./a.img\n{}  b.img\n",
        sha256(1),
        sha512(1),
        sha256(2),
        sha256(3)
    );
    let sums = pasted(&text);
    let Lookup::Unusable(Unusable::Contradiction { file, algorithm }) = sums.find(&named("a.img"))
    else {
        panic!("{:?}", sums.find(&named("a.img")));
    };
    assert_eq!(algorithm, NamedAlgorithm::Computed(Algorithm::Sha256));
    assert_eq!(file.sums.len(), 3);
    finds(&sums, &named("b.img"), 3, FoundBy::Name);
}

#[test]
fn what_a_person_chose_is_what_the_file_must_have() {
    let sums = list(&[("disk.qcow2", 10), ("other.qcow2", 0)]);
    let sought = sized("disk (1).qcow2", 12);
    let Lookup::Ambiguous { candidates, .. } = sums.find(&sought) else {
        panic!()
    };
    let expected = candidates[0].chosen(&sought).unwrap();
    assert_eq!(expected.digest.as_str(), sha256(0));
    assert_eq!(expected.found_by, FoundBy::Choice);
    assert_eq!(expected.size, ListedSize::Other(Bytes(10)));
    assert_eq!(expected.name.as_deref(), Some("disk.qcow2"));
}
