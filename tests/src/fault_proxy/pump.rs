//! One direction of a connection: read, do what the fault says, write.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::watch;

use super::fault::{Cut, Direction, Fault, Faults, Repeat, SetFault};

/// The most that a direction holds in memory.
const BUFFER_BYTES: usize = 64 * 1024;
/// Under a bandwidth, a piece is what passes in a twentieth of a second: small enough to be even.
const PIECES_PER_SECOND: u64 = 20;

/// How a connection is ended on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Farewell {
    Reset,
    Close,
}

/// Why nothing more goes this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// The sender has said all, and the receiver has been told so.
    Finished,
    /// The sender has reset the connection.
    SenderGone,
    /// The receiver has reset the connection.
    ReceiverGone,
    /// The fault has come due.
    Cut(Farewell),
}

/// What the fault asks for before the next piece.
enum PumpStep {
    Hold,
    Cut(Farewell, Repeat),
    Pass { at_most: usize },
}

pub(super) async fn pump(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    direction: Direction,
    faults: &Faults,
    passed: &AtomicU64,
) -> Ended {
    let mut watched = faults.subscribe();
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut counted_for = None;
    let mut counted_bytes = 0;
    loop {
        let SetFault { setting, fault } = watched.borrow_and_update().clone();
        if counted_for != Some(setting) {
            counted_for = Some(setting);
            counted_bytes = 0;
        }
        let piece = match PumpStep::under(&fault, direction, counted_bytes) {
            PumpStep::Hold => {
                changed(&mut watched).await;
                continue;
            }
            PumpStep::Cut(farewell, repeat) => {
                if faults.claim(setting, repeat) {
                    return Ended::Cut(farewell);
                }
                continue;
            }
            PumpStep::Pass { at_most } => buffer.split_at_mut(at_most).0,
        };
        let read = tokio::select! {
            biased;
            () = changed(&mut watched) => continue,
            read = from.read(piece) => read,
        };
        let (bytes, _) = match read {
            Ok(0) => {
                // The receiver may be gone already, which comes to the same.
                let _ = to.shutdown().await;
                return Ended::Finished;
            }
            Ok(length) => piece.split_at(length),
            Err(_) => return Ended::SenderGone,
        };
        tokio::select! {
            () = changed(&mut watched) => {}
            () = tokio::time::sleep(pause(&fault, bytes.len())) => {}
        }
        if to.write_all(bytes).await.is_err() {
            return Ended::ReceiverGone;
        }
        counted_bytes += bytes.len() as u64;
        passed.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    }
}

impl PumpStep {
    fn under(fault: &Fault, direction: Direction, counted_bytes: u64) -> Self {
        let (cut, farewell) = match fault {
            Fault::Hang => return Self::Hold,
            Fault::Reset(cut) => (cut, Farewell::Reset),
            Fault::Close(cut) => (cut, Farewell::Close),
            Fault::Bandwidth { bytes_per_second } => {
                return Self::at_most((bytes_per_second.get() / PIECES_PER_SECOND).max(1));
            }
            Fault::Pass | Fault::Refuse | Fault::Delay { .. } => return Self::at_most(u64::MAX),
        };
        let Cut {
            direction: cut_direction,
            after_bytes,
            repeat,
        } = *cut;
        match after_bytes.saturating_sub(counted_bytes) {
            _ if cut_direction != direction => Self::at_most(u64::MAX),
            0 => Self::Cut(farewell, repeat),
            rest => Self::at_most(rest),
        }
    }

    fn at_most(bytes: u64) -> Self {
        Self::Pass {
            at_most: usize::try_from(bytes).map_or(BUFFER_BYTES, |bytes| bytes.min(BUFFER_BYTES)),
        }
    }
}

/// How long a piece waits before it goes on.
fn pause(fault: &Fault, bytes: usize) -> Duration {
    match fault {
        Fault::Bandwidth { bytes_per_second } => {
            Duration::from_secs(1).mul_f64(bytes as f64 / bytes_per_second.get() as f64)
        }
        Fault::Delay { milliseconds } => Duration::from_millis(*milliseconds),
        _ => Duration::ZERO,
    }
}

/// Waits for another fault to be set; for ever once nobody can set one.
async fn changed(watched: &mut watch::Receiver<SetFault>) {
    if watched.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}
