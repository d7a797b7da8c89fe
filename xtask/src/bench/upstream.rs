//! An upstream that is fast and always the same, so that it is not what is measured.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};

use super::wire::Wire;

/// What Glance answers about one image, headers and body.
const IMAGE: &str = include_str!("../../bench/image.json");

/// The id of that image.
pub(super) const IMAGE_ID: &str = "b009990b-0309-4fbc-9d37-6835eedea361";

/// Starts it, until this program ends.
pub(super) fn start() -> Result<SocketAddr> {
    start_with(IMAGE.to_owned())
}

/// The same where the image waits for its data, in a project, and what comes for it is dropped in the kernel.
pub(super) fn start_waiting_for_data(project_id: &str) -> Result<SocketAddr> {
    let mut image: Map<String, Value> = serde_json::from_str(IMAGE)?;
    image.insert("status".to_owned(), "queued".into());
    image.insert("owner".to_owned(), project_id.into());
    for of_data in [
        "size",
        "virtual_size",
        "checksum",
        "os_hash_algo",
        "os_hash_value",
        "stores",
    ] {
        image.remove(of_data);
    }
    start_with(serde_json::to_string(&image)?)
}

fn start_with(image: String) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("No port is free")?;
    let address = listener.local_addr().context("No port is free")?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let image = image.clone();
            // A connection that breaks is the affair of the other side, which counts it.
            thread::spawn(move || Wire::new(stream).and_then(|wire| serve(wire, &image)));
        }
    });
    Ok(address)
}

fn serve(mut wire: Wire, image: &str) -> io::Result<()> {
    let read = response("200 OK", image);
    let created = response("201 Created", image);
    let stored = "HTTP/1.1 204 No Content\r\n\r\n".to_owned();
    // A cloud with its quotas off, and a project without images.
    let usage = response("200 OK", r#"{"usage": {}}"#);
    let list = response("200 OK", r#"{"images": []}"#);
    while let Some(head) = wire.read_head()? {
        let line = head.start_line.as_str();
        if line.starts_with("PUT ") {
            wire.discard_body(&head)?;
        } else {
            wire.read_body(&head, |_| {})?;
        }
        let response = match line {
            _ if line.starts_with("PUT ") => &stored,
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
