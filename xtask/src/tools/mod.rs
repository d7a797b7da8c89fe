//! The tools that the build, the stack and the tests need, each pinned, each installed when it is
//! missing into the cache of the user.

mod cargo;
mod install;
mod node;
mod pins;
mod python;
mod system_package;
mod version;

use std::path::PathBuf;

use anyhow::{Result, anyhow};

pub(crate) use cargo::CargoTools;
pub(crate) use node::{NodePackages, Package};
pub(crate) use pins::{WASM_TARGET, fingerprint};
pub(crate) use python::Venv;

use crate::context::Context;
use crate::parallel;
use system_package::{CHROMIUM, CXX_COMPILER, QEMU_IMG};

/// What a command needs. The parts that are not asked for are not installed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Need {
    /// trunk, wasm-bindgen, wasm-split, worker-build and the wasm32 target of Rust.
    WebAssembly,
    /// The npm packages that run and bundle the edge.
    EdgePackages,
    /// The npm packages of the browser tests.
    TestPackages,
    /// Keystone, Glance and the OpenStack client.
    OpenStack,
    Chromium,
    QemuImg,
    /// For libFuzzer, which comes as source.
    CxxCompiler,
}

impl Need {
    /// Looks for what the machine itself has to bring along, before anything takes its time.
    fn check_machine(&self) -> Result<()> {
        match self {
            Self::EdgePackages | Self::TestPackages => node::check_machine(),
            Self::OpenStack => python::check_machine(),
            Self::WebAssembly | Self::Chromium | Self::QemuImg | Self::CxxCompiler => Ok(()),
        }
    }
}

/// What was asked for, installed. The getters fail on what was not asked for.
#[derive(Debug, Default)]
pub(crate) struct Tools {
    cargo: Option<CargoTools>,
    edge_packages: Option<NodePackages>,
    test_packages: Option<NodePackages>,
    venv: Option<Venv>,
    chromium: Option<PathBuf>,
    qemu_img: Option<PathBuf>,
    cxx_compiler: Option<PathBuf>,
}

impl Tools {
    /// Provides all that is needed. What cargo compiles keeps the processors busy; what npm, pip
    /// and apt fetch keeps the network busy; so the two go side by side.
    pub(crate) fn provide(context: &Context, needs: &[Need]) -> Result<Self> {
        let mut compiled = Self::default();
        let mut fetched = Self::default();
        needs.iter().try_for_each(Need::check_machine)?;
        let works: [Box<dyn FnOnce() -> Result<()> + Send + '_>; 2] = [
            Box::new(|| compiled.provide_compiled(context, needs)),
            Box::new(|| fetched.provide_fetched(context, needs)),
        ];
        parallel::all(works)?;
        Ok(Self {
            cargo: compiled.cargo,
            ..fetched
        })
    }

    pub(crate) fn cargo(&self) -> Result<&CargoTools> {
        provided(self.cargo.as_ref(), Need::WebAssembly)
    }

    pub(crate) fn edge_packages(&self) -> Result<&NodePackages> {
        provided(self.edge_packages.as_ref(), Need::EdgePackages)
    }

    pub(crate) fn test_packages(&self) -> Result<&NodePackages> {
        provided(self.test_packages.as_ref(), Need::TestPackages)
    }

    pub(crate) fn venv(&self) -> Result<&Venv> {
        provided(self.venv.as_ref(), Need::OpenStack)
    }

    pub(crate) fn chromium(&self) -> Result<&PathBuf> {
        provided(self.chromium.as_ref(), Need::Chromium)
    }

    pub(crate) fn qemu_img(&self) -> Result<&PathBuf> {
        provided(self.qemu_img.as_ref(), Need::QemuImg)
    }

    pub(crate) fn cxx_compiler(&self) -> Result<&PathBuf> {
        provided(self.cxx_compiler.as_ref(), Need::CxxCompiler)
    }

    fn provide_compiled(&mut self, context: &Context, needs: &[Need]) -> Result<()> {
        for need in needs {
            if matches!(need, Need::WebAssembly) {
                self.cargo = Some(CargoTools::provide(context)?);
            }
        }
        Ok(())
    }

    fn provide_fetched(&mut self, context: &Context, needs: &[Need]) -> Result<()> {
        for need in needs {
            match need {
                Need::WebAssembly => {}
                Need::EdgePackages => {
                    self.edge_packages = Some(NodePackages::provide(context, Package::Edge)?);
                }
                Need::TestPackages => {
                    self.test_packages = Some(NodePackages::provide(context, Package::Tests)?);
                }
                Need::OpenStack => self.venv = Some(Venv::provide(context)?),
                Need::Chromium => self.chromium = Some(CHROMIUM.provide(context)?),
                Need::QemuImg => self.qemu_img = Some(QEMU_IMG.provide(context)?),
                Need::CxxCompiler => self.cxx_compiler = Some(CXX_COMPILER.provide(context)?),
            }
        }
        Ok(())
    }
}

fn provided<T>(tool: Option<&T>, need: Need) -> Result<&T> {
    tool.ok_or_else(|| anyhow!("This command uses {need:?} and has not asked for it"))
}
