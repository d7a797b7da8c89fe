//! An upload in its object's memory, and what is stored of it.

use wasm_bindgen::JsValue;

use crate::core::uploads::{Due, Segment, TusUpload};
use crate::worker::durable::alarm::Alarm;
use crate::worker::isolate;
use crate::worker::js::upload_storage;

/// What is kept in memory.
#[derive(Default)]
pub(crate) struct LoadedUpload {
    /// The upload; `None` when there is none.
    pub(crate) upload: Option<TusUpload>,
    /// The upload without its segments, as it is stored.
    stored: String,
    stored_segments: usize,
    pub(crate) alarm: Alarm,
}

impl LoadedUpload {
    /// What is stored.
    ///
    /// # Errors
    /// It does not read.
    pub(crate) fn load(storage: &JsValue) -> worker::Result<Self> {
        let mut rows = upload_storage::load(storage)?.into_iter();
        let Some(stored) = rows.next() else {
            return Ok(Self::default());
        };
        let segments = rows.map(|row| Ok(serde_json::from_str(&row)?));
        let segments: Vec<Segment> = segments.collect::<worker::Result<_>>()?;
        let upload: TusUpload = serde_json::from_str(&stored)?;
        Ok(Self {
            stored,
            stored_segments: segments.len(),
            upload: Some(upload.restored(segments)),
            alarm: Alarm::default(),
        })
    }

    /// What has to be done now.
    pub(crate) fn due(&mut self) -> Option<Due> {
        let at = isolate::now_millis();
        self.upload.as_mut().map(|upload| upload.due(at))
    }

    /// Stores what has changed.
    ///
    /// # Errors
    /// The storage fails.
    pub(crate) fn save(&mut self, storage: &JsValue) -> worker::Result<()> {
        let Some(upload) = &self.upload else {
            return Ok(());
        };
        let text = serde_json::to_string(upload)?;
        if text != self.stored {
            let segments = upload.segments();
            let new = segments.get(self.stored_segments..).unwrap_or_default();
            let new: Vec<String> = new
                .iter()
                .map(|segment| Ok(serde_json::to_string(segment)?))
                .collect::<worker::Result<_>>()?;
            upload_storage::save(storage, &text, new)?;
            self.stored_segments = segments.len();
            self.stored = text;
        }
        Ok(())
    }

    /// Lets the alarm ring when something is due.
    ///
    /// # Errors
    /// The storage fails.
    pub(crate) fn ring_when_due(&mut self, storage: &JsValue) -> worker::Result<()> {
        match self.due() {
            None => Ok(()),
            Some(Due::Nothing(until)) => self.alarm.ring_at(storage, until),
            Some(_) => self.alarm.ring_at(storage, isolate::now_millis()),
        }
    }
}
