//! Rules against circles: of files that need each other, and of folders that do.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Violation;
use super::imports::{Arrow, Imports};

/// Who has to change one file of a circle has to know all of them.
pub(super) fn files_make_no_circle(imports: &Imports) -> Vec<Violation> {
    let unread = imports.unread.iter();
    let mut violations: Vec<Violation> = unread
        .map(|(path, error)| Violation::new(path, 0, format!("it cannot be read: {error}")))
        .collect();
    let mut graph = Graph::default();
    for arrow in imports.arrows() {
        graph.add(arrow.from, arrow.to, arrow);
    }
    violations.extend(graph.circles().iter().map(violation));
    violations
}

/// A folder is a thing of its own only where its neighbours do not lean on it while it leans on
/// them. A file is a folder of one, and with the folder of the same name it is one.
pub(super) fn folders_make_no_circle(imports: &Imports) -> Vec<Violation> {
    let mut graphs: BTreeMap<&str, Graph<'_>> = BTreeMap::new();
    for arrow in imports.arrows() {
        if let Some((folder, from, to)) = neighbours(arrow) {
            graphs.entry(folder).or_default().add(from, to, arrow);
        }
    }
    let mut violations = Vec::new();
    for (_, graph) in graphs {
        let circles = graph.circles();
        let of_folders = circles.iter().filter(|circle| !is_of_files(circle));
        violations.extend(of_folders.map(violation));
    }
    violations
}

/// Whether each arrow goes on from the file to which the one before it leads.
fn is_of_files(circle: &Circle<'_>) -> bool {
    let next = circle.iter().cycle().skip(1);
    let mut pairs = circle.iter().zip(next);
    pairs.all(|((_, arrow), (_, next))| arrow.to == next.from)
}

/// The folder in which an arrow goes from one thing to another, and the two. Files that stand for
/// their folder as a whole are none of the things in it.
fn neighbours(arrow: Arrow<'_>) -> Option<(&str, &str, &str)> {
    let shared = arrow.from.bytes().zip(arrow.to.bytes());
    let shared = shared.take_while(|(from, to)| from == to).count();
    let folder_end = arrow.from[..shared].rfind('/')? + 1;
    let folder = &arrow.from[..folder_end];
    let (from, to) = (thing(arrow.from, folder_end)?, thing(arrow.to, folder_end)?);
    (from != to).then_some((folder, from, to))
}

/// The path up to the thing's own name, without an extension.
fn thing(path: &str, folder_end: usize) -> Option<&str> {
    let rest = &path[folder_end..];
    let end = rest.find(['/', '.']).unwrap_or(rest.len());
    let stands_for_folder = matches!(rest, "mod.rs" | "lib.rs" | "main.rs");
    (!stands_for_folder).then_some(&path[..folder_end + end])
}

/// "a.rs -> b.rs -> a.rs", and what ties each to the next.
fn violation(circle: &Circle<'_>) -> Violation {
    let names: Vec<&str> = circle.iter().map(|(name, _)| *name).collect();
    let ties: Vec<String> = circle
        .iter()
        .map(|(_, arrow)| {
            format!(
                "{} takes {} from {}",
                arrow.from,
                arrow.imported.list(),
                arrow.to
            )
        })
        .collect();
    let (first, arrow) = circle[0];
    let message = format!("{} -> {first}: {}", names.join(" -> "), ties.join("; "));
    Violation::new(arrow.from, arrow.imported.line, message)
}

/// Names in a row, each with an arrow of the code that leads to the next, the last to the first.
type Circle<'i> = Vec<(&'i str, Arrow<'i>)>;

/// What leans on what, and one arrow of the code for each.
#[derive(Default)]
struct Graph<'i> {
    arrows: BTreeMap<&'i str, BTreeMap<&'i str, Arrow<'i>>>,
}

impl<'i> Graph<'i> {
    fn add(&mut self, from: &'i str, to: &'i str, arrow: Arrow<'i>) {
        let arrows = self.arrows.entry(from).or_default();
        arrows.entry(to).or_insert(arrow);
    }

