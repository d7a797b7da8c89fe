//! Image data on its way in, as a client sends it.

use std::io;
use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};

use super::wire::Wire;

/// Pieces as large as a program writes them.
const PIECE_BYTES: usize = 256 * 1024;

/// One `PUT` of known length, until it is answered.
pub(super) fn put(address: SocketAddr, image_id: &str, token: &str, bytes: u64) -> Result<()> {
    let mut wire = Wire::connect(address)?;
    let head = format!(
        "PUT /v2/images/{image_id}/file HTTP/1.1\r\nHost: {address}\r\nX-Auth-Token: {token}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: {bytes}\r\n\r\n"
    );
    wire.send(head.as_bytes())?;
    let sent = send_body(&mut wire, bytes);
    // Who is refused cannot send the rest, and the answer says why.
    let Ok(Some(head)) = wire.read_head() else {
        sent.context("The upload broke off")?;
        bail!("The upload got no answer");
    };
    let mut text = Vec::new();
    wire.read_body(&head, |piece| text.extend_from_slice(piece))?;
    match head.status()? {
        204 => Ok(sent?),
        status => bail!(
            "The upload was answered with {status}: {}",
            String::from_utf8_lossy(&text)
        ),
    }
}

/// Sends so many bytes.
pub(super) fn send_body(wire: &mut Wire, bytes: u64) -> io::Result<()> {
    let piece = vec![0xA5; PIECE_BYTES];
    let mut rest = bytes;
    while rest > 0 {
        let length = usize::try_from(rest).map_or(PIECE_BYTES, |rest| rest.min(PIECE_BYTES));
        wire.send(&piece[..length])?;
        rest -= length as u64;
    }
    Ok(())
}
