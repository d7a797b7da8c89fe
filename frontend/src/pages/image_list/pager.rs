//! Forward, back, how many rows, and how many images there are.

use gaze_shared::glance::list::{ListPage, Position, StoppedSearch, Way};
use leptos::prelude::*;

use super::go_to::GoTo;
use super::load::{Counted, Loaded};
use crate::i18n::numbers::whole;
use crate::i18n::plurals::count;
use crate::navigation::HistoryStep;
use crate::routes::{ListState, Page};
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{Icon, IconView, unique_id};

const LIMITS: [u32; 4] = [25, 50, 100, 200];

/// What is known of how many images the list has, where its page does not tell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Total {
    /// They are being counted.
    Counting,
    /// They have been counted.
    Counted(Counted),
    /// They could not be counted.
    Unknown,
}

/// Which images of how many a page shows.
fn shown(page: &ListPage, total: &Total) -> String {
    let n_shown = page.images.len();
    let images = |number| count(number, "image", "images");
    if let Some(StoppedSearch { looked_at, way }) = page.stopped {
        let looked_at = whole(looked_at);
        let further = match way {
            Way::Forward => "Next looks further.",
            Way::Backward => "Previous looks further.",
        };
        return format!(
            "{} found after looking through {looked_at}. {further}",
            images(n_shown)
        );
    }
    let counted = match total {
        Total::Counted(counted) => Some(counted),
        Total::Counting | Total::Unknown => None,
    };
    let n_before = page.n_before.or_else(|| {
        let first = page.images.first()?;
        counted?.ids.iter().position(|id| *id == first.id)
    });
    let range = match n_before {
        Some(n_before) if n_shown > 1 => {
            let last = n_before + n_shown;
            format!("{} to {}", whole(n_before + 1), whole(last))
        }
        Some(n_before) if n_shown == 1 => whole(n_before + 1),
        _ => whole(n_shown),
    };
    let all = page.total.or(counted.map(|counted| counted.ids.len()));
    match (all, counted) {
        (Some(all), Some(counted)) if !counted.is_whole && page.total.is_none() => {
            format!("{range} of more than {}", images(all))
        }
        (Some(all), _) if all == n_shown => images(all),
        (Some(all), _) => format!("{range} of {}", images(all)),
        (None, _) if *total == Total::Counting => {
            format!("{}, counting all", images(n_shown))
        }
        (None, _) => format!("{} of a longer list", images(n_shown)),
    }
}

fn page_link(
    state: Memo<ListState>,
    position: Option<Position>,
    label: &'static str,
    icon: Icon,
) -> AnyView {
    match position {
        Some(position) => {
            let href = move || {
                state.with(|state| Page::Images(Box::new(state.at(position.clone()))).path())
            };
            view! {
                <a class="button" href=href>
                    <IconView icon=icon/>
                    {label}
                </a>
            }
            .into_any()
        }
        None => view! {
            <span class="button" aria-disabled="true" role="link">
                <IconView icon=icon/>
                {label}
            </span>
        }
        .into_any(),
    }
}

/// The foot of the list.
#[component]
pub(super) fn Pager(
    state: Memo<ListState>,
    loaded: RwSignal<Option<Loaded>>,
    total: RwSignal<Total>,
    go_to: GoTo,
) -> impl IntoView {
    let page = move |read: &dyn Fn(&ListPage) -> String| {
        loaded.with(|loaded| loaded.as_ref().and_then(Loaded::page).map(read))
    };
    let shown = move || total.with(|total| page(&|page| shown(page, total)));
    // Made anew only when they lead elsewhere, so that the focus stays on them.
    let places = memo(move || {
        loaded.with(|loaded| {
            let page = loaded.as_ref()?.page()?;
            Some((page.previous.clone(), page.next.clone()))
        })
    });
    let links = move || {
        let (previous, next) = places.get()?;
        (previous.is_some() || next.is_some()).then(|| {
            view! {
                <span class="pager-links">
                    {page_link(state, previous, "Previous", Icon::ArrowLeft)}
                    {page_link(state, next, "Next", Icon::ArrowRight)}
                </span>
            }
            .into_any()
        })
    };
    let id = unique_id("limit");
    let limit = move || state.with(ListState::limit);
    let change = move |event: web_sys::Event| {
        if let Ok(limit) = event_target_value(&event).parse() {
            let state = state.with_untracked(|state| state.with_query(|q| q.limit = Some(limit)));
            go_to.run((state, HistoryStep::New));
        }
    };
    // A length that only the URL can set is offered too, so that the box tells the truth.
    let current = memo(limit);
    let options = move || {
        let current = current.get();
        let mut limits = LIMITS.to_vec();
        if !limits.contains(&current) {
            let place = limits.iter().filter(|limit| **limit < current).count();
            limits.insert(place, current);
        }
        let option = |value| {
            view! { <option value=value selected=value == current>{value}</option> }.into_any()
        };
        limits.into_iter().map(option).collect_view().into_any()
    };
    view! {
        <nav class="pager" aria-label="Pages of the list">
            <span class="pager-count tabular">{dyn_view(shown)}</span>
            <span class="pager-limit">
                <label for=id.clone()>{"Rows"}</label>
                <select class="select" id=id on:change=change>{dyn_view(options)}</select>
            </span>
            {dyn_view(links)}
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::glance::image::Image;
    use gaze_shared::glance::list::page_of;

    use super::*;

    fn images(count: usize) -> Vec<Image> {
        let image = |number: usize| {
            serde_json::from_value(serde_json::json!({
                "id": format!("00000000-0000-0000-0000-{number:012}"),
            }))
            .unwrap()
        };
        (0..count).map(image).collect()
    }

    /// The second page of 25 of `count` images, as it is known without counting.
    fn second_page(count: usize) -> (ListPage, Counted) {
        let images = images(count);
        let position = Position::After(images[24].id.clone());
        let page = ListPage {
            n_before: None,
            total: None,
            ..page_of(&images, &position, 25)
        };
        let counted = Counted {
            ids: images.into_iter().map(|image| image.id).collect(),
            is_whole: true,
        };
        (page, counted)
    }

    #[test]
    fn a_page_tells_which_images_of_how_many_it_shows() {
        let (page, counted) = second_page(1500);
        let told = |total| shown(&page, &total);
        assert_eq!(told(Total::Counting), "25 images, counting all");
        assert_eq!(told(Total::Unknown), "25 images of a longer list");
        assert_eq!(
            told(Total::Counted(counted.clone())),
            "26 to 50 of 1,500 images"
        );
        let more = Counted {
            is_whole: false,
            ..counted
        };
        assert_eq!(
            told(Total::Counted(more)),
            "26 to 50 of more than 1,500 images"
        );
        let (last, counted) = second_page(26);
        assert_eq!(shown(&last, &Total::Counted(counted)), "26 of 26 images");
        assert_eq!(
            shown(&page_of(&images(12), &Position::First, 25), &Total::Unknown),
            "12 images"
        );
    }
}
