//! What one proxied `GET` costs: processor time of the runtime, and time of the client.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;

use super::gateway::Gateway;
use super::load::{Load, LoadTarget};
use super::report::{FigureTarget, Report, median};
use super::upstream;
use crate::context::Context;
use crate::openstack::Session;
use crate::stack::StackSettings;

/// One image, as clients ask for it most often.
const PATH: &str = "/v2/images/b009990b-0309-4fbc-9d37-6835eedea361";

/// Until V8 has compiled what is hot, which takes some thousands of requests.
const WARM_UP: Load = Load {
    connections: 16,
    requests: 16_000,
};

/// Long enough that the ticks of the kernel's clock are no matter.
const ROUND: Load = Load {
    connections: 16,
    requests: 8_000,
};

/// One request at a time: nothing waits but for its own answer.
const ALONE: Load = Load {
    connections: 1,
    requests: 1_500,
};

const ROUNDS: usize = 11;

pub(super) fn measure(
    context: &Context,
    stack: &StackSettings,
    session: &Session,
    report: &mut Report,
) -> Result<()> {
    let step = context.console.begin("Measuring proxied calls");
    let gateway = Gateway::start(context, stack, upstream::start()?)?;
    let headers = [
        ("User-Agent", "gaze-bench"),
        ("Accept", "application/json"),
        ("X-Auth-Token", session.token.as_str()),
    ];
    let to = |address: SocketAddr| LoadTarget::get(address, PATH, &headers);
    let (edge, passthrough, direct) = (
        to(gateway.edge),
        to(gateway.passthrough),
        to(gateway.direct),
    );
    for target in [&edge, &passthrough, &direct] {
        WARM_UP.run(target)?;
    }
    let before = gateway.runtime.memory()?;
    let mut rounds = Rounds::default();
    for round in 0..ROUNDS {
        step.show(&format!("round {} of {ROUNDS}", round + 1));
        let edge_us = cpu_us(&gateway, &edge)?;
        let passthrough_us = cpu_us(&gateway, &passthrough)?;
        rounds.edge_us.push(edge_us);
        rounds.passthrough_us.push(passthrough_us);
        rounds.ratio.push(edge_us / passthrough_us);
        let (edge_ms, passthrough_ms, direct_ms) = (
            median_ms(&edge)?,
            median_ms(&passthrough)?,
            median_ms(&direct)?,
        );
        rounds.direct_ms.push(direct_ms);
        rounds.edge_over_ms.push(edge_ms - direct_ms);
        rounds.passthrough_over_ms.push(passthrough_ms - direct_ms);
    }
    rounds.record(report);
    let growth = gateway
        .runtime
        .memory()?
        .now_bytes
        .saturating_sub(before.now_bytes);
    let requests = ROUNDS * (2 * ROUND.requests + 2 * ALONE.requests);
    // Nobody is judged by it: the heap of either Worker grows by some 200 MiB in its first 100,000 calls,
    // because the runtime is not short of memory, and no further.
    report.record(
        format!("memory growth over {requests} proxied GETs of both"),
        "MiB",
        &[growth as f64 / f64::from(1 << 20)],
    );
    step.finish();
    Ok(())
}

#[derive(Default)]
struct Rounds {
    edge_us: Vec<f64>,
    passthrough_us: Vec<f64>,
    ratio: Vec<f64>,
    direct_ms: Vec<f64>,
    edge_over_ms: Vec<f64>,
    passthrough_over_ms: Vec<f64>,
}

impl Rounds {
    fn record(&self, report: &mut Report) {
        report.record(
            "CPU per proxied GET, passthrough",
            "us",
            &self.passthrough_us,
        );
        report.record("CPU per proxied GET, edge", "us", &self.edge_us);
        report.judge(
            "CPU per proxied GET, edge to passthrough",
            "x",
            &self.ratio,
            FigureTarget::AtMost(1.7),
        );
        report.record("p50 direct", "ms", &self.direct_ms);
        report.record(
            "p50 over direct, passthrough",
            "ms",
            &self.passthrough_over_ms,
        );
        report.judge(
            "p50 over direct, edge",
            "ms",
            &self.edge_over_ms,
            FigureTarget::AtMost(0.4),
        );
    }
}

/// Microseconds of the runtime's processor time per request.
fn cpu_us(gateway: &Gateway, target: &LoadTarget) -> Result<f64> {
    let before = gateway.runtime.cpu()?;
    let answered = ROUND.run(target)?.len();
    let used = gateway.runtime.cpu()?.saturating_sub(before);
    Ok(used.as_secs_f64() * 1e6 / answered as f64)
}

fn median_ms(target: &LoadTarget) -> Result<f64> {
    let durations = ALONE.run(target)?;
    let millis: Vec<f64> = durations
        .iter()
        .map(Duration::as_secs_f64)
        .map(|seconds| seconds * 1e3)
        .collect();
    Ok(median(&millis))
}
