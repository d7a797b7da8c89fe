//! `cargo xtask inspect`: what the dashboard would say of image files, for scripts.

mod file;
mod report;

use std::path::Path;
use std::process::ExitCode;

use crate::cli::InspectArgs;
use crate::context::Context;
use anyhow::Result;
pub(crate) use file::look;
use file::{ImageFile, Unreadable};
use report::{Declare, Report};

/// What the exit code tells; the largest of all files counts.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Outcome {
    Accepted = 0,
    Refused = 1,
    Unreadable = 2,
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
    let mut worst = Outcome::Accepted;
    for file in &options.files {
        let outcome = match inspect(file, &declare, hashes) {
            Ok(report) => {
                context.console.say(&serde_json::to_string(&report)?);
                report.outcome()
            }
            Err(unreadable) => {
                context.console.complain(&format!("Error: {unreadable}"));
                Outcome::Unreadable
            }
        };
        worst = worst.max(outcome);
    }
    Ok(ExitCode::from(worst as u8))
}

fn inspect(path: &Path, declare: &Declare, hashes: Hashes) -> Result<Report, Unreadable> {
    let mut file = ImageFile::open(path)?;
    let looked = file.look()?;
    let digests = match hashes {
        Hashes::Wanted => Some(file.digests()?),
        Hashes::Unwanted => None,
    };
    Ok(Report::new(path, &looked, declare, digests))
}

#[cfg(test)]
mod tests;
