//! Hashing files beside their upload, in file workers: at most one per algorithm at a time, so that several uploads share
//! the processor and the disk in turn instead of fighting over them.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use gaze_shared::digest::Algorithm;
use gaze_shared::units::Bytes;

use crate::features::uploads::engine::effect::HashRound;
use crate::features::uploads::engine::event::HashReport;
use crate::features::uploads::engine::target::UploadId;
use crate::features::uploads::source::{CHUNK_BYTES, UploadSource};
use crate::workers::protocol::{ReadFailure, Report, Task};
use crate::workers::{FileWorker, Heard};

/// What is to be hashed, for whom.
#[derive(Clone)]
pub struct Job {
    pub upload: UploadId,
    pub algorithm: Algorithm,
    /// Which time this is.
    pub round: HashRound,
    /// What is hashed; a handle of its own for each worker.
    pub source: UploadSource,
}

/// Hears what a worker has to say about a job.
pub type Listener = Rc<dyn Fn(&Job, HashReport)>;

/// The workers that hash for this page.
pub struct HashPool(Rc<Pool>);

struct Pool {
    listener: Listener,
    running: RefCell<Vec<Running>>,
    waiting: RefCell<VecDeque<Job>>,
}

struct Running {
    job: Job,
    /// Ends when this is dropped.
    _worker: FileWorker,
}

impl HashPool {
    /// A pool without work.
    #[must_use]
    pub fn new(listener: Listener) -> Self {
        Self(Rc::new(Pool {
            listener,
            running: RefCell::default(),
            waiting: RefCell::default(),
        }))
    }

    /// Hashes a file as soon as its algorithm's worker is free.
    pub fn add(&self, job: Job) {
        self.0.waiting.borrow_mut().push_back(job);
        self.0.start_waiting();
    }

    /// Ends all hashing of an upload. The listener hears nothing more of it.
    pub fn stop(&self, upload: UploadId) {
        self.0
            .waiting
            .borrow_mut()
            .retain(|job| job.upload != upload);
        self.0
            .running
            .borrow_mut()
            .retain(|running| running.job.upload != upload);
        self.0.start_waiting();
    }
}

impl Pool {
    fn start_waiting(self: &Rc<Self>) {
        while let Some(job) = self.take_startable() {
            match self.start(job.clone()) {
                Ok(running) => self.running.borrow_mut().push(running),
                Err(why) => {
                    let pool = Rc::clone(self);
                    // Not at once: whoever asks for a hash is not ready to hear of it yet.
                    leptos::task::spawn_local(async move {
                        (pool.listener)(&job, HashReport::Failed(why));
                    });
                }
            }
        }
    }

    /// The first waiting job whose algorithm no worker is busy with.
    fn take_startable(&self) -> Option<Job> {
        let mut waiting = self.waiting.borrow_mut();
        let running = self.running.borrow();
        let is_free = |job: &Job| {
            running
                .iter()
                .all(|other| other.job.algorithm != job.algorithm)
        };
        let position = waiting.iter().position(is_free)?;
        waiting.remove(position)
    }

    fn start(self: &Rc<Self>, job: Job) -> Result<Running, ReadFailure> {
        let task = Task::Hash {
            algorithm: job.algorithm,
            chunk_bytes: CHUNK_BYTES,
            content: job.source.content(),
        };
        let (pool, job_of_report) = (Rc::downgrade(self), job.clone());
        let listener = move |heard| {
            if let Some(pool) = Weak::upgrade(&pool) {
                pool.hear(&job_of_report, heard);
            }
        };
        let worker = FileWorker::start(task, job.source.read().clone(), Rc::new(listener))?;
        Ok(Running {
            job,
            _worker: worker,
        })
    }

    fn hear(self: &Rc<Self>, job: &Job, heard: Heard) {
        let Heard::Report(report) = heard else {
            return self.end(job, HashReport::Failed(ReadFailure::mistaken()));
        };
        match report {
            Report::Progress { bytes } => {
                (self.listener)(job, HashReport::Progress(Bytes(bytes)));
            }
            Report::Hashed { bytes, digest } => {
                self.end(
                    job,
                    HashReport::Done {
                        digest,
                        bytes: Bytes(bytes),
                    },
                );
            }
            Report::Failed(why) => self.end(job, HashReport::Failed(why)),
            Report::Inspected(_)
            | Report::Measured(_)
            | Report::NotUnpacked(_)
            | Report::NothingToSave
            | Report::ManifestChecked(_) => {
                self.end(job, HashReport::Failed(ReadFailure::mistaken()));
            }
        }
    }

    /// The job is over: its worker goes, the next job starts, and the listener hears the end.
    fn end(self: &Rc<Self>, job: &Job, report: HashReport) {
        let (pool, job) = (Rc::clone(self), job.clone());
        // Not at once: this runs inside a listener of the worker that is about to be dropped.
        leptos::task::spawn_local(async move {
            let is_this = |running: &Running| {
                (running.job.upload, running.job.algorithm, running.job.round)
                    == (job.upload, job.algorithm, job.round)
            };
            pool.running
                .borrow_mut()
                .retain(|running| !is_this(running));
            pool.start_waiting();
            (pool.listener)(&job, report);
        });
    }
}
