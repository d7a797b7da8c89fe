//! Reading a query string.

use std::num::IntErrorKind;
use std::str::FromStr;

use super::{BadQuery, ListQuery, MemberStatus, TimeFilter, VisibilityFilter, operator, sort};
use crate::units::{Bytes, Gibibytes, Mebibytes};

/// Keys that Glance reads once and then takes a second one for something else: a filter of its own,
/// which finds nothing (`glance/api/v2/images.py`, `index`, pops the first).
const AT_MOST_ONCE: [&str; 5] = ["limit", "marker", "member_status", "sort", "visibility"];

/// Keys that are no filter, because Glance takes them for something of its own: a method of its
/// model (`dir(models.Image)`), a relation, the HTTP method. It answers with a 500, with nothing, or
/// worse.
const NOT_A_FILTER: [&str; 17] = [
    "changes-since",
    "delete",
    "get",
    "items",
    "iteritems",
    "keys",
    "locations",
    "members",
    "metadata",
    "properties",
    "registry",
    "save",
    "tags",
    "to_dict",
    "update",
    "values",
    "is_public",
];

impl FromStr for ListQuery {
    type Err = BadQuery;

    /// Reads a query string, with or without the leading `?`: what Glance takes, both ways to write
    /// an order included. A key that is given again replaces the value before, as in Glance.
    ///
    /// # Errors
    /// A value that its key does not take, with the key and the value; a key that Glance misreads.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut query = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        let (mut sort_keys, mut sort_directions) = (Vec::new(), Vec::new());
        let text = text.strip_prefix('?').unwrap_or(text);
        let raw_pairs = text.split('&').filter(|pair| !pair.is_empty());
        for (raw, (key, value)) in raw_pairs.zip(form_urlencoded::parse(text.as_bytes())) {
            let bad = || BadQuery {
                key: key.clone().into_owned(),
                value: value.clone().into_owned(),
            };
            if !is_utf8(raw) {
                return Err(bad());
            }
            if let Some(single) = AT_MOST_ONCE.into_iter().find(|single| *single == key) {
                if seen.contains(&single) {
                    return Err(bad());
                }
                seen.push(single);
            }
            match key.as_ref() {
                "sort_key" => sort_keys.push(value.into_owned()),
                "sort_dir" => sort_directions.push(value.into_owned()),
                _ => query.read_pair(&key, &value).ok_or_else(bad)?,
            }
        }
        if !sort_keys.is_empty() || !sort_directions.is_empty() {
            let sort = sort::read_classic(&sort_keys, &sort_directions);
            query.sort = sort
                // Glance refuses both ways at once.
                .filter(|_| !seen.contains(&"sort"))
                .ok_or_else(|| BadQuery {
                    key: "sort_key".into(),
                    value: sort_keys.join(","),
                })?;
        }
        Ok(query)
    }
}

