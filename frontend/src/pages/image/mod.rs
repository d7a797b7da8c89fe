//! One image: what it is, whether it is what was uploaded, and everything about it that can change.

mod conflict_dialog;
mod delete_dialog;
mod download;
mod edit_bar;
mod editor;
mod facts;
mod header;
mod integrity;
mod json;
mod merge;
mod patch_dialog;
mod pretty;
mod properties;
mod refusal;
mod settings;
mod stored_data;

use std::time::Duration;

use gaze_shared::glance::image::{Image, ImageId};
use leptos::prelude::*;

use self::conflict_dialog::ConflictDialog;
use self::delete_dialog::DeleteDialog;
use self::download::DownloadsOfImage;
use self::edit_bar::EditBar;
use self::editor::Editor;
use self::facts::Facts;
use self::header::Header;
use self::integrity::Integrity;
use self::json::JsonTab;
use self::patch_dialog::PatchDialog;
use self::properties::PropertiesTab;
use self::settings::Settings;
use crate::api::{Api, ApiError};
use crate::features::image_form::load_schema;
use crate::features::image_status::is_in_transition;
use crate::i18n::text;
use crate::navigation::{UnsavedWork, UrlParameter, focus_page, use_navigator};
use crate::routes::parameters::TAB;
use crate::routes::{Page, Tab};
use crate::session::query::{Loaded, Query, place_query};
use crate::ui::announcer::set_page_title;
use crate::ui::empty::{Empty, Scope};
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, effect, memo};
use crate::ui::toasts::Toasts;

/// How often an image that is in transition is looked at again.
const MOVING: Duration = Duration::from_secs(3);
/// How often any other is: somebody else may change it.
const RESTING: Duration = Duration::from_secs(15);

/// What there is to show of the image.
#[derive(Clone, PartialEq)]
enum ImagePageState {
    Loading,
    Missing,
    Failed(ApiError),
    Here,
}

#[component]
pub fn ImagePage(id: ImageId) -> impl IntoView {
    let api = expect_context::<Api>();
    let image = place_query(move || {
        let id = id.clone();
        async move { api.image(&id).await }
    });
    image.poll(move || {
        image.value.with(|image| {
            let is_moving = is_in_transition(image.ready()?);
            Some(if is_moving { MOVING } else { RESTING })
        })
    });
    let state = memo(move || {
        image.value.with(|image| match image {
            Loaded::Pending => ImagePageState::Loading,
            Loaded::Failed(error) if error.status() == Some(404) => ImagePageState::Missing,
            Loaded::Failed(error) => ImagePageState::Failed(error.clone()),
            Loaded::Ready(_) => ImagePageState::Here,
        })
    });
    set_page_title(move || {
        image.value.with(|image| {
            image.ready().map_or_else(
                || text::image::image().to_owned(),
                |image| image.display_name().to_owned(),
            )
        })
    });
    dyn_view(move || match state.get() {
        ImagePageState::Loading => view! { <Skeleton/> }.into_any(),
        ImagePageState::Missing => view! { <NoSuchImage/> }.into_any(),
        ImagePageState::Failed(error) => view! {
            <ErrorPanel
                title=text::image::not_loaded()
                error=error
                on_retry=Callback::new(move |()| image.reload())
            />
        }
        .into_any(),
        ImagePageState::Here => {
            let first = image.value.with_untracked(|image| image.ready().cloned());
            first
                .map(|first| view! { <OneImage first=first query=image/> }.into_any())
                .into_any()
        }
    })
}

#[component]
fn NoSuchImage() -> impl IntoView {
    set_page_title(|| text::image::not_found().into());
    view! {
        <Empty
            title=text::image::no_such_image()
            text=text::image::no_such_image_advice()
            scope=Scope::Page
        >
            <a class="button button-primary" href=use_navigator().list_target()>{text::image::go_to_images()}</a>
        </Empty>
    }
}

/// The shape of the page while it is loaded.
#[component]
fn Skeleton() -> impl IntoView {
    let lines = |count: usize| {
        (0..count)
            .map(|_| view! { <span class="skeleton"></span> }.into_any())
            .collect_view()
    };
    view! {
        <div class="image-skeleton" aria-hidden="true">
            <div class="panel">{lines(6)}</div>
            <div class="panel">{lines(6)}</div>
        </div>
        <p class="visually-hidden" role="status">{text::image::loading()}</p>
    }
}

#[component]
fn OneImage(first: Image, query: Query<Image>) -> impl IntoView {
    let api = expect_context::<Api>();
    // The built-in rules hold until the cloud's own have arrived.
    let schema = load_schema(api);
    let editor = Editor::new(first, schema);
    effect(move || {
        if let Some(now) = query.value.with(|image| image.ready().cloned()) {
            editor.follow(now);
        }
    });
    let on_changed = Callback::new(move |image: Image| query.set(image));
    let toasts = expect_context::<Toasts>();
    let on_saved = Callback::new(move |image: Image| {
        on_changed.run(image);
        toasts.show(text::image_edit::saved());
        // The button that was pressed goes with the bar.
        focus_page();
    });
    // An editor keeps to one image.
    let page = Page::image(&editor.base.with_untracked(|image| image.id.clone()));
    expect_context::<UnsavedWork>().guard(move |leaving| {
        let stays = leaving.stays(|to| page.is_at(to));
        (!stays).then(|| editor.loss()).flatten()
    });
    let place = RwSignal::new_local(None);
    let tab_parameter = UrlParameter::new(TAB);
    let tab = memo(move || Tab::from_parameter(tab_parameter.get().as_deref()));
    view! {
        <Header editor=editor place=place/>
        <DownloadsOfImage image=editor.base place=place/>
        <Tabs tab=tab editor=editor/>
        {dyn_view(move || {
            query
                .stale_because
                .get()
                .map(|error| {
                    view! {
                        <ErrorPanel
                            title=text::image::not_read_again()
                            error=error
                            on_retry=Callback::new(move |()| query.reload())
                        />
                    }.into_any()
                })
        })}
        {dyn_view(move || match tab.get() {
            Tab::Overview => view! {
                <div class="image-columns">
                    <div class="image-column">
                        <Facts image=editor.base/>
                        <Integrity image=editor.base/>
                    </div>
                    <Settings editor=editor/>
                </div>
            }
            .into_any(),
            Tab::Properties => view! { <PropertiesTab editor=editor/> }.into_any(),
            Tab::Json => view! { <JsonTab image=editor.base/> }.into_any(),
        })}
        <EditBar editor=editor on_saved=on_saved/>
        <PatchDialog editor=editor/>
        <ConflictDialog editor=editor on_saved=on_saved/>
        <DeleteDialog editor=editor on_changed=on_changed/>
    }
}

fn tab_name(tab: Tab) -> &'static str {
    match tab {
        Tab::Overview => text::image::tab_overview(),
        Tab::Properties => text::image::tab_properties(),
        Tab::Json => text::image::tab_json(),
    }
}

#[component]
fn Tabs(tab: Memo<Tab>, editor: Editor) -> impl IntoView {
    let id = editor.base.with_untracked(|image| image.id.clone());
    let links = Tab::ALL.map(|target| {
        let href = Page::tab(&id, target).path();
        let current = move || (tab.get() == target).then_some("page");
        view! {
            <li>
                <a class="tab" href=href aria-current=current>{tab_name(target)}</a>
            </li>
        }
        .into_any()
    });
    view! {
        <nav aria-label=text::image::parts()>
            <ul class="tabs">{links.collect_view()}</ul>
        </nav>
    }
}
