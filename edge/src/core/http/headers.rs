//! Which headers pass, in both directions. Both sides are built from empty: what is not named here
//! does not exist for the other side.

use crate::core::http::base_url::BaseUrl;

/// Request headers that reach Glance as the client sent them. `X-Auth-Token`,
/// `X-Openstack-Request-Id`, `Content-Length` and `x-openstack-image-size` are set by the gateway
/// itself.
pub const FORWARDED_REQUEST_HEADERS: [&str; 6] = [
    "accept",
    "accept-language",
    "content-type",
    "x-image-cache-clear-target",
    "x-image-meta-store",
    "x-openstack-append",
];

/// Request headers that reach Glance where data is read: of old, Glance takes `Content-Range` for
/// `Range` (`glance/common/wsgi.py`, `get_range_from_request`).
pub const FORWARDED_WITH_DOWNLOADS: [&str; 2] = ["range", "content-range"];

/// Response headers that reach the client as Glance sent them. `Location` is rewritten,
/// `Content-Length` is the runtime's. `WWW-Authenticate` names Keystone's address inside the cloud.
pub const FORWARDED_RESPONSE_HEADERS: [&str; 9] = [
    "accept-patch",
    "allow",
    "content-md5",
    "content-range",
    "content-type",
    "openstack-image-import-methods",
    "openstack-image-store-ids",
    "retry-after",
    "x-openstack-request-id",
];

/// What an answer depends on, for a cache that keeps what it is told not to keep. The origin stands
/// here whether or not it is granted anything: an answer without a grant must not be given to a page
/// that has one (<https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>). A browser gets the
/// dashboard at the address at which a client gets the versions.
pub const VARY: &str = "Accept, Accept-Encoding, Cookie, Origin, X-Auth-Token";

/// What a file of the dashboard depends on.
pub const VARY_OF_FILES: &str = "Accept, Accept-Encoding, Origin";

/// The headers by which keystonemiddleware tells Glance who calls
/// (`keystonemiddleware/auth_token/_request.py`), and those that it reads a token from. None of
/// them is in the lists above, which a test holds.
#[cfg(test)]
const IDENTITY_HEADERS: [&str; 14] = [
    "x-auth-token",
    "x-storage-token",
    "x-service-token",
    "x-identity-status",
    "x-service-identity-status",
    "x-is-admin-project",
    "x-roles",
    "x-role",
    "x-user-id",
    "x-project-id",
    "x-tenant-id",
    "x-service-catalog",
    "openstack-system-scope",
    "cookie",
];

/// Whether a name could be taken for another one: WSGI makes `HTTP_X_ROLES` of `X_Roles` and of
/// `X-Roles` (RFC 3875 section 4.1.18), so whoever looks for the one misses the other.
#[must_use]
pub fn is_ambiguous(name: &str) -> bool {
    name.contains('_')
}

/// Whether `Connection` names a header, which then is for this hop alone (RFC 9110 section 7.6.1). What
/// the gateway sets itself is not asked about.
#[must_use]
pub fn is_for_this_hop(connection: Option<&str>, name: &str) -> bool {
    connection.is_some_and(|options| {
        options
            .split(',')
            .any(|option| option.trim().eq_ignore_ascii_case(name))
    })
}

/// Whether a body is an HTML form. Glance's API takes none.
#[must_use]
pub fn is_form(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    ["application/x-www-form-urlencoded", "multipart/form-data"]
        .iter()
        .any(|form| media_type.eq_ignore_ascii_case(form))
}

/// Where Glance said the client should look: below Glance's own address it is moved to where the
/// gateway serves that, anywhere else it is withheld, because it would lead past the gateway. A
/// Glance behind a proxy that ends TLS names itself by the other scheme.
#[must_use]
pub fn rewrite_location(location: &str, glance: &BaseUrl, own_base: &str) -> Option<String> {
    let is_relative = location.starts_with('/') && !location.starts_with("//");
    let rest = if is_relative {
        location.strip_prefix(glance.path()).unwrap_or(location)
    } else {
        without_scheme(location)?.strip_prefix(without_scheme(glance.as_str())?)?
    };
    (rest.is_empty() || rest.starts_with('/')).then(|| format!("{own_base}{rest}"))
}

fn without_scheme(url: &str) -> Option<&str> {
    url.strip_prefix("http://")
        .or_else(|| url.strip_prefix("https://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_header_that_names_an_identity_passes() {
        for name in IDENTITY_HEADERS {
            assert!(!FORWARDED_REQUEST_HEADERS.contains(&name), "{name}");
        }
        assert!(!FORWARDED_RESPONSE_HEADERS.contains(&"set-cookie"));
    }

    #[test]
    fn what_connection_names_is_for_this_hop_alone() {
        for (connection, name, is_named) in [
            (None, "range", false),
            (Some("keep-alive"), "range", false),
            (Some("close, Range"), "range", true),
            (Some("range"), "range", true),
            (Some(" x , RANGE ,"), "range", true),
            (Some("content-range"), "range", false),
            (Some(""), "range", false),
        ] {
            let found = is_for_this_hop(connection, name);
            assert_eq!(found, is_named, "{connection:?} {name}");
        }
    }

    #[test]
    fn a_name_that_wsgi_folds_into_another_is_ambiguous() {
        assert!(is_ambiguous("x_roles") && is_ambiguous("x-auth_token"));
        assert!(!is_ambiguous("x-roles"));
        let forwarded = FORWARDED_REQUEST_HEADERS.iter();
        for name in forwarded.chain(&FORWARDED_WITH_DOWNLOADS) {
            assert!(!is_ambiguous(name), "{name}");
        }
    }

    #[test]
    fn a_form_is_known_whatever_its_spelling() {
        for form in [
            "application/x-www-form-urlencoded",
            "Application/X-WWW-Form-Urlencoded; charset=utf-8",
            " multipart/form-data ; boundary=x",
        ] {
            assert!(is_form(form), "{form}");
        }
        for other in [
            "application/json",
            "",
            "application/x-www-form-urlencoded-2",
        ] {
            assert!(!is_form(other), "{other}");
        }
    }

    #[test]
    fn locations_lead_back_through_the_gateway_or_nowhere() {
        let glance = BaseUrl::parse("http://10.0.0.5:9292").unwrap();
        let rewrite = |location: &str| rewrite_location(location, &glance, "https://gaze.example");
        assert_eq!(
            rewrite("http://10.0.0.5:9292/v2/images/x").as_deref(),
            Some("https://gaze.example/v2/images/x")
        );
        assert_eq!(
            rewrite("https://10.0.0.5:9292/v2/images/x").as_deref(),
            Some("https://gaze.example/v2/images/x")
        );
        assert_eq!(rewrite("/v2/").as_deref(), Some("https://gaze.example/v2/"));
        assert_eq!(rewrite("http://10.0.0.5:9292.evil.example/"), None);
        assert_eq!(rewrite("//evil.example/"), None);
        assert_eq!(rewrite("https://elsewhere.example/"), None);

        let below_a_path = BaseUrl::parse("http://10.0.0.5/image").unwrap();
        for location in ["http://10.0.0.5/image/v2/images/x", "/image/v2/images/x"] {
            let rewritten =
                rewrite_location(location, &below_a_path, "https://gaze.example").unwrap();
            assert!(
                rewritten.ends_with("/v2/images/x") && !rewritten.contains("/image/"),
                "{rewritten}"
            );
        }
    }
}
