//! The rule of the arrows: which folder of a crate may import from which.

mod table;
mod tables;

use std::collections::BTreeSet;

use super::Violation;
use super::imports::{Arrow, Imports};

pub(super) fn imports_follow_the_arrows(imports: &Imports) -> Vec<Violation> {
    let tables = tables::all();
    let mut violations = Vec::new();
    let mut without_row = BTreeSet::new();
    for arrow in imports.arrows() {
        let Some(table) = tables.iter().find(|table| table.holds(arrow.from)) else {
            continue;
        };
        match table.layer_of(arrow.from) {
            Some(layer) if table.allows(&layer, arrow.to) => {}
            Some(layer) => violations.push(refused(layer.path, arrow)),
            None if without_row.insert(arrow.from) => {
                let message =
                    "the table of arrows (xtask/src/tidy/arrows/tables.rs) has no row for it";
                violations.push(Violation::new(arrow.from, 0, message));
            }
            None => {}
        }
    }
    violations
}

fn refused(layer: &str, arrow: Arrow<'_>) -> Violation {
    let message = format!(
        "takes {} from {}, to which no arrow leads from {layer}",
        arrow.imported.list(),
        arrow.to
    );
    Violation::new(arrow.from, arrow.imported.line, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::Tree;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let imports = Imports::of(&Tree::of(files));
        let violations = imports_follow_the_arrows(&imports);
        violations.iter().map(ToString::to_string).collect()
    }

    /// What is found where each file, besides the roots, takes one name from the next module.
    fn found_between(from: &str, to: &str) -> Vec<String> {
        let (folder, from) = from.split_once('/').unwrap();
        let module = |path: &str| path.replace('/', "::");
        let declared = |path: &str| {
            let mut parts = path.split('/').rev();
            let last = format!("pub mod {};", parts.next().unwrap());
            parts.fold(last, |inner, part| format!("pub mod {part} {{ {inner} }}"))
        };
        let root = format!("{}\n{}\n", declared(from), declared(to));
        found(&[
            (&format!("{folder}/src/lib.rs"), &root),
            (
                &format!("{folder}/src/{from}.rs"),
                &format!("use crate::{}::Name;\n", module(to)),
            ),
            (&format!("{folder}/src/{to}.rs"), "pub struct Name;\n"),
        ])
    }

    #[test]
    fn what_leads_down_is_allowed() {
        for (from, to) in [
            ("edge/worker/handlers/images", "worker/quota/reserve"),
            ("edge/worker/handlers/images", "core/routes/parse"),
            ("edge/worker/durable/alarm", "worker/upstream/glance"),
            ("edge/core/uploads/report", "core/quota/ledger"),
            ("edge/core/errors/problem", "core/http/path"),
            ("frontend/app/router", "pages/image/view"),
            ("frontend/pages/image/view", "features/sharing/dialog"),
            ("frontend/features/uploads/tray", "features/quota/fit"),
            ("frontend/session/store", "api/client"),
            ("frontend/data/query", "ui/reactive"),
            ("shared/glance/image", "json/lenient_vec"),
        ] {
            assert_eq!(found_between(from, to), Vec::<String>::new(), "{from}");
        }
    }

    #[test]
    fn what_leads_up_or_aside_is_refused() {
        for (from, to) in [
            ("edge/core/routes/parse", "worker/upstream/client"),
            ("edge/core/routes/parse", "core/auth/permit"),
            ("edge/core/quota/ledger", "core/errors/problem"),
            ("edge/core/http/path", "core/crypto/seal"),
            ("edge/worker/quota/reserve", "worker/handlers/images"),
            ("edge/worker/durable/alarm", "worker/handlers/images"),
            ("edge/worker/upstream/client", "worker/quota/reserve"),
            ("frontend/pages/image/view", "app/router"),
            ("frontend/pages/image/view", "pages/images/table"),
            ("frontend/features/sharing/dialog", "features/uploads/tray"),
            ("frontend/features/quota/fit", "features/uploads/tray"),
            ("frontend/session/store", "features/uploads/tray"),
            ("frontend/api/client", "session/store"),
            ("frontend/routes/list", "api/client"),
            ("frontend/ui/table", "api/client"),
            ("shared/json/lenient_vec", "glance/image"),
            ("shared/glance/image", "quota/ledger"),
        ] {
            let found = found_between(from, to);
            assert_eq!(found.len(), 1, "{from} -> {to}: {found:?}");
            assert!(found[0].contains("takes Name from"), "{found:?}");
        }
    }

    #[test]
    fn a_widget_may_know_sizes_and_no_images() {
        let files = |path: &str| {
            found(&[
                ("frontend/src/lib.rs", "mod ui;\n"),
                ("frontend/src/ui.rs", &format!("use gaze_shared::{path};\n")),
                ("shared/src/lib.rs", "pub mod glance;\npub mod units;\n"),
                ("shared/src/glance.rs", "pub struct Image;\n"),
                ("shared/src/units.rs", "pub struct Bytes;\n"),
            ])
        };
        assert_eq!(files("units::Bytes"), Vec::<String>::new());
        assert_eq!(
            files("glance::Image"),
            [
                "frontend/src/ui.rs:1: takes Image from shared/src/glance.rs, \
                 to which no arrow leads from ui"
            ]
        );
    }

    #[test]
    fn a_folder_without_a_row_is_found_once() {
        let found = found(&[
            ("frontend/src/lib.rs", "mod odd;\nmod ui;\n"),
            ("frontend/src/odd.rs", "use crate::ui::{A, b::B};\n"),
            ("frontend/src/ui/mod.rs", "mod b;\npub struct A;\n"),
            ("frontend/src/ui/b.rs", "pub struct B;\n"),
        ]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("frontend/src/odd.rs: the table of arrows"));
    }
}
