//! A client that knows what every answer has to be.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use super::wire::Wire;
use crate::openstack::{Images, NewImage, Session};

/// What is known of an image beforehand.
#[derive(Debug)]
pub(super) struct Known {
    id: String,
    data: Vec<u8>,
}

#[derive(Clone, Debug)]
pub(super) enum Call {
    Show(usize),
    Download(usize),
    List,
    /// Makes an image of a name that nothing else has.
    Create(String),
    /// Removes the one that was made before.
    Delete(String),
}

/// What came of it.
pub(super) enum CallOutcome {
    Right,
    /// The edge says, with this status, that Glance is away.
    Unreachable(u16),
    Wrong(String),
    /// The connection broke before the answer was whole.
    Broken(String),
}

/// One connection, opened anew when it is closed.
pub(super) struct Caller<'a> {
    address: SocketAddr,
    session: &'a Session,
    known: &'a [Known],
    number: usize,
    turn: usize,
    wire: Option<Wire>,
    made: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    images: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
    name: Option<String>,
}

/// The names of the images that are made under way.
const PREFIX: &str = "restart-";

impl<'a> Caller<'a> {
    /// The images that are read.
    pub(super) fn make_images(images: &Images<'_>, session: &Session) -> Result<Vec<Known>> {
        let make = |number: u8| {
            let image = images.create(&new_image(&format!("known-{number}")))?;
            let data = vec![number; 64 * 1024];
            images
                .upload(&image.id, &data)
                .with_context(|| format!("for {}", session.project_id))?;
            Ok(Known { id: image.id, data })
        };
        (0..8).map(make).collect()
    }

    pub(super) fn new(
        address: SocketAddr,
        session: &'a Session,
        known: &'a [Known],
        number: usize,
    ) -> Self {
        Self {
            address,
            session,
            known,
            number,
            turn: 0,
            wire: None,
            made: None,
        }
    }

    /// One connection in eight makes and removes images, the others read.
    pub(super) fn next_call(&mut self) -> Call {
        self.turn += 1;
        let any = (self.turn + self.number) % self.known.len();
        if self.number.is_multiple_of(8) {
            return match self.made.take() {
                Some(id) => Call::Delete(id),
                None => Call::Create(format!("{PREFIX}{}-{}", self.number, self.turn)),
            };
        }
        match self.turn % 8 {
            0 => Call::List,
            1 => Call::Download(any),
            _ => Call::Show(any),
        }
    }

    pub(super) fn make(&mut self, call: &Call) -> CallOutcome {
        let (request, expected) = self.request(call);
        let response = self.send(&request);
        match response {
            Ok((status, body)) if status == expected => self.judge(call, &body),
            Ok((status @ (502 | 503), body)) if says_unreachable(&body) => {
                CallOutcome::Unreachable(status)
            }
            // It was removed, and the answer to that was lost.
            Ok((404, _)) if matches!(call, Call::Delete(_)) => CallOutcome::Right,
            Ok((status, body)) => CallOutcome::Wrong(format!("{status} {}", shown(&body))),
            Err(error) => CallOutcome::Broken(error.to_string()),
        }
    }

    fn request(&self, call: &Call) -> (Vec<u8>, u16) {
        let id = |index: &usize| self.known.get(*index).map_or("", |known| known.id.as_str());
        let (line, body, expected) = match call {
            Call::Show(index) => (format!("GET /v2/images/{}", id(index)), None, 200),
            Call::Download(index) => (format!("GET /v2/images/{}/file", id(index)), None, 200),
            Call::List => ("GET /v2/images?name=known-1".to_owned(), None, 200),
            Call::Create(name) => {
                let body = Value::Object(new_image(name)).to_string();
                ("POST /v2/images".to_owned(), Some(body), 201)
            }
            Call::Delete(id) => (format!("DELETE /v2/images/{id}"), None, 204),
        };
        let body = body.unwrap_or_default();
        let head = format!(
            "{line} HTTP/1.1\r\nHost: {}\r\nX-Auth-Token: {}\r\n",
            self.address, self.session.token
        );
        let of_body = match body.len() {
            0 => String::new(),
            length => {
                format!("Content-Type: application/json\r\nContent-Length: {length}\r\n")
            }
        };
        (format!("{head}{of_body}\r\n{body}").into_bytes(), expected)
    }

    fn send(&mut self, request: &[u8]) -> io::Result<(u16, Vec<u8>)> {
        let mut wire = match self.wire.take() {
            Some(wire) => wire,
            None => Wire::connect(self.address)?,
        };
        wire.send(request)?;
        let head = wire.read_head()?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut body = Vec::new();
        wire.read_body(&head, |piece| body.extend_from_slice(piece))?;
        if head.header("connection") != Some("close") {
            self.wire = Some(wire);
        }
        Ok((head.status()?, body))
    }

    /// Looks at an answer of the expected status.
    fn judge(&mut self, call: &Call, body: &[u8]) -> CallOutcome {
        let of_image = || serde_json::from_slice::<Named>(body).ok();
        let is_right = match call {
            Call::Show(index) => {
                let known = self.known.get(*index).map(|known| known.id.as_str());
                of_image().is_some_and(|image| Some(image.id.as_str()) == known)
            }
            Call::Download(index) => self
                .known
                .get(*index)
                .is_some_and(|known| known.data == body),
            Call::List => {
                let page = serde_json::from_slice::<Page>(body);
                page.is_ok_and(|page| page.images.len() == 1)
            }
            Call::Create(name) => match of_image() {
                Some(image) if image.name.as_ref() == Some(name) => {
                    self.made = Some(image.id);
                    true
                }
                _ => false,
            },
            Call::Delete(_) => body.is_empty(),
        };
        match is_right {
            true => CallOutcome::Right,
            false => CallOutcome::Wrong(shown(body)),
        }
    }

    /// How many images there are of each name that was made under way.
    pub(super) fn count_left_images(
        glance: SocketAddr,
        session: &Session,
    ) -> Result<BTreeMap<String, usize>> {
        let mut caller = Caller::new(glance, session, &[], 1);
        let request = format!(
            "GET /v2/images?limit=1000 HTTP/1.1\r\nHost: {glance}\r\nX-Auth-Token: {}\r\n\r\n",
            session.token
        );
        let (status, body) = caller.send(request.as_bytes())?;
        if status != 200 {
            bail!("Glance answered {status} to the list of images");
        }
        let page: Page = serde_json::from_slice(&body)?;
        let mut counts = BTreeMap::new();
        for name in page.images.into_iter().filter_map(|image| image.name) {
            if name.starts_with(PREFIX) {
                *counts.entry(name).or_default() += 1;
            }
        }
        Ok(counts)
    }
}

fn new_image(name: &str) -> NewImage {
    let mut image = NewImage::new();
    for (key, value) in [
        ("name", name),
        ("disk_format", "raw"),
        ("container_format", "bare"),
    ] {
        image.insert(key.to_owned(), json!(value));
    }
    image
}

/// Whether the edge names the image service as what is away.
fn says_unreachable(body: &[u8]) -> bool {
    let problem = serde_json::from_slice::<Value>(body).unwrap_or_default();
    problem["error"]["kind"] == "image_service_unreachable"
}

fn shown(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(200).collect()
}
