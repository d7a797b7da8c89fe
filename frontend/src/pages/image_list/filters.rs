//! Search and filters, and the chips that take them off again.

use std::time::Duration;

use gaze_shared::glance::image::{DiskFormat, Status};
use gaze_shared::glance::list::{ListQuery, VisibilityFilter};
use leptos::html;
use leptos::prelude::*;

use super::go_to::GoTo;
use super::view_tabs::view_name;
use crate::features::image_words::{plain_status_word, visibility_filter_word};
use crate::i18n::text::list_filters;
use crate::navigation::HistoryStep;
use crate::routes::{ListState, View};
use crate::ui::reactive::{dyn_view, effect};
use crate::ui::timer::Timer;
use crate::ui::{Icon, IconView, Menu, unique_id};

/// Long enough to type the next letter.
const TYPING_PAUSE: Duration = Duration::from_millis(250);

/// The search box. It searches while the person types.
#[component]
pub(super) fn Search(
    state: Memo<ListState>,
    go_to: GoTo,
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let timer = Timer::new();
    let apply = move || {
        timer.cancel();
        let Some(input) = node_ref.get_untracked() else {
            return;
        };
        let wanted = state.with_untracked(|state| state.with_search(&input.value()));
        if state.with_untracked(|state| state.search != wanted.search) {
            go_to.run((wanted, HistoryStep::Replace));
        }
    };
    let typed = move |_| timer.start(TYPING_PAUSE, apply);
    // The URL may change under the box: back, a chip, another tab. What is being typed stays.
    effect(move || {
        let search = state.with(|state| state.search.clone().unwrap_or_default());
        if let Some(input) = node_ref.get()
            && input.value().trim() != search
        {
            input.set_value(&search);
        }
    });
    let hear = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Enter" => apply(),
        "Escape" => {
            if let Some(input) = node_ref.get_untracked() {
                input.set_value("");
                apply();
                // An element of the page can always lose the focus.
                let _blurred = input.blur();
            }
        }
        _ => {}
    };
    view! {
        <div class="search">
            <IconView icon=Icon::Search/>
            <input
                class="input"
                type="search"
                aria-label=list_filters::search()
                placeholder=list_filters::search()
                title=list_filters::search_key()
                autocomplete="off"
                spellcheck="false"
                node_ref=node_ref
                on:input=typed
                on:keydown=hear
            />
            <kbd class="search-key" aria-hidden="true">{"/"}</kbd>
        </div>
    }
}

/// A filter by one value of a fixed set.
#[component]
fn FilterSelect(
    label: &'static str,
    /// Values, each with the word for it.
    options: Vec<(String, String)>,
    chosen: Signal<String>,
    choose: Callback<String>,
    /// Why it cannot be chosen, if so.
    #[prop(into)]
    fixed_because: Signal<Option<String>>,
) -> impl IntoView {
    let id = unique_id("filter");
    let options = options
        .into_iter()
        .map(|(value, word)| {
            let own = value.clone();
            let is_chosen = move || chosen.with(|chosen| *chosen == own);
            view! { <option value=value selected=is_chosen>{word}</option> }.into_any()
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <select
                class="select"
                id=id
                disabled=move || fixed_because.with(Option::is_some)
                prop:value=move || chosen.get()
                on:change=move |event| choose.run(event_target_value(&event))
            >
                <option value="">{list_filters::any()}</option>
                {options}
            </select>
            {dyn_view(move || fixed_because.get().map(|why| view! { <p class="field-hint">{why}</p> }.into_any()))}
        </div>
    }
}

fn options<T: ToString>(values: &[T], word: fn(&T) -> &str) -> Vec<(String, String)> {
    let option = |value: &T| (value.to_string(), word(value).to_owned());
    values.iter().map(option).collect()
}

fn first<T: ToString>(values: &[T]) -> String {
    values.first().map(ToString::to_string).unwrap_or_default()
}

/// What the tab itself decides.
fn visibility_fixed(view: View) -> Option<String> {
    match view {
        View::Mine | View::Hidden => None,
        View::Shared | View::Public | View::Community => {
            Some(list_filters::tab_decides(view_name(view)))
        }
    }
}

#[component]
pub(super) fn FilterMenu(state: Memo<ListState>, go_to: GoTo) -> impl IntoView {
    let change = move |apply: &dyn Fn(&mut ListQuery)| {
        go_to.run((
            state.with_untracked(|state| state.with_query(apply)),
            HistoryStep::New,
        ));
    };
    let read = move |pick: fn(&ListQuery) -> String| {
        Signal::derive(move || state.with(|state| pick(&state.query)))
    };
    // Those that a list can hold; Glance lists no deleted images.
    let statuses = [
        Status::Active,
        Status::Queued,
        Status::Saving,
        Status::Uploading,
        Status::Importing,
        Status::Deactivated,
        Status::Killed,
    ];
    let visibilities = [
        VisibilityFilter::Private,
        VisibilityFilter::Shared,
        VisibilityFilter::Community,
        VisibilityFilter::Public,
    ];
    let trigger = view! {
        <IconView icon=Icon::Filter/>
        {list_filters::filter()}
    };
    view! {
        <Menu label=list_filters::filter() trigger=trigger.into_any() class="button">
            <div class="form filter-form">
                <FilterSelect
                    label=list_filters::status()
                    options=options(&statuses, plain_status_word)
                    chosen=read(|query| first(&query.statuses))
                    choose=Callback::new(move |word: String| {
                        change(&|query| query.statuses = some_word(&word));
                    })
                    fixed_because=None
                />
                <FilterSelect
                    label=list_filters::visibility()
                    options=options(&visibilities, visibility_filter_word)
                    chosen=read(|query| first(query.visibility.as_slice()))
                    choose=Callback::new(move |word: String| {
                        change(&|query| {
                            query.visibility = some_word(&word).pop();
                        });
                    })
                    fixed_because=Signal::derive(move || {
                        state.with(|state| visibility_fixed(state.view))
                    })
                />
                <FilterSelect
                    label=list_filters::disk_format()
                    options=options(DiskFormat::KNOWN, DiskFormat::as_str)
                    chosen=read(|query| first(&query.disk_formats))
                    choose=Callback::new(move |word: String| {
                        change(&|query| query.disk_formats = some_word(&word));
                    })
                    fixed_because=None
                />
            </div>
        </Menu>
    }
}

fn some_word<T: for<'a> From<&'a str>>(word: &str) -> Vec<T> {
    if word.is_empty() {
        Vec::new()
    } else {
        vec![T::from(word)]
    }
}
