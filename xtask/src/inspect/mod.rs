//! `cargo xtask inspect`: what the dashboard would say of image files, for scripts.

mod file;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use gaze_shared::glance::image::{ContainerFormat, DiskFormat};

use crate::context::Context;
use file::Unreadable;
pub(crate) use file::{ImageFile, inspect_by};
use report::{Declare, FileOutcome, Report};

#[derive(Args, Debug)]
pub(crate) struct InspectArgs {
    /// Image files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Read all of each file, and add its MD5, SHA-256 and SHA-512
    #[arg(long)]
    hash: bool,

    /// The disk format that the upload declares [default: the one that fits]
    #[arg(long, value_name = "FORMAT", value_parser = disk_format)]
    disk_format: Option<DiskFormat>,

    /// The container format that the upload declares [default: the one that fits]
    #[arg(long, value_name = "FORMAT", value_parser = container_format)]
    container_format: Option<ContainerFormat>,
}

fn disk_format(name: &str) -> Result<DiskFormat, String> {
    known(name, DiskFormat::KNOWN, DiskFormat::as_str)
}

fn container_format(name: &str) -> Result<ContainerFormat, String> {
    known(name, ContainerFormat::KNOWN, ContainerFormat::as_str)
}

/// The format of a name. One that is misspelt would be taken for one of a cloud's own, into which nobody looks.
fn known<Format: Clone>(
    name: &str,
    formats: &[Format],
    as_str: fn(&Format) -> &str,
) -> Result<Format, String> {
    let found = formats.iter().find(|format| as_str(format) == name);
    let names = || formats.iter().map(as_str).collect::<Vec<_>>().join(", ");
    found
        .cloned()
        .ok_or_else(|| format!("expected one of {}", names()))
}

/// Whether the digests are wanted, for which all of a file has to be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Hashes {
    Wanted,
    Unwanted,
}

pub(crate) fn run(context: &Context, options: &InspectArgs) -> Result<ExitCode> {
    let hashes = if options.hash {
        Hashes::Wanted
    } else {
        Hashes::Unwanted
    };
    let declare = Declare {
        disk_format: options.disk_format.as_ref(),
        container_format: options.container_format.as_ref(),
    };
    let mut worst = FileOutcome::Accepted;
    for file in &options.files {
        let outcome = match inspect(file, &declare, hashes) {
            Ok(report) => {
                context.console.say(&serde_json::to_string(&report)?);
                report.outcome()
            }
            Err(unreadable) => {
                context.console.complain(&format!("Error: {unreadable}"));
                FileOutcome::Unreadable
            }
        };
        worst = worst.max(outcome);
    }
    Ok(ExitCode::from(worst as u8))
}

fn inspect(path: &Path, declare: &Declare, hashes: Hashes) -> Result<Report, Unreadable> {
    let mut file = ImageFile::open(path)?;
    let inspected = file.inspect()?;
    let digests = match hashes {
        Hashes::Wanted => Some(file.digests()?),
        Hashes::Unwanted => None,
    };
    Ok(Report::new(path, &inspected, declare, digests))
}

#[cfg(test)]
mod tests;
mod words;
