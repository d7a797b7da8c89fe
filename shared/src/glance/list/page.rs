//! One page of a list, put together from as many of Glance's pages as it takes.
//!
//! Glance pages forward only, compares names only whole, and lists a project's own images among the
//! shared ones. So this asks in reverse for the page before, and looks through the list for what
//! Glance cannot filter.

use super::walk::BATCH;
use super::{ListQuery, Walk};
use crate::glance::image::{Image, ImageId, ImageList};

/// How many calls a page may take then, before the person is asked whether to go on.
const MAX_CALLS: u32 = 6;

/// Where a page of a list begins or ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Position {
    /// At the beginning of the list.
    #[default]
    First,
    After(ImageId),
    /// Before this image: Glance pages forward only, so this is asked for in reverse.
    Before(ImageId),
}

/// What Glance cannot filter: whether an image belongs to the list.
pub type Keep = Box<dyn Fn(&Image) -> bool>;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPage {
    /// The images, in order.
    pub images: Vec<Image>,
    /// Where the page before is, if there is one.
    pub previous: Option<Position>,
    /// Where the next page is, if there is one.
    pub next: Option<Position>,
    /// How many images there are here of which nothing could be read.
    pub n_unreadable: usize,
    /// Where the search stopped, when that was before the page was full.
    pub stopped: Option<StoppedSearch>,
    /// How many images of the list stand before this page, where that is known.
    pub n_before: Option<usize>,
    /// How many images the list has, where that is known.
    pub total: Option<usize>,
}

/// A search that has looked through as much as it may at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoppedSearch {
    /// How many images it has looked through.
    pub looked_at: usize,
    /// Where it goes on.
    pub way: Way,
}

/// Which way a scan goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the next page.
    Forward,
    /// To the page before.
    Backward,
}

/// The scan for one page of a list that [`ListQuery::is_paged_by_glance`].
pub struct Scan {
    walk: Walk,
    way: Way,
    began_at: Position,
    wanted: usize,
    keep: Option<Keep>,
    kept: Vec<Image>,
    looked_at: usize,
    n_unreadable: usize,
    calls: u32,
}

impl Scan {
    /// The scan for `wanted` images of the list from `position`; the query's own place and limit do not
    /// count.
    #[must_use]
    pub fn new(query: &ListQuery, position: &Position, wanted: u32, keep: Option<Keep>) -> Self {
        let mut query = query.first_page();
        // One more than is shown tells whether there is a page beyond.
        let one_more = wanted.saturating_add(1);
        query.limit = Some(match keep {
            None => one_more,
            Some(_) => BATCH.max(one_more),
        });
        query.sort = query.complete_sort();
        let (way, marker) = match position {
            Position::First => (Way::Forward, None),
            Position::After(id) => (Way::Forward, Some(id.clone())),
            Position::Before(id) => (Way::Backward, Some(id.clone())),
        };
        query.marker = marker;
        if way == Way::Backward {
            for sort in &mut query.sort {
                sort.direction = sort.direction.reversed();
            }
        }
        Self {
            walk: Walk::new(query),
            way,
            began_at: position.clone(),
            wanted: usize::try_from(wanted).unwrap_or(usize::MAX),
            keep,
            kept: Vec::new(),
            looked_at: 0,
            n_unreadable: 0,
            calls: 0,
        }
    }

    /// What to ask next; `None` when the page is complete.
    #[must_use]
    pub fn next_query(&self) -> Option<&ListQuery> {
        let is_full = self.kept.len() > self.wanted;
        self.walk
            .next_query()
            .filter(|_| !is_full && self.calls < MAX_CALLS)
    }

    /// Takes in the answer to [`Self::next_query`].
    pub fn add_page(&mut self, page: ImageList) {
        self.calls += 1;
        self.n_unreadable += page.images.unreadable().count();
        let images = self.walk.add_page(page);
        self.looked_at += images.len();
        let keep = self.keep.as_ref();
        let kept = images
            .into_iter()
            .filter(|image| keep.is_none_or(|keep| keep(image)));
        self.kept.extend(kept);
    }

    fn is_over(&self) -> bool {
        self.walk.next_query().is_none()
    }

    /// Whether the first page should be shown instead: a scan for the page before met the beginning of
    /// the list, and the first page is full; or nothing is left behind the place that was asked for. A
    /// search that finds nothing further stays at its end.
    #[must_use]
    pub fn leads_to_the_first_page(&self) -> bool {
        let is_short = match self.way {
            Way::Backward => self.kept.len() <= self.wanted,
            Way::Forward => {
                self.began_at != Position::First && self.kept.is_empty() && self.keep.is_none()
            }
        };
        is_short && self.is_over()
    }

    #[must_use]
    pub fn finish(mut self) -> ListPage {
        let has_more = self.kept.len() > self.wanted;
        let stopped = !has_more && !self.is_over();
        self.kept.truncate(self.wanted);
        // Where the scan goes on: behind what is shown, or behind what was looked through.
        let edge = if stopped {
            self.walk.marker().cloned()
        } else {
            last_id(&self.kept)
        };
        let beyond = edge.filter(|_| has_more || stopped);
        let is_first = self.began_at == Position::First;
        let (previous, next) = match self.way {
            Way::Forward => {
                let before = match self.began_at {
                    Position::First => None,
                    // Before the first image shown, or, on an empty page, before where it began.
                    Position::After(id) | Position::Before(id) => {
                        Some(self.kept.first().map_or(id, |first| first.id.clone()))
                    }
                };
                (before.map(Position::Before), beyond.map(Position::After))
            }
            Way::Backward => {
                self.kept.reverse();
                // Where nothing was found, the way back begins behind what was looked through.
                let back = last_id(&self.kept).or_else(|| beyond.clone());
                (beyond.map(Position::Before), back.map(Position::After))
            }
        };
        ListPage {
            total: (is_first && next.is_none()).then_some(self.kept.len()),
            n_before: is_first.then_some(0),
            images: self.kept,
            previous,
            next,
            n_unreadable: self.n_unreadable,
            stopped: stopped.then_some(StoppedSearch {
                looked_at: self.looked_at,
                way: self.way,
            }),
        }
    }
}

fn last_id(images: &[Image]) -> Option<ImageId> {
    images.last().map(|image| image.id.clone())
}

/// The page of `wanted` images at `position` of a list that is here as a whole, and in order. A place
/// that is no longer in the list, or has nothing behind it, leads to the first page.
#[must_use]
pub fn page_of(images: &[Image], position: &Position, wanted: u32) -> ListPage {
    let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
    let find = |id: &ImageId| images.iter().position(|image| image.id == *id);
    let begin = match position {
        Position::First => None,
        Position::After(id) => find(id).map(|place| place.saturating_add(1)),
        Position::Before(id) => find(id).map(|place| place.saturating_sub(wanted)),
    };
    let begin = begin.filter(|begin| *begin < images.len()).unwrap_or(0);
    let (before, from) = images.split_at_checked(begin).unwrap_or((&[], images));
    let (page, behind) = from.split_at_checked(wanted).unwrap_or((from, &[]));
    let first = page.first().filter(|_| !before.is_empty());
    ListPage {
        previous: first.map(|image| Position::Before(image.id.clone())),
        next: last_id(page)
            .filter(|_| !behind.is_empty())
            .map(Position::After),
        images: page.to_vec(),
        n_unreadable: 0,
        stopped: None,
        n_before: Some(begin),
        total: Some(images.len()),
    }
}
