//! What Glance makes of a patch. What it refuses is what [`validate_operations`] finds: the rules
//! stand there.

use crate::glance::image::Image;
use crate::glance::patch::{Dialect, FieldKey, Operation};
use crate::glance::schema::ImageSchema;
use crate::glance::validate::{
    Field, PatchCause, Rules, Violation, ViolationCode, validate_operations,
};

/// A patch that changes nothing, and everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedPatch {
    /// The violation that Glance comes to first.
    pub first: Violation,
    /// The others, in Glance's order.
    pub more: Vec<Violation>,
}

impl RefusedPatch {
    /// The status to refuse it with: Glance's own, where Glance refuses it properly.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.first.status()
    }
}

impl From<Violation> for RefusedPatch {
    fn from(first: Violation) -> Self {
        Self {
            first,
            more: Vec::new(),
        }
    }
}

/// Does what Glance does with a v2.1 patch, for someone whom every policy lets, on a cloud with
/// Glance's default settings: all operations in order, or none.
///
/// # Errors
/// What [`apply_by`] refuses.
pub fn apply(image: &Image, operations: &[Operation]) -> Result<Image, RefusedPatch> {
    let schema = ImageSchema::default();
    apply_by(Dialect::V21, image, operations, &Rules::of(&schema))
}

/// Does what Glance does with a patch on a cloud of these rules: all operations in order, or none.
///
/// # Errors
/// Everything that [`validate_operations`] finds, also where Glance ends in a 500, or takes it and
/// pretends. Only an empty or a repeated tag is let through: Glance takes them, and what comes of
/// them is known. A change of locations is refused on every cloud: what comes of it is for the stores
/// to say.
pub fn apply_by(
    dialect: Dialect,
    image: &Image,
    operations: &[Operation],
    rules: &Rules<'_>,
) -> Result<Image, RefusedPatch> {
    let mut refused = validate_operations(dialect, operations, image, rules)
        .into_iter()
        .filter(|found| !is_harmless(found.code()));
    if let Some(first) = refused.next() {
        let more = refused.collect();
        return Err(RefusedPatch { first, more });
    }
    let mut changed = image.clone();
    for operation in operations {
        perform(&mut changed, operation)?;
    }
    Ok(changed)
}

const fn is_harmless(code: ViolationCode) -> bool {
    matches!(code, ViolationCode::Duplicate | ViolationCode::Empty)
}

/// Performs an operation with which nothing is wrong.
fn perform(image: &mut Image, operation: &Operation) -> Result<(), Violation> {
    let key = operation.key();
    let refused = |cause: PatchCause| Violation::new(Field::Base(key.clone()), cause);
    if key == "locations" {
        return Err(refused(PatchCause::LocationsAreGlances));
    }
    match operation.value() {
        None => {
            image.properties.remove(&key);
            Ok(())
        }
        // A cloud's own schema may take what no image can hold.
        Some(value) => FieldKey::of(&key)
            .set(image, value)
            .map_err(|_| refused(PatchCause::NoSuchValue)),
    }
}

#[cfg(test)]
mod tests;
