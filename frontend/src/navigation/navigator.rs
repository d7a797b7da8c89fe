//! Where the person is in the dashboard, and the ways to somewhere else.
//!
//! The address is the state: pages read what they show from it and change it, so back, reload and a
//! copied link all work. This is all of a router that a typed [`crate::routes::Route`] needs; a library
//! for it would be a quarter of the program's download.

use leptos::prelude::*;

use super::browser::{
    HistoryStep, current_address, link_target, numbered_entry, scroll_to_top, walk_history,
    write_history,
};
use super::history::{HistoryPosition, Pop};
use super::unsaved::{Leaving, UnsavedWork};
use crate::routes::Address;
use crate::routes::address::LIST_PATH;
use crate::ui::scroll::{Scroll, offset, session_storage};

/// Under which the browser keeps where the list was left, while the page is loaded again.
const LIST_KEPT: &str = "gaze-list";

/// Where the list was left.
#[derive(Clone, Debug, Default, PartialEq)]
struct LeftList {
    /// Its path and query.
    target: String,
    /// How far it was scrolled down, in pixels.
    offset: i32,
}

/// An entry of the history, by its number if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct HistoryEntry(Option<i32>);

/// The address of this tab.
#[derive(Clone, Copy)]
pub struct Navigator {
    address: RwSignal<Address>,
    position: StoredValue<HistoryPosition>,
    scroll: Scroll,
    left_list: StoredValue<LeftList>,
    unsaved: UnsavedWork,
    /// To which entry of the history the person has agreed to go.
    agreed: StoredValue<Option<HistoryEntry>>,
}

impl Navigator {
    /// Follows the window's address and takes over clicks on links of the dashboard, for as long as
    /// the application lives.
    #[must_use]
    pub fn start(unsaved: UnsavedWork) -> Self {
        let kept = session_storage().and_then(|storage| storage.get_item(LIST_KEPT).ok().flatten());
        let (scroll, entry) = Scroll::start(numbered_entry());
        let position = HistoryPosition::opening(entry);
        let navigator = Self {
            address: RwSignal::new(current_address()),
            position: StoredValue::new(position),
            scroll,
            left_list: StoredValue::new(LeftList {
                target: kept.unwrap_or_else(|| LIST_PATH.to_owned()),
                offset: 0,
            }),
            unsaved,
            agreed: StoredValue::new(None),
        };
        write_history(HistoryStep::Replace, position.number(), None);
        window_event_listener_untyped("popstate", move |_| navigator.popped());
        window_event_listener(leptos::ev::click, move |event| {
            if let Some(target) = link_target(&event) {
                event.prevent_default();
                navigator.go(&target);
            }
        });
        navigator
    }

    /// The address, reactively.
    #[must_use]
    pub fn address(self) -> RwSignal<Address> {
        self.address
    }

    #[must_use]
    pub fn path(self) -> String {
        self.address.with(|address| address.path.clone())
    }

    /// The query that the page itself is asked for, without its question mark, reactively.
    #[must_use]
    pub fn page_query(self) -> String {
        self.address.with(Address::page_query)
    }

    /// The value of a parameter, reactively.
    #[must_use]
    pub fn parameter(self, name: &str) -> Option<String> {
        self.address.with(|address| address.parameter(name))
    }

    /// Path and query of the list of images as it was left: the way back from an image.
    #[must_use]
    pub fn list_target(self) -> String {
        self.left_list.with_value(|list| list.target.clone())
    }

    /// Where the page is scrolled to.
    #[must_use]
    pub fn scroll(self) -> Scroll {
        self.scroll
    }

    /// Notes where the list is left, if the page is the list.
    fn note_list(self) {
        let address = self.address.get_untracked();
        if address.path != LIST_PATH {
            return;
        }
        let target = Address {
            query: address.page_query(),
            ..address
        }
        .to_target();
        if let Some(storage) = session_storage() {
            let _full_or_forbidden = storage.set_item(LIST_KEPT, &target);
        }
        let offset = offset();
        self.left_list.set_value(LeftList { target, offset });
    }

    /// Goes to a path of the dashboard; back returns.
    pub fn go(self, target: &str) {
        self.go_by(target, HistoryStep::New);
    }

    /// Goes to a path of the dashboard, once the person has agreed to lose what is not saved. A new page
    /// begins at its top, another state of the same page stays where it is scrolled to.
    pub fn go_by(self, target: &str, step: HistoryStep) {
        let wanted = Address::parse(target);
        if wanted != self.address.get_untracked() {
            let go = move || self.show(wanted.clone(), step);
            self.unsaved
                .leave(&Leaving::To(&Address::parse(target)), go);
        }
    }

    /// Goes from a page that is no more to another one in its place: there is nothing left to ask about.
    pub fn lead_on(self, target: &str) {
        self.show(Address::parse(target), HistoryStep::Replace);
    }

    fn show(self, wanted: Address, step: HistoryStep) {
        let before = self.address.get_untracked();
        if wanted == before {
            return;
        }
        self.note_list();
        let mut position = self.position.get_value();
        let number = match step {
            HistoryStep::New => {
                self.scroll.push();
                position.push()
            }
            HistoryStep::Replace => position.number(),
        };
        self.position.set_value(position);
        let target = wanted.to_target();
        write_history(step, number, Some(&target));
        if wanted.path != before.path {
            scroll_to_top();
            let left_list = self.left_list.get_value();
            if left_list.target == target {
                self.scroll.want(left_list.offset);
            }
        }
        self.address.set(wanted);
    }

    /// The browser has gone back or forward.
    fn popped(self) {
        let wanted = current_address();
        let entry = numbered_entry();
        let agreed = self.agreed.try_update_value(Option::take).flatten();
        let loss = match agreed {
            Some(agreed) if agreed == HistoryEntry(entry) => None,
            _ => self.unsaved.loss(&Leaving::To(&wanted)),
        };
        let mut position = self.position.get_value();
        let pop = position.popped(entry, loss.is_some());
        self.position.set_value(position);
        match (pop, loss) {
            (Pop::Ask { way_back }, Some(loss)) => {
                walk_history(way_back);
                // Another step before the first was taken back: it is taken back, too, and not asked about.
                if untrack(|| self.unsaved.question().is_some()) {
                    return;
                }
                let go = move || {
                    self.agreed.set_value(Some(HistoryEntry(entry)));
                    walk_history(-way_back);
                };
                self.unsaved.ask(loss, Box::new(go));
            }
            (Pop::Follow, _) => {
                self.note_list();
                self.scroll.follow(position.number());
                if entry.is_none() {
                    write_history(HistoryStep::Replace, position.number(), None);
                }
                self.address.set(wanted);
                self.scroll.take_up();
            }
            _ => self.address.set(wanted),
        }
    }
}

#[must_use]
pub fn use_navigator() -> Navigator {
    expect_context()
}
