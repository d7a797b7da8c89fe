//! Where the person is in the dashboard, and the ways to somewhere else.
//!
//! The address is the state: pages read what they show from it and change it, so back, reload and a
//! copied link all work. This is all of a router that a typed [`crate::paths::Route`] needs; a library
//! for it would be a quarter of the program's download.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, HtmlElement};

use super::history::{HistoryPosition, Pop};
use super::scroll::{Scroll, offset, session_storage};
use super::unsaved::{Leaving, UnsavedWork};

/// The path of the list of images, to which the way back from an image leads.
pub const LIST_PATH: &str = "/images";
/// Under which the browser keeps where the list was left, while the page is loaded again.
const LIST_KEPT: &str = "gaze-list";
/// What the frame writes into the address of any page: parameter and value.
const OF_THE_FRAME: [(&str, &str); 1] = [HELP];
/// The parameter that opens the keyboard help.
pub const HELP: (&str, &str) = ("help", "keyboard");

/// Path and query of the window's address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The path, from its leading slash.
    pub path: String,
    /// The query, without its question mark.
    pub query: String,
}

/// What a step means for the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Back undoes it.
    New,
    /// Back goes to what was before it.
    Replace,
}

impl Address {
    /// Splits path and query; a fragment is left out, because no page has one.
    #[must_use]
    pub fn parse(target: &str) -> Self {
        let target = target.split_once('#').map_or(target, |(before, _)| before);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            path: path.to_owned(),
            query: query.to_owned(),
        }
    }

    /// The query without what the frame has written into it: what the page itself is asked for.
    #[must_use]
    pub fn page_query(&self) -> String {
        let mut address = self.clone();
        for (name, value) in OF_THE_FRAME {
            if address.parameter(name).as_deref() == Some(value) {
                address = address.with_parameter(name, None);
            }
        }
        address.query
    }

    /// The value of a parameter of the query, if it is there.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The same address with a parameter set or taken out.
    #[must_use]
    pub fn with_parameter(&self, name: &str, value: Option<&str>) -> Self {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (key, kept) in form_urlencoded::parse(self.query.as_bytes()) {
            if key != name {
                query.append_pair(&key, &kept);
            }
        }
        if let Some(value) = value {
            query.append_pair(name, value);
        }
        Self {
            path: self.path.clone(),
            query: query.finish(),
        }
    }

    /// Path and query as one text.
    #[must_use]
    pub fn to_target(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }
}

/// Where the list was left.
#[derive(Clone, Debug, Default, PartialEq)]
struct LeftList {
    /// Its path and query.
    target: String,
    /// How far it was scrolled down, in pixels.
    offset: i32,
}

/// An entry of the history, by its number if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry(Option<i32>);

/// The address of this tab.
#[derive(Clone, Copy)]
pub struct Navigator {
    address: RwSignal<Address>,
    position: StoredValue<HistoryPosition>,
    scroll: Scroll,
    left_list: StoredValue<LeftList>,
    unsaved: UnsavedWork,
    /// To which entry of the history the person has agreed to go.
    agreed: StoredValue<Option<Entry>>,
}

impl Navigator {
    /// Follows the window's address and takes over clicks on links of the dashboard, for as long as
    /// the application lives.
    #[must_use]
    pub fn start(unsaved: UnsavedWork) -> Self {
        let kept = session_storage().and_then(|storage| storage.get_item(LIST_KEPT).ok().flatten());
        let (scroll, position) = Scroll::start(numbered_entry());
        let navigator = Self {
            address: RwSignal::new(current_address()),
            position: StoredValue::new(position),
            scroll,
            left_list: StoredValue::new(LeftList {
                target: kept.unwrap_or_else(|| LIST_PATH.to_owned()),
                offset: 0,
            }),
            unsaved,
            agreed: StoredValue::new(None),
        };
        write_history(Step::Replace, position.number(), None);
        window_event_listener_untyped("popstate", move |_| navigator.popped());
        window_event_listener(leptos::ev::click, move |event| {
            if let Some(target) = link_target(&event) {
                event.prevent_default();
                navigator.go(&target);
            }
        });
        navigator
    }

    /// The address, reactively.
    #[must_use]
    pub fn address(self) -> RwSignal<Address> {
        self.address
    }

