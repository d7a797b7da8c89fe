//! Whether the edge takes the settings that it was started with.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::http;

/// The first request reads the settings, and compiles the Worker before.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What `/healthz` tells of settings that are wrong.
#[derive(Debug, Deserialize)]
struct Health {
    #[serde(default)]
    settings: Vec<WrongSetting>,
}

#[derive(Debug, Deserialize)]
struct WrongSetting {
    variable: String,
    expected: String,
}

/// Asks the edge at this address.
///
/// # Errors
/// It does not answer, or names variables that are wrong: all of them, with what is expected.
pub(super) fn check(url: &str) -> Result<()> {
    let body = http::agent(TIMEOUT)
        .get(&format!("{url}/healthz"))
        .call()
        .context("The edge does not answer")?
        .body_mut()
        .read_to_string()
        .context("The edge does not answer")?;
    let health: Health = serde_json::from_str(&body).context("Something else answers there")?;
    if health.settings.is_empty() {
        return Ok(());
    }
    bail!("Settings are wrong\n{}", list(&health.settings))
}

fn list(wrong: &[WrongSetting]) -> String {
    let lines: Vec<String> = wrong
        .iter()
        .map(|setting| format!("    {}: {}", setting.variable, setting.expected))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_variable_is_told_on_a_line_of_its_own() {
        let health: Health = serde_json::from_str(
            r#"{"status": "misconfigured", "settings": [
                {"variable": "A", "expected": "expected a number"},
                {"variable": "B", "expected": "expected an address"}]}"#,
        )
        .unwrap();
        assert_eq!(
            list(&health.settings),
            "    A: expected a number\n    B: expected an address"
        );
    }
}
