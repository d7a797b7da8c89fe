//! Loading one page of the list, and counting all of it.

use std::rc::Rc;

use gaze_shared::glance::image::{Image, ImageId, ImageList};
use gaze_shared::glance::list::{
    Keep, ListPage, ListQuery, Position, Scan, Walk, page_of, sort_images,
};
use leptos::prelude::*;

use crate::api::{Api, ApiError};
use crate::i18n::letter_case::lowercase;
use crate::routes::{ListState, View};
use crate::session::query::Query;

/// How many images are counted or put in order here at most.
pub(super) const MOST_IMAGES: usize = 10_000;

/// What was loaded for a state of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LoadedList {
    /// What was asked for.
    pub(super) state: ListState,
    /// What there is.
    pub(super) content: ListContent,
    /// How many calls it took, by which one asks less often.
    pub(super) n_calls: u32,
}

/// What there is in a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ListContent {
    Page(Box<ListPage>),
    /// More than [`MOST_IMAGES`], in an order that Glance cannot page by.
    TooLongToSort,
}

impl LoadedList {
    pub(super) fn page(&self) -> Option<&ListPage> {
        match &self.content {
            ListContent::Page(page) => Some(page),
            ListContent::TooLongToSort => None,
        }
    }

    /// The state of the list that this really is, where that is not the one that was asked for: what stands
    /// before the second page is the first one, and so is a place that is gone.
    pub(super) fn leads_to(&self) -> Option<ListState> {
        let page = self.page()?;
        let is_first = page.n_before == Some(0) && !page.images.is_empty();
        (is_first && self.state.position != Position::First).then(|| self.state.at(Position::First))
    }

    /// The images of the page; none where there is no page.
    pub(super) fn images(&self) -> &[Image] {
        self.page().map_or(&[], |page| &page.images)
    }
}

/// What Glance cannot filter.
fn keep_filter(state: &ListState, project_id: &str) -> Option<Keep> {
    let search = state.search.as_deref().map(lowercase);
    // Glance lists the project's own among the shared ones.
    let stranger_to = (state.view == View::Shared).then(|| project_id.to_owned());
    if search.is_none() && stranger_to.is_none() {
        return None;
    }
    Some(Box::new(move |image| {
        let found = search.as_ref().is_none_or(|wanted| {
            let name = image.name.as_deref().unwrap_or_default();
            lowercase(name).contains(wanted) || image.id.as_str().starts_with(wanted)
        });
        found && (stranger_to.is_none() || image.owner.as_deref() != stranger_to.as_deref())
    }))
}

/// All images of a list that Glance cannot page in its order, for the pages that are turned in it.
struct Gathered {
    /// Which list, whatever the order.
    query: ListQuery,
    /// The state of the list that was shown last out of it.
    shown: ListState,
    images: Rc<[Image]>,
    /// How many more there were of which nothing could be read.
    n_unreadable: usize,
}

#[derive(Clone, Copy)]
pub(super) struct Loader {
    api: Api,
    gathered: StoredValue<Option<Gathered>, LocalStorage>,
    /// What waits for the pages.
    waiting: StoredValue<Option<Query<LoadedList>>>,
}

impl Loader {
    pub(super) fn new(api: Api) -> Self {
        Self {
            api,
            gathered: StoredValue::new_local(None),
            waiting: StoredValue::new(None),
        }
    }

    /// Tells `images`, for which this loads, of each answer on the way to a page.
    pub(super) fn set_waiting(self, images: Query<LoadedList>) {
        self.waiting.set_value(Some(images));
    }

    async fn ask(self, query: &ListQuery) -> Result<ImageList, ApiError> {
        let list = self.api.images(query).await?;
        if let Some(waiting) = self.waiting.try_get_value().flatten() {
            waiting.wait_on();
        }
        Ok(list)
    }

    /// The page that `state` names, asked for by the project `project_id`.
    pub(super) async fn load(
        self,
        state: ListState,
        project_id: String,
    ) -> Result<LoadedList, ApiError> {
        let outcome = self.load_at(&state, &project_id, &state.position).await;
        let outcome = match outcome {
            // An image that marks the place may be gone, and then there is no such place.
            Err(error) if error.status() == Some(400) && state.position != Position::First => {
                self.load_at(&state, &project_id, &Position::First).await
            }
            outcome => outcome,
        };
        let (content, n_calls) = outcome?;
        Ok(LoadedList {
            state,
            content,
            n_calls,
        })
    }

