//! One connection: both directions and how they end.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::fault::{Direction, Fault, Faults};
use super::pump::{Ended, Farewell, pump};
use super::registry::Entry;

pub(super) struct Connection {
    upstream: SocketAddr,
    faults: Arc<Faults>,
    entry: Entry,
}

impl Connection {
    pub(super) fn new(upstream: SocketAddr, faults: Arc<Faults>, entry: Entry) -> Self {
        Self {
            upstream,
            faults,
            entry,
        }
    }

    /// Serves the connection to its end.
    pub(super) async fn run(self, mut client: TcpStream) {
        let mut upstream = tokio::select! {
            () = self.entry.killed() => return reset(&client),
            upstream = self.reach() => match upstream {
                Ok(upstream) => upstream,
                // Nobody is behind the proxy: the client meets nobody either.
                Err(_) => return reset(&client),
            },
        };
        match self.exchange(&mut client, &mut upstream).await {
            Farewell::Reset => {
                reset(&client);
                reset(&upstream);
            }
            Farewell::Close => {
                tokio::select! {
                    () = self.entry.killed() => {}
                    _ = async { tokio::join!(close(&mut client), close(&mut upstream)) } => {}
                }
            }
        }
    }

    /// Connects to the upstream, once the fault lets anything move.
    async fn reach(&self) -> io::Result<TcpStream> {
        let mut watched = self.faults.subscribe();
        while watched.borrow_and_update().fault == Fault::Hang {
            watched.changed().await.map_err(io::Error::other)?;
        }
        let upstream = TcpStream::connect(self.upstream).await?;
        upstream.set_nodelay(true)?;
        Ok(upstream)
    }

    async fn exchange(&self, client: &mut TcpStream, upstream: &mut TcpStream) -> Farewell {
        // A piece must not wait in the kernel for the next one. If the client is gone already, its
        // own direction says so.
        let _ = client.set_nodelay(true);
        let (from_client, to_client) = client.split();
        let (from_upstream, to_upstream) = upstream.split();
        let passed = |direction| self.entry.passed(direction);
        let up = Direction::ToUpstream;
        let up = pump(from_client, to_upstream, up, &self.faults, passed(up));
        let down = Direction::ToClient;
        let down = pump(from_upstream, to_client, down, &self.faults, passed(down));
        tokio::pin!(up, down);
        let (mut up_ended, mut down_ended) = (None, None);
        loop {
            tokio::select! {
                () = self.entry.killed() => return Farewell::Reset,
                ended = &mut up, if up_ended.is_none() => up_ended = Some(ended),
                ended = &mut down, if down_ended.is_none() => down_ended = Some(ended),
            }
            if matches!(up_ended, Some(Ended::Cut(_))) || matches!(down_ended, Some(Ended::Cut(_)))
            {
                self.entry.note_cut();
            }
            if let Some(farewell) = farewell(up_ended, down_ended) {
                return farewell;
            }
        }
    }
}

/// How the connection ends; `None` while something can still go one way.
fn farewell(up: Option<Ended>, down: Option<Ended>) -> Option<Farewell> {
    match (up, down) {
        (Some(Ended::Cut(farewell)), _) | (_, Some(Ended::Cut(farewell))) => Some(farewell),
        (Some(Ended::SenderGone), _)
        | (_, Some(Ended::SenderGone | Ended::ReceiverGone))
        // The upstream took no more, and all that it had said before has reached the client: a
        // server that refuses a body does that.
        | (Some(Ended::ReceiverGone), Some(Ended::Finished)) => Some(Farewell::Reset),
        (Some(Ended::Finished), Some(Ended::Finished)) => Some(Farewell::Close),
        _ => None,
    }
}

/// Makes the end of a connection a reset (RST) instead of a close (FIN): it is sent when the stream
/// is dropped.
fn reset(stream: &TcpStream) {
    // It fails on a connection that is gone already, which needs no reset any more.
    let _ = stream.set_zero_linger();
}

/// Ends a connection as a program does that has said all. What the other side still sends is taken
/// and dropped: the kernel answers a close with unread data by a reset.
async fn close(stream: &mut TcpStream) {
    let (mut from, mut to) = stream.split();
    let _ = to.shutdown().await;
    let mut dropped = [0; 4096];
    while matches!(from.read(&mut dropped).await, Ok(1..)) {}
}
