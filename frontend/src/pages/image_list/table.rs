//! The table of images: a native table that becomes two-line rows on narrow windows. The roles are
//! written out, because a table that is laid out as blocks loses its own.

use gaze_shared::glance::list::{Direction, Sort, SortKey};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::row::{ImageRow, SkeletonRow};
use super::screen::Screen;
use crate::i18n::text::image_list;
use crate::routes::image_list::DEFAULT_SORT;
use crate::routes::{ListState, Page};
use crate::ui::keyboard::on_plain_key;
use crate::ui::reactive::{dyn_view, memo, while_here};
use crate::ui::{Icon, IconView};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Column {
    label: &'static str,
    class: &'static str,
    /// What Glance sorts this column by, if it does.
    key: Option<SortKey>,
    /// Which way a first click sorts.
    first: Direction,
}

fn columns() -> [Column; 6] {
    use Direction::{Ascending, Descending};

    let column = |label, class, key, first| Column {
        label,
        class,
        key,
        first,
    };
    let (name, status) = (image_list::column_name(), image_list::column_status());
    let (format, size) = (image_list::column_format(), image_list::column_size());
    let visibility = image_list::column_visibility();
    let updated = image_list::column_updated();
    [
        column(name, "cell-name", Some(SortKey::Name), Ascending),
        column(status, "cell-status", Some(SortKey::Status), Ascending),
        column(format, "cell-format", Some(SortKey::DiskFormat), Ascending),
        column(size, "cell-size", Some(SortKey::Size), Descending),
        column(visibility, "cell-visibility", None, Ascending),
        column(
            updated,
            "cell-updated",
            Some(SortKey::UpdatedAt),
            Descending,
        ),
    ]
}

/// The order of the list by its first key.
fn leading_sort(state: &ListState) -> Sort {
    state.query.sort.first().copied().unwrap_or(DEFAULT_SORT)
}

/// What a click on a column sorts by.
fn next_sort(current: Sort, key: SortKey, first: Direction) -> Sort {
    let direction = if current.key == key {
        current.direction.reversed()
    } else {
        first
    };
    Sort { key, direction }
}

#[component]
fn HeadCell(column: Column, state: Memo<ListState>) -> impl IntoView {
    let Column {
        label,
        class,
        key,
        first,
    } = column;
    let direction = move || {
        state.with(|state| {
            let sort = leading_sort(state);
            (Some(sort.key) == key).then_some(sort.direction)
        })
    };
    let aria_sort = move || {
        direction().map(|direction| match direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        })
    };
    let content = match key {
        None => view! { <span class="head-label">{label}</span> }.into_any(),
        Some(key) => {
            let href = move || {
                state.with(|state| {
                    let sort = next_sort(leading_sort(state), key, first);
                    let sorted = state.with_query(|query| query.sort = vec![sort]);
                    Page::list(&sorted).path()
                })
            };
            let arrow = move || {
                direction().map(|direction| {
                    let icon = match direction {
                        Direction::Ascending => Icon::ArrowUp,
                        Direction::Descending => Icon::ArrowDown,
                    };
                    view! { <IconView icon=icon class="head-arrow"/> }.into_any()
                })
            };
            view! { <a class="head-label" href=href>{label} {arrow}</a> }.into_any()
        }
    };
    view! {
        <th role="columnheader" scope="col" class=class aria-sort=aria_sort>{content}</th>
    }
}

/// Moves the focus between the rows' links, which brings its row into view.
fn move_focus(body: &web_sys::HtmlElement, step: i32) -> bool {
    let Ok(links) = body.query_selector_all("a.row-link") else {
        return false;
    };
    let active = document().active_element();
    let count = i32::try_from(links.length()).unwrap_or(i32::MAX);
    let link_at = |index: i32| {
        u32::try_from(index)
            .ok()
            .and_then(|index| links.item(index))
    };
    let current = (0..count).find(|index| {
        let row =
            link_at(*index).and_then(|link| link.parent_element()?.closest("tr").ok().flatten());
        row.is_some_and(|row| {
            active
                .as_ref()
                .is_some_and(|active| row.contains(Some(active)))
        })
    });
    let wanted = match current {
        None if step > 0 => 0,
        None => count - 1,
        Some(index) => (index + step).clamp(0, count - 1),
    };
    link_at(wanted)
        .and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|link| link.focus().is_ok())
}

