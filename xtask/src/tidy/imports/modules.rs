//! The modules of the crates, and what a path written in one of them leads to.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Item, ItemMod};

use super::module_items::{ModuleItems, is_for_tests, text_of};
use crate::tidy::text_file::TextFile;
use crate::tidy::tree::Tree;

#[derive(Debug)]
pub(super) struct Module {
    pub(super) file: String,
    pub(super) items: ModuleItems,
    /// The module itself: where it stands among all.
    id: usize,
    /// Its ancestors, the root of the crate first.
    ancestors: Vec<usize>,
    children: BTreeMap<String, usize>,
}

impl Module {
    pub(super) fn is_below(&self, other: &Self) -> bool {
        self.ancestors.contains(&other.id)
    }

    /// Whether the path begins with a module that this one declares.
    pub(super) fn declares(&self, path: &[String]) -> bool {
        path.first()
            .is_some_and(|first| path.len() > 1 && self.children.contains_key(first))
    }
}

/// The modules of all crates.
#[derive(Debug, Default)]
pub(super) struct Modules {
    modules: Vec<Module>,
    /// The roots of the libraries, by the name that other crates use.
    libraries: BTreeMap<String, usize>,
    pub(super) unread: Vec<(String, String)>,
}

/// What a path leads to.
#[derive(Clone, Debug)]
enum Resolution {
    Module(usize),
    Item {
        module: usize,
        name: String,
    },
    /// Another crate's, or nothing at all.
    Unknown,
}

/// Where a file's child modules are looked for.
struct Folders {
    /// The folder of the file, for `#[path]`.
    of_file: String,
    /// The folder of its children.
    of_children: String,
}

