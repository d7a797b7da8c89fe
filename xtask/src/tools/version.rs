//! Programs that the machine brings along: are they there, and new enough?

use std::io::ErrorKind;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// A program of the machine's own, with what a person does when it is missing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemProgram {
    pub(crate) name: &'static str,
    /// "Node.js"
    pub(crate) title: &'static str,
    /// The lowest version, major and minor.
    pub(crate) at_least: [u32; 2],
    /// "Install it from your distribution".
    pub(crate) remedy: &'static str,
}

impl SystemProgram {
    /// One sentence about a program that is missing or too old.
    pub(crate) fn check(&self) -> Result<()> {
        let Self {
            name,
            title,
            remedy,
            at_least: [major, minor],
        } = *self;
        let output = Command::new(name)
            .arg("--version")
            .stdin(Stdio::null())
            .output();
        let output = match output {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                bail!("{title} is missing: there is no program \"{name}\". {remedy}")
            }
            other => other.with_context(|| format!("Cannot run {name} --version"))?,
        };
        let text = String::from_utf8_lossy(&output.stdout);
        let Some(found) = parse(&text) else {
            bail!("\"{name} --version\" does not tell a version. {remedy}")
        };
        if found < self.at_least {
            let [found_major, found_minor] = found;
            bail!(
                "{title} {found_major}.{found_minor} is too old; {major}.{minor} or newer is needed. {remedy}"
            );
        }
        Ok(())
    }
}

/// The first two numbers of "v20.20.2", "Python 3.11.7" or "git version 2.39.5".
fn parse(text: &str) -> Option<[u32; 2]> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let version = text.get(start..)?;
    let mut numbers = version.split(|character: char| !character.is_ascii_digit());
    Some([numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_programs_print_them() {
        assert_eq!(parse("v20.20.2\n"), Some([20, 20]));
        assert_eq!(parse("Python 3.11.7"), Some([3, 11]));
        assert_eq!(parse("git version 2.39.5 (Debian)"), Some([2, 39]));
        assert_eq!(parse("unknown"), None);
    }

    #[test]
    fn a_missing_and_an_old_program_are_told_with_the_remedy() {
        let missing = SystemProgram {
            name: "no-such-program",
            title: "Node.js",
            at_least: [20, 3],
            remedy: "Install it.",
        };
        let error = missing.check().unwrap_err().to_string();
        assert_eq!(
            error,
            "Node.js is missing: there is no program \"no-such-program\". Install it."
        );
        let old = SystemProgram {
            name: "cargo",
            title: "Cargo",
            at_least: [9, 0],
            ..missing
        };
        let error = old.check().unwrap_err().to_string();
        assert!(
            error.contains("is too old; 9.0 or newer is needed. Install it."),
            "{error}"
        );
    }
}
