//! Keystone's tokens API in the few fixed shapes that the gateway uses
//! (<https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management>). Nothing
//! that a client sends is passed on as it is.

mod grant;
mod projects;
mod refusal;
mod token;

pub use grant::{ApplicationCredential, CredentialName, Grant, UserName};
pub use projects::parse_projects;
pub use refusal::{ReceiptBody, is_keystone_error};
pub use token::TokenBody;

/// The longest token that is taken. Fernet and JWS tokens have 200 to 1000 characters; catalogs are
/// not inside them.
const TOKEN_MAX_BYTES: usize = 8192;

/// Whether text can be a token at all, so that nothing else is sent to Keystone or into a header.
#[must_use]
pub fn is_token(text: &str) -> bool {
    (1..=TOKEN_MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_could_break_out_of_a_header_is_no_token() {
        assert!(is_token("gAAAAABp_-x="));
        for text in [
            "",
            "a b",
            "a\nb",
            "a\r\nX-Roles: admin",
            "é",
            &"x".repeat(8193),
        ] {
            assert!(!is_token(text), "{text:?}");
        }
    }
}
