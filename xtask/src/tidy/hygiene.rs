//! Rules about what may not stand in a file. The forbidden words are written in two halves here, so
//! that this file keeps the rules too.

use super::Violation;
use super::source::code_lines;
use super::text_file::{CodePart, TextFile};
use super::tree::Tree;
use super::words::{first_word, has_word};

/// A panic at the edge ends the isolate for everyone in it.
pub(super) fn edge_and_shared_do_not_panic(tree: &Tree) -> Vec<Violation> {
    let panics = [".unwrap(", ".expect(", "panic!("];
    let files = tree.rust_below("edge").chain(tree.rust_below("shared"));
    files
        .flat_map(|file| {
            let lines = code_lines(file, CodePart::Program).into_iter();
            lines.filter_map(|(number, line)| {
                let word = first_word(line, &panics)?;
                let message = format!("{word}) can panic; return an error instead");
                Some(Violation::new(&file.path, number, message))
            })
        })
        .collect()
}

pub(super) fn lints_are_not_allowed(tree: &Tree) -> Vec<Violation> {
    let attributes = [concat!("#[", "allow("), concat!("#![", "allow(")];
    let files = tree.files().filter(|file| file.has_extension(&["rs"]));
    let is_allowing = |line: &str| attributes.iter().any(|attribute| line.contains(attribute));
    every_line(files, is_allowing, "use #[expect(lint, reason = \"...\")]")
}

pub(super) fn nothing_is_left_for_later(tree: &Tree) -> Vec<Violation> {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("to", "do!"),
    ];
    let is_left = |line: &str| words.iter().any(|word| has_word(line, word));
    every_line(written(tree), is_left, "do it now, or write an issue")
}

/// A path that exists on one machine only tells who made the file, and breaks on another machine.
pub(super) fn no_machine_paths(tree: &Tree) -> Vec<Violation> {
    let roots = [
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
        concat!("/tm", "p/"),
        concat!("/Us", "ers/"),
        concat!("C:", "\\Users"),
    ];
    let names_machine = |line: &str| roots.iter().any(|root| begins_a_path(line, root));
    every_line(
        written(tree),
        names_machine,
        "it names a path of one machine",
    )
}

/// Which registry serves the packages is the business of the machine, not of the repository.
pub(super) fn no_registries(tree: &Tree) -> Vec<Violation> {
    let hosts = [
        concat!("registry.npm", "js.org"),
        concat!("index.crates", ".io"),
        concat!("static.crates", ".io"),
        concat!("pypi", ".org"),
        concat!("files.python", "hosted.org"),
    ];
    let names_host = |line: &str| hosts.iter().any(|host| line.contains(host));
    let mut violations = every_line(tree.files(), names_host, "it names a package registry");
    for (file_name, setting) in [
        ("package-lock.json", "\"resolved\""),
        (".npmrc", "registry="),
        ("config.toml", "[source."),
        ("config.toml", "[registries"),
        ("requirements.txt", "--index-url"),
        ("requirements.txt", " @ "),
    ] {
        let files = tree
            .files()
            .filter(|file| file.path.rsplit('/').next() == Some(file_name));
        let message = format!("{setting} ties it to a registry");
        violations.extend(every_line(files, |line| line.contains(setting), &message));
    }
    violations
}

/// What people wrote: everything but lock files.
fn written(tree: &Tree) -> impl Iterator<Item = &TextFile> {
    tree.files().filter(|file| {
        !file.path.ends_with("package-lock.json") && !file.path.ends_with("Cargo.lock")
    })
}

fn every_line<'t>(
    files: impl Iterator<Item = &'t TextFile>,
    is_wrong: impl Fn(&str) -> bool,
    message: &str,
) -> Vec<Violation> {
    files
        .flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
        .filter(|(_, _, line)| is_wrong(line))
        .map(|(file, number, _)| Violation::new(&file.path, number, message))
        .collect()
}

