//! Writes an image's data to a file, as it comes, and hashes it on the way.
//!
//! Memory stays flat: a piece of the answer is hashed, and written while the next one is read. Bytes are only
//! ever appended, so what is hashed is what the file has from its beginning. What decides is the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use gaze_shared::digest::{Hasher, HexDigest};
use gaze_shared::gateway::REQUEST_ID_HEADER;
use js_sys::{Array, Date, Function, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, DedicatedWorkerGlobalScope, File, FileSystemFileHandle,
    FileSystemWritableFileStream, ReadableStreamDefaultReader, Response,
};

use super::data_fetch::fetch_data;
use super::hashing::PROGRESS_EVERY_MILLIS;
use super::saving_protocol::{
    AnswerHead, Refusal, SaveFailure, SaveMessage, SaveRequest, SaveTask,
};

/// How much crosses into WebAssembly at a time.
const PIECE_BYTES: u32 = 1 << 18;

/// How much of a refusal is read: a page of a proxy may be of any length.
const REFUSAL_BYTES: usize = 65_536;

/// What the page and the worker's own work share: words of the page come while an answer is awaited.
#[derive(Default)]
struct Attempts {
    /// The answer that is under way, by the attempt that it is for.
    under_way: RefCell<Option<(u32, AbortController)>>,
    /// What was given up last. The page counts up, so earlier ones have ended. An attempt may be given up before it
    /// begins: the file is opened first, and what the page says meanwhile waits.
    abandoned: Cell<Option<u32>>,
}

impl Attempts {
    fn abandon(&self, attempt: u32) {
        self.abandoned.set(Some(attempt));
        if let Some((under_way, controller)) = &*self.under_way.borrow()
            && *under_way == attempt
        {
            controller.abort();
        }
    }

    /// What ends the attempt; `None` where the page has given it up already.
    fn begin(&self, attempt: u32) -> Result<Option<AbortController>, JsValue> {
        if self.abandoned.get() == Some(attempt) {
            return Ok(None);
        }
        let controller = AbortController::new()?;
        let under_way = (attempt, controller.clone());
        self.under_way.replace(Some(under_way));
        Ok(Some(controller))
    }
}

/// What a worker does that saves: hears of its task, and of what is asked of it.
pub(crate) struct Saving {
    asker: UnboundedSender<SaveRequest>,
    asked: Cell<Option<UnboundedReceiver<SaveRequest>>>,
    attempts: Rc<Attempts>,
}

impl Saving {
    pub(crate) fn new() -> Self {
        let (asker, asked) = mpsc::unbounded();
        Self {
            asker,
            asked: Cell::new(Some(asked)),
            attempts: Rc::default(),
        }
    }

    /// Whether this message was for it.
    pub(crate) fn hears(&self, data: &JsValue) -> bool {
        if let Some(request) = data.as_string().and_then(|text| text.parse().ok()) {
            if let SaveRequest::Abandon { attempt } = request {
                self.attempts.abandon(attempt);
            }
            // Nobody waits for requests before there is a task that takes them.
            let _ = self.asker.unbounded_send(request);
            return true;
        }
        let Some((task, file)) = read_task(data) else {
            return false;
        };
        if let Some(asked) = self.asked.take() {
            let attempts = Rc::clone(&self.attempts);
            spawn_local(async move {
                let saved = match Saver::open(task, file, attempts).await {
                    Ok(mut saver) => saver.serve(asked).await,
                    Err(error) => Err(error),
                };
                if let Err(error) = saved {
                    post(&SaveMessage::Failed(failure_of(&error)));
                }
            });
        }
        true
    }
}

/// The page sends `[text, handle]`.
fn read_task(data: &JsValue) -> Option<(SaveTask, FileSystemFileHandle)> {
    let parts: &Array = data.dyn_ref()?;
    let task = parts.get(0).as_string()?.parse().ok()?;
    Some((task, parts.get(1).dyn_into().ok()?))
}

/// How an answer came to its end. What broke the file instead is an error.
enum AnswerEnd {
    Ended,
    Broke,
    Refused(Refusal),
}

struct Saver {
    file: FileSystemFileHandle,
    writable: FileSystemWritableFileStream,
    /// A write that the disk has not confirmed, and where the file ends after it.
    writing: Option<(Promise, u64)>,
    /// How long the file is, as far as the disk has confirmed it.
    written: u64,
    hasher: Option<Hasher>,
    piece: Vec<u8>,
    attempts: Rc<Attempts>,
    told_at: f64,
}

