//! The filters that are on, as chips that take them off.

use gaze_shared::glance::list::{ListQuery, TimeFilter};
use gaze_shared::units::{Bytes, Gibibytes, Mebibytes};
use leptos::prelude::*;

use crate::routes::{ListState, Page};
use crate::ui::reactive::dyn_view;
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
    if !query.names.is_empty() {
        add(format!("name is {}", join(&query.names)), &|q| {
            q.names.clear();
        });
    }
    if !query.ids.is_empty() {
        add(format!("id is {}", join(&query.ids)), &|q| {
            q.ids.clear();
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
    for (text, take_off) in bounds(query) {
        add(text, &take_off);
    }
    for (key, value) in &query.properties {
        add(format!("{key}: {value}"), &|q| {
            q.properties.retain(|(other, _)| other != key);
        });
    }
    chips
}

type TakeOff = fn(&mut ListQuery);

/// The filters by what an image needs, by the disk inside, and by time.
fn bounds(query: &ListQuery) -> Vec<(String, TakeOff)> {
    let mut bounds: Vec<(String, TakeOff)> = Vec::new();
    let mut add = |words: &str, value: Option<String>, take_off: TakeOff| {
        bounds.extend(value.map(|value| (format!("{words} {value}"), take_off)));
    };
    let text = |size: Option<Bytes>| size.map(|size| size.to_string());
    add("disk inside at least", text(query.virtual_size_min), |q| {
        q.virtual_size_min = None;
    });
    add("disk inside at most", text(query.virtual_size_max), |q| {
        q.virtual_size_max = None;
    });
    let text = |disk: Option<Gibibytes>| disk.map(|disk| disk.to_string());
    add("needs a disk of at least", text(query.min_disk_min), |q| {
        q.min_disk_min = None;
    });
    add("needs a disk of at most", text(query.min_disk_max), |q| {
        q.min_disk_max = None;
    });
    let text = |memory: Option<Mebibytes>| memory.map(|memory| memory.to_string());
    add("needs memory of at least", text(query.min_ram_min), |q| {
        q.min_ram_min = None;
    });
    add("needs memory of at most", text(query.min_ram_max), |q| {
        q.min_ram_max = None;
    });
    let text = |filter: &Option<TimeFilter>| {
        let filter = filter.as_ref()?;
        Some(format!("{} {}", filter.comparison.label(), filter.time))
    };
    add("created", text(&query.created_at), |q| {
        q.created_at = None;
    });
    add("changed", text(&query.updated_at), |q| {
        q.updated_at = None;
    });
    bounds
}

/// The filters that are on. Each is a link to the list without it.
#[component]
pub(super) fn ActiveFilters(state: Memo<ListState>) -> impl IntoView {
    dyn_view(move || {
        let chips = state.with(chips);
        if chips.is_empty() {
            return ().into_any();
        }
        let clear = (chips.len() > 1).then(|| {
            let href = state.with(|state| Page::Images(Box::new(state.without_filters())).path());
            view! { <a class="chip-clear" href=href>{"Clear all"}</a> }.into_any()
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
                .into_any()
            })
            .collect_view();
        view! { <div class="chip-line">{chips} {clear}</div> }.into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_of_the_url_has_a_chip_that_takes_off_only_itself() {
        let text = "view=shared&name=a&status=active&disk_format=raw&container_format=bare&visibility=private\
            &member_status=all&tag=x&tag=y&owner=o&protected=true&os_hidden=false&size_min=1\
            &size_max=2&virtual_size_min=1&virtual_size_max=2&min_disk_min=1&min_disk_max=2\
            &min_ram_min=1&min_ram_max=2&created_at=gt%3A2026-11-21&updated_at=lt%3A2026-11-22\
            &id=71c675ab-d94f-49cd-a114-e12490b328d9&os_distro=debian";
        let state: ListState = text.parse().unwrap();
        let chips = chips(&state);
        assert_eq!(chips.len(), 23);
        for chip in &chips {
            let left = chip.without.to_string();
            assert!(
                left.len() < text.len() && left.matches('&').count() == 22,
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
