//! Tests of the routes, most of all of those that lead to Glance.

mod own;

use proptest::prelude::*;

use super::*;
use crate::core::routes::resource::TABLE;

fn upstream(method: &str, path: &str) -> Result<String, NoRoute> {
    match Route::parse(method, path)? {
        Route::Glance(route) => Ok(format!("{} {route}", route.method.as_str())),
        other => Ok(format!("{other:?}")),
    }
}

fn glance(method: &str, path: &str) -> GlanceRoute {
    match Route::parse(method, path) {
        Ok(Route::Glance(route)) => route,
        other => panic!("{method} {path} gave {other:?}"),
    }
}

const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

/// A path of a template, with a name that needs encoding in place of each parameter.
fn filled(template: &str) -> String {
    let fill = |part: &str| {
        let is_parameter = part.starts_with('{');
        if is_parameter {
            "OS%3A%3Ax%20%C3%A9"
        } else {
            part
        }
        .to_owned()
    };
    let parts: Vec<String> = template.split('/').map(fill).collect();
    parts.join("/")
}

#[test]
fn each_route_is_rebuilt_as_it_came_by_any_method_and_in_any_version() {
    for (template, methods) in TABLE {
        for version in ["/v2/", "/v2.0/", "/v2.18/"] {
            let path = filled(template).replacen("/v2/", version, 1);
            for method in METHODS {
                let route = glance(method, &path);
                assert_eq!(upstream(method, &path), Ok(format!("{method} {path}")));
                assert_eq!(route.template(), *template);
                let is_taken = methods.split(", ").any(|name| name == method);
                let resource = route.resource().unwrap();
                assert_eq!(resource.takes(route.method), is_taken, "{method} {path}");
            }
        }
    }
}

#[test]
fn only_a_route_that_says_so_takes_a_body() {
    for (method, path, body_use) in [
        ("POST", "/api/session", BodyUse::Document),
        ("DELETE", "/api/session", BodyUse::Ignored),
        ("PUT", "/api/admin/plans/p1", BodyUse::Document),
        ("PATCH", "/api/uploads/k1.AAAA", BodyUse::ImageData),
        ("POST", "/api/uploads", BodyUse::Ignored),
        ("PUT", "/v2/images/x/file", BodyUse::ImageData),
        ("GET", "/", BodyUse::Ignored),
    ] {
        let route = Route::parse(method, path).unwrap();
        assert_eq!(route.body_use(), body_use, "{method} {path}");
    }
}

#[test]
fn what_glance_tells_anyone_is_asked_for_without_a_token_and_without_a_body() {
    for (method, path, expected) in [
        ("GET", "/versions", "GET /versions"),
        ("POST", "/versions/x", "GET /versions"),
        ("OPTIONS", "/versions", "GET /versions"),
        ("GET", "/healthcheck", "GET /healthcheck"),
        ("HEAD", "/healthcheck/", "HEAD /healthcheck"),
        ("POST", "/", "GET /"),
        ("OPTIONS", "/v3", "OPTIONS /"),
        ("DELETE", "/v1/images", "GET /"),
        ("GET", "/regions/north/", "GET /"),
        ("GET", "/regions/north/v3", "GET /"),
    ] {
        let route = glance(method, path);
        assert!(route.is_public(), "{path}");
        assert_eq!(route.body_use(), BodyUse::Ignored);
        assert_eq!(upstream(method, path), Ok(expected.to_owned()), "{path}");
    }
    for path in ["/v2", "/v2/", "/v2/images", "/v2.15", "/regions/north/v2"] {
        assert!(!glance("GET", path).is_public(), "{path}");
    }
}

#[test]
fn a_path_that_glance_s_router_does_not_know_is_asked_for_by_none_of_its_text() {
    for path in [
        "/v2/",
        "/v2/nothing",
        "/v2/images/",
        "/v2/images/x/",
        "/v2/images/x/file/y",
        "/v2/info",
        "/v2/info/stores/secret",
        "/v2/schemas/metadefs",
    ] {
        assert_eq!(upstream("GET", path), Ok("GET /v2/".to_owned()), "{path}");
    }
    assert_eq!(upstream("PUT", "/v2.9/x"), Ok("PUT /v2.9/".to_owned()));
}

