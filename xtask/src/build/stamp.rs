//! Remembers what a build was made from and what it made.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::context::Context;
use crate::hash::{ContentHash, Hasher};
use crate::tools;

/// What every build depends on, besides its own folders.
const COMMON: [&str; 5] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "shared",
];

/// Folders that a build or an installation makes.
const MADE: [&str; 3] = ["node_modules", "target", ".wrangler"];

/// A build with its inputs and its output, relative to the checkout.
#[derive(Clone, Copy, Debug)]
pub(super) struct Build {
    pub(super) name: &'static str,
    pub(super) inputs: &'static [&'static str],
    pub(super) output: &'static str,
}

impl Build {
    /// Whether the inputs, the tools and the output are those of the last time.
    pub(super) fn is_current(&self, context: &Context) -> Result<bool> {
        let inputs = self.inputs_hash(context)?;
        let stamp = fs::read_to_string(self.stamp_path(context));
        Ok(match (stamp, self.output_hash(context)) {
            (Ok(stamp), Ok(output)) => stamp == text(&inputs, &output),
            _ => false,
        })
    }

    /// Runs `make` and remembers what it was made from.
    pub(super) fn make(&self, context: &Context, make: impl FnOnce() -> Result<()>) -> Result<()> {
        // Before it runs: a file that is changed meanwhile may not be in it.
        let inputs = self.inputs_hash(context)?;
        make()?;
        let stamp = text(&inputs, &self.output_hash(context)?);
        let path = self.stamp_path(context);
        write(&path, &stamp).with_context(|| format!("Cannot write {}", path.display()))
    }

    fn stamp_path(&self, context: &Context) -> PathBuf {
        context
            .checkout
            .work_dir()
            .join(format!("{}.stamp", self.name))
    }

    fn inputs_hash(&self, context: &Context) -> Result<ContentHash> {
        let mut hasher = Hasher::default();
        hasher.part(tools::fingerprint().as_bytes());
        let output = context.checkout.join(self.output);
        let is_made =
            |path: &Path| path == output || MADE.iter().any(|folder| path.ends_with(folder));
        for input in COMMON.iter().chain(self.inputs) {
            hasher.tree(&context.checkout.join(input), &is_made)?;
        }
        Ok(hasher.finish())
    }

    fn output_hash(&self, context: &Context) -> Result<ContentHash> {
        let mut hasher = Hasher::default();
        hasher.tree(&context.checkout.join(self.output), &|_| false)?;
        Ok(hasher.finish())
    }
}

fn text(inputs: &ContentHash, output: &ContentHash) -> String {
    format!("inputs {}\noutput {}\n", inputs.as_str(), output.as_str())
}

fn write(path: &PathBuf, text: &str) -> std::io::Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    fs::write(path, text)
}
