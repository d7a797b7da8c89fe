//! The files of the checkout, as the rules see them.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::source::test_modules;
use super::text_file::{CodePart, TextFile};
use crate::paths::Checkout;

#[derive(Debug)]
pub(super) struct Tree {
    files: Vec<TextFile>,
}

impl Tree {
    /// All text files that git knows or would take.
    pub(super) fn of_checkout(checkout: &Checkout) -> Result<Self> {
        let mut command = Command::new("git");
        command.current_dir(checkout.root());
        command.args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let output = command.output().context("Cannot run git. Install it")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!(
                "git does not list the files of the checkout: {}",
                said.trim()
            );
        }
        let listed = String::from_utf8_lossy(&output.stdout);
        let mut files = Vec::new();
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            let full_path = checkout.join(path);
            // git also lists what was deleted and not yet committed, and links have no text.
            if !full_path
                .symlink_metadata()
                .is_ok_and(|metadata| metadata.is_file())
            {
                continue;
            }
            let bytes = fs::read(&full_path).with_context(|| format!("Cannot read {path}"))?;
            if let Ok(text) = String::from_utf8(bytes)
                && !text.contains('\0')
            {
                files.push(TextFile::new(path, text));
            }
        }
        Ok(Self::new(files))
    }

    /// Finds out which files are there for tests only: the declaration of a module says so.
    fn new(mut files: Vec<TextFile>) -> Self {
        let modules: Vec<String> = files.iter().flat_map(test_module_paths).collect();
        for file in &mut files {
            let is_module = |module: &String| {
                file.path.strip_suffix(".rs") == Some(module) || file.is_below(module)
            };
            // cargo takes the folder `tests` of a crate for tests of the crate as a whole.
            if modules.iter().any(is_module) || file.path.split('/').nth(1) == Some("tests") {
                file.part = CodePart::Test;
            }
        }
        Self { files }
    }

    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self::new(
            files
                .iter()
                .map(|&(path, text)| TextFile::new(path, text))
                .collect(),
        )
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &TextFile> {
        self.files.iter()
    }

    pub(super) fn file(&self, path: &str) -> Option<&TextFile> {
        self.files().find(|file| file.path == path)
    }

    /// The Rust files below a folder.
    pub(super) fn rust_below(&self, folder: &str) -> impl Iterator<Item = &TextFile> {
        self.files()
            .filter(move |file| file.is_below(folder) && file.has_extension(&["rs"]))
    }
}

/// The paths, without ".rs", of the modules that a file declares for tests only.
fn test_module_paths(file: &TextFile) -> Vec<String> {
    if !file.has_extension(&["rs"]) {
        return Vec::new();
    }
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    let modules_folder = match name {
        "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
        _ => file.path.trim_end_matches(".rs").to_owned(),
    };
    test_modules(&file.text)
        .map(|name| format!("{modules_folder}/{name}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_of_a_module_makes_its_files_tests() {
        let tree = Tree::of(&[
            (
                "edge/src/lib.rs",
                "#[cfg(test)]\nmod fixtures;\nmod quota;\n",
            ),
            ("edge/src/fixtures.rs", ""),
            ("edge/src/quota.rs", "#[cfg(test)]\nmod tests;\n"),
            ("edge/src/quota/tests.rs", "mod races;\n"),
            ("edge/src/quota/tests/races.rs", ""),
            ("edge/tests/all.rs", ""),
            ("tests/src/lib.rs", ""),
        ]);
        let tests = tree.files().filter(|file| file.part == CodePart::Test);
        let tests: Vec<_> = tests.map(|file| file.path.as_str()).collect();
        assert_eq!(
            tests,
            [
                "edge/src/fixtures.rs",
                "edge/src/quota/tests.rs",
                "edge/src/quota/tests/races.rs",
                "edge/tests/all.rs"
            ]
        );
    }
}
