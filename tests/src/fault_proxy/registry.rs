//! Which connections are open, what has passed on them, and how to end one.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::fault::Direction;

/// Names a connection as long as the proxy runs.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct ConnectionId(pub u64);

/// One open connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionStatus {
    pub id: ConnectionId,
    /// Who opened it.
    pub client: SocketAddr,
    /// Bytes that have passed to the upstream.
    pub to_upstream_bytes: u64,
    /// Bytes that have passed to the client.
    pub to_client_bytes: u64,
}

/// What has happened since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Connections that were taken.
    pub accepted: u64,
    /// Connections that a fault has reset or closed.
    pub cut: u64,
    /// Connections that were ended by name or all at once.
    pub killed: u64,
}

#[derive(Debug, Default)]
pub(super) struct Registry {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    open: BTreeMap<ConnectionId, Arc<Slot>>,
    counts: Counts,
}

#[derive(Debug)]
struct Slot {
    client: SocketAddr,
    to_upstream_bytes: AtomicU64,
    to_client_bytes: AtomicU64,
    kill: Notify,
}

impl Registry {
    /// Enters a connection; it is listed until the entry is dropped.
    pub(super) fn open(self: &Arc<Self>, client: SocketAddr) -> Entry {
        let slot = Arc::new(Slot {
            client,
            to_upstream_bytes: AtomicU64::new(0),
            to_client_bytes: AtomicU64::new(0),
            kill: Notify::new(),
        });
        let mut state = self.state();
        state.counts.accepted += 1;
        let id = ConnectionId(state.counts.accepted);
        state.open.insert(id, Arc::clone(&slot));
        Entry {
            id,
            slot,
            registry: Arc::clone(self),
        }
    }

    pub(super) fn list(&self) -> Vec<ConnectionStatus> {
        let status = |(id, slot): (&ConnectionId, &Arc<Slot>)| ConnectionStatus {
            id: *id,
            client: slot.client,
            to_upstream_bytes: slot.to_upstream_bytes.load(Ordering::Relaxed),
            to_client_bytes: slot.to_client_bytes.load(Ordering::Relaxed),
        };
        self.state().open.iter().map(status).collect()
    }

    pub(super) fn counts(&self) -> Counts {
        self.state().counts
    }

    pub(super) fn kill(&self, id: ConnectionId) -> bool {
        let mut state = self.state();
        let Some(slot) = state.open.remove(&id) else {
            return false;
        };
        state.counts.killed += 1;
        slot.kill.notify_one();
        true
    }

    pub(super) fn kill_all(&self) -> usize {
        let mut state = self.state();
        let open = std::mem::take(&mut state.open);
        state.counts.killed += open.len() as u64;
        for slot in open.values() {
            slot.kill.notify_one();
        }
        open.len()
    }

    /// No holder of the lock can leave the state half changed, so a panic elsewhere spoils nothing.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's place in the registry.
#[derive(Debug)]
pub(super) struct Entry {
    id: ConnectionId,
    slot: Arc<Slot>,
    registry: Arc<Registry>,
}

impl Entry {
    /// The count of what passes that way.
    pub(super) fn passed(&self, direction: Direction) -> &AtomicU64 {
        match direction {
            Direction::ToUpstream => &self.slot.to_upstream_bytes,
            Direction::ToClient => &self.slot.to_client_bytes,
        }
    }

    /// Waits until somebody ends the connection.
    pub(super) async fn killed(&self) {
        self.slot.kill.notified().await;
    }

    /// Notes that a fault has ended the connection.
    pub(super) fn note_cut(&self) {
        self.registry.state().counts.cut += 1;
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.registry.state().open.remove(&self.id);
    }
}
