//! The commands and their options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

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
    /// Build the dashboard and the edge
    Build,
    /// Run only Keystone and Glance of the demo, for working on the edge
    #[command(hide = true)]
    Stack(StackArgs),
}

/// Where the parts of a demo listen and keep their data.
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