    /// Circles that have no arrow in common, the shortest first, until nothing turns any more.
    fn circles(mut self) -> Vec<Circle<'i>> {
        let mut circles = Vec::new();
        while let Some(circle) = self.shortest_circle() {
            let ends = circle
                .iter()
                .copied()
                .zip(circle.iter().copied().cycle().skip(1));
            let arrows =
                ends.filter_map(|(from, to)| Some((from, self.arrows.get_mut(from)?.remove(to)?)));
            circles.push(arrows.collect());
        }
        circles
    }

    fn shortest_circle(&mut self) -> Option<Vec<&'i str>> {
        self.prune();
        let circles = self.arrows.keys().filter_map(|start| self.way_back(start));
        circles.min_by_key(Vec::len)
    }

    /// Takes away what leads nowhere, which is most, before the search.
    fn prune(&mut self) {
        loop {
            let starts: BTreeSet<&str> = self.arrows.keys().copied().collect();
            let count = self.arrows.values().map(BTreeMap::len).sum::<usize>();
            for arrows in self.arrows.values_mut() {
                arrows.retain(|to, _| starts.contains(to));
            }
            self.arrows.retain(|_, arrows| !arrows.is_empty());
            if self.arrows.values().map(BTreeMap::len).sum::<usize>() == count {
                return;
            }
        }
    }

    /// The shortest way from a start to itself.
    fn way_back(&self, start: &'i str) -> Option<Vec<&'i str>> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(at) = waiting.pop_front() {
            for to in self.arrows.get(at).into_iter().flat_map(BTreeMap::keys) {
                if *to == start {
                    let mut way = vec![at];
                    while let Some(before) = way.last().and_then(|at| came_from.get(at)) {
                        way.push(before);
                    }
                    way.reverse();
                    return Some(way);
                }
                if !came_from.contains_key(to) {
                    came_from.insert(to, at);
                    waiting.push_back(to);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::Tree;

    fn found_by(rule: fn(&Imports) -> Vec<Violation>, files: &[(&str, &str)]) -> Vec<String> {
        let violations = rule(&Imports::of(&Tree::of(files)));
        violations.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_circle_is_told_with_what_ties_it() {
        let found = found_by(
            files_make_no_circle,
            &[
                ("edge/src/lib.rs", "mod a;\nmod b;\nmod c;\n"),
                (
                    "edge/src/a.rs",
                    "\nuse crate::b::{B, look};\npub struct A;\n",
                ),
                (
                    "edge/src/b.rs",
                    "use super::a;\nfn f(_: a::A) {}\npub struct B;\n",
                ),
                ("edge/src/c.rs", "use crate::a::A;\nuse crate::b::B;\n"),
            ],
        );
        assert_eq!(
            found,
            [
                "edge/src/a.rs:2: edge/src/a.rs -> edge/src/b.rs -> edge/src/a.rs: \
                 edge/src/a.rs takes B, look from edge/src/b.rs; \
                 edge/src/b.rs takes A from edge/src/a.rs"
            ]
        );
    }

    #[test]
    fn the_shortest_circle_comes_first_and_no_arrow_twice() {
        let found = found_by(
            files_make_no_circle,
            &[
                ("edge/src/lib.rs", "mod a;\nmod b;\nmod c;\nmod d;\n"),
                ("edge/src/a.rs", "use crate::b::B;\npub struct A;\n"),
                ("edge/src/b.rs", "use crate::c::C;\npub struct B;\n"),
                ("edge/src/c.rs", "use crate::{a::A, d::D};\npub struct C;\n"),
                ("edge/src/d.rs", "use crate::c::C;\npub struct D;\n"),
            ],
        );
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("c.rs -> edge/src/d.rs -> edge/src/c.rs: "));
        assert!(found[1].contains("a.rs -> edge/src/b.rs -> edge/src/c.rs -> edge/src/a.rs: "));
    }

    #[test]
    fn a_parent_whose_code_uses_its_child_turns_with_a_child_that_uses_it() {
        let child = (
            "edge/src/a/child.rs",
            "use super::Parent;\npub struct Child;\n",
        );
        let parents = |text| {
            found_by(
                files_make_no_circle,
                &[
                    ("edge/src/lib.rs", "mod a;\n"),
                    ("edge/src/a/mod.rs", text),
                    child,
                ],
            )
        };
        let handing_on = "mod child;\npub use child::Child;\npub struct Parent;\n";
        assert_eq!(parents(handing_on), Vec::<String>::new());
        let using = "mod child;\npub use child::Child;\npub struct Parent(Child);\n";
        assert_eq!(parents(using).len(), 1);
    }

    #[test]
    fn folders_turn_where_their_files_do_not() {
        let files = [
            ("xtask/src/main.rs", "mod low;\nmod top;\n"),
            ("xtask/src/low/mod.rs", "pub mod a;\npub mod b;\n"),
            ("xtask/src/low/a.rs", "use crate::top::x::X;\n"),
            ("xtask/src/low/b.rs", "pub struct B;\n"),
            ("xtask/src/top/mod.rs", "pub mod x;\npub mod y;\n"),
            ("xtask/src/top/x.rs", "pub struct X;\n"),
            ("xtask/src/top/y.rs", "use crate::low::b::B;\n"),
        ];
        assert_eq!(found_by(files_make_no_circle, &files), Vec::<String>::new());
        assert_eq!(
            found_by(folders_make_no_circle, &files),
            [
                "xtask/src/low/a.rs:1: xtask/src/low -> xtask/src/top -> xtask/src/low: \
                 xtask/src/low/a.rs takes X from xtask/src/top/x.rs; \
                 xtask/src/top/y.rs takes B from xtask/src/low/b.rs"
            ]
        );
    }

    #[test]
    fn a_file_and_its_folder_are_one_thing() {
        let files = [
            ("xtask/src/main.rs", "mod a;\nmod b;\n"),
            ("xtask/src/a.rs", "mod part;\nuse part::Part;\n"),
            (
                "xtask/src/a/part.rs",
                "use crate::b::B;\npub struct Part;\n",
            ),
            ("xtask/src/b.rs", "pub struct B;\n"),
        ];
        assert_eq!(
            found_by(folders_make_no_circle, &files),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told() {
        let found = found_by(
            files_make_no_circle,
            &[("edge/src/lib.rs", "mod a;;\nfn {\n")],
        );
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("edge/src/lib.rs: it cannot be read: "));
    }
}
