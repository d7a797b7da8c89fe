//! Rules about tests.

use super::Violation;
use super::source::code_lines;
use super::text_file::{CodePart, TextFile};
use super::tree::Tree;
use super::words::first_word;

const SCRIPTS: [&str; 3] = ["ts", "mjs", "js"];

/// What is skipped is not tested, and one that runs alone skips the others.
pub(super) fn every_test_runs(tree: &Tree) -> Vec<Violation> {
    let skipping_scripts = [
        "test.skip",
        "it.skip",
        "describe.skip",
        "test.fixme",
        ".only(",
        "test.todo",
        "skip:",
    ];
    let skipping_rust = [concat!("#[", "ignore")];
    let mut violations = script_violations(tree, &skipping_scripts, "every test runs, always");
    for file in tree.files().filter(|file| file.has_extension(&["rs"])) {
        let ignored = file
            .lines()
            .filter(|(_, line)| line.trim_start().starts_with(skipping_rust[0]));
        violations.extend(
            ignored
                .map(|(number, _)| Violation::new(&file.path, number, "every test runs, always")),
        );
    }
    violations
}

/// A test that waits for a time fails on a slow machine and wastes it on a fast one.
pub(super) fn no_test_sleeps(tree: &Tree) -> Vec<Violation> {
    let message = "wait for what is expected, not for a time";
    let mut violations = script_violations(tree, &["waitForTimeout"], message);
    // A helper may pause between two looks at what it waits for; a test itself may not.
    let pauses = script_violations(tree, &["timers/promises"], message);
    violations.extend(
        pauses
            .into_iter()
            .filter(|found| !found.path.starts_with("tests/support/")),
    );
    for file in tree.files().filter(|file| file.has_extension(&["rs"])) {
        let sleeping = [concat!("thread::", "sleep"), concat!("time::", "sleep")];
        let lines = code_lines(file, CodePart::Test).into_iter();
        let found = lines.filter(|(_, line)| first_word(line, &sleeping).is_some());
        violations.extend(found.map(|(number, _)| Violation::new(&file.path, number, message)));
    }
    violations
}

fn script_violations(tree: &Tree, words: &[&str], message: &str) -> Vec<Violation> {
    let is_script = |file: &&TextFile| file.is_below("tests") && file.has_extension(&SCRIPTS);
    let files = tree.files().filter(is_script);
    files
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .filter_map(|(file, number, line)| {
            let word = first_word(line, words)?;
            Some(Violation::new(
                &file.path,
                number,
                format!("{word}: {message}"),
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(violations: &[Violation]) -> Vec<String> {
        violations
            .iter()
            .map(|found| format!("{}:{}", found.path, found.line))
            .collect()
    }

    #[test]
    fn a_test_that_does_not_run_is_found() {
        let ignored = format!(
            "#[test]\n{}]\nfn a_thing_holds() {{}}\n",
            concat!("#[", "ignore")
        );
        let tree = Tree::of(&[
            (
                "tests/e2e/upload.e2e.ts",
                "test('a', run);\ntest.skip('b', run);\ntest.only('c', run);\n",
            ),
            (
                "tests/edge/session.test.mjs",
                "test('a', { skip: true }, run);\n",
            ),
            ("shared/src/image.rs", &ignored),
            ("shared/src/list.rs", "images.skip(1)\n"),
        ]);
        assert_eq!(
            places(&every_test_runs(&tree)),
            [
                "tests/e2e/upload.e2e.ts:2",
                "tests/e2e/upload.e2e.ts:3",
                "tests/edge/session.test.mjs:1",
                "shared/src/image.rs:2"
            ]
        );
    }

    #[test]
    fn a_test_that_sleeps_is_found_and_a_program_may() {
        let sleeping = concat!("thread::", "sleep");
        let text = format!("{sleeping}(A);\n#[cfg(test)]\nmod tests {{\n    {sleeping}(A);\n}}\n");
        let tree = Tree::of(&[
            ("xtask/src/wait.rs", &text),
            ("tests/e2e/list.e2e.ts", "await page.waitForTimeout(500);\n"),
            (
                "tests/edge/a.test.mjs",
                "import x from \"node:timers/promises\";\n",
            ),
            (
                "tests/support/until.mjs",
                "import x from \"node:timers/promises\";\n",
            ),
        ]);
        assert_eq!(
            places(&no_test_sleeps(&tree)),
            [
                "tests/e2e/list.e2e.ts:1",
                "tests/edge/a.test.mjs:1",
                "xtask/src/wait.rs:4"
            ]
        );
    }
}
