//! All images of a list, each once.

use std::collections::BTreeSet;

use super::{Direction, ListQuery, Sort, SortKey};
use crate::glance::image::{Image, ImageId, ImageList};

/// How many images one call asks for on a walk through a list. Glance takes as long for each image in a
/// long page as in a short one, and holds up others for less time.
pub(super) const BATCH: u32 = 500;

/// Goes through a list from a place on, as many of Glance's pages as it takes. It decides only what to
/// ask next; the asking is the caller's.
///
/// Glance pages by comparing each image with the last one of the page before, and gets that wrong by a
/// key that an image has no value for: depending on its database, pages repeat for ever, the list ends
/// early, or Glance answers 500 (`glance/db/sqlalchemy/api.py`, `_paginate_query`). So a walk goes by
/// the order of the query only where [`ListQuery::is_paged_by_glance`] holds, and else by the time of
/// registration; [`super::sort_images`] makes the order that was asked for.
#[derive(Clone, Debug)]
pub struct Walk {
    query: ListQuery,
    seen: BTreeSet<ImageId>,
    is_over: bool,
}

impl Walk {
    /// A walk from where the query's marker is, by pages of the query's limit.
    #[must_use]
    pub fn new(mut query: ListQuery) -> Self {
        if !query.is_paged_by_glance() || query.sort.is_empty() {
            query.sort = vec![Sort {
                key: SortKey::CreatedAt,
                direction: Direction::Descending,
            }];
        }
        query.sort = query.complete_sort();
        Self {
            query,
            seen: BTreeSet::new(),
            is_over: false,
        }
    }

    /// A walk through all of the list.
    #[must_use]
    pub fn through(query: &ListQuery) -> Self {
        let mut query = query.first_page();
        query.limit = Some(BATCH);
        Self::new(query)
    }

    /// What to ask next; `None` at the end of the list.
    #[must_use]
    pub fn next_query(&self) -> Option<&ListQuery> {
        (!self.is_over).then_some(&self.query)
    }

    /// Takes in the answer to [`Self::next_query`], and gives those of its images that had not been
    /// met. An answer without any ends the walk: whatever the reason, the next would be the same.
    pub fn add_page(&mut self, page: ImageList) -> Vec<Image> {
        // Glance tells of a next page when this one is full, which it may be at the end too; a policy
        // may have taken images out of it.
        let has_next = page.next.is_some();
        let mut images = Vec::from(page.images);
        if let Some(last) = images.last() {
            self.query = self.query.after(&last.id);
        }
        images.retain(|image| self.seen.insert(image.id.clone()));
        self.is_over = !has_next || images.is_empty();
        images
    }

    /// How many images have been met.
    #[must_use]
    pub fn n_met(&self) -> usize {
        self.seen.len()
    }

    /// Where a later walk would go on.
    pub(super) fn marker(&self) -> Option<&ImageId> {
        self.query.marker.as_ref()
    }
}