#[test]
fn a_version_that_no_glance_has_is_none() {
    for name in [
        "v2.19", "v2.", "v2.01", "v2.+1", "v2.x", "v2.256", "V2", "v1", "v20",
    ] {
        assert_eq!(Version::parse(name), None, "{name}");
        assert_eq!(
            Route::parse("GET", &format!("/{name}/images")),
            Ok(Route::Page)
        );
    }
}

#[test]
fn a_version_that_the_accept_header_names_stands_before_the_path() {
    for (accept, path, expected) in [
        (
            "application/vnd.openstack.images-v2",
            "/images",
            "/v2/images",
        ),
        (
            "application/vnd.openstack.images-v2.9",
            "/images/x/file",
            "/v2.9/images/x/file",
        ),
        (
            "application/vnd.openstack.images-v2",
            "/regions/one/images",
            "/v2/images",
        ),
        ("application/vnd.openstack.images-v2", "/v2/images", "/v2/"),
        ("application/vnd.openstack.images-v2", "/images/", "/v2/"),
        ("application/vnd.openstack.images-v2", "/", "/v2/"),
        (
            "application/vnd.openstack.images-v2",
            "/versions",
            "/versions",
        ),
        (
            "application/vnd.openstack.images-v9",
            "/regions/one/v2/images",
            "/",
        ),
        (
            "application/vnd.openstack.images-v9",
            "/healthcheck",
            "/healthcheck",
        ),
    ] {
        let version = Negotiated::read(accept);
        assert!(version.is_some(), "{accept}");
        match Route::negotiate("GET", path, version) {
            Ok(Route::Glance(route)) => assert_eq!(route.to_string(), expected, "{accept} {path}"),
            other => panic!("{accept} {path} gave {other:?}"),
        }
    }
    let unknown = Negotiated::read("application/vnd.openstack.images-v2, */*");
    assert_eq!(unknown, Some(Negotiated::Nothing));
    assert_eq!(
        Route::negotiate("GET", "/v2/images", unknown),
        Ok(Route::Page)
    );
    assert_eq!(Negotiated::read("application/json"), None);
    let own = Route::negotiate("GET", "/api/config", unknown);
    assert_eq!(own, Ok(Route::Own(OwnRoute::Open(OpenRoute::Config))));
}

#[test]
fn a_region_stands_before_glance_s_own_path_and_is_not_forwarded() {
    let route = glance("GET", "/regions/south%20pole/v2/images");
    assert_eq!(route.region(), Some("south pole"));
    assert_eq!(route.prefix(), "/regions/south%20pole");
    assert_eq!(route.to_string(), "/v2/images");
    assert_eq!(glance("GET", "/v2/images").region(), None);
    for path in ["/regions", "/regions/"] {
        assert_eq!(Route::parse("GET", path), Err(NoRoute::NotFound), "{path}");
    }
}

#[test]
fn bodies_are_used_as_glance_uses_them() {
    for (method, path, expected) in [
        ("PUT", "/v2/images/x/file", BodyUse::ImageData),
        ("PUT", "/v2/images/x/stage", BodyUse::ImageData),
        ("POST", "/v2/images", BodyUse::Document),
        ("PATCH", "/v2/images/x", BodyUse::Document),
        ("DELETE", "/v2/images/x", BodyUse::Document),
        ("PUT", "/v2/images/x/tags/y", BodyUse::Document),
        ("GET", "/v2/images", BodyUse::Ignored),
        ("GET", "/v2/info/usage", BodyUse::Ignored),
        ("GET", "/v2/images/x", BodyUse::Refused),
        ("GET", "/v2/images/x/file", BodyUse::Refused),
        ("GET", "/v2/schemas/image", BodyUse::Refused),
        ("POST", "/v2/images/x/file", BodyUse::Ignored),
        ("PUT", "/v2/images", BodyUse::Ignored),
        ("POST", "/v2/nothing", BodyUse::Ignored),
        ("HEAD", "/v2/images/x", BodyUse::Ignored),
    ] {
        assert_eq!(glance(method, path).body_use(), expected, "{method} {path}");
    }
}

