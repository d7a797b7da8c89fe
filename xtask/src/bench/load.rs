//! Many requests over some connections: each as soon as the one before is answered, or at a pace.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};

use super::wire::Wire;
use crate::clock::Stopwatch;

/// A request as it goes over the wire, and where it goes.
#[derive(Clone, Debug)]
pub(super) struct LoadTarget {
    pub(super) address: SocketAddr,
    pub(super) request: Vec<u8>,
    /// The status of every answer; another one is an error.
    expected: u16,
}

impl LoadTarget {
    pub(super) fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Self {
        let mut request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n");
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        request += "\r\n";
        Self {
            address,
            request: request.into_bytes(),
            expected: 200,
        }
    }

    /// Makes an image, in the project of the token.
    pub(super) fn create(address: SocketAddr, token: &str) -> Self {
        let body = r#"{"name": "bench", "disk_format": "raw", "container_format": "bare"}"#;
        let request = format!(
            "POST /v2/images HTTP/1.1\r\nHost: {address}\r\nX-Auth-Token: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        Self {
            address,
            request: request.into_bytes(),
            expected: 201,
        }
    }
}

/// How often, and over how many connections at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    pub(super) connections: usize,
    pub(super) requests: usize,
}

/// So many requests in a second, whether the ones before are answered or not. What piles up during a pause
/// of the server's is counted as what it is to the callers: a request's time begins when it was due.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) per_second: u32,
    pub(super) requests: u32,
    /// As many as are on their way at once; more have to wait for one of them.
    pub(super) connections: usize,
}

impl Load {
    /// How long each request took. An answer of another status than is expected is an error.
    pub(super) fn run(self, target: &LoadTarget) -> Result<Vec<Duration>> {
        let per_connection = self.requests / self.connections;
        on_connections(self.connections, || {
            let mut caller = Caller::connect(target)?;
            let mut durations = Vec::with_capacity(per_connection);
            for _ in 0..per_connection {
                let stopwatch = Stopwatch::start();
                caller.call()?;
                durations.push(stopwatch.elapsed());
            }
            Ok(durations)
        })
    }
}

impl Pace {
    /// How long each request took from the moment at which it was due.
    pub(super) fn run(self, target: &LoadTarget) -> Result<Vec<Duration>> {
        let began = Stopwatch::start();
        let next = AtomicU32::new(0);
        on_connections(self.connections, || {
            let mut caller = Caller::connect(target)?;
            let mut durations = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= self.requests {
                    return Ok(durations);
                }
                let due = Duration::from_secs(1) * number / self.per_second;
                thread::sleep(due.saturating_sub(began.elapsed()));
                caller.call()?;
                durations.push(began.elapsed().saturating_sub(due));
            }
        })
    }
}

/// What each connection's thread has measured, in one list.
fn on_connections(
    connections: usize,
    work: impl Fn() -> Result<Vec<Duration>> + Sync,
) -> Result<Vec<Duration>> {
    let outcomes: Vec<Result<Vec<Duration>>> = thread::scope(|scope| {
        let works: Vec<_> = (0..connections).map(|_| scope.spawn(&work)).collect();
        let join = |work: thread::ScopedJoinHandle<'_, _>| {
            work.join()
                .unwrap_or_else(|_| Err(anyhow!("A connection of the load has panicked")))
        };
        works.into_iter().map(join).collect()
    });
    let mut durations = Vec::new();
    for outcome in outcomes {
        durations.extend(outcome?);
    }
    Ok(durations)
}

/// One connection.
struct Caller<'a> {
    wire: Wire,
    target: &'a LoadTarget,
}

impl<'a> Caller<'a> {
    fn connect(target: &'a LoadTarget) -> Result<Self> {
        let wire = Wire::connect(target.address).context("No connection for the load")?;
        Ok(Self { wire, target })
    }

    fn call(&mut self) -> Result<()> {
        self.wire.send(&self.target.request)?;
        let head = self.wire.read_head()?.context("The connection has ended")?;
        self.wire.read_body(&head, |_| {})?;
        let (status, expected) = (head.status()?, self.target.expected);
        if status != expected {
            bail!("An answer {status} in the place of {expected}");
        }
        Ok(())
    }
}
