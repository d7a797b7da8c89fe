//! What image data costs on its way in: by a `PUT` of known length, beside the bare passthrough, into an
//! upstream that drops it; and by tus, into the gateway's own store.

use anyhow::Result;

use super::gateway::Gateway;
use super::image_data;
use super::rates::Rates;
use super::report::{FigureTarget, Report};
use super::tus::TusUpload;
use super::upstream;
use crate::context::Context;
use crate::openstack::Session;
use crate::stack::StackSettings;

/// Long enough that the ticks of the kernel's clock are no matter, and short enough that what else the machine does is
/// the same for both of a pair.
const BYTES: u64 = 512 << 20;

/// As large as the dashboard makes them on a line that is fast (`MOST` of its `chunk_size.rs`).
const CHUNK_BYTES: u64 = 32 << 20;

/// What goes each way before anything is counted.
const WARM_UP_BYTES: u64 = 64 << 20;

const ROUNDS: usize = 15;

/// How much more processor time a gibibyte may take than without anything that the edge does.
const MOST_CPU: FigureTarget = FigureTarget::AtMost(1.15);

const LEAST_BY_TUS: FigureTarget = FigureTarget::AtLeast(300.0);

/// What streams grows no memory.
const MOST_GROWTH: FigureTarget = FigureTarget::AtMost(32.0);

pub(super) fn measure(
    context: &Context,
    stack: &StackSettings,
    session: &Session,
    report: &mut Report,
) -> Result<()> {
    let step = context.console.begin("Measuring what comes in");
    let upstream = upstream::start_waiting_for_data(&session.project_id)?;
    let gateway = Gateway::start(context, stack, upstream)?;
    let put = |address, bytes| image_data::put(address, upstream::IMAGE_ID, &session.token, bytes);
    let [mut passthrough, mut edge, mut tus] = [(); 3].map(|()| Rates::default());
    put(gateway.passthrough, WARM_UP_BYTES)?;
    put(gateway.edge, WARM_UP_BYTES)?;
    by_tus(&gateway, session, WARM_UP_BYTES)?;
    for round in 0..ROUNDS {
        step.show(&format!("round {} of {ROUNDS}", round + 1));
        let mut ways = [
            (&mut passthrough, gateway.passthrough),
            (&mut edge, gateway.edge),
        ];
        // Whoever comes second finds other caches than whoever came first.
        if round % 2 == 1 {
            ways.reverse();
        }
        for (rates, address) in ways {
            rates.add(&gateway, BYTES, || put(address, BYTES))?;
        }
        tus.add(&gateway, BYTES, || by_tus(&gateway, session, BYTES))?;
    }
    for (name, rates) in [
        ("PUT, passthrough", &passthrough),
        ("PUT, edge", &edge),
        ("tus", &tus),
    ] {
        report.record(
            format!("512 MiB by {name}: CPU"),
            "ms/GiB",
            &rates.cpu_ms_per_gibibyte,
        );
    }
    report.judge(
        "512 MiB by PUT: CPU, edge to passthrough, paired",
        "x",
        &edge.cpu_ratio_to(&passthrough),
        MOST_CPU,
    );
    report.judge(
        "512 MiB by tus, into the gateway",
        "MiB/s",
        &tus.mebibytes_per_second,
        LEAST_BY_TUS,
    );
    for (name, rates) in [("PUT", &edge), ("tus", &tus)] {
        report.judge(
            format!("512 MiB by {name}: memory growth"),
            "MiB",
            &rates.growth_mebibytes,
            MOST_GROWTH,
        );
    }
    step.finish();
    Ok(())
}

/// Sends so much into the gateway, and ends the upload: it is told one byte more, so that it does not go on to the
/// upstream meanwhile.
fn by_tus(gateway: &Gateway, session: &Session, bytes: u64) -> Result<()> {
    let mut upload =
        TusUpload::create(gateway.edge, upstream::IMAGE_ID, &session.token, bytes + 1)?;
    let mut offset = 0;
    while offset < bytes {
        let chunk = CHUNK_BYTES.min(bytes - offset);
        upload.append(offset, chunk)?;
        offset += chunk;
    }
    upload.terminate()
}
