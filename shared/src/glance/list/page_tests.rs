//! Tests of walking and paging, against a model of Glance.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::glance_model::{Database, Glance};
use super::*;
use crate::glance::image::{Image, ImageId};

fn id(number: usize) -> ImageId {
    format!("00000000-0000-0000-0000-{number:012}")
        .parse()
        .unwrap()
}

fn number(image: &Image) -> usize {
    image.id.as_str()[24..].parse().unwrap()
}

fn numbers(page: &ListPage) -> Vec<usize> {
    page.images.iter().map(number).collect()
}

fn image(number: usize) -> Image {
    serde_json::from_value(serde_json::json!({
        "id": id(number), "name": "debian", "status": "active", "visibility": "shared",
        "container_format": "bare", "disk_format": "raw", "size": 1, "virtual_size": null,
        "checksum": null, "owner": "me", "created_at": "2026-11-21T17:38:45Z",
        "updated_at": "2026-11-21T17:38:45Z"
    }))
    .unwrap()
}

/// Images of which every tenth is called Ubuntu, in the order of their ids.
fn glance(count: usize) -> Glance {
    let images = (0..count).map(|number| {
        let name = if number % 10 == 0 { "Ubuntu" } else { "debian" };
        Image {
            name: Some(name.into()),
            ..image(number)
        }
    });
    Glance::with(Database::Sqlite, images.collect())
}

fn query(text: &str) -> ListQuery {
    text.parse().unwrap()
}

fn named(name: &str) -> Keep {
    let name = name.to_owned();
    Box::new(move |image| image.name.as_deref() == Some(name.as_str()))
}

/// The page as the dashboard loads it.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a page is asked for by what the one before gave"
)]
fn page(
    glance: &mut Glance,
    query: &ListQuery,
    position: Position,
    wanted: u32,
    name: Option<&str>,
) -> ListPage {
    if !query.is_paged_by_glance() {
        let mut images = gathered(glance, query);
        if let Some(name) = name {
            images.retain(named(name));
        }
        sort_images(&mut images, &query.sort);
        return page_of(&images, &position, wanted);
    }
    let mut scan = Scan::new(query, &position, wanted, name.map(named));
    while let Some(query) = scan.next_query() {
        let answer = glance.answer(&query.clone()).expect("no 500");
        scan.add_page(answer);
    }
    if scan.leads_to_the_first_page() {
        return page(glance, query, Position::First, wanted, name);
    }
    scan.finish()
}

fn gathered(glance: &mut Glance, query: &ListQuery) -> Vec<Image> {
    let mut walk = Walk::through(query);
    let mut images = Vec::new();
    while let Some(query) = walk.next_query() {
        let answer = glance.answer(&query.clone()).expect("no 500");
        images.extend(walk.add_page(answer));
    }
    images
}

const IN_ORDER: &str = "sort=id:asc";

#[test]
fn a_list_that_fits_has_no_other_page_and_takes_one_call() {
    let mut glance = glance(5);
    let page = page(&mut glance, &query(IN_ORDER), Position::First, 5, None);
    assert_eq!(numbers(&page), [0, 1, 2, 3, 4]);
    assert_eq!((&page.previous, &page.next), (&None, &None));
    assert_eq!((page.total, glance.calls), (Some(5), 1));
}

#[test]
fn the_last_full_page_does_not_promise_another() {
    let (mut glance, query) = (glance(10), query(IN_ORDER));
    let first = page(&mut glance, &query, Position::First, 5, None);
    let second = page(&mut glance, &query, first.next.unwrap(), 5, None);
    assert_eq!(numbers(&second), [5, 6, 7, 8, 9]);
    assert_eq!(second.next, None);
}

#[test]
fn previous_leads_back_over_the_same_images() {
    let (mut glance, query) = (glance(12), query(IN_ORDER));
    let mut at =
        |position: &Option<Position>| page(&mut glance, &query, position.clone().unwrap(), 5, None);
    let first = at(&Some(Position::First));
    let second = at(&first.next);
    let third = at(&second.next);
    assert_eq!(numbers(&third), [10, 11]);
    let back = at(&third.previous);
    assert_eq!(back.images, second.images);
    assert_eq!(back.next, Some(Position::After(id(9))));
    assert_eq!(at(&back.previous), first);
}

