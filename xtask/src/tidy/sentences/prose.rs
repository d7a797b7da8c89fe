//! What a text says of itself: whether a person would read it.

use std::collections::BTreeSet;

/// What stands for a value in a text that is put together.
const VALUE: &str = "\u{fffc}";

/// Whether it reads as words of a person: a word beside another or beside a value, or a single word
/// with a capital.
pub(super) fn is_prose(text: &str) -> bool {
    let text = with_values(text);
    let pieces: Vec<Piece> = text.split_whitespace().map(Piece::of).collect();
    let joins = |piece: Option<&Piece>| piece.is_some_and(|piece| *piece != Piece::Other);
    let is_in_company = pieces.iter().enumerate().any(|(at, piece)| {
        let before = at.checked_sub(1).and_then(|at| pieces.get(at));
        matches!(piece, Piece::Word | Piece::Capital)
            && (joins(before) || joins(pieces.get(at + 1)))
    });
    // A space at an end is there for what is joined on.
    let is_part = text.trim() != text && joins(pieces.first()) && pieces.len() == 1;
    is_in_company || is_part || pieces == [Piece::Capital]
}

/// Whether there is a word in it at all.
pub(super) fn has_word(text: &str) -> bool {
    with_values(text)
        .split(|character: char| !character.is_alphabetic())
        .any(|word| word.chars().count() > 1)
}

/// Whether it is a list of classes: of names of the style sheets, or of such with something behind a
/// hyphen.
pub(super) fn is_class_list(text: &str, classes: &BTreeSet<&str>) -> bool {
    let is_class = |piece: &str| {
        let ends = piece.match_indices('-').map(|(at, _)| &piece[..at]);
        piece == VALUE || ends.chain([piece]).any(|name| classes.contains(name))
    };
    with_values(text).split_whitespace().all(is_class)
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Piece {
    Word,
    /// A word that begins with a capital.
    Capital,
    /// A value that is put in.
    Value,
    Other,
}

impl Piece {
    /// Names of programs (`os_distro`, `DiskFormat`, `GET`) are no words.
    fn of(piece: &str) -> Self {
        let is_mark = |character: char| !character.is_alphanumeric() && !VALUE.contains(character);
        let word = piece.trim_matches(is_mark);
        if word == VALUE {
            return Self::Value;
        }
        let mut rest = word.chars();
        let Some(first) = rest.next().filter(|first| first.is_alphabetic()) else {
            return Self::Other;
        };
        let is_small =
            |character: char| character.is_lowercase() || matches!(character, '\'' | '’' | '-');
        match rest.all(is_small) {
            true if first.is_lowercase() => Self::Word,
            true if word.len() > first.len_utf8() => Self::Capital,
            _ => Self::Other,
        }
    }
}

/// With each `{...}` as one sign.
fn with_values(text: &str) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        whole.push_str(before);
        match after.split_once('}') {
            Some((_, after)) => {
                whole.push_str(VALUE);
                rest = after;
            }
            None => rest = after,
        }
    }
    whole + rest
}
