//! An upstream that is fast and always the same, so that it is not what is measured.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread;

use anyhow::{Context as _, Result};

use super::wire::Wire;

/// What Glance answers about one image, headers and body.
const IMAGE: &str = include_str!("../../bench/image.json");

/// Starts it, until this program ends.
pub(super) fn start() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("No port is free")?;
    let address = listener.local_addr().context("No port is free")?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A connection that breaks is the affair of the other side, which counts it.
            thread::spawn(move || Wire::new(stream).and_then(serve));
        }
    });
    Ok(address)
}

fn serve(mut wire: Wire) -> io::Result<()> {
    let answer = format!(
        "HTTP/1.1 200 OK\r\nServer: gunicorn\r\nContent-Type: application/json\r\n\
         X-Openstack-Request-Id: req-2f9d0cb5-3d46-4f5c-9c38-5f1a8a5f5d4e\r\n\
         Content-Length: {}\r\n\r\n{IMAGE}",
        IMAGE.len()
    );
    while let Some(head) = wire.read_head()? {
        wire.read_body(&head, |_| {})?;
        wire.send(answer.as_bytes())?;
    }
    Ok(())
}
