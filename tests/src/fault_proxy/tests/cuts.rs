//! Connections that break off.

use std::io::ErrorKind;

use super::{Scene, receive, receive_all, send, until};
use crate::fault_proxy::{Cut, Direction, Fault, Repeat};

const BYTES: usize = 100_000;

fn cut(direction: Direction, after_bytes: usize, repeat: Repeat) -> Cut {
    Cut {
        direction,
        after_bytes: after_bytes as u64,
        repeat,
    }
}

#[tokio::test]
async fn a_reset_comes_after_exactly_so_many_bytes_and_to_both_sides() {
    let scene = Scene::with(Fault::Reset(cut(
        Direction::ToUpstream,
        BYTES,
        Repeat::Once,
    )))
    .await;
    let (mut client, mut upstream) = scene.connect().await;
    let (received, ()) = tokio::join!(receive_all(&mut upstream), send(&mut client, 10 * BYTES));
    assert_eq!(received, (BYTES, Err(ErrorKind::ConnectionReset)));
    let (_, end) = receive_all(&mut client).await;
    assert!(matches!(
        end,
        Err(ErrorKind::ConnectionReset | ErrorKind::BrokenPipe)
    ));
    assert_eq!(scene.proxy.counts().cut, 1);
}

#[tokio::test]
async fn a_close_comes_after_exactly_so_many_bytes_and_looks_like_the_end() {
    let scene = Scene::with(Fault::Close(cut(Direction::ToClient, BYTES, Repeat::Once))).await;
    let (mut client, mut upstream) = scene.connect().await;
    let (received, ()) = tokio::join!(receive_all(&mut client), send(&mut upstream, 2 * BYTES));
    assert_eq!(received, (BYTES, Ok(())));
    assert_eq!(receive_all(&mut upstream).await, (0, Ok(())));
}

#[tokio::test]
async fn a_fault_for_once_leaves_the_next_connection_alone() {
    let scene = Scene::with(Fault::Reset(cut(Direction::ToUpstream, 3, Repeat::Once))).await;
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, 3).await;
    assert_eq!(
        receive_all(&mut upstream).await,
        (3, Err(ErrorKind::ConnectionReset))
    );
    assert_eq!(scene.proxy.fault(), Fault::Pass);
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, BYTES).await;
    receive(&mut upstream, BYTES).await;
}

#[tokio::test]
async fn a_fault_until_changed_meets_every_connection() {
    let fault = Fault::Reset(cut(Direction::ToUpstream, 3, Repeat::UntilChanged));
    let scene = Scene::with(fault.clone()).await;
    for _ in 0..3 {
        let (mut client, mut upstream) = scene.connect().await;
        send(&mut client, 10).await;
        assert_eq!(
            receive_all(&mut upstream).await,
            (3, Err(ErrorKind::ConnectionReset))
        );
    }
    assert_eq!(scene.proxy.counts().cut, 3);
    assert_eq!(scene.proxy.fault(), fault);
}

#[tokio::test]
async fn bytes_count_from_the_moment_the_fault_is_set() {
    let scene = Scene::new().await;
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, BYTES).await;
    receive(&mut upstream, BYTES).await;
    let fault = Fault::Reset(cut(Direction::ToUpstream, 10, Repeat::Once));
    scene.proxy.set_fault(fault).await.unwrap();
    send(&mut client, BYTES).await;
    assert_eq!(
        receive_all(&mut upstream).await,
        (10, Err(ErrorKind::ConnectionReset))
    );
}

#[tokio::test]
async fn after_no_bytes_an_idle_connection_breaks_off_at_once() {
    let scene = Scene::new().await;
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, 1).await;
    receive(&mut upstream, 1).await;
    let fault = Fault::Reset(cut(Direction::ToClient, 0, Repeat::Once));
    scene.proxy.set_fault(fault).await.unwrap();
    assert_eq!(
        receive_all(&mut client).await,
        (0, Err(ErrorKind::ConnectionReset))
    );
}

#[tokio::test]
async fn one_connection_can_be_killed_and_the_others_go_on() {
    let scene = Scene::new().await;
    let (mut first, _first_upstream) = scene.connect().await;
    let (mut second, mut second_upstream) = scene.connect().await;
    let oldest = scene.proxy.connections()[0].id;
    assert!(scene.proxy.kill(oldest));
    assert!(!scene.proxy.kill(oldest));
    assert_eq!(
        receive_all(&mut first).await,
        (0, Err(ErrorKind::ConnectionReset))
    );
    send(&mut second, 5).await;
    receive(&mut second_upstream, 5).await;
    assert_eq!(scene.proxy.connections().len(), 1);
}

#[tokio::test]
async fn all_connections_can_be_killed_even_those_that_hang() {
    let scene = Scene::new().await;
    let (mut moving, _upstream) = scene.connect().await;
    scene.proxy.set_fault(Fault::Hang).await.unwrap();
    let mut hanging = scene.connect_client().await;
    until(|| scene.proxy.connections().len() == 2).await;
    assert_eq!(scene.proxy.kill_all(), 2);
    for client in [&mut moving, &mut hanging] {
        assert_eq!(
            receive_all(client).await,
            (0, Err(ErrorKind::ConnectionReset))
        );
    }
    assert_eq!(scene.proxy.counts().killed, 2);
}
