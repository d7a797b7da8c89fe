//! Rules about files and folders.

use std::collections::BTreeSet;

use super::Violation;
use super::tree::Tree;

const MAX_LINES: usize = 600;
const LIMITED: [&str; 6] = ["rs", "ts", "mjs", "js", "css", "py"];

pub(super) fn files_are_short(tree: &Tree) -> Vec<Violation> {
    let limited = tree.files().filter(|file| file.has_extension(&LIMITED));
    let counted = limited.map(|file| (file, file.text.lines().count()));
    counted
        .filter(|(_, count)| *count > MAX_LINES)
        .map(|(file, count)| {
            let message =
                format!("it has {count} lines; {MAX_LINES} is the most. Split it by concern");
            Violation::new(&file.path, MAX_LINES + 1, message)
        })
        .collect()
}

pub(super) fn crates_take_the_lints(tree: &Tree) -> Vec<Violation> {
    let manifests = tree
        .files()
        .filter(|file| file.path.ends_with("Cargo.toml"));
    let crates = manifests.filter(|file| file.text.lines().any(|line| line.trim() == "[package]"));
    crates
        .filter(|file| !file.text.contains("[lints]\nworkspace = true\n"))
        .map(|file| Violation::new(&file.path, 0, "add [lints] with workspace = true"))
        .collect()
}

/// A reader finds every folder of the top level explained, also `docs`; those with a dot are known.
pub(super) fn readme_names_the_folders(tree: &Tree) -> Vec<Violation> {
    let folders: BTreeSet<&str> = tree
        .files()
        .filter_map(|file| file.path.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    let readme = tree.file("README.md").map_or("", |file| file.text.as_str());
    folders
        .into_iter()
        .filter(|folder| !folder.starts_with('.') && !readme.contains(&format!("{folder}/")))
        .map(|folder| {
            Violation::new(
                "README.md",
                0,
                format!("say in a sentence what {folder}/ is"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_601_lines_is_too_long() {
        let (fits, long) = ("x\n".repeat(600), "x\n".repeat(601));
        let tree = Tree::of(&[("a.rs", &fits), ("b.css", &long), ("Cargo.lock", &long)]);
        let violations = files_are_short(&tree);
        assert_eq!(violations.len(), 1);
        assert!(
            violations[0]
                .to_string()
                .starts_with("b.css:601: it has 601 lines")
        );
    }

    #[test]
    fn a_crate_without_the_lints_is_found() {
        let tree = Tree::of(&[
            ("Cargo.toml", "[workspace]\n"),
            (
                "edge/Cargo.toml",
                "[package]\n\n[lints]\nworkspace = true\n",
            ),
            ("shared/Cargo.toml", "[package]\n"),
        ]);
        let violations = crates_take_the_lints(&tree);
        assert_eq!(
            violations,
            [Violation::new(
                "shared/Cargo.toml",
                0,
                "add [lints] with workspace = true"
            )]
        );
    }

    #[test]
    fn a_folder_that_the_readme_does_not_name_is_found() {
        let tree = Tree::of(&[
            ("README.md", "- `edge/`: the gateway\n"),
            ("edge/Cargo.toml", ""),
            ("docs/a.md", ""),
            (".ci/run", ""),
        ]);
        let violations = readme_names_the_folders(&tree);
        assert_eq!(violations.len(), 1);
        assert!(violations[0].message.contains("docs/"));
    }
}
