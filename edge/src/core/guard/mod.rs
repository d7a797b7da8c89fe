//! What a document must not do to Glance.
//!
//! A document is forwarded to the byte or not at all, so what is decided here must be what Glance
//! reads: Glance's Python takes more for JSON than there is in JSON (`NaN`, half a surrogate pair,
//! UTF-16), and what only Python reads is sent on as what nobody reads ([`NO_JSON`]). Both take the
//! last of two equal keys.
//!
//! A document that Glance refuses itself passes, so that the client gets Glance's own words. What is
//! refused here is what Glance fails at (500), what it takes and should not, and what the operator
//! does not want to be fetched. Every rule was tried on Glance 33.0.0; `tests/edge/documents.test.mjs`
//! holds them to it.

mod address;
pub mod dns;
mod host_pattern;
mod import;
mod known_stores;
mod metadef;
mod patch;
mod policy;
mod store;
mod url;
mod value_count;

pub use address::{AddressClass, class_of, class_of_name};
pub use host_pattern::HostPattern;
pub use known_stores::KnownStores;
pub use patch::root as root_of_pointer;
pub use policy::{ImportPolicy, PrivateAddresses, UrlRefused};
pub use store::{check_store_header, check_store_path, check_writable};
pub use url::{BadUrl, Host, ImportUrl, Scheme};

use serde_json::Value;

use crate::core::auth::permit::Identity;
use crate::core::http::method::Method;
use crate::core::routes::{GlanceRoute, Resource};

/// What is sent in the place of a document that is no JSON: it is none to anybody, and Glance says so
/// in its own words and its own order of checks.
pub const NO_JSON: &str = "{";

/// The most values in a document: ten times what the largest namespace of definitions has that comes with
/// Glance. An object of one value takes 700 bytes of memory for the 8 that it has in the document, and what
/// WebAssembly has taken once it does not give back.
const MOST_VALUES: usize = 16_384;

/// What a document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// A new image.
    ImageCreate,
    /// A change of an image.
    ImagePatch,
    /// The start of an import.
    Import,
    /// Where an image's data lies.
    Location,
    Task,
    /// A project that an image is opened to.
    Member,
    /// A metadata definition.
    Metadef(Metadef),
    /// Something that Glance reads without harm, or does not read.
    Other,
}

/// A kind of metadata definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadef {
    /// A namespace, which may bring everything else along.
    Namespace,
    Property,
    Object,
    /// One tag, or a namespace's kind of resources.
    Named,
    /// All tags of a namespace.
    Tags,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentRefusal {
    /// Glance's reader of JSON gives up at some depth, with a 500.
    TooDeep,
    /// The reader would take a multiple of the document's size for it.
    TooManyValues(usize),
    /// Glance fails at it with an error of its own (500).
    Crash(CrashCause),
    /// Whose an image is, only an administrator says.
    Owner,
    /// The key is the name of something inside Glance, which a patch would change.
    InternalName(String),
    /// The key is too long for Glance's database.
    LongName,
    /// The store is one that Glance keeps for itself: data in it is swept away.
    ReservedStore,
    /// Nothing can be written to the store.
    ReadOnlyStore(String),
    /// The operator does not let Glance fetch from there.
    Url(UrlRefused),
}

/// At what Glance fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashCause {
    /// A new image is a list.
    ImageNotAnObject,
    /// An operation of a patch has the members of both forms.
    TwoForms,
    PathNotText,
    /// A member is a list or an object.
    MemberNotAnId,
    /// An import is a list.
    ImportNotAnObject,
    MethodNotAnObject,
    MethodNameNotText,
    /// The address of a download is no text.
    UriNotText,
    LocationNotText,
    /// The address of a task is no text.
    SourceNotText,
    /// `all_stores` is neither true nor false.
    AllStoresNotAFlag,
    StoresNotAList,
    /// A metadata definition is a list.
    DefinitionNotAnObject,
    /// A metadata definition in a namespace has no name.
    NamelessDefinition,
    /// The name of a namespace does not fit into a header.
    NamespaceNotLatin1,
    /// Tags without the list that they stand in.
    NoListOfTags,
    /// Values to choose from that are no texts.
    ChoicesNotWords,
    /// The items of a list have no type, or something besides.
    ItemsWithoutType,
    /// A property with required keys.
    RequiredKeys,
}

