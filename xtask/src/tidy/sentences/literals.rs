//! The texts of a Rust file that are no comment, no attribute, no test and no message to who made
//! the program, each with where it stands.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Lit;

/// Macros whose texts are for who made the program, are paths, or are compared.
const QUIET_MACROS: [&str; 12] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "include_bytes",
    "include_str",
    "matches",
    "panic",
    "unreachable",
];

/// Functions whose texts are for who made the program, are selectors of elements, or are compared.
const QUIET_FUNCTIONS: [&str; 16] = [
    "closest",
    "contains",
    "ends_with",
    "expect",
    "expect_err",
    "expect_throw",
    "find",
    "get",
    "matches",
    "query_selector",
    "query_selector_all",
    "split",
    "split_once",
    "starts_with",
    "strip_prefix",
    "strip_suffix",
];

/// Attributes of elements that no person reads, and whose values may look like prose.
const QUIET_ATTRIBUTES: [&str; 5] = ["class", "d", "media", "style", "viewBox"];

/// Attributes of the language whose texts the program shows.
const SHOWN_BY_RUST: [&str; 2] = ["error", "prop"];

#[derive(Debug)]
pub(super) struct Literal {
    pub(super) text: String,
    pub(super) line: usize,
    pub(super) position: Position,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Position {
    /// A text in a `view!`: whatever it says, a person reads it.
    Shown,
    /// Somewhere in the code: only what it says tells.
    Code,
}

/// Where tokens stand.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Context {
    Code,
    /// Directly in a `view!`.
    View,
    /// In the braces of a child in a `view!`.
    Child,
}

pub(super) fn literals(text: &str) -> Result<Vec<Literal>, String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
    let mut found = Vec::new();
    walk(tokens, Context::Code, &mut found);
    Ok(found)
}

fn walk(tokens: TokenStream, context: Context, found: &mut Vec<Literal>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_alone = tokens.len() == 1;
    // In a `view!`, the attribute whose value is read.
    let mut attribute = None;
    let mut position = 0;
    while position < tokens.len() {
        if context == Context::View {
            if let Some((name, next)) = attribute_at(&tokens, position) {
                attribute = Some(name);
                position = next;
                continue;
            }
            if is_punct(tokens.get(position), '>') && !is_arrow(&tokens, position) {
                attribute = None;
            }
        }
        let is_quiet = attribute
            .as_deref()
            .is_some_and(|name| QUIET_ATTRIBUTES.contains(&name));
        match &tokens[position] {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                position = after_rust_attribute(&tokens, position, found);
                continue;
            }
            TokenTree::Group(_) if is_quiet => {}
            TokenTree::Group(group) => {
                let before = position.checked_sub(1).and_then(|at| name(&tokens[at]));
                let stream = group.stream();
                if before.is_some_and(|before| QUIET_FUNCTIONS.contains(&before.as_str())) {
                    walk(without_literals(stream), Context::Code, found);
                } else {
                    let is_child = context == Context::View
                        && attribute.is_none()
                        && group.delimiter() == Delimiter::Brace;
                    let inner = if is_child {
                        Context::Child
                    } else {
                        Context::Code
                    };
                    walk(stream, inner, found);
                }
            }
            TokenTree::Ident(ident) if is_punct(tokens.get(position + 1), '!') => {
                if let Some(TokenTree::Group(group)) = tokens.get(position + 2) {
                    let called = ident.to_string();
                    if called == "view" {
                        walk(group.stream(), Context::View, found);
                    } else if !is_quiet && !QUIET_MACROS.contains(&called.as_str()) {
                        walk(group.stream(), Context::Code, found);
                    }
                    position += 2;
                }
            }
            TokenTree::Literal(literal) if !is_quiet && !is_compared(&tokens, position) => {
                if let Lit::Str(text) = Lit::new(literal.clone()) {
                    let is_shown = match context {
                        Context::View => attribute.is_none(),
                        Context::Child => is_alone,
                        Context::Code => false,
                    };
                    found.push(Literal {
                        text: text.value(),
                        line: literal.span().start().line,
                        position: if is_shown {
                            Position::Shown
                        } else {
                            Position::Code
                        },
                    });
                }
            }
            _ => {}
        }
        position += 1;
    }
}

/// Passes by an attribute of the language, and by what it keeps to the tests.
fn after_rust_attribute(tokens: &[TokenTree], start: usize, found: &mut Vec<Literal>) -> usize {
    let group_at = start + 1 + usize::from(is_punct(tokens.get(start + 1), '!'));
    let Some(TokenTree::Group(group)) = tokens.get(group_at) else {
        return start + 1;
    };
    let stream = group.stream();
    let first = stream.clone().into_iter().next();
    let first = first.as_ref().and_then(name);
    if first.is_some_and(|first| SHOWN_BY_RUST.contains(&first.as_str())) {
        walk(stream, Context::Code, found);
    } else if stream.to_string().replace(' ', "") == "cfg(test)" {
        let ends = |token: &TokenTree| match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        let rest = &tokens[group_at + 1..];
        let length = rest.iter().position(ends).map_or(rest.len(), |at| at + 1);
        return group_at + 1 + length;
    }
    group_at + 1
}

/// The name of an attribute of a `view!` and where its value begins: `aria-label=`, `class:open=`.
/// Of a name with a colon the first part counts, as it says what the value is for.
fn attribute_at(tokens: &[TokenTree], start: usize) -> Option<(String, usize)> {
    let mut whole = name(tokens.get(start)?)?;
    let mut position = start + 1;
    let mut is_first_part = true;
    while is_punct(tokens.get(position), '-') || is_punct(tokens.get(position), ':') {
        let part = name(tokens.get(position + 1)?)?;
        is_first_part &= is_punct(tokens.get(position), '-');
        if is_first_part {
            whole = format!("{whole}-{part}");
        }
        position += 2;
    }
    let is_value = is_punct(tokens.get(position), '=')
        && !is_punct(tokens.get(position + 1), '=')
        && !is_punct(tokens.get(position + 1), '>');
    is_value.then_some((whole, position + 1))
}

/// Whether a text is compared with another, in an expression or as a pattern: nobody sees it.
fn is_compared(tokens: &[TokenTree], position: usize) -> bool {
    let has =
        |at: Option<usize>, character| at.is_some_and(|at| is_punct(tokens.get(at), character));
    let (last, last_but_one) = (position.checked_sub(1), position.checked_sub(2));
    let (next, next_but_one) = (Some(position + 1), Some(position + 2));
    let is_right = has(last, '=') && (has(last_but_one, '=') || has(last_but_one, '!'));
    let is_left = (has(next, '=') || has(next, '!')) && has(next_but_one, '=');
    let is_guarded = tokens.get(position + 1).and_then(name) == Some("if".to_owned());
    let is_pattern = (has(next, '=') && has(next_but_one, '>')) || has(next, '|') || is_guarded;
    is_right || is_left || is_pattern
}

/// Whether the `>` here ends `=>` or `->`.
fn is_arrow(tokens: &[TokenTree], position: usize) -> bool {
    position
        .checked_sub(1)
        .is_some_and(|at| is_punct(tokens.get(at), '=') || is_punct(tokens.get(at), '-'))
}

fn without_literals(tokens: TokenStream) -> TokenStream {
    let tokens = tokens.into_iter();
    tokens
        .filter(|token| !matches!(token, TokenTree::Literal(_)))
        .collect()
}

fn name(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    }
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}
