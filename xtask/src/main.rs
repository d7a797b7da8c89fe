//! The commands of this repository: `cargo xtask --help` lists them.

mod bench;
mod build;
mod cli;
mod clock;
mod console;
mod context;
mod demo;
mod deploy;
mod edge;
mod fuzz;
mod hash;
mod http;
mod inspect;
mod interrupt;
mod openstack;
mod parallel;
mod paths;
mod ports;
mod process;
mod screenshot;
mod serve;
mod stack;
mod tally;
mod test;
mod tidy;
mod tools;
mod verify;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Parser;

use cli::{Cli, Command, DeployArgs, FuzzArgs, ServeArgs, StackArgs, TestArgs};
use console::Console;
use context::Context;
use demo::DemoSettings;
use deploy::{DeploySettings, Rehearsal};
use edge::{EdgeSettings, GivenVariables};
use interrupt::Interrupted;
use stack::{DataDir, StackSettings};
use test::{TestSettings, Verdict};
use tools::{Need, Tools};

/// What a shell reports for a program that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = interrupt::install()
        .and_then(|()| Context::new(Console::new()))
        .and_then(|context| run(&context, cli.command));
    match outcome {
        Ok(code) => code,
        Err(error) if error.is::<Interrupted>() => ExitCode::from(INTERRUPTED),
        Err(error) => {
            Console::new().complain(&format!("Error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(context: &Context, command: Command) -> Result<ExitCode> {
    match command {
        Command::Demo(options) => {
            let stack = stack_settings(&options.stack)?;
            let variables = options.edge.variables()?;
            demo::run(
                context,
                &DemoSettings {
                    stack,
                    port: options.edge.port,
                    variables,
                },
            )?;
        }
        Command::Serve(options) => {
            let chosen = options.data.clone();
            let settings = serve_settings(options)?;
            let data = data_dir(chosen.as_deref(), "serve")?;
            serve::run(context, &data, &settings)?;
        }
        Command::Deploy(options) => deploy::run(context, &deploy_settings(options)?)?,
        Command::Test(TestArgs { only, filter }) => {
            return Ok(match test::run(context, &TestSettings { only, filter })? {
                Verdict::Passed => ExitCode::SUCCESS,
                Verdict::Failed => ExitCode::FAILURE,
            });
        }
        Command::Inspect(options) => return inspect::run(context, &options),
        Command::Verify(options) => return Ok(verify::run(context, &options)),
        Command::Fuzz(FuzzArgs { target, seconds }) => fuzz::run(context, target, seconds)?,
        Command::Bench(options) => {
            return Ok(match bench::run(context, &options)? {
                Verdict::Passed => ExitCode::SUCCESS,
                Verdict::Failed => ExitCode::FAILURE,
            });
        }
        Command::Tidy => tidy::run(context)?,
        Command::Build(options) => {
            let tools = Tools::provide(context, &build::NEEDS)?;
            let all = build::BuildPart::ALL;
            build::run(
                context,
                &tools,
                options.part.as_ref().map_or(&all, std::slice::from_ref),
            )?;
        }
        Command::Screenshot => screenshot::run(context)?,
        Command::Stack(options) => {
            let tools = Tools::provide(context, &[Need::OpenStack])?;
            stack::run(context, tools.venv()?, &stack_settings(&options)?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn stack_settings(options: &StackArgs) -> Result<StackSettings> {
    Ok(StackSettings {
        keystone_port: options.keystone_port,
        glance_port: options.glance_port,
        token_seconds: options.token_seconds,
        data: data_dir(options.data.as_deref(), "demo")?,
    })
}

fn serve_settings(options: ServeArgs) -> Result<EdgeSettings> {
    let variables = options.edge.variables()?;
    let has_regions = variables.iter().any(|variable| variable.name == "REGIONS");
    let glance_url = match options.glance {
        Some(glance) => Some(edge::plain_base(&glance, "Glance")?),
        None if has_regions => None,
        None => bail!(
            "The address of Glance is needed too: give it with --glance. \"openstack catalog show image\" tells it"
        ),
    };
    let public_origin = options
        .public_origin
        .map(|origin| edge::plain_base(&origin, "Gaze"))
        .transpose()?;
    Ok(EdgeSettings {
        port: options.edge.port,
        keystone_url: edge::keystone_base(&options.keystone)?,
        glance_url,
        cloud_name: options.name,
        region_name: options.region,
        public_origin,
        variables,
    })
}

fn deploy_settings(options: DeployArgs) -> Result<DeploySettings> {
    let given = GivenVariables {
        values: &options.variables,
        ..GivenVariables::default()
    };
    Ok(DeploySettings {
        rehearsal: if options.dry_run {
            Rehearsal::DryRun
        } else {
            Rehearsal::ForReal
        },
        variables: given.read()?,
        wrangler: options.wrangler,
    })
}

fn data_dir(chosen: Option<&Path>, command: &str) -> Result<DataDir> {
    match chosen {
        Some(chosen) => DataDir::open(chosen),
        None => DataDir::open(&paths::data_dir(command)?),
    }
}
