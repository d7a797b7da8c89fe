//! What the image list shows, as its URL says it.

use std::fmt;
use std::str::FromStr;

use gaze_shared::image::ImageId;
use gaze_shared::list_query::{BadQuery, ListQuery, MemberStatus, VisibilityFilter};

/// The tabs of the list: whose images.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// The project's own, whoever sees them.
    #[default]
    Mine,
    /// Other projects' images that this project accepted.
    Shared,
    /// What an administrator published.
    Public,
    /// What is open to everyone who asks.
    Community,
    /// What default lists leave out.
    Hidden,
}

impl View {
    /// All tabs in their order.
    pub const ALL: [Self; 5] = [
        Self::Mine,
        Self::Shared,
        Self::Public,
        Self::Community,
        Self::Hidden,
    ];

    /// The word for a person.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Mine => "Mine",
            Self::Shared => "Shared",
            Self::Public => "Public",
            Self::Community => "Community",
            Self::Hidden => "Hidden",
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Shared => "shared",
            Self::Public => "public",
            Self::Community => "community",
            Self::Hidden => "hidden",
        }
    }

    /// Adds to `query` what makes it this tab's.
    fn narrow(self, query: &mut ListQuery, project_id: &str) {
        match self {
            Self::Mine => query.owner = Some(project_id.to_owned()),
            Self::Shared => {
                query.visibility = Some(VisibilityFilter::Shared);
                query.member_status = Some(MemberStatus::Accepted);
            }
            Self::Public => query.visibility = Some(VisibilityFilter::Public),
            Self::Community => query.visibility = Some(VisibilityFilter::Community),
            Self::Hidden => {
                query.owner = Some(project_id.to_owned());
                query.os_hidden = Some(true);
            }
        }
    }
}

/// Where a page of the list begins or ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Position {
    /// At the beginning of the list.
    #[default]
    First,
    /// After this image.
    After(ImageId),
    /// Before this image: Glance pages forward only, so this is asked for in reverse.
    Before(ImageId),
}

/// Everything that the list's URL says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    /// Whose images.
    pub view: View,
    /// Only names that hold this text. Glance compares whole names only, so the dashboard looks
    /// through the list itself.
    pub search: Option<String>,
    /// Which page.
    pub position: Position,
    /// Filters, order and page length, as Glance knows them; without a marker.
    pub query: ListQuery,
}

impl ListState {
    /// The page length unless the URL says otherwise; Glance's own default.
    pub const DEFAULT_LIMIT: u32 = 25;

    /// The page length.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.query
            .limit
            .filter(|limit| *limit > 0)
            .unwrap_or(Self::DEFAULT_LIMIT)
    }

    /// The same list at another place.
    #[must_use]
    pub fn at(&self, position: Position) -> Self {
        Self {
            position,
            ..self.clone()
        }
    }

    /// The same list with another query, from its beginning: the old page means nothing in it.
    #[must_use]
    pub fn with_query(&self, change: impl FnOnce(&mut ListQuery)) -> Self {
        let mut state = self.at(Position::First);
        change(&mut state.query);
        state
    }

    /// The same list with another search, from its beginning.
    #[must_use]
    pub fn with_search(&self, search: &str) -> Self {
        let search = search.trim();
        Self {
            search: (!search.is_empty()).then(|| search.to_owned()),
            ..self.at(Position::First)
        }
    }

    /// Another tab with the same filters, from its beginning.
    #[must_use]
    pub fn in_view(&self, view: View) -> Self {
        Self {
            view,
            ..self.at(Position::First)
        }
    }

    /// The same tab, order and page length without any filter.
    #[must_use]
    pub fn without_filters(&self) -> Self {
        Self {
            view: self.view,
            query: ListQuery {
                sort: self.query.sort.clone(),
                limit: self.query.limit,
                ..ListQuery::default()
            },
            ..Self::default()
        }
    }

    /// Whether filters or a search narrow the tab.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.search.is_some() || self.query.is_filtered()
    }

    /// The query that Glance is asked, without a place: the tab's own filters win over the URL's.
    #[must_use]
    pub fn glance_query(&self, project_id: &str) -> ListQuery {
        let mut query = self.query.first_page();
        self.view.narrow(&mut query, project_id);
        query
    }
}

impl fmt::Display for ListState {
    /// The query string of the page, without `?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut own = form_urlencoded::Serializer::new(String::new());
        if self.view != View::default() {
            own.append_pair("view", self.view.as_str());
        }
        if let Some(search) = &self.search {
            own.append_pair("search", search);
        }
        match &self.position {
            Position::First => {}
            Position::After(id) => {
                own.append_pair("after", id.as_str());
            }
            Position::Before(id) => {
                own.append_pair("before", id.as_str());
            }
        }
        let (own, query) = (own.finish(), self.query.to_string());
        f.write_str(&own)?;
        if !own.is_empty() && !query.is_empty() {
            f.write_str("&")?;
        }
        f.write_str(&query)
    }
}

impl FromStr for ListState {
    type Err = BadQuery;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut state = Self::default();
        let mut rest = form_urlencoded::Serializer::new(String::new());
        let text = text.strip_prefix('?').unwrap_or(text);
        for (key, value) in form_urlencoded::parse(text.as_bytes()) {
            let bad = || BadQuery {
                key: key.to_string(),
                value: value.to_string(),
            };
            match key.as_ref() {
                "view" => {
                    let known = View::ALL.into_iter().find(|view| view.as_str() == value);
                    state.view = known.ok_or_else(bad)?;
                }
                "search" => state.search = Some(value.into_owned()).filter(|s| !s.is_empty()),
                "after" => state.position = Position::After(value.parse().map_err(|_| bad())?),
                "before" => state.position = Position::Before(value.parse().map_err(|_| bad())?),
                _ => {
                    rest.append_pair(&key, &value);
                }
            }
        }
        state.query = rest.finish().parse()?;
        // The page has its own words for the place.
        if let Some(marker) = state.query.marker.take() {
            state.position = Position::After(marker);
        }
        Ok(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gaze_shared::image::Status;

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
    fn mine_asks_for_the_project_s_own_images_whatever_the_url_says() {
        let state: ListState = "owner=somebody-else&visibility=private".parse().unwrap();
        let query = state.glance_query("me");
        assert_eq!(query.owner.as_deref(), Some("me"));
        assert_eq!(query.visibility, Some(VisibilityFilter::Private));
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
}
