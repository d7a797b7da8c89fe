//! What is understood of what a person has given, beside the file that is chosen.

use gaze_shared::digest::Algorithm;
use gaze_shared::digest::sums::{
    Expected, FoundBy, ListedFile, ListedSize, Lookup, NamedAlgorithm, OtherAlgorithm,
    Question as WhyAsked, Signature, SoughtFile, Sums, SumsError, Unusable,
};
use gaze_shared::units::Bytes;

use crate::features::uploads::engine::expected::ExpectedDigest;

/// Among more than these nobody looks for a line: pasting the one that is meant is quicker.
const CANDIDATES: usize = 20;

/// Which of several files of a list the chosen one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) why: WhyAsked,
    pub(super) candidates: Vec<ListedFile>,
    /// How many more there are.
    pub(super) left_off: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Understanding {
    /// Nothing is given.
    Empty,
    /// A file is being read.
    Reading,
    /// The browser cannot read the file of this name.
    FileUnreadable(String),
    NoSums(SumsError),
    /// There is no file yet to look for.
    Waiting,
    Found(Found),
    /// The list has the file only by algorithms that are not computed.
    NotComputed(Vec<OtherAlgorithm>),
    /// The list has two checksums of the file.
    Contradiction(NamedAlgorithm),
    /// The person is to say which file of the list it is.
    Asked,
    NotListed {
        name: String,
        n_files: usize,
    },
    /// What is given is of others of several files.
    NotGiven,
}

/// What the file must have, and what a person should know of where that is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) expected: ExpectedDigest,
    pub(super) name: Option<String>,
    pub(super) found_by: FoundBy,
    pub(super) not_computed: Vec<OtherAlgorithm>,
    pub(super) signature: Option<Signature>,
    /// The listed size and that of the file, where they differ.
    pub(super) other_size: Option<(Bytes, Bytes)>,
}

impl Understanding {
    pub(super) fn expected(&self) -> Option<&ExpectedDigest> {
        match self {
            Self::Found(found) => Some(&found.expected),
            _ => None,
        }
    }
}

/// What is to be asked, if anything.
pub(super) fn question_in(lookup: &Lookup<'_>) -> Option<Question> {
    let Lookup::Ambiguous {
        question,
        candidates,
    } = lookup
    else {
        return None;
    };
    let shown = candidates.iter().take(CANDIDATES);
    Some(Question {
        why: *question,
        candidates: shown.map(|file| (*file).clone()).collect(),
        left_off: candidates.len().saturating_sub(CANDIDATES),
    })
}

/// What a list says of the sought file. `choice` is which one of the list it is, where a person was asked.
pub(super) fn understand(
    sums: &Sums,
    sought: Option<&SoughtFile<'_>>,
    choice: Option<&ListedFile>,
) -> Understanding {
    let Some(sought) = sought else {
        return Understanding::Waiting;
    };
    let found = |expected| Understanding::Found(found(expected, sums, sought));
    match sums.find(sought) {
        Lookup::Found(expected) => found(expected),
        Lookup::Unusable(unusable) => useless(&unusable),
        // What was chosen for another file or of another list is no answer.
        Lookup::Ambiguous { candidates, .. } => {
            let chosen = choice.filter(|choice| candidates.contains(choice));
            match chosen.map(|file| file.chosen(sought)) {
                None => Understanding::Asked,
                Some(Ok(expected)) => found(expected),
                Some(Err(unusable)) => useless(&unusable),
            }
        }
        Lookup::NotListed => Understanding::NotListed {
            name: sought.name.to_owned(),
            n_files: sums.files().len(),
        },
    }
}

fn found(expected: Expected, sums: &Sums, sought: &SoughtFile<'_>) -> Found {
    Found {
        other_size: match expected.size {
            ListedSize::Other(listed) => sought.size.map(|size| (listed, size)),
            ListedSize::Unknown | ListedSize::Equal => None,
        },
        expected: ExpectedDigest {
            algorithm: expected.algorithm,
            digest: expected.digest,
        },
        name: expected.name.map(String::from),
        found_by: expected.found_by,
        not_computed: expected.not_computed,
        signature: sums.signature(),
    }
}

