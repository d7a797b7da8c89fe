//! What a project has read at the gateway (`core/verification`).

use gaze_shared::gateway::{Verification, VerificationReport};
use wasm_bindgen::prelude::*;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::core::verification::{VerificationAnswer, VerificationBook, VerificationCall};
use crate::worker::isolate;

#[wasm_bindgen(module = "/src/worker/js/verification_storage.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = loadBook)]
    fn load_book(storage: &JsValue) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(catch, js_name = saveBook)]
    fn save_book(storage: &JsValue, text: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch)]
    fn find(storage: &JsValue, image_id: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(catch)]
    fn put(storage: &JsValue, image_id: &str, text: &str) -> Result<(), JsValue>;
}

/// The verifications of one project in one region.
#[durable_object]
pub struct ImageVerifications {
    storage: JsValue,
}

impl DurableObject for ImageVerifications {
    fn new(state: State, _env: Env) -> Self {
        Self {
            storage: state.storage().as_raw().into(),
        }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("Verifications are asked for by a method.", 404)
    }
}

#[wasm_bindgen]
impl ImageVerifications {
    /// Takes one call: a [`VerificationCall`] as JSON. Answers with a [`VerificationAnswer`] as JSON.
    ///
    /// # Errors
    /// The call does not read, or could not be stored.
    pub async fn ask(&self, call: String) -> Result<String, JsError> {
        let answer = self.answer(serde_json::from_str(&call)?)?;
        Ok(serde_json::to_string(&answer)?)
    }
}

impl ImageVerifications {
    fn answer(&self, call: VerificationCall) -> worker::Result<VerificationAnswer> {
        let mut book = self.book()?;
        let now = isolate::now_millis();
        match call {
            VerificationCall::Begin { new, limits } => match book.begin(new, limits, now) {
                Ok(()) => {
                    self.keep(&book)?;
                    Ok(VerificationAnswer::Begun)
                }
                Err(refusal) => Ok(VerificationAnswer::Refused(refusal)),
            },
            VerificationCall::Renew { ticket } => {
                book.renew(&ticket, now);
                self.keep(&book)?;
                Ok(VerificationAnswer::Noted)
            }
            VerificationCall::End {
                ticket,
                read,
                verification,
            } => {
                if let Some(verification) = verification {
                    let text = serde_json::to_string(&verification)?;
                    put(&self.storage, &verification.image_id, &text)?;
                }
                book.end(&ticket, read);
                self.keep(&book)?;
                Ok(VerificationAnswer::Noted)
            }
            VerificationCall::Report { image_id } => {
                Ok(VerificationAnswer::Report(VerificationReport {
                    verification: self.verification_of(&image_id)?,
                    state: book.state_of(&image_id, now),
                }))
            }
        }
    }

    fn book(&self) -> worker::Result<VerificationBook> {
        match load_book(&self.storage)? {
            Some(text) => Ok(serde_json::from_str(&text)?),
            None => Ok(VerificationBook::default()),
        }
    }

    fn keep(&self, book: &VerificationBook) -> worker::Result<()> {
        Ok(save_book(&self.storage, &serde_json::to_string(book)?)?)
    }

    fn verification_of(&self, image_id: &str) -> worker::Result<Option<Verification>> {
        let text = find(&self.storage, image_id)?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }
}
