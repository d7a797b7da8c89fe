use super::*;

/// The arrows of a made-up tree: "a.rs -> b.rs: X, Y".
fn arrows(files: &[(&str, &str)]) -> Vec<String> {
    let imports = Imports::of(&Tree::of(files));
    let arrows = imports.arrows();
    arrows
        .map(|arrow| {
            let short = |path: &str| path.replacen("edge/src/", "", 1);
            format!(
                "{} -> {}: {}",
                short(arrow.from),
                short(arrow.to),
                arrow.imported.list()
            )
        })
        .collect()
}

/// The arrows from `a.rs`, which has this text, beside some other files.
fn arrows_of(text: &str) -> Vec<String> {
    arrows(&[
        ("edge/src/lib.rs", "mod a;\nmod b;\nmod deep;\n"),
        ("edge/src/a.rs", text),
        (
            "edge/src/b.rs",
            "pub struct B;\npub fn b() {}\nmade! { pub struct Made; }\n",
        ),
        (
            "edge/src/deep/mod.rs",
            "mod inner;\npub mod open;\npub use inner::{Inner, inner as renamed};\npub struct Deep;\n",
        ),
        (
            "edge/src/deep/inner.rs",
            "pub struct Inner;\npub fn inner() {}\n",
        ),
        (
            "edge/src/deep/open.rs",
            "pub use super::*;\npub enum Open { A }\n",
        ),
    ])
}

const NONE: [&str; 0] = [];

#[test]
fn imports_lead_to_the_file_that_defines() {
    assert_eq!(
        arrows_of("use crate::b::{B, b as c};\n"),
        ["a.rs -> b.rs: B, b"]
    );
    assert_eq!(arrows_of("use super::b::B as C;\n"), ["a.rs -> b.rs: B"]);
    assert_eq!(
        arrows_of("use crate::deep::Deep;\n"),
        ["a.rs -> deep/mod.rs: Deep"]
    );
    assert_eq!(
        arrows_of("use crate::deep::Inner;\n"),
        ["a.rs -> deep/inner.rs: Inner"]
    );
    assert_eq!(
        arrows_of("use crate::deep::renamed;\n"),
        ["a.rs -> deep/inner.rs: inner"]
    );
    assert_eq!(
        arrows_of("use crate::deep::open::Inner;\n"),
        ["a.rs -> deep/inner.rs: Inner"]
    );
    assert_eq!(arrows_of("use crate::b::Made;\n"), ["a.rs -> b.rs: Made"]);
    assert_eq!(arrows_of("use gaze_edge::b::B;\n"), ["a.rs -> b.rs: B"]);
}

#[test]
fn paths_in_code_lead_there_too() {
    assert_eq!(
        arrows_of("use crate::b;\nfn f() { b::b() }\n"),
        ["a.rs -> b.rs: b"]
    );
    assert_eq!(arrows_of("fn f(_: crate::b::B) {}\n"), ["a.rs -> b.rs: B"]);
    assert_eq!(
        arrows_of("fn f() { use crate::b::B; }\n"),
        ["a.rs -> b.rs: B"]
    );
    assert_eq!(
        arrows_of("use crate::deep::*;\nfn f() -> Deep { open::Open::A; renamed() }\n"),
        [
            "a.rs -> deep/inner.rs: inner",
            "a.rs -> deep/mod.rs: Deep",
            "a.rs -> deep/open.rs: Open"
        ]
    );
    assert_eq!(
        arrows_of("fn f() { assert_eq!(x, [crate::b::b(), super::deep::Deep]); }\n"),
        ["a.rs -> b.rs: b", "a.rs -> deep/mod.rs: Deep"]
    );
    assert_eq!(
        arrows_of("#[derive(Deserialize)]\n#[serde(try_from = \"crate::b::B\")]\nstruct A;\n"),
        ["a.rs -> b.rs: B"]
    );
}

#[test]
fn what_takes_nothing_is_no_arrow() {
    assert_eq!(arrows_of("use crate::b;\n"), NONE);
    assert_eq!(arrows_of("pub(in crate::b) struct A;\n"), NONE);
    assert_eq!(arrows_of("use serde::b::B;\nuse ::b::B as C;\n"), NONE);
    assert_eq!(
        arrows_of("// crate::b::B\nconst A: &str = \"crate::b::B\";\n"),
        NONE
    );
    assert_eq!(
        arrows_of("mod here { pub(super) struct B; }\nfn f(_: here::B) {}\n"),
        NONE
    );
}