fn useless(unusable: &Unusable<'_>) -> Understanding {
    match unusable {
        Unusable::Contradiction { algorithm, .. } => Understanding::Contradiction(*algorithm),
        Unusable::NotComputed(file) => {
            let mut others: Vec<OtherAlgorithm> = Vec::new();
            for (algorithm, _) in &file.sums {
                if let NamedAlgorithm::NotComputed(other) = algorithm
                    && !others.contains(other)
                {
                    others.push(*other);
                }
            }
            Understanding::NotComputed(others)
        }
    }
}

/// The strongest first.
pub(super) const COMPUTED: [Algorithm; 3] = [Algorithm::Sha512, Algorithm::Sha256, Algorithm::Md5];

#[cfg(test)]
mod tests {
    use gaze_shared::digest::sums::Source;

    use super::*;

    const SIZE: Bytes = Bytes(1000);

    fn read(text: &str) -> Sums {
        Sums::read(Source::Pasted, text.as_bytes()).unwrap()
    }

    fn sought(name: &str) -> SoughtFile<'_> {
        SoughtFile {
            name,
            size: Some(SIZE),
            content_name: None,
        }
    }

    fn sha256(digit: char) -> String {
        digit.to_string().repeat(64)
    }

    #[test]
    fn the_line_of_the_file_is_what_is_expected() {
        let text = format!("{}  disk.img\n{} *other.img\n", sha256('a'), sha256('b'));
        let understood = understand(&read(&text), Some(&sought("disk.img")), None);
        let expected = understood.expected().unwrap();
        assert_eq!(expected.algorithm, Algorithm::Sha256);
        assert_eq!(expected.digest.as_str(), sha256('a'));
        assert_eq!(
            understand(&read(&text), None, None),
            Understanding::Waiting,
            "before there is a file nothing is looked for"
        );
        let other = understand(&read(&text), Some(&sought("letter.txt")), None);
        let n_files = 2;
        let name = "letter.txt".to_owned();
        assert_eq!(other, Understanding::NotListed { name, n_files });
    }

    #[test]
    fn what_is_not_computed_here_is_told_and_gives_nothing_to_compare() {
        let text = format!("SHA1 (disk.img) = {}\n", "a".repeat(40));
        let understood = understand(&read(&text), Some(&sought("disk.img")), None);
        let only = vec![OtherAlgorithm::Sha1];
        assert_eq!(understood, Understanding::NotComputed(only));
        let twice = format!("{}  disk.img\n{}  disk.img\n", sha256('a'), sha256('b'));
        let understood = understand(&read(&twice), Some(&sought("disk.img")), None);
        let algorithm = NamedAlgorithm::Computed(Algorithm::Sha256);
        assert_eq!(understood, Understanding::Contradiction(algorithm));
    }

    #[test]
    fn a_listed_size_that_differs_is_told_with_both() {
        let text = format!(
            "# disk.img: 999 bytes\nSHA256 (disk.img) = {}\n",
            sha256('a')
        );
        let understood = understand(&read(&text), Some(&sought("disk.img")), None);
        let Understanding::Found(found) = understood else {
            panic!("{understood:?}");
        };
        assert_eq!(found.other_size, Some((Bytes(999), SIZE)));
    }

    #[test]
    fn only_an_answer_to_this_question_is_one() {
        let text = format!("{}  a/disk.img\n{}  b/disk.img\n", sha256('a'), sha256('b'));
        let (sums, file) = (read(&text), sought("disk.img"));
        let question = question_in(&sums.find(&file)).unwrap();
        assert_eq!(question.candidates.len(), 2);
        assert_eq!(understand(&sums, Some(&file), None), Understanding::Asked);
        let second = question.candidates[1].clone();
        let answered = understand(&sums, Some(&file), Some(&second));
        assert_eq!(answered.expected().unwrap().digest.as_str(), sha256('b'));

        let another = read(&format!(
            "{}  x/disk.img\n{}  y/disk.img\n",
            sha256('c'),
            sha256('d')
        ));
        let understood = understand(&another, Some(&file), Some(&second));
        assert_eq!(understood, Understanding::Asked);
    }

    #[test]
    fn a_question_has_at_most_twenty_answers() {
        let digest = |number: usize| format!("{number:064x}");
        let lines: String = (0..25)
            .map(|number| format!("{}\n", digest(number)))
            .collect();
        let question = question_in(&read(&lines).find(&sought("disk.img"))).unwrap();
        assert_eq!((question.candidates.len(), question.left_off), (20, 5));
    }
}
