//! Signing in and out, and what can be known before. None of these opens the sign-in dialog.

use gaze_shared::gateway::{ChangeSession, ErrorKind, Project, ProjectList, PublicConfig, Session};
use serde_json::{Map, Value};

use super::client::{Method, Request, send_once};
use super::{Api, ApiError};

const SESSION: &str = "/api/session";

/// The public settings of this deployment.
///
/// # Errors
/// See [`ApiError`].
pub async fn config() -> Result<PublicConfig, ApiError> {
    send_once(&Request::get("/api/config")).await?.read()
}

/// Who is signed in; `None` when nobody is.
///
/// # Errors
/// See [`ApiError`].
pub async fn current() -> Result<Option<Session>, ApiError> {
    match send_once(&Request::get(SESSION)).await {
        Ok(response) => response.read().map(Some),
        Err(error) if error.asks_for_sign_in() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Signs in by a [`gaze_shared::gateway::SignIn`]; the edge answers with a cookie that scripts cannot
/// read. Whether the browser has kept it shows only at the next call.
///
/// # Errors
/// See [`ApiError`].
pub async fn sign_in(credentials: &Map<String, Value>) -> Result<Session, ApiError> {
    let request = Request::json(Method::Post, SESSION, credentials)?;
    let session = send_once(&request).await?.read()?;
    match send_once(&Request::get(SESSION)).await {
        Err(error) if error.kind() == Some(&ErrorKind::SignInRequired) => Err(not_kept(&error)),
        // Whatever else is wrong is not about the sign-in.
        _ => Ok(session),
    }
}

fn not_kept(error: &ApiError) -> ApiError {
    ApiError::CookieNotKept {
        request_id: error.request_id().map(ToOwned::to_owned),
    }
}

/// Ends the session and revokes its token.
///
/// # Errors
/// See [`ApiError`].
pub async fn sign_out() -> Result<(), ApiError> {
    match send_once(&Request::delete(SESSION)).await {
        Ok(response) => response.no_content(),
        // It had ended already.
        Err(error) if error.asks_for_sign_in() => Ok(()),
        Err(error) => Err(error),
    }
}

impl Api {
    /// The projects that the person can work in.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn projects(self) -> Result<Vec<Project>, ApiError> {
        let list: ProjectList = self.send(Request::get("/api/projects")).await?.read()?;
        Ok(list.projects)
    }

    /// Goes on in another project or region, or with a new token where nothing else is to change.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn change_session(self, change: &ChangeSession) -> Result<Session, ApiError> {
        self.send(Request::json(Method::Patch, SESSION, change)?)
            .await?
            .read()
    }
}
