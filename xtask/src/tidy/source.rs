//! Rust text, told apart into code and comments, and into tests and the rest.

use super::text_file::{CodePart, TextFile};

/// The lines of one part of a Rust file, without comments.
pub(super) fn code_lines(file: &TextFile, part: CodePart) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut is_test_block = false;
    for (number, line) in file.lines() {
        if line == "#[cfg(test)]" {
            is_test_block = true;
        }
        let found = if is_test_block || file.part == CodePart::Test {
            CodePart::Test
        } else {
            CodePart::Program
        };
        if found == part {
            lines.push((number, without_comment(line)));
        }
        // What stands at the left margin ends there too: the brace of a block, the semicolon of
        // a declaration.
        let is_end =
            line.starts_with('}') || (!line.starts_with([' ', '#']) && line.ends_with(';'));
        if is_test_block && is_end {
            is_test_block = false;
        }
    }
    lines
}

/// The modules that a file declares for tests only: "tests" for `#[cfg(test)] mod tests;`.
pub(super) fn test_modules(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().zip(text.lines().skip(1));
    lines
        .filter(|(line, _)| *line == "#[cfg(test)]")
        .filter_map(|(_, next)| {
            let (_, name) = next.split_once("mod ")?;
            name.strip_suffix(';')
        })
}

/// What stands before `//`. Text in quotes with `//` in it is cut there too, which hides at worst
/// what follows on the same line.
fn without_comment(line: &str) -> &str {
    line.split_once("//").map_or(line, |(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str, part: CodePart) -> Vec<usize> {
        let file = TextFile::new("edge/src/lib.rs", text);
        code_lines(&file, part)
            .into_iter()
            .map(|(number, _)| number)
            .collect()
    }

    #[test]
    fn a_test_module_ends_at_its_brace() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n";
        assert_eq!(numbers(text, CodePart::Program), [1, 6]);
        assert_eq!(numbers(text, CodePart::Test), [2, 3, 4, 5]);
    }

    #[test]
    fn a_test_module_in_a_file_of_its_own_is_one_line_here() {
        let text = "#[cfg(test)]\nmod tests;\nfn a() {}\n";
        assert_eq!(numbers(text, CodePart::Program), [3]);
        assert_eq!(test_modules(text).collect::<Vec<_>>(), ["tests"]);
    }

    #[test]
    fn comments_are_left_out() {
        let file = TextFile::new("a.rs", "let a = 1; // .unwrap()\n");
        assert_eq!(code_lines(&file, CodePart::Program), [(1, "let a = 1; ")]);
    }
}