/// Whether the path stands at its beginning, and is not the end of a longer one or of an address.
fn begins_a_path(line: &str, root: &str) -> bool {
    let continues = |character: char| {
        character.is_alphanumeric()
            || matches!(character, '.' | '_' | '-' | '~' | '}' | ')' | '/' | '*')
    };
    line.match_indices(root)
        .any(|(start, _)| !line[..start].ends_with(continues))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(violations: &[Violation]) -> Vec<(&str, usize)> {
        violations
            .iter()
            .map(|found| (found.path.as_str(), found.line))
            .collect()
    }

    #[test]
    fn a_panic_is_found_in_programs_and_not_in_tests() {
        let text = "a.unwrap();\nb.expect(\"x\");\npanic!(\"y\");\nc.unwrap_or(1);\n\
                    #[expect(dead_code, reason = \"z\")]\n#[cfg(test)]\nmod tests {\n    d.unwrap();\n}\n";
        let tree = Tree::of(&[("edge/src/lib.rs", text), ("xtask/src/main.rs", text)]);
        let found = edge_and_shared_do_not_panic(&tree);
        assert_eq!(
            lines(&found),
            [
                ("edge/src/lib.rs", 1),
                ("edge/src/lib.rs", 2),
                ("edge/src/lib.rs", 3)
            ]
        );
    }

    #[test]
    fn an_allowed_lint_is_found() {
        let text = format!(
            "{}dead_code)]\n#[expect(dead_code)]\n",
            concat!("#[", "allow(")
        );
        let tree = Tree::of(&[("edge/src/lib.rs", &text)]);
        assert_eq!(
            lines(&lints_are_not_allowed(&tree)),
            [("edge/src/lib.rs", 1)]
        );
    }

    #[test]
    fn work_that_is_left_is_found() {
        let text = format!(
            "// {}: later\nlet mastodon = 1;\n{}()\n",
            concat!("TO", "DO"),
            concat!("to", "do!")
        );
        let tree = Tree::of(&[("frontend/src/app.rs", &text), ("Cargo.lock", &text)]);
        let found = nothing_is_left_for_later(&tree);
        assert_eq!(
            lines(&found),
            [("frontend/src/app.rs", 1), ("frontend/src/app.rs", 3)]
        );
    }

    #[test]
    fn a_path_of_a_machine_is_found_and_a_part_of_an_address_is_not() {
        let text = format!(
            "run {home}me/x\n\"{temp}log\"\nhttp://host{temp}x\n~{home}x\ntarget{temp}x\n",
            home = concat!("/ho", "me/"),
            temp = concat!("/tm", "p/"),
        );
        let tree = Tree::of(&[("docs/a.md", &text)]);
        assert_eq!(
            lines(&no_machine_paths(&tree)),
            [("docs/a.md", 1), ("docs/a.md", 2)]
        );
    }

    #[test]
    fn a_registry_is_found_in_lock_files_and_settings() {
        let host = concat!("https://registry.npm", "js.org/");
        let tree = Tree::of(&[
            ("edge/package-lock.json", "{\n\"resolved\": \"x\"\n}\n"),
            ("edge/.npmrc", "audit=false\nregistry=https://mirror\n"),
            ("docs/a.md", host),
            (
                "Cargo.lock",
                "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n",
            ),
            (".cargo/config.toml", "[alias]\n[source.crates-io]\n"),
            (
                "xtask/stack/requirements.txt",
                "six==1.17.0\nx @ https://host/x.whl\n",
            ),
        ]);
        let mut found = lines(&no_registries(&tree))
            .into_iter()
            .map(|(path, _)| path.to_owned())
            .collect::<Vec<_>>();
        found.sort();
        assert_eq!(
            found,
            [
                ".cargo/config.toml",
                "docs/a.md",
                "edge/.npmrc",
                "edge/package-lock.json",
                "xtask/stack/requirements.txt"
            ]
        );
    }
}
