//! What Glance makes of a patch.

use serde_json::Value;

use super::field::{check_base, check_stored, property_value, set_base};
use super::key::{BaseKey, KeyKind};
use super::locations::check_locations;
use super::pointer::parse_pointer;
use super::{Dialect, Operation, PatchRefusal, RefusalCause};
use crate::image::{Image, Status, Visibility};
use crate::image_can::{self, Caller, Reason};
use crate::schema::ImageSchema;

/// Glance's default of `image_property_quota`: custom properties per image. The API does not tell
/// what a cloud has set.
pub const DEFAULT_MAX_PROPERTIES: usize = 128;
/// Glance's default of `image_tag_quota`: tags per image.
pub const DEFAULT_MAX_TAGS: usize = 128;

/// What the outcome of a patch depends on besides the image.
#[derive(Clone, Debug)]
pub struct PatchContext<'a> {
    /// The form that the patch came in.
    pub dialect: Dialect,
    /// What the cloud's fields take.
    pub schema: &'a ImageSchema,
    /// Who asks; `None` for someone whom every policy lets.
    pub caller: Option<&'a Caller>,
    /// How many custom properties an image may have; `None` for any number.
    pub max_properties: Option<usize>,
    /// How many tags an image may have; `None` for any number.
    pub max_tags: Option<usize>,
}

/// Does what Glance does with a v2.1 patch, for someone whom every policy lets, on a cloud with
/// Glance's default settings: all operations in order, or none.
///
/// # Errors
/// The refusal of the first operation that fails, with Glance's status. As in Glance, the form of
/// every operation is looked at before the first is applied.
pub fn apply(image: &Image, operations: &[Operation]) -> Result<Image, PatchRefusal> {
    PatchContext::on(&ImageSchema::default()).apply(image, operations)
}

impl<'a> PatchContext<'a> {
    /// A v2.1 patch on a cloud of this schema with Glance's default quotas, for someone whom every
    /// policy lets.
    #[must_use]
    pub const fn on(schema: &'a ImageSchema) -> Self {
        Self {
            dialect: Dialect::V21,
            schema,
            caller: None,
            max_properties: Some(DEFAULT_MAX_PROPERTIES),
            max_tags: Some(DEFAULT_MAX_TAGS),
        }
    }

    /// Does what Glance does with a patch, see [`apply`].
    ///
    /// # Errors
    /// As [`apply`], and what the caller may not.
    pub fn apply(&self, image: &Image, operations: &[Operation]) -> Result<Image, PatchRefusal> {
        let mut steps = Vec::with_capacity(operations.len());
        // Values are tried out on a copy, before anything is applied.
        let mut scratch = image.clone();
        for (index, operation) in operations.iter().enumerate() {
            let step = self.check_form(operation).and_then(|step| {
                self.check_value(&mut scratch, &step, operation)?;
                Ok(step)
            });
            steps.push(step.map_err(|cause| PatchRefusal::of_operation(index, cause))?);
        }
        let mut changed = image.clone();
        for (index, (step, operation)) in steps.iter().zip(operations).enumerate() {
            self.check_caller(image, step, operation)
                .and_then(|()| self.perform(&mut changed, step, operation))
                .map_err(|cause| PatchRefusal::of_operation(index, cause))?;
        }
        self.check_property_count(image, &changed)?;
        check_stored(&changed).map_err(|(key, expected)| {
            let key = key.as_str().to_owned();
            PatchRefusal::of_body(RefusalCause::Value { key, expected })
        })?;
        Ok(changed)
    }

    /// What Glance's deserializer looks at first, in its order: path, depth, name.
    fn check_form(&self, operation: &Operation) -> Result<Step, RefusalCause> {
        let path = parse_pointer(operation.path()).map_err(RefusalCause::Pointer)?;
        let key = path.first().cloned().unwrap_or_default();
        let kind = KeyKind::of(&key);
        if path.len() != depth(kind, operation) {
            return Err(RefusalCause::Depth(path.join("/")));
        }
        match kind {
            KeyKind::ReadOnly => Err(RefusalCause::ReadOnly(key)),
            KeyKind::Reserved | KeyKind::Internal => Err(RefusalCause::Reserved(key)),
            KeyKind::Base(_) | KeyKind::Custom | KeyKind::Locations => Ok(Step { kind, key }),
        }
    }

    /// Then the value, by the schema.
    fn check_value(
        &self,
        scratch: &mut Image,
        step: &Step,
        operation: &Operation,
    ) -> Result<(), RefusalCause> {
        let Some(value) = operation.value() else {
            return Ok(());
        };
        let checked = match step.kind {
            KeyKind::Base(key) => check_base(scratch, key, value, self.schema),
            KeyKind::Custom => property_value(&step.key, value, self.schema).map(drop),
            KeyKind::Locations => check_locations(operation),
            KeyKind::ReadOnly | KeyKind::Reserved | KeyKind::Internal => Ok(()),
        };
        checked.map_err(|expected| RefusalCause::Value {
            key: step.key.clone(),
            expected,
        })
    }

