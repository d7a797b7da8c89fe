//! Images in Glance, as one person sees them.

use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use ureq::Agent;
use ureq::http::StatusCode;

use super::{Session, expect};
use crate::http;

/// Long enough for the data of a sample on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(300);

#[derive(Debug)]
pub(crate) struct Images<'a> {
    agent: Agent,
    base: String,
    session: &'a Session,
}

/// What the demo looks at in an image.
#[derive(Debug, Deserialize)]
pub(crate) struct Image {
    pub(crate) id: String,
    pub(crate) owner: Option<String>,
    pub(crate) status: String,
}

#[derive(Deserialize)]
struct Page {
    images: Vec<Image>,
}

/// The body of a create call: the base properties and the free ones side by side.
pub(crate) type NewImage = Map<String, Value>;

impl<'a> Images<'a> {
    pub(crate) fn new(glance_url: &str, session: &'a Session) -> Self {
        let base = format!("{glance_url}/v2/images");
        Self {
            agent: http::agent(TIMEOUT),
            base,
            session,
        }
    }

    /// The images of the person's project with this name.
    pub(crate) fn find(&self, name: &str) -> Result<Option<Image>> {
        let doing = format!("Looking for the image {name}");
        let request = self
            .agent
            .get(&self.base)
            .header("x-auth-token", &self.session.token);
        let response = request
            .query("name", format!("eq:{name}"))
            .query("visibility", "all")
            .call();
        let page: Page = expect(response, StatusCode::OK, &doing)?
            .body_mut()
            .read_json()
            .context(doing)?;
        let is_own = |image: &Image| image.owner.as_deref() == Some(&self.session.project_id);
        Ok(page.images.into_iter().find(is_own))
    }

    pub(crate) fn create(&self, image: &NewImage) -> Result<Image> {
        let doing = "Creating an image";
        let request = self
            .agent
            .post(&self.base)
            .header("x-auth-token", &self.session.token);
        let response = request.send_json(image);
        expect(response, StatusCode::CREATED, doing)?
            .body_mut()
            .read_json()
            .context(doing)
    }

    pub(crate) fn upload(&self, id: &str, data: &[u8]) -> Result<()> {
        let request = self.agent.put(format!("{}/{id}/file", self.base));
        let request = request
            .header("x-auth-token", &self.session.token)
            .header("content-type", "application/octet-stream")
            .header("x-openstack-image-size", data.len().to_string());
        expect(
            request.send(data),
            StatusCode::NO_CONTENT,
            "Uploading an image",
        )
        .map(|_| ())
    }

    pub(crate) fn delete(&self, id: &str) -> Result<()> {
        let request = self.agent.delete(format!("{}/{id}", self.base));
        let response = request.header("x-auth-token", &self.session.token).call();
        expect(response, StatusCode::NO_CONTENT, "Deleting an image").map(|_| ())
    }

    pub(crate) fn deactivate(&self, id: &str) -> Result<()> {
        let request = self
            .agent
            .post(format!("{}/{id}/actions/deactivate", self.base));
        let response = request
            .header("x-auth-token", &self.session.token)
            .send_empty();
        expect(response, StatusCode::NO_CONTENT, "Deactivating an image").map(|_| ())
    }

    /// Offers a shared image to another project.
    pub(crate) fn share(&self, id: &str, project_id: &str) -> Result<()> {
        let request = self.agent.post(format!("{}/{id}/members", self.base));
        let request = request.header("x-auth-token", &self.session.token);
        let response = request.send_json(json!({ "member": project_id }));
        expect(response, StatusCode::OK, "Sharing an image").map(|_| ())
    }

    /// Accepts an image that was offered to the person's project.
    pub(crate) fn accept(&self, id: &str) -> Result<()> {
        let project = &self.session.project_id;
        let request = self
            .agent
            .put(format!("{}/{id}/members/{project}", self.base));
        let request = request.header("x-auth-token", &self.session.token);
        let response = request.send_json(json!({ "status": "accepted" }));
        expect(response, StatusCode::OK, "Accepting a shared image").map(|_| ())
    }
}
