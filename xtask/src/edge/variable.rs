//! Variables of the Worker, as an operator gives them.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// `NAME=VALUE`: one of the variables that `docs/self_hosting.md` lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: String,
}

impl FromStr for Variable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_name = |name: &str| {
            name.starts_with(|first: char| first.is_ascii_uppercase())
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        };
        match text.split_once('=') {
            Some((name, value)) if is_name(name) => Ok(Self {
                name: name.to_owned(),
                value: value.to_owned(),
            }),
            _ => Err("expected NAME=VALUE, such as DEFAULT_DOMAIN=Staff".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_may_hold_anything_and_a_name_may_not() {
        let variable: Variable = "REGIONS=One=https://one.example,Two=https://two.example"
            .parse()
            .unwrap();
        assert_eq!(variable.name, "REGIONS");
        assert_eq!(
            variable.value,
            "One=https://one.example,Two=https://two.example"
        );
        for text in ["REGIONS", "=x", "regions=x", "A B=x", ""] {
            assert!(text.parse::<Variable>().is_err(), "{text}");
        }
    }
}
