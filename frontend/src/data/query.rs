//! Loading something for as long as a page shows it: the value stays while a newer one is on its way,
//! a call that nobody waits for any more is aborted, and polling rests while the tab is hidden.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

use super::poll::poll;
use crate::ui::reactive::{effect, on_change};
use crate::ui::scroll::Scroll;
use crate::ui::timer::Timer;

/// How long a person looks at nothing before they are told that no answer has come.
pub const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);

/// Why something could not be loaded.
pub trait LoadError: Clone + PartialEq + Send + Sync + 'static {
    /// No answer has come within [`RESPONSE_TIMEOUT`].
    fn no_response() -> Self;
}

type Loading<T, E> = Pin<Box<dyn Future<Output = Result<T, E>>>>;

/// What a load has come to.
#[derive(Clone, Debug, PartialEq)]
pub enum Loaded<T, E> {
    /// Nothing has arrived yet.
    Pending,
    Ready(T),
    /// It could not be loaded, and there is nothing older to show.
    Failed(E),
}

impl<T, E> Loaded<T, E> {
    /// The value, if it is here.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Pending | Self::Failed(_) => None,
        }
    }
}

/// Something that is loaded, and loaded again when what it depends on changes.
pub struct Query<T: 'static, E: 'static> {
    /// What has been loaded.
    pub value: RwSignal<Loaded<T, E>>,
    /// Whether a call is on its way.
    pub is_loading: RwSignal<bool>,
    /// Why the last try to renew failed while an older value is still shown.
    pub stale_because: RwSignal<Option<E>>,
    reload: Trigger,
    timeout: Timer,
    /// Counts what has been asked and put in: an answer to something older is of no use.
    generation: StoredValue<u32>,
}

impl<T, E> Clone for Query<T, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, E> Copy for Query<T, E> {}

impl<T: Clone + PartialEq + Send + Sync + 'static, E: LoadError> Query<T, E> {
    /// Loads what `load` asks for; again, whenever a signal that `load` reads changes.
    pub fn new<F>(load: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, E>> + 'static,
    {
        // Boxed here, so that the machinery below is compiled once per T and not once per page.
        Self::from_boxed(Box::new(move || Box::pin(load())))
    }

    /// The same for what belongs to a place: in another one nothing of it is shown any more, and it is
    /// loaded there.
    pub fn of_place<P, F>(place: Memo<P>, load: impl Fn() -> F + 'static) -> Self
    where
        P: Clone + PartialEq + Send + Sync + 'static,
        F: Future<Output = Result<T, E>> + 'static,
    {
        let query = Self::from_boxed(Box::new(move || {
            place.track();
            Box::pin(load())
        }));
        on_change(move || place.get(), move |_| query.clear());
        query
    }

    fn from_boxed(load: Box<dyn Fn() -> Loading<T, E>>) -> Self {
        let query = Self {
            value: RwSignal::new(Loaded::Pending),
            is_loading: RwSignal::new(true),
            stale_because: RwSignal::new(None),
            reload: Trigger::new(),
            timeout: Timer::new(),
            generation: StoredValue::new(0),
        };
        let scroll = expect_context::<Scroll>();
        effect(move || {
            query.reload.track();
            let future = load();
            query.is_loading.set(true);
            query.wait_on();
            let generation = query.next_generation();
            // The owner of this run of the effect is cleaned up by the next one, which drops the
            // future and so aborts its call.
            let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(async move {
                let outcome = future.await;
                if query.generation.try_get_value() != Some(generation) {
                    return;
                }
                query.timeout.cancel();
                query.settle(outcome);
                scroll.take_up();
            });
            spawn_local_scoped_with_cancellation(task);
        });
        query
    }

    /// Waits as long as a person does from now on, because the load is only just begun, or has come
    /// nearer. It goes on whatever they are told: an answer that comes after all is shown.
    pub fn wait_on(self) {
        self.timeout
            .start(RESPONSE_TIMEOUT, move || self.fail(E::no_response()));
    }

    /// Asks again; a value that is shown stays until the answer is here.
    pub fn reload(self) {
        if self
            .value
            .with_untracked(|value| matches!(value, Loaded::Failed(_)))
        {
            self.value.set(Loaded::Pending);
        }
        self.reload.notify();
    }

    /// Puts in a value that is known from elsewhere, such as the answer to a change. What was asked before
    /// it may tell of what was before the change, and is not taken.
    pub fn set(self, value: T) {
        self.next_generation();
        self.timeout.cancel();
        self.settle(Ok(value));
    }

    fn next_generation(self) -> u32 {
        let next = self.generation.get_value().wrapping_add(1);
        self.generation.set_value(next);
        next
    }

    /// Forgets the value, because what is asked for is another thing altogether.
    pub fn clear(self) {
        self.value.set(Loaded::Pending);
        self.stale_because.set(None);
    }

    fn settle(self, outcome: Result<T, E>) {
        self.is_loading.set(false);
        match outcome {
            Ok(value) => {
                self.stale_because.set(None);
                let value = Loaded::Ready(value);
                if self.value.with_untracked(|old| *old != value) {
                    self.value.set(value);
                }
            }
            Err(error) => self.fail(error),
        }
    }

    fn fail(self, error: E) {
        // Nothing is told to a page that has been left.
        let Some(is_here) = self.value.try_with_untracked(|old| old.ready().is_some()) else {
            return;
        };
        if is_here {
            self.stale_because.set(Some(error));
        } else {
            self.value.set(Loaded::Failed(error));
        }
    }

    /// Asks again each `interval` for as long as `wanted` holds; see [`Self::poll`].
    pub fn poll_while(self, interval: Duration, wanted: impl Fn() -> bool + 'static) {
        self.poll(move || wanted().then_some(interval));
    }

    /// Asks again when the time is over that `wait` gives after each answer, reactively; `None` is not
    /// now. A hidden tab does not ask, and asks at once when it is shown again.
    pub fn poll(self, wait: impl Fn() -> Option<Duration> + 'static) {
        poll(self.is_loading, self.reload, Box::new(wait));
    }
}
