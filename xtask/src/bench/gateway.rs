//! The edge and its peer, a Worker that only passes requests through, in one workerd.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, Result};

use super::process::Measured;
use crate::context::Context;
use crate::edge::{self, EdgeSettings, Neighbour, Variable};
use crate::ports;
use crate::process::Services;
use crate::stack::{self, StackSettings};

#[derive(Debug)]
pub(super) struct Gateway {
    /// Stopped when dropped.
    _services: Services,
    pub(super) edge: SocketAddr,
    pub(super) passthrough: SocketAddr,
    /// The upstream of both.
    pub(super) direct: SocketAddr,
    pub(super) runtime: Measured,
}

impl Gateway {
    /// Starts both before the same upstream, the edge with everything that it does.
    pub(super) fn start(
        context: &Context,
        stack: &StackSettings,
        upstream: SocketAddr,
    ) -> Result<Self> {
        Self::start_with(context, stack, upstream, Vec::new())
    }

    /// The same with other variables of the edge than the defaults.
    pub(super) fn start_with(
        context: &Context,
        stack: &StackSettings,
        upstream: SocketAddr,
        variables: Vec<Variable>,
    ) -> Result<Self> {
        let [port, passthrough_port] = ports::free()?;
        let settings = EdgeSettings {
            port,
            keystone_url: stack.keystone_url(),
            glance_url: Some(format!("http://{upstream}")),
            cloud_name: "Gaze bench".to_owned(),
            region_name: stack::REGION.to_owned(),
            public_origin: None,
            variables,
        };
        let passthrough = Neighbour {
            name: "passthrough",
            module: context.checkout.join("xtask/bench/passthrough.mjs"),
            port: passthrough_port,
            bindings: BTreeMap::from([("UPSTREAM", format!("http://{upstream}"))]),
        };
        let edge = edge::start_beside(context, &stack.data, &settings, &[passthrough])?;
        let runtime = edge::runtime_process(&edge).context("workerd is not found")?;
        let mut services = Services::default();
        services.add(edge);
        let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Ok(Self {
            _services: services,
            edge: local(port),
            passthrough: local(passthrough_port),
            direct: upstream,
            runtime: Measured::new(runtime),
        })
    }
}
