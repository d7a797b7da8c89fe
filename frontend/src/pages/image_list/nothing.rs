//! Lists without rows, and why.

use gaze_shared::glance::list::{Position, SortKey};
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use super::load::{LoadedList, MOST_IMAGES};
use crate::features::quota::new_image_link;
use crate::i18n::text::list_empty;
use crate::routes::{ListState, Page, View};
use crate::ui::empty::Empty;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{Icon, IconView};

/// The URL asks for something that the list cannot show.
#[component]
pub(super) fn BadAddress(text: String) -> impl IntoView {
    view! {
        <Empty title=list_empty::bad_address_title() text=text>
            {link(list_empty::show_all(), ListState::default())}
        </Empty>
    }
}

fn link(label: &'static str, to: ListState) -> AnyView {
    view! { <a class="button" href=Page::list(&to).path()>{label}</a> }.into_any()
}

/// The order cannot be made for so many images.
#[component]
pub(super) fn TooLongToSort(state: Memo<ListState>) -> impl IntoView {
    dyn_view(move || {
        let state = state.get();
        let key = state
            .query
            .sort
            .iter()
            .find(|sort| sort.key.may_be_missing());
        let key = key.map_or(SortKey::Name, |sort| sort.key);
        let (title, because) = match key {
            SortKey::Size => (
                list_empty::too_many_for_size_title(),
                list_empty::some_without_size(),
            ),
            SortKey::DiskFormat => (
                list_empty::too_many_for_disk_format_title(),
                list_empty::some_without_disk_format(),
            ),
            SortKey::ContainerFormat => (
                list_empty::too_many_for_container_format_title(),
                list_empty::some_without_container_format(),
            ),
            _ => (
                list_empty::too_many_for_name_title(),
                list_empty::some_without_name(),
            ),
        };
        let text = format!("{because} {}", list_empty::too_many(MOST_IMAGES));
        // With the filter no image is without a size, and the image service can do it.
        let with_size = (key == SortKey::Size).then(|| {
            link(
                list_empty::only_with_size(),
                state.with_query(|query| query.size_min = Some(Bytes(0))),
            )
        });
        let by_change = state.with_query(|query| query.sort.clear());
        view! {
            <Empty title=title text=text>
                {with_size}
                {link(list_empty::sort_by_change(), by_change)}
            </Empty>
        }
    })
}

/// Nothing but images that cannot be read.
pub(super) fn unreadable_images(number: usize) -> AnyView {
    view! { <Empty title=list_empty::unreadable_title(number) text=list_empty::unreadable_advice()/> }.into_any()
}

/// The same beside images that can be read.
pub(super) fn unreadable_notice(loaded: RwSignal<Option<LoadedList>>) -> AnyView {
    let number = memo(move || {
        let read = |loaded: &LoadedList| loaded.page().map_or(0, |page| page.n_unreadable);
        loaded.with(|loaded| loaded.as_ref().map_or(0, read))
    });
    dyn_view(move || {
        (number.get() > 0).then(|| {
            let sentence = list_empty::unreadable(number.get());
            let text = format!("{sentence} {}", list_empty::unreadable_advice());
            view! {
                <div class="notice notice-caution" role="status">
                    <IconView icon=Icon::Warning class="notice-icon"/>
                    <p class="notice-body">{text}</p>
                </div>
            }
            .into_any()
        })
    })
}

/// Nothing to list.
#[component]
pub(super) fn NoImages(state: Memo<ListState>) -> impl IntoView {
    dyn_view(move || no_images(&state.get()))
}

fn no_images(state: &ListState) -> AnyView {
    if state.is_filtered() {
        let (title, text, first) = if state.position == Position::First {
            (list_empty::no_match_title(), list_empty::no_match(), None)
        } else {
            let first = link(list_empty::first_page(), state.at(Position::First));
            (
                list_empty::no_further_match_title(),
                list_empty::no_further_match(),
                Some(first),
            )
        };
        let clear = link(list_empty::clear_filters(), state.without_filters());
        return view! {
            <Empty title=title text=text>{first} {clear}</Empty>
        }
        .into_any();
    }
    let (title, text) = match state.view {
        View::Mine => (list_empty::no_mine_title(), list_empty::no_mine()),
        View::Shared => (list_empty::no_shared_title(), list_empty::no_shared()),
        View::Public => (list_empty::no_public_title(), list_empty::no_public()),
        View::Community => (list_empty::no_community_title(), list_empty::no_community()),
        View::Hidden => (list_empty::no_hidden_title(), list_empty::no_hidden()),
    };
    let can_create = state.view == View::Mine;
    view! {
        <Empty title=title text=text>
            {can_create.then(new_image_link)}
        </Empty>
    }
    .into_any()
}
