//! Variables of the Worker, as an operator gives them.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context as _, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

/// The variable whose value nobody else may see. What stands in an argument all users of the machine can.
const SECRET: &str = "SESSION_KEYS";

/// Variables as they stand in the arguments. What is wrong with one is told without it, because a secret may
/// stand there; the parser of the arguments would repeat it.
#[derive(Clone, Copy, Default)]
pub(crate) struct GivenVariables<'a> {
    /// Of `--set`.
    pub(crate) values: &'a [String],
    /// Of `--set-file`.
    pub(crate) files: &'a [String],
    /// Of `--set-env`.
    pub(crate) environment: &'a [String],
}

impl GivenVariables<'_> {
    /// The variables.
    ///
    /// # Errors
    /// One cannot be read, or is given twice.
    pub(crate) fn read(self) -> Result<Vec<Variable>> {
        let mut variables: Vec<Variable> = Vec::new();
        for text in self.values {
            variables.push(parse("--set", text)?);
        }
        for text in self.files {
            variables.push(parse::<VariableFile>("--set-file", text)?.read()?);
        }
        for text in self.environment {
            variables.push(parse::<VariableName>("--set-env", text)?.read()?);
        }
        let mut names = BTreeSet::new();
        for Variable { name, .. } in &variables {
            if !names.insert(name) {
                bail!("{name} is set twice");
            }
        }
        Ok(variables)
    }
}

fn parse<T: FromStr<Err = String>>(option: &str, text: &str) -> Result<T> {
    text.parse().map_err(|wrong| anyhow!("{option}: {wrong}"))
}

/// `NAME=VALUE`: one of the variables that `docs/self_hosting.md` lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// `NAME=FILE`: a variable whose value is in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct VariableFile {
    name: VariableName,
    path: PathBuf,
}

/// `NAME`: a variable whose value is in the variable of that name in this program's environment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct VariableName(String);

impl FromStr for Variable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = split(text, "NAME=VALUE, such as DEFAULT_DOMAIN=Staff")?;
        if name.0 == SECRET {
            return Err(format!(
                "{SECRET} is a secret, and arguments stand in the list of processes: docs/self_hosting.md tells how it is given"
            ));
        }
        Ok(Self {
            name: name.0,
            value: value.to_owned(),
        })
    }
}

impl FromStr for VariableFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, path) = split(
            text,
            "NAME=FILE, such as SESSION_KEYS=/etc/gaze/session-keys",
        )?;
        Ok(Self {
            name,
            path: path.into(),
        })
    }
}

impl FromStr for VariableName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_name = text.starts_with(|first: char| first.is_ascii_uppercase())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        match is_name {
            true => Ok(Self(text.to_owned())),
            false => Err("expected the NAME of a variable, such as SESSION_KEYS".to_owned()),
        }
    }
}

fn split<'a>(text: &'a str, expected: &str) -> Result<(VariableName, &'a str), String> {
    let parts = text.split_once('=');
    let read = parts.and_then(|(name, value)| Some((name.parse().ok()?, value)));
    read.ok_or_else(|| format!("expected {expected}. A NAME has capital letters, digits and _"))
}

impl VariableFile {
    /// The variable, without the line break at the file's end.
    ///
    /// # Errors
    /// The file cannot be read as text.
    fn read(self) -> Result<Variable> {
        let Self { name, path } = self;
        let text = fs::read_to_string(&path).with_context(|| {
            // Whoever takes the option for another one gives the secret itself.
            let file = match path.is_absolute() {
                true => path.display().to_string(),
                false => "the file that is named".to_owned(),
            };
            format!("{} cannot be read from {file}", name.0)
        })?;
        Ok(Variable {
            name: name.0,
            value: text.trim_end_matches(['\r', '\n']).to_owned(),
        })
    }
}

impl VariableName {
    /// The variable.
    ///
    /// # Errors
    /// It is not set in the environment, or to no text.
    fn read(self) -> Result<Variable> {
        let Self(name) = self;
        // The error of one that is no text has the value.
        let value = env::var(&name)
            .map_err(|_| anyhow!("{name} is not in the environment, or is no text"))?;
        Ok(Variable { name, value })
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
            assert!(text.parse::<VariableFile>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_variable_is_told_without_it() {
        let secret = "k1:c2VjcmV0";
        let given = [
            "SESSION_KEYS=",
            "session_keys=",
            "",
            "A B=",
            "SESSION_KEYS:",
        ];
        for text in given.map(|name| format!("{name}{secret}")) {
            let texts = [text.clone()];
            let (values, files, environment) = (&texts[..], &texts[..], &texts[..]);
            for given in [
                GivenVariables {
                    values,
                    ..GivenVariables::default()
                },
                GivenVariables {
                    files,
                    ..GivenVariables::default()
                },
                GivenVariables {
                    environment,
                    ..GivenVariables::default()
                },
            ] {
                let error = format!("{:#}", given.read().unwrap_err());
                assert!(!error.contains("c2Vj"), "{error}");
            }
        }
    }

    #[test]
    fn a_variable_is_given_once() {
        let texts = |all: &[&str]| {
            all.iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        let values = texts(&["QUOTA_MODE=off", "CLOUD_NAME=x", "QUOTA_MODE=observe"]);
        let given = GivenVariables {
            values: &values,
            ..GivenVariables::default()
        };
        assert_eq!(
            given.read().unwrap_err().to_string(),
            "QUOTA_MODE is set twice"
        );
        let (values, environment) = (texts(&["PATH=/bin"]), texts(&["PATH"]));
        let given = GivenVariables {
            values: &values,
            environment: &environment,
            ..GivenVariables::default()
        };
        assert_eq!(given.read().unwrap_err().to_string(), "PATH is set twice");
    }

    #[test]
    fn a_secret_comes_from_a_file_or_the_environment_and_not_from_an_argument() {
        let error = "SESSION_KEYS=k1:abc".parse::<Variable>().unwrap_err();
        assert!(
            error.contains("list of processes") && !error.contains("abc"),
            "{error}"
        );
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys");
        fs::write(&path, "k1:abc\n").unwrap();
        let file: VariableFile = format!("SESSION_KEYS={}", path.display()).parse().unwrap();
        let read = file.read().unwrap();
        assert_eq!(
            (read.name.as_str(), read.value.as_str()),
            ("SESSION_KEYS", "k1:abc")
        );
        let path: VariableName = "PATH".parse().unwrap();
        assert_eq!(path.read().unwrap().value, env::var("PATH").unwrap());
        let missing: VariableName = "GAZE_THAT_NOBODY_SETS".parse().unwrap();
        assert!(missing.read().is_err());
    }
}
