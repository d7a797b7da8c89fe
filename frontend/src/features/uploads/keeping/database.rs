//! The database of this browser (IndexedDB) in which uploads are kept.
//!
//! It may be forbidden or full: nothing depends on it but that a later page can go on, so a failure is said to the
//! browser's console and loses only that.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use gaze_shared::glance::image::ImageId;
use idb::{Database as Idb, DatabaseEvent, Error, Factory, ObjectStoreParams, TransactionMode};
use js_sys::{Object, Reflect};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

use super::offers::{KeptFile, KeptUpload};
use super::record::{ResumeRecord, prefixes_from_json, prefixes_to_json};
use crate::features::uploads::engine::earlier::PrefixDigest;
use crate::ui::file_handle::FileHandle;

const NAME: &str = "gaze";
const VERSION: u32 = 1;
/// Records and the handles of their files, by the image's id.
const UPLOADS: &str = "uploads";
/// What was read of each file, by the same: written with every chunk, so beside the record and not in it.
const PREFIXES: &str = "prefixes";
const RECORD: &str = "record";
const HANDLE: &str = "handle";

/// How long the browser may take to open it. Some have been seen never to answer.
const OPENED_WITHIN: Duration = Duration::from_secs(5);

pub(in crate::features::uploads) struct Database(Idb);

impl Drop for Database {
    /// One that stays open would be in the way of whoever changes its form.
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Something to be written.
pub(super) enum Write {
    /// Without a handle the one that is kept stays.
    Record(Box<ResumeRecord>, Option<FileHandle>),
    Prefixes(ImageId, Vec<PrefixDigest>),
    Forget(ImageId),
}

impl Database {
    pub(in crate::features::uploads) async fn open() -> Option<Self> {
        let (tell, told) = oneshot::channel();
        let tell = Rc::new(Cell::new(Some(tell)));
        let late = Rc::clone(&tell);
        set_timeout(move || drop(late.take()), OPENED_WITHIN);
        spawn_local(async move {
            let opened = noted(Self::try_open().await);
            if let Some(tell) = tell.take() {
                let _nobody_waits = tell.send(opened);
            }
        });
        told.await.ok().flatten().map(Self)
    }

    async fn try_open() -> Result<Idb, Error> {
        let mut opening = Factory::new()?.open(NAME, Some(VERSION))?;
        opening.on_upgrade_needed(|event| {
            let Some(database) = noted(event.database()) else {
                return;
            };
            for store in [UPLOADS, PREFIXES] {
                noted(database.create_object_store(store, ObjectStoreParams::new()));
            }
        });
        opening.await
    }

    /// Whether it is written.
    pub(super) async fn write(&self, write: &Write) -> bool {
        let written = match write {
            Write::Record(record, handle) => self.put_record(record, handle.as_ref()).await,
            Write::Prefixes(image, prefixes) => {
                let text = JsValue::from_str(&prefixes_to_json(prefixes).to_string());
                self.put(PREFIXES, image, &text).await
            }
            Write::Forget(image) => self.delete(image).await,
        };
        noted(written).is_some()
    }

    async fn put_record(
        &self,
        record: &ResumeRecord,
        handle: Option<&FileHandle>,
    ) -> Result<(), Error> {
        let entry = Object::new();
        let text = JsValue::from_str(&record.to_json().to_string());
        // A plain object takes properties.
        let _is_set = Reflect::set(&entry, &RECORD.into(), &text);
        let handle = match handle {
            Some(handle) => Some(handle.clone()),
            None => handle_of(&self.value(UPLOADS, &record.image).await?),
        };
        if let Some(handle) = handle {
            let _is_set = Reflect::set(&entry, &HANDLE.into(), &handle);
        }
        self.put(UPLOADS, &record.image, &entry).await
    }

    async fn put(&self, store: &str, image: &ImageId, value: &JsValue) -> Result<(), Error> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadWrite)?;
        let key = JsValue::from_str(image.as_str());
        transaction
            .object_store(store)?
            .put(value, Some(&key))?
            .await?;
        transaction.commit()?.await?;
        Ok(())
    }

    async fn delete(&self, image: &ImageId) -> Result<(), Error> {
        let stores = [UPLOADS, PREFIXES];
        let transaction = self.0.transaction(&stores, TransactionMode::ReadWrite)?;
        for store in stores {
            let key = JsValue::from_str(image.as_str());
            transaction.object_store(store)?.delete(key)?.await?;
        }
        transaction.commit()?.await?;
        Ok(())
    }

    /// Forgets an upload that nobody has in their hands.
    pub(in crate::features::uploads) async fn forget(&self, image: &ImageId) {
        self.write(&Write::Forget(image.clone())).await;
    }

    /// Everything that is kept and that this version of the page can read.
    pub(in crate::features::uploads) async fn all(&self) -> Vec<KeptUpload> {
        let entries = noted(self.values(UPLOADS).await).unwrap_or_default();
        let mut kept = Vec::new();
        for entry in &entries {
            kept.extend(self.kept(entry).await);
        }
        kept
    }

    /// One of them as it is now, with the handle of its file.
    pub(in crate::features::uploads) async fn find(
        &self,
        image: &ImageId,
    ) -> Option<(KeptUpload, Option<FileHandle>)> {
        let entry = noted(self.value(UPLOADS, image).await)?;
        Some((self.kept(&entry).await?, handle_of(&entry)))
    }

    async fn kept(&self, entry: &JsValue) -> Option<KeptUpload> {
        let record = record_of(entry)?;
        let text = noted(self.value(PREFIXES, &record.image).await)?.as_string();
        let prefixes = text.and_then(|text| serde_json::from_str::<Value>(&text).ok());
        Some(KeptUpload {
            prefixes: prefixes
                .as_ref()
                .map(prefixes_from_json)
                .unwrap_or_default(),
            record,
            file: handle_of(entry).map_or(KeptFile::MustBeChosen, |_| KeptFile::ByHandle),
        })
    }

    async fn values(&self, store: &str) -> Result<Vec<JsValue>, Error> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadOnly)?;
        transaction.object_store(store)?.get_all(None, None)?.await
    }

    /// Undefined where there is none.
    async fn value(&self, store: &str, image: &ImageId) -> Result<JsValue, Error> {
        let transaction = self.0.transaction(&[store], TransactionMode::ReadOnly)?;
        let key = JsValue::from_str(image.as_str());
        let found = transaction.object_store(store)?.get(key)?.await?;
        Ok(found.unwrap_or_default())
    }
}

fn record_of(entry: &JsValue) -> Option<ResumeRecord> {
    let text = Reflect::get(entry, &RECORD.into()).ok()?.as_string()?;
    ResumeRecord::from_json(&serde_json::from_str(&text).ok()?)
}

fn handle_of(entry: &JsValue) -> Option<FileHandle> {
    let handle = Reflect::get(entry, &HANDLE.into()).ok()?;
    handle.is_object().then(|| handle.unchecked_into())
}

fn noted<T>(result: Result<T, Error>) -> Option<T> {
    result
        .inspect_err(|error| web_sys::console::warn_1(&error.to_string().into()))
        .ok()
}