#[test]
fn tricks_with_the_path_have_no_route() {
    for path in [
        "//api/session",
        "/api//session",
        "//healthz",
        "//assets/gaze.js",
        "/api//uploads/k1.AAAA",
        "/v2/images/x%2ffile",
        "/v2//images/x%2ffile",
        "/v2/images/%2e%2e/tasks",
        "/v2/images//../tasks",
        "/v2/images/..%5ctasks",
        "/v2/images/..;/tasks",
        "/v2/images/%00",
        "/v2/images/%",
        "/regions/%2e%2e/v2/images",
    ] {
        let refused = matches!(Route::parse("GET", path), Err(NoRoute::BadPath(_)));
        assert!(refused, "{path}");
    }
}

#[test]
fn slashes_in_a_row_are_one_as_they_are_to_glance() {
    for (path, expected) in [
        ("//v2/images", "GET /v2/images"),
        ("///v2///images", "GET /v2/images"),
        ("/v2//images/x", "GET /v2/images/x"),
        ("/v2/images//x//file", "GET /v2/images/x/file"),
        ("/v2/images//", "GET /v2/"),
        ("//v2", "GET /v2"),
        ("/v2//", "GET /v2/"),
        ("//versions", "GET /versions"),
        ("//regions/north//v2/images", "GET /v2/images"),
        ("//", "GET /"),
        ("//images/new", "GET /"),
    ] {
        assert_eq!(upstream("GET", path), Ok(expected.to_owned()), "{path}");
    }
}

#[test]
fn tags_may_have_what_some_readers_take_for_a_separator() {
    for (path, expected) in [
        ("/v2/images/x/tags/a;b", "/v2/images/x/tags/a%3Bb"),
        ("/v2/images/x/tags/a%5Cb", "/v2/images/x/tags/a%5Cb"),
        ("/v2/images/x;y", "/v2/images/x%3By"),
        ("/v2/images/x%5cfile", "/v2/images/x%5Cfile"),
        ("/v2/images;x", "/v2/"),
    ] {
        assert_eq!(glance("GET", path).to_string(), expected, "{path}");
    }
}

#[test]
fn the_gateway_s_own_question_about_an_image_leads_to_an_image_or_nowhere() {
    for (image_id, expected) in [
        (
            "7b0f1f56-2f1e-4f0e-8a6e-0d8f4d8f6a11",
            Some("/v2/images/7b0f1f56-2f1e-4f0e-8a6e-0d8f4d8f6a11"),
        ),
        // What came encoded twice.
        ("%2e%2e", Some("/v2/images/%252e%252e")),
        ("x#y", Some("/v2/images/x%23y")),
        ("x?y", Some("/v2/images/x%3Fy")),
        ("..", None),
        ("x/../../tasks", None),
        ("", None),
    ] {
        assert_eq!(image_path(image_id).as_deref(), expected, "{image_id}");
    }
}

proptest! {
    #[test]
    fn what_is_forwarded_parses_to_the_same_route(
        method in prop::sample::select(&METHODS[..]),
        path in "(/(v2|images|file|info|regions|metadefs|[a-z%2.é]{0,4})){0,6}",
    ) {
        if let Ok(Route::Glance(route)) = Route::parse(method, &path) {
            let own_path = format!("{}{route}", route.prefix());
            match Route::parse(method, &own_path) {
                Ok(Route::Glance(again)) => prop_assert_eq!(again, route),
                // Where the dashboard is to a browser, the versions are to a client.
                Ok(Route::Root) => prop_assert_eq!(route.to_string(), "/"),
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}
