//! Ids that are plain text, as types, so that a project cannot be given where a user is meant.

/// Declares a type for an id that any text may be: Keystone and operators choose them.
macro_rules! text_id {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[derive(
            Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        // An id is text with a meaning: whatever reads text may read it, and nothing may change it.
        impl std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl PartialEq<String> for $name {
            fn eq(&self, other: &String) -> bool {
                self.0 == *other
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// The id of a project in Keystone; the owner of an image, or a member of one. Usually 32
    /// hexadecimal digits, but Glance takes any text and asks nobody whether it exists.
    pub struct ProjectId;
}

text_id! {
    /// The id of a user in Keystone. Usually 32 hexadecimal digits; 64 for users of LDAP.
    pub struct UserId;
}

text_id! {
    /// The id of a store, as the operator named it in `enabled_backends`.
    pub struct StoreId;
}

text_id! {
    /// The id of a task: a UUID.
    pub struct TaskId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_and_writes_as_the_text_it_is() {
        let id: StoreId = serde_json::from_str("\"fast\"").unwrap();
        assert_eq!(id, "fast");
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"fast\"");
        assert_eq!(id.to_string(), "fast");
    }
}
