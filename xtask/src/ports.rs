//! Ports on this machine.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher as _;
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

/// The lowest port that programs without privileges commonly leave alone.
const LOWEST: u16 = 10_240;
/// The first port that Linux gives to outgoing connections, where it does not say so itself.
const FIRST_OUTGOING: u16 = 32_768;
/// More than this many taken ports in a row, and something else is wrong.
const MOST_TRIES: usize = 1_000;

/// Ports that are free now, all different.
///
/// They lie below those that the system gives to outgoing connections: a connection could take one of
/// those before the program that it is meant for listens.
pub(crate) fn free<const COUNT: usize>() -> Result<[u16; COUNT]> {
    let below = first_outgoing();
    let mut held = Vec::with_capacity(COUNT);
    let mut ports = [0; COUNT];
    for port in &mut ports {
        let listener = (0..MOST_TRIES)
            .find_map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, anyone(below))).ok())
            .with_context(|| format!("No port between {LOWEST} and {below} is free"))?;
        *port = listener.local_addr().context("No port is free")?.port();
        held.push(listener);
    }
    Ok(ports)
}

/// Any port from the lowest to the one before `below`: two commands at once choose different ones.
fn anyone(below: u16) -> u16 {
    let chance = RandomState::new().hash_one(());
    let width = u64::from(below - LOWEST);
    LOWEST + u16::try_from(chance % width).unwrap_or_default()
}

/// Where the ports of outgoing connections begin (ip_local_port_range in ip-sysctl of Linux's
/// documentation).
fn first_outgoing() -> u16 {
    fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range")
        .ok()
        .and_then(|range| range.split_whitespace().next()?.parse().ok())
        .filter(|first| *first > LOWEST)
        .unwrap_or(FIRST_OUTGOING)
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

    #[test]
    fn an_outgoing_connection_cannot_take_a_free_port() {
        // The system gives a listener without a port one of those that connections get.
        let given = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let given = given.local_addr().unwrap().port();
        for port in free::<20>().unwrap() {
            assert!(
                port < first_outgoing() && first_outgoing() <= given,
                "{port}"
            );
        }
    }
}
