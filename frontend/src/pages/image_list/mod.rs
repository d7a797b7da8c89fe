//! The list of images. Its whole state is its URL.

mod chips;
mod filters;
mod go_to;
mod load;
mod nothing;
mod pager;
mod row;
mod screen;
mod table;
mod updates;
mod view_tabs;

use std::collections::BTreeSet;

use gaze_shared::glance::list::{BadQuery, Position};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

pub use updates::Paused;

use self::chips::ActiveFilters;
use self::filters::{FilterMenu, Search};
use self::go_to::GoTo;
use self::load::{ListContent, Loader};
use self::nothing::{BadAddress, NoImages, TooLongToSort, unreadable_images, unreadable_notice};
use self::pager::{Pager, Total};
use self::screen::Screen;
use self::table::{ImageTable, LoadingTable};
use self::updates::{Updates, keep_fresh};
use self::view_tabs::ViewTabs;
use crate::api::{Api, ApiError};
use crate::features::quota::{QuotaStore, new_image_link};
use crate::i18n::text::{image_list, list_empty};
use crate::navigation::{HistoryStep, use_navigator};
use crate::routes::{ListState, Page};
use crate::session::SessionStore;
use crate::session::query::{Loaded, place_query};
use crate::ui::announcer::set_page_title;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::keyboard::on_plain_key;
use crate::ui::reactive::{dyn_view, effect, memo, on_change};

/// What stands below the filters.
#[derive(Clone, PartialEq)]
enum ListPageState {
    Loading,
    Failed(ApiError),
    TooLongToSort,
    Nothing,
    /// Nothing but so many images that cannot be read.
    Unreadable(usize),
    Images,
}

#[component]
pub fn ImageListPage() -> impl IntoView {
    set_page_title(|| image_list::title().into());
    expect_context::<QuotaStore>().refresh();
    let navigator = use_navigator();
    let parse = move || navigator.page_query().parse::<ListState>();
    let problem = memo(move || parse().err());
    let state = memo(move || parse().unwrap_or_default());
    dyn_view(move || match problem.get() {
        None => view! { <List state=state/> }.into_any(),
        Some(BadQuery { key, value }) => view! {
            {head(().into_any())}
            <BadAddress text=list_empty::bad_address(&key, &value)/>
        }
        .into_any(),
    })
}

fn head(said: AnyView) -> AnyView {
    view! {
        <div class="page-head">
            <h1 class="page-title">{image_list::title()}</h1>
            {said}
            {new_image_link()}
        </div>
    }
    .into_any()
}

