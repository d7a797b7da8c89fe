//! What can be wrong with an import.

use super::code::ViolationCode;
use crate::glance::import::ImportMethod;

/// What is wrong with an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportCause {
    /// The body is no object.
    NotAnObject {
        /// Whether Glance fails at it, which it does at a list.
        crashes: bool,
    },
    NoMethod,
    /// The method is no object.
    MethodNotAnObject,
    NoMethodName,
    /// The cloud has not enabled the method; it has these.
    MethodNotEnabled(Vec<ImportMethod>),
    /// A setting of this name that is neither true nor false.
    NotAFlag(&'static str),
    /// Only an active image is copied.
    CopyNeedsActive,
    /// The image has its data already.
    HasData,
    /// Only a queued image takes a download.
    DownloadNeedsQueued,
    /// No data is staged for the image.
    NothingStaged,
    NoContainerFormat,
    NoDiskFormat,
    /// The region of the image to fetch is missing.
    NoRegion,
    /// The image to fetch is missing.
    NoRemoteImage,
    /// The image to fetch is not named by a UUID.
    RemoteImageNotAnId,
    /// Only administrators copy.
    CopyByAMember,
    /// Another import goes on.
    UnderWay,
    /// Stores are named, and all are chosen too.
    StoresTwice,
    StoresNotAList(NotAList),
    /// This store is read-only.
    ReadOnlyStore(String),
    /// The store is one that Glance keeps for itself.
    InternalStore,
    /// There is no such store, written as it came.
    NoSuchStore(String),
    /// The image is in this store already.
    AlreadyStored(String),
    /// There is one store, which may not fail.
    OnlyStore,
    NoUri,
    UriNotText,
    Uri(UriCause),
}

/// What came in the place of a list of stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAList {
    /// A text, which Glance takes for a list of letters, and none of them is a store.
    Letters,
    /// An empty text or an object, which Glance takes.
    Taken,
    /// Anything else, at which Glance fails.
    Fatal,
}

/// What is wrong with the address of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UriCause {
    /// The scheme is neither `http` nor `https`.
    Scheme,
    /// The port is neither 80 nor 443.
    Port,
    NoHost,
    /// The host is the machine itself, or on its link.
    InternalHost,
}

impl ImportCause {
    pub(super) const fn code(&self) -> ViolationCode {
        match self {
            Self::NotAnObject { crashes: true }
            | Self::MethodNotAnObject
            | Self::UriNotText
            | Self::StoresNotAList(NotAList::Fatal) => ViolationCode::Crash,
            Self::NotAnObject { crashes: false } | Self::NotAFlag(_) => ViolationCode::WrongType,
            Self::NoMethod
            | Self::NoMethodName
            | Self::NoRegion
            | Self::NoRemoteImage
            | Self::NoUri => ViolationCode::Missing,
            Self::MethodNotEnabled(_)
            | Self::StoresTwice
            | Self::AlreadyStored(_)
            | Self::OnlyStore
            | Self::Uri(_) => ViolationCode::NotAllowed,
            Self::CopyNeedsActive
            | Self::HasData
            | Self::DownloadNeedsQueued
            | Self::NothingStaged
            | Self::NoContainerFormat
            | Self::NoDiskFormat
            | Self::UnderWay
            | Self::NoSuchStore(_)
            | Self::StoresNotAList(NotAList::Letters) => ViolationCode::WrongState,
            Self::RemoteImageNotAnId => ViolationCode::Malformed,
            Self::CopyByAMember => ViolationCode::Forbidden,
            Self::ReadOnlyStore(_)
            | Self::InternalStore
            | Self::StoresNotAList(NotAList::Taken) => ViolationCode::Fragile,
        }
    }
}
