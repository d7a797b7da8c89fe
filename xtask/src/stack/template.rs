//! Configuration files with values in double braces.

use anyhow::{Result, bail};

/// Fills in every `{{name}}`. Both a name without a value and a value without a name are errors.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut text = template.to_owned();
    for (name, value) in values {
        // oslo.config would take the value apart otherwise, and an INI value ends with its line.
        if value.contains(['$', '\n', '\r']) {
            bail!("The configuration cannot hold the value {value:?} of {name}");
        }
        let placeholder = format!("{{{{{name}}}}}");
        if !text.contains(&placeholder) {
            bail!("The template has no place for {name}");
        }
        text = text.replace(&placeholder, value);
    }
    match text
        .lines()
        .find(|line| !line.starts_with('#') && line.contains("{{"))
    {
        Some(line) => bail!("The template has a place that is not filled: {line}"),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled() {
        let filled = fill("a = {{x}}\nb = {{y}}/{{x}}\n", &[("x", "1"), ("y", "2")]).unwrap();
        assert_eq!(filled, "a = 1\nb = 2/1\n");
    }

    #[test]
    fn a_place_or_a_value_that_is_left_over_is_an_error() {
        assert!(fill("a = {{x}}\nb = {{y}}\n", &[("x", "1")]).is_err());
        assert!(fill("a = {{x}}\n", &[("x", "1"), ("y", "2")]).is_err());
    }

    #[test]
    fn a_value_cannot_smuggle_in_another_setting() {
        assert!(fill("a = {{x}}\n", &[("x", "1\nb = 2")]).is_err());
        assert!(fill("a = {{x}}\n", &[("x", "$b")]).is_err());
    }
}
