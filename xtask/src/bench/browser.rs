//! What a script measures in a real browser, of real files on the disk.

use std::fs::File;
use std::io::{Read as _, copy};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::de::DeserializeOwned;

use crate::context::Context;
use crate::process::ProcessStep;
use crate::tools::Tools;

/// A script in `tests/bench/`, which writes what it measured as JSON.
pub(super) struct BrowserScript<'a> {
    /// Its file, without the extension.
    pub(super) name: &'static str,
    /// For people: "Measuring uploads of a browser".
    pub(super) title: &'static str,
    /// The files that it reads, in the order that it expects.
    pub(super) files: &'a [PathBuf],
    pub(super) rounds: usize,
    /// What it is told besides.
    pub(super) variables: &'a [(&'static str, String)],
}

impl BrowserScript<'_> {
    pub(super) fn run<Figures: DeserializeOwned>(
        &self,
        context: &Context,
        tools: &Tools,
        dir: &Path,
    ) -> Result<Figures> {
        // What is still on its way to the disk would take its time from the first round.
        nix::unistd::sync();
        let name = self.name;
        let path = dir.join(format!("{name}.json"));
        let logs = context.checkout.work_dir().join("logs");
        let log = logs.join(format!("bench-{name}.log"));
        let step = ProcessStep::new(&context.console, self.title, log)?;
        let mut command = Command::new("node");
        command
            .current_dir(context.checkout.join("tests"))
            .arg(format!("bench/{name}.mjs"))
            .env("GAZE_CHROMIUM", tools.chromium()?)
            .env("GAZE_FILES", serde_json::to_string(self.files)?)
            .env("GAZE_FIGURES", &path)
            .env("GAZE_ROUNDS", self.rounds.to_string())
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        step.run(&mut command)?;
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("Cannot read {}", path.display()))?;
        Ok(serde_json::from_str(&text)?)
    }
}

/// A file that nothing on the way can make shorter.
pub(super) fn random_file(dir: &Path, name: &str, bytes: u64) -> Result<PathBuf> {
    let path = dir.join(name);
    let random = File::open("/dev/urandom").context("Cannot open /dev/urandom")?;
    File::create(&path)
        .and_then(|mut file| copy(&mut random.take(bytes), &mut file))
        .with_context(|| format!("Cannot write {}", path.display()))?;
    Ok(path)
}
