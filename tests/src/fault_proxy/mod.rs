//! A TCP proxy that breaks on demand.
//!
//! It stands between the edge and Keystone or Glance in the tests, so that both stay real and only
//! the way between them fails: the idea of toxiproxy, in the few faults that Gaze must live with.
//! A fault holds for the connections that are open and for those that come. It is in force when
//! [`FaultProxy::set_fault`] returns, so a test needs no waiting of its own.

mod connection;
pub mod control;
mod fault;
mod listener;
mod pump;
mod registry;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::watch;

pub use fault::{Cut, Direction, Fault, Repeat};
pub use registry::{ConnectionId, ConnectionStatus, Counts};

use connection::Connection;
use fault::Faults;
use listener::Door;
use registry::Registry;

/// A proxy at work. Clones are handles to the same one.
#[derive(Clone, Debug)]
pub struct FaultProxy {
    listen: SocketAddr,
    faults: Arc<Faults>,
    registry: Arc<Registry>,
    door: watch::Receiver<Door>,
}

impl FaultProxy {
    /// Listens on `listen` and forwards to `upstream`, without a fault. Port 0 takes a free one.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub fn start(listen: SocketAddr, upstream: SocketAddr) -> io::Result<Self> {
        let faults = Arc::new(Faults::default());
        let registry = Arc::new(Registry::default());
        let (listen, door, mut accepted) = listener::start(listen, faults.subscribe())?;
        let proxy = Self {
            listen,
            faults,
            registry,
            door,
        };
        let (faults, registry) = (Arc::clone(&proxy.faults), Arc::clone(&proxy.registry));
        tokio::spawn(async move {
            while let Some((client, address)) = accepted.recv().await {
                let connection =
                    Connection::new(upstream, Arc::clone(&faults), registry.open(address));
                tokio::spawn(connection.run(client));
            }
        });
        Ok(proxy)
    }

    /// Where it listens.
    #[must_use]
    pub fn listen(&self) -> SocketAddr {
        self.listen
    }

    /// The fault in force.
    #[must_use]
    pub fn fault(&self) -> Fault {
        self.faults.current()
    }

    /// Replaces the fault, and returns once the new one is in force.
    ///
    /// # Errors
    /// The proxy was to listen again and cannot.
    pub async fn set_fault(&self, fault: Fault) -> io::Result<()> {
        let wanted = Door::under(&fault);
        self.faults.set(fault);
        self.door
            .clone()
            .wait_for(|door| *door == wanted)
            .await
            .map_err(|_| io::Error::other("the proxy no longer listens"))?;
        Ok(())
    }

    /// The connections that are open, oldest first.
    #[must_use]
    pub fn connections(&self) -> Vec<ConnectionStatus> {
        self.registry.list()
    }

    /// Resets one connection; says whether it was open.
    pub fn kill(&self, id: ConnectionId) -> bool {
        self.registry.kill(id)
    }

    /// Resets every open connection; says how many.
    pub fn kill_all(&self) -> usize {
        self.registry.kill_all()
    }

    /// What has happened since the start.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.registry.counts()
    }
}

#[cfg(test)]
mod tests;
