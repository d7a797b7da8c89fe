//! `cargo xtask verify`: whether a file is what an image has, for scripts and for files that no browser sent.

mod cloud;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use gaze_shared::digest::{LocalDigests, compare};

use crate::context::Context;
use crate::inspect::ImageFile;
use cloud::{Cloud, Credentials};
use report::{NOT_COMPARED, Report};

#[derive(Args, Debug)]
pub(crate) struct VerifyArgs {
    /// The file on this machine
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The image's id, or its name when only one image that you see has it
    #[arg(value_name = "IMAGE")]
    image: String,

    /// Address of Gaze or of Glance, as the image endpoint [default: what Keystone's catalog says]
    #[arg(long, env = "OS_IMAGE_ENDPOINT_OVERRIDE", value_name = "URL")]
    endpoint: Option<String>,

    #[command(flatten)]
    credentials: Credentials,
}

/// Compares, and prints both sides as JSON.
pub(crate) fn run(context: &Context, options: &VerifyArgs) -> ExitCode {
    verify(context, options).unwrap_or_else(|error| {
        context.console.complain(&format!("Error: {error:#}"));
        ExitCode::from(NOT_COMPARED)
    })
}

fn verify(context: &Context, options: &VerifyArgs) -> Result<ExitCode> {
    // The image first: to read a file takes long, and a wrong name is told at once.
    let cloud = Cloud::sign_in(&options.credentials, options.endpoint.as_deref())?;
    let image = cloud.image(&options.image)?;
    let mut file = ImageFile::open(&options.file)?;
    let local = LocalDigests {
        digests: file.digests()?,
        size: file.size(),
    };
    let verdict = compare(&image, &local);
    let report = Report::new(&options.file, &local, &image, &verdict);
    context.console.say(&serde_json::to_string(&report)?);
    Ok(report.exit_code())
}
