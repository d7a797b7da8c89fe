//! Which file of a list is the one that is sought.

use super::file_name::{base_name, originals, without_here};
use super::list::{ListedFile, Sums};
use super::lookup::{Expected, FoundBy, ListedSize, Lookup, Question, SoughtFile};

impl Sums {
    /// What the list says of a file: by its name, else by that of what is in it, else by its size, else because
    /// there is only one digest. What fits less than well is a question.
    #[must_use]
    pub fn find(&self, sought: &SoughtFile<'_>) -> Lookup<'_> {
        self.by_name(sought)
            .or_else(|| self.by_original_name(sought))
            .or_else(|| self.by_content_name(sought))
            .or_else(|| self.by_size(sought))
            .unwrap_or_else(|| self.without_name(sought))
    }

    fn by_name(&self, sought: &SoughtFile<'_>) -> Option<Lookup<'_>> {
        let (path, file) = (without_here(sought.name), base_name(sought.name));
        let small = file.to_lowercase();
        let whole = |name: &str| without_here(name) == path;
        let base = |name: &str| base_name(name) == file;
        let ignoring_case = |name: &str| base_name(name).to_lowercase() == small;
        self.named(whole)
            .pick(sought, FoundBy::Name, Question::SameName)
            .or_else(|| {
                let named = self.named(base);
                named.pick(sought, FoundBy::BaseName, Question::SameName)
            })
            .or_else(|| {
                let named = self.named(ignoring_case);
                named.pick(sought, FoundBy::NameIgnoringCase, Question::LetterCase)
            })
    }

    fn by_original_name(&self, sought: &SoughtFile<'_>) -> Option<Lookup<'_>> {
        let originals = originals(base_name(sought.name));
        let candidates = self.named(|name| {
            let name = base_name(name);
            originals.iter().any(|original| original == name)
        });
        candidates.ask(Question::RenamedCopy)
    }

    fn by_content_name(&self, sought: &SoughtFile<'_>) -> Option<Lookup<'_>> {
        let content = SoughtFile {
            name: sought.content_name?,
            size: None,
            content_name: None,
        };
        let lookup = self.by_name(&content)?;
        Some(match lookup {
            Lookup::Found(expected) => Lookup::Found(Expected {
                found_by: FoundBy::ContentName,
                ..expected
            }),
            other => other,
        })
    }

    fn by_size(&self, sought: &SoughtFile<'_>) -> Option<Lookup<'_>> {
        let is_as_large = |file: &&ListedFile| file.size_beside(sought) == ListedSize::Equal;
        let as_large = Candidates(self.files().iter().filter(is_as_large).collect());
        as_large.pick(sought, FoundBy::Size, Question::SameSize)
    }

    fn without_name(&self, sought: &SoughtFile<'_>) -> Lookup<'_> {
        let lookup = match self.files() {
            [only] if only.name.is_none() => Some(answer(only, sought, FoundBy::OnlyEntry)),
            // The one file that the list is about can have been renamed; of another size it is
            // another one.
            [only] => match only.size_beside(sought) {
                ListedSize::Other(_) => None,
                ListedSize::Equal | ListedSize::Unknown => {
                    Candidates(vec![only]).ask(Question::OtherName)
                }
            },
            files => {
                let nameless = files.iter().filter(|file| file.name.is_none());
                Candidates(nameless.collect()).ask(Question::Nameless)
            }
        };
        lookup.unwrap_or(Lookup::NotListed)
    }

    fn named(&self, is_meant: impl Fn(&str) -> bool) -> Candidates<'_> {
        let is_meant = |file: &&ListedFile| file.name.as_deref().is_some_and(&is_meant);
        Candidates(self.files().iter().filter(is_meant).collect())
    }
}

/// Files of a list that can be the sought one.
struct Candidates<'a>(Vec<&'a ListedFile>);

impl<'a> Candidates<'a> {
    /// The one that it is, or the question; `None` without candidates.
    fn pick(
        self,
        sought: &SoughtFile<'_>,
        found_by: FoundBy,
        question: Question,
    ) -> Option<Lookup<'a>> {
        let fits = |file: &&&ListedFile| !matches!(file.size_beside(sought), ListedSize::Other(_));
        let fitting: Vec<&ListedFile> = self.0.iter().filter(fits).copied().collect();
        // Where none has the right size, the list or the file is wrong, and the sizes show it.
        let candidates = if fitting.is_empty() { self.0 } else { fitting };
        let (first, others) = candidates.split_first()?;
        if others.iter().all(|other| other.sums == first.sums) {
            Some(answer(first, sought, found_by))
        } else {
            Self(candidates).ask(question)
        }
    }

    fn ask(self, question: Question) -> Option<Lookup<'a>> {
        let candidates = self.0;
        (!candidates.is_empty()).then_some(Lookup::Ambiguous {
            question,
            candidates,
        })
    }
}

fn answer<'a>(file: &'a ListedFile, sought: &SoughtFile<'_>, found_by: FoundBy) -> Lookup<'a> {
    match file.expected(sought, found_by) {
        Ok(expected) => Lookup::Found(expected),
        Err(unusable) => Lookup::Unusable(unusable),
    }
}