impl Modules {
    pub(super) fn of(tree: &Tree, crates: &[&str]) -> Self {
        let files: BTreeMap<&str, &TextFile> = tree
            .files()
            .map(|file| (file.path.as_str(), file))
            .collect();
        let mut modules = Self::default();
        for folder in crates {
            let library = format!("{folder}/src/lib.rs");
            if let Some(file) = files.get(library.as_str()) {
                let root = modules.read_root(&files, file);
                modules.libraries.insert(format!("gaze_{folder}"), root);
            }
            let bin_folder = format!("{folder}/src/bin");
            for file in tree.rust_below(&format!("{folder}/src")) {
                let is_main = file.path == format!("{folder}/src/main.rs");
                let is_program = file.path.rsplit_once('/').map(|(folder, _)| folder)
                    == Some(bin_folder.as_str());
                if is_main || is_program {
                    modules.read_root(&files, file);
                }
            }
        }
        modules
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Module> {
        self.modules.iter()
    }

    fn read_root(&mut self, files: &BTreeMap<&str, &TextFile>, file: &TextFile) -> usize {
        let folder = folder_of(&file.path);
        let folders = Folders {
            of_file: folder.clone(),
            of_children: folder,
        };
        self.read_file(files, file, &folders, &[])
    }

    fn read_file(
        &mut self,
        files: &BTreeMap<&str, &TextFile>,
        file: &TextFile,
        folders: &Folders,
        ancestors: &[usize],
    ) -> usize {
        let items = match syn::parse_file(&file.text) {
            Ok(parsed) => parsed.items,
            Err(error) => {
                let is_new = self.unread.iter().all(|(path, _)| *path != file.path);
                if is_new {
                    self.unread.push((file.path.clone(), error.to_string()));
                }
                Vec::new()
            }
        };
        self.read_items(files, &file.path, &items, folders, ancestors)
    }

    fn read_items(
        &mut self,
        files: &BTreeMap<&str, &TextFile>,
        path: &str,
        items: &[Item],
        folders: &Folders,
        ancestors: &[usize],
    ) -> usize {
        let id = self.modules.len();
        self.modules.push(Module {
            file: path.to_owned(),
            items: ModuleItems::of(items),
            id,
            ancestors: ancestors.to_vec(),
            children: BTreeMap::new(),
        });
        let ancestors: Vec<usize> = ancestors.iter().copied().chain([id]).collect();
        for item in items {
            let Item::Mod(declared) = item else { continue };
            if is_for_tests(&declared.attrs) {
                continue;
            }
            let name = declared.ident.to_string();
            if let Some(child) = self.read_child(files, path, declared, folders, &ancestors) {
                self.modules[id].children.insert(name, child);
            }
        }
        id
    }

    fn read_child(
        &mut self,
        files: &BTreeMap<&str, &TextFile>,
        path: &str,
        declared: &ItemMod,
        folders: &Folders,
        ancestors: &[usize],
    ) -> Option<usize> {
        let name = declared.ident.to_string();
        let own_folder = join(&folders.of_children, &name);
        if let Some((_, items)) = &declared.content {
            let folders = Folders {
                of_file: own_folder.clone(),
                of_children: own_folder,
            };
            return Some(self.read_items(files, path, items, &folders, ancestors));
        }
        if let Some(written) = path_attribute(&declared.attrs) {
            let file = files.get(join(&folders.of_file, &written).as_str())?;
            let folder = folder_of(&file.path);
            let folders = Folders {
                of_file: folder.clone(),
                of_children: folder,
            };
            return Some(self.read_file(files, file, &folders, ancestors));
        }
        let beside = format!("{own_folder}.rs");
        let inside = format!("{own_folder}/mod.rs");
        let file = files
            .get(beside.as_str())
            .or_else(|| files.get(inside.as_str()))?;
        let folders = Folders {
            of_file: folder_of(&file.path),
            of_children: own_folder,
        };
        Some(self.read_file(files, file, &folders, ancestors))
    }

    /// The module that defines what a path of `module` names, and the name there. A path to a
    /// module names nothing yet: what is taken from it does.
    pub(super) fn definition(
        &self,
        module: &Module,
        path: &super::module_items::NamePath,
    ) -> Option<(&Module, String)> {
        let mut asked = BTreeSet::new();
        match self.follow(module.id, &path.segments, &mut asked) {
            Resolution::Item { module, name } => Some((&self.modules[module], name)),
            Resolution::Module(_) | Resolution::Unknown => None,
        }
    }

    /// `asked` are the names on the way, so that a name that leads to itself ends.
    fn follow(
        &self,
        from: usize,
        segments: &[String],
        asked: &mut BTreeSet<(usize, String, bool)>,
    ) -> Resolution {
        let Some((first, rest)) = segments.split_first() else {
            return Resolution::Unknown;
        };
        let mut target = match first.as_str() {
            "crate" => Resolution::Module(self.root(from)),
            "self" => Resolution::Module(from),
            "super" => self.parent(from),
            name => match self.find(from, name, rest.is_empty(), asked) {
                Some(target) => target,
                None => match self.libraries.get(name) {
                    Some(root) => Resolution::Module(*root),
                    None => Resolution::Unknown,
                },
            },
        };
        for (position, segment) in rest.iter().enumerate() {
            let is_last = position + 1 == rest.len();
            let Resolution::Module(module) = target else {
                break;
            };
            target = match segment.as_str() {
                "self" => target,
                "super" => self.parent(module),
                // What a macro defines is seen by nobody; it belongs to the module all the same.
                name => {
                    self.find(module, name, is_last, asked)
                        .unwrap_or_else(|| Resolution::Item {
                            module,
                            name: name.to_owned(),
                        })
                }
            };
        }
        target
    }

    fn root(&self, module: usize) -> usize {
        self.modules[module]
            .ancestors
            .first()
            .copied()
            .unwrap_or(module)
    }

    fn parent(&self, module: usize) -> Resolution {
        match self.modules[module].ancestors.last() {
            Some(parent) => Resolution::Module(*parent),
            None => Resolution::Unknown,
        }
    }

    /// What a name means in a module: a child, something imported, or something defined there. A
    /// module and a function can have the same name; the function is meant at a path's end.
    fn find(
        &self,
        module: usize,
        name: &str,
        is_last: bool,
        asked: &mut BTreeSet<(usize, String, bool)>,
    ) -> Option<Resolution> {
        let question = (module, name.to_owned(), is_last);
        if !asked.insert(question.clone()) {
            return None;
        }
        let child = self.modules[module].children.get(name);
        let child = child.map(|child| Resolution::Module(*child));
        let found = match child {
            Some(child) if !is_last => Some(child),
            child => self.find_item(module, name, is_last, asked).or(child),
        };
        asked.remove(&question);
        found
    }

    fn find_item(
        &self,
        module: usize,
        name: &str,
        is_last: bool,
        asked: &mut BTreeSet<(usize, String, bool)>,
    ) -> Option<Resolution> {
        let ModuleItems {
            imported,
            defined,
            globs,
            ..
        } = &self.modules[module].items;
        if let Some(path) = imported.get(name) {
            return Some(self.follow(module, path, asked));
        }
        if defined.contains(name) {
            let name = name.to_owned();
            return Some(Resolution::Item { module, name });
        }
        globs.iter().find_map(|path| {
            let Resolution::Module(target) = self.follow(module, path, asked) else {
                return None;
            };
            self.find(target, name, is_last, asked)
        })
    }
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes
        .iter()
        .find(|attribute| attribute.path().is_ident("path"))?;
    match &attribute.meta {
        syn::Meta::NameValue(written) => text_of(&written.value),
        _ => None,
    }
}

fn folder_of(path: &str) -> String {
    path.rsplit_once('/')
        .map_or_else(String::new, |(folder, _)| folder.to_owned())
}

/// A path below a folder, its `.` and `..` resolved.
pub(super) fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
