//! The program as a test run starts it.

use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn start(listen: u16, control: u16) -> Child {
    let address = |port: u16| format!("127.0.0.1:{port}");
    Command::new(env!("CARGO_BIN_EXE_fault-proxy"))
        .args(["--listen", &address(listen)])
        .args(["--control", &address(control)])
        .args(["--upstream", &address(1)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn it_says_ready_when_both_ports_answer_and_ends_well_on_sigterm() {
    let (listen, control) = (free_port(), free_port());
    let mut program = start(listen, control);
    let mut first_line = String::new();
    let stdout = program.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut first_line).unwrap();
    assert_eq!(first_line, "ready\n");
    TcpStream::connect(("127.0.0.1", listen)).unwrap();
    TcpStream::connect(("127.0.0.1", control)).unwrap();

    kill(Pid::from_raw(program.id().cast_signed()), Signal::SIGTERM).unwrap();
    assert!(program.wait().unwrap().success());
}

#[test]
fn a_taken_port_is_named_and_ends_the_program() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let output = start(port, free_port()).wait_with_output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&format!("127.0.0.1:{port}")), "{said}");
}
