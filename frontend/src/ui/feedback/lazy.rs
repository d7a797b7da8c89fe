//! A part of the program that is loaded when it is opened: the shape of it until it is here, and a way out
//! when it does not come.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local_scoped_with_cancellation;

use crate::i18n::text;
use crate::ui::base::reactive::{dyn_view, effect, memo};
use crate::ui::browser::timer::Timer;
use crate::ui::display::icon::{Icon, IconView};

/// How long a person looks at the shape before they are told that it takes long.
const LONG: Duration = Duration::from_secs(10);

/// Why a part could not be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadFailure {
    /// No answer, or one that is no part of this program. It may come when it is asked for again.
    Unreachable,
    /// Another version is deployed, and may not have the parts of this one any more.
    Replaced,
}

/// The view of a part, once it is loaded.
pub type Loading = Pin<Box<dyn Future<Output = Result<AnyView, LoadFailure>>>>;

/// How a part is loaded.
pub struct Load(Box<dyn Fn() -> Loading>);

impl<F: Fn() -> Loading + 'static> From<F> for Load {
    fn from(load: F) -> Self {
        Self(Box::new(load))
    }
}

/// Whether the part comes at the first try. Otherwise what had the focus goes when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Nobody had to do anything.
    AtOnce,
    /// It was asked for again.
    AskedAgain,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LazyState {
    Loading,
    TakesLong,
    Failed(LoadFailure),
    Here,
}

/// Loads a part and shows it.
#[component]
pub fn Lazy(
    /// Loads it and makes its view, whose owner is this.
    #[prop(into)]
    load: Load,
    /// What it is: "This page".
    what: &'static str,
    /// What is shown until it is here.
    #[prop(optional, into)]
    placeholder: ViewFn,
    /// Hears that it is here.
    #[prop(optional, into)]
    on_arrival: Option<Callback<Arrival>>,
) -> impl IntoView {
    let state = RwSignal::new(LazyState::Loading);
    let is_busy = RwSignal::new(true);
    let view = StoredValue::new_local(None::<AnyView>);
    let again = Trigger::new();
    let timer = Timer::new();
    let arrival = StoredValue::new(Arrival::AtOnce);
    effect(move || {
        again.track();
        is_busy.set(true);
        timer.start(LONG, move || {
            if state.get_untracked() == LazyState::Loading {
                state.set(LazyState::TakesLong);
            }
        });
        let loading = (load.0)();
        let task = async move {
            let outcome = loading.await;
            timer.cancel();
            is_busy.set(false);
            match outcome {
                Ok(part) => {
                    view.set_value(Some(part));
                    state.set(LazyState::Here);
                    if let Some(on_arrival) = on_arrival {
                        on_arrival.run(arrival.get_value());
                    }
                }
                Err(failure) => state.set(LazyState::Failed(failure)),
            }
        };
        // The part is made under the owner of this run, and what it reads does not make this run again.
        spawn_local_scoped_with_cancellation(ScopedFuture::new_untracked(task));
    });
    let retry = Callback::new(move |()| {
        if !is_busy.get_untracked() {
            arrival.set_value(Arrival::AskedAgain);
            again.notify();
        }
    });
    // A press on "Try again" leaves the message where it is, and the focus on its button.
    let shown = memo(move || state.get());
    dyn_view(move || match shown.get() {
        LazyState::Loading => placeholder.run(),
        LazyState::TakesLong => view! { <Late what=what/> }.into_any(),
        LazyState::Failed(LoadFailure::Unreachable) => {
            view! { <Unreachable what=what is_busy=is_busy on_retry=retry/> }.into_any()
        }
        LazyState::Failed(LoadFailure::Replaced) => view! { <Replaced what=what/> }.into_any(),
        LazyState::Here => view.try_update_value(Option::take).flatten().into_any(),
    })
}

#[component]
fn Unreachable(
    what: &'static str,
    is_busy: RwSignal<bool>,
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="notice notice-negative" role="alert">
            <IconView icon=Icon::Warning class="notice-icon"/>
            <div class="notice-body">
                <p class="notice-title">{text::ui::not_loaded(what)}</p>
                <p class="notice-text">{text::ui::check_connection()}</p>
            </div>
            <button
                type="button"
                class="button"
                aria-busy=move || is_busy.get().then_some("true")
                on:click=move |_| on_retry.run(())
            >
                <IconView icon=Icon::Refresh/>
                {text::ui::try_again()}
            </button>
        </div>
    }
}

#[component]
fn Late(what: &'static str) -> impl IntoView {
    view! {
        <div class="notice notice-caution" role="alert" aria-busy="true">
            <IconView icon=Icon::Warning class="notice-icon"/>
            <div class="notice-body">
                <p class="notice-title">{text::ui::loads_long(what)}</p>
                <p class="notice-text">
                    {text::ui::shown_when_here()}
                </p>
            </div>
            <ReloadButton/>
        </div>
    }
}

#[component]
fn Replaced(what: &'static str) -> impl IntoView {
    view! {
        <div class="notice notice-caution" role="alert">
            <IconView icon=Icon::Warning class="notice-icon"/>
            <div class="notice-body">
                <p class="notice-title">{text::ui::updated()}</p>
                <p class="notice-text">{text::ui::not_loaded_any_more(what)}</p>
            </div>
            <ReloadButton/>
        </div>
    }
}

#[component]
fn ReloadButton() -> impl IntoView {
    let reload = move |_| {
        // Fails only in a document that is shown no more.
        let _gone = window().location().reload();
    };
    view! {
        <button type="button" class="button" on:click=reload>
            <IconView icon=Icon::Refresh/>
            {text::ui::load_again()}
        </button>
    }
}

/// The shape of any page.
#[component]
pub fn PageSkeleton() -> impl IntoView {
    let line = || view! { <span class="skeleton"></span> }.into_any();
    view! {
        <div class="page-skeleton" aria-busy="true">
            <p class="visually-hidden" role="status">{text::ui::loading_page()}</p>
            {[(); 4].map(|()| line()).into_iter().collect_view()}
        </div>
    }
}
