//! Putting images in order here, where Glance's own order cannot be paged.

use std::cmp::Ordering;

use super::{Direction, Sort, SortKey};
use crate::glance::image::Image;

/// Sorts `images` by `order`, and by time of registration and id where that leaves two equal. Images
/// without a value by a key come last whichever way it goes: nobody who looks for the smallest means
/// those that have no size. Upper and lower case of ASCII letters count as one.
pub fn sort_images(images: &mut [Image], order: &[Sort]) {
    images.sort_by(|one, other| {
        let by_keys = order.iter().map(|sort| compare(one, other, *sort));
        by_keys
            .chain([other.created_at.cmp(&one.created_at), other.id.cmp(&one.id)])
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    });
}

fn compare(one: &Image, other: &Image, sort: Sort) -> Ordering {
    let Sort { key, direction } = sort;
    match key {
        SortKey::Name => {
            let name = |image: &Image| image.name.clone().filter(|name| !name.is_empty());
            missing_last(name(one), name(other), direction, |a, b| compare_text(a, b))
        }
        SortKey::Status => {
            let (one, other) = (one.status.to_string(), other.status.to_string());
            directed(one.cmp(&other), direction)
        }
        SortKey::ContainerFormat => {
            let format = |image: &Image| image.container_format.as_ref().map(ToString::to_string);
            missing_last(format(one), format(other), direction, |a, b| {
                compare_text(a, b)
            })
        }
        SortKey::DiskFormat => {
            let format = |image: &Image| image.disk_format.as_ref().map(ToString::to_string);
            missing_last(format(one), format(other), direction, |a, b| {
                compare_text(a, b)
            })
        }
        SortKey::Size => missing_last(one.size, other.size, direction, Ord::cmp),
        SortKey::Id => directed(one.id.cmp(&other.id), direction),
        SortKey::CreatedAt => directed(one.created_at.cmp(&other.created_at), direction),
        SortKey::UpdatedAt => directed(one.updated_at.cmp(&other.updated_at), direction),
    }
}

fn missing_last<T>(
    one: Option<T>,
    other: Option<T>,
    direction: Direction,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => directed(compare(&one, &other), direction),
        (one, other) => one.is_none().cmp(&other.is_none()),
    }
}

fn directed(ordering: Ordering, direction: Direction) -> Ordering {
    match direction {
        Direction::Ascending => ordering,
        Direction::Descending => ordering.reverse(),
    }
}

fn compare_text(one: &str, other: &str) -> Ordering {
    let folded = |text: &str| text.to_ascii_lowercase();
    folded(one).cmp(&folded(other)).then(one.cmp(other))
}