#[component]
fn List(state: Memo<ListState>) -> impl IntoView {
    let loader = Loader::new(expect_context::<Api>());
    let place = expect_context::<SessionStore>().place();
    let project = move || {
        place
            .get()
            .map(|place| place.project_id)
            .unwrap_or_default()
    };
    let images = place_query(move || loader.load(state.get(), project()));
    loader.set_waiting(images);
    keep_fresh(images);
    let screen = Screen::of(images);
    let recount = Trigger::new();
    let updates = Updates::new(images, screen, recount);
    let total = count_images(loader, screen, project, recount);
    // Another tab is another list: its rows must not stand under the old heading.
    on_change(
        move || state.with(|state| state.view),
        move |_| images.clear(),
    );
    let shown_state = memo(move || {
        if let Loaded::Failed(error) = images.value.get() {
            return ListPageState::Failed(error);
        }
        screen.loaded.with(|loaded| match loaded {
            None => ListPageState::Loading,
            Some(loaded) => match &loaded.content {
                ListContent::TooLongToSort => ListPageState::TooLongToSort,
                ListContent::Page(page) if page.images.is_empty() && page.stopped.is_none() => {
                    match page.n_unreadable {
                        0 => ListPageState::Nothing,
                        number => ListPageState::Unreadable(number),
                    }
                }
                ListContent::Page(_) => ListPageState::Images,
            },
        })
    });
    // Polling alone dims nothing; waiting for another page does.
    let is_behind = memo(move || {
        let shown = screen.loaded.with(|loaded| {
            loaded
                .as_ref()
                .is_some_and(|loaded| state.with(|state| loaded.state == *state))
        });
        !shown && images.is_loading.get()
    });

    let navigator = use_navigator();
    let go_to = GoTo::new(move |(state, step): (ListState, HistoryStep)| {
        navigator.go_by(&Page::list(&state).path(), step);
    });
    // The address says where the list really is: it is loaded again by it, and new images appear on the first page.
    effect(move || {
        let first = images.value.with(|loaded| {
            let loaded = loaded.ready()?;
            let is_asked = state.with(|state| loaded.state == *state);
            is_asked.then(|| loaded.leads_to()).flatten()
        });
        if let Some(first) = first {
            go_to.run((first, HistoryStep::Replace));
        }
    });
    let search_input = NodeRef::<html::Input>::new();
    on_plain_key(move |key| {
        key == "/"
            && search_input
                .get_untracked()
                .is_some_and(|input| input.focus().is_ok())
    });
    let retry = Callback::new(move |()| images.reload());

    view! {
        {head(updates.said())}
        <ViewTabs state=state/>
        <div class="toolbar">
            <Search state=state go_to=go_to node_ref=search_input/>
            <FilterMenu state=state go_to=go_to/>
            {updates.buttons()}
            <ActiveFilters state=state/>
        </div>
        {dyn_view(move || screen.stale_because.get().map(|error| view! {
            <ErrorPanel
                title=image_list::not_renewed()
                error=error
                on_retry=retry
            />
        }.into_any()))}
        {dyn_view(move || match shown_state.get() {
            ListPageState::Failed(error) => view! {
                <ErrorPanel
                    title=image_list::not_loaded()
                    error=error
                    on_retry=retry
                />
            }.into_any(),
            ListPageState::Loading => view! { <LoadingTable state=state/> }.into_any(),
            ListPageState::TooLongToSort => view! { <TooLongToSort state=state/> }.into_any(),
            ListPageState::Nothing => view! { <NoImages state=state/> }.into_any(),
            ListPageState::Unreadable(number) => unreadable_images(number),
            ListPageState::Images => view! {
                {unreadable_notice(screen.loaded)}
                <div class="list" aria-busy=move || is_behind.get().then_some("true")>
                    <ImageTable state=state screen=screen/>
                </div>
                <Pager state=state loaded=screen.loaded total=total go_to=go_to/>
            }.into_any(),
        })}
    }
}

/// Counts the images of a list of several pages, in the background and not for each of them: once for
/// a list, when other images have come to it, and when the person asks.
fn count_images(
    loader: Loader,
    screen: Screen,
    project: impl Fn() -> String + Copy + Send + Sync + 'static,
    recount: Trigger,
) -> RwSignal<Total> {
    let total = RwSignal::new(Total::Counting);
    let uncounted = memo(move || {
        screen.loaded.with(|loaded| {
            let loaded = loaded.as_ref()?;
            let page = loaded.page()?;
            let is_open = page.total.is_none() && page.stopped.is_none();
            is_open.then(|| {
                let mut list = loaded.state.at(Position::First);
                list.query.limit = None;
                (list, project())
            })
        })
    });
    // A count that is under way is not begun anew: while a list changes all the time, none would end.
    let is_counting = StoredValue::new(false);
    let is_outdated = StoredValue::new(false);
    let round = RwSignal::new(0_u32);
    effect(move || {
        recount.track();
        if is_counting.get_value() {
            is_outdated.set_value(true);
        } else {
            round.update(|round| *round = round.wrapping_add(1));
        }
    });
    // What was counted is wrong when rows have come or gone by themselves.
    on_change(
        move || {
            screen.loaded.with(|loaded| {
                let loaded = loaded.as_ref()?;
                let ids = loaded.images().iter().map(|image| image.id.clone());
                // Which they are, in whatever order.
                Some((loaded.state.clone(), ids.collect::<BTreeSet<_>>()))
            })
        },
        move |before| {
            let now = screen
                .loaded
                .with_untracked(|loaded| loaded.as_ref().map(|loaded| loaded.state.clone()));
            if before.is_some_and(|(state, _)| Some(state) == now) {
                recount.notify();
            }
        },
    );
    on_change(move || uncounted.get(), move |_| total.set(Total::Counting));
    effect(move || {
        round.track();
        let wanted = uncounted.get();
        is_counting.set_value(wanted.is_some());
        is_outdated.set_value(false);
        let Some((list, project)) = wanted else {
            return;
        };
        spawn_local_scoped_with_cancellation(async move {
            let counted = loader.count(list, project).await;
            total.set(counted.map_or(Total::Unknown, Total::Counted));
            is_counting.set_value(false);
            if is_outdated.get_value() {
                recount.notify();
            }
        });
    });
    total
}
