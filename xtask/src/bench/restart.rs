//! Many calls at once through the edge while Glance is stopped and started again: what is answered is
//! right or says that Glance is away, nothing hangs, and afterwards all is as it was.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};

use super::caller::{CallOutcome, Caller};
use super::gateway::Gateway;
use super::report::{FigureTarget, Report};
use crate::clock::Stopwatch;
use crate::context::Context;
use crate::openstack::{Images, Session};
use crate::process::Services;
use crate::stack::{self, StackSettings};
use crate::tools::Venv;

/// At once; one in eight of them writes.
const CONNECTIONS: usize = 64;

/// How long a client waits after it was told that Glance is away.
const PAUSE: Duration = Duration::from_millis(100);

/// How long the calls go on at most; then something hangs.
const DEADLINE: Duration = Duration::from_secs(900);

/// What one connection has seen.
#[derive(Default)]
struct SeenByCaller {
    right: usize,
    unreachable: usize,
    wrong: Vec<String>,
    broken: Vec<String>,
    after_recovery: Vec<String>,
    slowest: Duration,
}

/// The time of Glance's absence, in milliseconds of the run; the end is 0 while it is away.
#[derive(Default)]
struct Absence {
    from_ms: AtomicUsize,
    to_ms: AtomicUsize,
}

pub(super) fn measure(
    context: &Context,
    (venv, stack): (&Venv, &StackSettings),
    services: &mut Services,
    session: &Session,
    requests: usize,
    report: &mut Report,
) -> Result<()> {
    let step = context.console.begin("Restarting Glance under load");
    let glance = SocketAddr::from((Ipv4Addr::LOCALHOST, stack.glance_port));
    let gateway = Gateway::start(context, stack, glance)?;
    let images = Images::new(&stack.glance_url(), session);
    let known = Caller::make_images(&images, session)?;
    let (done, absence, watch) = (AtomicUsize::new(0), Absence::default(), Stopwatch::start());
    let (seen, restarted) = thread::scope(|scope| {
        let works: Vec<_> = (0..CONNECTIONS)
            .map(|number| {
                let caller = Caller::new(gateway.edge, session, &known, number);
                let (done, absence) = (&done, &absence);
                scope.spawn(move || one_connection(caller, requests, done, absence, watch))
            })
            .collect();
        let restarted = restart((venv, stack), services, requests, &done, &absence, watch);
        let join = |work: thread::ScopedJoinHandle<'_, SeenByCaller>| {
            work.join()
                .map_err(|_| anyhow!("A connection of the load has panicked"))
        };
        let seen: Result<Vec<SeenByCaller>> = works.into_iter().map(join).collect();
        (seen, restarted)
    });
    restarted?;
    let seen = seen?;
    step.show("counting the images");
    let left = Caller::count_left_images(glance, session)?;
    record(&seen, &left, &absence, report);
    for seen in &seen {
        let problems = [&seen.wrong, &seen.broken, &seen.after_recovery];
        for problem in problems.into_iter().flatten() {
            context.console.say(problem);
        }
    }
    step.finish();
    Ok(())
}

fn one_connection(
    mut caller: Caller<'_>,
    requests: usize,
    done: &AtomicUsize,
    absence: &Absence,
    watch: Stopwatch,
) -> SeenByCaller {
    let mut seen = SeenByCaller::default();
    while done.fetch_add(1, Ordering::Relaxed) < requests && watch.elapsed() < DEADLINE {
        let began_ms = elapsed_ms(watch);
        let call = caller.next_call();
        let lap = Stopwatch::start();
        let outcome = caller.make(&call);
        seen.slowest = seen.slowest.max(lap.elapsed());
        let back_ms = absence.to_ms.load(Ordering::Relaxed);
        let is_back = back_ms > 0 && began_ms > back_ms;
        let described = |what: &str| format!("{call:?} at {began_ms} ms: {what}");
        match outcome {
            CallOutcome::Right => seen.right += 1,
            CallOutcome::Unreachable(status) => {
                seen.unreachable += 1;
                if is_back {
                    seen.after_recovery
                        .push(described(&format!("still {status}")));
                }
                thread::sleep(PAUSE);
            }
            CallOutcome::Wrong(what) => seen.wrong.push(described(&what)),
            CallOutcome::Broken(what) => seen.broken.push(described(&what)),
        }
    }
    seen
}

/// Stops Glance after a third of the calls, as an operator does, and starts it again.
fn restart(
    (venv, stack): (&Venv, &StackSettings),
    services: &mut Services,
    requests: usize,
    done: &AtomicUsize,
    absence: &Absence,
    watch: Stopwatch,
) -> Result<()> {
    while done.load(Ordering::Relaxed) < requests / 3 && watch.elapsed() < DEADLINE {
        crate::interrupt::check()?;
        thread::sleep(Duration::from_millis(10));
    }
    absence.from_ms.store(elapsed_ms(watch), Ordering::Relaxed);
    let glance = services.take("Glance").context("Glance is not running")?;
    glance.stop()?;
    services.add(stack::start_glance(venv, stack)?);
    absence.to_ms.store(elapsed_ms(watch), Ordering::Relaxed);
    Ok(())
}

fn elapsed_ms(watch: Stopwatch) -> usize {
    usize::try_from(watch.elapsed().as_millis()).unwrap_or(usize::MAX)
}

fn record(
    seen: &[SeenByCaller],
    left: &BTreeMap<String, usize>,
    absence: &Absence,
    report: &mut Report,
) {
    let count = |of: fn(&SeenByCaller) -> usize| seen.iter().map(of).sum::<usize>() as f64;
    let unreachable_ms =
        absence.to_ms.load(Ordering::Relaxed) - absence.from_ms.load(Ordering::Relaxed);
    report.record("right answers", "", &[count(|seen| seen.right)]);
    report.record(
        "answers that Glance is away",
        "",
        &[count(|seen| seen.unreachable)],
    );
    report.record("Glance was away", "s", &[unreachable_ms as f64 / 1e3]);
    let slowest = seen.iter().map(|seen| seen.slowest).max();
    let none = FigureTarget::AtMost(0.0);
    report.judge("wrong answers", "", &[count(|seen| seen.wrong.len())], none);
    report.judge(
        "answers that broke off or did not come",
        "",
        &[count(|seen| seen.broken.len())],
        none,
    );
    report.judge(
        "refusals after Glance was back",
        "",
        &[count(|seen| seen.after_recovery.len())],
        none,
    );
    let twice = left.values().filter(|count| **count > 1).count();
    report.judge("images that were made twice", "", &[twice as f64], none);
    report.judge(
        // A call may wait in the queue of the port that Glance has opened and not yet begun to serve.
        "the slowest call, beyond Glance's absence",
        "s",
        &[(slowest.unwrap_or_default().as_secs_f64() - unreachable_ms as f64 / 1e3).max(0.0)],
        FigureTarget::AtMost(30.0),
    );
}
