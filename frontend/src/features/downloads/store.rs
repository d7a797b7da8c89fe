//! The downloads of this tab, without the code that carries them out: that is loaded with the first of them, and
//! stays.

use std::rc::Rc;

use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use super::engine::event::Command;
use super::engine::task::{DownloadId, DownloadTask};
use crate::navigation::{Leaving, UnsavedWork};
use crate::ui::file_handle::FileHandle;
use crate::ui::reactive::dyn_view;

/// One download and its state, to watch. It outlives the page that began it.
#[derive(Clone, PartialEq)]
pub struct WatchedDownload {
    pub id: DownloadId,
    pub state: ArcRwSignal<DownloadTask>,
}

/// What begins downloads and carries them out. Known by what it does, so that whoever only watches does not bring its
/// code along.
pub trait DownloadRunner {
    /// Writes the data of an image to a file that the person has chosen.
    fn start(&self, image: Image, file: FileHandle);
    fn command(&self, id: DownloadId, command: Command);
    /// Takes a download off the list, if nothing is lost by it.
    fn dismiss(&self, id: DownloadId);
    /// All downloads, the oldest first.
    fn list(&self) -> ArcRwSignal<Vec<WatchedDownload>>;
    /// Whether closing the tab would lose something.
    fn needs_this_tab(&self) -> bool;
    /// What stands below every page.
    fn lines(&self) -> AnyView;
}

/// The downloads of this tab, for the shell and every page.
#[derive(Clone, Copy)]
pub struct Downloads {
    runner: RwSignal<Option<Rc<dyn DownloadRunner>>, LocalStorage>,
}

impl Downloads {
    /// No downloads yet.
    #[must_use]
    pub fn new(unsaved: UnsavedWork) -> Self {
        let runner = RwSignal::new_local(None::<Rc<dyn DownloadRunner>>);
        unsaved.guard(move |leaving| {
            let is_lost = matches!(leaving, Leaving::Tab)
                && runner
                    .get_untracked()
                    .is_some_and(|runner| runner.needs_this_tab());
            // The words are the browser's.
            is_lost.then(String::new)
        });
        Self { runner }
    }

    /// What carries downloads out, once it is loaded; reactively.
    #[must_use]
    pub fn runner(self) -> Option<Rc<dyn DownloadRunner>> {
        self.runner.get()
    }

    /// Whether it is loaded; reactively.
    #[must_use]
    pub fn is_loaded(self) -> bool {
        self.runner.with(Option::is_some)
    }

    pub(super) fn set_runner(self, runner: Rc<dyn DownloadRunner>) {
        self.runner.set(Some(runner));
    }

    /// What is on its way to the disk, below every page.
    #[must_use]
    pub fn lines(self) -> AnyView {
        dyn_view(move || self.runner.get().map(|runner| runner.lines()).into_any())
    }
}
