//! What the code of one module says of names: those that it defines, those that it imports, and the
//! paths that it writes.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta, UseTree, Visibility};

/// Why a path stands where it stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum PathKind {
    /// A `use`.
    Imported,
    /// A path in the code.
    InCode,
    /// A `pub use`: others find the name here.
    HandedOn,
}

#[derive(Debug)]
pub(super) struct NamePath {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
    pub(super) kind: PathKind,
}

/// Functions of JavaScript that a module imports.
#[derive(Debug)]
pub(super) struct ScriptImport {
    /// The path of the script, as `wasm_bindgen(module = ...)` has it.
    pub(super) script: String,
    pub(super) line: usize,
    pub(super) names: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct ModuleItems {
    pub(super) defined: BTreeSet<String>,
    /// Imported names, and what each stands for.
    pub(super) imported: BTreeMap<String, Vec<String>>,
    /// What is imported with all its names.
    pub(super) globs: Vec<Vec<String>>,
    pub(super) paths: Vec<NamePath>,
    pub(super) scripts: Vec<ScriptImport>,
    /// Names of variables, which hide imported functions.
    variables: BTreeSet<String>,
}

impl ModuleItems {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut found = Self::default();
        for item in items {
            found.visit_item(item);
            if !is_for_tests(attributes(item)) {
                found.defined.extend(defined_names(item));
            }
        }
        let variables = std::mem::take(&mut found.variables);
        found.paths.retain(|path| match path.segments.as_slice() {
            [name] => !variables.contains(name),
            _ => true,
        });
        found
    }

    fn add(&mut self, segments: Vec<String>, line: usize) {
        let kind = PathKind::InCode;
        self.paths.push(NamePath {
            segments,
            line,
            kind,
        });
    }

