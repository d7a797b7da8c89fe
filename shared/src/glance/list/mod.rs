//! The query of `GET /v2/images`, which is the dashboard's URL too.
//!
//! Sources: <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py>
//! (`RequestDeserializer.index`, `ImagesController.index`) and
//! <https://opendev.org/openstack/glance/src/branch/master/glance/db/sqlalchemy/api.py>
//! (`_make_conditions_from_filters`, `_image_get_all`), read in Glance 33.0.0.
//!
//! | Key | Takes | Operators |
//! |---|---|---|
//! | `name`, `id`, `status`, `disk_format`, `container_format` | a word or several | `in:`, `eq:` |
//! | `created_at`, `updated_at` | a time in ISO 8601 | `gt:`, `gte:`, `lt:`, `lte:`, `eq:`, `neq:` |
//! | `size`, `virtual_size` (bytes), `min_disk` (GiB), `min_ram` (MiB) with `_min`, `_max` | a number | |
//! | `visibility`, `member_status` | one of their words | |
//! | `protected` | `true`, `false` | |
//! | `os_hidden` | the same in any case | |
//! | `tag` | a tag; given again, an image needs all | |
//! | `sort` | `key:direction,…`; or `sort_key` and `sort_dir`, repeated | |
//! | `limit`, `marker` | a number; an image's id | |
//! | anything else | the exact value of a field or custom property | |

mod operator;
mod order;
mod page;
mod parse;
mod sort;
mod time;
mod walk;

use std::fmt;

use crate::glance::image::{ContainerFormat, DiskFormat, ImageId, Status};
use crate::json::open_enum::open_enum;
use crate::units::{Bytes, Gibibytes, Mebibytes};

pub use order::sort_images;
pub use page::{Keep, ListPage, Position, Scan, StoppedSearch, Way, page_of};
pub use sort::{Direction, Sort, SortKey};
pub use time::{Comparison, TimeFilter};
pub use walk::Walk;

/// How many images a page has at most, whatever is asked for (`api_limit_max`).
pub const MAX_PAGE_LENGTH: u32 = 1000;

open_enum! {
    /// Which images a list is about. Without it Glance lists the project's own, public ones and
    /// accepted shares.
    pub enum VisibilityFilter {
        /// Images that an administrator published.
        Public = "public",
        /// The project's own that nobody else sees.
        Private = "private",
        /// Images open to everyone who asks; other projects' are listed only with this filter.
        Community = "community",
        /// The project's own shareable images and those shared with it.
        Shared = "shared",
        /// Everything the caller may see.
        All = "all",
    }
}

open_enum! {
    /// How the caller's project answered an invitation to a shared image.
    pub enum MemberStatus {
        /// Accepted: the image is in default lists. Glance's default filter.
        Accepted = "accepted",
        /// Not answered.
        Pending = "pending",
        /// Turned down.
        Rejected = "rejected",
        /// Whatever the answer.
        All = "all",
    }
}

/// A list query: filters, order and page. `Display` gives the query string, `FromStr` reads it.
///
/// Glance cannot be asked for any of several words when one of them has a quotation mark, or a comma
/// and a backslash at its end. `Display` writes such a filter so that Glance refuses it with a 400
/// instead of listing other images, and so that `FromStr` refuses it: parse what was written to know
/// before it is sent. What `FromStr` has read can always be written.
///
/// Any key that is not one of Glance's own filters asks for a custom property of that exact value,
/// so a misspelt key empties the list without an error; see [`ListQuery::properties`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Any of these names, exactly; empty for all.
    pub names: Vec<String>,
    /// Any of these ids; empty for all.
    pub ids: Vec<ImageId>,
    /// Any of these statuses; empty for all.
    pub statuses: Vec<Status>,
    /// Any of these disk formats; empty for all.
    pub disk_formats: Vec<DiskFormat>,
    /// Any of these container formats; empty for all.
    pub container_formats: Vec<ContainerFormat>,
    pub visibility: Option<VisibilityFilter>,
    /// Shares by the answer to their invitation.
    pub member_status: Option<MemberStatus>,
    /// All of these tags.
    pub tags: Vec<String>,
    /// The owning project's id.
    pub owner: Option<String>,
    /// Protected images only, or unprotected only.
    pub protected: Option<bool>,
    /// Hidden images only; Glance's default is those that are not.
    pub os_hidden: Option<bool>,
    /// At least this large.
    pub size_min: Option<Bytes>,
    /// At most this large.
    pub size_max: Option<Bytes>,
    /// A disk inside of at least this size.
    pub virtual_size_min: Option<Bytes>,
    /// A disk inside of at most this size.
    pub virtual_size_max: Option<Bytes>,
    /// Needing at least this much disk.
    pub min_disk_min: Option<Gibibytes>,
    /// Needing at most this much disk.
    pub min_disk_max: Option<Gibibytes>,
    /// Needing at least this much memory.
    pub min_ram_min: Option<Mebibytes>,
    /// Needing at most this much memory.
    pub min_ram_max: Option<Mebibytes>,
    /// By the time of registration.
    pub created_at: Option<TimeFilter>,
    /// By the time of the last change.
    pub updated_at: Option<TimeFilter>,
    /// Custom properties and Glance's other exact filters (`checksum`, `os_hash_value`, `size`, …).
    /// They have no operators, and each key counts once.
    pub properties: Vec<(String, String)>,
    /// In this order; see [`ListQuery::complete_sort`] for what Glance adds.
    pub sort: Vec<Sort>,
    /// The page length; Glance's default is 25 and it caps silently at 1000.
    pub limit: Option<u32>,
    /// The id of the last image of the page before.
    pub marker: Option<ImageId>,
}