    /// Policies, asked for each operation of its own. They look at the image as it was: Glance makes
    /// their target when it loads the image.
    fn check_caller(
        &self,
        image: &Image,
        step: &Step,
        operation: &Operation,
    ) -> Result<(), RefusalCause> {
        let Some(caller) = self.caller else {
            return Ok(());
        };
        // Glance looks at this in a `replace` only; Gaze wants an administrator for every operation
        // on the owner.
        if step.kind == KeyKind::Base(BaseKey::Owner) && !caller.is_admin() {
            return Err(RefusalCause::NotPermitted(Reason::AdminOnly));
        }
        let publishes = step.kind == KeyKind::Base(BaseKey::Visibility)
            && operation.value().and_then(|value| value.as_str())
                == Some(Visibility::Public.as_str());
        let permission = if publishes {
            image_can::publish(image, caller)
        } else {
            image_can::edit(image, caller)
        };
        permission
            .reason()
            .map_or(Ok(()), |reason| Err(RefusalCause::NotPermitted(reason)))
    }

    fn perform(
        &self,
        image: &mut Image,
        step: &Step,
        operation: &Operation,
    ) -> Result<(), RefusalCause> {
        let key = || step.key.clone();
        let is_base = matches!(step.kind, KeyKind::Base(_));
        let exists = is_base || image.properties.contains_key(&step.key);
        match operation {
            // A cloud that shows locations lets them be changed; what comes of it is the stores'
            // business and cannot be told here.
            _ if step.kind == KeyKind::Locations => Err(RefusalCause::Locations),
            Operation::Remove { .. } if is_base => Err(RefusalCause::NotRemovable(key())),
            Operation::Remove { .. } | Operation::Replace { .. } if !exists => {
                Err(RefusalCause::DoesNotExist(key()))
            }
            Operation::Add { .. } if exists && self.dialect == Dialect::V20 => {
                Err(RefusalCause::AlreadyPresent(key()))
            }
            Operation::Remove { .. } => {
                image.properties.remove(&step.key);
                Ok(())
            }
            Operation::Add { value, .. } | Operation::Replace { value, .. } => {
                self.set(image, step, value)
            }
        }
    }

    fn set(&self, image: &mut Image, step: &Step, value: &Value) -> Result<(), RefusalCause> {
        let wrong = |expected| RefusalCause::Value {
            key: step.key.clone(),
            expected,
        };
        let KeyKind::Base(key) = step.kind else {
            let value = property_value(&step.key, value, self.schema).map_err(wrong)?;
            image.properties.insert(step.key.clone(), value);
            return Ok(());
        };
        let is_format = matches!(key, BaseKey::DiskFormat | BaseKey::ContainerFormat);
        // `domain/__init__.py`, the setters of both formats; also to the value they have already.
        if is_format && !matches!(image.status, Status::Queued | Status::Importing) {
            return Err(RefusalCause::NotQueued(step.key.clone()));
        }
        // Glance counts the tags as they were sent, repetitions included.
        let attempted = value.as_array().map_or(0, Vec::len);
        if let Some(maximum) = self.max_tags
            && key == BaseKey::Tags
            && attempted > maximum
        {
            return Err(RefusalCause::TooManyTags { attempted, maximum });
        }
        set_base(image, key, value, self.schema).map_err(wrong)
    }

    /// Glance counts when it saves, and only when there are properties that were not there before
    /// (`quota/__init__.py`, `added_new_properties`).
    fn check_property_count(&self, before: &Image, after: &Image) -> Result<(), PatchRefusal> {
        let Some(maximum) = self.max_properties else {
            return Ok(());
        };
        let keys = || after.properties.keys();
        let attempted = keys()
            .filter(|key| KeyKind::of(key) != KeyKind::Reserved)
            .count();
        let has_new = keys().any(|key| !before.properties.contains_key(key));
        if has_new && attempted > maximum {
            let cause = RefusalCause::TooManyProperties { attempted, maximum };
            return Err(PatchRefusal::of_body(cause));
        }
        Ok(())
    }
}

/// An operation whose path has been read.
struct Step {
    kind: KeyKind,
    key: String,
}

/// How many parts a path has: one, but for a place in the list of locations
/// (`_path_depth_limits`).
fn depth(kind: KeyKind, operation: &Operation) -> usize {
    match (kind, operation) {
        (KeyKind::Locations, Operation::Add { .. } | Operation::Remove { .. }) => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests;