#[test]
fn images_that_cannot_be_read_are_counted() {
    let mut scan = Scan::new(&query(""), &Position::First, 5, None);
    let answer = serde_json::json!({"images": [{"id": 5}, image(1), null]});
    scan.add_page(serde_json::from_value(answer).unwrap());
    let page = scan.finish();
    assert_eq!((numbers(&page), page.n_unreadable), (vec![1], 2));
}

#[test]
fn a_page_before_that_would_be_short_is_the_first_page() {
    let (mut glance, query) = (glance(12), query(IN_ORDER));
    let page = page(&mut glance, &query, Position::Before(id(3)), 5, None);
    assert_eq!(numbers(&page), [0, 1, 2, 3, 4]);
    assert_eq!(page.previous, None);
}

#[test]
fn where_nothing_is_left_behind_a_place_the_first_page_is_shown() {
    for order in [IN_ORDER, "sort=name:asc"] {
        let (mut glance, query) = (glance(3), query(order));
        let all = page(&mut glance, &query, Position::First, 5, None);
        let last = all.images.last().unwrap().id.clone();
        let behind = page(&mut glance, &query, Position::After(last), 5, None);
        assert_eq!(behind.images, all.images, "{order}");
    }
}

#[test]
fn what_glance_cannot_filter_is_looked_for_across_its_pages() {
    let (mut glance, query) = (glance(1200), query(IN_ORDER));
    let found = page(&mut glance, &query, Position::First, 100, Some("Ubuntu"));
    assert_eq!(found.images.len(), 100);
    let named = |image: &Image| image.name.as_deref() == Some("Ubuntu");
    assert!(found.images.iter().all(named));
    let position = found.next.unwrap();
    let rest = page(&mut glance, &query, position, 100, Some("Ubuntu"));
    assert_eq!((rest.images.len(), rest.next), (20, None));
}

#[test]
fn a_search_through_a_huge_list_stops_says_so_and_can_go_on() {
    let (mut glance, query) = (glance(3500), query(IN_ORDER));
    glance.images[3400].name = Some("needle".into());
    let found = page(&mut glance, &query, Position::First, 25, Some("needle"));
    assert_eq!((found.images.len(), glance.calls), (0, 6));
    let stopped = StoppedSearch {
        looked_at: 3000,
        way: Way::Forward,
    };
    assert_eq!((found.stopped, found.total), (Some(stopped), None));
    let position = found.next.unwrap();
    let more = page(&mut glance, &query, position, 25, Some("needle"));
    assert_eq!(numbers(&more), [3400]);
    assert_eq!(more.stopped, None);
}

#[test]
fn a_search_back_that_stops_without_a_find_can_go_on_both_ways() {
    let (mut glance, query) = (glance(7000), query(IN_ORDER));
    for at in [0, 6900] {
        glance.images[at].name = Some("needle".into());
    }
    let last = Position::Before(glance.images[6900].id.clone());
    let empty = page(&mut glance, &query, last, 25, Some("needle"));
    assert_eq!(empty.images.len(), 0);
    assert_eq!(
        empty.stopped.map(|stopped| stopped.way),
        Some(Way::Backward)
    );
    let mut position = empty.next.unwrap();
    let found = loop {
        let further = page(&mut glance, &query, position, 25, Some("needle"));
        match further.images.is_empty() {
            true => position = further.next.unwrap(),
            false => break further,
        }
    };
    assert_eq!(numbers(&found), [6900]);
    let mut position = empty.previous.unwrap();
    let found = loop {
        let further = page(&mut glance, &query, position, 25, Some("needle"));
        match further.images.is_empty() {
            true => position = further.previous.unwrap(),
            false => break further,
        }
    };
    assert_eq!(numbers(&found), [0]);
}

#[test]
fn a_search_that_finds_nothing_further_does_not_begin_again() {
    let (mut glance, query) = (glance(3500), query(IN_ORDER));
    let stopped = page(&mut glance, &query, Position::First, 25, Some("needle"));
    let position = stopped.next.unwrap();
    let end = page(&mut glance, &query, position, 25, Some("needle"));
    assert_eq!((end.images.len(), end.next), (0, None));
}

