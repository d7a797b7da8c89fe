//! The downloads of this tab, without the code that carries them out: that is loaded with the first of them, and
//! stays.

use std::rc::Rc;

use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use super::engine::event::Command;
use super::engine::task::{DownloadId, DownloadTask};
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
    /// What stands below every page.
    fn lines(&self) -> AnyView;
}

/// The downloads of this tab, for the shell and every page. The first load pays for each kind of signal and store,
/// so these are of kinds that it has.
#[derive(Clone, Copy)]
pub struct Downloads {
    runner: StoredValue<Option<Rc<dyn DownloadRunner>>, LocalStorage>,
    is_loaded: RwSignal<bool>,
}

impl Downloads {
    /// No downloads yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            runner: StoredValue::new_local(None),
            is_loaded: RwSignal::new(false),
        }
    }

    /// What carries downloads out, once it is loaded.
    #[must_use]
    pub fn runner(self) -> Option<Rc<dyn DownloadRunner>> {
        self.runner.get_value()
    }

    /// Whether it is loaded; reactively.
    #[must_use]
    pub fn is_loaded(self) -> bool {
        self.is_loaded.get()
    }

    pub(super) fn set_runner(self, runner: Rc<dyn DownloadRunner>) {
        self.runner.set_value(Some(runner));
        self.is_loaded.set(true);
    }

    /// What is on its way to the disk, below every page.
    #[must_use]
    pub fn lines(self) -> AnyView {
        dyn_view(move || {
            let is_loaded = self.is_loaded.get();
            is_loaded.then(|| self.runner().map(|runner| runner.lines()).into_any())
        })
    }
}

impl Default for Downloads {
    fn default() -> Self {
        Self::new()
    }
}
