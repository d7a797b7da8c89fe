//! Writes down what goes on in this tab, so that a later page can go on with it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_channel::oneshot;
use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;
use leptos::task::spawn_local;
use web_sys::File;

use super::database::{Database, Write};
use super::record::{ResumeRecord, add_prefix};
use super::tab_lock::{Locking, TabLock};
use crate::features::uploads::engine::earlier::PrefixDigest;
use crate::features::uploads::engine::queue::Queue;
use crate::features::uploads::engine::target::UploadId;
use crate::features::uploads::source::UploadSource;
use crate::ui::file_handle;

/// What is kept of the uploads of this tab.
pub(in crate::features::uploads) struct Keeper {
    jobs: UnboundedSender<Job>,
    kept: RefCell<HashMap<UploadId, Kept>>,
}

struct Kept {
    record: ResumeRecord,
    prefixes: Vec<PrefixDigest>,
}

/// Something to be written. They are done one after another, in the order in which they are given.
enum Job {
    Keep(UploadId, Box<ResumeRecord>, Option<File>),
    KeepPrefixes {
        id: UploadId,
        image: ImageId,
        prefixes: Vec<PrefixDigest>,
        done: oneshot::Sender<()>,
    },
    /// The lock of an upload that an earlier page began, for whoever keeps it first.
    Hold(ImageId, TabLock),
    Forget(UploadId, ImageId),
}

impl Keeper {
    pub(in crate::features::uploads) fn start() -> Self {
        let (jobs, given) = unbounded();
        spawn_local(work(given));
        Self {
            jobs,
            kept: RefCell::default(),
        }
    }

    /// Brings what is kept in line with the queue.
    pub(in crate::features::uploads) fn follow(
        &self,
        queue: &Queue,
        sources: &HashMap<UploadId, UploadSource>,
    ) {
        let mut kept = self.kept.borrow_mut();
        for upload in queue.uploads() {
            let now = ResumeRecord::of(upload);
            let before = kept.get(&upload.id).map(|kept| &kept.record);
            if before == now.as_ref() {
                continue;
            }
            let before = kept.remove(&upload.id);
            let is_other = |before: &Kept| {
                now.as_ref()
                    .is_none_or(|now| now.image != before.record.image)
            };
            if let Some(gone) = before.as_ref().filter(|before| is_other(before)) {
                self.give(Job::Forget(upload.id, gone.record.image.clone()));
            }
            if let Some(record) = now {
                let source = sources.get(&upload.id);
                let file = source.map(|source| source.chosen().clone());
                self.give(Job::Keep(upload.id, Box::new(record.clone()), file));
                let is_same_transfer = |before: &Kept| {
                    before.record.image == record.image
                        && (before.record.way == record.way || before.record.address().is_none())
                };
                let prefixes = match before.filter(is_same_transfer) {
                    Some(before) => before.prefixes,
                    None => upload.known_prefixes().to_vec(),
                };
                kept.insert(upload.id, Kept { record, prefixes });
            }
        }
        // What a person has taken off the list, they want no more of.
        kept.retain(|id, gone| {
            let is_there = queue.get(*id).is_some();
            if !is_there {
                self.give(Job::Forget(*id, gone.record.image.clone()));
            }
            is_there
        });
    }

    /// Holds the lock of an upload that an earlier page began.
    pub(in crate::features::uploads) fn hold(&self, image: ImageId, lock: TabLock) {
        self.give(Job::Hold(image, lock));
    }

    /// Keeps the handle of a file that was chosen in the place of another.
    pub(in crate::features::uploads) fn keep_file(&self, id: UploadId, file: File) {
        if let Some(kept) = self.kept.borrow().get(&id) {
            self.give(Job::Keep(id, Box::new(kept.record.clone()), Some(file)));
        }
    }

    /// Keeps the digest of what has been read of a file for the wire, while the gateway has `arrived` of it. Ends
    /// when that is written: only then may it be sent.
    pub(in crate::features::uploads) async fn keep_prefix(
        self: Rc<Self>,
        id: UploadId,
        prefix: PrefixDigest,
        arrived: Bytes,
    ) {
        let Some((image, prefixes)) = self.with_prefix(id, prefix, arrived) else {
            return;
        };
        let (done, written) = oneshot::channel();
        self.give(Job::KeepPrefixes {
            id,
            image,
            prefixes,
            done,
        });
        // Who does the jobs lives as long as the page.
        let _written = written.await;
    }

    fn with_prefix(
        &self,
        id: UploadId,
        prefix: PrefixDigest,
        arrived: Bytes,
    ) -> Option<(ImageId, Vec<PrefixDigest>)> {
        let mut kept = self.kept.borrow_mut();
        let kept = kept.get_mut(&id)?;
        add_prefix(&mut kept.prefixes, prefix, arrived);
        Some((kept.record.image.clone(), kept.prefixes.clone()))
    }

    fn give(&self, job: Job) {
        // Who does the jobs lives as long as the page.
        let _taken = self.jobs.unbounded_send(job);
    }
}

/// Whose an image's record is: of two uploads into the same image, of this tab or of another, the first one's.
#[derive(Default)]
struct Owners(HashMap<ImageId, Owner>);

struct Owner {
    /// `None` until the upload for which the lock was taken is kept.
    upload: Option<UploadId>,
    /// `None` where the browser has no locks.
    _lock: Option<TabLock>,
}

impl Owners {
    /// Whether the record of the image is this upload's to write, now that it wants to.
    async fn claim(&mut self, image: &ImageId, id: UploadId) -> bool {
        if let Some(owner) = self.0.get_mut(image) {
            return *owner.upload.get_or_insert(id) == id;
        }
        let lock = match TabLock::take(image).await {
            Locking::Held(lock) => Some(lock),
            Locking::NotSupported => None,
            Locking::Elsewhere => return false,
        };
        let owner = Owner {
            upload: Some(id),
            _lock: lock,
        };
        self.0.insert(image.clone(), owner);
        true
    }

    fn is_of(&self, image: &ImageId, id: UploadId) -> bool {
        self.0
            .get(image)
            .is_some_and(|owner| owner.upload == Some(id))
    }
}

async fn work(mut given: UnboundedReceiver<Job>) {
    let mut owners = Owners::default();
    let mut database = None;
    while let Ok(job) = given.recv().await {
        match job {
            Job::Keep(id, record, file) => {
                if owners.claim(&record.image, id).await {
                    let handle = match &file {
                        Some(file) => file_handle::of(file).await,
                        None => None,
                    };
                    write(&mut database, &Write::Record(record, handle)).await;
                }
            }
            Job::KeepPrefixes {
                id,
                image,
                prefixes,
                done,
            } => {
                if owners.is_of(&image, id) {
                    write(&mut database, &Write::Prefixes(image, prefixes)).await;
                }
                let _nobody_waits = done.send(());
            }
            Job::Hold(image, lock) => {
                let owner = Owner {
                    upload: None,
                    _lock: Some(lock),
                };
                owners.0.insert(image, owner);
            }
            Job::Forget(id, image) => {
                if owners.is_of(&image, id) {
                    write(&mut database, &Write::Forget(image.clone())).await;
                    owners.0.remove(&image);
                }
            }
        }
    }
}

/// A browser may close a database at any time; it is opened once more then.
async fn write(database: &mut Option<Database>, write: &Write) {
    for _ in 0..2 {
        if database.is_none() {
            *database = Database::open().await;
        }
        match database {
            Some(open) if open.write(write).await => return,
            Some(_) => *database = None,
            None => return,
        }
    }
}
