//! The edge and the dashboard, running on this machine in the real Workers runtime.

mod acceptance;
mod variable;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::context::Context;
use crate::ports;
use crate::process::{Log, Service};
use crate::stack::{DataDir, Secret};

pub(crate) use variable::{GivenVariables, Variable};

/// The name under which the key of the session cookies is stored in them.
const KEY_ID: &str = "local";

/// Where the edge listens and which cloud it stands before.
#[derive(Clone, Debug)]
pub(crate) struct EdgeSettings {
    pub(crate) port: u16,
    pub(crate) keystone_url: String,
    /// Not set where the variable `REGIONS` names several.
    pub(crate) glance_url: Option<String>,
    /// Shown to people: "Gaze demo".
    pub(crate) cloud_name: String,
    pub(crate) region_name: String,
    /// The address in the browser, where a proxy stands before Gaze.
    pub(crate) public_origin: Option<String>,
    /// More variables of the Worker; they go before those above.
    pub(crate) variables: Vec<Variable>,
}

impl EdgeSettings {
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The variables of the Worker. What an operator sets by name replaces what
    /// an option says.
    fn bindings<'a>(&'a self, session_keys: &'a str) -> BTreeMap<&'a str, &'a str> {
        let mut bindings = BTreeMap::from([
            ("KEYSTONE_URL", self.keystone_url.as_str()),
            ("SESSION_KEYS", session_keys),
            ("CLOUD_NAME", &self.cloud_name),
        ]);
        if let Some(glance_url) = &self.glance_url {
            bindings.insert("GLANCE_URL", glance_url);
            bindings.insert("REGION_NAME", &self.region_name);
        }
        if let Some(origin) = &self.public_origin {
            bindings.insert("PUBLIC_ORIGIN", origin);
        }
        for Variable { name, value } in &self.variables {
            bindings.insert(name, value);
        }
        bindings
    }
}

/// What `edge/serve.mjs` reads.
#[derive(Serialize)]
struct ServeFile<'a> {
    host: &'a str,
    port: u16,
    persist: PathBuf,
    assets: PathBuf,
    /// The variables of the Worker, described in `docs/self_hosting.md`.
    bindings: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    neighbours: &'a [Neighbour],
}

/// Another Worker in the same runtime, for what is measured beside the edge.
#[derive(Debug, Serialize)]
pub(crate) struct Neighbour {
    pub(crate) name: &'static str,
    /// Its one module.
    pub(crate) module: PathBuf,
    pub(crate) port: u16,
    pub(crate) bindings: BTreeMap<&'static str, String>,
}

/// Starts the edge and waits until it listens.
pub(crate) fn start(context: &Context, data: &DataDir, settings: &EdgeSettings) -> Result<Service> {
    start_beside(context, data, settings, &[])
}

/// Starts the edge and its neighbours, and waits until it listens.
pub(crate) fn start_beside(
    context: &Context,
    data: &DataDir,
    settings: &EdgeSettings,
    neighbours: &[Neighbour],
) -> Result<Service> {
    ports::check_free(settings.port, "--port")?;
    let file = write_settings(context, data, settings, neighbours)?;
    let mut command = Command::new("node");
    command
        .current_dir(context.checkout.root())
        .arg("edge/serve.mjs")
        .arg(file);
    // Who did what is asked for long after a start.
    let log = Log::append(data.log("edge")).context("Cannot write the log of the edge")?;
    let mut service = Service::start_with("The edge", &mut command, log)?;
    service.wait_until(|log: &Log| log.tail().lines().any(|line| line.starts_with("ready ")))?;
    acceptance::check(&settings.url())?;
    Ok(service)
}

fn write_settings(
    context: &Context,
    data: &DataDir,
    settings: &EdgeSettings,
    neighbours: &[Neighbour],
) -> Result<PathBuf> {
    let session_keys = format!("{KEY_ID}:{}", data.secret(Secret::SessionKey)?);
    let text = serde_json::to_string_pretty(&ServeFile {
        host: "127.0.0.1",
        port: settings.port,
        persist: data.folder("edge")?,
        assets: context.checkout.join("dist"),
        bindings: settings.bindings(&session_keys),
        neighbours,
    })?;
    // Private, because it holds the key.
    let path = data.folder("config")?.join("edge.json");
    data.write(&path, &text)?;
    Ok(path)
}

/// The process of the Workers runtime below the launcher, where the system tells.
pub(crate) fn runtime_process(edge: &Service) -> Option<u32> {
    children(edge.id()).into_iter().find(|&child| {
        let name = fs::read_to_string(format!("/proc/{child}/comm"));
        name.is_ok_and(|name| name.trim() == "workerd")
    })
}

fn children(process: u32) -> Vec<u32> {
    let tasks = Path::new("/proc").join(process.to_string()).join("task");
    let Ok(tasks) = fs::read_dir(tasks) else {
        return Vec::new();
    };
    let lists = tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists
        .flat_map(|list| {
            list.split_whitespace()
                .filter_map(|id| id.parse().ok())
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The address of Keystone as the edge takes it: with the version, without a slash at the end.
pub(crate) fn keystone_base(url: &str) -> Result<String> {
    let base = plain_base(url, "Keystone")?;
    Ok(if base.ends_with("/v3") {
        base
    } else {
        format!("{base}/v3")
    })
}

/// An address without a slash at the end.
pub(crate) fn plain_base(url: &str, what: &str) -> Result<String> {
    let is_address = url.starts_with("http://") || url.starts_with("https://");
    let base = Some(url.trim_end_matches('/')).filter(|_| is_address);
    base.map(str::to_owned).with_context(|| {
        format!("\"{url}\" is not an address of {what}. It begins with http:// or https://")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_keystone_gets_its_version() {
        assert_eq!(
            keystone_base("https://cloud.example/identity/").unwrap(),
            "https://cloud.example/identity/v3"
        );
        assert_eq!(
            keystone_base("http://localhost:5000/v3").unwrap(),
            "http://localhost:5000/v3"
        );
        assert!(keystone_base("cloud.example").is_err());
    }
}
