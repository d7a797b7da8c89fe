//! Forward, back, how many rows, and how many images there are.

use gaze_shared::glance::list::{ListPage, Position, StoppedSearch, Way};
use leptos::prelude::*;

use super::go_to::GoTo;
use super::load::{Counted, LoadedList};
use crate::i18n::text::image_list;
use crate::navigation::HistoryStep;
use crate::routes::{ListState, Page};
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{Icon, IconView, unique_id};

const LIMITS: [u32; 4] = [25, 50, 100, 200];

/// What is known of how many images the list has, where its page does not tell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Total {
    Counting,
    Counted(Counted),
    /// They could not be counted.
    Unknown,
}

/// Which images of how many a page shows.
fn shown(page: &ListPage, total: &Total) -> String {
    let n_shown = page.images.len();
    if let Some(StoppedSearch { looked_at, way }) = page.stopped {
        return match way {
            Way::Forward => image_list::found_forward(n_shown, looked_at),
            Way::Backward => image_list::found_backward(n_shown, looked_at),
        };
    }
    let counted = match total {
        Total::Counted(counted) => Some(counted),
        Total::Counting | Total::Unknown => None,
    };
    let n_before = page.n_before.or_else(|| {
        let first = page.images.first()?;
        counted?.ids.iter().position(|id| *id == first.id)
    });
    let Some(all) = page.total.or(counted.map(|counted| counted.ids.len())) else {
        return match total {
            Total::Counting => image_list::images_counting(n_shown),
            Total::Counted(_) | Total::Unknown => image_list::images_of_longer_list(n_shown),
        };
    };
    let are_more = page.total.is_none() && counted.is_some_and(|counted| !counted.is_whole);
    if all == n_shown && !are_more {
        return image_list::images(all);
    }
    match n_before {
        Some(n_before) if n_shown > 1 => {
            let (first, last) = (n_before + 1, n_before + n_shown);
            if are_more {
                image_list::range_of_more(first, last, all)
            } else {
                image_list::range(first, last, all)
            }
        }
        n_before => {
            let number = n_before
                .filter(|_| n_shown == 1)
                .map_or(n_shown, |n_before| n_before + 1);
            if are_more {
                image_list::part_of_more(number, all)
            } else {
                image_list::part(number, all)
            }
        }
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
            let href = move || state.with(|state| Page::list(&state.at(position.clone())).path());
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
    loaded: RwSignal<Option<LoadedList>>,
    total: RwSignal<Total>,
    go_to: GoTo,
) -> impl IntoView {
    let page = move |read: &dyn Fn(&ListPage) -> String| {
        loaded.with(|loaded| loaded.as_ref().and_then(LoadedList::page).map(read))
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
                    {page_link(state, previous, image_list::previous(), Icon::ArrowLeft)}
                    {page_link(state, next, image_list::next(), Icon::ArrowRight)}
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
        <nav class="pager" aria-label=image_list::pages()>
            <span class="pager-count tabular">{dyn_view(shown)}</span>
            <span class="pager-limit">
                <label for=id.clone()>{image_list::rows()}</label>
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
        let words = |total| shown(&page, &total);
        assert_eq!(words(Total::Counting), "25 images, counting all");
        assert_eq!(words(Total::Unknown), "25 images of a longer list");
        assert_eq!(
            words(Total::Counted(counted.clone())),
            "26 to 50 of 1,500 images"
        );
        let more = Counted {
            is_whole: false,
            ..counted
        };
        assert_eq!(
            words(Total::Counted(more)),
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
