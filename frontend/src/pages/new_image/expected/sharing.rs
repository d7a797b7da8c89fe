//! Which of the chosen files gets which checksum of a list.

use gaze_shared::digest::sums::{
    FoundBy, ListedFile, Lookup, Question as WhyAsked, SoughtFile, Sums,
};
use gaze_shared::units::Bytes;

use super::understanding::{Question, Understanding, question_in, understand};
use crate::pages::new_image::chosen_file::FileKey;

/// A chosen file, as a list of checksums knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages::new_image) struct NamedFile {
    pub(in crate::pages::new_image) key: FileKey,
    pub(in crate::pages::new_image) name: String,
    pub(in crate::pages::new_image) size: Bytes,
    /// The name of what is in it, where that is sent.
    pub(in crate::pages::new_image) content_name: Option<String>,
}

/// What is understood of what a person has given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Understood {
    /// Whatever file there is.
    Alike(Understanding),
    /// One checksum that names no file, beside several files.
    Unassigned,
    Each(Vec<OfFile>),
}

/// What is understood for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OfFile {
    pub(super) key: FileKey,
    pub(super) understanding: Understanding,
    /// What is to be asked, if anything.
    pub(super) question: Option<Question>,
}

impl Understood {
    /// For one file.
    pub(super) fn of(&self, key: FileKey) -> Understanding {
        match self {
            Self::Alike(understanding) => understanding.clone(),
            Self::Unassigned => Understanding::NotGiven,
            Self::Each(files) => {
                let of_file = files.iter().find(|file| file.key == key);
                of_file.map_or(Understanding::NotGiven, |file| file.understanding.clone())
            }
        }
    }

    /// What is to be asked of one file, if anything.
    pub(super) fn question(&self, key: FileKey) -> Option<Question> {
        let Self::Each(files) = self else {
            return None;
        };
        let of_file = files.iter().find(|file| file.key == key);
        of_file.and_then(|file| file.question.clone())
    }
}

/// What a list says of the chosen files. `choices` are which ones of the list they are, and `meant` which file a
/// checksum without a name is of, where a person was asked.
///
/// A file that is alone has to be in the list. Of several each has to be in it that is called as a line of it is;
/// a list need not have all of them.
pub(super) fn understand_all(
    sums: &Sums,
    files: &[NamedFile],
    choices: &[(FileKey, ListedFile)],
    meant: Option<FileKey>,
) -> Understood {
    let of_one = |file: &NamedFile| {
        let sought = file.sought();
        let choice = choices.iter().find(|(key, _)| *key == file.key);
        OfFile {
            key: file.key,
            understanding: understand(sums, Some(&sought), choice.map(|(_, choice)| choice)),
            question: question_in(&file.found_in(sums)),
        }
    };
    if files.is_empty() {
        return Understood::Alike(understand(sums, None, None));
    }
    if let [file] = files {
        return Understood::Each(vec![of_one(file)]);
    }
    let is_nameless = matches!(sums.files(), [only] if only.name.is_none());
    if is_nameless && !files.iter().any(|file| Some(file.key) == meant) {
        return Understood::Unassigned;
    }
    // A line is of one file: of the one that has its name, and of none where several have only its size.
    let names_found = |is_meant: fn(FoundBy) -> bool| -> Vec<Option<Box<str>>> {
        let names = files.iter().filter_map(|file| match file.found_in(sums) {
            Lookup::Found(found) if is_meant(found.found_by) => Some(found.name),
            _ => None,
        });
        names.collect()
    };
    let by_name = names_found(|found_by| found_by != FoundBy::Size);
    let by_size = names_found(|found_by| found_by == FoundBy::Size);
    let is_given = |file: &NamedFile| match file.found_in(sums) {
        Lookup::Found(found) => match found.found_by {
            FoundBy::OnlyEntry => Some(file.key) == meant,
            FoundBy::Size => {
                let as_large = by_size.iter().filter(|name| **name == found.name);
                !by_name.contains(&found.name) && as_large.count() == 1
            }
            _ => true,
        },
        Lookup::Unusable(_) => true,
        Lookup::Ambiguous {
            question,
            candidates,
        } => match question {
            WhyAsked::OtherName => false,
            WhyAsked::SameSize => candidates.iter().any(|one| !by_name.contains(&one.name)),
            _ => true,
        },
        Lookup::NotListed => false,
    };
    let of_each = files.iter().map(|file| {
        if is_given(file) {
            of_one(file)
        } else {
            OfFile {
                key: file.key,
                understanding: Understanding::NotGiven,
                question: None,
            }
        }
    });
    Understood::Each(of_each.collect())
}

