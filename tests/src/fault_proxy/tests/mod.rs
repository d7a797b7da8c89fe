mod controlled;
mod cuts;
mod pace;
mod way_through;

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{Fault, FaultProxy};

/// Any free port of this machine.
const ANYWHERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A proxy with an upstream of the test's own behind it.
struct Scene {
    proxy: FaultProxy,
    upstream: TcpListener,
}

impl Scene {
    async fn new() -> Self {
        let upstream = TcpListener::bind(ANYWHERE).await.unwrap();
        let proxy = FaultProxy::start(ANYWHERE, upstream.local_addr().unwrap()).unwrap();
        Self { proxy, upstream }
    }

    async fn with(fault: Fault) -> Self {
        let scene = Self::new().await;
        scene.proxy.set_fault(fault).await.unwrap();
        scene
    }

    /// A connection through the proxy: the client's end and the upstream's.
    async fn connect(&self) -> (TcpStream, TcpStream) {
        let client = self.connect_client().await;
        let (upstream, _) = bounded(self.upstream.accept()).await.unwrap();
        (client, upstream)
    }

    async fn connect_client(&self) -> TcpStream {
        TcpStream::connect(self.proxy.listen()).await.unwrap()
    }
}

/// No wait in these tests is for a time; this only turns one that would last for ever into a failure.
async fn bounded<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(3600), work)
        .await
        .expect("should have happened by now")
}

async fn until(condition: impl Fn() -> bool) {
    bounded(async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// Sends as much as is taken.
async fn send(stream: &mut TcpStream, bytes: usize) {
    // That the other end goes away in the middle is what some tests are about.
    let _ = stream.write_all(&vec![7; bytes]).await;
}

async fn receive(stream: &mut TcpStream, bytes: usize) {
    let mut received = vec![0; bytes];
    bounded(stream.read_exact(&mut received)).await.unwrap();
    assert!(received.iter().all(|byte| *byte == 7));
}

/// Reads to the end: how many bytes came, and what the end was.
async fn receive_all(stream: &mut TcpStream) -> (usize, Result<(), std::io::ErrorKind>) {
    let mut buffer = vec![0; 64 * 1024];
    let mut total = 0;
    loop {
        match bounded(stream.read(&mut buffer)).await {
            Ok(0) => return (total, Ok(())),
            Ok(bytes) => total += bytes,
            Err(error) => return (total, Err(error.kind())),
        }
    }
}
