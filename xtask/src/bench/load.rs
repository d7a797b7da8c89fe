//! Many requests over some connections, each as soon as the one before is answered.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};

use super::wire::Wire;
use crate::clock::Stopwatch;

/// A request as it goes over the wire, and where it goes.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) address: SocketAddr,
    pub(super) request: Vec<u8>,
    /// The status of every answer; another one is an error.
    expected: u16,
}

impl Target {
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

impl Load {
    /// How long each request took. An answer of another status than is expected is an error.
    pub(super) fn run(self, target: &Target) -> Result<Vec<Duration>> {
        let per_connection = self.requests / self.connections;
        let outcomes: Vec<Result<Vec<Duration>>> = thread::scope(|scope| {
            let works: Vec<_> = (0..self.connections)
                .map(|_| scope.spawn(|| one_connection(target, per_connection)))
                .collect();
            let join = |work: thread::ScopedJoinHandle<'_, _>| {
                work.join()
                    .unwrap_or_else(|_| Err(anyhow!("A connection of the load has panicked")))
            };
            works.into_iter().map(join).collect()
        });
        let mut durations = Vec::with_capacity(self.requests);
        for outcome in outcomes {
            durations.extend(outcome?);
        }
        Ok(durations)
    }
}

fn one_connection(target: &Target, requests: usize) -> Result<Vec<Duration>> {
    let mut wire = Wire::connect(target.address).context("No connection for the load")?;
    let mut durations = Vec::with_capacity(requests);
    let mut statuses = BTreeMap::<u16, usize>::new();
    for _ in 0..requests {
        let stopwatch = Stopwatch::start();
        wire.send(&target.request)?;
        let head = wire.read_head()?.context("The connection has ended")?;
        wire.read_body(&head, |_| {})?;
        durations.push(stopwatch.elapsed());
        *statuses.entry(head.status()?).or_default() += 1;
    }
    let expected = target.expected;
    if statuses.keys().any(|status| *status != expected) {
        bail!("Answers other than {expected}, by status: {statuses:?}");
    }
    Ok(durations)
}
