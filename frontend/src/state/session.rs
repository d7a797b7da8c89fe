//! Who is signed in, and the gate that a call waits at when the session has ended.

use futures_channel::oneshot;
use gaze_shared::gateway::Session;
use gaze_shared::image_can::Caller;
use leptos::prelude::*;

use crate::api::ApiError;

/// What is known about the session.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionState {
    /// The edge has not answered yet.
    Unknown,
    /// The edge could not be asked.
    Unavailable(ApiError),
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is.
    SignedIn(Box<Session>),
}

/// Why the person is asked to sign in again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// The session has ended: nothing goes on without.
    Ended,
    /// It ends before what the person wants to do: they may also not.
    EndsSoon,
}

/// The session of this tab. Its cookie is invisible here; this is only what the edge tells.
#[derive(Clone, Copy)]
pub struct SessionStore {
    state: RwSignal<SessionState>,
    interrupted: RwSignal<Option<Interruption>>,
    waiting: StoredValue<Vec<oneshot::Sender<()>>, LocalStorage>,
}

impl SessionStore {
    /// A store that knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(SessionState::Unknown),
            interrupted: RwSignal::new(None),
            waiting: StoredValue::new_local(Vec::new()),
        }
    }

    /// What is known, reactively.
    #[must_use]
    pub fn state(self) -> Signal<SessionState> {
        self.state.into()
    }

    /// The session, reactively, if somebody is signed in.
    #[must_use]
    pub fn session(self) -> Option<Session> {
        self.state.with(|state| match state {
            SessionState::SignedIn(session) => Some(Session::clone(session)),
            _ => None,
        })
    }

    /// Who asks, for the rules of [`gaze_shared::image_can`]; reactively.
    #[must_use]
    pub fn caller(self) -> Option<Caller> {
        self.session().as_ref().map(Caller::from)
    }

    /// Whether the person is asked to sign in again, while calls wait for it.
    #[must_use]
    pub fn interruption(self) -> Signal<Option<Interruption>> {
        self.interrupted.into()
    }

    /// Takes in what the edge said about the session.
    pub fn set(self, state: SessionState) {
        self.state.set(state);
    }

    /// Somebody has signed in: waiting calls go on.
    pub fn signed_in(self, session: Session) {
        self.state.set(SessionState::SignedIn(Box::new(session)));
        self.interrupted.set(None);
        for waiting in self.take_waiting() {
            // A call that was dropped meanwhile has nobody to tell.
            let _dropped = waiting.send(());
        }
    }

    /// The person has left: waiting calls give up.
    pub fn signed_out(self) {
        self.state.set(SessionState::SignedOut);
        self.interrupted.set(None);
        // Dropping the senders tells the waiting calls.
        self.take_waiting();
    }

    /// The person does not want to sign in ahead of time.
    pub fn not_now(self) {
        self.interrupted.set(None);
        self.take_waiting();
    }

    /// Opens the sign-in dialog above what the person was doing, and waits until they have signed in
    /// again.
    ///
    /// # Errors
    /// [`ApiError::SignInRequired`] when the person leaves instead.
    pub async fn sign_in_again(self, why: Interruption) -> Result<(), ApiError> {
        let (tell, told) = oneshot::channel();
        self.waiting.update_value(|waiting| waiting.push(tell));
        // A session that has ended does not come back by the wish to go on before.
        if self.interrupted.get_untracked() != Some(Interruption::Ended) {
            self.interrupted.set(Some(why));
        }
        told.await.map_err(|_| ApiError::SignInRequired)
    }

    fn take_waiting(self) -> Vec<oneshot::Sender<()>> {
        self.waiting
            .try_update_value(std::mem::take)
            .unwrap_or_default()
    }
}

impl Default for SessionStore {
    fn default() -> Self {
        Self::new()
    }
}
