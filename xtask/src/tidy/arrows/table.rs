//! A table of arrows between the folders of a crate.

use std::collections::BTreeSet;

/// The arrows of one crate.
pub(super) struct Table {
    sources: String,
    rows: Vec<Row>,
}

struct Row {
    pattern: &'static str,
    leads_to: Vec<&'static str>,
}

/// A folder, or a file that stands for itself, and the row that it has.
#[derive(Clone, Copy)]
pub(super) struct Layer<'t> {
    pub(super) path: &'t str,
    row: &'t Row,
}

impl Table {
    /// Reads a table: in each line some layers, `->`, and the layers that they may import from. With
    /// those go all that lie further down. `x/*` are the layers in `x`, each for itself. The crate
    /// `shared` is open to all, but for layers whose row names parts of it.
    pub(super) fn read(folder: &str, text: &'static str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let rows = lines.flat_map(|line| {
            let (layers, leads_to) = line.split_once("->").unwrap_or((line, ""));
            let leads_to: Vec<&str> = leads_to.split_whitespace().collect();
            layers.split_whitespace().map(move |pattern| Row {
                pattern,
                leads_to: leads_to.clone(),
            })
        });
        Self {
            sources: format!("{folder}/src/"),
            rows: rows.collect(),
        }
    }

    pub(super) fn holds(&self, path: &str) -> bool {
        path.starts_with(&self.sources)
    }

    /// The layer of a file: what the most exact row says.
    pub(super) fn layer_of<'t>(&'t self, path: &'t str) -> Option<Layer<'t>> {
        let path = path.strip_prefix(&self.sources)?;
        let layers = self.rows.iter().filter_map(|row| {
            let path = covered(row.pattern, path)?;
            Some(Layer { path, row })
        });
        layers.max_by_key(|layer| {
            let parts = layer.row.pattern.split('/');
            parts.filter(|part| *part != "*").count()
        })
    }

    pub(super) fn allows(&self, layer: &Layer<'_>, to: &str) -> bool {
        let Some(inside) = to.strip_prefix(&self.sources) else {
            // Another crate: "shared/src/units.rs" is what a table calls "shared/units".
            let outside = to.replacen("/src/", "/", 1);
            let words = layer.row.leads_to.iter();
            let mut named = words.filter(|word| word.starts_with("shared/")).peekable();
            return named.peek().is_none() || named.any(|word| covered(word, &outside).is_some());
        };
        let reachable = self.reachable(layer.row);
        let mut allowed = reachable.into_iter().chain([layer.path]);
        allowed.any(|pattern| covered(pattern, inside).is_some())
    }

    /// Everything that lies down the arrows of a row.
    fn reachable(&self, row: &Row) -> BTreeSet<&'static str> {
        let mut reached = BTreeSet::new();
        let mut waiting = row.leads_to.clone();
        while let Some(pattern) = waiting.pop() {
            if reached.insert(pattern) {
                let rows = self.rows.iter();
                let rows = rows.filter(|row| covered(pattern, row.pattern).is_some());
                waiting.extend(rows.flat_map(|row| &row.leads_to));
            }
        }
        reached
    }

    /// Rows from which the arrows lead back to themselves.
    #[cfg(test)]
    pub(super) fn turning(&self) -> Vec<&'static str> {
        let rows = self.rows.iter();
        let turning = rows.filter(|row| self.reachable(row).contains(row.pattern));
        turning.map(|row| row.pattern).collect()
    }
}

/// The beginning of the path that a pattern means: whole names, the last without its extension.
fn covered<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    let mut end = 0;
    for part in pattern.split('/') {
        let rest = path[end..].trim_start_matches('/');
        let start = path.len() - rest.len();
        let length = rest.find(['/', '.']).unwrap_or(rest.len());
        let name = &rest[..length];
        if name.is_empty() || (part != "*" && part != name) {
            return None;
        }
        end = start + length;
    }
    Some(&path[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_whole_names() {
        assert_eq!(covered("core", "core/http/url.rs"), Some("core"));
        assert_eq!(covered("core", "core.rs"), Some("core"));
        assert_eq!(covered("core", "core_types.rs"), None);
        assert_eq!(
            covered("pages/*", "pages/image/view.rs"),
            Some("pages/image")
        );
        assert_eq!(covered("pages/*", "pages.rs"), None);
        assert_eq!(covered("pages/*", "pages/*"), Some("pages/*"));
    }

    #[test]
    fn arrows_lead_on_and_not_back() {
        let table = Table::read("a", "top -> mid\nmid -> low\nlow ->\n");
        let top = table.layer_of("a/src/top/x.rs").unwrap();
        assert!(table.allows(&top, "a/src/low.rs"));
        assert!(table.allows(&top, "a/src/top/y.rs"));
        let low = table.layer_of("a/src/low.rs").unwrap();
        assert!(!table.allows(&low, "a/src/mid.rs"));
        assert_eq!(table.turning(), Vec::<&str>::new());
        let turning = Table::read("a", "top -> low\nlow -> top\n");
        assert_eq!(turning.turning(), ["top", "low"]);
    }

    #[test]
    fn folders_under_a_star_are_apart_and_the_exact_row_counts() {
        let table = Table::read("a", "features/* -> features/quota\nfeatures/quota ->\n");
        let sharing = table.layer_of("a/src/features/sharing/x.rs").unwrap();
        assert!(table.allows(&sharing, "a/src/features/quota/fit.rs"));
        assert!(!table.allows(&sharing, "a/src/features/uploads.rs"));
        let quota = table.layer_of("a/src/features/quota/fit.rs").unwrap();
        assert!(!table.allows(&quota, "a/src/features/sharing/x.rs"));
    }
}
