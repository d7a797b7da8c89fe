//! Ports on this machine.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context as _, Result, bail};

/// One sentence when the port is taken, with the option that chooses another one.
pub(crate) fn check_free(port: u16, option: &str) -> Result<()> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
        bail!(
            "Port {port} is taken by another program. Stop that program, or choose another port with {option}"
        );
    }
    Ok(())
}

/// Ports that are free now, all different.
pub(crate) fn free<const COUNT: usize>() -> Result<[u16; COUNT]> {
    let mut held = Vec::with_capacity(COUNT);
    let mut ports = [0; COUNT];
    for port in &mut ports {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("No port is free")?;
        *port = listener.local_addr().context("No port is free")?.port();
        held.push(listener);
    }
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_told_with_the_option_that_changes_it() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let error = check_free(port, "--port").unwrap_err().to_string();
        assert!(
            error.contains("is taken") && error.ends_with("with --port"),
            "{error}"
        );
    }

    #[test]
    fn free_ports_differ() {
        let [one, two] = free::<2>().unwrap();
        assert_ne!(one, two);
        check_free(one, "--port").unwrap();
    }
}
