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

use super::database::Database;
use super::record::{ResumeRecord, add_prefix};
use super::tab_lock::{Locking, TabLock};
use crate::features::uploads::engine::earlier::PrefixDigest;
use crate::features::uploads::engine::queue::Queue;
use crate::features::uploads::engine::target::UploadId;
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

/// Something for the database. They are done one after another, in the order in which they are given.
enum Job {
    Keep(Box<ResumeRecord>, Option<File>),
    KeepPrefixes {
        image: ImageId,
        prefixes: Vec<PrefixDigest>,
        done: oneshot::Sender<()>,
    },
    /// The lock of an upload that an earlier page began.
    Hold(ImageId, TabLock),
    Forget(ImageId),
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
        files: &HashMap<UploadId, File>,
    ) {
        let mut kept = self.kept.borrow_mut();
        for upload in queue.uploads() {
            let now = ResumeRecord::of(upload);
            let before = kept.get(&upload.id).map(|kept| &kept.record);
            if before == now.as_ref() {
                continue;
            }
            let image_before = before.map(|record| record.image.clone());
            let image_now = now.as_ref().map(|record| &record.image);
            if let Some(gone) = image_before.filter(|image| Some(image) != image_now) {
                kept.remove(&upload.id);
                self.give(Job::Forget(gone));
            }
            if let Some(record) = now {
                let file = files.get(&upload.id).cloned();
                self.give(Job::Keep(Box::new(record.clone()), file));
                let prefixes = match kept.remove(&upload.id) {
                    Some(before) => before.prefixes,
                    None => upload.known_prefixes().to_vec(),
                };
                kept.insert(upload.id, Kept { record, prefixes });
            }
        }
    }

    /// Holds the lock of an upload that an earlier page began.
    pub(in crate::features::uploads) fn hold(&self, image: ImageId, lock: TabLock) {
        self.give(Job::Hold(image, lock));
    }

    /// Keeps the digest of what has been read of a file for the wire, while the gateway has `arrived` of it. Ends
    /// when that is written: only then may it be sent.
    pub(in crate::features::uploads) async fn keep_prefix(
        self: Rc<Self>,
        id: UploadId,
        prefix: PrefixDigest,
        arrived: Bytes,
    ) {
        let Some(job) = self.prefix_job(id, prefix, arrived) else {
            return;
        };
        let (done, written) = oneshot::channel();
        self.give(Job::KeepPrefixes {
            image: job.0,
            prefixes: job.1,
            done,
        });
        // Who does the jobs lives as long as the page.
        let _written = written.await;
    }

    fn prefix_job(
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

async fn work(mut given: UnboundedReceiver<Job>) {
    let mut locks = HashMap::new();
    let mut database = None;
    while let Ok(job) = given.recv().await {
        if database.is_none() {
            database = Database::open().await;
        }
        match job {
            Job::Keep(record, file) => {
                if !locks.contains_key(&record.image)
                    && let Locking::Held(lock) = TabLock::take(&record.image).await
                {
                    locks.insert(record.image.clone(), lock);
                }
                let handle = match &file {
                    Some(file) => file_handle::of(file).await,
                    None => None,
                };
                if let Some(database) = &database {
                    database.put(&record, handle.as_ref()).await;
                }
            }
            Job::KeepPrefixes {
                image,
                prefixes,
                done,
            } => {
                if let Some(database) = &database {
                    database.put_prefixes(&image, &prefixes).await;
                }
                let _nobody_waits = done.send(());
            }
            Job::Hold(image, lock) => {
                locks.insert(image, lock);
            }
            Job::Forget(image) => {
                if let Some(database) = &database {
                    database.forget(&image).await;
                }
                locks.remove(&image);
            }
        }
    }
}