impl NamedFile {
    fn found_in<'a>(&self, sums: &'a Sums) -> Lookup<'a> {
        sums.find(&self.sought())
    }

    fn sought(&self) -> SoughtFile<'_> {
        SoughtFile {
            name: &self.name,
            size: Some(self.size),
            content_name: self.content_name.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::digest::sums::Source;

    use super::*;

    fn files<const N: usize>(files: [(&str, u64); N]) -> Vec<NamedFile> {
        let file = |(number, (name, size)): (u32, (&str, u64))| NamedFile {
            key: FileKey(number),
            name: name.to_owned(),
            size: Bytes(size),
            content_name: None,
        };
        (0..).zip(files).map(file).collect()
    }

    fn read(text: &str) -> Sums {
        Sums::read(Source::Pasted, text.as_bytes()).unwrap()
    }

    fn sha256(digit: char) -> String {
        digit.to_string().repeat(64)
    }

    /// The first digit of each file's digest; "-" for a file of which the list says nothing, "?" for one that is
    /// asked about.
    fn shared(text: &str, files: &[NamedFile], meant: Option<FileKey>) -> String {
        let Understood::Each(of_each) = understand_all(&read(text), files, &[], meant) else {
            return "nobody yet".to_owned();
        };
        let digit = |file: &OfFile| match &file.understanding {
            Understanding::Found(found) => found.expected.digest.as_str()[..1].to_owned(),
            Understanding::NotGiven => "-".to_owned(),
            Understanding::Asked => "?".to_owned(),
            other => panic!("{other:?}"),
        };
        of_each.iter().map(digit).collect()
    }

    #[test]
    fn each_file_gets_the_line_of_its_name_and_a_list_need_not_have_all() {
        let list = format!(
            "{}  a.img\n{}  c.img\n{}  else.img\n",
            sha256('a'),
            sha256('c'),
            sha256('e')
        );
        let files = files([("c.img", 1), ("b.img", 2), ("a.img", 3)]);
        assert_eq!(shared(&list, &files, None), "c-a");
        // The one line of the list is another file's, and not a question to the others.
        let list = format!("{}  a.img\n", sha256('a'));
        assert_eq!(shared(&list, &files, None), "--a");
    }

    #[test]
    fn a_line_goes_to_the_file_of_its_name_before_one_that_is_only_as_large() {
        let line = |name: &str, size: u64, digit: char| {
            format!(
                "# {name}: {size} bytes\nSHA256 ({name}) = {}\n",
                sha256(digit)
            )
        };
        let list = line("a.img", 10, 'a') + &line("b.img", 20, 'b');
        let one_renamed = files([("a.img", 10), ("copy.img", 10), ("renamed.img", 20)]);
        assert_eq!(shared(&list, &one_renamed, None), "a-b");
        // Which of the two it is nobody knows.
        let two_as_large = files([("a.img", 10), ("one.img", 20), ("two.img", 20)]);
        assert_eq!(shared(&list, &two_as_large, None), "a--");
    }

    #[test]
    fn a_checksum_without_a_name_is_of_one_file_alone_and_a_person_says_of_which() {
        let files = files([("a.img", 1), ("b.img", 2)]);
        assert_eq!(shared(&sha256('a'), &files, None), "nobody yet");
        let gone = Some(FileKey(7));
        assert_eq!(shared(&sha256('a'), &files, gone), "nobody yet");
        assert_eq!(shared(&sha256('a'), &files, Some(FileKey(1))), "-a");
        assert_eq!(shared(&sha256('a'), &files[..1], None), "a");
    }

    #[test]
    fn what_is_not_certain_is_asked_of_the_file_and_answered_for_it_alone() {
        let list = format!(
            "{}  x/a.img\n{}  y/a.img\n{}  b.img",
            sha256('1'),
            sha256('2'),
            sha256('b')
        );
        let files = files([("a.img", 1), ("b.img", 2)]);
        assert_eq!(shared(&list, &files, None), "?b");
        let sums = read(&list);
        let asked = understand_all(&sums, &files, &[], None);
        let question = asked.question(FileKey(0)).unwrap();
        assert_eq!(asked.question(FileKey(1)), None);
        let choices = [(FileKey(0), question.candidates[1].clone())];
        let answered = understand_all(&sums, &files, &choices, None);
        let expected = answered.of(FileKey(0));
        assert_eq!(expected.expected().unwrap().digest.as_str(), sha256('2'));
    }

    #[test]
    fn a_line_of_what_is_in_a_file_is_its_where_that_is_sent() {
        let list = format!("{}  a.raw\n{}  c.img\n", sha256('a'), sha256('c'));
        let mut files = files([("a.raw.xz", 1), ("a.raw", 2)]);
        assert_eq!(shared(&list, &files, None), "-a");
        files[0].content_name = Some("a.raw".to_owned());
        assert_eq!(shared(&list, &files, None), "aa");
        let packed = format!("{}  a.raw.xz\n", sha256('b'));
        assert_eq!(shared(&(list + &packed), &files, None), "ba");
    }

    #[test]
    fn a_file_that_is_alone_has_to_be_in_the_list() {
        let list = format!("{}  a.img\n{}  c.img\n", sha256('a'), sha256('c'));
        let alone = files([("b.img", 1)]);
        let understood = understand_all(&read(&list), &alone, &[], None).of(FileKey(0));
        assert!(matches!(understood, Understanding::NotListed { .. }));
    }
}