/// A query string with a value that its key does not take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the query's {key} cannot be {value:?}")]
pub struct BadQuery {
    pub key: String,
    /// The value that was refused.
    pub value: String,
}

impl ListQuery {
    /// The same list, from the image after `last` on. Built here and not from Glance's `next`,
    /// which drops repeated keys (`?tag=a&tag=b` becomes `tag=b`).
    #[must_use]
    pub fn after(&self, last: &ImageId) -> Self {
        Self {
            marker: Some(last.clone()),
            ..self.clone()
        }
    }

    /// The order that the list really has. Behind what was asked for Glance puts the time of
    /// registration and the id: downwards, or in the direction of the one key that was asked for.
    #[must_use]
    pub fn complete_sort(&self) -> Vec<Sort> {
        sort::complete(&self.sort)
    }

    /// Whether Glance can be asked for this list page by page in its order: whether every image that it
    /// holds has a value by every key. A filter by the key itself leaves out those that have none.
    #[must_use]
    pub fn is_paged_by_glance(&self) -> bool {
        self.sort.iter().all(|sort| match sort.key {
            SortKey::Name => !self.names.is_empty(),
            SortKey::ContainerFormat => !self.container_formats.is_empty(),
            SortKey::DiskFormat => !self.disk_formats.is_empty(),
            SortKey::Size => self.size_min.is_some() || self.size_max.is_some(),
            key => !key.may_be_missing(),
        })
    }

    /// The same list from its beginning.
    #[must_use]
    pub fn first_page(&self) -> Self {
        Self {
            marker: None,
            ..self.clone()
        }
    }

    /// Whether any filter narrows the list, so that an empty answer does not mean "no images".
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        let unfiltered = Self {
            sort: self.sort.clone(),
            limit: self.limit,
            marker: self.marker.clone(),
            ..Self::default()
        };
        *self != unfiltered
    }
}

impl fmt::Display for ListQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut query = form_urlencoded::Serializer::new(String::new());
        append_any_of(&mut query, "name", &self.names);
        append_any_of(&mut query, "id", &self.ids);
        append_any_of(&mut query, "status", &self.statuses);
        append_any_of(&mut query, "disk_format", &self.disk_formats);
        append_any_of(&mut query, "container_format", &self.container_formats);
        append(&mut query, "visibility", shown(&self.visibility));
        append(&mut query, "member_status", shown(&self.member_status));
        for tag in &self.tags {
            query.append_pair("tag", tag);
        }
        append(&mut query, "owner", shown(&self.owner));
        append(&mut query, "protected", shown(&self.protected));
        append(&mut query, "os_hidden", shown(&self.os_hidden));
        let numbers = [
            ("size_min", self.size_min.map(|size| size.0)),
            ("size_max", self.size_max.map(|size| size.0)),
            ("virtual_size_min", self.virtual_size_min.map(|size| size.0)),
            ("virtual_size_max", self.virtual_size_max.map(|size| size.0)),
            ("min_disk_min", self.min_disk_min.map(|size| size.0.into())),
            ("min_disk_max", self.min_disk_max.map(|size| size.0.into())),
            ("min_ram_min", self.min_ram_min.map(|size| size.0.into())),
            ("min_ram_max", self.min_ram_max.map(|size| size.0.into())),
        ];
        for (key, number) in &numbers {
            append(&mut query, key, shown(number));
        }
        append(&mut query, "created_at", shown(&self.created_at));
        append(&mut query, "updated_at", shown(&self.updated_at));
        for (key, value) in &self.properties {
            query.append_pair(key, value);
        }
        if !self.sort.is_empty() {
            query.append_pair("sort", &sort::to_parameter(&self.sort));
        }
        append(&mut query, "limit", shown(&self.limit));
        append(&mut query, "marker", shown(&self.marker));
        f.write_str(&query.finish())
    }
}

type QueryWriter<'a> = form_urlencoded::Serializer<'a, String>;

fn shown<T: fmt::Display>(value: &Option<T>) -> Option<&dyn fmt::Display> {
    value.as_ref().map(|value| value as &dyn fmt::Display)
}

fn append(query: &mut QueryWriter<'_>, key: &str, value: Option<&dyn fmt::Display>) {
    if let Some(value) = value {
        query.append_pair(key, &value.to_string());
    }
}

fn append_any_of<T: fmt::Display>(query: &mut QueryWriter<'_>, key: &str, values: &[T]) {
    if !values.is_empty() {
        query.append_pair(key, &operator::any_of(values));
    }
}

#[cfg(test)]
mod glance_model;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;