impl Saver {
    async fn open(
        task: SaveTask,
        file: FileSystemFileHandle,
        attempts: Rc<Attempts>,
    ) -> Result<Self, JsValue> {
        Ok(Self {
            writable: JsFuture::from(file.create_writable()).await?.dyn_into()?,
            file,
            writing: None,
            written: 0,
            hasher: task.0.map(Hasher::new),
            piece: vec![0; PIECE_BYTES as usize],
            attempts,
            told_at: Date::now(),
        })
    }

    /// Does what is asked for until the file is kept or discarded.
    async fn serve(&mut self, mut asked: UnboundedReceiver<SaveRequest>) -> Result<(), JsValue> {
        // The sender lives as long as the worker.
        while let Ok(request) = asked.recv().await {
            match request {
                SaveRequest::Fetch {
                    attempt,
                    from,
                    path,
                } => self.obtain(attempt, from, &path, &mut asked).await?,
                // Of an answer that has ended meanwhile.
                SaveRequest::Take { .. } | SaveRequest::Abandon { .. } => {}
                SaveRequest::Conclude => {
                    let digest: Option<HexDigest> = self.hasher.clone().map(Hasher::finish);
                    let bytes = self.written;
                    post(&SaveMessage::Concluded { bytes, digest });
                }
                SaveRequest::Keep => {
                    JsFuture::from(self.writable.close()).await?;
                    post(&SaveMessage::Kept);
                    return Ok(());
                }
                SaveRequest::Discard => {
                    self.discard().await;
                    post(&SaveMessage::Discarded);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Asks for the data, and sees the answer to its end.
    async fn obtain(
        &mut self,
        attempt: u32,
        from: Option<u64>,
        path: &str,
        asked: &mut UnboundedReceiver<SaveRequest>,
    ) -> Result<(), JsValue> {
        let Some(controller) = self.attempts.begin(attempt)? else {
            let bytes = self.written;
            post(&SaveMessage::Broke { attempt, bytes });
            return Ok(());
        };
        let end = match fetch_data(path, from, &controller.signal()).await {
            Ok(response) if response.status() >= 400 => refusal_of(&response).await,
            Ok(response) => self.receive(attempt, &response, asked).await,
            Err(_) => Ok(AnswerEnd::Broke),
        };
        self.attempts.under_way.take();
        // Nobody reads what may still be coming.
        controller.abort();
        let end = end?;
        self.confirm().await?;
        let bytes = self.written;
        post(&match end {
            AnswerEnd::Ended => SaveMessage::Ended { attempt, bytes },
            AnswerEnd::Broke => SaveMessage::Broke { attempt, bytes },
            AnswerEnd::Refused(refusal) => SaveMessage::Refused { attempt, refusal },
        });
        Ok(())
    }

    /// Tells the page what is answered, and takes of it what it says.
    async fn receive(
        &mut self,
        attempt: u32,
        response: &Response,
        asked: &mut UnboundedReceiver<SaveRequest>,
    ) -> Result<AnswerEnd, JsValue> {
        let head = head_of(response)?;
        post(&SaveMessage::Answered { attempt, head });
        let (mut skip, mut left) = loop {
            match asked.recv().await {
                Ok(SaveRequest::Take {
                    attempt: taken,
                    skip,
                    at_most,
                }) if taken == attempt => break (skip, at_most),
                Ok(SaveRequest::Abandon { attempt: left }) if left != attempt => {}
                _ => return Ok(AnswerEnd::Broke),
            }
        };
        let Some(body) = response.body() else {
            return Ok(AnswerEnd::Ended);
        };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        while left > 0 {
            let chunk = match next_chunk(&reader).await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => return Ok(AnswerEnd::Ended),
                Err(_) => return Ok(AnswerEnd::Broke),
            };
            let length = u64::from(chunk.byte_length());
            let start = skip.min(length);
            let end = length.min(start.saturating_add(left));
            skip -= start;
            left -= end - start;
            if end > start {
                // Within a chunk, which is shorter than 4 GiB.
                self.append(&chunk.subarray(start as u32, end as u32))
                    .await?;
            }
            self.tell_progress();
        }
        Ok(AnswerEnd::Ended)
    }

    /// Hashes these bytes, and writes them while what follows is read.
    async fn append(&mut self, bytes: &Uint8Array) -> Result<(), JsValue> {
        if let Some(hasher) = &mut self.hasher {
            let mut start = 0;
            while start < bytes.byte_length() {
                let end = bytes.byte_length().min(start + PIECE_BYTES);
                let part = bytes.subarray(start, end);
                let Some(target) = self.piece.get_mut(..(end - start) as usize) else {
                    return Err(JsValue::UNDEFINED);
                };
                part.copy_to(target);
                hasher.update(target);
                start = end;
            }
        }
        self.confirm().await?;
        let end = self.written + u64::from(bytes.byte_length());
        self.writing = Some((self.writable.write_with_js_u8_array(bytes)?, end));
        Ok(())
    }

    /// Waits for the write that is under way.
    async fn confirm(&mut self) -> Result<(), JsValue> {
        if let Some((writing, end)) = self.writing.take() {
            JsFuture::from(writing).await?;
            self.written = end;
        }
        Ok(())
    }

    fn tell_progress(&mut self) {
        let now = Date::now();
        if now - self.told_at >= PROGRESS_EVERY_MILLIS {
            self.told_at = now;
            let bytes = self.written;
            post(&SaveMessage::Written { bytes });
        }
    }

    /// What is written goes. The file that the browser has made for it, empty, goes too where the browser lets a
    /// page take it away; one with something in it is somebody's.
    async fn discard(&self) {
        // What is aborted twice, or broken, is gone as well.
        let _ = JsFuture::from(self.writable.abort()).await;
        let Ok(Some(remove)) = remove_of(&self.file) else {
            return;
        };
        let Ok(file) = JsFuture::from(self.file.get_file()).await else {
            return;
        };
        if file.unchecked_into::<File>().size() == 0.0
            && let Ok(removed) = remove.call0(&self.file)
        {
            // An empty file that stays is no image.
            let _ = JsFuture::from(Promise::resolve(&removed)).await;
        }
    }
}

/// Not in every browser that writes files (`FileSystemHandle.remove`).
fn remove_of(file: &FileSystemFileHandle) -> Result<Option<Function>, JsValue> {
    Ok(Reflect::get(file, &JsValue::from_str("remove"))?
        .dyn_into()
        .ok())
}

fn head_of(response: &Response) -> Result<AnswerHead, JsValue> {
    let headers = response.headers();
    let header = |name: &str| headers.get(name);
    // What is compressed on the way has another length than what comes out of it.
    let length = match header("content-encoding")? {
        None => header("content-length")?,
        Some(_) => None,
    };
    Ok(AnswerHead {
        status: response.status(),
        content_range: header("content-range")?.and_then(|text| text.parse().ok()),
        length: length.and_then(|text| text.trim().parse().ok()),
        md5: header("content-md5")?.map(|text| HexDigest::from_text(&text)),
    })
}

async fn refusal_of(response: &Response) -> Result<AnswerEnd, JsValue> {
    let headers = response.headers();
    let Ok(body) = beginning_of(response).await else {
        // The connection may break between head and body.
        return Ok(AnswerEnd::Broke);
    };
    Ok(AnswerEnd::Refused(Refusal {
        status: response.status(),
        request_id: headers.get(REQUEST_ID_HEADER)?,
        retry_after: headers.get("retry-after")?,
        body,
    }))
}

/// As much of a refusal's text as is read.
async fn beginning_of(response: &Response) -> Result<String, JsValue> {
    let Some(body) = response.body() else {
        return Ok(String::new());
    };
    let reader = body.get_reader().unchecked_into();
    let mut beginning = Vec::new();
    while beginning.len() < REFUSAL_BYTES
        && let Some(chunk) = next_chunk(&reader).await?
    {
        beginning.extend(chunk.to_vec());
    }
    beginning.truncate(REFUSAL_BYTES);
    Ok(String::from_utf8_lossy(&beginning).into_owned())
}

/// The next bytes of a body; `None` at its end.
async fn next_chunk(reader: &ReadableStreamDefaultReader) -> Result<Option<Uint8Array>, JsValue> {
    let read = JsFuture::from(reader.read()).await?;
    let value = Reflect::get(&read, &JsValue::from_str("value"))?;
    Ok(value.dyn_into().ok())
}

/// Tells why a file cannot be written (File System, `FileSystemWritableFileStream`).
fn failure_of(error: &JsValue) -> SaveFailure {
    let name = Reflect::get(error, &JsValue::from_str("name"));
    match name.ok().and_then(|name| name.as_string()).as_deref() {
        Some("NotAllowedError" | "SecurityError") => SaveFailure::NotPermitted,
        Some("QuotaExceededError") => SaveFailure::NoRoom,
        _ => SaveFailure::NotWritten,
    }
}

fn post(message: &SaveMessage) {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    // Text can always be cloned, so this does not fail; nobody could be told if it did.
    let _ = scope.post_message(&JsValue::from_str(&message.to_string()));
}
