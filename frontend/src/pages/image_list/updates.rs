//! Renewing the list: by itself, by hand, or not for now.

use std::time::Duration;

use leptos::prelude::*;

use super::load::LoadedList;
use super::screen::Screen;
use crate::features::image_status::is_in_transition;
use crate::i18n::text::image_list;
use crate::session::query::Query;
use crate::ui::reactive::dyn_view;
use crate::ui::timer::Timer;
use crate::ui::{Icon, IconView};

/// How soon rows that are in transition are looked at again.
const MOVING: Duration = Duration::from_secs(4);
/// How soon a list is looked at again in which nothing moves: others may change it.
const RESTING: Duration = Duration::from_secs(10);
/// How soon it is tried again when that failed.
const FAILED: Duration = Duration::from_secs(30);

/// How long something is said of a renewal by hand.
const SAID: Duration = Duration::from_secs(4);

/// Whether the person has paused the renewing; holds for as long as this tab is open.
#[derive(Clone, Copy)]
pub struct Paused(RwSignal<bool>);

impl Paused {
    #[must_use]
    pub fn not_yet() -> Self {
        Self(RwSignal::new(false))
    }
}

/// Asks again for as long as the list is shown, less often where that takes many calls.
pub(super) fn keep_fresh(images: Query<LoadedList>) {
    let paused = expect_context::<Paused>();
    images.poll(move || {
        if paused.0.get() {
            return None;
        }
        if images.stale_because.with(Option::is_some) {
            return Some(FAILED);
        }
        images.value.with(|value| {
            value.ready().map_or(Some(FAILED), |loaded| {
                let is_moving = loaded.images().iter().any(is_in_transition);
                let wait = if is_moving { MOVING } else { RESTING };
                Some(wait * loaded.n_calls.max(1))
            })
        })
    });
}

/// What a person is told of how fresh the list is, and the means to renew it.
#[derive(Clone, Copy)]
pub(super) struct Updates {
    images: Query<LoadedList>,
    screen: Screen,
    paused: RwSignal<bool>,
    /// Whether the person has just asked for a renewal.
    is_by_hand: RwSignal<bool>,
    timer: Timer,
    recount: Trigger,
}

impl Updates {
    /// `recount` is told that the total may be another.
    pub(super) fn new(images: Query<LoadedList>, screen: Screen, recount: Trigger) -> Self {
        Self {
            images,
            screen,
            paused: expect_context::<Paused>().0,
            is_by_hand: RwSignal::new(false),
            timer: Timer::new(),
            recount,
        }
    }

    fn refresh(self) {
        if self.screen.has_news.get_untracked() {
            self.screen.let_go();
        } else {
            self.is_by_hand.set(true);
            self.timer.start(SAID, move || self.is_by_hand.set(false));
            self.images.reload();
        }
        self.recount.notify();
    }

    fn words(self) -> &'static str {
        let is_stale = self.images.stale_because.with(Option::is_some);
        if self.screen.has_news.get() {
            image_list::has_changed()
        } else if self.is_by_hand.get() && self.images.is_loading.get() {
            image_list::refreshing()
        } else if self.is_by_hand.get() && !is_stale {
            image_list::up_to_date()
        } else if self.paused.get() {
            image_list::is_paused()
        } else {
            ""
        }
    }

    /// The words, in a place where they move nothing.
    pub(super) fn said(self) -> AnyView {
        view! { <span class="list-said" role="status">{dyn_view(move || self.words())}</span> }
            .into_any()
    }

    /// The buttons, which are as large whatever they say.
    pub(super) fn buttons(self) -> AnyView {
        let refresh_label = move || {
            if self.screen.has_news.get() {
                image_list::show_changes()
            } else {
                image_list::refresh()
            }
        };
        let pause_label = move || {
            if self.paused.get() {
                image_list::resume()
            } else {
                image_list::pause()
            }
        };
        let pause_icon = move || {
            let is_paused = self.paused.get();
            let icon = if is_paused { Icon::Play } else { Icon::Pause };
            view! { <IconView icon=icon/> }
        };
        view! {
            <button
                type="button"
                class="button button-quiet button-icon"
                class:list-news=move || self.screen.has_news.get()
                aria-label=refresh_label
                title=refresh_label
                on:click=move |_| self.refresh()
            >
                <IconView icon=Icon::Refresh/>
            </button>
            <button
                type="button"
                class="button button-quiet button-icon"
                aria-label=pause_label
                title=pause_label
                on:click=move |_| self.paused.update(|paused| *paused = !*paused)
            >
                {dyn_view(pause_icon)}
            </button>
        }
        .into_any()
    }
}
