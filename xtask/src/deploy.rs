//! `cargo xtask deploy`: the edge and the dashboard on Cloudflare's network, by wrangler.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::build;
use crate::context::Context;
use crate::edge::Variable;
use crate::tools::Tools;

/// What a deployment is made with.
#[derive(Debug)]
pub(crate) struct DeploySettings {
    pub(crate) rehearsal: Rehearsal,
    /// Variables to set; those of the Worker that is there stay as they are.
    pub(crate) variables: Vec<Variable>,
    /// More arguments for wrangler.
    pub(crate) wrangler: Vec<String>,
}

/// Whether anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rehearsal {
    /// Everything is built and packed, and nothing is sent. No account is needed.
    DryRun,
    /// The Worker is put onto the network.
    ForReal,
}

/// Builds both parts and hands them to wrangler, which speaks with the person where it needs a
/// sign-in.
pub(crate) fn run(context: &Context, settings: &DeploySettings) -> Result<()> {
    let tools = Tools::provide(context, &build::NEEDS)?;
    build::run(context, &tools, &build::BuildPart::ALL)?;
    let status = Command::new(tools.edge_packages()?.program("wrangler"))
        .current_dir(context.checkout.join("edge"))
        .args(arguments(settings))
        .env("WRANGLER_SEND_METRICS", "false")
        .status()
        .context("Cannot start wrangler")?;
    if !status.success() {
        bail!("wrangler did not deploy; what it wrote above says why");
    }
    if settings.rehearsal == Rehearsal::DryRun {
        let text = "\nNothing was sent. The same without --dry-run deploys it.\n";
        context.console.say(text);
    }
    Ok(())
}

fn arguments(settings: &DeploySettings) -> Vec<String> {
    let mut arguments = vec!["deploy".to_owned(), "--keep-vars".to_owned()];
    if settings.rehearsal == Rehearsal::DryRun {
        arguments.push("--dry-run".to_owned());
    }
    for Variable { name, value } in &settings.variables {
        arguments.extend(["--var".to_owned(), format!("{name}:{value}")]);
    }
    arguments.extend(settings.wrangler.iter().cloned());
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_reach_wrangler_as_it_reads_them() {
        let settings = DeploySettings {
            rehearsal: Rehearsal::DryRun,
            variables: vec!["GLANCE_URL=https://glance.example:9292".parse().unwrap()],
            wrangler: vec!["--env".into(), "staging".into()],
        };
        assert_eq!(
            arguments(&settings),
            [
                "deploy",
                "--keep-vars",
                "--dry-run",
                "--var",
                "GLANCE_URL:https://glance.example:9292",
                "--env",
                "staging"
            ]
        );
    }
}
