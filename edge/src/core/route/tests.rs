//! Tests of the routes.

use proptest::prelude::*;

use super::*;

fn upstream(method: &str, path: &str) -> Result<String, NoRoute> {
    match Route::parse(method, path)? {
        Route::Glance(route) => Ok(format!("{} {route}", route.method.as_str())),
        other => Ok(format!("{other:?}")),
    }
}

const ID: &str = "71c675ab-d94f-49cd-a114-e12490b328d9";

#[test]
fn each_route_of_the_image_api_is_rebuilt_as_it_came() {
    for (method, path) in [
        ("GET", "/v2/images".to_owned()),
        ("POST", "/v2.1/images".to_owned()),
        ("GET", format!("/v2/images/{ID}")),
        ("PATCH", format!("/v2.17/images/{ID}")),
        ("DELETE", format!("/v2/images/{ID}")),
        ("GET", format!("/v2/images/{ID}/file")),
        ("PUT", format!("/v2/images/{ID}/file")),
        ("GET", "/v2/schemas/image".to_owned()),
        ("GET", "/v2/schemas/images".to_owned()),
        ("GET", "/v2/info/import".to_owned()),
        ("GET", "/v2/info/stores".to_owned()),
        ("GET", "/v2/info/stores/detail".to_owned()),
        ("GET", "/v2/info/usage".to_owned()),
        ("GET", "/v2/".to_owned()),
        ("GET", "/v2".to_owned()),
        ("GET", "/versions".to_owned()),
    ] {
        assert_eq!(upstream(method, &path), Ok(format!("{method} {path}")));
    }
}

#[test]
fn an_image_may_be_looked_up_by_a_name_in_any_script() {
    assert_eq!(
        upstream("GET", "/v2/images/Ubuntu%2026.04%20%C3%A9"),
        Ok("GET /v2/images/Ubuntu%2026.04%20%C3%A9".to_owned())
    );
}

#[test]
fn tricks_with_the_path_have_no_route() {
    for path in [
        "//v2/images".to_owned(),
        format!("/v2//images/{ID}"),
        "/v2/images/".to_owned(),
        format!("/v2/images/{ID}/"),
        format!("/v2/images/{ID}%2ffile"),
        format!("/v2/images/{ID}%5cfile"),
        "/v2/images/%2e%2e/tasks".to_owned(),
        "/v2/images/x;y".to_owned(),
        "/v2/images/%00".to_owned(),
        "/v2/images/%".to_owned(),
        "/api".to_owned(),
        "/api/session/x".to_owned(),
    ] {
        assert!(upstream("GET", &path).is_err(), "{path}");
    }
}

#[test]
fn a_known_path_with_another_method_names_the_methods_it_takes() {
    assert_eq!(
        upstream("PUT", "/v2/images"),
        Err(NoRoute::MethodNotAllowed("GET, POST"))
    );
    assert_eq!(
        upstream("get", "/v2/images"),
        Err(NoRoute::MethodNotAllowed("GET, POST"))
    );
    assert_eq!(
        upstream("PUT", "/api/session"),
        Err(NoRoute::MethodNotAllowed("GET, POST, PATCH, DELETE"))
    );
}

#[test]
fn addresses_of_the_dashboard_are_pages_and_missing_files_are_not() {
    for path in [
        "/images",
        "/images/",
        "/images/new",
        "/sign-in",
        "/v3/auth/tokens",
        "/V2/images",
    ] {
        assert_eq!(Route::parse("GET", path), Ok(Route::Page), "{path}");
    }
    for path in [
        "/assets/gone.js.br",
        "/assets/folder/gone.js",
        "/api/nothing",
        "/v2/nothing",
        "/versions/",
        "/regions/x",
    ] {
        assert_eq!(Route::parse("GET", path), Err(NoRoute::NotFound), "{path}");
    }
    assert_eq!(
        Route::parse("POST", "/images"),
        Err(NoRoute::MethodNotAllowed("GET"))
    );
}

#[test]
fn files_of_the_dashboard_are_files_at_the_top_and_in_assets_only() {
    for path in ["/assets/gaze.js", "/hash_worker_bg.wasm"] {
        let Ok(Route::File(file)) = Route::parse("GET", path) else {
            panic!("{path} is no file");
        };
        assert_eq!(file.plain_path(), path);
    }
    assert_eq!(Route::parse("GET", "/images/a.js"), Ok(Route::Page));
}

#[test]
fn a_monitor_may_ask_with_head() {
    assert_eq!(Route::parse("HEAD", "/healthz"), Ok(Route::Health));
    assert_eq!(Route::parse("HEAD", "/"), Ok(Route::Root));
    assert_eq!(
        Route::parse("HEAD", "/v2/images"),
        Err(NoRoute::MethodNotAllowed("GET, POST"))
    );
}

proptest! {
    #[test]
    fn what_is_forwarded_parses_to_the_same_route(path in "(/(v2|images|file|info|[a-z%2.é]{0,4})){0,5}") {
        if let Ok(Route::Glance(route)) = Route::parse("GET", &path) {
            let again = Route::parse("GET", &route.to_string());
            prop_assert_eq!(again, Ok(Route::Glance(route)));
        }
    }
}
