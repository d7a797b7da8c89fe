//! The order of a list: `sort`, or the classic `sort_key` and `sort_dir`.

use super::query::{Query, wrong};
use crate::glance::list::SortKey;
use crate::glance::validate::{Violation, ViolationCode};

/// `sort=key:direction,…`, not together with the classic form.
pub(super) fn sort(query: Query<'_>) -> Vec<Violation> {
    let Some(value) = query.first("sort") else {
        return Vec::new();
    };
    if query.first("sort_key").is_some() || query.first("sort_dir").is_some() {
        let message = "Sort either with sort or with sort_key and sort_dir.";
        return vec![wrong("sort", ViolationCode::NotAllowed, message)];
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
        violations.push(wrong(
            "sort_dir",
            ViolationCode::NotAllowed,
            "Give one direction for all keys, or one for each.",
        ));
    }
    violations
}

fn sort_key(parameter: &str, key: &str) -> Option<Violation> {
    let words: Vec<&str> = SortKey::ALL.iter().map(|one| one.as_str()).collect();
    (!words.contains(&key)).then(|| {
        wrong(
            parameter,
            ViolationCode::NotAllowed,
            format!("A list is sorted by {}.", words.join(", ")),
        )
    })
}

fn sort_direction(parameter: &str, word: &str) -> Option<Violation> {
    (!["asc", "desc"].contains(&word)).then(|| {
        wrong(
            parameter,
            ViolationCode::NotAllowed,
            "The direction is asc or desc.",
        )
    })
}
