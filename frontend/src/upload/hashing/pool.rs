//! The hash workers of the page: at most one per algorithm at a time, so that several uploads share
//! the processor and the disk in turn instead of fighting over them.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use gaze_shared::digest::Algorithm;
use gaze_shared::units::Bytes;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, MessageEvent, Worker};

use super::message::{PROTOCOL, ReadFailure, Report, Start};
use super::worker_url::start_worker;
use crate::upload::engine::effect::HashRound;
use crate::upload::engine::event::HashReport;
use crate::upload::engine::target::UploadId;

/// How much a worker asks the browser for at a time. Measured in Chromium: see `docs/uploads.md`.
const CHUNK_BYTES: u32 = 1 << 20;

/// What is to be hashed, for whom.
#[derive(Clone)]
pub struct Job {
    /// The upload.
    pub upload: UploadId,
    /// What to compute.
    pub algorithm: Algorithm,
    /// Which time this is.
    pub round: HashRound,
    /// The file; a handle of its own for each worker.
    pub file: File,
}

/// Hears what a worker has to say about a job.
pub type Listener = Rc<dyn Fn(&Job, HashReport)>;

/// The hash workers of the page.
pub struct HashPool(Rc<Pool>);

struct Pool {
    listener: Listener,
    running: RefCell<Vec<Running>>,
    waiting: RefCell<VecDeque<Job>>,
}

struct Running {
    job: Job,
    worker: Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(Event)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
    }
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
                Err(error) => {
                    let why = ReadFailure::Worker(text_of(&error));
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

    fn start(self: &Rc<Self>, job: Job) -> Result<Running, JsValue> {
        let worker = start_worker()?;
        let (pool, job_of_message, sender) = (Rc::downgrade(self), job.clone(), worker.clone());
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let report = event.data().as_string().and_then(|text| text.parse().ok());
            if let (Some(report), Some(pool)) = (report, Weak::upgrade(&pool)) {
                pool.hear(&job_of_message, &sender, report);
            }
        });
        let (pool, job_of_error) = (Rc::downgrade(self), job.clone());
        let on_error = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if let Some(pool) = Weak::upgrade(&pool) {
                let why = text_of(&event);
                pool.end(&job_of_error, HashReport::Failed(ReadFailure::Worker(why)));
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Running {
            job,
            worker,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    fn hear(self: &Rc<Self>, job: &Job, worker: &Worker, report: Report) {
        match report {
            Report::Ready { protocol } if protocol == PROTOCOL => {
                let start = Start {
                    algorithm: job.algorithm,
                    chunk_bytes: CHUNK_BYTES,
                };
                let message = Array::of2(&start.to_string().into(), &job.file);
                if let Err(error) = worker.post_message(&message) {
                    let why = ReadFailure::Worker(text_of(&error));
                    self.end(job, HashReport::Failed(why));
                }
            }
            Report::Ready { .. } => {
                let why = "This page is older than the server. Load it again.".to_owned();
                self.end(job, HashReport::Failed(ReadFailure::Worker(why)));
            }
            Report::Progress { bytes } => {
                (self.listener)(job, HashReport::Progress(Bytes(bytes)));
            }
            Report::Done { bytes, digest } => {
                self.end(
                    job,
                    HashReport::Done {
                        digest,
                        bytes: Bytes(bytes),
                    },
                );
            }
            Report::Failed(why) => self.end(job, HashReport::Failed(why)),
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

/// The message of an error or of an error event, for a bug report.
fn text_of(error: &JsValue) -> String {
    js_sys::Reflect::get(error, &"message".into())
        .ok()
        .and_then(|message| message.as_string())
        .filter(|message| !message.is_empty())
        .unwrap_or_else(|| "The hash worker could not be started.".to_owned())
}