    async fn load_at(
        self,
        state: &ListState,
        project_id: &str,
        position: &Position,
    ) -> Result<(ListContent, u32), ApiError> {
        let Some(query) = state.glance_query(project_id) else {
            let page = page_of(&[], position, state.limit());
            return Ok((ListContent::Page(Box::new(page)), 0));
        };
        let keep = keep_filter(state, project_id);
        if !query.is_paged_by_glance() {
            return self.sort_here(state, query, position, keep).await;
        }
        let mut n_calls = 0;
        let mut scan = Scan::new(&query, position, state.limit(), keep);
        while let Some(query) = scan.next_query() {
            n_calls += 1;
            let list = self.ask(query).await?;
            scan.add_page(list);
        }
        if scan.leads_to_the_first_page() {
            return Box::pin(self.load_at(state, project_id, &Position::First)).await;
        }
        Ok((ListContent::Page(Box::new(scan.finish())), n_calls))
    }

    async fn sort_here(
        self,
        state: &ListState,
        query: ListQuery,
        position: &Position,
        keep: Option<Keep>,
    ) -> Result<(ListContent, u32), ApiError> {
        let order = query.sort.clone();
        let query = ListQuery {
            sort: Vec::new(),
            ..query
        };
        let mut n_calls = 1;
        let mut n_unreadable = 0;
        let images = match self.take_over(state, &query) {
            Some(gathered) => {
                n_unreadable = gathered.n_unreadable;
                gathered.images
            }
            None => {
                let mut images = Vec::new();
                let mut walk = Walk::through(&query);
                n_calls = 0;
                while let Some(query) = walk.next_query() {
                    if images.len() >= MOST_IMAGES {
                        return Ok((ListContent::TooLongToSort, n_calls));
                    }
                    n_calls += 1;
                    let list = self.ask(query).await?;
                    n_unreadable += list.images.unreadable().count();
                    images.extend(walk.add_page(list));
                }
                images.into()
            }
        };
        let mut found: Vec<Image> = images
            .iter()
            .filter(|image| keep.as_ref().is_none_or(|keep| keep(image)))
            .cloned()
            .collect();
        sort_images(&mut found, &order);
        let page = ListPage {
            n_unreadable,
            ..page_of(&found, position, state.limit())
        };
        self.gathered.set_value(Some(Gathered {
            query,
            shown: state.clone(),
            images,
            n_unreadable,
        }));
        Ok((ListContent::Page(Box::new(page)), n_calls))
    }

    /// What was gathered of the same list before. Only a step of the person to another state of it can
    /// do with that: the same state again means that somebody wants to know what is new.
    fn take_over(self, state: &ListState, query: &ListQuery) -> Option<Gathered> {
        let gathered = self.gathered.try_update_value(Option::take)??;
        let is_of_use = gathered.query == *query && gathered.shown != *state;
        is_of_use.then_some(gathered)
    }

    /// The ids of all images of the list in its order, and whether that is the end of it.
    pub(super) async fn count(
        self,
        state: ListState,
        project_id: String,
    ) -> Result<Counted, ApiError> {
        let mut counted = Counted::default();
        let Some(query) = state.glance_query(&project_id) else {
            counted.is_whole = true;
            return Ok(counted);
        };
        let keep = keep_filter(&state, &project_id);
        let mut walk = Walk::through(&query);
        while let Some(query) = walk.next_query() {
            if walk.n_met() >= MOST_IMAGES {
                return Ok(counted);
            }
            let list = self.api.images(query).await?;
            let images = walk.add_page(list).into_iter();
            let kept = images.filter(|image| keep.as_ref().is_none_or(|keep| keep(image)));
            counted.ids.extend(kept.map(|image| image.id));
        }
        counted.is_whole = true;
        Ok(counted)
    }
}

/// What counting a list has come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Counted {
    /// The images in order.
    pub(super) ids: Vec<ImageId>,
    /// Whether these are all.
    pub(super) is_whole: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_before_the_second_page_is_the_first_one() {
        let image = |number: usize| -> Image {
            serde_json::from_value(serde_json::json!({
                "id": format!("00000000-0000-0000-0000-{number:012}"),
            }))
            .unwrap()
        };
        let images: Vec<Image> = (0..6).map(image).collect();
        let loaded = |position: &Position| {
            let state = ListState::default().at(position.clone());
            let page = page_of(&images, position, 2);
            LoadedList {
                state,
                content: ListContent::Page(Box::new(page)),
                n_calls: 1,
            }
        };
        let id = |number: usize| image(number).id;
        let first = Some(ListState::default());
        assert_eq!(loaded(&Position::First).leads_to(), None);
        assert_eq!(loaded(&Position::Before(id(2))).leads_to(), first);
        assert_eq!(loaded(&Position::Before(id(1))).leads_to(), first);
        assert_eq!(loaded(&Position::After(id(9))).leads_to(), first);
        assert_eq!(loaded(&Position::Before(id(4))).leads_to(), None);
        assert_eq!(loaded(&Position::After(id(1))).leads_to(), None);
    }
}
