//! A file through the dashboard until it is verified, beside the same file by a bare `XMLHttpRequest` in the
//! same browser, through the same edge to a real Glance.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;

use super::browser::{BrowserScript, random_file};
use super::gateway::Gateway;
use super::report::{FigureTarget, Report};
use crate::context::Context;
use crate::stack::StackSettings;
use crate::tools::Tools;

const ROUNDS: usize = 3;

const FILE_BYTES: u64 = 1 << 30;

/// What goes each way before anything is counted.
const WARM_UP_BYTES: u64 = 16 << 20;

/// How much longer a person may wait for the verdict than for the bytes alone.
const MOST: FigureTarget = FigureTarget::AtMost(1.25);

/// What the script measured.
#[derive(Deserialize)]
struct Figures {
    /// The size of the file.
    bytes: u64,
    /// Seconds of each round.
    bare: Vec<f64>,
    /// Seconds of each round.
    verified: Vec<f64>,
}

pub(super) fn measure(
    context: &Context,
    tools: &Tools,
    stack: &StackSettings,
    dir: &Path,
    report: &mut Report,
) -> Result<()> {
    let glance = SocketAddr::from((Ipv4Addr::LOCALHOST, stack.glance_port));
    let gateway = Gateway::start(context, stack, glance)?;
    let script = BrowserScript {
        name: "upload",
        title: "Measuring uploads of a browser",
        files: &[
            random_file(dir, "warm-up.img", WARM_UP_BYTES)?,
            random_file(dir, "upload.img", FILE_BYTES)?,
        ],
        rounds: ROUNDS,
        variables: &[("GAZE_URL", format!("http://{}", gateway.edge))],
    };
    let figures: Figures = script.run(context, tools, dir)?;
    let mebibytes = figures.bytes >> 20;
    let ratios: Vec<f64> = figures
        .bare
        .iter()
        .zip(&figures.verified)
        .map(|(bare, verified)| verified / bare)
        .collect();
    let name = |what: &str| format!("{mebibytes} MiB, {what}");
    report.record(name("bare XMLHttpRequest"), "s", &figures.bare);
    report.record(name("dashboard, to verified"), "s", &figures.verified);
    report.judge(name("dashboard to bare, paired"), "x", &ratios, MOST);
    Ok(())
}
