//! A small client of Keystone and Glance, for filling the demo and for checking the stack.

mod images;
mod session;

pub(crate) use images::{Image, Images, NewImage};
pub(crate) use session::{Person, Session, issue_token};

use anyhow::{Context as _, Result, bail};
use ureq::Body;
use ureq::http::{Response, StatusCode};

/// The answer, when it has the expected status; else an error with what the service said.
pub(crate) fn expect(
    response: Result<Response<Body>, ureq::Error>,
    expected: StatusCode,
    doing: &str,
) -> Result<Response<Body>> {
    let mut response = response.with_context(|| format!("{doing}: no answer"))?;
    let status = response.status();
    if status == expected {
        return Ok(response);
    }
    let said = response.body_mut().read_to_string().unwrap_or_default();
    bail!("{doing} was answered with {status}: {}", said.trim())
}
