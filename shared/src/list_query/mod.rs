//! The query of `GET /v2/images`, which is the dashboard's URL too.

mod operator;
mod sort;

use std::fmt;
use std::str::FromStr;

use crate::image::{ContainerFormat, DiskFormat, ImageId, Status};
use crate::open_enum::open_enum;
use crate::units::Bytes;

pub use sort::{Direction, Sort, SortKey};

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
/// Any key that is not one of Glance's own filters asks for a custom property of that exact value,
/// so a misspelt key empties the list without an error; see [`ListQuery::properties`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Exactly this name.
    pub name: Option<String>,
    /// Any of these statuses; empty for all.
    pub statuses: Vec<Status>,
    /// Any of these disk formats; empty for all.
    pub disk_formats: Vec<DiskFormat>,
    /// Any of these container formats; empty for all.
    pub container_formats: Vec<ContainerFormat>,
    /// Which images.
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
    /// Custom properties and Glance's other exact filters (`checksum`, `os_hash_value`, …).
    pub properties: Vec<(String, String)>,
    /// In this order; Glance then adds `created_at:desc` and `id:desc`.
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
    /// The key.
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
        if let Some(name) = &self.name {
            query.append_pair("name", &operator::exactly(name));
        }
        append_any_of(&mut query, "status", &self.statuses);
        append_any_of(&mut query, "disk_format", &self.disk_formats);
        append_any_of(&mut query, "container_format", &self.container_formats);
        append(&mut query, "visibility", self.visibility.as_ref());
        append(&mut query, "member_status", self.member_status.as_ref());
        for tag in &self.tags {
            query.append_pair("tag", tag);
        }
        append(&mut query, "owner", self.owner.as_ref());
        append(&mut query, "protected", self.protected.as_ref());
        append(&mut query, "os_hidden", self.os_hidden.as_ref());
        append(
            &mut query,
            "size_min",
            self.size_min.map(|size| size.0).as_ref(),
        );
        append(
            &mut query,
            "size_max",
            self.size_max.map(|size| size.0).as_ref(),
        );
        for (key, value) in &self.properties {
            query.append_pair(key, value);
        }
        if !self.sort.is_empty() {
            query.append_pair("sort", &sort::to_parameter(&self.sort));
        }
        append(&mut query, "limit", self.limit.as_ref());
        append(&mut query, "marker", self.marker.as_ref());
        f.write_str(&query.finish())
    }
}

type QueryWriter<'a> = form_urlencoded::Serializer<'a, String>;

fn append<T: fmt::Display>(query: &mut QueryWriter<'_>, key: &str, value: Option<&T>) {
    if let Some(value) = value {
        query.append_pair(key, &value.to_string());
    }
}

fn append_any_of<T: fmt::Display>(query: &mut QueryWriter<'_>, key: &str, values: &[T]) {
    if !values.is_empty() {
        query.append_pair(key, &operator::any_of(values));
    }
}

impl FromStr for ListQuery {
    type Err = BadQuery;

    /// Reads a query string, with or without the leading `?`.
    ///
    /// # Errors
    /// A value that its key does not take, with the key and the value.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut query = Self::default();
        let text = text.strip_prefix('?').unwrap_or(text);
        for (key, value) in form_urlencoded::parse(text.as_bytes()) {
            query.read_pair(&key, &value).ok_or_else(|| BadQuery {
                key: key.clone().into_owned(),
                value: value.clone().into_owned(),
            })?;
        }
        Ok(query)
    }
}

impl ListQuery {
    /// Takes in one pair, or tells by `None` that the key does not take the value.
    fn read_pair(&mut self, key: &str, value: &str) -> Option<()> {
        match key {
            "name" => self.name = Some(operator::read_exactly(value)),
            "status" => self.statuses = operator::read_any_of(value)?,
            "disk_format" => self.disk_formats = operator::read_any_of(value)?,
            "container_format" => self.container_formats = operator::read_any_of(value)?,
            "visibility" => self.visibility = Some(value.into()),
            "member_status" => self.member_status = Some(value.into()),
            "tag" => self.tags.push(value.to_owned()),
            "owner" => self.owner = Some(value.to_owned()),
            "protected" => self.protected = Some(value.parse().ok()?),
            "os_hidden" => self.os_hidden = Some(value.to_ascii_lowercase().parse().ok()?),
            "size_min" => self.size_min = Some(Bytes(value.parse().ok()?)),
            "size_max" => self.size_max = Some(Bytes(value.parse().ok()?)),
            "sort" => self.sort = sort::read_parameter(value)?,
            "limit" => self.limit = Some(value.parse().ok()?),
            "marker" => self.marker = Some(value.parse().ok()?),
            _ => self.properties.push((key.to_owned(), value.to_owned())),
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
