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
    let read = response("200 OK", IMAGE);
    let created = response("201 Created", IMAGE);
    // A cloud with its quotas off, and a project without images.
    let usage = response("200 OK", r#"{"usage": {}}"#);
    let list = response("200 OK", r#"{"images": []}"#);
    while let Some(head) = wire.read_head()? {
        wire.read_body(&head, |_| {})?;
        let line = head.start_line.as_str();
        let response = match line {
            _ if line.starts_with("POST /v2/images ") => &created,
            _ if line.starts_with("GET /v2/info/usage ") => &usage,
            _ if line.starts_with("GET /v2/images?") => &list,
            _ => &read,
        };
        wire.send(response.as_bytes())?;
    }
    Ok(())
}

fn response(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nServer: gunicorn\r\nContent-Type: application/json\r\n\
         X-Openstack-Request-Id: req-2f9d0cb5-3d46-4f5c-9c38-5f1a8a5f5d4e\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
