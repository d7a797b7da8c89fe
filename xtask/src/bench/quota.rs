//! How many reservations a project's ledger makes: images are registered before an upstream that is fast,
//! through the Worker and the real object with its storage on disk. Each takes a reservation, a call to the
//! upstream and a commit.
//!
//! How many there are in a second is measured by callers without pause; how long one takes, at the pace
//! that is promised. Another project does the same, alone and beside that pace.

use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};

use super::gateway::Gateway;
use super::load::{Load, Pace, Target as LoadTarget};
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

/// What the ledger has to keep up with (`Target::AtLeast` below), for ten seconds. Far more connections
/// than are busy at once: a caller who is due must not have to wait for another's.
const PROMISED_PER_SECOND: u32 = 500;
const PROMISED: Pace = Pace {
    per_second: PROMISED_PER_SECOND,
    requests: 10 * PROMISED_PER_SECOND,
    connections: 64,
};

/// The other project's calls, as long as those.
const BESIDE: Pace = Pace {
    per_second: 50,
    requests: 10 * 50,
    connections: 8,
};

const ROUNDS: usize = 3;

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
        rounds.without_pause.push(percentile_ms(&durations, 99));
        rounds.alone.add(&BESIDE.run(&beside)?);
        let (paced, others) = together(&busy, &beside)?;
        rounds.paced.add(&paced);
        rounds.under_load.add(&others);
    }
    rounds.tell(report);
    step.finish();
    Ok(())
}

/// The calls at the promised pace, and another project's while those go on.
fn together(busy: &LoadTarget, beside: &LoadTarget) -> Result<(Vec<Duration>, Vec<Duration>)> {
    thread::scope(|scope| {
        let paced = scope.spawn(|| PROMISED.run(busy));
        let others = BESIDE.run(beside)?;
        let paced = paced
            .join()
            .map_err(|_| anyhow!("The load has panicked"))?
            .context("The load has failed")?;
        Ok((paced, others))
    })
}

#[derive(Default)]
struct Rounds {
    per_second: Vec<f64>,
    without_pause: Vec<f64>,
    paced: Percentiles,
    alone: Percentiles,
    under_load: Percentiles,
}

/// In milliseconds, one of each for every round.
#[derive(Default)]
struct Percentiles {
    p50: Vec<f64>,
    p99: Vec<f64>,
}

impl Percentiles {
    fn add(&mut self, durations: &[Duration]) {
        self.p50.push(percentile_ms(durations, 50));
        self.p99.push(percentile_ms(durations, 99));
    }
}

impl Rounds {
    fn tell(&self, report: &mut Report) {
        report.judge(
            "reservations in one project, each committed",
            "1/s",
            &self.per_second,
            Target::AtLeast(PROMISED_PER_SECOND.into()),
        );
        report.tell("p99 of them, without pause", "ms", &self.without_pause);
        let at_pace = format!("at {PROMISED_PER_SECOND} in a second");
        report.tell(format!("p50 {at_pace}"), "ms", &self.paced.p50);
        report.judge(
            format!("p99 {at_pace}"),
            "ms",
            &self.paced.p99,
            Target::AtMost(20.0),
        );
        report.tell("p50 in another project, alone", "ms", &self.alone.p50);
        report.tell("p99 in another project, alone", "ms", &self.alone.p99);
        report.tell(
            "p50 in another project, beside them",
            "ms",
            &self.under_load.p50,
        );
        report.judge(
            "p99 in another project, beside them",
            "ms",
            &self.under_load.p99,
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
