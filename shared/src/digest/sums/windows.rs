//! What the tools of Windows write: `certutil -hashfile`, and `Get-FileHash` of PowerShell as a table
//! and as a list.

use super::algorithm::NamedAlgorithm;
use super::entry::{Line, NameStyle, untagged};
use super::text::trim;

/// The columns of `Get-FileHash`, which are not translated.
const COLUMNS: [&str; 3] = ["Algorithm", "Hash", "Path"];
const CERTUTIL: &str = "CertUtil:";
/// What stands between the algorithm and the file in the first line of `certutil`, in the languages
/// that Gaze speaks. The longer one is looked for first.
const PREPOSITIONS: [&str; 4] = ["of file ", "of ", "der Datei ", "von "];

pub(super) fn read(line: &str) -> Option<Line<'_>> {
    let is_rule = |line: &str| {
        line.chars()
            .all(|letter| letter == '-' || letter.is_whitespace())
    };
    let is_column = |word: &str| COLUMNS.contains(&word);
    if line.starts_with(CERTUTIL) || is_rule(line) || line.split_whitespace().all(is_column) {
        return Some(Line::Aside);
    }
    let (key, value) = line.split_once(':')?;
    let value = trim(value);
    let key = key.trim_end();
    if key.eq_ignore_ascii_case("algorithm") {
        NamedAlgorithm::from_name(value).map(Line::Section)
    } else if key.eq_ignore_ascii_case("path") {
        (!value.is_empty()).then_some(Line::Path(value))
    } else if ["hash", "checksum", "digest"]
        .iter()
        .any(|known| key.eq_ignore_ascii_case(known))
    {
        untagged(None, value, NameStyle::Plain)
    } else {
        None
    }
}

/// The file of `certutil`'s first line: what follows the algorithm in it, without the colon.
pub(super) fn heading_name(introduced: &str) -> Option<&str> {
    let name = PREPOSITIONS
        .iter()
        .find_map(|before| introduced.strip_prefix(before))?;
    Some(trim(name)).filter(|name| !name.is_empty())
}
