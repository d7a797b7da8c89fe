//! Tests of the scan, against a Glance of a few lines: it sorts by id, pages by marker and counts.

use super::*;

fn id(number: usize) -> ImageId {
    format!("00000000-0000-0000-0000-{number:012}")
        .parse()
        .unwrap()
}

fn image(number: usize, name: &str, owner: &str) -> Image {
    serde_json::from_value(serde_json::json!({
        "id": id(number), "name": name, "status": "active", "visibility": "shared",
        "container_format": "bare", "disk_format": "raw", "size": 1, "virtual_size": null,
        "checksum": null, "owner": owner, "created_at": "2026-11-21T17:38:45Z",
        "updated_at": "2026-11-21T17:38:45Z"
    }))
    .unwrap()
}

/// Lists `images`, which stand in the order of the list.
struct Glance {
    images: Vec<Image>,
    calls: u32,
}

impl Glance {
    fn with(count: usize) -> Self {
        let images = (0..count)
            .map(|n| {
                let name = if n % 10 == 0 { "Ubuntu" } else { "debian" };
                image(n, name, if n % 2 == 0 { "me" } else { "other" })
            })
            .collect();
        Self { images, calls: 0 }
    }

    fn answer(&mut self, query: &ListQuery) -> ImageList {
        self.calls += 1;
        let is_reversed = query.sort.last().unwrap().direction == Direction::Ascending;
        let mut images = self.images.clone();
        if is_reversed {
            images.reverse();
        }
        let start = query.marker.as_ref().map_or(0, |marker| {
            images.iter().position(|i| i.id == *marker).unwrap() + 1
        });
        let limit = query.limit.unwrap() as usize;
        let page: Vec<Image> = images.into_iter().skip(start).take(limit).collect();
        let next = (page.len() == limit).then(|| "/v2/images?marker=x".to_owned());
        ImageList {
            images: page.into(),
            next,
            ..ImageList::default()
        }
    }

    fn page(&mut self, state: &str, position: Position) -> ListPage {
        let state = state.parse::<ListState>().unwrap().at(position);
        let mut scan = Scan::new(&state, "me");
        while let Some(query) = scan.next_query() {
            let answer = self.answer(&query.clone());
            scan.take(answer);
        }
        if scan.met_the_beginning() {
            return self.page(&state.to_string(), Position::First);
        }
        scan.finish()
    }
}

fn numbers(page: &ListPage) -> Vec<usize> {
    page.images
        .iter()
        .map(|i| i.id.as_str()[24..].parse().unwrap())
        .collect()
}

#[test]
fn a_list_that_fits_has_no_other_page_and_takes_one_call() {
    let mut glance = Glance::with(5);
    let page = glance.page("limit=5", Position::First);
    assert_eq!(numbers(&page), [0, 1, 2, 3, 4]);
    assert_eq!((page.previous, page.next, glance.calls), (None, None, 1));
}

#[test]
fn the_last_full_page_does_not_promise_another() {
    let mut glance = Glance::with(10);
    let first = glance.page("limit=5", Position::First);
    let second = glance.page("limit=5", first.next.unwrap());
    assert_eq!(numbers(&second), [5, 6, 7, 8, 9]);
    assert_eq!(second.next, None);
}

#[test]
fn previous_leads_back_over_the_same_images() {
    let mut glance = Glance::with(12);
    let first = glance.page("limit=5", Position::First);
    let second = glance.page("limit=5", first.next.clone().unwrap());
    let third = glance.page("limit=5", second.next.clone().unwrap());
    assert_eq!(numbers(&third), [10, 11]);
    let back = glance.page("limit=5", third.previous.unwrap());
    assert_eq!(back.images, second.images);
    assert_eq!(back.next, Some(Position::After(id(9))));
    let start = glance.page("limit=5", back.previous.unwrap());
    assert_eq!(start, first);
}

#[test]
fn a_page_before_that_would_be_short_is_the_first_page() {
    let mut glance = Glance::with(12);
    let page = glance.page("limit=5", Position::Before(id(3)));
    assert_eq!(numbers(&page), [0, 1, 2, 3, 4]);
    assert_eq!(page.previous, None);
}

#[test]
fn a_search_finds_parts_of_names_whatever_their_case_across_pages() {
    let mut glance = Glance::with(1200);
    let page = glance.page("search=bunt&limit=100", Position::First);
    assert_eq!(page.images.len(), 100);
    assert!(
        page.images
            .iter()
            .all(|image| image.name.as_deref() == Some("Ubuntu"))
    );
    let rest = glance.page("search=bunt&limit=100", page.next.unwrap());
    assert_eq!(rest.images.len(), 20);
    assert_eq!(rest.next, None);
}

#[test]
fn a_search_finds_the_beginning_of_an_id() {
    let mut glance = Glance::with(30);
    let page = glance.page(
        "search=00000000-0000-0000-0000-000000000007",
        Position::First,
    );
    assert_eq!(numbers(&page), [7]);
}

#[test]
fn shared_leaves_out_the_project_s_own_images() {
    let mut glance = Glance::with(10);
    let page = glance.page("view=shared", Position::First);
    assert_eq!(numbers(&page), [1, 3, 5, 7, 9]);
}

#[test]
fn a_search_through_a_huge_list_stops_says_so_and_can_go_on() {
    let mut glance = Glance::with(3500);
    glance.images[3400].name = Some("needle".into());
    let page = glance.page("search=needle", Position::First);
    assert_eq!(glance.calls, 6);
    assert_eq!(page.images, []);
    assert_eq!(page.stopped_after, Some(3000));
    let more = glance.page("search=needle", page.next.unwrap());
    assert_eq!(numbers(&more), [3400]);
    assert_eq!(more.stopped_after, None);
}

#[test]
fn an_order_is_completed_so_that_it_can_be_reversed() {
    let size = Sort {
        key: SortKey::Size,
        direction: Direction::Ascending,
    };
    let keys: Vec<SortKey> = complete_sort(&[size]).iter().map(|sort| sort.key).collect();
    assert_eq!(keys, [SortKey::Size, SortKey::CreatedAt, SortKey::Id]);
    assert_eq!(complete_sort(&[])[0], DEFAULT_SORT);
}
