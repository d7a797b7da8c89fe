//! Which file takes what from which: the arrows of the code.
//!
//! An arrow goes to the file that defines a name, wherever the name was found: what a `mod.rs`
//! hands on from below itself is nobody's import. `mod child;` is none either, and tests, which may
//! look anywhere in their crate, have no arrows.

mod module_items;
mod modules;
mod scripts;

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;
use module_items::PathKind;
use modules::Modules;

/// The crates whose files are read: the folder of each.
const CRATES: [&str; 5] = ["edge", "frontend", "shared", "tests", "xtask"];

/// All arrows of the checkout, from file to file.
#[derive(Debug, Default)]
pub(super) struct Imports {
    arrows: BTreeMap<(String, String), ImportedNames>,
    /// Files that could not be read as Rust, and why.
    pub(super) unread: Vec<(String, String)>,
}

/// What ties a file to another.
#[derive(Debug)]
pub(super) struct ImportedNames {
    /// Where the first of the names stands.
    pub(super) line: usize,
    pub(super) names: BTreeSet<String>,
}

/// One arrow: `from` takes those names from `to`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrow<'i> {
    pub(super) from: &'i str,
    pub(super) to: &'i str,
    pub(super) imported: &'i ImportedNames,
}

impl Imports {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut imports = Self::default();
        let modules = Modules::of(tree, &CRATES);
        for module in modules.all() {
            for path in &module.items.paths {
                let Some((defined_in, name)) = modules.definition(module, path) else {
                    continue;
                };
                let is_own_part = match path.kind {
                    PathKind::Imported => false,
                    PathKind::InCode => module.declares(&path.segments),
                    PathKind::HandedOn => defined_in.is_below(module),
                };
                if !is_own_part {
                    imports.add(&module.file, &defined_in.file, path.line, &name);
                }
            }
        }
        for (from, to, line, name) in scripts::imports(tree, &modules, &CRATES) {
            imports.add(&from, &to, line, &name);
        }
        imports.unread = modules.unread;
        imports
    }

    fn add(&mut self, from: &str, to: &str, line: usize, name: &str) {
        if from == to {
            return;
        }
        let imported = self.arrows.entry((from.to_owned(), to.to_owned()));
        let imported = imported.or_insert_with(|| ImportedNames {
            line,
            names: BTreeSet::new(),
        });
        imported.line = imported.line.min(line);
        imported.names.insert(name.to_owned());
    }

    pub(super) fn arrows(&self) -> impl Iterator<Item = Arrow<'_>> {
        let arrows = self.arrows.iter();
        arrows.map(|((from, to), imported)| Arrow { from, to, imported })
    }
}

impl ImportedNames {
    /// The names, as a message tells them.
    pub(super) fn list(&self) -> String {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        names.join(", ")
    }
}

#[cfg(test)]
mod tests;
