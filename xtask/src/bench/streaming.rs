//! Gibibytes through the edge to a real Glance and back, beside the same without the edge.
//!
//! On the way down the client is judged by that drops the bytes in the kernel, as if it stood on another
//! machine: Glance, the runtime and a client that copies them want more than two cores, and what the client
//! takes is then missing elsewhere. The same with a client that copies is told. All ways give the same image,
//! which the system holds in memory.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use super::gateway::Gateway;
use super::image_data;
use super::rates::Rates;
use super::report::{FigureTarget, Report};
use super::wire::Wire;
use crate::context::Context;
use crate::openstack::{Images, NewImage, Session};
use crate::stack::StackSettings;

/// Each takes long: Glance hashes what it gets, and that decides.
const UPLOADS: usize = 3;

/// They come from memory, and scatter more.
const DOWNLOADS: usize = 9;

/// What goes each way before anything is counted: what a runtime takes once, for its code and its caches,
/// is no growth with what streams.
const WARM_UP_BYTES: u64 = 64 << 20;

const WAYS: [&str; 3] = ["direct", "passthrough", "edge"];

/// One of the ways to Glance.
#[derive(Clone, Copy, Debug)]
struct Way {
    name: &'static str,
    address: SocketAddr,
}

/// What a client does with the data that it gets.
#[derive(Clone, Copy, Debug)]
enum Client {
    Discards,
    Copies,
}

pub(super) fn measure(
    context: &Context,
    stack: &StackSettings,
    session: &Session,
    bytes: u64,
    report: &mut Report,
) -> Result<()> {
    let step = context.console.begin("Measuring streams");
    let glance = SocketAddr::from((Ipv4Addr::LOCALHOST, stack.glance_port));
    let gateway = Gateway::start(context, stack, glance)?;
    let [direct, passthrough, edge] = WAYS;
    let ways = [
        (direct, gateway.direct),
        (passthrough, gateway.passthrough),
        (edge, gateway.edge),
    ]
    .map(|(name, address)| Way { name, address });
    let images = Images::new(&stack.glance_url(), session);
    let mut up = [(); 3].map(|()| Rates::default());
    let mut down = [(); 3].map(|()| Rates::default());
    let mut copied = [(); 3].map(|()| Rates::default());
    for way in ways {
        let image = images.create(&new_image())?;
        image_data::put(way.address, &image.id, &session.token, WARM_UP_BYTES)?;
        download(
            way.address,
            &image.id,
            session,
            WARM_UP_BYTES,
            Client::Copies,
        )?;
        images.delete(&image.id)?;
    }
    for_each_turn(UPLOADS, |round, index| {
        let way = ways[index];
        step.show(&format!("up, {round}, {}", way.name));
        let image = images.create(&new_image())?;
        up[index].add(&gateway, bytes, || {
            image_data::put(way.address, &image.id, &session.token, bytes)
        })?;
        images.delete(&image.id)
    })?;
    let image = images.create(&new_image())?;
    image_data::put(gateway.direct, &image.id, &session.token, bytes)?;
    // What is still on its way to the disk would take its time from whoever reads meanwhile.
    nix::unistd::sync();
    for_each_turn(DOWNLOADS, |round, index| {
        let way = ways[index];
        step.show(&format!("down, {round}, {}", way.name));
        for (client, rates) in [(Client::Discards, &mut down), (Client::Copies, &mut copied)] {
            rates[index].add(&gateway, bytes, || {
                download(way.address, &image.id, session, bytes, client)
            })?;
        }
        Ok(())
    })?;
    images.delete(&image.id)?;
    let size = bytes >> 30;
    for (direction, rates) in [("up", up), ("down", down)] {
        let titled = |name: &str| format!("{size} GiB {direction}, {name}");
        record_speeds(report, &rates, titled);
        let [direct, passthrough, edge] = rates;
        report.judge(
            titled("edge to direct"),
            "x",
            &edge.speed_ratio_to(&direct),
            FigureTarget::AtLeast(0.95),
        );
        report.record(
            titled("CPU of the passthrough"),
            "ms/GiB",
            &passthrough.cpu_ms_per_gibibyte,
        );
        report.record(
            titled("CPU of the edge"),
            "ms/GiB",
            &edge.cpu_ms_per_gibibyte,
        );
        report.judge(
            titled("memory growth of the edge"),
            "MiB",
            &edge.growth_mebibytes,
            FigureTarget::AtMost(32.0),
        );
    }
    record_speeds(report, &copied, |name| {
        format!("{size} GiB down, copied by the client, {name}")
    });
    step.finish();
    Ok(())
}

/// Takes each way in every round. Which is taken first changes from round to round, so that a disk or a
/// neighbour that is slow for a while is unfair to nobody.
fn for_each_turn(rounds: usize, mut take: impl FnMut(&str, usize) -> Result<()>) -> Result<()> {
    for round in 0..rounds {
        let round_title = format!("round {} of {rounds}", round + 1);
        for turn in 0..WAYS.len() {
            take(&round_title, (round + turn) % WAYS.len())?;
        }
    }
    Ok(())
}

/// How fast each way was.
fn record_speeds(report: &mut Report, rates: &[Rates; 3], titled: impl Fn(&str) -> String) {
    for (name, rates) in WAYS.into_iter().zip(rates) {
        report.record(titled(name), "MiB/s", &rates.mebibytes_per_second);
    }
}

fn new_image() -> NewImage {
    let mut image = NewImage::new();
    image.insert("name".to_owned(), json!("bench"));
    image.insert("disk_format".to_owned(), json!("raw"));
    image.insert("container_format".to_owned(), json!("bare"));
    image
}

fn download(
    address: SocketAddr,
    id: &str,
    session: &Session,
    bytes: u64,
    client: Client,
) -> Result<()> {
    let mut wire = Wire::connect(address)?;
    let head = format!(
        "GET /v2/images/{id}/file HTTP/1.1\r\nHost: {address}\r\nX-Auth-Token: {}\r\n\r\n",
        session.token
    );
    wire.send(head.as_bytes())?;
    let head = wire.read_head()?.context("The download got no answer")?;
    let length = match client {
        Client::Discards => wire.discard_body(&head)?,
        Client::Copies => wire.read_body(&head, |_| {})?,
    };
    match (head.status()?, length) {
        (200, length) if length == bytes => Ok(()),
        (status, length) => bail!("The download was answered with {status} and {length} bytes"),
    }
}
