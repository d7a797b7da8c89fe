//! `cargo xtask fuzz`, and the short runs among the tests: libFuzzer on the rules of `shared`.
//!
//! The flags are those of cargo-fuzz without a sanitizer of memory, which only a nightly compiler
//! has: `shared` forbids unsafe code, so what is looked for are panics, overflows, endless loops and
//! broken laws, and the pinned compiler finds these.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use crate::context::Context;
use crate::process::{ProcessStep, ending};
use crate::tally::{StageOutcome, Tally};
use crate::tools::{Need, Tools};

/// A target of `shared/fuzz`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum FuzzTarget {
    /// Image files
    Inspect,
    /// Patches of images, and merging them
    Patch,
    /// Queries of the list of images
    ListQuery,
    /// Headers of tus
    TusHeaders,
    /// Glance's error bodies
    GlanceError,
    /// Lists of checksums
    Sums,
}

impl FuzzTarget {
    const ALL: [Self; 6] = [
        Self::Inspect,
        Self::Patch,
        Self::ListQuery,
        Self::TusHeaders,
        Self::GlanceError,
        Self::Sums,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Inspect => "inspect",
            Self::Patch => "patch",
            Self::ListQuery => "list_query",
            Self::TusHeaders => "tus_headers",
            Self::GlanceError => "glance_error",
            Self::Sums => "sums",
        }
    }
}

/// How long a target runs.
#[derive(Clone, Copy, Debug)]
enum Length {
    /// The seed corpus and so many inputs made from it: the same ones every time.
    Runs(u32),
    /// As many inputs as there is time for, on top of what earlier runs have found.
    Seconds(u32),
}

/// Enough to reach every branch from the seeds, and over in seconds.
const SHORT: Length = Length::Runs(20_000);
/// An input that takes longer than this is a fault.
const TIMEOUT_SECONDS: u32 = 10;
const MEMORY_MIB: u32 = 1024;
/// A disk image's header and what follows it fit into so many bytes.
const LONGEST_INPUT: u32 = 40 * 1024;

/// How an input is tried, for libFuzzer to know which parts of the program it reaches
/// (<https://github.com/rust-fuzz/cargo-fuzz>, `src/project.rs`).
const RUSTFLAGS: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];
/// What separates flags in `CARGO_ENCODED_RUSTFLAGS`.
const FLAG_SEPARATOR: &str = "\u{1f}";

/// Runs one target, or each in turn, for so long; fails when an input breaks it.
pub(crate) fn run(context: &Context, target: Option<FuzzTarget>, seconds: u32) -> Result<()> {
    let programs = build(context)?;
    let targets = target
        .as_ref()
        .map_or(&FuzzTarget::ALL[..], std::slice::from_ref);
    for &target in targets {
        if let Some(failure) = try_target(context, &programs, target, Length::Seconds(seconds))? {
            bail!("{failure}");
        }
        context
            .console
            .say(&format!("{}: nothing was found", target.name()));
    }
    Ok(())
}

/// A short run of every target, each a test.
pub(crate) fn test(context: &Context, filter: Option<&str>) -> Result<StageOutcome> {
    let chosen = |target: &FuzzTarget| filter.is_none_or(|filter| target.name().contains(filter));
    let targets: Vec<FuzzTarget> = FuzzTarget::ALL.into_iter().filter(chosen).collect();
    let mut outcome = StageOutcome {
        tally: Tally::default(),
        output: String::new(),
    };
    if targets.is_empty() {
        return Ok(outcome);
    }
    let programs = build(context)?;
    for target in targets {
        match try_target(context, &programs, target, SHORT)? {
            None => outcome.tally = outcome.tally + Tally::ONE_PASSED,
            Some(failure) => {
                outcome.tally = outcome.tally + Tally::ONE_FAILED;
                outcome.output.push_str(&failure);
                outcome.output.push('\n');
            }
        }
    }
    Ok(outcome)
}

/// Builds all targets, and answers where they are.
fn build(context: &Context) -> Result<PathBuf> {
    let tools = Tools::provide(context, &[Need::CxxCompiler])?;
    let host = host_triple()?;
    let target_dir = context.checkout.target_dir().join("fuzz");
    let log = context
        .checkout
        .work_dir()
        .join("logs")
        .join("fuzz-build.log");
    let step = ProcessStep::new(&context.console, "Building the fuzz targets", log)?;
    let mut command = Command::new("cargo");
    command.current_dir(context.checkout.root());
    command.args(["build", "--locked", "--release", "--bins"]);
    command.args(["--manifest-path", "shared/fuzz/Cargo.toml"]);
    // With a target named, the flags are not for build scripts, which nobody feeds.
    command.args(["--target", &host]);
    command.arg("--target-dir").arg(&target_dir);
    command.env("CXX", tools.cxx_compiler()?);
    command.env("CARGO_ENCODED_RUSTFLAGS", RUSTFLAGS.join(FLAG_SEPARATOR));
    step.run(&mut command)?;
    Ok(target_dir.join(host).join("release"))
}

