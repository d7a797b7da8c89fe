//! What passes, who is let in, and who is not.

use std::io::ErrorKind;

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

use super::{ANYWHERE, Scene, bounded, receive, receive_all, send, until};
use crate::fault_proxy::{Fault, FaultProxy};

const MEBIBYTE: usize = 1024 * 1024;

#[tokio::test]
async fn without_a_fault_everything_arrives_and_so_does_each_end() {
    let scene = Scene::new().await;
    let (mut client, mut upstream) = scene.connect().await;
    let sent = async {
        send(&mut client, MEBIBYTE).await;
        client.shutdown().await.unwrap();
    };
    let (received, ()) = tokio::join!(receive_all(&mut upstream), sent);
    assert_eq!(received, (MEBIBYTE, Ok(())));
    send(&mut upstream, 10).await;
    drop(upstream);
    assert_eq!(receive_all(&mut client).await, (10, Ok(())));
    until(|| scene.proxy.connections().is_empty()).await;
    assert_eq!(scene.proxy.counts().accepted, 1);
    assert_eq!(scene.proxy.counts().cut, 0);
}

#[tokio::test]
async fn refused_connections_meet_nobody_and_open_ones_go_on() {
    let scene = Scene::new().await;
    let (mut client, mut upstream) = scene.connect().await;
    scene.proxy.set_fault(Fault::Refuse).await.unwrap();
    let refused = TcpStream::connect(scene.proxy.listen()).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::ConnectionRefused);
    send(&mut client, 5).await;
    receive(&mut upstream, 5).await;

    scene.proxy.set_fault(Fault::Pass).await.unwrap();
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, 5).await;
    receive(&mut upstream, 5).await;
}

#[tokio::test]
async fn nobody_else_can_take_the_port_while_connections_are_refused() {
    let scene = Scene::with(Fault::Refuse).await;
    let taken = TcpListener::bind(scene.proxy.listen()).await;
    assert_eq!(taken.unwrap_err().kind(), ErrorKind::AddrInUse);
}

#[tokio::test]
async fn a_connection_that_hangs_moves_once_the_fault_is_over() {
    let scene = Scene::with(Fault::Hang).await;
    let mut client = scene.connect_client().await;
    send(&mut client, 5).await;
    until(|| scene.proxy.counts().accepted == 1).await;
    assert_eq!(scene.proxy.connections()[0].to_upstream_bytes, 0);

    scene.proxy.set_fault(Fault::Pass).await.unwrap();
    let (mut upstream, _) = bounded(scene.upstream.accept()).await.unwrap();
    receive(&mut upstream, 5).await;
}

#[tokio::test]
async fn an_open_connection_hangs_too() {
    let scene = Scene::new().await;
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, 5).await;
    receive(&mut upstream, 5).await;
    scene.proxy.set_fault(Fault::Hang).await.unwrap();
    send(&mut client, MEBIBYTE).await;
    assert_eq!(scene.proxy.connections()[0].to_upstream_bytes, 5);

    scene.proxy.set_fault(Fault::Pass).await.unwrap();
    receive(&mut upstream, MEBIBYTE).await;
}

#[tokio::test]
async fn a_client_meets_nobody_when_nobody_is_behind_the_proxy() {
    let nobody = {
        let upstream = TcpListener::bind(ANYWHERE).await.unwrap();
        upstream.local_addr().unwrap()
    };
    let proxy = FaultProxy::start(ANYWHERE, nobody).unwrap();
    let mut client = TcpStream::connect(proxy.listen()).await.unwrap();
    assert_eq!(
        receive_all(&mut client).await,
        (0, Err(ErrorKind::ConnectionReset))
    );
}

/// A server that refuses a body does so: it answers, and closes with unread data.
#[tokio::test]
async fn the_last_words_of_an_upstream_that_resets_reach_the_client() {
    let scene = Scene::new().await;
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, 5).await;
    receive(&mut upstream, 5).await;
    send(&mut upstream, 300).await;
    receive(&mut client, 300).await;
    upstream.set_zero_linger().unwrap();
    drop(upstream);
    assert_eq!(
        receive_all(&mut client).await,
        (0, Err(ErrorKind::ConnectionReset))
    );
    until(|| scene.proxy.connections().is_empty()).await;
}

#[tokio::test]
async fn a_client_that_resets_is_a_reset_to_the_upstream() {
    let scene = Scene::new().await;
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, 5).await;
    receive(&mut upstream, 5).await;
    client.set_zero_linger().unwrap();
    drop(client);
    assert_eq!(
        receive_all(&mut upstream).await,
        (0, Err(ErrorKind::ConnectionReset))
    );
}
