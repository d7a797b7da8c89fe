//! `fault-proxy --listen ADDRESS --control ADDRESS --upstream ADDRESS`: prints `ready` once it
//! listens, and ends on SIGTERM or Ctrl-C. What it can be told is in [`gaze_tests::fault_proxy`].

use std::io::Write as _;
use std::net::SocketAddr;

use anyhow::Context as _;
use clap::Parser;
use gaze_tests::fault_proxy::{FaultProxy, control};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// A TCP proxy that breaks on demand.
#[derive(Debug, Parser)]
struct Options {
    /// Where clients connect.
    #[arg(long)]
    listen: SocketAddr,
    /// Where the proxy is told what to do.
    #[arg(long)]
    control: SocketAddr,
    /// Where the connections lead.
    #[arg(long)]
    upstream: SocketAddr,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let proxy = FaultProxy::start(options.listen, options.upstream)
        .with_context(|| format!("Nothing can listen on {}", options.listen))?;
    let control_port = TcpListener::bind(options.control)
        .await
        .with_context(|| format!("Nothing can listen on {}", options.control))?;
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "ready")?;
    stdout.flush()?;
    tokio::select! {
        served = async { axum::serve(control_port, control::router(proxy)).await } => served?,
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    Ok(())
}
