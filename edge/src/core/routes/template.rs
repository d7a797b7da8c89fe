//! How the tables of routes write a path.

/// A part of a path as it stands in a template: a name is put into braces.
macro_rules! template_part {
    ($literal:literal) => {
        $literal
    };
    ($parameter:ident) => {
        concat!("{", stringify!($parameter), "}")
    };
}

pub(super) use template_part;