#[test]
fn an_answer_that_was_there_before_ends_a_walk() {
    let mut walk = Walk::new(query("limit=2"));
    let mut same = glance(2);
    let answer = same.answer(&query("limit=2")).unwrap();
    assert_eq!(walk.add_page(answer.clone()).len(), 2);
    assert!(walk.next_query().is_some());
    assert_eq!(walk.add_page(answer), []);
    assert_eq!((walk.next_query(), walk.n_met()), (None, 2));
}

#[test]
fn a_glance_that_gives_shorter_pages_than_asked_for_is_walked_to_its_end() {
    let mut glance = glance(95);
    glance.longest_page = 10;
    assert_eq!(gathered(&mut glance, &query("")).len(), 95);
    let found = page(&mut glance, &query(IN_ORDER), Position::First, 25, None);
    assert_eq!(found.images.len(), 25);
}

/// Images of which the first half has no data.
fn half_without_data() -> Vec<Image> {
    let without_data = |number| Image {
        size: None,
        ..image(number)
    };
    let half = (0..4).map(without_data);
    half.chain((4..8).map(image)).collect()
}

/// What paging by Glance's own markers gives: what was found, and whether it came to an end.
fn paged_by_markers(database: Database, order: &str) -> Option<(BTreeSet<usize>, bool)> {
    let mut glance = Glance::with(database, half_without_data());
    let mut query = query(order);
    let mut found = BTreeSet::new();
    for _ in 0..20 {
        let answer = glance.answer(&query)?;
        found.extend(answer.images.iter().map(number));
        // The last page may be full too, and an empty one follows it then.
        match (&answer.next, answer.images.last()) {
            (Some(_), Some(last)) => query = query.after(&last.id),
            _ => return Some((found, true)),
        }
    }
    Some((found, false))
}

#[test]
fn the_model_goes_wrong_as_glance_does() {
    let down = paged_by_markers(Database::Sqlite, "sort=size:desc&limit=3");
    let found = (2..8).collect();
    assert_eq!(
        down,
        Some((found, false)),
        "pages repeat, and two never come"
    );
    let up = paged_by_markers(Database::Sqlite, "sort=size:asc&limit=3");
    assert_eq!(up, Some(([0, 1, 2].into(), true)), "it ends early");
    let refused = paged_by_markers(Database::Postgresql, "sort=size:desc&limit=3");
    assert_eq!(refused, None);
}

#[test]
fn images_without_a_value_come_last_whichever_way_the_order_goes() {
    for (order, expected) in [
        ("sort=size:asc", [4, 5, 6, 7, 3, 2, 1, 0]),
        ("sort=size:desc", [7, 6, 5, 4, 3, 2, 1, 0]),
        ("sort=name:desc", [7, 6, 5, 4, 3, 2, 1, 0]),
    ] {
        let mut images = half_without_data();
        for image in &mut images {
            image.size = image.size.map(|_| Bytes(number(image) as u64));
            image.name = image.size.map(|size| format!("Image {size}"));
        }
        sort_images(&mut images, &query(order).sort);
        let found: Vec<usize> = images.iter().map(number).collect();
        assert_eq!(found, expected, "{order}");
    }
}

#[test]
fn a_filter_by_the_key_itself_lets_glance_page_by_it() {
    for (text, expected) in [
        ("", true),
        ("sort=updated_at:desc", true),
        ("sort=status:asc,id:desc", true),
        ("sort=size:desc", false),
        ("sort=status:asc,name:asc", false),
        ("sort=size:desc&size_min=0", true),
        ("sort=disk_format:asc&disk_format=in:raw,iso", true),
        ("sort=disk_format:asc&container_format=bare", false),
    ] {
        assert_eq!(query(text).is_paged_by_glance(), expected, "{text}");
    }
}

