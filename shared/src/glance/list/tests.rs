//! Tests of the list query.

use proptest::prelude::*;

use super::*;

#[test]
fn a_query_writes_the_parameters_that_glance_reads() {
    let query = ListQuery {
        names: vec!["a:b é".into()],
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
        "limit=1&limit=2",
        "visibility=secret",
        "member_status=maybe",
        "name=neq:a",
        "status=in:\"active",
        "id=x",
        "created_at=yesterday",
        "size_min=much",
        "size_max=9223372036854775808",
        "min_disk_min=9223372036854775808",
        "min_ram_max=-1",
        "size_max=-1",
        "name=%FF",
        "tag=a%C3",
        "foo_min=3",
        "changes-since=2026-11-21",
        "_method=DELETE",
        "tags=a",
        "sort=name&sort=size",
        "sort_key=owner",
        "sort_key=name&sort_dir=up",
        "sort_key=name&sort_dir=asc&sort_dir=asc",
        "sort_key=name&sort=size",
        "limit=x",
        "protected=True",
        "sort=owner:asc",
        "sort=name:up",
        "marker=1",
    ] {
        let refused = text.parse::<ListQuery>().unwrap_err();
        assert_eq!(refused.key, text.split_once('=').unwrap().0, "{text}");
    }
}

#[test]
fn numbers_past_what_any_image_has_are_read_as_the_nearest_that_list_the_same() {
    for (text, written) in [
        ("min_disk_min=4294967296", "min_disk_min=4294967295"),
        ("min_ram_max=9223372036854775807", "min_ram_max=4294967295"),
        ("min_ram_min=-1", "min_ram_min=0"),
        ("size_min=-1", "size_min=0"),
        ("limit=99999999999999999999999", "limit=4294967295"),
        ("limit=-0", "limit=0"),
    ] {
        let query: ListQuery = text.parse().unwrap();
        assert_eq!(query.to_string(), written, "{text}");
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

#[test]
fn both_ways_to_write_an_order_read_alike() {
    let sort = |text: &str| text.parse::<ListQuery>().unwrap().sort;
    let up = sort("sort=name:asc,size:asc");
    assert_eq!(sort("sort_key=name&sort_dir=asc&sort_key=size"), up);
    assert_eq!(
        sort("sort_key=name&sort_key=size&sort_dir=asc&sort_dir=asc"),
        up
    );
    assert_eq!(sort("sort_key=name"), sort("sort=name"));
    assert_eq!(sort("sort_dir=asc"), sort("sort=created_at:asc"));
    assert_eq!(
        sort("sort= name : asc ,size:"),
        sort("sort=name:asc,size:desc")
    );
}

#[test]
fn what_glance_adds_to_an_order_takes_the_direction_of_a_single_key() {
    let complete = |text: &str| {
        let query: ListQuery = text.parse().unwrap();
        sort::to_parameter(&query.complete_sort())
    };
    assert_eq!(complete(""), "created_at:desc,id:desc");
    assert_eq!(complete("sort=name:asc"), "name:asc,created_at:asc,id:asc");
    assert_eq!(
        complete("sort=name:asc,size:asc"),
        "name:asc,size:asc,created_at:desc,id:desc"
    );
    assert_eq!(complete("sort=id:asc"), "id:asc,created_at:asc");
}

#[test]
fn a_key_that_is_given_again_replaces_the_one_before() {
    let query: ListQuery = "status=active&os_distro=a&status=queued&os_distro=b"
        .parse()
        .unwrap();
    assert_eq!(query.to_string(), "status=queued&os_distro=b");
}

fn any_time() -> impl Strategy<Value = TimeFilter> {
    let comparison = prop::sample::select(Comparison::ALL.to_vec());
    let time =
        "20[0-9]{2}-0[1-9]-2[0-8]T1[0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|\\+0[0-9]:30)?";
    (comparison, time).prop_map(|(comparison, time)| TimeFilter {
        comparison,
        time: crate::time::timestamp::Timestamp::from_text(time),
    })
}

fn any_sort() -> impl Strategy<Value = Sort> {
    let direction = prop::sample::select(vec![Direction::Ascending, Direction::Descending]);
    (prop::sample::select(SortKey::ALL.to_vec()), direction)
        .prop_map(|(key, direction)| Sort { key, direction })
}

fn any_id() -> impl Strategy<Value = ImageId> {
    "[0-9a-fA-F]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}".prop_map(|text| text.parse().unwrap())
}

/// Words of any kind but those with a quotation mark or a backslash, which Glance's lists cannot
/// hold.
const WORD: &str = "[^\"\\\\]{0,12}";

fn any_words<T: for<'a> From<&'a str> + fmt::Debug>() -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(WORD.prop_map(|word| T::from(&word)), 0..4)
}

fn any_query() -> impl Strategy<Value = ListQuery> {
    use prop::option::of;
    let many = 0..4;
    let tags = prop::collection::vec("[a-z0-9 :é&=+%_-]{1,12}", many.clone());
    let tags = tags.prop_map(|tags| tags.iter().map(|tag| tag.trim().to_owned()).collect());
    let properties = prop::collection::btree_map("x_[a-z]{1,6}", ".*", many.clone());
    let words = (
        prop::collection::vec(WORD, many.clone()),
        prop::collection::vec(any_id(), many.clone()),
        any_words::<Status>(),
        any_words::<DiskFormat>(),
        any_words::<ContainerFormat>(),
        tags,
        properties,
    );
    let choices = (
        of(prop::sample::select(VisibilityFilter::KNOWN)),
        of(prop::sample::select(MemberStatus::KNOWN)),
        of(".*"),
        of(any::<bool>()),
        of(any::<bool>()),
    );
    let ranges = (
        prop::array::uniform4(of((0..=i64::MAX as u64).prop_map(Bytes))),
        prop::array::uniform2(of(any::<u32>().prop_map(Gibibytes))),
        prop::array::uniform2(of(any::<u32>().prop_map(Mebibytes))),
        prop::array::uniform2(of(any_time())),
    );
    let page = (
        prop::collection::vec(any_sort(), many),
        of(any::<u32>()),
        of(any_id()),
    );
    (words, choices, ranges, page).prop_map(
        |(words, choices, (sizes, disks, rams, times), (sort, limit, marker))| {
            let (names, ids, statuses, disk_formats, container_formats, tags, properties) = words;
            let (visibility, member_status, owner, protected, os_hidden) = choices;
            let [size_min, size_max, virtual_size_min, virtual_size_max] = sizes;
            let ([min_disk_min, min_disk_max], [min_ram_min, min_ram_max]) = (disks, rams);
            let [created_at, updated_at] = times;
            ListQuery {
                names,
                ids,
                statuses,
                disk_formats,
                container_formats,
                visibility,
                member_status,
                tags,
                owner,
                protected,
                os_hidden,
                size_min,
                size_max,
                virtual_size_min,
                virtual_size_max,
                min_disk_min,
                min_disk_max,
                min_ram_min,
                min_ram_max,
                created_at,
                updated_at,
                properties: properties.into_iter().collect(),
                sort,
                limit,
                marker,
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
    fn a_name_of_any_kind_alone_survives_a_round_trip(name in ".*") {
        let query = ListQuery { names: vec![name], ..ListQuery::default() };
        prop_assert_eq!(query.to_string().parse::<ListQuery>().unwrap(), query);
    }

    #[test]
    fn what_was_read_is_written_so_that_it_reads_the_same(text in "[a-z_]{1,9}=[a-z:,\"\\\\0-9-]{0,12}") {
        if let Ok(query) = text.parse::<ListQuery>() {
            prop_assert_eq!(query.to_string().parse::<ListQuery>().unwrap(), query);
        }
    }

    #[test]
    fn no_query_string_makes_the_parser_panic(text in ".*") {
        let _: Result<ListQuery, BadQuery> = text.parse();
    }
}