#[test]
fn tests_have_no_arrows() {
    let text = "#[cfg(test)]\nuse crate::b::B;\n#[cfg(test)]\nmod tests { use crate::b::B; }\n\
                impl A {\n    #[cfg(test)]\n    fn b() -> crate::b::B {}\n}\n";
    assert_eq!(arrows_of(text), NONE);
    let in_files = arrows(&[
        ("edge/src/lib.rs", "mod a;\n#[cfg(test)]\nmod fixtures;\n"),
        ("edge/src/a.rs", "#[cfg(test)]\nmod tests;\npub struct A;\n"),
        (
            "edge/src/a/tests.rs",
            "use super::A;\nuse crate::fixtures::F;\n",
        ),
        ("edge/src/fixtures.rs", "use crate::a::A;\npub struct F;\n"),
        ("edge/tests/all.rs", "use gaze_edge::a::A;\n"),
    ]);
    assert_eq!(in_files, NONE);
}

#[test]
fn what_is_handed_on_from_elsewhere_is_taken() {
    assert_eq!(arrows_of("pub use crate::b::B;\n"), ["a.rs -> b.rs: B"]);
}

#[test]
fn a_module_is_made_of_those_that_it_declares() {
    let of_parent = |code: &str| {
        arrows(&[
            ("edge/src/lib.rs", "mod a;\n"),
            ("edge/src/a.rs", &format!("mod b;\n{code}\n")),
            ("edge/src/a/b.rs", "pub fn run() {}\n"),
        ])
    };
    assert_eq!(of_parent("fn f() { b::run() }"), NONE);
    assert_eq!(of_parent("pub use b::run;"), NONE);
    assert_eq!(of_parent("use b::run;"), ["a.rs -> a/b.rs: run"]);
    assert_eq!(
        of_parent("pub use b::run;\nfn f() { run() }"),
        ["a.rs -> a/b.rs: run"]
    );
}

#[test]
fn a_variable_hides_a_function_that_is_handed_on() {
    let of_parent = |code: &str| {
        arrows(&[
            ("edge/src/lib.rs", "mod a;\n"),
            (
                "edge/src/a/mod.rs",
                &format!("mod b;\npub use b::b;\n{code}\n"),
            ),
            ("edge/src/a/b.rs", "pub fn b() {}\n"),
        ])
    };
    assert_eq!(of_parent("fn f() { b() }"), ["a/mod.rs -> a/b.rs: b"]);
    assert_eq!(of_parent("fn f() { let b = 1; b + 1 }"), NONE);
}

#[test]
fn names_that_lead_to_themselves_end() {
    assert_eq!(
        arrows(&[
            ("edge/src/lib.rs", "mod a;\nmod b;\n"),
            (
                "edge/src/a.rs",
                "pub use crate::b::*;\npub use crate::b::X;\nfn f(_: X, _: Y) {}\n"
            ),
            (
                "edge/src/b.rs",
                "pub use crate::a::*;\npub use crate::a::X;\n"
            ),
        ]),
        ["a.rs -> b.rs: X", "b.rs -> a.rs: X"]
    );
}

#[test]
fn modules_are_found_where_their_path_says() {
    assert_eq!(
        arrows(&[
            (
                "edge/src/main.rs",
                "#[path = \"odd/place.rs\"]\nmod a;\nmod b;\n"
            ),
            ("edge/src/odd/place.rs", "mod below;\nuse super::b::c::C;\n"),
            ("edge/src/odd/below.rs", "use crate::b::B;\n"),
            ("edge/src/b.rs", "pub mod c;\npub struct B;\n"),
            ("edge/src/b/c.rs", "use super::B;\npub struct C;\n"),
            (
                "edge/src/bin/other.rs",
                "#[path = \"../alone.rs\"]\nmod a;\nuse a::Alone;\n"
            ),
            ("edge/src/alone.rs", "pub struct Alone;\n"),
        ]),
        [
            "b/c.rs -> b.rs: B",
            "bin/other.rs -> alone.rs: Alone",
            "odd/below.rs -> b.rs: B",
            "odd/place.rs -> b/c.rs: C"
        ]
    );
}

#[test]
fn scripts_are_files_too() {
    assert_eq!(
        arrows(&[
            ("edge/src/lib.rs", "mod js;\n"),
            (
                "edge/src/js.rs",
                "#[wasm_bindgen(module = \"/src/js.js\")]\nextern \"C\" {\n    fn read();\n    type Reader;\n}\n",
            ),
            (
                "edge/src/js.js",
                "import {\n  part,\n} from \"./part.mjs\";\n"
            ),
            ("edge/src/part.mjs", "import { join } from \"node:path\";\n"),
        ]),
        ["js.js -> part.mjs: part", "js.rs -> js.js: Reader, read"]
    );
}

#[test]
fn crates_take_from_crates() {
    assert_eq!(
        arrows(&[
            ("edge/src/lib.rs", "use gaze_shared::units::Bytes;\n"),
            ("shared/src/lib.rs", "pub mod units;\n"),
            ("shared/src/units.rs", "pub struct Bytes;\n"),
        ]),
        ["lib.rs -> shared/src/units.rs: Bytes"]
    );
}
