//! The order of a list.

use std::fmt;

/// A key that Glance sorts by. It refuses all others, `owner`, `visibility` and `min_disk` among
/// them (`glance/api/v2/images.py`, `_available_sort_keys`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortKey {
    Name,
    Status,
    ContainerFormat,
    DiskFormat,
    /// By size of the data.
    Size,
    Id,
    /// By the time of registration.
    CreatedAt,
    /// By the time of the last change.
    UpdatedAt,
}

impl SortKey {
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

    fn read(word: &str) -> Option<Self> {
        let known = |key: &Self| key.as_str() == word.trim();
        Self::ALL.into_iter().find(known)
    }

    /// Whether some images have no value by this key, which Glance cannot page by: it puts them at one
    /// end of the order, and compares them with a page's last image as if they stood elsewhere. Glance
    /// itself gives every image its times (`glance/db/sqlalchemy/models.py`; the column of the last
    /// change could be empty, and has a default).
    #[must_use]
    pub const fn may_be_missing(self) -> bool {
        match self {
            Self::Name | Self::ContainerFormat | Self::DiskFormat | Self::Size => true,
            Self::Status | Self::Id | Self::CreatedAt | Self::UpdatedAt => false,
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

    fn read(word: &str) -> Option<Self> {
        match word.trim() {
            "asc" => Some(Self::Ascending),
            "desc" => Some(Self::Descending),
            _ => None,
        }
    }
}

/// One key of a list's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    pub key: SortKey,
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
        .trim()
        .split(',')
        .map(|part| {
            let (key, direction) = part.split_once(':').unwrap_or((part, ""));
            let direction = match direction {
                "" => Direction::Descending,
                word => Direction::read(word)?,
            };
            let key = SortKey::read(key)?;
            Some(Sort { key, direction })
        })
        .collect()
}

/// Reads the older form, `sort_key=…&sort_dir=…`, both repeatable: no direction means down for all
/// keys, one is for all, and else each key has its own. `None` where the numbers do not match.
pub(super) fn read_classic(keys: &[String], directions: &[String]) -> Option<Vec<Sort>> {
    let keys: Vec<SortKey> = if keys.is_empty() && !directions.is_empty() {
        // Glance's default key takes the direction alone.
        vec![SortKey::CreatedAt]
    } else {
        keys.iter()
            .map(|key| SortKey::read(key))
            .collect::<Option<_>>()?
    };
    let directions: Vec<Direction> = directions
        .iter()
        .map(|direction| Direction::read(direction))
        .collect::<Option<_>>()?;
    let directions = match directions.as_slice() {
        [] => vec![Direction::Descending; keys.len()],
        [all] => vec![*all; keys.len()],
        each if each.len() == keys.len() => each.to_vec(),
        _ => return None,
    };
    let pairs = keys.into_iter().zip(directions);
    Some(
        pairs
            .map(|(key, direction)| Sort { key, direction })
            .collect(),
    )
}

/// The order that a list really has: what was asked for, then the time of registration and the id,
/// so that no two images are equal. These two go down, unless one direction alone was given, which
/// is theirs too (`glance/db/sqlalchemy/api.py`, `_image_get_all`).
#[must_use]
pub(super) fn complete(sort: &[Sort]) -> Vec<Sort> {
    let direction = match sort {
        [only] => only.direction,
        _ => Direction::Descending,
    };
    let mut complete = sort.to_vec();
    for key in [SortKey::CreatedAt, SortKey::Id] {
        if complete.iter().all(|known| known.key != key) {
            complete.push(Sort { key, direction });
        }
    }
    complete
}