    fn add_use(&mut self, tree: &UseTree, before: &[String], kind: PathKind) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<_>>();
        let (ident, alias) = match tree {
            UseTree::Path(path) => {
                self.add_use(&path.tree, &with(path.ident.to_string()), kind);
                return;
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(tree, before, kind);
                }
                return;
            }
            UseTree::Glob(_) => {
                self.globs.push(before.to_vec());
                return;
            }
            UseTree::Name(name) => (&name.ident, &name.ident),
            UseTree::Rename(renamed) => (&renamed.ident, &renamed.rename),
        };
        let name = ident.to_string();
        let segments = if name == "self" {
            before.to_vec()
        } else {
            with(name)
        };
        let alias = match alias.to_string() {
            own if own == "self" => before.last().cloned(),
            own => Some(own),
        };
        if let Some(alias) = alias {
            self.imported.insert(alias, segments.clone());
        }
        let line = ident.span().start().line;
        self.paths.push(NamePath {
            segments,
            line,
            kind,
        });
    }

    /// Macros take tokens, and what looks like a path in them is taken for one. A word alone counts
    /// where it is a type, a component or a call.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut position = 0;
        while position < tokens.len() {
            match &tokens[position] {
                TokenTree::Group(group) => {
                    self.add_tokens(group.stream());
                    position += 1;
                }
                TokenTree::Ident(first) => {
                    let is_part = position > 0 && is_punct(&tokens[position - 1], '.');
                    let line = first.span().start().line;
                    let (segments, next) = path_at(&tokens, position);
                    let is_call = matches!(tokens.get(next), Some(TokenTree::Group(group))
                        if group.delimiter() == Delimiter::Parenthesis);
                    let is_type = segments[0].starts_with(char::is_uppercase);
                    if !is_part && (segments.len() > 1 || is_type || is_call) {
                        self.add(segments, line);
                    }
                    position = next;
                }
                _ => position += 1,
            }
        }
    }

    /// serde names functions and types in text.
    fn add_text_paths(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.add_text_paths(group.stream()),
                TokenTree::Literal(literal) => {
                    let line = literal.span().start().line;
                    let text = literal.to_string();
                    let path: Vec<String> = text
                        .trim_matches('"')
                        .split("::")
                        .map(str::to_owned)
                        .collect();
                    let is_name = |part: &String| syn::parse_str::<syn::Ident>(part).is_ok();
                    if path.len() > 1 && path[1..].iter().all(is_name) {
                        self.add(path, line);
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for ModuleItems {
    fn visit_item(&mut self, item: &'ast Item) {
        // A module in the file is a module of its own.
        if !is_for_tests(attributes(item)) && !matches!(item, Item::Mod(_)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes: &[Attribute] = match item {
            ImplItem::Const(item) => &item.attrs,
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            _ => &[],
        };
        if !is_for_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let kind = match item.vis {
            Visibility::Inherited => PathKind::Imported,
            _ => PathKind::HandedOn,
        };
        // What begins with `::` is another crate's, whatever the names here.
        let outside = item.leading_colon.as_ref().map(|_| "::".to_owned());
        self.add_use(&item.tree, outside.as_slice(), kind);
    }

    fn visit_item_foreign_mod(&mut self, item: &'ast syn::ItemForeignMod) {
        for attribute in &item.attrs {
            if let Some((script, line)) = script_of(attribute) {
                let names = item.items.iter().filter_map(foreign_name).collect();
                self.scripts.push(ScriptImport {
                    script,
                    line,
                    names,
                });
            }
        }
        visit::visit_item_foreign_mod(self, item);
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.to_string();
        if name.starts_with(|first: char| first.is_lowercase() || first == '_') {
            self.variables.insert(name);
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() && !path.segments.is_empty() {
            let segments = path.segments.iter();
            let segments = segments.map(|segment| segment.ident.to_string()).collect();
            self.add(segments, path.segments[0].ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    /// `pub(in path)` takes nothing from there.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_macro(&mut self, invoked: &'ast syn::Macro) {
        self.visit_path(&invoked.path);
        self.add_tokens(invoked.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            if list.path.is_ident("serde") {
                self.add_text_paths(list.tokens.clone());
            } else if list.path.is_ident("derive") {
                self.add_tokens(list.tokens.clone());
            }
        }
    }
}

/// The path that begins at a token, and the position after it.
fn path_at(tokens: &[TokenTree], start: usize) -> (Vec<String>, usize) {
    let mut segments = Vec::new();
    let mut position = start;
    while let Some(TokenTree::Ident(ident)) = tokens.get(position) {
        segments.push(ident.to_string());
        position += 1;
        let goes_on = tokens
            .get(position)
            .is_some_and(|token| is_punct(token, ':'))
            && tokens
                .get(position + 1)
                .is_some_and(|token| is_punct(token, ':'))
            && matches!(tokens.get(position + 2), Some(TokenTree::Ident(_)));
        if !goes_on {
            break;
        }
        position += 2;
    }
    (segments, position)
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// Whether `#[cfg(test)]` stands on it.
pub(super) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

pub(super) fn text_of(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The script of `#[wasm_bindgen(module = "...")]`.
fn script_of(attribute: &Attribute) -> Option<(String, usize)> {
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    if !list.path.is_ident("wasm_bindgen") {
        return None;
    }
    let setting: syn::MetaNameValue = syn::parse2(list.tokens.clone()).ok()?;
    if !setting.path.is_ident("module") {
        return None;
    }
    let line = list.path.segments[0].ident.span().start().line;
    Some((text_of(&setting.value)?, line))
}

fn foreign_name(item: &syn::ForeignItem) -> Option<String> {
    match item {
        syn::ForeignItem::Fn(item) => Some(item.sig.ident.to_string()),
        syn::ForeignItem::Static(item) => Some(item.ident.to_string()),
        syn::ForeignItem::Type(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The names that an item defines: of a macro's text, each word that may be one.
fn defined_names(item: &Item) -> Vec<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::ForeignMod(item) => return item.items.iter().filter_map(foreign_name).collect(),
        Item::Macro(item) => {
            return match &item.ident {
                Some(name) => vec![name.to_string()],
                None => words(item.mac.tokens.clone()),
            };
        }
        _ => return Vec::new(),
    };
    vec![name.to_string()]
}

fn words(tokens: TokenStream) -> Vec<String> {
    let mut words = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => words.extend(self::words(group.stream())),
            TokenTree::Ident(word) => words.push(word.to_string()),
            _ => {}
        }
    }
    words
}
