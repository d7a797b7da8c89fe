//! A digest of a file by the dashboard's file worker, beside hash-wasm on a page of the same browser and OpenSSL
//! on the machine.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use gaze_shared::digest::Algorithm;
use serde::Deserialize;

use super::browser::{BrowserScript, random_file};
use super::report::{FigureTarget, Report};
use crate::context::Context;
use crate::tools::Tools;

const ROUNDS: usize = 5;

const FILE_BYTES: u64 = 1 << 30;

/// What each reads before anything is counted.
const WARM_UP_BYTES: u64 = 64 << 20;

/// What uploads are compared by comes first, and is judged; the others are only told.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::Sha512, Algorithm::Sha256, Algorithm::Md5];

/// How much of hash-wasm's rate the worker has to reach.
const OF_HASH_WASM: FigureTarget = FigureTarget::AtLeast(3.0);

/// How much of OpenSSL's.
const OF_OPENSSL: FigureTarget = FigureTarget::AtLeast(0.65);

/// What the script measured, by the name of the algorithm.
#[derive(Deserialize)]
struct Figures(BTreeMap<String, Seconds>);

/// Seconds of each round.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Seconds {
    gaze: Vec<f64>,
    hash_wasm: Vec<f64>,
    open_ssl: Vec<f64>,
}

pub(super) fn measure(
    context: &Context,
    tools: &Tools,
    dir: &Path,
    report: &mut Report,
) -> Result<()> {
    let script = BrowserScript {
        name: "hashing",
        title: "Measuring digests of a file in a browser",
        files: &[
            random_file(dir, "warm-up.img", WARM_UP_BYTES)?,
            random_file(dir, "hashed.img", FILE_BYTES)?,
        ],
        rounds: ROUNDS,
        variables: &[(
            "GAZE_ALGORITHMS",
            serde_json::to_string(&ALGORITHMS.map(Algorithm::as_str))?,
        )],
    };
    let Figures(figures) = script.run(context, tools, dir)?;
    for algorithm in ALGORITHMS {
        let seconds = figures
            .get(algorithm.as_str())
            .with_context(|| format!("The script says nothing of {algorithm}"))?;
        let name = |what: &str| format!("{}, {what}", algorithm.label());
        let rates = [
            ("OpenSSL", &seconds.open_ssl),
            ("hash-wasm", &seconds.hash_wasm),
            ("dashboard's worker", &seconds.gaze),
        ];
        for (who, seconds) in rates {
            report.record(name(who), "MB/s", &megabytes_per_second(seconds));
        }
        let of_hash_wasm = speed_ratios(&seconds.gaze, &seconds.hash_wasm);
        let of_openssl = speed_ratios(&seconds.gaze, &seconds.open_ssl);
        let to_hash_wasm = name("worker to hash-wasm, paired");
        let to_openssl = name("worker to OpenSSL, paired");
        if algorithm == Algorithm::Sha512 {
            report.judge(to_hash_wasm, "x", &of_hash_wasm, OF_HASH_WASM);
            report.judge(to_openssl, "x", &of_openssl, OF_OPENSSL);
        } else {
            report.record(to_hash_wasm, "x", &of_hash_wasm);
            report.record(to_openssl, "x", &of_openssl);
        }
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a file's size fits into 53 bits"
)]
fn megabytes_per_second(seconds: &[f64]) -> Vec<f64> {
    seconds
        .iter()
        .map(|seconds| FILE_BYTES as f64 / 1e6 / seconds)
        .collect()
}

/// How many times as fast the one was as the other, round by round.
fn speed_ratios(of: &[f64], to: &[f64]) -> Vec<f64> {
    of.iter().zip(to).map(|(of, to)| to / of).collect()
}
