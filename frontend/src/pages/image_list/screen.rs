//! What of the list is on the screen. An answer that only tells more of the same rows changes them in
//! place; one with other rows waits while the person is at the rows, so that nothing moves from under
//! the pointer or the keyboard.

use leptos::prelude::*;

use super::load::LoadedList;
use crate::api::ApiError;
use crate::session::query::{self, Query};
use crate::ui::reactive::{effect, memo};

/// The page that is shown.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    /// What was loaded for it; `None` while nothing is here.
    pub(super) loaded: RwSignal<Option<LoadedList>>,
    /// Counts how often the rows were put there anew.
    pub(super) rows: RwSignal<u32>,
    /// Whether other rows wait to be shown.
    pub(super) has_news: RwSignal<bool>,
    /// Why what is shown could not be renewed.
    pub(super) stale_because: RwSignal<Option<ApiError>>,
    /// Whether the pointer is on the rows.
    pub(super) is_pointed_at: RwSignal<bool>,
    /// Whether the focus is in the rows.
    pub(super) is_focused: RwSignal<bool>,
}

/// What a new answer means for the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// Nothing moves.
    InPlace,
    /// Other rows, which nobody asked for.
    News,
    /// The page that the person has gone to.
    Asked,
}

impl Change {
    fn between(shown: &LoadedList, new: &LoadedList) -> Self {
        if shown.state != new.state {
            return Self::Asked;
        }
        let same_kind = shown.page().is_some() == new.page().is_some();
        let ids = |loaded: &LoadedList| -> Vec<_> {
            loaded
                .images()
                .iter()
                .map(|image| image.id.clone())
                .collect()
        };
        if same_kind && ids(shown) == ids(new) {
            Self::InPlace
        } else {
            Self::News
        }
    }
}

impl Screen {
    /// Shows what `images` loads.
    pub(super) fn of(images: Query<LoadedList>) -> Self {
        let screen = Self {
            loaded: RwSignal::new(None),
            rows: RwSignal::new(0),
            has_news: RwSignal::new(false),
            stale_because: RwSignal::new(None),
            is_pointed_at: RwSignal::new(false),
            is_focused: RwSignal::new(false),
        };
        let is_held = memo(move || screen.is_pointed_at.get() || screen.is_focused.get());
        effect(move || {
            let is_held = is_held.get();
            let stale_because = images.stale_because.get();
            match images.value.get() {
                query::Loaded::Ready(new) => screen.receive(new, is_held),
                query::Loaded::Pending | query::Loaded::Failed(_) => screen.clear(),
            }
            if !is_held {
                screen.stale_because.set(stale_because);
            }
        });
        screen
    }

    fn receive(self, new: LoadedList, is_held: bool) {
        let change = self
            .loaded
            .with_untracked(|shown| shown.as_ref().map(|shown| Change::between(shown, &new)));
        match change {
            Some(Change::News) if is_held => self.has_news.set(true),
            Some(Change::InPlace) => {
                self.has_news.set(false);
                self.loaded.set(Some(new));
            }
            None | Some(Change::Asked | Change::News) => {
                // The rows that had the focus are gone.
                self.is_focused.set(false);
                self.has_news.set(false);
                self.loaded.set(Some(new));
                self.rows.update(|rows| *rows += 1);
            }
        }
    }

    /// Lets what waits be shown, because the person wants it.
    pub(super) fn let_go(self) {
        self.is_pointed_at.set(false);
        self.is_focused.set(false);
    }

    fn clear(self) {
        self.let_go();
        self.has_news.set(false);
        self.loaded.set(None);
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::glance::image::Image;
    use gaze_shared::glance::list::page_of;

    use super::super::load::ListContent;
    use super::*;

    fn loaded(state: &str, images: &[(u32, &str)]) -> LoadedList {
        let image = |(number, status): &(u32, &str)| -> Image {
            serde_json::from_value(serde_json::json!({
                "id": format!("00000000-0000-0000-0000-{number:012}"), "status": status,
            }))
            .unwrap()
        };
        let images: Vec<Image> = images.iter().map(image).collect();
        let state: crate::routes::ListState = state.parse().unwrap();
        let page = page_of(&images, &state.position, state.limit());
        LoadedList {
            state,
            content: ListContent::Page(Box::new(page)),
            n_calls: 1,
        }
    }

    #[test]
    fn only_other_rows_of_the_same_page_are_news() {
        let shown = loaded("", &[(1, "queued"), (2, "active")]);
        for (new, expected) in [
            (loaded("", &[(1, "active"), (2, "active")]), Change::InPlace),
            (loaded("", &[(2, "active"), (1, "queued")]), Change::News),
            (loaded("", &[(1, "queued")]), Change::News),
            (loaded("view=public", &[(1, "queued")]), Change::Asked),
        ] {
            assert_eq!(Change::between(&shown, &new), expected);
        }
    }
}
