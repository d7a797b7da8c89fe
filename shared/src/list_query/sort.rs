//! The order of a list.

use std::fmt;

/// A key that Glance sorts by. It refuses all others, `owner`, `visibility` and `min_disk` among
/// them (`glance/api/v2/images.py`, `_available_sort_keys`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// By name.
    Name,
    /// By status.
    Status,
    /// By container format.
    ContainerFormat,
    /// By disk format.
    DiskFormat,
    /// By size of the data.
    Size,
    /// By id.
    Id,
    /// By the time of registration.
    CreatedAt,
    /// By the time of the last change.
    UpdatedAt,
}

impl SortKey {
    /// All keys.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Status,
        Self::ContainerFormat,
        Self::DiskFormat,
        Self::Size,
        Self::Id,
        Self::CreatedAt,
        Self::UpdatedAt,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::ContainerFormat => "container_format",
            Self::DiskFormat => "disk_format",
            Self::Size => "size",
            Self::Id => "id",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
        }
    }
}

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest, oldest or first in the alphabet at the top.
    Ascending,
    /// Largest, newest or last in the alphabet at the top; Glance's default.
    Descending,
}

impl Direction {
    /// The other direction.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// One key of a list's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What by.
    pub key: SortKey,
    /// Which way.
    pub direction: Direction,
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let direction = match self.direction {
            Direction::Ascending => "asc",
            Direction::Descending => "desc",
        };
        write!(f, "{}:{direction}", self.key.as_str())
    }
}

/// The value of `sort=`: this form keeps key and direction together and does not lose keys in
/// Glance's `next`, as repeated `sort_key` parameters do.
pub(super) fn to_parameter(sort: &[Sort]) -> String {
    sort.iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

/// Reads the value of `sort=`; a key without a direction sorts down, as in Glance.
pub(super) fn read_parameter(value: &str) -> Option<Vec<Sort>> {
    value
        .split(',')
        .map(|part| {
            let (key, direction) = part.split_once(':').unwrap_or((part, "desc"));
            let key = SortKey::ALL
                .into_iter()
                .find(|known| known.as_str() == key.trim())?;
            let direction = match direction.trim() {
                "asc" => Direction::Ascending,
                "desc" => Direction::Descending,
                _ => return None,
            };
            Some(Sort { key, direction })
        })
        .collect()
}
