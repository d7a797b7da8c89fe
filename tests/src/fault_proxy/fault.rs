//! The faults, and the one that is in force.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// What goes wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// Nothing.
    #[default]
    Pass,
    /// Nobody listens: new connections are refused. Open ones go on.
    Refuse,
    /// Connections are taken and nothing moves on them, until the fault changes.
    Hang,
    /// The connection breaks off with a TCP reset on both sides.
    Reset(Cut),
    /// The connection ends on both sides as if all had been said.
    Close(Cut),
    /// Each direction of each connection carries no more than this.
    Bandwidth {
        /// The limit.
        bytes_per_second: NonZeroU64,
    },
    /// What arrives is passed on so much later, one piece after the other.
    Delay {
        /// The time that each piece waits.
        milliseconds: u64,
    },
}

/// Where a connection ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// Which way the bytes go that count.
    pub direction: Direction,
    /// How many of them still pass on a connection, since it opened or the fault was set.
    pub after_bytes: u64,
    /// How often.
    #[serde(default)]
    pub repeat: Repeat,
}

/// A way through the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the client to the upstream.
    ToUpstream,
    /// From the upstream to the client.
    ToClient,
}

/// How often a fault happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// To the first connection that it can happen to; then everything passes.
    #[default]
    Once,
    /// To every connection until another fault is set.
    UntilChanged,
}

/// A fault with the number of the setting it came by, so that bytes count from that moment on.
#[derive(Clone, Debug, Default)]
pub(super) struct SetFault {
    pub(super) setting: u64,
    pub(super) fault: Fault,
}

/// The fault in force, watched by every connection and by the listener.
#[derive(Debug, Default)]
pub(super) struct Faults(watch::Sender<SetFault>);

impl Faults {
    pub(super) fn set(&self, fault: Fault) {
        self.0.send_modify(|current| {
            *current = SetFault {
                setting: current.setting + 1,
                fault,
            };
        });
    }

    pub(super) fn current(&self) -> Fault {
        self.0.borrow().fault.clone()
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<SetFault> {
        self.0.subscribe()
    }

    /// Whether a connection may now be cut by the fault of that setting. Of several that are due at
    /// the same time for a fault that happens once, one is.
    pub(super) fn claim(&self, setting: u64, repeat: Repeat) -> bool {
        match repeat {
            Repeat::UntilChanged => self.0.borrow().setting == setting,
            Repeat::Once => self.0.send_if_modified(|current| {
                let is_first = current.setting == setting;
                if is_first {
                    *current = SetFault {
                        setting: setting + 1,
                        fault: Fault::Pass,
                    };
                }
                is_first
            }),
        }
    }
}
