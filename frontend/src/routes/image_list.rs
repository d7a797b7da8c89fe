//! What the image list shows, as its URL says it.

use std::fmt;
use std::str::FromStr;

use gaze_shared::glance::list::{
    BadQuery, Direction, ListQuery, MAX_PAGE_LENGTH, MemberStatus, Position, Sort, SortKey,
    VisibilityFilter,
};

/// The order unless the URL says otherwise: what changed last comes first.
pub const DEFAULT_SORT: Sort = Sort {
    key: SortKey::UpdatedAt,
    direction: Direction::Descending,
};

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

    fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Shared => "shared",
            Self::Public => "public",
            Self::Community => "community",
            Self::Hidden => "hidden",
        }
    }

    /// What of `query` is this tab's; `None` when a filter asks for what no image of the tab has.
    fn narrow(self, mut query: ListQuery, project_id: &str) -> Option<ListQuery> {
        match self {
            Self::Mine => agree(&mut query.owner, project_id.to_owned())?,
            Self::Shared => {
                see(&mut query.visibility, VisibilityFilter::Shared)?;
                query.member_status.get_or_insert(MemberStatus::Accepted);
            }
            Self::Public => see(&mut query.visibility, VisibilityFilter::Public)?,
            Self::Community => see(&mut query.visibility, VisibilityFilter::Community)?,
            Self::Hidden => {
                agree(&mut query.os_hidden, true)?;
                // Without it Glance leaves out what others opened to everyone.
                query.visibility.get_or_insert(VisibilityFilter::All);
            }
        }
        Some(query)
    }

    /// Takes out of `query` the filters that this tab decides itself.
    fn take_over(self, query: &mut ListQuery) {
        match self {
            Self::Mine => query.owner = None,
            Self::Shared | Self::Public | Self::Community => query.visibility = None,
            Self::Hidden => query.os_hidden = None,
        }
        if self != Self::Shared {
            query.member_status = None;
        }
    }
}

/// Both what was `asked` for and what the tab holds, unless these are two things.
fn agree<T: PartialEq>(asked: &mut Option<T>, tab: T) -> Option<()> {
    if asked.as_ref().is_some_and(|asked| *asked != tab) {
        return None;
    }
    *asked = Some(tab);
    Some(())
}

fn see(asked: &mut Option<VisibilityFilter>, tab: VisibilityFilter) -> Option<()> {
    asked.take_if(|asked| *asked == VisibilityFilter::All);
    agree(asked, tab)
}

/// Everything that the list's URL says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    /// Whose images.
    pub view: View,
    /// Only names that hold this text. Glance compares whole names only, so the dashboard looks
    /// through the list itself.
    pub search: Option<String>,
    pub position: Position,
    /// Filters, order and page length, as Glance knows them; without a marker.
    pub query: ListQuery,
}

impl ListState {
    /// The page length unless the URL says otherwise; Glance's own default.
    pub const DEFAULT_LIMIT: u32 = 25;

    /// The page length. One image more tells whether there is a next page, and has to fit into an
    /// answer of Glance.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.query
            .limit
            .filter(|limit| *limit > 0)
            .unwrap_or(Self::DEFAULT_LIMIT)
            .min(MAX_PAGE_LENGTH - 1)
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

    /// Another tab with the same filters, but for those that the tab decides, from its beginning.
    #[must_use]
    pub fn in_view(&self, view: View) -> Self {
        let mut state = Self {
            view,
            ..self.at(Position::First)
        };
        view.take_over(&mut state.query);
        state
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

    /// The query that Glance is asked, without a place and a length: what is in the tab and fits each
    /// filter of the URL. `None` when the two exclude each other, so that no image can be meant.
    #[must_use]
    pub fn glance_query(&self, project_id: &str) -> Option<ListQuery> {
        let mut query = self.query.first_page();
        query.limit = None;
        if query.sort.is_empty() {
            query.sort = vec![DEFAULT_SORT];
        }
        self.view.narrow(query, project_id)
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
        let mut view = None;
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
                    view = Some(known.ok_or_else(bad)?);
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
        // Invitations stand in one tab only; in the others Glance takes no notice of this filter.
        let asks_for_invitations = state.query.member_status.is_some();
        state.view = match view {
            None if asks_for_invitations => View::Shared,
            view => view.unwrap_or_default(),
        };
        if state.view != View::Shared {
            state.query.member_status = None;
        }
        if matches!(state.view, View::Shared | View::Public | View::Community) {
            let any = |asked: &mut VisibilityFilter| *asked == VisibilityFilter::All;
            state.query.visibility.take_if(any);
        }
        // The page has its own words for the place.
        if let Some(marker) = state.query.marker.take() {
            state.position = Position::After(marker);
        }
        Ok(state)
    }
}