    /// The path, reactively.
    #[must_use]
    pub fn path(self) -> String {
        self.address.with(|address| address.path.clone())
    }

    /// The query that the page itself is asked for, without its question mark, reactively.
    #[must_use]
    pub fn page_query(self) -> String {
        self.address.with(Address::page_query)
    }

    /// The value of a parameter, reactively.
    #[must_use]
    pub fn parameter(self, name: &str) -> Option<String> {
        self.address.with(|address| address.parameter(name))
    }

    /// Path and query of the list of images as it was left: the way back from an image.
    #[must_use]
    pub fn list_target(self) -> String {
        self.left_list.with_value(|list| list.target.clone())
    }

    /// Something has arrived that may make the page as long as it was when it was left.
    pub fn page_has_grown(self) {
        self.scroll.take_up();
    }

    /// Notes where the list is left, if the page is the list.
    fn note_list(self) {
        let address = self.address.get_untracked();
        if address.path != LIST_PATH {
            return;
        }
        let target = Address {
            query: address.page_query(),
            ..address
        }
        .to_target();
        if let Some(storage) = session_storage() {
            let _full_or_forbidden = storage.set_item(LIST_KEPT, &target);
        }
        let offset = offset();
        self.left_list.set_value(LeftList { target, offset });
    }

    /// Goes to a path of the dashboard; back returns.
    pub fn go(self, target: &str) {
        self.go_by(target, Step::New);
    }

    /// Goes to a path of the dashboard, once the person has agreed to lose what is not saved. A new page
    /// begins at its top, another state of the same page stays where it is scrolled to.
    pub fn go_by(self, target: &str, step: Step) {
        let wanted = Address::parse(target);
        if wanted != self.address.get_untracked() {
            let go = move || self.show(wanted.clone(), step);
            self.unsaved
                .leave(&Leaving::To(&Address::parse(target)), go);
        }
    }

    /// Goes from a page that is no more to another one in its place: there is nothing left to ask about.
    pub fn lead_on(self, target: &str) {
        self.show(Address::parse(target), Step::Replace);
    }

    fn show(self, wanted: Address, step: Step) {
        let before = self.address.get_untracked();
        if wanted == before {
            return;
        }
        self.note_list();
        let mut position = self.position.get_value();
        let number = match step {
            Step::New => {
                self.scroll.push();
                position.push()
            }
            Step::Replace => position.number(),
        };
        self.position.set_value(position);
        let target = wanted.to_target();
        write_history(step, number, Some(&target));
        if wanted.path != before.path {
            scroll_to_top();
            let left_list = self.left_list.get_value();
            if left_list.target == target {
                self.scroll.want(left_list.offset);
            }
        }
        self.address.set(wanted);
    }

    /// The browser has gone back or forward.
    fn popped(self) {
        let wanted = current_address();
        let entry = numbered_entry();
        let agreed = self.agreed.try_update_value(Option::take).flatten();
        let loss = match agreed {
            Some(agreed) if agreed == Entry(entry) => None,
            _ => self.unsaved.loss(&Leaving::To(&wanted)),
        };
        let mut position = self.position.get_value();
        let pop = position.popped(entry, loss.is_some());
        self.position.set_value(position);
        match (pop, loss) {
            (Pop::Ask { way_back }, Some(loss)) => {
                walk_history(way_back);
                // Another step before the first was taken back: it is taken back, too, and not asked about.
                if untrack(|| self.unsaved.question().is_some()) {
                    return;
                }
                let go = move || {
                    self.agreed.set_value(Some(Entry(entry)));
                    walk_history(-way_back);
                };
                self.unsaved.ask(loss, Box::new(go));
            }
            (Pop::Follow, _) => {
                self.note_list();
                self.scroll.follow(position);
                if entry.is_none() {
                    write_history(Step::Replace, position.number(), None);
                }
                self.address.set(wanted);
                self.scroll.take_up();
            }
            _ => self.address.set(wanted),
        }
    }
}

/// The number of the entry that the browser shows, if it has one.
fn numbered_entry() -> Option<i32> {
    let state = window().history().and_then(|history| history.state());
    // Numbers are whole and small; the cast drops nothing.
    state.ok()?.as_f64().map(|number| number as i32)
}

