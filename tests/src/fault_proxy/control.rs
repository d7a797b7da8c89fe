//! The control port: the proxy as JSON over HTTP.
//!
//! | Route | What |
//! |---|---|
//! | `GET /` | where clients connect, the fault in force, the open connections, the counts |
//! | `PUT /fault` | sets a fault, and answers once it is in force |
//! | `DELETE /connections` | resets every open connection |
//! | `DELETE /connections/{id}` | resets one |

use std::net::SocketAddr;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::{ConnectionId, ConnectionStatus, Counts, Fault, FaultProxy};

/// The answer of `GET /`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Where clients connect.
    pub listen: SocketAddr,
    /// The fault in force.
    pub fault: Fault,
    /// The open connections, oldest first.
    pub connections: Vec<ConnectionStatus>,
    /// What has happened since the start.
    pub counts: Counts,
}

/// The answer of `DELETE /connections`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Killed {
    /// How many connections were open.
    pub killed: usize,
}

/// The routes that control a proxy.
pub fn router(proxy: FaultProxy) -> Router {
    Router::new()
        .route("/", get(status))
        .route("/fault", put(set_fault))
        .route("/connections", delete(kill_all))
        .route("/connections/{id}", delete(kill))
        .with_state(proxy)
}

async fn status(State(proxy): State<FaultProxy>) -> Json<Status> {
    Json(Status {
        listen: proxy.listen(),
        fault: proxy.fault(),
        connections: proxy.connections(),
        counts: proxy.counts(),
    })
}

async fn set_fault(
    State(proxy): State<FaultProxy>,
    Json(fault): Json<Fault>,
) -> Result<Json<Fault>, (StatusCode, String)> {
    proxy
        .set_fault(fault.clone())
        .await
        .map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok(Json(fault))
}

async fn kill_all(State(proxy): State<FaultProxy>) -> Json<Killed> {
    Json(Killed {
        killed: proxy.kill_all(),
    })
}

async fn kill(State(proxy): State<FaultProxy>, Path(id): Path<ConnectionId>) -> StatusCode {
    if proxy.kill(id) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}
