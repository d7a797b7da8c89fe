//! The commands and their options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::bench::BenchArgs;
use crate::build::BuildPart;
use crate::edge::{GivenVariables, Variable};
use crate::fuzz::FuzzTarget;
use crate::inspect::InspectArgs;
use crate::test::TestStage;
use crate::verify::VerifyArgs;

/// Runs, builds and checks Gaze. What is missing on this machine is installed, into a cache of
/// your own (~/.cache/gaze, or $GAZE_CACHE).
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run Gaze with a cloud of its own on this machine: Keystone, Glance, sample images
    ///
    /// The first start installs and builds what is missing, which takes some minutes. The data stays
    /// for the next start. Ctrl-C stops everything.
    Demo(DemoArgs),

    /// Run Gaze before a cloud of your own
    Serve(ServeArgs),

    /// Put Gaze onto Cloudflare's network, by wrangler
    ///
    /// Set the secret SESSION_KEYS first: docs/cloudflare.md tells how. Variables that the Worker has
    /// already stay as they are.
    Deploy(DeployArgs),

    /// Run every test, and end with a line "N passed, N failed"
    ///
    /// Keystone, Glance and the edge are started for it on free ports, with data of their own.
    Test(TestArgs),

    /// Tell what image files are and whether Glance takes them, as JSON
    ///
    /// Prints one object per file, each on a line of its own, as jq takes them. Reads at most
    /// 256 KiB of a file. Needs nothing to be installed.
    ///
    /// Exit code: 0 when Glance takes every file, 1 when it refuses one, 2 when one cannot be read.
    Inspect(InspectArgs),

    /// Compare a file with an image, digest by digest, as JSON
    ///
    /// Signs in with the variables of the openstack client (OS_AUTH_URL and OS_TOKEN, an application
    /// credential, or user name, password and project), reads what Glance has stored of the image, and
    /// hashes the file on this machine. No data of the image travels.
    ///
    /// Exit code: 0 for the same bytes, 1 for others, 2 when they could not be compared.
    Verify(VerifyArgs),

    /// Look for inputs that break the rules of shared/, by libFuzzer
    ///
    /// The tests do it for some seconds; this goes on from where it stopped the last time.
    Fuzz(FuzzArgs),

    /// Measure the edge and the dashboard, each thing beside its peer in one run
    ///
    /// Prints a table, and writes the same as JSON to target/xtask/bench. Keystone and Glance are
    /// started for it on free ports where it takes them. Needs Linux, and a machine that is otherwise idle.
    ///
    /// Exit code: 0 when every figure keeps its target, 1 when one does not.
    Bench(BenchArgs),

    /// Check the rules of this repository that no compiler checks
    Tidy,

    /// Build the dashboard and the edge, when something has changed
    Build(BuildArgs),

    /// Take the pictures of the documentation from a fresh demo, into docs/images
    Screenshot,

    /// Run only Keystone and Glance of the demo, for working on the edge
    #[command(hide = true)]
    Stack(StackArgs),
}

#[derive(Args, Debug)]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    pub(crate) edge: EdgeArgs,

    #[command(flatten)]
    pub(crate) stack: StackArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ServeArgs {
    /// Address of Keystone, for instance https://cloud.example:5000/v3
    #[arg(long, value_name = "URL")]
    pub(crate) keystone: String,

    /// Address of Glance, as the catalog of your cloud names it
    #[arg(long, value_name = "URL")]
    pub(crate) glance: Option<String>,

    /// Name of the cloud that the dashboard shows
    #[arg(long, default_value = "OpenStack", value_name = "NAME")]
    pub(crate) name: String,

    /// Region that the address of Glance belongs to
    #[arg(long, default_value = "RegionOne", value_name = "NAME")]
    pub(crate) region: String,

    /// Address of Gaze in the browser, when a proxy stands before it: https://images.example
    #[arg(long, env = "GAZE_PUBLIC_ORIGIN", value_name = "URL")]
    pub(crate) public_origin: Option<String>,

    #[command(flatten)]
    pub(crate) edge: EdgeArgs,

    /// Folder for the key that seals the sign-ins [default: ~/.local/share/gaze/serve]
    #[arg(long, env = "GAZE_DATA", value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct EdgeArgs {
    /// Port of Gaze
    #[arg(long, env = "GAZE_PORT", default_value_t = 8787, value_name = "PORT")]
    pub(crate) port: u16,

    /// Set a variable of the edge; docs/self_hosting.md lists them
    #[arg(long = "set", value_name = "NAME=VALUE")]
    variables: Vec<String>,

    /// Set a variable to what is in a file: SESSION_KEYS is given so, or by --set-env
    #[arg(long = "set-file", value_name = "NAME=FILE")]
    files: Vec<String>,

    /// Set a variable to what the environment variable of the same name has
    #[arg(long = "set-env", value_name = "NAME")]
    environment: Vec<String>,
}

impl EdgeArgs {
    /// The variables, wherever they are given.
    ///
    /// # Errors
    /// One cannot be read, or is given twice.
    pub(crate) fn variables(&self) -> anyhow::Result<Vec<Variable>> {
        let given = GivenVariables {
            values: &self.variables,
            files: &self.files,
            environment: &self.environment,
        };
        given.read()
    }
}

#[derive(Args, Debug)]
pub(crate) struct DeployArgs {
    /// Build and pack everything, and send nothing; needs no account
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Set a variable of the Worker; docs/self_hosting.md lists them
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) variables: Vec<String>,

    /// More arguments for wrangler
    #[arg(last = true, value_name = "ARGUMENT")]
    pub(crate) wrangler: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct BuildArgs {
    /// Build only this part
    pub(crate) part: Option<BuildPart>,
}

#[derive(Args, Debug)]
pub(crate) struct TestArgs {
    /// Run only this stage
    #[arg(long, value_name = "STAGE")]
    pub(crate) only: Option<TestStage>,

    /// Run only the tests with this in their names
    pub(crate) filter: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct FuzzArgs {
    /// Feed only this one [default: one after the other]
    pub(crate) target: Option<FuzzTarget>,

    /// How long each is fed
    #[arg(long, default_value_t = 300, value_name = "N")]
    pub(crate) seconds: u32,
}

/// Where the cloud of the demo listens and keeps its data.
#[derive(Args, Clone, Debug)]
pub(crate) struct StackArgs {
    /// Port of Keystone
    #[arg(
        long,
        env = "GAZE_KEYSTONE_PORT",
        default_value_t = 5000,
        value_name = "PORT"
    )]
    pub(crate) keystone_port: u16,

    /// Port of Glance
    #[arg(
        long,
        env = "GAZE_GLANCE_PORT",
        default_value_t = 9292,
        value_name = "PORT"
    )]
    pub(crate) glance_port: u16,

    /// How long a sign-in lasts, in seconds
    #[arg(
        long,
        env = "GAZE_TOKEN_SECONDS",
        default_value_t = 3600,
        value_name = "SECONDS"
    )]
    pub(crate) token_seconds: u32,

    /// Folder for all data [default: ~/.local/share/gaze/demo]
    #[arg(long, env = "GAZE_DATA", value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
}
