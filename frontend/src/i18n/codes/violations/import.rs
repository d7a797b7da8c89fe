//! What is wrong with an import.

use gaze_shared::glance::can::Reason;
use gaze_shared::glance::validate::{ImportCause, UriCause};

use crate::i18n::codes::reasons::reason;
use crate::i18n::{lists, text};

pub(super) fn cause(cause: &ImportCause) -> String {
    use text::violations_import as said;
    let sentence = match cause {
        ImportCause::NotAnObject { .. } => said::not_an_object(),
        ImportCause::NoMethod => said::no_method(),
        ImportCause::MethodNotAnObject => said::method_not_an_object(),
        ImportCause::NoMethodName => said::no_method_name(),
        ImportCause::MethodNotEnabled(enabled) => {
            let methods: Vec<String> = enabled.iter().map(ToString::to_string).collect();
            return said::method_not_enabled(&lists::all_of(&methods));
        }
        ImportCause::NotAFlag(key) => return said::not_a_flag(key),
        ImportCause::CopyNeedsActive => said::copy_needs_active(),
        ImportCause::HasData => said::has_data(),
        ImportCause::DownloadNeedsQueued => said::download_needs_queued(),
        ImportCause::NothingStaged => said::nothing_staged(),
        ImportCause::NoContainerFormat => said::no_container_format(),
        ImportCause::NoDiskFormat => said::no_disk_format(),
        ImportCause::NoRegion => said::no_region(),
        ImportCause::NoRemoteImage => said::no_remote_image(),
        ImportCause::RemoteImageNotAnId => said::remote_image_not_an_id(),
        ImportCause::CopyByAMember => said::copy_by_a_member(),
        ImportCause::UnderWay => reason(Reason::ImportRunning),
        ImportCause::StoresTwice => said::stores_twice(),
        ImportCause::StoresNotAList(_) => said::stores_not_a_list(),
        ImportCause::ReadOnlyStore(store) => return said::read_only_store(store),
        ImportCause::InternalStore => said::internal_store(),
        ImportCause::NoSuchStore(store) => return said::no_such_store(store),
        ImportCause::AlreadyStored(store) => return said::already_stored(store),
        ImportCause::OnlyStore => said::only_store(),
        ImportCause::NoUri => said::no_uri(),
        ImportCause::UriNotText => said::uri_not_text(),
        ImportCause::Uri(cause) => uri(*cause),
    };
    sentence.to_owned()
}

fn uri(cause: UriCause) -> &'static str {
    use text::violations_import as said;
    match cause {
        UriCause::Scheme => said::uri_scheme(),
        UriCause::Port => said::uri_port(),
        UriCause::NoHost => said::uri_no_host(),
        UriCause::InternalHost => said::uri_internal_host(),
    }
}
