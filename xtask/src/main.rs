//! The commands of this repository: `cargo xtask --help` lists them.

mod build;
mod cli;
mod clock;
mod console;
mod context;
mod hash;
mod http;
mod interrupt;
mod paths;
mod ports;
mod process;
mod stack;
mod tools;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use cli::{Cli, Command, StackArgs};
use console::Console;
use context::Context;
use interrupt::Interrupted;
use stack::{DataDir, StackSettings};
use tools::{Need, Tools};

/// What a shell reports for a program that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = interrupt::install()
        .and_then(|()| Context::new(Console::new()))
        .and_then(|context| run(&context, cli.command));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<Interrupted>() => ExitCode::from(INTERRUPTED),
        Err(error) => {
            Console::new().complain(&format!("Error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(context: &Context, command: Command) -> Result<()> {
    match command {
        Command::Build => {
            let tools = Tools::provide(context, &build::NEEDS)?;
            build::run(context, &tools)
        }
        Command::Stack(options) => {
            let tools = Tools::provide(context, &[Need::OpenStack])?;
            stack::run(context, tools.venv()?, &stack_settings(&options)?)
        }
    }
}

fn stack_settings(options: &StackArgs) -> Result<StackSettings> {
    let data = match &options.data {
        Some(chosen) => chosen.clone(),
        None => paths::demo_data_dir()?,
    };
    Ok(StackSettings {
        keystone_port: options.keystone_port,
        glance_port: options.glance_port,
        token_seconds: options.token_seconds,
        data: DataDir::open(&data)?,
    })
}