fn any_image() -> impl Strategy<Value = Image> {
    use prop::option::of;
    let word = |words: &'static [&'static str]| of(prop::sample::select(words));
    let seconds =
        || "2026-11-21T17:38:4[0-3]Z".prop_map(crate::time::timestamp::Timestamp::from_text);
    (
        word(&["", "a", "B", "b"]),
        word(&["raw", "qcow2"]),
        word(&["bare", "ovf"]),
        of(0..3_u64),
        prop::sample::select(vec!["active", "queued"]),
        (seconds(), seconds()),
    )
        .prop_map(
            |(name, disk, container, size, status, (created, updated))| Image {
                name: name.map(ToOwned::to_owned),
                disk_format: disk.map(Into::into),
                container_format: container.map(Into::into),
                size: size.map(Bytes),
                status: status.into(),
                created_at: created,
                updated_at: updated,
                ..image(0)
            },
        )
}

fn any_images() -> impl Strategy<Value = Vec<Image>> {
    prop::collection::vec(any_image(), 0..14).prop_map(|mut images| {
        for (number, image) in images.iter_mut().enumerate() {
            image.id = id(number);
        }
        images
    })
}

fn any_order() -> impl Strategy<Value = Vec<Sort>> {
    let direction = prop::sample::select(vec![Direction::Ascending, Direction::Descending]);
    let key = prop::sample::select(SortKey::ALL.to_vec());
    let sort = (key, direction).prop_map(|(key, direction)| Sort { key, direction });
    prop::collection::vec(sort, 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn next_leads_to_every_image_once_under_every_order(
        images in any_images(),
        sort in any_order(),
        size_min in prop::option::of(Just(Bytes(0))),
        wanted in 1..5_u32,
        longest_page in 1..8_usize,
        name in prop::option::of(Just("b")),
    ) {
        for database in Database::ALL {
            let mut glance = Glance::with(database, images.clone());
            glance.longest_page = longest_page;
            let query = ListQuery { sort: sort.clone(), size_min, ..ListQuery::default() };
            let mut expected = images.clone();
            expected.retain(|image| size_min.is_none() || image.size.is_some());
            expected.retain(|image| name.is_none() || image.name.as_deref() == name);
            let expected: BTreeSet<usize> = expected.iter().map(number).collect();
            let mut met = Vec::new();
            let mut first_of_pages = Vec::new();
            let mut position = Some(Position::First);
            let mut last = ListPage::default();
            while let Some(here) = position {
                last = page(&mut glance, &query, here, wanted, name);
                first_of_pages.push(last.images.first().map(number));
                met.extend(numbers(&last));
                position = last.next.clone();
                prop_assert!(met.len() <= expected.len(), "{database:?}: an image is met twice");
            }
            let set: BTreeSet<usize> = met.iter().copied().collect();
            prop_assert_eq!(&set, &expected, "{:?}", database);
            prop_assert_eq!(met.len(), expected.len(), "{:?}", database);
            // And back over the same pages; a search may have stopped in between.
            if name.is_none() {
                for first in first_of_pages.iter().rev().skip(1) {
                    last = page(&mut glance, &query, last.previous.clone().unwrap(), wanted, name);
                    prop_assert_eq!(last.images.first().map(number), *first, "{:?}", database);
                }
                prop_assert_eq!(last.previous, None);
            }
        }
    }

    #[test]
    fn sorting_here_follows_the_first_key_and_loses_nothing(images in any_images(), sort in any_order()) {
        let mut sorted = images.clone();
        sort_images(&mut sorted, &sort);
        let before: BTreeSet<usize> = images.iter().map(number).collect();
        let after: BTreeSet<usize> = sorted.iter().map(number).collect();
        prop_assert_eq!(before, after);
        if let Some(Sort { key: SortKey::Size, direction }) = sort.first() {
            let sizes: Vec<Bytes> = sorted.iter().filter_map(|image| image.size).collect();
            let in_order = |pair: &[Bytes]| match direction {
                Direction::Ascending => pair[0] <= pair[1],
                Direction::Descending => pair[0] >= pair[1],
            };
            prop_assert!(sizes.windows(2).all(in_order));
            let n_sized = sizes.len();
            prop_assert!(sorted.iter().take(n_sized).all(|image| image.size.is_some()));
        }
    }
}
