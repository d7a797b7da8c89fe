//! The inspection against Glance's own, over a corpus that is made for it: `tests/inspection/`
//! makes the files and asks Glance's code; here they are inspected by ours.

mod compare;
mod corpus;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::log::log_path;
use crate::context::Context;
use crate::process::ProcessStep;
use crate::tally::{StageOutcome, Tally};
use crate::tools::{Need, Tools};
use compare::{Agreement, compare};
use corpus::Corpus;

/// What ran, for whoever asks.
#[derive(Debug, Default)]
struct Summary {
    files: u32,
    most_bytes: u64,
    most_reads: u32,
    /// The differences that docs/inspection.md explains.
    explained: BTreeMap<&'static str, u32>,
}

pub(super) fn run(context: &Context, filter: Option<&str>) -> Result<StageOutcome> {
    let tools = Tools::provide(context, &[Need::OpenStack, Need::QemuImg])?;
    let work_dir = context.checkout.work_dir();
    let dir = fs::create_dir_all(&work_dir)
        .and_then(|()| {
            tempfile::Builder::new()
                .prefix("inspection-")
                .tempdir_in(&work_dir)
        })
        .with_context(|| format!("Cannot make a folder in {}", work_dir.display()))?;
    make_corpus(context, &tools, dir.path())?;
    let corpus = Corpus::read(dir.path())?;
    let (mut outcome, summary) = judge(&corpus, filter)?;
    context.console.say(&summary.to_string());
    if outcome.tally.failed > 0 {
        // qemu-img puts random numbers into some formats, so another run has other files.
        let kept = dir.keep();
        let _ = writeln!(outcome.output, "The files are in {}", kept.display());
    }
    Ok(outcome)
}

fn make_corpus(context: &Context, tools: &Tools, dir: &Path) -> Result<()> {
    let step = ProcessStep::new(
        &context.console,
        "Asking Glance about images",
        log_path(context, "inspection"),
    )?;
    let mut command = Command::new(tools.venv()?.program("python"));
    command
        .arg(context.checkout.join("tests/inspection/differential.py"))
        .arg(tools.qemu_img()?)
        .arg(dir)
        // Nothing is written beside the sources.
        .env("PYTHONDONTWRITEBYTECODE", "1");
    step.run(&mut command)
}

/// A base is a test: that all files made from it agree. Each file that does not is a failure.
fn judge(corpus: &Corpus, filter: Option<&str>) -> Result<(StageOutcome, Summary)> {
    let mut tally = Tally::default();
    let mut output = String::new();
    let mut summary = Summary::default();
    for files in corpus.by_test().into_values() {
        let mut failed = Tally::default();
        let mut has_run = false;
        for file in files {
            let name = format!("{}, {}", file.base, file.recipe);
            if filter.is_some_and(|filter| !name.contains(filter)) {
                continue;
            }
            has_run = true;
            let agreement = compare(corpus, file)?;
            summary.count(&agreement);
            for difference in &agreement.differences {
                // Writing to a string cannot fail.
                let _ = writeln!(output, "FAILED {name}: {difference}");
            }
            if !agreement.differences.is_empty() {
                failed = failed + Tally::ONE_FAILED;
            }
        }
        let is_passed = has_run && failed == Tally::default();
        tally = tally + if is_passed { Tally::ONE_PASSED } else { failed };
    }
    let tally = tally.judged(true);
    Ok((StageOutcome { tally, output }, summary))
}

impl Summary {
    fn count(&mut self, agreement: &Agreement) {
        self.files += 1;
        self.most_bytes = self.most_bytes.max(agreement.bytes_read);
        self.most_reads = self.most_reads.max(agreement.reads);
        for explanation in &agreement.explained {
            *self.explained.entry(explanation.name()).or_default() += 1;
        }
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            files,
            most_bytes,
            most_reads,
            explained,
        } = self;
        write!(
            formatter,
            "inspection: {files} files, at most {most_bytes} bytes in {most_reads} reads of each"
        )?;
        for (name, count) in explained {
            write!(formatter, "; {name}: {count}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
