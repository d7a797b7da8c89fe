use gaze_shared::glance::image::Status;
use gaze_shared::glance::list::{ListQuery, Position};

use super::image_list::{ListState, View};

const ID: &str = "71c675ab-d94f-49cd-a114-e12490b328d9";

#[test]
fn every_part_of_the_state_survives_the_url() {
    for text in [
        "",
        "view=shared",
        "view=hidden&search=ubuntu+26",
        &format!("after={ID}&status=active&sort=name%3Aasc"),
        &format!("view=public&before={ID}&limit=50"),
        "status=in%3Aactive%2Cqueued&tag=a&tag=b&os_distro=debian",
    ] {
        let state: ListState = text.parse().unwrap();
        assert_eq!(state.to_string(), text);
    }
}

#[test]
fn a_url_that_cannot_be_meant_names_the_key() {
    for (text, key) in [
        ("view=all", "view"),
        ("after=x", "after"),
        ("limit=x", "limit"),
    ] {
        assert_eq!(text.parse::<ListState>().unwrap_err().key, key);
    }
}

#[test]
fn a_change_of_filter_order_or_tab_begins_at_the_first_page() {
    let state: ListState = format!("after={ID}&status=active").parse().unwrap();
    assert_eq!(
        state
            .with_query(|q| q.statuses = vec![Status::Queued])
            .position,
        Position::First
    );
    assert_eq!(state.with_search("x").position, Position::First);
    assert_eq!(state.in_view(View::Public).position, Position::First);
    assert_eq!(state.in_view(View::Public).query, state.query);
}

#[test]
fn a_list_holds_what_its_tab_holds_and_what_every_filter_asks_for() {
    let asked = |text: &str| {
        let state: ListState = text.parse().unwrap();
        let query = state.glance_query("me")?;
        let without_order = ListQuery {
            sort: Vec::new(),
            ..query
        };
        Some(without_order.to_string())
    };
    for (text, expected) in [
        ("", Some("owner=me")),
        ("owner=me", Some("owner=me")),
        ("visibility=private", Some("visibility=private&owner=me")),
        ("owner=somebody-else", None),
        ("view=public", Some("visibility=public")),
        ("view=public&visibility=all", Some("visibility=public")),
        (
            "view=public&owner=other",
            Some("visibility=public&owner=other"),
        ),
        ("view=public&visibility=private", None),
        ("view=community&visibility=public", None),
        (
            "view=shared",
            Some("visibility=shared&member_status=accepted"),
        ),
        (
            "view=shared&member_status=pending",
            Some("visibility=shared&member_status=pending"),
        ),
        (
            "view=shared&member_status=all",
            Some("visibility=shared&member_status=all"),
        ),
        ("view=hidden", Some("visibility=all&os_hidden=true")),
        (
            "view=hidden&visibility=community",
            Some("visibility=community&os_hidden=true"),
        ),
        ("view=hidden&os_hidden=false", None),
        ("os_hidden=true", Some("owner=me&os_hidden=true")),
    ] {
        assert_eq!(asked(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn another_tab_keeps_the_filters_that_it_does_not_decide() {
    let state: ListState = "owner=o&visibility=private&os_hidden=true&status=active"
        .parse()
        .unwrap();
    for (view, expected) in [
        (
            View::Mine,
            "status=active&visibility=private&os_hidden=true",
        ),
        (
            View::Public,
            "view=public&status=active&owner=o&os_hidden=true",
        ),
        (
            View::Hidden,
            "view=hidden&status=active&visibility=private&owner=o",
        ),
    ] {
        assert_eq!(state.in_view(view).to_string(), expected);
    }
}

#[test]
fn a_filter_stands_only_in_the_tabs_where_it_means_something() {
    for (text, expected) in [
        ("member_status=pending", "view=shared&member_status=pending"),
        (
            "view=shared&member_status=all",
            "view=shared&member_status=all",
        ),
        ("view=mine&member_status=pending", ""),
        ("view=public&member_status=pending", "view=public"),
        ("view=public&visibility=all", "view=public"),
        ("view=hidden&visibility=all", "view=hidden&visibility=all"),
    ] {
        let state: ListState = text.parse().unwrap();
        assert_eq!(state.to_string(), expected, "{text}");
    }
}

#[test]
fn a_page_is_as_long_as_its_box_says() {
    for (text, expected) in [
        ("", 25),
        ("limit=0", 25),
        ("limit=50", 50),
        ("limit=5000", 999),
    ] {
        assert_eq!(text.parse::<ListState>().unwrap().limit(), expected);
    }
}

#[test]
fn clearing_filters_keeps_tab_order_and_page_length() {
    let state: ListState = "view=public&search=x&status=active&sort=size%3Adesc&limit=50"
        .parse()
        .unwrap();
    assert!(state.is_filtered());
    let cleared = state.without_filters();
    assert!(!cleared.is_filtered());
    assert_eq!(cleared.to_string(), "view=public&sort=size%3Adesc&limit=50");
}

#[test]
fn an_empty_search_is_none() {
    assert_eq!(ListState::default().with_search("  ").search, None);
}
