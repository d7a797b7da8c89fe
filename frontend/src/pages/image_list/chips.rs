//! The filters that are on, as chips that take them off.

use gaze_shared::list_query::ListQuery;
use leptos::prelude::*;

use super::ListState;
use crate::paths::Page;
use crate::ui::{Icon, IconView};

/// Alternatives in words.
fn join<T: ToString>(values: &[T]) -> String {
    values
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" or ")
}

/// A filter that is on: what it says, and the list without it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chip {
    text: String,
    without: ListState,
}

/// All filters that are on, those included that only the URL can set.
fn chips(state: &ListState) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut add = |text: String, take_off: &dyn Fn(&mut ListQuery)| {
        chips.push(Chip {
            text,
            without: state.with_query(take_off),
        });
    };
    let query = &state.query;
    if let Some(name) = &query.name {
        add(format!("name is {name}"), &|q| {
            q.name = None;
        });
    }
    if !query.statuses.is_empty() {
        add(format!("status: {}", join(&query.statuses)), &|q| {
            q.statuses.clear();
        });
    }
    if let Some(visibility) = &query.visibility {
        add(format!("visibility: {visibility}"), &|q| {
            q.visibility = None;
        });
    }
    if !query.disk_formats.is_empty() {
        let formats = join(&query.disk_formats);
        add(format!("disk format: {formats}"), &|q| {
            q.disk_formats.clear();
        });
    }
    if !query.container_formats.is_empty() {
        let formats = join(&query.container_formats);
        add(format!("container format: {formats}"), &|q| {
            q.container_formats.clear();
        });
    }
    if let Some(status) = &query.member_status {
        add(format!("invitation: {status}"), &|q| {
            q.member_status = None;
        });
    }
    for tag in &query.tags {
        add(format!("tag: {tag}"), &|q| {
            q.tags.retain(|other| other != tag);
        });
    }
    if let Some(owner) = &query.owner {
        add(format!("owner: {owner}"), &|q| {
            q.owner = None;
        });
    }
    if let Some(protected) = query.protected {
        add(
            if protected {
                "protected"
            } else {
                "not protected"
            }
            .into(),
            &|q| q.protected = None,
        );
    }
    if let Some(hidden) = query.os_hidden {
        add(if hidden { "hidden" } else { "not hidden" }.into(), &|q| {
            q.os_hidden = None;
        });
    }
    if let Some(size) = query.size_min {
        add(format!("at least {size}"), &|q| {
            q.size_min = None;
        });
    }
    if let Some(size) = query.size_max {
        add(format!("at most {size}"), &|q| {
            q.size_max = None;
        });
    }
    for (key, value) in &query.properties {
        add(format!("{key}: {value}"), &|q| {
            q.properties.retain(|(other, _)| other != key);
        });
    }
    chips
}

/// The filters that are on. Each is a link to the list without it.
#[component]
pub(super) fn ActiveFilters(state: Memo<ListState>) -> impl IntoView {
    move || {
        let chips = state.with(chips);
        let clear = (chips.len() > 1).then(|| {
            let href = state.with(|state| Page::Images(Box::new(state.without_filters())).path());
            view! { <a class="chip-clear" href=href>{"Clear all"}</a> }
        });
        let chips = chips
            .into_iter()
            .map(|Chip { text, without }| {
                let label = format!("Take off the filter {text}");
                view! {
                    <a class="chip" href=Page::Images(Box::new(without)).path() aria-label=label>
                        {text}
                        <IconView icon=Icon::Cross/>
                    </a>
                }
            })
            .collect_view();
        view! { {chips} {clear} }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_of_the_url_has_a_chip_that_takes_off_only_itself() {
        let text = "name=a&status=active&disk_format=raw&container_format=bare&visibility=private\
            &member_status=all&tag=x&tag=y&owner=o&protected=true&os_hidden=false&size_min=1\
            &size_max=2&os_distro=debian";
        let state: ListState = text.parse().unwrap();
        let chips = chips(&state);
        assert_eq!(chips.len(), 14);
        for chip in &chips {
            let left = chip.without.to_string();
            assert!(
                left.len() < text.len() && left.matches('&').count() == 12,
                "{left}"
            );
        }
    }

    #[test]
    fn order_page_length_and_search_have_no_chip() {
        let state: ListState = "sort=name%3Aasc&limit=50&search=x".parse().unwrap();
        assert_eq!(chips(&state), []);
    }
}
