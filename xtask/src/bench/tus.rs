//! An upload by tus, as a client makes it.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::image_data;
use super::wire::{Head, Wire};

/// One upload, over one connection.
#[derive(Debug)]
pub(super) struct TusUpload {
    wire: Wire,
    address: SocketAddr,
    token: String,
    path: String,
}

impl TusUpload {
    /// Begins one of so many bytes.
    pub(super) fn create(
        address: SocketAddr,
        image_id: &str,
        token: &str,
        length: u64,
    ) -> Result<Self> {
        let mut upload = Self {
            wire: Wire::connect(address)?,
            address,
            token: token.to_owned(),
            path: "/api/uploads".to_owned(),
        };
        let image_id = STANDARD.encode(image_id);
        let headers = format!(
            "Upload-Length: {length}\r\nUpload-Metadata: image_id {image_id}\r\nContent-Length: 0\r\n"
        );
        upload.send_head("POST", &headers)?;
        let head = upload.answered_with(201)?;
        let location = head
            .header("location")
            .context("A new upload has no address")?;
        let (_, path) = location
            .split_once("/api/uploads/")
            .context("A new upload is elsewhere")?;
        upload.path = format!("/api/uploads/{path}");
        Ok(upload)
    }

    /// Sends the next bytes in one request.
    pub(super) fn append(&mut self, offset: u64, bytes: u64) -> Result<()> {
        let headers = format!(
            "Upload-Offset: {offset}\r\nContent-Type: application/offset+octet-stream\r\n\
             Content-Length: {bytes}\r\n"
        );
        self.send_head("PATCH", &headers)?;
        image_data::send_body(&mut self.wire, bytes)?;
        self.answered_with(204).map(|_| ())
    }

    /// Ends it before it is whole.
    pub(super) fn terminate(mut self) -> Result<()> {
        self.send_head("DELETE", "")?;
        self.answered_with(204).map(|_| ())
    }

    fn send_head(&mut self, method: &str, headers: &str) -> Result<()> {
        let Self {
            address,
            token,
            path,
            ..
        } = self;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nX-Auth-Token: {token}\r\n\
             Tus-Resumable: 1.0.0\r\n{headers}\r\n"
        );
        Ok(self.wire.send(head.as_bytes())?)
    }

    fn answered_with(&mut self, expected: u16) -> Result<Head> {
        let head = self
            .wire
            .read_head()?
            .context("An upload by tus got no answer")?;
        let mut text = Vec::new();
        self.wire
            .read_body(&head, |piece| text.extend_from_slice(piece))?;
        match head.status()? {
            status if status == expected => Ok(head),
            status => bail!(
                "An upload by tus was answered with {status}: {}",
                String::from_utf8_lossy(&text)
            ),
        }
    }
}