/// The head of the table, and rows that somebody else makes.
fn table(state: Memo<ListState>, body: AnyView, is_loading: bool) -> AnyView {
    let head = columns()
        .map(|column| view! { <HeadCell column=column state=state/> }.into_any())
        .collect_view();
    view! {
        <table
            class="table"
            role="table"
            aria-label=image_list::title()
            aria-busy=is_loading.then_some("true")
        >
            <thead role="rowgroup">
                <tr role="row">{head}</tr>
            </thead>
            {body}
        </table>
    }
    .into_any()
}

/// Empty rows while the images are loaded.
#[component]
pub(super) fn LoadingTable(state: Memo<ListState>) -> impl IntoView {
    let rows = (0..8)
        .map(|index| view! { <SkeletonRow index=index/> }.into_any())
        .collect_view();
    let body = view! { <tbody role="rowgroup">{rows}</tbody> };
    view! {
        {table(state, body.into_any(), true)}
        <p class="visually-hidden" role="status">{image_list::loading()}</p>
    }
}

/// Whether the focus goes from one of the rows to another.
fn stays_in(body: NodeRef<html::Tbody>, event: &web_sys::FocusEvent) -> bool {
    let next = event.related_target().and_then(|next| next.dyn_into().ok());
    body.get_untracked()
        .is_some_and(|body| next.is_some() && body.contains(next.as_ref()))
}

#[component]
pub(super) fn ImageTable(state: Memo<ListState>, screen: Screen) -> impl IntoView {
    let body = NodeRef::<html::Tbody>::new();
    on_plain_key(move |key| {
        let step = match key {
            "j" => 1,
            "k" => -1,
            _ => return false,
        };
        body.get_untracked()
            .is_some_and(|body| move_focus(&body, step))
    });
    // A table that goes away says nothing of the pointer that was on it.
    on_cleanup(move || screen.let_go());
    let rows = move || {
        screen.rows.track();
        let images = screen
            .loaded
            .with_untracked(|loaded| loaded.as_ref().map(|loaded| loaded.images().to_vec()));
        let rows = images.unwrap_or_default().into_iter().enumerate();
        rows.map(|(place, first)| {
            let id = first.id.clone();
            let image = memo(move || {
                screen.loaded.with(|loaded| {
                    let image = loaded.as_ref()?.images().get(place)?;
                    (image.id == id).then(|| image.clone())
                })
            });
            view! { <ImageRow first=first image=image/> }.into_any()
        })
        .collect_view()
        .into_any()
    };
    let body = view! {
        <tbody
            role="rowgroup"
            node_ref=body
            on:pointerenter=while_here(move |_| screen.is_pointed_at.set(true))
            on:pointerleave=while_here(move |_| screen.is_pointed_at.set(false))
            on:focusin=while_here(move |_| screen.is_focused.set(true))
            on:focusout=while_here(move |event| screen.is_focused.set(stays_in(body, &event)))
        >
            {dyn_view(rows)}
        </tbody>
    };
    table(state, body.into_any(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_click_on_a_column_turns_its_order_around() {
        let once = next_sort(DEFAULT_SORT, SortKey::Size, Direction::Descending);
        assert_eq!(
            once,
            Sort {
                key: SortKey::Size,
                direction: Direction::Descending
            }
        );
        let twice = next_sort(once, SortKey::Size, Direction::Descending);
        assert_eq!(twice.direction, Direction::Ascending);
    }

    #[test]
    fn the_column_of_the_default_order_is_marked_without_a_sort_in_the_url() {
        assert_eq!(leading_sort(&ListState::default()), DEFAULT_SORT);
    }
}
