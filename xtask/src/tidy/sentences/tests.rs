use super::*;

const STYLE: (&str, &str) = (
    "frontend/styles/base.css",
    ".button { top: 0.5rem }\n.button-quiet:hover, .head > .quota-bar { left: 0 }\n",
);

/// The texts that are found in a page with this code.
fn found(code: &str) -> Vec<String> {
    let tree = Tree::of(&[STYLE, ("frontend/src/pages/page.rs", code)]);
    let violations = no_sentence_stands_in_code(&tree);
    let text = |violation: Violation| violation.message.split('"').nth(1).map(str::to_owned);
    violations.into_iter().filter_map(text).collect()
}

#[test]
fn words_beside_words_and_words_with_a_capital_are_for_a_person() {
    let code = r#"
        const SHORT: &str = "Images";
        fn f() {
            let a = "no limit";
            let b = format!("{count} images");
            let c = format!("Delete {name}?");
            let d = [", and more", " at most", "Übersicht", "sign-in again"];
        }
    "#;
    assert_eq!(
        found(code),
        [
            "Images",
            "no limit",
            "{count} images",
            "Delete {name}?",
            ", and more",
            " at most",
            "Übersicht",
            "sign-in again"
        ]
    );
}

#[test]
fn names_numbers_and_signs_are_for_programs() {
    let code = r##"
        fn f() {
            let names = ["os_distro", "active", "GET", "NotFoundError", "X-Gaze", "text/html"];
            let others = ["M13 8H3M7 4L3 8l4 4", "0 0 16 16", "{a} · {b}", "{number} {unit}", " ", "#main"];
            let addresses = ["/images?view=public", "PATCH {path}", "{image}?tab=json"];
        }
    "##;
    assert_eq!(found(code), [""; 0]);
}

#[test]
fn a_list_of_classes_is_known_by_the_style_sheets() {
    let code = r#"
        fn f() {
            part("p", "button button-quiet", vec![]);
            part("p", "button {class}", vec![]);
            part("p", "button button-new", vec![]);
            part("p", "button quota", vec![]);
        }
    "#;
    assert_eq!(found(code), ["button quota"]);
}

#[test]
fn what_a_view_shows_or_reads_out_is_for_a_person_whatever_it_says() {
    let code = r##"
        fn f() -> impl IntoView {
            view! {
                <p class="text of a class" id="x" aria-label="Close">
                    "one" {"two"} {link("three")}
                    <input type="checkbox" placeholder="four or more" prop:value="five" class=format!("six {}", a)/>
                    <Field label="Seven" hint="eight words" kind="nine" on:click=move |_| say("Ten")/>
                    <svg viewBox="a b c d"><path d="move to"/></svg>
                    {if a > b { "a button" } else { "none" }}
                    "·" {"2"}
                </p>
            }
        }
    "##;
    assert_eq!(
        found(code),
        [
            "Close",
            "one",
            "two",
            "four or more",
            "Seven",
            "eight words",
            "Ten",
            "a button"
        ]
    );
}

#[test]
fn what_is_compared_is_shown_to_nobody() {
    let code = r#"
        fn f(key: &str) -> bool {
            match key {
                "Enter" | "Escape" => true,
                "Backspace" if is_empty => true,
                "Page Up" => key == "Tab" || "Home" != key,
                key if key.starts_with("Not found") => names.get("Images"),
                _ => matches!(key, "End" | "Delete"),
            }
        }
    "#;
    assert_eq!(found(code), [""; 0]);
}

#[test]
fn comments_attributes_tests_and_messages_to_programmers_are_left_out() {
    let code = r#"
        //! A page of images.
        /// The name of it.
        #[expect(dead_code, reason = "the names say it")]
        fn f() {
            a.expect("there is one");
            b.closest("a, button");
            debug_assert!(c, "it is not empty");
            unreachable!("no such page");
        }
        #[cfg(test)]
        mod tests {
            const A: &str = "Some words.";
        }
        #[cfg(test)]
        use a::{b, c};
        const AFTER: &str = "Found again.";
    "#;
    assert_eq!(found(code), ["Found again."]);
}

#[test]
fn an_attribute_that_the_program_shows_is_read() {
    let code = r#"
        #[derive(Error)]
        enum E {
            #[error("It failed.")]
            A,
        }
        #[component]
        fn C(#[prop(default = "Try again")] label: &'static str) {}
    "#;
    assert_eq!(found(code), ["It failed.", "Try again"]);
}

#[test]
fn catalogues_tests_and_other_programs_may_hold_sentences() {
    let code = "const A: &str = \"Some words.\";\n";
    let tree = Tree::of(&[
        ("frontend/src/i18n/numbers.rs", code),
        ("frontend/src/lib.rs", "#[cfg(test)]\nmod tests;\n"),
        ("frontend/src/tests.rs", code),
        ("edge/src/lib.rs", code),
        ("frontend/src/pages/list.rs", code),
    ]);
    let violations = no_sentence_stands_in_code(&tree);
    let places: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert_eq!(
        places,
        ["frontend/src/pages/list.rs:1: \"Some words.\" is for a person: say it in the catalogues"]
    );
}

#[test]
fn an_exception_that_nothing_needs_is_told() {
    let (path, _) = EXCEPTIONS[0];
    let broken = |code| no_sentence_stands_in_code(&Tree::of(&[(path, code)])).len();
    assert_eq!(broken("const A: &str = \"ready now\";\n"), 0);
    assert_eq!(broken("const A: &str = \"ready\";\n"), 1);
}
