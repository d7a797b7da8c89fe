//! What the edge tests and the browser tests run against: a stack for each on free ports, the edge before
//! it, and between the two a proxy each that makes faults on demand.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use super::log::log_path;
use crate::context::Context;
use crate::edge::{self, EdgeSettings};
use crate::ports;
use crate::process::{Log, ProcessStep, Service, Services};
use crate::stack::{self, DataDir, StackSettings};
use crate::tools::Tools;

/// As long as a token of Keystone lives by default.
const TOKEN_SECONDS: u32 = 3600;

#[derive(Debug)]
pub(super) struct Cloud {
    services: Services,
    environment: BTreeMap<&'static str, OsString>,
    data: DataDir,
    /// Removed when the tests end.
    _dir: TempDir,
}

/// The ports of one run.
struct Ports {
    keystone: u16,
    glance: u16,
    edge: u16,
    keystone_fault: FaultPorts,
    glance_fault: FaultPorts,
}

/// A fault proxy: where it passes requests on, and where it is told what to break.
#[derive(Clone, Copy)]
struct FaultPorts {
    listen: u16,
    control: u16,
}

impl Ports {
    fn choose() -> Result<Self> {
        let [keystone, glance, edge, one, two, three, four] = ports::free()?;
        Ok(Self {
            keystone,
            glance,
            edge,
            keystone_fault: FaultPorts {
                listen: one,
                control: two,
            },
            glance_fault: FaultPorts {
                listen: three,
                control: four,
            },
        })
    }
}

impl Cloud {
    pub(super) fn start(context: &Context, tools: &Tools, proxy: &Path) -> Result<Self> {
        let work_dir = context.checkout.work_dir();
        // Beside the build, because a temporary folder in memory could not hold the images.
        let dir = tempfile::Builder::new()
            .prefix("stack-")
            .tempdir_in(&work_dir);
        let dir = dir.with_context(|| format!("Cannot make a folder in {}", work_dir.display()))?;
        let ports = Ports::choose()?;
        let stack_settings = StackSettings {
            keystone_port: ports.keystone,
            glance_port: ports.glance,
            token_seconds: TOKEN_SECONDS,
            data: DataDir::open(dir.path())?,
        };
        let data = stack_settings.data.clone();
        let mut services = stack::start(context, tools.venv()?, &stack_settings)?;
        services.add(start_fault_proxy(
            proxy,
            &data,
            "keystone-faults",
            ports.keystone,
            ports.keystone_fault,
        )?);
        services.add(start_fault_proxy(
            proxy,
            &data,
            "glance-faults",
            ports.glance,
            ports.glance_fault,
        )?);
        let edge_settings = EdgeSettings {
            port: ports.edge,
            keystone_url: format!("http://{}/v3", local(ports.keystone_fault.listen)),
            glance_url: Some(format!("http://{}", local(ports.glance_fault.listen))),
            cloud_name: "Gaze tests".to_owned(),
            region_name: stack::REGION.to_owned(),
            public_origin: None,
            variables: Vec::new(),
        };
        let edge = edge::start(context, &data, &edge_settings)?;
        let environment = environment(&ports, tools, &stack_settings, &edge_settings, &edge)?;
        services.add(edge);
        Ok(Self {
            services,
            environment,
            data,
            _dir: dir,
        })
    }

    /// What the test runners find the parts by.
    pub(super) fn environment(&self) -> &BTreeMap<&'static str, OsString> {
        &self.environment
    }

    /// Fails when a part has ended by itself.
    pub(super) fn stop(&mut self) -> Result<()> {
        let running = self.services.check_running();
        self.services.stop()?;
        running
    }

    /// Copies the logs of the services to where the logs of the stages are. They only illustrate a
    /// failure, so one that cannot be copied is told and no more.
    pub(super) fn keep_logs(&self, context: &Context, name: &str) {
        let target = context.checkout.work_dir().join("logs").join(name);
        match copy_files(&self.data.join("logs"), &target) {
            Ok(()) => {
                context.console.say(&format!(
                    "The logs of the services are in {}",
                    target.display()
                ));
            }
            Err(error) => context
                .console
                .say(&format!("The logs of the services are lost: {error}")),
        }
    }
}

fn copy_files(source: &Path, target: &Path) -> std::io::Result<()> {
    fs::create_dir_all(target)?;
    for entry in fs::read_dir(source)? {
        let entry = entry?;
        fs::copy(entry.path(), target.join(entry.file_name()))?;
    }
    Ok(())
}

fn environment(
    ports: &Ports,
    tools: &Tools,
    stack: &StackSettings,
    edge: &EdgeSettings,
    edge_service: &Service,
) -> Result<BTreeMap<&'static str, OsString>> {
    let control = |fault: FaultPorts| format!("http://{}", local(fault.control));
    let mut environment = BTreeMap::from([
        ("GAZE_EDGE_URL", edge.url().into()),
        ("GAZE_KEYSTONE_URL", stack.keystone_url().into()),
        ("GAZE_GLANCE_URL", stack.glance_url().into()),
        (
            "GAZE_KEYSTONE_FAULT_URL",
            control(ports.keystone_fault).into(),
        ),
        ("GAZE_GLANCE_FAULT_URL", control(ports.glance_fault).into()),
        ("GAZE_OPENSTACK", tools.venv()?.program("openstack").into()),
        ("GAZE_XTASK", own_program()?.into()),
    ]);
    if let Some(process) = edge::runtime_process(edge_service) {
        environment.insert("GAZE_WORKERD_PID", process.to_string().into());
    }
    Ok(environment)
}

/// This program, for tests of its own commands.
fn own_program() -> Result<PathBuf> {
    std::env::current_exe().context("Where the running program is cannot be told")
}

pub(super) fn build_fault_proxy(context: &Context) -> Result<PathBuf> {
    let title = "Building the fault proxy";
    let step = ProcessStep::new(&context.console, title, log_path(context, "fault-proxy"))?;
    let mut command = Command::new("cargo");
    command.current_dir(context.checkout.root());
    command.args([
        "build",
        "--locked",
        "--package",
        "gaze-tests",
        "--bin",
        "fault-proxy",
    ]);
    step.run(&mut command)?;
    Ok(context
        .checkout
        .target_dir()
        .join("debug")
        .join("fault-proxy"))
}

fn start_fault_proxy(
    program: &Path,
    data: &DataDir,
    name: &str,
    upstream: u16,
    ports: FaultPorts,
) -> Result<Service> {
    let mut command = Command::new(program);
    command.arg("--listen").arg(local(ports.listen).to_string());
    command
        .arg("--control")
        .arg(local(ports.control).to_string());
    command.arg("--upstream").arg(local(upstream).to_string());
    let mut service = Service::start(&format!("The proxy {name}"), &mut command, data.log(name))?;
    service.wait_until(|log: &Log| log.tail().contains("ready"))?;
    Ok(service)
}

fn local(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}
