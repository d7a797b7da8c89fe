//! The control port.

use std::io::ErrorKind;

use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};

use super::{ANYWHERE, Scene, receive, receive_all, send};
use crate::fault_proxy::{Fault, control};

/// The address of a control port for the scene's proxy.
async fn control_port(scene: &Scene) -> String {
    let listener = TcpListener::bind(ANYWHERE).await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = control::router(scene.proxy.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// Calls from a thread of its own, because the client blocks.
async fn call(method: &'static str, url: String, body: Value) -> (u16, Value) {
    tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let mut response = match method {
            "GET" => agent.get(&url).call(),
            "PUT" => agent.put(&url).send_json(body),
            _ => agent.delete(&url).call(),
        }
        .unwrap();
        let text = response.body_mut().read_to_string().unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        (response.status().as_u16(), body)
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn the_status_names_fault_connections_and_counts() {
    let scene = Scene::new().await;
    let control = control_port(&scene).await;
    let (mut client, mut upstream) = scene.connect().await;
    send(&mut client, 5).await;
    receive(&mut upstream, 5).await;
    let (status, body) = call("GET", control, Value::Null).await;
    assert_eq!(status, 200);
    assert_eq!(
        body,
        json!({
            "listen": scene.proxy.listen().to_string(),
            "fault": { "kind": "pass" },
            "connections": [{
                "id": 1,
                "client": client.local_addr().unwrap().to_string(),
                "to_upstream_bytes": 5,
                "to_client_bytes": 0
            }],
            "counts": { "accepted": 1, "cut": 0, "killed": 0 }
        })
    );
}

#[tokio::test]
async fn a_fault_is_in_force_when_the_call_that_set_it_returns() {
    let scene = Scene::new().await;
    let control = control_port(&scene).await;
    for _ in 0..20 {
        let (status, _) = call(
            "PUT",
            format!("{control}/fault"),
            json!({ "kind": "refuse" }),
        )
        .await;
        assert_eq!(status, 200);
        let refused = TcpStream::connect(scene.proxy.listen()).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::ConnectionRefused);
        call("PUT", format!("{control}/fault"), json!({ "kind": "pass" })).await;
        scene.connect().await;
    }
}

#[tokio::test]
async fn every_fault_has_its_form_in_json() {
    let scene = Scene::new().await;
    let control = control_port(&scene).await;
    for fault in [
        json!({ "kind": "pass" }),
        json!({ "kind": "refuse" }),
        json!({ "kind": "hang" }),
        json!({ "kind": "reset", "direction": "to_upstream", "after_bytes": 7, "repeat": "until_changed" }),
        json!({ "kind": "close", "direction": "to_client", "after_bytes": 0, "repeat": "once" }),
        json!({ "kind": "bandwidth", "bytes_per_second": 1000 }),
        json!({ "kind": "delay", "milliseconds": 20 }),
    ] {
        let answer = call("PUT", format!("{control}/fault"), fault.clone()).await;
        assert_eq!(answer, (200, fault));
    }
}

#[tokio::test]
async fn a_fault_that_does_not_exist_is_refused_and_changes_nothing() {
    let scene = Scene::with(Fault::Hang).await;
    let control = control_port(&scene).await;
    for fault in [
        json!({ "kind": "explode" }),
        json!({ "kind": "bandwidth", "bytes_per_second": 0 }),
        json!({ "kind": "reset", "direction": "sideways", "after_bytes": 1 }),
        json!({ "kind": "delay", "milliseconds": 1, "seconds": 1 }),
    ] {
        let (status, _) = call("PUT", format!("{control}/fault"), fault).await;
        assert_eq!(status, 422);
    }
    assert_eq!(scene.proxy.fault(), Fault::Hang);
}

#[tokio::test]
async fn connections_are_killed_by_name_or_all_at_once() {
    let scene = Scene::new().await;
    let control = control_port(&scene).await;
    let (mut first, _first_upstream) = scene.connect().await;
    let (mut second, _second_upstream) = scene.connect().await;
    let one = format!("{control}/connections/1");
    assert_eq!(call("DELETE", one.clone(), Value::Null).await.0, 204);
    assert_eq!(call("DELETE", one, Value::Null).await.0, 404);
    assert_eq!(
        receive_all(&mut first).await.1,
        Err(ErrorKind::ConnectionReset)
    );
    let all = call("DELETE", format!("{control}/connections"), Value::Null).await;
    assert_eq!(all, (200, json!({ "killed": 1 })));
    assert_eq!(
        receive_all(&mut second).await.1,
        Err(ErrorKind::ConnectionReset)
    );
}
