//! One page of the list, put together from as many of Glance's pages as it takes.
//!
//! Glance pages forward only, compares names only whole, and lists a project's own images among the
//! shared ones. So this asks in reverse for the page before, and looks through the list for what
//! Glance cannot filter. It decides only what to ask next; the asking is the page's.

use gaze_shared::image::{Image, ImageId, ImageList};
use gaze_shared::list_query::{Direction, ListQuery, Sort, SortKey};

use super::list_state::{ListState, Position, View};
use crate::ui::letter_case::lowercase;

/// The order unless the URL says otherwise: what changed last comes first.
pub const DEFAULT_SORT: Sort = Sort {
    key: SortKey::UpdatedAt,
    direction: Direction::Descending,
};

/// How many images one call asks for while the dashboard filters by itself.
const BATCH: u32 = 500;
/// How many calls a page may take then, before the person is asked whether to go on.
const MAX_CALLS: u32 = 6;
/// Glance's own limit (`api_limit_max`).
const MAX_LIMIT: u32 = 1000;

/// One page of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPage {
    /// The images, in order.
    pub images: Vec<Image>,
    /// Where the page before is, if there is one.
    pub previous: Option<Position>,
    /// Where the next page is, if there is one.
    pub next: Option<Position>,
    /// How many images were looked through, when that ended before the page was full.
    pub stopped_after: Option<usize>,
}

/// Which way the scan goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forward,
    Backward,
}

/// The scan for one page.
pub struct Scan {
    query: ListQuery,
    way: Way,
    began_at: Position,
    wanted: usize,
    keep: Keep,
    kept: Vec<Image>,
    looked_at: usize,
    calls: u32,
    is_over: bool,
}

/// What Glance cannot filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Keep {
    search: Option<String>,
    not_owned_by: Option<String>,
}

impl Keep {
    fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    fn keeps(&self, image: &Image) -> bool {
        let found = self.search.as_ref().is_none_or(|wanted| {
            let name = image.name.as_deref().unwrap_or_default();
            lowercase(name).contains(wanted) || image.id.as_str().starts_with(wanted)
        });
        let foreign =
            self.not_owned_by.is_none() || image.owner.as_deref() != self.not_owned_by.as_deref();
        found && foreign
    }
}

impl Scan {
    /// The scan for the page that `state` names, asked for by the project `project_id`.
    #[must_use]
    pub fn new(state: &ListState, project_id: &str) -> Self {
        let keep = Keep {
            search: state.search.as_deref().map(lowercase),
            not_owned_by: (state.view == View::Shared).then(|| project_id.to_owned()),
        };
        let wanted = state.limit().min(MAX_LIMIT - 1);
        let mut query = state.glance_query(project_id);
        // One more than is shown tells whether there is a page beyond.
        query.limit = Some(if keep.is_everything() {
            wanted + 1
        } else {
            BATCH.max(wanted + 1)
        });
        query.sort = complete_sort(&query.sort);
        let (way, marker) = match &state.position {
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
            query,
            way,
            began_at: state.position.clone(),
            wanted: wanted as usize,
            keep,
            kept: Vec::new(),
            looked_at: 0,
            calls: 0,
            is_over: false,
        }
    }

    /// What to ask next; `None` when the page is complete.
    #[must_use]
    pub fn next_query(&self) -> Option<&ListQuery> {
        let is_full = self.kept.len() > self.wanted;
        (!is_full && !self.is_over && self.calls < MAX_CALLS).then_some(&self.query)
    }

    /// Takes in the answer to [`Self::next_query`].
    pub fn take(&mut self, answer: ImageList) {
        self.calls += 1;
        self.looked_at += answer.images.len();
        let asked = self.query.limit.unwrap_or_default() as usize;
        // Policies may shorten a page that has a next one, so a short page alone is not the end.
        self.is_over =
            answer.images.is_empty() || (answer.images.len() < asked && answer.next.is_none());
        if let Some(last) = answer.images.last() {
            self.query = self.query.after(&last.id);
        }
        let keep = &self.keep;
        self.kept
            .extend(answer.images.into_iter().filter(|image| keep.keeps(image)));
    }

    /// Whether a scan for the page before met the beginning of the list, so that the first page,
    /// which is full, should be shown instead.
    #[must_use]
    pub fn met_the_beginning(&self) -> bool {
        self.way == Way::Backward && self.is_over && self.kept.len() <= self.wanted
    }

    /// The page.
    #[must_use]
    pub fn finish(mut self) -> ListPage {
        let has_more = self.kept.len() > self.wanted;
        let stopped = !has_more && !self.is_over;
        self.kept.truncate(self.wanted);
        // Where the scan goes on: behind what is shown, or behind what was looked through.
        let edge = if stopped {
            self.query.marker.clone()
        } else {
            last_id(&self.kept)
        };
        let beyond = edge.filter(|_| has_more || stopped);
        let (previous, next) = match self.way {
            Way::Forward => {
                let before = match &self.began_at {
                    Position::First => None,
                    Position::After(id) | Position::Before(id) => {
                        // Before the first image shown, or, on an empty page, before where it began.
                        Some(
                            self.kept
                                .first()
                                .map_or_else(|| id.clone(), |first| first.id.clone()),
                        )
                    }
                };
                (before.map(Position::Before), beyond.map(Position::After))
            }
            Way::Backward => {
                self.kept.reverse();
                (
                    beyond.map(Position::Before),
                    last_id(&self.kept).map(Position::After),
                )
            }
        };
        ListPage {
            images: self.kept,
            previous,
            next,
            stopped_after: stopped.then_some(self.looked_at),
        }
    }
}

fn last_id(images: &[Image]) -> Option<ImageId> {
    images.last().map(|image| image.id.clone())
}

/// Adds the keys that make the order of any two images certain, so that it can be reversed exactly.
fn complete_sort(sort: &[Sort]) -> Vec<Sort> {
    let mut complete = if sort.is_empty() {
        vec![DEFAULT_SORT]
    } else {
        sort.to_vec()
    };
    for key in [SortKey::CreatedAt, SortKey::Id] {
        if complete.iter().all(|sort| sort.key != key) {
            complete.push(Sort {
                key,
                direction: Direction::Descending,
            });
        }
    }
    complete
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