fn host_triple() -> Result<String> {
    let output = Command::new("rustc").arg("-vV").output();
    let output = output.context("Cannot run rustc. Install it by rustup")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host
        .context("rustc does not tell what machine this is")?
        .to_owned())
}

/// Runs one target, and tells what broke it: `None` when nothing did.
fn try_target(
    context: &Context,
    programs: &Path,
    target: FuzzTarget,
    length: Length,
) -> Result<Option<String>> {
    let name = target.name();
    let work_dir = context.checkout.work_dir();
    let log = work_dir.join("logs").join(format!("fuzz-{name}.log"));
    let title = match length {
        Length::Runs(_) => format!("Fuzzing {name}"),
        Length::Seconds(seconds) => format!("Fuzzing {name} for {seconds} seconds"),
    };
    let step = ProcessStep::new(&context.console, &title, log)?;
    let found = work_dir.join("fuzz").join(name);
    let artifacts = found.join("artifacts");
    let corpus = match length {
        // A short run starts from the seeds alone, so that it is the same on every machine.
        Length::Runs(_) => empty_dir(&found.join("short-run"))?,
        Length::Seconds(_) => existing_dir(&found.join("corpus"))?,
    };
    existing_dir(&artifacts)?;
    let mut command = Command::new(programs.join(name));
    command.current_dir(context.checkout.root());
    command.arg(match length {
        Length::Runs(runs) => format!("-runs={runs}"),
        Length::Seconds(seconds) => format!("-max_total_time={seconds}"),
    });
    if matches!(length, Length::Runs(_)) {
        command.arg("-seed=1");
    }
    command.arg(format!("-timeout={TIMEOUT_SECONDS}"));
    command.arg(format!("-rss_limit_mb={MEMORY_MIB}"));
    command.arg(format!("-max_len={LONGEST_INPUT}"));
    command.arg(format!("-artifact_prefix={}/", artifacts.display()));
    // libFuzzer writes what it finds into the first folder, and only reads the others.
    command.arg(&corpus);
    command.arg(format!("shared/fuzz/corpus/{name}"));
    let status = step.status(&mut command)?;
    if status.success() {
        return Ok(None);
    }
    let text = step.log().text()?;
    let kept = text
        .lines()
        .find_map(|line| line.split_once("Test unit written to "));
    let kept = kept.map_or_else(
        || "no input was kept".to_owned(),
        |(_, path)| format!("the input is kept in {}", path.trim()),
    );
    Ok(Some(format!(
        "The fuzz target {name} failed ({}); {kept}. The log is {}, which says:\n{}",
        ending(status),
        step.log().path().display(),
        cause(&text)
    )))
}

/// What the panic or libFuzzer said, without the statistics before it.
fn cause(log: &str) -> String {
    const SHOWN_LINES: usize = 20;
    let says_cause =
        |line: &&str| line.contains("panicked at") || line.contains("ERROR: libFuzzer");
    let lines: Vec<&str> = log
        .lines()
        .skip_while(|line| !says_cause(line))
        .take(SHOWN_LINES)
        .collect();
    lines.join("\n")
}

fn empty_dir(path: &Path) -> Result<PathBuf> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("Cannot clear {}", path.display()))?;
    }
    existing_dir(path)
}

fn existing_dir(path: &Path) -> Result<PathBuf> {
    fs::create_dir_all(path).with_context(|| format!("Cannot make {}", path.display()))?;
    Ok(path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_program_and_seeds() {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fuzz");
        for target in FuzzTarget::ALL {
            let name = target.name();
            assert!(
                fuzz.join(format!("fuzz_targets/{name}.rs")).is_file(),
                "{name}"
            );
            let seeds = fs::read_dir(fuzz.join("corpus").join(name)).unwrap();
            assert!(seeds.count() >= 5, "{name}");
            let chosen = FuzzTarget::from_str(name, false);
            assert_eq!(chosen, Ok(target));
        }
    }

    #[test]
    fn what_a_crash_says_is_told_without_the_statistics() {
        let log = "INFO: seed corpus\n#2 INITED cov: 5\n\
                   thread '<unnamed>' panicked at shared/src/a.rs:1:\nbroken\n";
        assert_eq!(
            cause(log),
            "thread '<unnamed>' panicked at shared/src/a.rs:1:\nbroken"
        );
    }
}
