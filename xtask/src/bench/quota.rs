//! How many reservations a project's ledger makes: images are registered before an upstream that is fast,
//! through the Worker and the real object with its storage on disk. Each takes a reservation, a call to the
//! upstream and a commit.
//!
//! Callers without pause tell how many there are in a second and how long one takes. Then the same comes at
//! the pace that is promised, from callers who do not wait for each other, while another project does it at a
//! pace of its own, which it also does alone: that tells whether the other one is affected. What it has
//! beside the callers without pause is told, and nobody is judged by it: they take the whole of the
//! runtime's one thread. So is how long the calls at the promised pace take, also with quotas off: what
//! piles up behind one pause of the runtime's decides it.

use std::fs::{self, File};
use std::io::Write as _;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};

use super::gateway::Gateway;
use super::load::{Load, LoadTarget, Pace};
use super::report::{FigureTarget, Report};
use super::upstream;
use crate::clock::Stopwatch;
use crate::context::Context;
use crate::edge::Variable;
use crate::openstack::{Person, Session};
use crate::stack::{DataDir, StackSettings};

const WARM_UP: Load = Load {
    connections: 4,
    requests: 6_000,
};

/// As many at once as keep the object busy without a queue of their own making.
const ROUND: Load = Load {
    connections: 4,
    requests: 8_000,
};

/// The other project's calls, about as long as those take.
const BESIDE: Pace = Pace {
    per_second: 50,
    requests: 10 * 50,
    connections: 8,
};

const PROMISED_PER_SECOND: u32 = 500;

/// Far more connections than are busy at once: a caller who is due must not wait for another's.
const PROMISED: Pace = Pace {
    per_second: PROMISED_PER_SECOND,
    requests: 10 * PROMISED_PER_SECOND,
    connections: 64,
};

/// As many writes to the disk as the other project makes, but sooner.
const BLOCKS: usize = 500;
const BETWEEN_BLOCKS: Duration = Duration::from_millis(5);

/// More than one of them may meet the disk while it stalls: single writes were seen to take 300 ms.
const ROUNDS: usize = 5;

pub(super) fn measure(
    context: &Context,
    stack: &StackSettings,
    session: &Session,
    report: &mut Report,
) -> Result<()> {
    let step = context.console.begin("Measuring reservations");
    let gateway = Gateway::start(context, stack, upstream::start()?)?;
    let off = vec![Variable {
        name: "QUOTA_MODE".to_owned(),
        value: "off".to_owned(),
    }];
    let without = Gateway::start_with(context, stack, upstream::start()?, off)?;
    let other = Session::sign_in(&stack.keystone_url(), Person::Alt)?;
    let busy = LoadTarget::create(gateway.edge, &session.token);
    let beside = LoadTarget::create(gateway.edge, &other.token);
    let busy_without = LoadTarget::create(without.edge, &session.token);
    let beside_without = LoadTarget::create(without.edge, &other.token);
    WARM_UP.run(&busy)?;
    WARM_UP.run(&busy_without)?;
    let mut rounds = Rounds::default();
    for round in 0..ROUNDS {
        step.show(&format!("round {} of {ROUNDS}", round + 1));
        rounds
            .disk
            .push(percentile_ms(&of_the_disk(&stack.data)?, 99));
        rounds.alone.add(&BESIDE.run(&beside)?);
        let ((calls, per_second), others) = together(|| without_pause(&busy), &beside)?;
        rounds.per_second.push(per_second);
        rounds.busy.add(&calls);
        rounds.beside.add(&others);
        let (calls, others) = together(|| PROMISED.run(&busy), &beside)?;
        rounds.paced.add(&calls);
        rounds.beside_paced.add(&others);
        let (calls, others) = together(|| PROMISED.run(&busy_without), &beside_without)?;
        rounds.paced_without.add(&calls);
        rounds.beside_without.add(&others);
    }
    rounds.record(report);
    step.finish();
    Ok(())
}

/// How long it takes until a block is on the disk on which the ledgers are.
fn of_the_disk(data: &DataDir) -> Result<Vec<Duration>> {
    let path = data.folder("disk")?.join("block");
    let mut file = File::create(&path)?;
    let mut durations = Vec::with_capacity(BLOCKS);
    for _ in 0..BLOCKS {
        let watch = Stopwatch::start();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        durations.push(watch.elapsed());
        thread::sleep(BETWEEN_BLOCKS);
    }
    fs::remove_file(path)?;
    Ok(durations)
}

/// How long each call took, and how many there were in a second.
fn without_pause(busy: &LoadTarget) -> Result<(Vec<Duration>, f64)> {
    let stopwatch = Stopwatch::start();
    let calls = ROUND.run(busy)?;
    let per_second = calls.len() as f64 / stopwatch.elapsed().as_secs_f64();
    Ok((calls, per_second))
}

/// What one project does, and what another one does beside it.
fn together<T>(
    work: impl FnOnce() -> Result<T>,
    beside: &LoadTarget,
) -> Result<(T, Vec<Duration>)> {
    thread::scope(|scope| {
        let others = scope.spawn(|| BESIDE.run(beside));
        let calls = work();
        let others = others
            .join()
            .map_err(|_| anyhow!("The load has panicked"))?
            .context("The load has failed")?;
        Ok((calls?, others))
    })
}

#[derive(Default)]
struct Rounds {
    per_second: Vec<f64>,
    busy: Percentiles,
    alone: Percentiles,
    beside: Percentiles,
    paced: Percentiles,
    beside_paced: Percentiles,
    paced_without: Percentiles,
    beside_without: Percentiles,
    /// 99 of 100 times that a block is on disk, without anything of ours: nothing that promises to
    /// remember can be faster.
    disk: Vec<f64>,
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
    fn record(&self, report: &mut Report) {
        let name = "reservations in one project, each committed";
        let target = FigureTarget::AtLeast(PROMISED_PER_SECOND.into());
        report.judge(name, "1/s", &self.per_second, target);
        let at_most = FigureTarget::AtMost(20.0);
        report.record("p50 of them", "ms", &self.busy.p50);
        report.judge("p99 of them", "ms", &self.busy.p99, at_most);
        report.record("p50 in another project, alone", "ms", &self.alone.p50);
        report.record("p99 in another project, alone", "ms", &self.alone.p99);
        report.record(
            "p50 in another project, beside those",
            "ms",
            &self.beside.p50,
        );
        report.record(
            "p99 in another project, beside those",
            "ms",
            &self.beside.p99,
        );
        report.record("p99 of a block written to this disk", "ms", &self.disk);
        let pace = format!("at {PROMISED_PER_SECOND} in a second, due or not");
        report.record(format!("p50 {pace}"), "ms", &self.paced.p50);
        report.record(format!("p99 {pace}"), "ms", &self.paced.p99);
        let beside = "in another project, beside that";
        let others = &self.beside_paced;
        report.record(format!("p50 {beside}"), "ms", &others.p50);
        report.judge(format!("p99 {beside}"), "ms", &others.p99, at_most);
        let off = "quotas off";
        let (busy, others) = (&self.paced_without, &self.beside_without);
        report.record(format!("p50 {pace}, {off}"), "ms", &busy.p50);
        report.record(format!("p99 {pace}, {off}"), "ms", &busy.p99);
        report.record(format!("p50 {beside}, {off}"), "ms", &others.p50);
        report.record(format!("p99 {beside}, {off}"), "ms", &others.p99);
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
