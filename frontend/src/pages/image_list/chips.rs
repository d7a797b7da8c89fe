//! The filters that are on, as chips that take them off.

use gaze_shared::glance::image::{ContainerFormat, DiskFormat, ImageId};
use gaze_shared::glance::list::{Comparison, ListQuery, TimeFilter};
use gaze_shared::units::{Gibibytes, Mebibytes};
use leptos::prelude::*;

use crate::features::image_words::{invitation_word, plain_status_word, visibility_filter_word};
use crate::i18n::lists::one_of;
use crate::i18n::text::list_filters;
use crate::routes::{ListState, Page};
use crate::ui::reactive::dyn_view;
use crate::ui::{Icon, IconView};

/// Alternatives, each in its word.
fn any_of<T>(values: &[T], word: impl Fn(&T) -> &str) -> String {
    let words: Vec<String> = values.iter().map(|value| word(value).to_owned()).collect();
    one_of(&words)
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
        add(
            list_filters::name_is(&any_of(&query.names, |name| name)),
            &|q| {
                q.names.clear();
            },
        );
    }
    if !query.ids.is_empty() {
        add(
            list_filters::id_is(&any_of(&query.ids, ImageId::as_str)),
            &|q| {
                q.ids.clear();
            },
        );
    }
    if !query.statuses.is_empty() {
        let statuses = any_of(&query.statuses, plain_status_word);
        add(list_filters::status_is(&statuses), &|q| {
            q.statuses.clear();
        });
    }
    if let Some(visibility) = &query.visibility {
        let visibility = visibility_filter_word(visibility);
        add(list_filters::visibility_is(visibility), &|q| {
            q.visibility = None;
        });
    }
    if !query.disk_formats.is_empty() {
        let formats = any_of(&query.disk_formats, DiskFormat::as_str);
        add(list_filters::disk_format_is(&formats), &|q| {
            q.disk_formats.clear();
        });
    }
    if !query.container_formats.is_empty() {
        let formats = any_of(&query.container_formats, ContainerFormat::as_str);
        add(list_filters::container_format_is(&formats), &|q| {
            q.container_formats.clear();
        });
    }
    if let Some(status) = &query.member_status {
        add(list_filters::invitation_is(invitation_word(status)), &|q| {
            q.member_status = None;
        });
    }
    for tag in &query.tags {
        add(list_filters::tag_is(tag), &|q| {
            q.tags.retain(|other| other != tag);
        });
    }
    if let Some(owner) = &query.owner {
        add(list_filters::owner_is(owner), &|q| {
            q.owner = None;
        });
    }
    if let Some(protected) = query.protected {
        let text = if protected {
            list_filters::protected()
        } else {
            list_filters::not_protected()
        };
        add(text.to_owned(), &|q| q.protected = None);
    }
    if let Some(hidden) = query.os_hidden {
        let text = if hidden {
            list_filters::hidden()
        } else {
            list_filters::not_hidden()
        };
        add(text.to_owned(), &|q| q.os_hidden = None);
    }
    if let Some(size) = query.size_min {
        add(list_filters::size_at_least(size), &|q| {
            q.size_min = None;
        });
    }
    if let Some(size) = query.size_max {
        add(list_filters::size_at_most(size), &|q| {
            q.size_max = None;
        });
    }
    for (text, take_off) in bounds(query) {
        add(text, &take_off);
    }
    for (key, value) in &query.properties {
        add(list_filters::property_is(key, value), &|q| {
            q.properties.retain(|(other, _)| other != key);
        });
    }
    chips
}

type TakeOff = fn(&mut ListQuery);

/// The filters by what an image needs, by the disk inside, and by time.
fn bounds(query: &ListQuery) -> Vec<(String, TakeOff)> {
    let disk = |disk: Option<Gibibytes>, words: fn(&str) -> String| {
        disk.map(|disk| words(&disk.to_string()))
    };
    let memory = |memory: Option<Mebibytes>, words: fn(&str) -> String| {
        memory.map(|memory| words(&memory.to_string()))
    };
    let bounds: [(Option<String>, TakeOff); 8] = [
        (
            query
                .virtual_size_min
                .map(list_filters::virtual_size_at_least),
            |q| q.virtual_size_min = None,
        ),
        (
            query
                .virtual_size_max
                .map(list_filters::virtual_size_at_most),
            |q| q.virtual_size_max = None,
        ),
        (
            disk(query.min_disk_min, list_filters::min_disk_at_least),
            |q| q.min_disk_min = None,
        ),
        (
            disk(query.min_disk_max, list_filters::min_disk_at_most),
            |q| q.min_disk_max = None,
        ),
        (
            memory(query.min_ram_min, list_filters::min_ram_at_least),
            |q| q.min_ram_min = None,
        ),
        (
            memory(query.min_ram_max, list_filters::min_ram_at_most),
            |q| q.min_ram_max = None,
        ),
        (query.created_at.as_ref().map(created), |q| {
            q.created_at = None;
        }),
        (query.updated_at.as_ref().map(changed), |q| {
            q.updated_at = None;
        }),
    ];
    let mut set = Vec::new();
    for (text, take_off) in bounds {
        set.extend(text.map(|text| (text, take_off)));
    }
    set
}

fn created(filter: &TimeFilter) -> String {
    let words = match filter.comparison {
        Comparison::After => list_filters::created_after,
        Comparison::Since => list_filters::created_since,
        Comparison::Before => list_filters::created_before,
        Comparison::Until => list_filters::created_until,
        Comparison::At => list_filters::created_at,
        Comparison::NotAt => list_filters::created_not_at,
    };
    words(filter.time.as_str())
}

fn changed(filter: &TimeFilter) -> String {
    let words = match filter.comparison {
        Comparison::After => list_filters::changed_after,
        Comparison::Since => list_filters::changed_since,
        Comparison::Before => list_filters::changed_before,
        Comparison::Until => list_filters::changed_until,
        Comparison::At => list_filters::changed_at,
        Comparison::NotAt => list_filters::changed_not_at,
    };
    words(filter.time.as_str())
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
            let href = state.with(|state| Page::list(&state.without_filters()).path());
            view! { <a class="chip-clear" href=href>{list_filters::clear_all()}</a> }.into_any()
        });
        let chips = chips
            .into_iter()
            .map(|Chip { text, without }| {
                let label = list_filters::take_off(&text);
                view! {
                    <a class="chip" href=Page::list(&without).path() aria-label=label>
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
