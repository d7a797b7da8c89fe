//! Plain HTTP to the programs on this machine.

use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;

/// For questions that have a quick answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A client that returns every answer, whatever its status, and goes through no proxy.
pub(crate) fn agent(timeout: Duration) -> Agent {
    let config = Config::builder()
        .timeout_global(Some(timeout))
        .http_status_as_error(false)
        .proxy(None)
        .build();
    Agent::new_with_config(config)
}

/// Does the address answer with success?
pub(crate) fn answers(url: &str) -> bool {
    agent(TIMEOUT)
        .get(url)
        .call()
        .is_ok_and(|response| response.status().is_success())
}
