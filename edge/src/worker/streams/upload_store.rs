//! The bucket in which the bytes of uploads wait (`js/upload_store.js`).

use gaze_shared::tus::{Checksum, ChecksumAlgorithm};
use gaze_shared::units::Bytes;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::WritableStream;
use worker::Env;

use crate::core::config::StoreLimits;
use crate::core::errors::problem::{BadBody, Problem};
use crate::core::uploads::{Segment, object_key};
use crate::worker::isolate;
use crate::worker::js::machine;
use crate::worker::streams::request_body::RequestBody;

#[wasm_bindgen(module = "/src/worker/js/upload_store.js")]
extern "C" {
    type Folder;

    #[wasm_bindgen(constructor)]
    fn new(service: &JsValue) -> Folder;

    type Incoming;

    #[wasm_bindgen(constructor)]
    fn new(body: Option<&RequestBody>, algorithm: Option<&str>) -> Incoming;

    #[wasm_bindgen(method)]
    fn store(this: &Incoming, bucket: &JsValue, key: &str, bytes: f64) -> js_sys::Promise;

    #[wasm_bindgen(method)]
    fn collect(this: &Incoming, most_bytes: f64) -> js_sys::Promise;

    #[wasm_bindgen(method, js_name = storeCollected)]
    fn store_collected(this: &Incoming, bucket: &JsValue, key: &str) -> js_sys::Promise;

    #[wasm_bindgen(method)]
    fn end(this: &Incoming);

    #[wasm_bindgen(method)]
    fn digest(this: &Incoming) -> js_sys::Promise;

    #[wasm_bindgen(js_name = concatenate)]
    fn concatenate_objects(
        bucket: &JsValue,
        keys: Vec<String>,
        sizes: Vec<f64>,
        target: &WritableStream,
    ) -> js_sys::Promise;

    fn discard(bucket: &JsValue, keys: Vec<String>) -> js_sys::Promise;
}

/// The binding of the bucket in wrangler.toml.
const BUCKET: &str = "UPLOAD_BYTES";
/// The binding of the folder that a gateway on its operator's own machine has instead (`serve.mjs`).
const FOLDER: &str = "UPLOAD_FOLDER";

#[derive(Clone)]
pub(crate) struct UploadStore {
    bucket: JsValue,
}

/// How the bytes of a segment come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SegmentSource {
    /// They are next in the request, which has said how many there are.
    Next,
    /// They were collected ([`IncomingBytes::collect`]).
    Collected,
}

/// The bytes of a request.
pub(crate) struct IncomingBytes {
    incoming: Incoming,
    body: Option<RequestBody>,
}

/// Why not all segments were written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Interrupted {
    /// Either end broke.
    #[error("{0}")]
    Broken(String),
    /// The store has no object of this key any more, or not all of it.
    #[error("the object {0} is missing, or a part of it")]
    Missing(String),
}

impl UploadStore {
    /// The folder or the bucket that is bound, if one is.
    pub(crate) fn of(env: &Env) -> Option<Self> {
        let bound = |name: &str| {
            let value = js_sys::Reflect::get(env.as_ref(), &name.into()).ok();
            value.filter(|value| !value.is_undefined())
        };
        let bucket = match bound(FOLDER) {
            Some(service) => Folder::new(&service).into(),
            None => bound(BUCKET)?,
        };
        Some(Self { bucket })
    }

    /// Whether the store has room for so many bytes more.
    ///
    /// # Errors
    /// It has not, or a limit is set and nobody can tell.
    pub(crate) async fn check_space(&self, env: &Env, bytes: Bytes) -> Result<(), Problem> {
        let limits = measure(env).await?;
        isolate::with_store_space(|space| space.check(bytes, limits))?;
        Ok(())
    }

    /// Speaks for bytes that are about to come.
    ///
    /// # Errors
    /// There is no room for them, or a limit is set and nobody can tell.
    pub(crate) async fn admit(&self, env: &Env, bytes: Bytes) -> Result<SpaceGrant, Problem> {
        let limits = measure(env).await?;
        isolate::with_store_space(|space| space.admit(bytes, limits))?;
        Ok(SpaceGrant { bytes })
    }

    /// Makes an object of bytes of a request.
    ///
    /// # Errors
    /// The client breaks off or stops, or the bucket does not take them.
    pub(crate) async fn put(
        &self,
        incoming: &IncomingBytes,
        upload_id: &str,
        segment: Segment,
        source: SegmentSource,
    ) -> Result<(), Problem> {
        let key = object_key(upload_id, segment.number);
        let from = &incoming.incoming;
        let stored = match source {
            SegmentSource::Next => from.store(&self.bucket, &key, segment.bytes.0 as f64),
            SegmentSource::Collected => from.store_collected(&self.bucket, &key),
        };
        let broken = JsFuture::from(stored)
            .await
            .map_err(|error| unavailable(&error))?;
        let broken = broken.as_string().unwrap_or_default();
        match broken.split_once(' ') {
            None => Ok(()),
            Some(("client", _)) => Err(incoming.problem()),
            Some((_, error)) => Err(Problem::UploadStoreUnavailable(error.to_owned())),
        }
    }

