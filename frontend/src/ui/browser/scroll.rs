//! Where each page of this tab's history is scrolled to, so that going back and loading again lead to
//! where the person was. The browser does this itself only for pages that are whole at once; here the
//! rows come later.

use leptos::prelude::*;

use crate::ui::browser::clock::unix_seconds;

/// Under which the browser keeps the offsets while the page is loaded again.
const KEPT: &str = "gaze-scroll";
/// How long rows may take to come, in seconds; later, nobody expects the page to move.
const WAIT: i64 = 20;

/// The offsets of all entries of the history, in pixels; the number of an entry is its index.
#[derive(Clone, Debug, Default, PartialEq)]
struct Offsets {
    at: Vec<i32>,
    current: usize,
    /// Where the page is to be scrolled to once it is long enough, and until when.
    wanted: Option<(i32, i64)>,
}

impl Offsets {
    fn parse(kept: &str, current: Option<usize>) -> Self {
        let at: Vec<i32> = kept.split(' ').filter_map(|one| one.parse().ok()).collect();
        // A document that was opened by its address comes behind those of before.
        let current = current.unwrap_or(at.len());
        let mut offsets = Self {
            at,
            current,
            wanted: None,
        };
        offsets.at.resize(offsets.at.len().max(current + 1), 0);
        offsets
    }

    fn to_text(&self) -> String {
        let offsets: Vec<String> = self.at.iter().map(ToString::to_string).collect();
        offsets.join(" ")
    }

    /// The person has scrolled, unless the page is only shorter than it will be.
    fn note(&mut self, offset: i32) {
        if self.wanted.is_none()
            && let Some(current) = self.at.get_mut(self.current)
        {
            *current = offset;
        }
    }

    /// A new entry, which ends what was ahead of the current one.
    fn push(&mut self, offset: i32) {
        self.at.truncate(self.current + 1);
        self.at.push(offset);
        self.current += 1;
        self.wanted = None;
    }

    /// The browser has gone to another entry.
    fn go_to(&mut self, entry: usize, now: i64) {
        self.current = entry;
        self.at.resize(self.at.len().max(entry + 1), 0);
        self.want(self.at.get(entry).copied().unwrap_or_default(), now);
    }

    fn want(&mut self, offset: i32, now: i64) {
        self.wanted = Some((offset, now + WAIT));
    }

    /// Where to scroll now, if a wish is still open.
    fn take_up(&mut self, now: i64) -> Option<i32> {
        self.wanted.take_if(|(_, until)| now > *until);
        self.wanted.map(|(offset, _)| offset)
    }
}

/// The scrolling of this tab.
#[derive(Clone, Copy)]
pub struct Scroll(StoredValue<Offsets>);

impl Scroll {
    /// Takes over from the browser, for as long as the application lives. `entry` is the number of the entry
    /// that the tab opens with, if it has one; what comes back is its number from then on.
    #[must_use]
    pub fn start(entry: Option<i32>) -> (Self, Option<i32>) {
        let kept = session_storage().and_then(|storage| storage.get_item(KEPT).ok().flatten());
        let offsets = Offsets::parse(&kept.unwrap_or_default(), entry.map(index));
        let number = i32::try_from(offsets.current).ok();
        let scroll = Self(StoredValue::new(offsets));
        if let Ok(history) = window().history() {
            // Does not fail for a document's own history.
            let _set = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
        }
        // After loading again.
        scroll.0.update_value(|offsets| {
            let current = offsets.current;
            offsets.go_to(current, unix_seconds());
        });
        window_event_listener_untyped("scroll", move |_| {
            scroll.0.update_value(|offsets| offsets.note(offset()));
        });
        // Whoever does something themselves does not want the page to move.
        for event in ["wheel", "touchstart", "pointerdown", "keydown"] {
            window_event_listener_untyped(event, move |_| {
                scroll.0.update_value(|offsets| offsets.wanted = None);
            });
        }
        window_event_listener_untyped("pagehide", move |_| {
            if let Some(storage) = session_storage() {
                let text = scroll.0.with_value(Offsets::to_text);
                let _full_or_forbidden = storage.set_item(KEPT, &text);
            }
        });
        (scroll, number)
    }

    /// A new entry of the history follows, scrolled to where the page is now.
    pub(crate) fn push(self) {
        self.0.update_value(|offsets| offsets.push(offset()));
    }

    /// The browser has gone back or forward.
    pub(crate) fn follow(self, number: i32) {
        let entry = index(number);
        self.0
            .update_value(|offsets| offsets.go_to(entry, unix_seconds()));
    }

    /// The page is to be scrolled so far once it is long enough.
    pub(crate) fn want(self, offset: i32) {
        self.0
            .update_value(|offsets| offsets.want(offset, unix_seconds()));
    }

    /// Scrolls on to where the page is to be, after what has just arrived is in it: it may have made the
    /// page as long as it was when it was left.
    pub(crate) fn take_up(self) {
        request_animation_frame(move || {
            let Some(wanted) = self
                .0
                .try_update_value(|offsets| offsets.take_up(unix_seconds()))
                .flatten()
            else {
                return;
            };
            window().scroll_to_with_x_and_y(0.0, f64::from(wanted));
            if (offset() - wanted).abs() < 2 {
                self.0.update_value(|offsets| {
                    offsets.wanted = None;
                    offsets.note(wanted);
                });
            }
        });
    }
}

/// How far the window is scrolled down, in whole pixels: to read and write fractions as text would
/// cost ten thousands of bytes of the download.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a fraction of a pixel does not matter"
)]
pub(crate) fn offset() -> i32 {
    window().scroll_y().unwrap_or_default() as i32
}

pub(crate) fn session_storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// Where the offset of an entry with this number stands.
fn index(number: i32) -> usize {
    usize::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_leads_to_where_the_page_was_scrolled() {
        let mut offsets = Offsets::parse("", None);
        offsets.note(700);
        offsets.push(0);
        offsets.note(30);
        offsets.go_to(0, 100);
        // The list is still short, and the browser scrolls it up.
        offsets.note(0);
        assert_eq!(offsets.take_up(101), Some(700));
        offsets.go_to(1, 102);
        assert_eq!(offsets.take_up(102), Some(30));
    }

    #[test]
    fn a_page_that_stays_short_is_left_alone_after_a_while() {
        let mut offsets = Offsets::parse("500", Some(0));
        offsets.go_to(0, 100);
        assert_eq!(offsets.take_up(100 + WAIT + 1), None);
        offsets.note(3);
        assert_eq!(offsets.to_text(), "3");
    }

    #[test]
    fn offsets_survive_loading_again_and_documents_do_not_share_them() {
        let mut offsets = Offsets::parse("", None);
        offsets.note(12);
        offsets.push(0);
        let text = offsets.to_text();
        assert_eq!(Offsets::parse(&text, Some(1)).at, [12, 0]);
        let opened = Offsets::parse(&text, None);
        assert_eq!((opened.current, opened.at), (2, vec![12, 0, 0]));
    }

    #[test]
    fn a_step_from_the_middle_of_the_history_ends_what_was_ahead() {
        let mut offsets = Offsets::parse("1 2 3", Some(0));
        offsets.push(9);
        assert_eq!((offsets.current, offsets.at), (1, vec![1, 9]));
    }
}
