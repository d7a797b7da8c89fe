//! The listening side, which can go away and come back on the same port.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};

use super::fault::{Fault, SetFault};

/// Connections that wait in the kernel to be taken.
const BACKLOG: u32 = 128;
/// How long to leave a kernel alone that cannot hand a connection over.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(100);

/// Whether anybody listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    Open,
    Shut,
}

impl Door {
    /// What a fault makes of the door.
    pub(super) fn under(fault: &Fault) -> Self {
        match fault {
            Fault::Refuse => Self::Shut,
            _ => Self::Open,
        }
    }
}

type Accepted = (TcpStream, SocketAddr);

/// Starts to listen: gives the address with its real port, the state of the door, and the
/// connections that come in.
pub(super) fn start(
    address: SocketAddr,
    faults: watch::Receiver<SetFault>,
) -> io::Result<(SocketAddr, watch::Receiver<Door>, mpsc::Receiver<Accepted>)> {
    let reservation = reserve(address)?;
    let address = reservation.local_addr()?;
    let listener = listen(address)?;
    let (door, door_state) = watch::channel(Door::Open);
    let (accepted, connections) = mpsc::channel(1);
    let doorkeeper = Doorkeeper {
        address,
        _reservation: reservation,
        faults,
        door,
        accepted,
    };
    tokio::spawn(doorkeeper.run(listener));
    Ok((address, door_state, connections))
}

struct Doorkeeper {
    address: SocketAddr,
    /// Bound and never listening: keeps the port from being taken by somebody else while the door is
    /// shut. The kernel answers calls to such a port with a reset, as to one without a program.
    _reservation: TcpSocket,
    faults: watch::Receiver<SetFault>,
    door: watch::Sender<Door>,
    accepted: mpsc::Sender<Accepted>,
}

impl Doorkeeper {
    /// Ends when nobody is interested in connections any more, or the port cannot be listened on
    /// again; then the door's state has no sender, which is how a setter of faults learns of it.
    async fn run(mut self, first: TcpListener) {
        let mut listener = Some(first);
        loop {
            match Door::under(&self.faults.borrow_and_update().fault) {
                Door::Shut => listener = None,
                Door::Open if listener.is_none() => match listen(self.address) {
                    Ok(again) => listener = Some(again),
                    Err(_) => return,
                },
                Door::Open => {}
            }
            self.door.send_replace(match listener {
                Some(_) => Door::Open,
                None => Door::Shut,
            });
            tokio::select! {
                changed = self.faults.changed() => {
                    if changed.is_err() {
                        return;
                    }
                }
                accepted = accept(listener.as_ref()) => {
                    if self.accepted.send(accepted).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

/// The next connection; never, without a listener.
async fn accept(listener: Option<&TcpListener>) -> Accepted {
    let Some(listener) = listener else {
        return std::future::pending().await;
    };
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // Out of descriptors, most likely: connections that are open must end first.
            Err(_) => tokio::time::sleep(AFTER_FAILED_ACCEPT).await,
        }
    }
}

/// Takes the port without listening on it.
fn reserve(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = new_socket(address)?;
    socket.bind(address)?;
    Ok(socket)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = new_socket(address)?;
    // What is left of connections that have ended must not keep the port; the reservation does
    // without this, because with it on both sides it would keep nobody out.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn new_socket(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // Two sockets share the port: the reservation and the listener.
    socket.set_reuseport(true)?;
    Ok(socket)
}
