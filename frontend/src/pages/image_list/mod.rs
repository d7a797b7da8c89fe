//! The list of images. Its whole state is its URL.

mod chips;
mod filters;
mod list_state;
mod pager;
mod row;
mod scan;
mod table;
mod view_tabs;

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

pub use list_state::{ListState, Position, View};

use self::chips::ActiveFilters;
use self::filters::{FilterMenu, Search};
use self::pager::Pager;
use self::scan::{ListPage, Scan};
use self::table::ImageTable;
use self::view_tabs::ViewTabs;
use crate::api::{Api, ApiError};
use crate::components::empty::Empty;
use crate::components::error_panel::ErrorPanel;
use crate::components::image_status::is_in_transition;
use crate::paths::Page;
use crate::quota::{QuotaStore, new_image_link};
use crate::state::navigation::{Step, use_navigator};
use crate::state::query::{Loaded, Query};
use crate::state::reactive::{live, memo, on_change};
use crate::state::session::SessionStore;
use crate::ui::announcer::set_page_title;
use crate::ui::keyboard::on_plain_key;

/// How often rows that are in transition are looked at again.
const POLL: Duration = Duration::from_secs(4);

/// Goes to another state of the list.
type GoTo = Callback<(ListState, Step)>;

async fn load(api: Api, state: ListState, project_id: String) -> Result<ListPage, ApiError> {
    let mut scan = Scan::new(&state, &project_id);
    while let Some(query) = scan.next_query() {
        let answer = api.images(query).await?;
        scan.take(answer);
    }
    if scan.met_the_beginning() {
        return Box::pin(load(api, state.at(Position::First), project_id)).await;
    }
    Ok(scan.finish())
}

/// The list.
#[component]
pub fn ImageListPage() -> impl IntoView {
    set_page_title(|| "Images".into());
    expect_context::<QuotaStore>().refresh();
    let navigator = use_navigator();
    let parse = move || navigator.query().parse::<ListState>();
    let problem = memo(move || {
        parse()
            .err()
            .map(|error| format!("The address is not understood: {error}."))
    });
    let state = memo(move || parse().unwrap_or_default());
    view! {
        <div class="page-head">
            <h1 class="page-title">{"Images"}</h1>
            {new_image_link()}
        </div>
        {live(move || match problem.get() {
            None => view! { <List state=state/> }.into_any(),
            Some(text) => view! { <BadAddress text=text/> }.into_any(),
        })}
    }
}

/// The URL asks for something that the list cannot show.
#[component]
fn BadAddress(text: String) -> impl IntoView {
    view! {
        <Empty title="This list cannot be shown" text=text>
            <a class="button" href=Page::images().path()>{"Show all images"}</a>
        </Empty>
    }
}

#[component]
fn List(state: Memo<ListState>) -> impl IntoView {
    let api = expect_context::<Api>();
    let sessions = expect_context::<SessionStore>();
    let place = sessions.place();
    let project = move || {
        place
            .get()
            .map(|place| place.project_id)
            .unwrap_or_default()
    };
    let images = Query::of_place(move || load(api, state.get(), project()));
    images.poll_while(POLL, move || {
        images.value.with(|page| {
            page.ready()
                .is_some_and(|page| page.images.iter().any(is_in_transition))
        })
    });
    // Another tab is another list: its rows must not stand under the old heading.
    on_change(
        move || state.with(|state| state.view),
        move |_| images.clear(),
    );

    let navigator = use_navigator();
    let go_to = GoTo::new(move |(state, step): (ListState, Step)| {
        navigator.go_by(&Page::Images(Box::new(state)).path(), step);
    });
    let search_input = NodeRef::<html::Input>::new();
    on_plain_key(move |key| {
        key == "/"
            && search_input
                .get_untracked()
                .is_some_and(|input| input.focus().is_ok())
    });

    view! {
        <ViewTabs state=state/>
        <div class="toolbar">
            <Search state=state go_to=go_to node_ref=search_input/>
            <FilterMenu state=state go_to=go_to/>
            <ActiveFilters state=state/>
        </div>
        {live(move || images.stale_because.get().map(|error| view! {
            <ErrorPanel
                title="The list could not be renewed. This is what was loaded before."
                error=error
                on_retry=Callback::new(move |()| images.reload())
            />
        }.into_any()))}
        {live(move || match images.value.get() {
            Loaded::Failed(error) => view! {
                <ErrorPanel
                    title="The images could not be loaded."
                    error=error
                    on_retry=Callback::new(move |()| images.reload())
                />
            }.into_any(),
            Loaded::Pending => view! { <ImageTable state=state page=None/> }.into_any(),
            Loaded::Ready(page) if page.images.is_empty() && page.stopped_after.is_none() => {
                view! { <NoImages state=state.get()/> }.into_any()
            }
            Loaded::Ready(page) => view! {
                <div class="list" aria-busy=move || images.is_loading.get().then_some("true")>
                    <ImageTable state=state page=Some(page.images.clone())/>
                </div>
                <Pager state=state page=page go_to=go_to/>
            }.into_any(),
        })}
    }
}

/// Nothing to list, and why.
#[component]
fn NoImages(state: ListState) -> impl IntoView {
    if state.is_filtered() {
        let cleared = Page::Images(Box::new(state.without_filters())).path();
        return view! {
            <Empty
                title="No image matches"
                text="None of the images here fits the search and the filters."
            >
                <a class="button" href=cleared>{"Clear filters"}</a>
            </Empty>
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