    /// Writes segments one after the other, and then the end.
    ///
    /// # Errors
    /// See [`Interrupted`].
    pub(crate) async fn concatenate(
        &self,
        upload_id: &str,
        segments: &[Segment],
        target: &WritableStream,
    ) -> Result<(), Interrupted> {
        let numbers = segments.iter().map(|segment| segment.number);
        let keys = keys(upload_id, numbers);
        let sizes = segments.iter().map(|segment| segment.bytes.0 as f64);
        let written = concatenate_objects(&self.bucket, keys, sizes.collect(), target);
        let missing = JsFuture::from(written)
            .await
            .map_err(|error| Interrupted::Broken(format!("{error:?}")))?;
        match missing.as_string() {
            None => Ok(()),
            Some(key) => Err(Interrupted::Missing(key)),
        }
    }

    /// Deletes segments, whether they are there or not.
    ///
    /// # Errors
    /// The bucket does not answer.
    pub(crate) async fn discard(
        &self,
        upload_id: &str,
        numbers: impl Iterator<Item = u64>,
    ) -> Result<(), Problem> {
        let discarded = discard(&self.bucket, keys(upload_id, numbers));
        JsFuture::from(discarded)
            .await
            .map_err(|error| unavailable(&error))?;
        Ok(())
    }
}

/// Has the disk measured if nobody has a moment ago, and gives what uploads may hold of it.
async fn measure(env: &Env) -> Result<StoreLimits, Problem> {
    let limits = isolate::settings(env)?.uploads.store;
    let now = isolate::now_millis();
    if isolate::with_store_space(|space| space.is_outdated(now)) {
        let stored = isolate::with_store_space(|space| space.stored_so_far());
        let disks = machine::disks(env).await;
        match (disks.and_then(|disks| disks.uploads), limits.max) {
            (Some(disk), _) => isolate::with_store_space(|space| space.measured(disk, stored, now)),
            (None, None) => {}
            (None, Some(_)) => {
                return Err(Problem::UploadStoreUnavailable(
                    "UPLOAD_STORE_MAX_BYTES is set, and nobody tells how much the store holds"
                        .to_owned(),
                ));
            }
        }
    }
    Ok(limits)
}

/// Space in the store that is spoken for, until the bytes are in it or this is dropped.
pub(crate) struct SpaceGrant {
    bytes: Bytes,
}

impl SpaceGrant {
    /// The bytes are in the store.
    pub(crate) fn stored(mut self) {
        let bytes = std::mem::replace(&mut self.bytes, Bytes::ZERO);
        isolate::with_store_space(|space| space.stored(bytes));
    }
}

impl Drop for SpaceGrant {
    fn drop(&mut self) {
        isolate::with_store_space(|space| space.given_up(self.bytes));
    }
}

impl IncomingBytes {
    /// Of a body, or of none; with a checksum its bytes are hashed as they pass.
    pub(crate) fn new(body: Option<RequestBody>, checksum: Option<&Checksum>) -> Self {
        let algorithm = checksum.map(|checksum| name_of(checksum.algorithm()));
        Self {
            incoming: Incoming::new(body.as_ref(), algorithm),
            body,
        }
    }

    /// Takes the next bytes of a body that does not say how many come, at most so many. With fewer it has
    /// ended.
    ///
    /// # Errors
    /// The client breaks off, or stops.
    pub(crate) async fn collect(&self, most: Bytes) -> Result<Bytes, Problem> {
        let collected = JsFuture::from(self.incoming.collect(most.0 as f64))
            .await
            .map_err(|_| self.problem())?;
        Ok(Bytes(collected.as_f64().unwrap_or_default() as u64))
    }

    fn problem(&self) -> Problem {
        let broken_off = || Problem::MalformedBody(BadBody::BreaksOff);
        self.body
            .as_ref()
            .map_or_else(broken_off, RequestBody::problem)
    }

    /// Compares what has passed with what was sent.
    ///
    /// # Errors
    /// They differ.
    pub(crate) async fn verify(&self, checksum: &Checksum) -> Result<(), Problem> {
        let digest = JsFuture::from(self.incoming.digest())
            .await
            .map_err(|error| unavailable(&error))?;
        let digest = js_sys::Uint8Array::new(&digest).to_vec();
        checksum.verify(&digest).map_err(Problem::Tus)
    }
}

impl Drop for IncomingBytes {
    /// Whatever is left of the body is of no use.
    fn drop(&mut self) {
        self.incoming.end();
    }
}

/// The runtime's names
/// (<https://developers.cloudflare.com/workers/runtime-apis/web-crypto/#supported-algorithms>).
const fn name_of(algorithm: ChecksumAlgorithm) -> &'static str {
    match algorithm {
        ChecksumAlgorithm::Sha1 => "SHA-1",
        ChecksumAlgorithm::Md5 => "MD5",
        ChecksumAlgorithm::Sha256 => "SHA-256",
        ChecksumAlgorithm::Sha512 => "SHA-512",
    }
}

fn keys(upload_id: &str, numbers: impl Iterator<Item = u64>) -> Vec<String> {
    numbers
        .map(|number| object_key(upload_id, number))
        .collect()
}

fn unavailable(error: &JsValue) -> Problem {
    Problem::UploadStoreUnavailable(format!("{error:?}"))
}
