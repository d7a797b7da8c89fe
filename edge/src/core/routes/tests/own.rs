//! Tests of the gateway's own routes, and of the dashboard's pages and files.

use super::super::own::TABLE;
use super::super::*;

const IMAGE_ID: &str = "71c675ab-d94f-49cd-a114-e12490b328d9";

#[test]
fn each_route_of_the_gateway_s_own_is_found_by_its_method_and_rebuilt_as_it_came() {
    for (template, method) in TABLE {
        let path = template.replace("{project_id}", "p-1_2.x");
        let path = path.replace("{id}", "k1.AAAA");
        let path = path.replace("{image_id}", IMAGE_ID);
        let Ok(Route::Own(route)) = Route::parse(method.as_str(), &path) else {
            panic!("{method:?} {path} is served by another line")
        };
        assert_eq!(route.method(), *method, "{path}");
        assert_eq!(route.template(), *template);
        assert_eq!(route.to_string(), path);
        assert_eq!(route.upload_id().is_some(), path.ends_with("k1.AAAA"));
        assert_eq!(route.image_id().is_some(), path.contains(IMAGE_ID));
    }
}

#[test]
fn only_these_routes_of_the_gateway_s_own_are_open_or_of_sessions_and_only_an_administrator_s_are_below_admin()
 {
    let (mut open, mut of_sessions) = (Vec::new(), Vec::new());
    for (template, method) in TABLE {
        let path = template.replace("{project_id}", "p1");
        let path = path.replace("{id}", "k1.AAAA");
        let path = path.replace("{image_id}", IMAGE_ID);
        let Ok(Route::Own(route)) = Route::parse(method.as_str(), &path) else {
            panic!("{method:?} {path} is not the gateway's own")
        };
        let required = match route {
            OwnRoute::Open(_) => {
                open.push(format!("{} {template}", method.as_str()));
                continue;
            }
            OwnRoute::Session(_) => {
                of_sessions.push(format!("{} {template}", method.as_str()));
                continue;
            }
            OwnRoute::Admitted(route) => route.requirements(),
            OwnRoute::Upload(route) => route.requirements(),
        };
        let is_below_admin = template.starts_with("/api/admin/");
        assert_eq!(
            required.access == Access::Admin,
            is_below_admin,
            "{template}"
        );
        let is_counted = required.counting == RequestCounting::Counted;
        assert_eq!(is_counted, !is_below_admin, "{template}");
    }
    assert_eq!(
        open,
        [
            "GET /healthz",
            "GET /api/config",
            "OPTIONS /api/uploads",
            "OPTIONS /api/uploads/{id}",
        ]
    );
    assert_eq!(
        of_sessions,
        [
            "GET /api/session",
            "POST /api/session",
            "PATCH /api/session",
            "DELETE /api/session",
            "GET /api/projects",
        ]
    );
}

#[test]
fn a_path_of_the_gateway_s_own_names_the_methods_it_takes() {
    for (method, path, allowed) in [
        ("PUT", "/api/session", "GET, POST, PATCH, DELETE"),
        ("get", "/api/session", "GET, POST, PATCH, DELETE"),
        ("POST", "/api/quota", "GET"),
        ("PUT", "/api/admin/plans", "GET"),
        ("POST", "/api/admin/plans/p1", "GET, PUT, DELETE"),
        ("PUT", "/api/uploads", "OPTIONS, GET, POST"),
        (
            "PUT",
            "/api/uploads/k1.AAAA",
            "OPTIONS, HEAD, GET, PATCH, DELETE",
        ),
        ("POST", "/healthz", "GET"),
        ("OPTIONS", "/healthz", "GET"),
        ("POST", "/assets/gaze.js", "GET"),
        // The runtime sends no such method on.
        ("TRACE", "/v2/images", "GET, POST"),
    ] {
        let refused = Err(NoRoute::MethodNotAllowed(allowed));
        assert_eq!(Route::parse(method, path), refused, "{method} {path}");
    }
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
        "/api",
        "/api/nothing",
        "/api/session/x",
        "/api/quota/x",
        "/api/admin",
        "/api/admin/plans/",
        "/api/admin/plans/p%201",
        "/api/admin/plans/p1/x",
        "/api/uploads/",
        "/api/uploads/x",
        "/api/uploads/k1.AA%2eA",
        "/api/uploads/k1.AAAA/x",
        "/assets/gone.js.br",
        "/assets/folder/gone.js",
    ] {
        assert_eq!(Route::parse("GET", path), Err(NoRoute::NotFound), "{path}");
    }
}

#[test]
fn files_of_the_dashboard_are_files_at_the_top_and_in_assets_only() {
    for path in ["/assets/gaze.js", "/file_worker_bg.wasm"] {
        let Ok(Route::File(file)) = Route::parse("GET", path) else {
            panic!("{path} is no file");
        };
        assert_eq!(file.plain_path(), path);
    }
    assert_eq!(Route::parse("GET", "/images/a.js"), Ok(Route::Page));
}

#[test]
fn a_monitor_may_ask_with_head() {
    assert_eq!(
        Route::parse("HEAD", "/healthz"),
        Ok(Route::Own(OwnRoute::Open(OpenRoute::Health)))
    );
    assert_eq!(Route::parse("HEAD", "/"), Ok(Route::Root));
}
