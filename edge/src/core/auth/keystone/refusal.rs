//! What Keystone's refusals mean.

use gaze_shared::time::timestamp::Timestamp;
use serde::Deserialize;

/// Whether a refusal is Keystone's own word: anything else may be a proxy, or a wrong address.
#[must_use]
pub fn is_keystone_error(body: &str) -> bool {
    #[derive(Deserialize)]
    struct Body {
        #[serde(rename = "error")]
        _error: Inner,
    }
    #[derive(Deserialize)]
    struct Inner {
        #[serde(rename = "message")]
        _message: String,
    }
    serde_json::from_str::<Body>(body).is_ok()
}

/// The 401 that asks for one more method
/// (<https://docs.openstack.org/keystone/latest/admin/auth-receipts.html>). The receipt itself is in
/// the header `Openstack-Auth-Receipt`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ReceiptBody {
    receipt: Receipt,
    required_auth_methods: Vec<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Receipt {
    methods: Vec<String>,
    user: ReceiptUser,
    expires_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct ReceiptUser {
    id: String,
}

impl ReceiptBody {
    /// Reads the body of a 401; `None` for an ordinary refusal.
    #[must_use]
    pub fn parse(body: &str) -> Option<Self> {
        serde_json::from_str(body).ok()
    }

    /// Who signs in.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.receipt.user.id
    }

    /// Until when the second step can be made.
    #[must_use]
    pub const fn expires_at(&self) -> &Timestamp {
        &self.receipt.expires_at
    }

    /// Whether a code of the person's authenticator is all that is missing, by one of the rules that
    /// the account has.
    #[must_use]
    pub fn is_completed_by_totp(&self) -> bool {
        let has = |method: &String| method == "totp" || self.receipt.methods.contains(method);
        self.required_auth_methods
            .iter()
            .any(|rule| rule.iter().all(has))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keystone_s_own_word_refuses_a_token() {
        let own = r#"{"error":{"code":404,"message":"Could not find token.","title":"Not Found"}}"#;
        assert!(is_keystone_error(own));
        for other in ["", "<html>404</html>", r#"{"message":"no route"}"#] {
            assert!(!is_keystone_error(other), "{other}");
        }
    }

    #[test]
    fn a_receipt_tells_whether_a_code_is_enough() {
        for (required, is_enough) in [
            (r#"[["password", "totp"]]"#, true),
            (r#"[["password", "external"], ["totp", "password"]]"#, true),
            (r#"[["password", "totp", "external"]]"#, false),
            (r#"[["application_credential"]]"#, false),
            ("[]", false),
        ] {
            let body = format!(
                r#"{{"receipt": {{"methods": ["password"], "user": {{"id": "u1", "name": "demo", "domain": {{"id": "default", "name": "Default"}}}}, "expires_at": "2026-11-22T01:20:44.000000Z", "issued_at": "2026-11-22T01:15:44.000000Z"}}, "required_auth_methods": {required}}}"#
            );
            let receipt = ReceiptBody::parse(&body).unwrap();
            assert_eq!(receipt.user_id(), "u1");
            assert_eq!(receipt.is_completed_by_totp(), is_enough, "{required}");
        }
        assert_eq!(ReceiptBody::parse(r#"{"error": {"message": "no"}}"#), None);
    }
}
