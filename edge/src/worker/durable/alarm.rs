//! The alarm of a Durable Object.

use gaze_shared::time::unix_millis::UnixMillis;
use wasm_bindgen::JsValue;

use crate::worker::js::alarm;

/// When the alarm rings, as far as this life of the object knows. One that rings too early sets itself anew.
#[derive(Default)]
pub(crate) struct Alarm {
    rings_at: Option<UnixMillis>,
}

impl Alarm {
    /// Sets the alarm, unless it rings soon enough.
    ///
    /// # Errors
    /// The storage fails.
    pub(crate) fn ring_at(&mut self, storage: &JsValue, time: UnixMillis) -> worker::Result<()> {
        if self.rings_at.is_none_or(|rings_at| time < rings_at) {
            alarm::ring_at(storage, time.0 as f64)?;
            self.rings_at = Some(time);
        }
        Ok(())
    }

    pub(crate) fn has_rung(&mut self) {
        self.rings_at = None;
    }
}
