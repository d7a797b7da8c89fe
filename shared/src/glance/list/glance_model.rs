//! Glance's paging in a few lines, for tests: `_image_get_all` and `_paginate_query` of
//! `glance/db/sqlalchemy/api.py`, on each kind of database.

use std::cmp::Ordering;

use super::{Direction, ListQuery, MAX_PAGE_LENGTH, SortKey};
use crate::glance::image::{Image, ImageList};

/// How many images a page has when no limit is given (`limit_param_default`).
const DEFAULT_PAGE_LENGTH: u32 = 25;

/// What Glance keeps its images in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Database {
    /// NULL is the smallest, and any text is larger than any number.
    Sqlite,
    /// NULL is the smallest, and an empty text compared with a number is 0.
    Mysql,
    /// NULL is the largest, and a text cannot be compared with a number.
    Postgresql,
}

impl Database {
    pub(super) const ALL: [Self; 3] = [Self::Sqlite, Self::Mysql, Self::Postgresql];
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(u64),
    Text(String),
}

fn value(image: &Image, key: SortKey) -> Option<Value> {
    let text = |text: &dyn ToString| Value::Text(text.to_string());
    match key {
        SortKey::Name => image.name.as_ref().map(|name| text(name)),
        SortKey::Status => Some(text(&image.status)),
        SortKey::ContainerFormat => image.container_format.as_ref().map(|format| text(format)),
        SortKey::DiskFormat => image.disk_format.as_ref().map(|format| text(format)),
        SortKey::Size => image.size.map(|size| Value::Number(size.0)),
        SortKey::Id => Some(text(&image.id)),
        SortKey::CreatedAt => Some(text(&image.created_at)),
        SortKey::UpdatedAt => Some(text(&image.updated_at)),
    }
}

/// A Glance that answers lists.
pub(super) struct Glance {
    pub(super) database: Database,
    pub(super) images: Vec<Image>,
    /// `api_limit_max`.
    pub(super) longest_page: usize,
    pub(super) calls: usize,
}

impl Glance {
    pub(super) fn with(database: Database, images: Vec<Image>) -> Self {
        Self {
            database,
            images,
            longest_page: 1000,
            calls: 0,
        }
    }

    /// The answer, or `None` for a 500.
    pub(super) fn answer(&mut self, query: &ListQuery) -> Option<ImageList> {
        self.calls += 1;
        assert!(self.calls < 10_000, "this does not end");
        let order = query.complete_sort();
        let mut rows: Vec<Image> = self.images.clone();
        rows.retain(|image| query.size_min.is_none_or(|least| image.size >= Some(least)));
        rows.sort_by(|one, other| {
            let by_keys = order.iter().map(|sort| {
                let ordering = match (value(one, sort.key), value(other, sort.key)) {
                    (Some(one), Some(other)) => one.cmp(&other),
                    (one, other) if self.database == Database::Postgresql => {
                        one.is_none().cmp(&other.is_none())
                    }
                    (one, other) => one.is_some().cmp(&other.is_some()),
                };
                match sort.direction {
                    Direction::Ascending => ordering,
                    Direction::Descending => ordering.reverse(),
                }
            });
            by_keys.fold(Ordering::Equal, Ordering::then)
        });
        if let Some(id) = &query.marker {
            let marker = self.images.iter().find(|image| image.id == *id)?.clone();
            let mut behind = Vec::new();
            for row in rows {
                if self.is_behind(&row, &marker, query)? {
                    behind.push(row);
                }
            }
            rows = behind;
        }
        let asked_for = query.limit.unwrap_or(DEFAULT_PAGE_LENGTH);
        let length = asked_for.min(MAX_PAGE_LENGTH) as usize;
        let length = length.min(self.longest_page);
        rows.truncate(length);
        Some(ImageList {
            next: (rows.len() == length && length > 0).then(|| "/v2/images?marker=x".into()),
            images: rows.into(),
            ..ImageList::default()
        })
    }

    /// `(k1 > X1) or (k1 == X1 and k2 > X2) …`, with what is put in the place of NULL: for a row what
    /// its column's type takes, and an empty text for the marker whatever the type.
    fn is_behind(&self, row: &Image, marker: &Image, query: &ListQuery) -> Option<bool> {
        for sort in query.complete_sort() {
            let missing = match sort.key {
                SortKey::Size => Value::Number(0),
                _ => Value::Text(String::new()),
            };
            let row = value(row, sort.key).unwrap_or(missing);
            let marker = value(marker, sort.key).unwrap_or(Value::Text(String::new()));
            let ordering = match (&row, &marker, self.database) {
                (Value::Number(_), Value::Text(_), Database::Postgresql) => return None,
                (Value::Number(number), Value::Text(_), Database::Mysql) => number.cmp(&0),
                _ => row.cmp(&marker),
            };
            let is_behind = match sort.direction {
                Direction::Ascending => ordering.is_gt(),
                Direction::Descending => ordering.is_lt(),
            };
            if is_behind || ordering.is_ne() {
                return Some(is_behind);
            }
        }
        Some(false)
    }
}
