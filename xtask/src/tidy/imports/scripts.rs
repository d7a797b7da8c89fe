//! The arrows from and between scripts.

use super::modules::{Modules, join};
use crate::tidy::text_file::{CodePart, TextFile};
use crate::tidy::tree::Tree;

/// From, to, line and name of each.
pub(super) fn imports(
    tree: &Tree,
    modules: &Modules,
    crates: &[&str],
) -> Vec<(String, String, usize, String)> {
    let mut imports = Vec::new();
    for module in modules.all() {
        let folder = module.file.split('/').next().unwrap_or_default();
        for import in &module.items.scripts {
            let script = join(folder, &import.script);
            if tree.file(&script).is_none() {
                continue;
            }
            for name in &import.names {
                imports.push((
                    module.file.clone(),
                    script.clone(),
                    import.line,
                    name.clone(),
                ));
            }
        }
    }
    let is_script = |file: &&TextFile| {
        file.has_extension(&["js", "mjs"])
            && file.part == CodePart::Program
            && crates.iter().any(|folder| file.is_below(folder))
    };
    for file in tree.files().filter(is_script) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (line, names, path) in script_imports(&file.text) {
            let script = join(folder, path);
            if tree.file(&script).is_none() {
                continue;
            }
            for name in names {
                imports.push((file.path.clone(), script.clone(), line, name.to_owned()));
            }
        }
    }
    imports
}

/// `import ... from "./x"`, `export ... from "./x"`: the line, the names, the path.
fn script_imports(text: &str) -> Vec<(usize, Vec<&str>, &str)> {
    let mut found = Vec::new();
    for (start, matched) in text
        .match_indices("from \"./")
        .chain(text.match_indices("from \"../"))
    {
        let path_start = start + matched.find('"').unwrap_or_default() + 1;
        let Some((path, _)) = text[path_start..].split_once('"') else {
            continue;
        };
        let before = &text[..start];
        let statement = before
            .rfind("import")
            .max(before.rfind("export"))
            .unwrap_or(start);
        let names = before[statement..]
            .split(|character: char| !character.is_alphanumeric() && character != '_')
            .filter(|word| !matches!(*word, "" | "import" | "export" | "as"))
            .collect();
        let line = before[..statement].matches('\n').count() + 1;
        found.push((line, names, path));
    }
    found
}
