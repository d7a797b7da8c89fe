//! Lists without rows, and why.

use gaze_shared::glance::list::{Position, SortKey};
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use super::load::{Loaded, MOST_IMAGES};
use crate::features::quota::new_image_link;
use crate::i18n::numbers::whole;
use crate::i18n::plurals::count;
use crate::routes::{ListState, Page, View};
use crate::ui::empty::Empty;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{Icon, IconView};

/// The URL asks for something that the list cannot show.
#[component]
pub(super) fn BadAddress(text: String) -> impl IntoView {
    view! {
        <Empty title="This list cannot be shown" text=text>
            {link("Show all images", ListState::default())}
        </Empty>
    }
}

fn link(label: &'static str, to: ListState) -> AnyView {
    view! { <a class="button" href=Page::Images(Box::new(to)).path()>{label}</a> }.into_any()
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
        let what = match key {
            SortKey::Size => "size",
            SortKey::DiskFormat => "disk format",
            SortKey::ContainerFormat => "container format",
            _ => "name",
        };
        let text = format!(
            "Some images have no {what}, and the image service gives no pages in such an order. Gaze \
             sorts up to {} images itself, and here are more. Narrow the list by a filter, or choose \
             another order.",
            whole(MOST_IMAGES)
        );
        // With the filter no image is without a size, and the image service can do it.
        let with_size = (key == SortKey::Size).then(|| {
            link(
                "Only images with a size",
                state.with_query(|query| query.size_min = Some(Bytes(0))),
            )
        });
        let by_change = state.with_query(|query| query.sort.clear());
        view! {
            <Empty title=format!("Too many images to sort by {what}") text=text>
                {with_size}
                {link("Sort by last change", by_change)}
            </Empty>
        }
    })
}

fn unreadable(number: usize) -> String {
    format!("{} could not be read", count(number, "image", "images"))
}

const UNREADABLE: &str = "The image service tells of more here than Gaze understands. Report it to whoever runs this cloud.";

/// Nothing but images that cannot be read.
pub(super) fn unreadable_images(number: usize) -> AnyView {
    view! { <Empty title=unreadable(number) text=UNREADABLE/> }.into_any()
}

/// The same beside images that can be read.
pub(super) fn unreadable_notice(loaded: RwSignal<Option<Loaded>>) -> AnyView {
    let number = memo(move || {
        let read = |loaded: &Loaded| loaded.page().map_or(0, |page| page.n_unreadable);
        loaded.with(|loaded| loaded.as_ref().map_or(0, read))
    });
    dyn_view(move || {
        (number.get() > 0).then(|| {
            view! {
                <div class="notice notice-caution" role="status">
                    <IconView icon=Icon::Warning class="notice-icon"/>
                    <p class="notice-body">{format!("{}. {UNREADABLE}", unreadable(number.get()))}</p>
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
            let text = "None of the images here fits the search and the filters.";
            ("No image matches", text, None)
        } else {
            let text = "None of the images from here on fits the search and the filters.";
            let first = link("Go to the first page", state.at(Position::First));
            ("No further image matches", text, Some(first))
        };
        let clear = link("Clear filters", state.without_filters());
        return view! {
            <Empty title=title text=text>{first} {clear}</Empty>
        }
        .into_any();
    }
    let (title, text) = match state.view {
        View::Mine => (
            "No images yet",
            "An image is a disk that servers start from. Upload a file to create the first one.",
        ),
        View::Shared => (
            "Nothing is shared with this project",
            "Images of other projects appear here once this project has accepted them.",
        ),
        View::Public => (
            "No public images",
            "Images that an administrator publishes for everyone appear here.",
        ),
        View::Community => (
            "No community images",
            "Images that projects open to everyone, without being listed by default, appear here.",
        ),
        View::Hidden => (
            "No hidden images",
            "Images that are left out of default lists, such as superseded releases, appear here.",
        ),
    };
    let can_create = state.view == View::Mine;
    view! {
        <Empty title=title text=text>
            {can_create.then(new_image_link)}
        </Empty>
    }
    .into_any()
}
