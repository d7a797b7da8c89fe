//! How many reservations a project's ledger makes: images are registered before an upstream that is fast,
//! through the Worker and the real object with its storage on disk. Each takes a reservation, a call to the
//! upstream and a commit. Another project does the same beside, alone and under that load.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};

use super::gateway::Gateway;
use super::load::{Load, Target as LoadTarget};
use super::report::{Report, Target};
use super::upstream;
use crate::clock::Stopwatch;
use crate::context::Context;
use crate::openstack::{Person, Session};
use crate::stack::StackSettings;

const WARM_UP: Load = Load {
    connections: 8,
    requests: 6_000,
};

/// As many at once as keep the object busy without a queue of their own making.
const ROUND: Load = Load {
    connections: 8,
    requests: 6_000,
};

/// The other project's calls, one after the other.
const BESIDE: Load = Load {
    connections: 1,
    requests: 500,
};

const ROUNDS: usize = 5;

pub(super) fn measure(
    context: &Context,
    stack: &StackSettings,
    session: &Session,
    report: &mut Report,
) -> Result<()> {
    let step = context.console.begin("Measuring reservations");
    let gateway = Gateway::start(context, stack, upstream::start()?)?;
    let other = Session::sign_in(&stack.keystone_url(), Person::Alt)?;
    let busy = LoadTarget::create(gateway.edge, &session.token);
    let beside = LoadTarget::create(gateway.edge, &other.token);
    WARM_UP.run(&busy)?;
    let mut rounds = Rounds::default();
    for round in 0..ROUNDS {
        step.show(&format!("round {} of {ROUNDS}", round + 1));
        let watch = Stopwatch::start();
        let durations = ROUND.run(&busy)?;
        let seconds = watch.elapsed().as_secs_f64();
        rounds.per_second.push(durations.len() as f64 / seconds);
        rounds.p50.push(percentile_ms(&durations, 50));
        rounds.p99.push(percentile_ms(&durations, 99));
        let alone = BESIDE.run(&beside)?;
        rounds.alone.push(percentile_ms(&alone, 99));
        rounds
            .under_load
            .push(percentile_ms(&under_load(&busy, &beside)?, 99));
    }
    rounds.tell(report);
    step.finish();
    Ok(())
}

/// The other project's calls while the first one's go on.
fn under_load(busy: &LoadTarget, beside: &LoadTarget) -> Result<Vec<Duration>> {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let load = scope.spawn(|| -> Result<()> {
            while !is_over.load(Ordering::Relaxed) {
                Load {
                    requests: 400,
                    ..ROUND
                }
                .run(busy)?;
            }
            Ok(())
        });
        let measured = BESIDE.run(beside);
        is_over.store(true, Ordering::Relaxed);
        load.join()
            .map_err(|_| anyhow!("The load has panicked"))?
            .context("The load has failed")?;
        measured
    })
}

#[derive(Default)]
struct Rounds {
    per_second: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
    alone: Vec<f64>,
    under_load: Vec<f64>,
}

impl Rounds {
    fn tell(&self, report: &mut Report) {
        report.judge(
            "reservations in one project, each committed",
            "1/s",
            &self.per_second,
            Target::AtLeast(500.0),
        );
        report.tell("p50 of a request with a reservation", "ms", &self.p50);
        report.judge(
            "p99 of a request with a reservation",
            "ms",
            &self.p99,
            Target::AtMost(20.0),
        );
        report.tell("p99 in another project, alone", "ms", &self.alone);
        report.judge(
            "p99 in another project, beside the load",
            "ms",
            &self.under_load,
            Target::AtMost(20.0),
        );
    }
}

fn percentile_ms(durations: &[Duration], percent: usize) -> f64 {
    let mut sorted = durations.to_vec();
    sorted.sort();
    let last = sorted.len().saturating_sub(1);
    let at = (sorted.len() * percent / 100).min(last);
    sorted
        .get(at)
        .map_or(f64::NAN, |duration| duration.as_secs_f64() * 1e3)
}
