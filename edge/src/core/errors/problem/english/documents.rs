//! Why a document does not reach Glance.

use crate::core::guard::{BadUrl, CrashCause, DocumentRefusal, UrlRefused};

pub fn refusal(refusal: &DocumentRefusal) -> String {
    match refusal {
        DocumentRefusal::TooDeep => "It nests deeper than 128 levels.".to_owned(),
        DocumentRefusal::TooManyValues(most) => format!("It has more than {most} values."),
        DocumentRefusal::Crash(cause) => crash(*cause).to_owned(),
        DocumentRefusal::Owner => {
            "Only an administrator can give an image to another project.".to_owned()
        }
        DocumentRefusal::InternalName(name) => format!("A property cannot have the name {name}."),
        DocumentRefusal::LongName => {
            "The name of a property has at most 255 characters.".to_owned()
        }
        DocumentRefusal::ReservedStore => "This store is Glance's own.".to_owned(),
        DocumentRefusal::ReadOnlyStore(store) => {
            format!("Nothing can be written to the store {store}.")
        }
        // The first sentence has Glance's own words, which clients look for
        // (`tempest.api.image.v2.test_images_negative`).
        DocumentRefusal::Url(cause) => {
            format!("The address does not pass filtering. {}", url(*cause))
        }
    }
}

const fn crash(cause: CrashCause) -> &'static str {
    match cause {
        CrashCause::ImageNotAnObject => "The image must be a JSON object.",
        CrashCause::TwoForms => "An operation is written in one form.",
        CrashCause::PathNotText => "The path of an operation is text.",
        CrashCause::MemberNotAnId => "The member must be the id of a project.",
        CrashCause::ImportNotAnObject => "The body must be a JSON object.",
        CrashCause::MethodNotAnObject => "The method is a JSON object with a name.",
        CrashCause::MethodNameNotText => "The name of the method is text.",
        CrashCause::UriNotText => "The address is text.",
        CrashCause::LocationNotText => "The address of a location is text.",
        CrashCause::SourceNotText => "The address to import from is text.",
        CrashCause::AllStoresNotAFlag => "The setting all_stores is true or false.",
        CrashCause::StoresNotAList => "The stores must be a list of ids.",
        CrashCause::DefinitionNotAnObject => "The definition must be a JSON object.",
        CrashCause::NamelessDefinition => "Each definition needs a name.",
        CrashCause::NamespaceNotLatin1 => {
            "The name of a namespace can only have characters of Latin-1."
        }
        CrashCause::NoListOfTags => "The tags stand in a list called tags.",
        CrashCause::ChoicesNotWords => "The values to choose from are words.",
        CrashCause::ItemsWithoutType => {
            "The items of a list have a type, and may have values to choose from."
        }
        CrashCause::RequiredKeys => "A property has no required keys.",
    }
}

const fn url(cause: UrlRefused) -> &'static str {
    match cause {
        UrlRefused::Bad(cause) => bad_url(cause),
        UrlRefused::Scheme => "Data cannot be fetched by this scheme.",
        UrlRefused::Port => "Data cannot be fetched from this port.",
        UrlRefused::Host => "Data cannot be fetched from this host.",
        UrlRefused::Internal => "Data cannot be fetched from an internal address.",
        UrlRefused::Private => {
            "Data cannot be fetched from a private network, or by a name that is known in one only."
        }
        UrlRefused::NoAddress => "The host has no address.",
    }
}

const fn bad_url(cause: BadUrl) -> &'static str {
    match cause {
        BadUrl::Character => {
            "The address has a character that must be written as % and two digits."
        }
        BadUrl::Scheme => "The address must start with http:// or https://.",
        BadUrl::User => "The address must not have a user name or password in it.",
        BadUrl::Port => "The port of the address must be a number from 1 to 65535.",
        BadUrl::Host => {
            "The host must be a name, four decimal numbers, or an IPv6 address in brackets."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_refused_is_told_in_the_words_that_clients_look_for() {
        assert_eq!(
            refusal(&DocumentRefusal::Url(UrlRefused::Bad(BadUrl::User))),
            "The address does not pass filtering. The address must not have a user name or password in it."
        );
    }
}
