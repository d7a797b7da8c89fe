//! Slow ways. The clock of these tests is tokio's own, which jumps to the next timer when nothing
//! else is to be done: no test waits, and what is asserted does not depend on the machine.

use std::num::NonZeroU64;
use std::time::Duration;

use tokio::time::Instant;

use super::{Scene, receive, send};
use crate::fault_proxy::Fault;

#[tokio::test(start_paused = true)]
async fn a_bandwidth_holds_for_each_direction() {
    let bytes_per_second = NonZeroU64::new(10_000).unwrap();
    let scene = Scene::with(Fault::Bandwidth { bytes_per_second }).await;
    let (mut client, mut upstream) = scene.connect().await;
    let start = Instant::now();
    send(&mut client, 50_000).await;
    receive(&mut upstream, 50_000).await;
    assert!(start.elapsed() >= Duration::from_secs(5));
    let start = Instant::now();
    send(&mut upstream, 20_000).await;
    receive(&mut client, 20_000).await;
    assert!(start.elapsed() >= Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn what_is_delayed_arrives_whole_and_so_much_later() {
    let scene = Scene::with(Fault::Delay { milliseconds: 3000 }).await;
    let (mut client, mut upstream) = scene.connect().await;
    let start = Instant::now();
    send(&mut client, 5).await;
    receive(&mut upstream, 5).await;
    assert!(start.elapsed() >= Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn what_waits_goes_on_at_once_when_the_fault_is_over() {
    let scene = Scene::with(Fault::Delay {
        milliseconds: u64::from(u32::MAX),
    })
    .await;
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, 5).await;
    let lift = async { scene.proxy.set_fault(Fault::Pass).await.unwrap() };
    let (_, ()) = tokio::join!(receive(&mut upstream, 5), lift);
}