impl From<UrlRefused> for DocumentRefusal {
    fn from(refused: UrlRefused) -> Self {
        Self::Url(refused)
    }
}

impl DocumentRefusal {
    /// Whether it is the caller who may not, or the document that is wrong.
    #[must_use]
    pub const fn is_forbidden(&self) -> bool {
        matches!(self, Self::Owner | Self::InternalName(_))
    }
}

/// What passes, and what is still to be asked before it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// The document to forward.
    pub forwarded: Forwarded,
    /// The stores that it wants to write to.
    pub stores: Vec<String>,
    /// The addresses that Glance would fetch from, whose names a resolver may still be asked about.
    pub urls: Vec<ImportUrl>,
}

/// Which document is forwarded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forwarded {
    /// The client's, to the byte.
    #[default]
    AsItCame,
    /// [`NO_JSON`].
    NoJson,
}

impl Document {
    /// What the document of a route is about.
    #[must_use]
    pub fn of(route: &GlanceRoute) -> Self {
        let Some(resource) = route.resource() else {
            return Self::Other;
        };
        match (resource, route.method) {
            (Resource::Images, Method::Post) => Self::ImageCreate,
            (Resource::Image { .. }, Method::Patch) => Self::ImagePatch,
            (Resource::ImageImport { .. }, Method::Post) => Self::Import,
            (Resource::ImageLocations { .. }, Method::Post) => Self::Location,
            (Resource::Tasks, Method::Post) => Self::Task,
            (Resource::ImageMembers { .. }, Method::Post) => Self::Member,
            (Resource::Namespaces, Method::Post) | (Resource::Namespace { .. }, Method::Put) => {
                Self::Metadef(Metadef::Namespace)
            }
            (Resource::NamespaceProperties { .. }, Method::Post)
            | (Resource::NamespaceProperty { .. }, Method::Put) => Self::Metadef(Metadef::Property),
            (Resource::NamespaceObjects { .. }, Method::Post)
            | (Resource::NamespaceObject { .. }, Method::Put) => Self::Metadef(Metadef::Object),
            (Resource::NamespaceTags { .. }, Method::Post) => Self::Metadef(Metadef::Tags),
            (Resource::NamespaceResourceTypes { .. }, Method::Post)
            | (Resource::NamespaceTag { .. }, Method::Put) => Self::Metadef(Metadef::Named),
            _ => Self::Other,
        }
    }
}

/// Looks at a document that is not empty.
///
/// # Errors
/// Why it is refused.
pub fn check(
    document: Document,
    body: &[u8],
    caller: &Identity,
    policy: &ImportPolicy,
) -> Result<Passed, DocumentRefusal> {
    if value_count::is_above(body, MOST_VALUES) {
        return Err(DocumentRefusal::TooManyValues(MOST_VALUES));
    }
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) if is_too_deep(&error) => return Err(DocumentRefusal::TooDeep),
        Err(_) => {
            return Ok(Passed {
                forwarded: Forwarded::NoJson,
                ..Passed::default()
            });
        }
    };
    let mut passed = Passed::default();
    match document {
        Document::ImageCreate => create(&value)?,
        Document::ImagePatch => passed.urls = patch::check(&value, caller, policy)?,
        Document::Import => (passed.stores, passed.urls) = import::check(&value, policy)?,
        Document::Location => passed.urls = import::location(&value, caller, policy)?,
        Document::Task => passed.urls = import::task(&value, policy)?,
        Document::Member => member(&value)?,
        Document::Metadef(kind) => metadef::check(kind, &value)?,
        Document::Other => {}
    }
    Ok(passed)
}

/// The reader's own bound; Glance's is at some hundreds of levels, deeper where less of its stack is
/// used up.
fn is_too_deep(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("recursion limit exceeded")
}

/// A new image: a list makes Glance fail. Whose it is Glance looks at itself.
fn create(value: &Value) -> Result<(), DocumentRefusal> {
    if value.is_array() {
        return Err(DocumentRefusal::Crash(CrashCause::ImageNotAnObject));
    }
    Ok(())
}

/// A member that is no text gets as far as Glance's database, which fails at it.
fn member(value: &Value) -> Result<(), DocumentRefusal> {
    match value.get("member") {
        Some(Value::Array(_) | Value::Object(_)) => {
            Err(DocumentRefusal::Crash(CrashCause::MemberNotAnId))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
