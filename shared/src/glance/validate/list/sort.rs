//! The order of a list: `sort`, or the classic `sort_key` and `sort_dir`.

use super::query::{Query, wrong};
use crate::glance::list::SortKey;
use crate::glance::validate::{QueryCause, Violation};

/// `sort=key:direction,…`, not together with the classic form.
pub(super) fn sort(query: Query<'_>) -> Vec<Violation> {
    let Some(value) = query.first("sort") else {
        return Vec::new();
    };
    if query.first("sort_key").is_some() || query.first("sort_dir").is_some() {
        return vec![wrong("sort", QueryCause::SortTwice)];
    }
    let parts = value.trim().split(',');
    parts
        .flat_map(|part| {
            let (key, direction) = part.split_once(':').unwrap_or((part, ""));
            let direction = Some(direction).filter(|word| !word.is_empty());
            let key = sort_key("sort", key.trim());
            key.into_iter()
                .chain(direction.and_then(|word| sort_direction("sort", word.trim())))
        })
        .collect()
}

/// `sort_key` and `sort_dir`: one direction for all keys, or one for each.
pub(super) fn classic_sort(query: Query<'_>) -> Vec<Violation> {
    if query.first("sort").is_some() {
        return Vec::new();
    }
    let keys: Vec<&str> = query.all("sort_key").collect();
    let directions: Vec<&str> = query.all("sort_dir").collect();
    let mut violations: Vec<Violation> = keys
        .iter()
        .filter_map(|key| sort_key("sort_key", key.trim()))
        .collect();
    violations.extend(
        directions
            .iter()
            .filter_map(|word| sort_direction("sort_dir", word.trim())),
    );
    if directions.len() > 1 && directions.len() != keys.len() {
        violations.push(wrong("sort_dir", QueryCause::SortDirections));
    }
    violations
}

fn sort_key(parameter: &str, key: &str) -> Option<Violation> {
    let is_known = SortKey::ALL.iter().any(|one| one.as_str() == key);
    (!is_known).then(|| wrong(parameter, QueryCause::SortKey))
}

fn sort_direction(parameter: &str, word: &str) -> Option<Violation> {
    (!["asc", "desc"].contains(&word)).then(|| wrong(parameter, QueryCause::SortDirection))
}
