//! Who is signed in, and the gate that a call waits at when the session has ended.

use futures_channel::oneshot;
use gaze_shared::gateway::Session;
use gaze_shared::glance::can::Caller;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::ui::reactive::memo;

/// What is known about the session.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionState {
    /// The edge has not answered yet.
    Unknown,
    /// The edge could not be asked.
    Unavailable(ApiError),
    SignedOut,
    SignedIn(Box<Session>),
}

/// Where a session works: another place has other images, limits and rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionPlace {
    /// Keystone's id of the project.
    pub project_id: String,
    pub region: String,
}

/// The session of this tab. Its cookie is invisible here; this is only what the edge tells.
#[derive(Clone, Copy)]
pub struct SessionStore {
    state: RwSignal<SessionState>,
    place: Memo<Option<SessionPlace>>,
    interrupted: RwSignal<bool>,
    ahead: RwSignal<bool>,
    waiting: StoredValue<Vec<oneshot::Sender<()>>, LocalStorage>,
}

impl SessionStore {
    /// A store that knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let state = RwSignal::new(SessionState::Unknown);
        let place = move || {
            state.with(|state| match state {
                SessionState::SignedIn(session) => Some(SessionPlace {
                    project_id: session.project.id.clone(),
                    region: session.region.clone(),
                }),
                _ => None,
            })
        };
        Self {
            state,
            place: memo(place),
            interrupted: RwSignal::new(false),
            ahead: RwSignal::new(false),
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

    /// Where the session works, if somebody is signed in; tells of a change only when it is another
    /// place, and not when the session is renewed.
    #[must_use]
    pub fn place(self) -> Memo<Option<SessionPlace>> {
        self.place
    }

    /// Who asks, for the rules of [`gaze_shared::glance::can`]; reactively.
    #[must_use]
    pub fn caller(self) -> Option<Caller> {
        self.session().as_ref().map(Caller::from)
    }

    /// Whether a session has ended under the person's hands and calls wait for a new one.
    #[must_use]
    pub fn is_interrupted(self) -> Signal<bool> {
        self.interrupted.into()
    }

    /// Whether the person is about to sign in again before the session has ended. They may also not.
    #[must_use]
    pub fn is_ahead(self) -> Signal<bool> {
        self.ahead.into()
    }

    /// Takes in what the edge said about the session.
    pub fn set(self, state: SessionState) {
        self.state.set(state);
    }

    /// Somebody has signed in: waiting calls go on.
    pub fn signed_in(self, session: Session) {
        self.state.set(SessionState::SignedIn(Box::new(session)));
        self.asks_no_more();
        for waiting in self.take_waiting() {
            // A call that was dropped meanwhile has nobody to tell.
            let _dropped = waiting.send(());
        }
    }

    /// The person has left: waiting calls give up.
    pub fn signed_out(self) {
        self.state.set(SessionState::SignedOut);
        self.asks_no_more();
        // Dropping the senders tells the waiting calls.
        self.take_waiting();
    }

    /// The person does not want to sign in ahead of time.
    pub fn not_now(self) {
        self.asks_no_more();
        self.take_waiting();
    }

    fn asks_no_more(self) {
        self.interrupted.set(false);
        self.ahead.set(false);
    }

    /// Opens the sign-in dialog above what the person was doing, and waits until they have signed in
    /// again.
    ///
    /// # Errors
    /// [`ApiError::SignInRequired`] when the person leaves instead.
    pub async fn sign_in_again(self) -> Result<(), ApiError> {
        // What was asked for ahead of time has become a must.
        self.ahead.set(false);
        self.interrupted.set(true);
        self.wait().await
    }

    /// The same before the session has ended, unless it just did.
    ///
    /// # Errors
    /// [`ApiError::SignInRequired`] when the person does not want to now.
    pub async fn sign_in_ahead(self) -> Result<(), ApiError> {
        self.ahead.set(!self.interrupted.get_untracked());
        self.wait().await
    }

    async fn wait(self) -> Result<(), ApiError> {
        let (sender, receiver) = oneshot::channel();
        self.waiting.update_value(|waiting| waiting.push(sender));
        receiver.await.map_err(|_| ApiError::SignInRequired)
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
