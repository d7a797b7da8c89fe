//! Rules about who may know whom.

use super::Violation;
use super::source::code_lines;
use super::text_file::{CodePart, TextFile};
use super::tree::Tree;
use super::words::first_word;

pub(super) fn shared_stands_alone(tree: &Tree) -> Vec<Violation> {
    let others = ["gaze-edge", "gaze_edge", "gaze-frontend", "gaze_frontend"];
    crate_mentions(
        tree,
        "shared",
        &others,
        "shared is below edge and frontend and knows neither",
    )
}

pub(super) fn sides_are_apart(tree: &Tree) -> Vec<Violation> {
    let message = "edge and frontend meet only in shared";
    let mut violations = crate_mentions(tree, "edge", &["gaze-frontend", "gaze_frontend"], message);
    violations.extend(crate_mentions(
        tree,
        "frontend",
        &["gaze-edge", "gaze_edge"],
        message,
    ));
    violations
}

/// What is in the core is tested on the host, so it names nothing that exists only as WebAssembly.
pub(super) fn core_knows_no_platform(tree: &Tree) -> Vec<Violation> {
    let platform = [
        "worker::",
        "use worker",
        "web_sys",
        "js_sys",
        "wasm_bindgen",
    ];
    let message = "edge/src/core knows no platform; what needs it goes to edge/src/worker";
    mentions(tree.rust_below("edge/src/core"), &platform, message)
}

/// One place where requests are made is one place for tokens, aborts and errors.
pub(super) fn only_api_fetches(tree: &Tree) -> Vec<Violation> {
    let fetching = [
        "XmlHttpRequest",
        "XMLHttpRequest",
        "gloo_net",
        "fetch_with_request",
        "fetch_with_str",
        ".fetch(",
    ];
    let files = tree
        .rust_below("frontend/src")
        .filter(|file| !file.is_below("frontend/src/api"));
    mentions(files, &fetching, "requests go through frontend/src/api")
}

/// Names in the manifest and in the whole Rust code of a crate, tests included.
fn crate_mentions(tree: &Tree, folder: &str, names: &[&str], message: &str) -> Vec<Violation> {
    let mut violations = mentions(tree.rust_below(folder), names, message);
    if let Some(manifest) = tree.file(&format!("{folder}/Cargo.toml")) {
        violations.extend(found(manifest, manifest.lines(), names, message));
    }
    violations
}

fn mentions<'t>(
    files: impl Iterator<Item = &'t TextFile>,
    names: &[&str],
    message: &str,
) -> Vec<Violation> {
    files
        .flat_map(|file| {
            let parts = [CodePart::Program, CodePart::Test].map(|part| code_lines(file, part));
            found(file, parts.into_iter().flatten(), names, message)
        })
        .collect()
}

fn found<'t>(
    file: &TextFile,
    lines: impl Iterator<Item = (usize, &'t str)>,
    names: &[&str],
    message: &str,
) -> Vec<Violation> {
    lines
        .filter_map(|(number, line)| {
            let name = first_word(line, names)?;
            Some(Violation::new(
                &file.path,
                number,
                format!("names {name}; {message}"),
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
    fn shared_may_not_name_its_users() {
        let tree = Tree::of(&[
            (
                "shared/Cargo.toml",
                "[dependencies]\ngaze-edge.workspace = true\n",
            ),
            (
                "shared/src/lib.rs",
                "// as gaze_edge does\nuse gaze_frontend::App;\n",
            ),
            ("edge/Cargo.toml", "gaze-shared.workspace = true\n"),
        ]);
        assert_eq!(
            places(&shared_stands_alone(&tree)),
            ["shared/src/lib.rs:2", "shared/Cargo.toml:2"]
        );
    }

    #[test]
    fn edge_and_frontend_may_not_name_each_other() {
        let tree = Tree::of(&[
            ("edge/src/lib.rs", "use gaze_frontend::App;\n"),
            (
                "frontend/Cargo.toml",
                "gaze-edge.workspace = true\ngaze-shared.workspace = true\n",
            ),
        ]);
        assert_eq!(
            places(&sides_are_apart(&tree)),
            ["edge/src/lib.rs:1", "frontend/Cargo.toml:1"]
        );
    }

    #[test]
    fn the_core_may_not_name_the_platform() {
        let tree = Tree::of(&[
            (
                "edge/src/core/routes.rs",
                "use worker::Request;\nmod workers;\nfn f(x: web_sys::Url) {}\n",
            ),
            ("edge/src/worker/body.rs", "use worker::Request;\n"),
        ]);
        let found = places(&core_knows_no_platform(&tree));
        assert_eq!(
            found,
            ["edge/src/core/routes.rs:1", "edge/src/core/routes.rs:3"]
        );
    }

    #[test]
    fn only_the_api_folder_may_fetch() {
        let tree = Tree::of(&[
            (
                "frontend/src/api/client.rs",
                "use gloo_net::http::Request;\n",
            ),
            (
                "frontend/src/pages/list.rs",
                "use gloo_net::http::Request;\nwindow.fetch_with_request(&r);\n",
            ),
        ]);
        let found = places(&only_api_fetches(&tree));
        assert_eq!(
            found,
            [
                "frontend/src/pages/list.rs:1",
                "frontend/src/pages/list.rs:2"
            ]
        );
    }
}
