//! One message of a catalogue, as far as the dashboard uses Fluent.

use fluent_syntax::ast::{
    self, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

/// What a variable of a message is, by the type of the function's argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArgumentKind {
    Text,
    /// A count, written as the language writes numbers.
    Number,
    /// A size, written in binary units.
    Bytes,
}

impl ArgumentKind {
    fn noun(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Bytes => "bytes",
        }
    }
}

#[derive(Debug)]
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) kind: ArgumentKind,
}

/// A piece of a message.
#[derive(Debug)]
pub(super) enum Part {
    Text(String),
    /// The argument of this name.
    Argument(String),
    Choice(Choice),
}

/// Variants of a piece, one of which fits the plural of a number.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) by: String,
    /// A plural category or a number, and what is said then.
    pub(super) variants: Vec<(String, Vec<Part>)>,
    pub(super) otherwise: Vec<Part>,
}

#[derive(Debug)]
pub(super) struct Message {
    pub(super) key: String,
    pub(super) parts: Vec<Part>,
    /// In the order in which the message names them first.
    pub(super) arguments: Vec<Argument>,
}

/// The categories of Unicode's plural rules beside `other`.
const PLURALS: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// The messages of a file, or what is wrong with each.
pub(super) fn parse(text: &str) -> Vec<Result<Message, String>> {
    let resource = match parser::parse(text) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let read = |entry| match entry {
        Entry::Message(message) => Some(read_message(&message)),
        Entry::Term(term) => Some(Err(format!("-{}: terms are not used.", term.id.name))),
        Entry::Junk { content } => {
            let line = content.lines().next().unwrap_or_default();
            Some(Err(format!("what begins with {line:?} cannot be read.")))
        }
        Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => None,
    };
    resource.body.into_iter().filter_map(read).collect()
}

fn read_message(entry: &ast::Message<&str>) -> Result<Message, String> {
    let key = entry.id.name;
    let at_key = |fault: String| format!("{key}: {fault}");
    if !entry.attributes.is_empty() {
        return Err(at_key("attributes are not used.".to_owned()));
    }
    let value = entry.value.as_ref();
    let value = value.ok_or_else(|| at_key("it says nothing.".to_owned()))?;
    let mut message = Message {
        key: key.to_owned(),
        parts: Vec::new(),
        arguments: Vec::new(),
    };
    message.parts = message.read_pattern(value).map_err(at_key)?;
    Ok(message)
}

impl Message {
    fn read_pattern(&mut self, pattern: &Pattern<&str>) -> Result<Vec<Part>, String> {
        let elements = pattern.elements.iter();
        elements
            .map(|element| match element {
                PatternElement::TextElement { value } => Ok(Part::Text((*value).to_owned())),
                PatternElement::Placeable { expression } => self.read_expression(expression),
            })
            .collect()
    }

    fn read_expression(&mut self, expression: &Expression<&str>) -> Result<Part, String> {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline),
            Expression::Select { selector, variants } => {
                let InlineExpression::VariableReference { id } = selector else {
                    return Err("a choice is made by a $variable.".to_owned());
                };
                self.note(id.name, ArgumentKind::Number);
                let mut choice = Choice {
                    by: id.name.to_owned(),
                    variants: Vec::new(),
                    otherwise: Vec::new(),
                };
                for variant in variants {
                    let parts = self.read_pattern(&variant.value)?;
                    let (key, is_known) = match &variant.key {
                        VariantKey::Identifier { name } => (
                            *name,
                            PLURALS.contains(name) || (variant.default && *name == "other"),
                        ),
                        VariantKey::NumberLiteral { value } => (*value, true),
                    };
                    if !is_known {
                        return Err(format!(
                            "${} is chosen by [{key}], which is no plural and no number.",
                            id.name
                        ));
                    }
                    if variant.default {
                        choice.otherwise = parts;
                    } else {
                        choice.variants.push((key.to_owned(), parts));
                    }
                }
                Ok(Part::Choice(choice))
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) -> Result<Part, String> {
        match inline {
            InlineExpression::StringLiteral { value } => Ok(Part::Text((*value).to_owned())),
            InlineExpression::VariableReference { id } => {
                self.note(id.name, ArgumentKind::Text);
                Ok(Part::Argument(id.name.to_owned()))
            }
            InlineExpression::FunctionReference { id, arguments } => {
                let kind = match id.name {
                    "NUMBER" => ArgumentKind::Number,
                    "BYTES" => ArgumentKind::Bytes,
                    _ => return Err(not_filled_in()),
                };
                match arguments.positional.as_slice() {
                    [InlineExpression::VariableReference { id }] if arguments.named.is_empty() => {
                        self.note(id.name, kind);
                        Ok(Part::Argument(id.name.to_owned()))
                    }
                    _ => Err(not_filled_in()),
                }
            }
            _ => Err(not_filled_in()),
        }
    }

    /// A variable is a text unless one of its uses says more.
    fn note(&mut self, name: &str, kind: ArgumentKind) {
        match self.arguments.iter_mut().find(|known| known.name == name) {
            Some(known) if known.kind == ArgumentKind::Text => known.kind = kind,
            Some(_) => {}
            None => self.arguments.push(Argument {
                name: name.to_owned(),
                kind,
            }),
        }
    }

    /// Takes the arguments of the message that this is the translation of.
    pub(super) fn fill_in_as(&mut self, original: &Self) -> Result<(), String> {
        for argument in &self.arguments {
            let name = &argument.name;
            let Some(given) = original.arguments.iter().find(|given| given.name == *name) else {
                return Err(format!("fills in ${name}, which nobody gives it."));
            };
            if given.kind != argument.kind && argument.kind != ArgumentKind::Text {
                return Err(format!(
                    "fills in ${name} as {}, where the source has {}.",
                    argument.kind.noun(),
                    given.kind.noun()
                ));
            }
        }
        let is_filled_in = |name: &str| self.arguments.iter().any(|known| known.name == name);
        match original
            .arguments
            .iter()
            .find(|given| !is_filled_in(&given.name))
        {
            Some(left_out) => Err(format!("does not fill in ${}.", left_out.name)),
            None => {
                let places = original.arguments.iter();
                self.arguments = places
                    .map(|given| Argument {
                        name: given.name.clone(),
                        kind: given.kind,
                    })
                    .collect();
                Ok(())
            }
        }
    }
}

fn not_filled_in() -> String {
    "only $variables, NUMBER(), BYTES() and quoted texts can be filled in.".to_owned()
}