impl ListQuery {
    /// Takes in one pair, or tells by `None` that the key does not take the value.
    fn read_pair(&mut self, key: &str, value: &str) -> Option<()> {
        match key {
            "name" => self.names = operator::read_any_of(value)?,
            "id" => self.ids = operator::read_any_of(value)?,
            "status" => self.statuses = operator::read_any_of(value)?,
            "disk_format" => self.disk_formats = operator::read_any_of(value)?,
            "container_format" => self.container_formats = operator::read_any_of(value)?,
            // Glance takes an empty one for none.
            "visibility" if value.is_empty() => {}
            "visibility" => {
                let visibility = VisibilityFilter::from(value);
                self.visibility = Some(known(visibility, VisibilityFilter::KNOWN)?);
            }
            "member_status" => {
                let status = MemberStatus::from(value);
                self.member_status = Some(known(status, MemberStatus::KNOWN)?);
            }
            // Glance strips tags, and a tag only of spaces is none that an image can be found by.
            "tag" => self.tags.push(value.trim().to_owned()),
            "owner" => self.owner = Some(value.to_owned()),
            "protected" => self.protected = Some(value.parse().ok()?),
            "os_hidden" => self.os_hidden = Some(value.to_ascii_lowercase().parse().ok()?),
            "size_min" => self.size_min = Some(Bytes(read_least(value)?)),
            "size_max" => self.size_max = Some(Bytes(read_most(value)?)),
            "virtual_size_min" => self.virtual_size_min = Some(Bytes(read_least(value)?)),
            "virtual_size_max" => self.virtual_size_max = Some(Bytes(read_most(value)?)),
            "min_disk_min" => self.min_disk_min = Some(Gibibytes(saturated(read_least(value)?))),
            "min_disk_max" => self.min_disk_max = Some(Gibibytes(saturated(read_most(value)?))),
            "min_ram_min" => self.min_ram_min = Some(Mebibytes(saturated(read_least(value)?))),
            "min_ram_max" => self.min_ram_max = Some(Mebibytes(saturated(read_most(value)?))),
            "created_at" => self.created_at = Some(TimeFilter::read(value)?),
            "updated_at" => self.updated_at = Some(TimeFilter::read(value)?),
            "sort" => self.sort = sort::read_parameter(value)?,
            "limit" => self.limit = Some(read_limit(value)?),
            "marker" => self.marker = Some(value.parse().ok()?),
            _ if !is_property_filter(key) => return None,
            _ => {
                self.properties.retain(|(known, _)| known != key);
                self.properties.push((key.to_owned(), value.to_owned()));
            }
        }
        Some(())
    }
}

/// A page length. Glance takes any number that is not negative and cuts it down, so what is too
/// large here stands for the largest.
fn read_limit(value: &str) -> Option<u32> {
    match value.parse::<i64>() {
        Ok(limit) => Some(saturated(u64::try_from(limit).ok()?)),
        Err(error) => (*error.kind() == IntErrorKind::PosOverflow).then_some(u32::MAX),
    }
}

/// The lower end of a range. What the database's largest number does not hold ends in a 500 in
/// Glance. No image has less than nothing, so a negative number asks for the same as 0.
fn read_least(value: &str) -> Option<u64> {
    let least: i64 = value.parse().ok()?;
    Some(u64::try_from(least).unwrap_or(0))
}

/// The upper end of a range. Glance takes a negative number too and finds nothing; nobody means
/// that, and it is refused here.
fn read_most(value: &str) -> Option<u64> {
    let most: i64 = value.parse().ok()?;
    u64::try_from(most).ok()
}

/// No image has a `min_disk` or `min_ram` above [`i32::MAX`], so a larger number that is cut down
/// lists the same images.
fn saturated(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Whether what is percent-encoded is UTF-8; Glance answers 400 where it is not.
fn is_utf8(pair: &str) -> bool {
    let mut bytes = Vec::with_capacity(pair.len());
    let mut rest = pair.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| after.split_at_checked(2))
            .flatten()
            .and_then(|(digits, after)| {
                let digits = std::str::from_utf8(digits).ok()?;
                // A sign is no digit, and would be read as one.
                let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                let byte = is_hex.then(|| u8::from_str_radix(digits, 16).ok())??;
                Some((byte, after))
            });
        let (byte, after) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    std::str::from_utf8(&bytes).is_ok()
}

/// Whether Glance takes the key for a custom property, or for an exact filter on a field of its own.
/// What ends in `_min` or `_max` it takes for a range of a column, and ends in a 500 when there is
/// no such column; what begins with an underscore may be Python's or the HTTP method's.
fn is_property_filter(key: &str) -> bool {
    !NOT_A_FILTER.contains(&key)
        && !key.ends_with("_min")
        && !key.ends_with("_max")
        && !key.starts_with('_')
}

fn known<T: PartialEq + Clone>(word: T, known: &[T]) -> Option<T> {
    known.contains(&word).then_some(word)
}
