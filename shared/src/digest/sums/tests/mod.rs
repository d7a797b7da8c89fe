//! Lists as publishers write them, what is found in them, and laws for any list.

mod detecting;
mod finding;
mod properties;
mod publishers;
mod reading;

use super::*;
use crate::digest::{Algorithm, HexDigest};

/// Hexadecimal digits that differ with the number.
fn hex(digits: usize, number: usize) -> String {
    let digit =
        |at: usize| char::from_digit(((at * 7 + number * 5 + at * at * number) % 16) as u32, 16);
    (0..digits).filter_map(digit).collect()
}

fn md5(number: usize) -> String {
    hex(32, number)
}

fn sha256(number: usize) -> String {
    hex(64, number)
}

fn sha512(number: usize) -> String {
    hex(128, number)
}

fn pasted(text: &str) -> Sums {
    Sums::read(Source::Pasted, text.as_bytes()).unwrap()
}

fn refused(text: &str) -> SumsError {
    Sums::read(Source::Pasted, text.as_bytes()).unwrap_err()
}

fn named(name: &str) -> SoughtFile<'_> {
    SoughtFile {
        name,
        size: None,
        content_name: None,
    }
}

/// The algorithm and the digest that a file must have by the list, and how it was found.
#[track_caller]
fn found(sums: &Sums, sought: &SoughtFile<'_>) -> Expected {
    match sums.find(sought) {
        Lookup::Found(expected) => expected,
        other => panic!("{sought:?}: {other:?}"),
    }
}

#[track_caller]
fn asked(sums: &Sums, sought: &SoughtFile<'_>) -> (Question, Vec<Option<String>>) {
    match sums.find(sought) {
        Lookup::Ambiguous {
            question,
            candidates,
        } => {
            let name = |file: &ListedFile| file.name.as_deref().map(str::to_owned);
            (question, candidates.into_iter().map(name).collect())
        }
        other => panic!("{sought:?}: {other:?}"),
    }
}

fn computed(algorithm: Algorithm, digest: &str) -> (NamedAlgorithm, HexDigest) {
    (
        NamedAlgorithm::Computed(algorithm),
        HexDigest::from_text(digest),
    )
}
