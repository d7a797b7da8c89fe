//! Applies the operations of a patch to an image, one after the other, as Glance does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::read::{Change, OperationKind};
use crate::glance::image::Image;
use crate::glance::image::names::{AttributeEffect, WRAPPED_OBJECT, attribute_effect};
use crate::glance::patch::{BaseKey, Dialect};
use crate::glance::validate::character::unstorable_characters;
use crate::glance::validate::create::{CountOwn, public_by_a_member, too_many_properties};
use crate::glance::validate::value::{negative_number, too_large_number, too_many_tags};
use crate::glance::validate::violation::field_of;
use crate::glance::validate::{Field, ImageCause, PatchCause, Rules, Violation};

/// The image while the operations are applied to it.
pub(super) struct PatchState<'a> {
    before: &'a Image,
    dialect: Dialect,
    /// Its custom properties.
    keys: BTreeSet<String>,
    /// Whether Glance can still reach the image.
    reachability: Reachability,
}

/// Whether Glance can still reach the image for the next operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reachability {
    Whole,
    Broken,
}

impl<'a> PatchState<'a> {
    pub(super) fn of(before: &'a Image, dialect: Dialect) -> Self {
        Self {
            before,
            dialect,
            keys: before.properties.keys().cloned().collect(),
            reachability: Reachability::Whole,
        }
    }

    /// What Glance refuses in an operation that was read.
    pub(super) fn apply(&mut self, change: &Change, rules: &Rules<'_>) -> Vec<Violation> {
        let root = change.root.as_str();
        let mut found = Vec::new();
        if self.reachability == Reachability::Broken {
            found.push(internal_attribute(WRAPPED_OBJECT, AttributeEffect::Lost));
        }
        if root == WRAPPED_OBJECT && change.kind != OperationKind::Remove {
            self.reachability = Reachability::Broken;
        }
        if root == "locations" {
            found.extend(self.locations(change));
            return found;
        }
        found.extend(self.owner(change, rules));
        if root == "visibility" {
            found.extend(public_by_a_member(change.value.as_ref(), rules));
        }
        let is_own = BaseKey::of(root).is_some() || attribute_effect(root).is_some();
        match change.kind {
            OperationKind::Remove if is_own => found.push(not_removable(root, rules)),
            OperationKind::Add
                if self.dialect == Dialect::V20 && (is_own || self.keys.contains(root)) =>
            {
                found.push(already_there(root, rules));
            }
            OperationKind::Add | OperationKind::Replace if is_own => {
                found.extend(at_once(root));
                found.extend(self.format_with_data(root, rules));
                if let Some(value) = &change.value {
                    found.extend(negative_number(root, value, rules.schema));
                }
                if let Some(tags) = change.value.as_ref().filter(|_| root == "tags") {
                    found.extend(too_many_tags(tags, rules));
                }
            }
            OperationKind::Add => {
                self.keys.insert(root.to_owned());
            }
            OperationKind::Replace if !self.keys.contains(root) => {
                found.push(not_there(root, rules));
            }
            OperationKind::Replace => {}
            OperationKind::Remove => {
                if !self.keys.remove(root) {
                    found.push(not_there(root, rules));
                }
            }
        }
        found
    }

    /// What is checked when all operations are applied: the number of properties only where some
    /// were added, whether the image can still be found, the range of the numbers, and characters.
    pub(super) fn save(&self, changes: &[Change], rules: &Rules<'_>) -> Vec<Violation> {
        let mut found = Vec::new();
        let later = |wanted| {
            let set = changes.iter().filter(|change| change.value.is_some());
            let roots = set.map(|change| change.root.as_str());
            roots
                .filter(move |root| attribute_effect(root) == Some(wanted))
                .map(move |root| internal_attribute(root, wanted))
        };
        found.extend(later(AttributeEffect::FatalLater));
        let has_new = self
            .keys
            .iter()
            .any(|key| !self.before.properties.contains_key(key));
        if has_new {
            found.extend(too_many_properties(self.keys.iter().count_own(), rules));
        }
        found.extend(later(AttributeEffect::Lost));
        // What is overwritten before all is saved does not matter.
        let last: BTreeMap<&str, &Change> = changes
            .iter()
            .map(|change| (change.root.as_str(), change))
            .collect();
        for (root, change) in last {
            if let Some(value) = &change.value {
                found.extend(too_large_number(root, value, rules.schema));
                found.extend(unstorable_characters(root, value, rules.schema));
            }
        }
        found
    }

    /// Locations change only where the cloud shows them (403, `show_multiple_locations`), and are
    /// never emptied (403). What else may be wrong with one, only Glance can tell.
    fn locations(&self, change: &Change) -> Option<Violation> {
        let is_emptied = change.kind == OperationKind::Replace
            && change
                .value
                .as_ref()
                .and_then(Value::as_array)
                .is_some_and(Vec::is_empty);
        (self.before.locations.is_none() || is_emptied)
            .then(|| Violation::new(Field::Base("locations".to_owned()), PatchCause::Locations))
    }

    /// Only an administrator gives an image away (403). Adding the owner that it has is let through.
    fn owner(&self, change: &Change, rules: &Rules<'_>) -> Option<Violation> {
        let is_member = rules.caller.is_some_and(|caller| !caller.is_admin());
        let is_same = change.value.as_ref().and_then(Value::as_str) == self.before.owner.as_deref();
        let is_harmless =
            change.kind == OperationKind::Remove || (change.kind == OperationKind::Add && is_same);
        (change.root == "owner" && is_member && !is_harmless)
            .then(|| Violation::new(Field::Base("owner".to_owned()), PatchCause::GivenAway))
    }

    /// Formats change only while there is no data (403), not even to what they are.
    fn format_with_data(&self, root: &str, rules: &Rules<'_>) -> Option<Violation> {
        let is_format = matches!(root, "disk_format" | "container_format");
        (is_format && !self.before.status.takes_formats())
            .then(|| Violation::new(field_of(root, rules.schema), ImageCause::FormatIsFixed))
    }
}

/// Glance's own keys are set to `null` and not removed (403).
fn not_removable(root: &str, rules: &Rules<'_>) -> Violation {
    Violation::new(
        field_of(root, rules.schema),
        PatchCause::NotRemovable(root.to_owned()),
    )
}

/// The older form adds only what is not there (409).
fn already_there(root: &str, rules: &Rules<'_>) -> Violation {
    Violation::new(
        field_of(root, rules.schema),
        PatchCause::KeyIsThere(root.to_owned()),
    )
}

/// Only a property that is there can be replaced or removed (409).
fn not_there(root: &str, rules: &Rules<'_>) -> Violation {
    Violation::new(
        field_of(root, rules.schema),
        PatchCause::NoProperty(root.to_owned()),
    )
}

/// Names that reach into Glance's own objects, with an effect before all is saved.
fn at_once(root: &str) -> Option<Violation> {
    let effect = attribute_effect(root)?;
    matches!(effect, AttributeEffect::Dropped | AttributeEffect::Fatal)
        .then(|| internal_attribute(root, effect))
}

fn internal_attribute(root: &str, effect: AttributeEffect) -> Violation {
    Violation::new(
        Field::Property(root.to_owned()),
        PatchCause::InternalName {
            name: root.to_owned(),
            effect: Some(effect),
        },
    )
}