/// Writes an entry: at another address, or the one that is shown with its number.
fn write_history(step: Step, number: i32, target: Option<&str>) {
    if let Ok(history) = window().history() {
        let number = JsValue::from_f64(f64::from(number));
        // Fails only for an address of another origin, which no page of the dashboard has.
        let _another_origin = match step {
            Step::New => history.push_state_with_url(&number, "", target),
            Step::Replace => history.replace_state_with_url(&number, "", target),
        };
    }
}

fn walk_history(steps: i32) {
    if let Ok(history) = window().history() {
        // Fails only in a document that is shown no more.
        let _gone = history.go_with_delta(steps);
    }
}

/// Shows the page from its beginning, and lets the keyboard begin there too: for what takes the place of
/// everything on a page without being another page.
pub fn begin_at_top() {
    scroll_to_top();
    focus_page();
}

/// Lets the keyboard go on at the beginning of the page, where it is scrolled to: for when what had the focus
/// is gone.
pub fn focus_page() {
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element of the page that takes the focus cannot refuse it.
        let _focused = main.focus_with_options(&options);
    }
}

fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

fn current_address() -> Address {
    let location = window().location();
    // A document always has an address.
    let (path, search) = (location.pathname(), location.search());
    Address {
        path: path.unwrap_or_default(),
        query: search
            .unwrap_or_default()
            .trim_start_matches('?')
            .to_owned(),
    }
}

/// Where a click on a link of the dashboard leads, unless it is meant for the browser: for a new tab,
/// a download or another site.
fn link_target(event: &web_sys::MouseEvent) -> Option<String> {
    let plain = event.button() == 0
        && !event.default_prevented()
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link: HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let own = window()
        .location()
        .origin()
        .is_ok_and(|origin| origin == link.origin());
    let for_browser = link.has_attribute("download") || link.has_attribute("target");
    (plain && own && !for_browser).then(|| format!("{}{}", link.pathname(), link.search()))
}

/// The navigator of the application.
#[must_use]
pub fn use_navigator() -> Navigator {
    expect_context()
}

/// A parameter of the address that opens or chooses something: back closes what a click opened.
#[derive(Clone, Copy)]
pub struct UrlParameter {
    name: &'static str,
    navigator: Navigator,
}

impl UrlParameter {
    /// The parameter `name` of whatever page is shown.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            navigator: use_navigator(),
        }
    }

    /// Its value, reactively.
    #[must_use]
    pub fn get(self) -> Option<String> {
        self.navigator.parameter(self.name)
    }

    /// Whether it has this value, reactively.
    #[must_use]
    pub fn is(self, value: &str) -> bool {
        self.get().as_deref() == Some(value)
    }

    /// Sets or clears it, as a step that back undoes. Nothing happens when it has that value already.
    pub fn set(self, value: Option<&str>) {
        let address = self.navigator.address.get_untracked();
        if address.parameter(self.name).as_deref() != value {
            self.navigator
                .go(&address.with_parameter(self.name, value).to_target());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_splits_and_joins() {
        let address = Address::parse("/images?view=public&tag=a&tag=b#x");
        assert_eq!(address.path, "/images");
        assert_eq!(address.to_target(), "/images?view=public&tag=a&tag=b");
        assert_eq!(Address::parse("/images").to_target(), "/images");
    }

    #[test]
    fn what_the_frame_writes_into_the_address_is_nothing_that_the_page_is_asked_for() {
        for (query, expected) in [
            ("view=public&help=keyboard", "view=public"),
            ("help=keyboard", ""),
            // A property of this name is somebody else's.
            ("help=yes&tag=a", "help=yes&tag=a"),
        ] {
            let address = Address::parse(&format!("/images?{query}"));
            assert_eq!(address.page_query(), expected);
        }
    }

    #[test]
    fn a_parameter_is_changed_and_the_others_stay() {
        let address = Address::parse("/images?tag=a&tag=b&search=x+y");
        assert_eq!(address.parameter("search").as_deref(), Some("x y"));
        assert_eq!(address.parameter("help"), None);
        let open = address.with_parameter("help", Some("keyboard"));
        assert_eq!(open.query, "tag=a&tag=b&search=x+y&help=keyboard");
        assert_eq!(open.with_parameter("help", None), address);
        assert_eq!(
            open.with_parameter("help", Some("other"))
                .parameter("help")
                .as_deref(),
            Some("other")
        );
    }
}
