//! Tests of the list query.

use proptest::prelude::*;

use super::*;

#[test]
fn a_query_writes_the_parameters_that_glance_reads() {
    let query = ListQuery {
        name: Some("a:b é".into()),
        statuses: vec![Status::Active, Status::Queued],
        visibility: Some(VisibilityFilter::Shared),
        tags: vec!["x".into(), "y".into()],
        sort: vec![Sort {
            key: SortKey::Size,
            direction: Direction::Descending,
        }],
        limit: Some(50),
        ..ListQuery::default()
    };
    assert_eq!(
        query.to_string(),
        "name=eq%3Aa%3Ab+%C3%A9&status=in%3Aactive%2Cqueued&visibility=shared&tag=x&tag=y\
         &sort=size%3Adesc&limit=50"
    );
}

#[test]
fn the_next_page_keeps_every_repeated_key() {
    let query: ListQuery = "?tag=a&tag=b&limit=2".parse().unwrap();
    let last = "71c675ab-d94f-49cd-a114-e12490b328d9".parse().unwrap();
    assert_eq!(
        query.after(&last).to_string(),
        "tag=a&tag=b&limit=2&marker=71c675ab-d94f-49cd-a114-e12490b328d9"
    );
    assert_eq!(query.after(&last).first_page(), query);
}

#[test]
fn values_that_glance_would_refuse_are_refused_here() {
    for text in [
        "limit=-1",
        "limit=x",
        "protected=True",
        "sort=owner:asc",
        "sort=name:up",
        "marker=1",
    ] {
        let refused = text.parse::<ListQuery>().unwrap_err();
        assert_eq!(refused.key, text.split_once('=').unwrap().0);
    }
}

#[test]
fn an_order_or_a_page_alone_is_no_filter() {
    assert!(
        !"sort=name:asc&limit=5"
            .parse::<ListQuery>()
            .unwrap()
            .is_filtered()
    );
    assert!("status=active".parse::<ListQuery>().unwrap().is_filtered());
    assert!(
        "os_distro=debian"
            .parse::<ListQuery>()
            .unwrap()
            .is_filtered()
    );
}

fn any_query() -> impl Strategy<Value = ListQuery> {
    let word = "[a-z0-9 :é&=+%_-]{1,12}";
    let sort = (0..SortKey::ALL.len(), any::<bool>()).prop_map(|(key, up)| Sort {
        key: SortKey::ALL[key],
        direction: if up {
            Direction::Ascending
        } else {
            Direction::Descending
        },
    });
    (
        prop::option::of(word),
        prop::collection::vec(
            "[a-z,:_]{1,8}".prop_map(|word| Status::from(word.as_str())),
            0..4,
        ),
        prop::option::of(prop::sample::select(VisibilityFilter::KNOWN)),
        prop::collection::vec(word, 0..3),
        prop::option::of(any::<bool>()),
        prop::option::of(any::<u64>().prop_map(Bytes)),
        prop::collection::vec(("x_[a-z]{1,6}", word), 0..3),
        prop::collection::vec(sort, 0..3),
        prop::option::of(any::<u32>()),
    )
        .prop_map(
            |(name, statuses, visibility, tags, os_hidden, size_min, properties, sort, limit)| {
                ListQuery {
                    // A name that itself starts with the operator is written with one more.
                    name,
                    statuses,
                    visibility,
                    tags,
                    os_hidden,
                    size_min,
                    properties,
                    sort,
                    limit,
                    ..ListQuery::default()
                }
            },
        )
}

proptest! {
    #[test]
    fn any_query_survives_a_round_trip(query in any_query()) {
        let text = query.to_string();
        prop_assert_eq!(text.parse::<ListQuery>().unwrap(), query, "{}", text);
    }

    #[test]
    fn no_query_string_makes_the_parser_panic(text in ".*") {
        let _: Result<ListQuery, BadQuery> = text.parse();
    }
}
