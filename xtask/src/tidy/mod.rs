//! `cargo xtask tidy`: the rules of this repository that no compiler checks.

mod arrows;
mod circles;
mod dependencies;
mod hygiene;
mod imports;
mod layout;
mod sentences;
mod source;
mod test_code;
mod text_file;
mod tree;
mod words;

use std::fmt::{self, Write as _};

use anyhow::{Result, bail};

use crate::context::Context;
use crate::tally::{StageOutcome, Tally};
use imports::Imports;
use tree::Tree;

/// A rule about files, or about imports: its name says what holds, its check finds where it does not.
struct Rule<T> {
    name: &'static str,
    check: fn(&T) -> Vec<Violation>,
}

/// A place that breaks a rule.
#[derive(Debug, Eq, PartialEq)]
struct Violation {
    path: String,
    /// Counted from 1; 0 means the file as a whole.
    line: usize,
    message: String,
}

impl Violation {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.path, self.message),
            line => write!(formatter, "{}:{line}: {}", self.path, self.message),
        }
    }
}

const RULES: [Rule<Tree>; 15] = [
    Rule {
        name: "files are at most 600 lines long",
        check: layout::files_are_short,
    },
    Rule {
        name: "every crate takes the lints of the workspace",
        check: layout::crates_take_the_lints,
    },
    Rule {
        name: "the README names every top-level folder",
        check: layout::readme_names_the_folders,
    },
    Rule {
        name: "shared knows neither edge nor frontend",
        check: dependencies::shared_stands_alone,
    },
    Rule {
        name: "edge and frontend do not know each other",
        check: dependencies::sides_are_apart,
    },
    Rule {
        name: "the core of the edge knows no platform",
        check: dependencies::core_knows_no_platform,
    },
    Rule {
        name: "only frontend/src/api fetches",
        check: dependencies::only_api_fetches,
    },
    Rule {
        name: "edge and shared do not panic",
        check: hygiene::edge_and_shared_do_not_panic,
    },
    Rule {
        name: "lints are expected with a reason, not allowed",
        check: hygiene::lints_are_not_allowed,
    },
    Rule {
        name: "no sentence for a person stands in the dashboard's code",
        check: sentences::no_sentence_stands_in_code,
    },
    Rule {
        name: "nothing is left to do later",
        check: hygiene::nothing_is_left_for_later,
    },
    Rule {
        name: "no path of a machine is written down",
        check: hygiene::no_machine_paths,
    },
    Rule {
        name: "no registry is written down",
        check: hygiene::no_registries,
    },
    Rule {
        name: "no test is skipped or runs alone",
        check: test_code::every_test_runs,
    },
    Rule {
        name: "no test sleeps",
        check: test_code::no_test_sleeps,
    },
];

const IMPORT_RULES: [Rule<Imports>; 3] = [
    Rule {
        name: "imports follow the arrows between folders",
        check: arrows::imports_follow_the_arrows,
    },
    Rule {
        name: "files make no circle",
        check: circles::files_make_no_circle,
    },
    Rule {
        name: "folders make no circle",
        check: circles::folders_make_no_circle,
    },
];

/// Prints what breaks a rule, and fails then.
pub(crate) fn run(context: &Context) -> Result<()> {
    let outcome = test(context)?;
    if outcome.tally.failed > 0 {
        bail!(
            "These rules of the repository are broken:\n{}",
            outcome.output
        );
    }
    context.console.say(&format!(
        "All {} rules of the repository hold",
        outcome.tally.passed
    ));
    Ok(())
}

/// Every rule as a test.
pub(crate) fn test(context: &Context) -> Result<StageOutcome> {
    Ok(judge(&Tree::of_checkout(&context.checkout)?))
}

fn judge(tree: &Tree) -> StageOutcome {
    let mut outcome = StageOutcome {
        tally: Tally::default(),
        output: String::new(),
    };
    for rule in &RULES {
        add(&mut outcome, rule.name, (rule.check)(tree));
    }
    let imports = Imports::of(tree);
    for rule in &IMPORT_RULES {
        add(&mut outcome, rule.name, (rule.check)(&imports));
    }
    outcome
}

fn add(outcome: &mut StageOutcome, rule: &str, violations: Vec<Violation>) {
    if violations.is_empty() {
        outcome.tally = outcome.tally + Tally::ONE_PASSED;
        return;
    }
    outcome.tally = outcome.tally + Tally::ONE_FAILED;
    // Writing to a string cannot fail.
    let _ = writeln!(outcome.output, "\n{rule}:");
    for violation in violations {
        let _ = writeln!(outcome.output, "  {violation}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_rule_is_told_with_its_place() {
        let tree = Tree::of(&[
            ("README.md", "The folder `edge/` is the gateway.\n"),
            ("edge/src/lib.rs", "fn f() {\n    None::<u8>.unwrap();\n}\n"),
        ]);
        let outcome = judge(&tree);
        assert_eq!(
            outcome.tally,
            Tally {
                passed: 17,
                failed: 1
            }
        );
        assert!(
            outcome
                .output
                .contains("edge and shared do not panic:\n  edge/src/lib.rs:2: ")
        );
    }
}
