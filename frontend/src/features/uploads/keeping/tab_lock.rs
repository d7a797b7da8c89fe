//! Locks among the tabs of this browser (Web Locks): who holds an upload's is the one that sends it. A lock goes
//! with its tab, however that ends.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use gaze_shared::glance::image::ImageId;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Before the id of the image in a lock's name.
const PREFIX: &str = "gaze.upload.";

#[wasm_bindgen]
extern "C" {
    // Not stable in `web-sys` yet.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        callback: &Function,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn query(this: &LockManager) -> Result<Promise, JsValue>;
}

/// A lock that this tab holds until it is dropped.
pub(in crate::features::uploads) struct TabLock(Function);

/// Whether a lock could be had.
pub(in crate::features::uploads) enum Locking {
    Held(TabLock),
    /// Another tab has it.
    Elsewhere,
    /// This browser has no such locks: the gateway alone keeps two from sending the same.
    NotSupported,
}

impl Drop for TabLock {
    fn drop(&mut self) {
        // A function that resolves a promise does not throw.
        let _resolved = self.0.call0(&JsValue::NULL);
    }
}

impl TabLock {
    /// Takes the lock of an image's upload, when no other tab has it.
    pub(in crate::features::uploads) async fn take(image: &ImageId) -> Locking {
        let Some(manager) = lock_manager() else {
            return Locking::NotSupported;
        };
        let options = Object::new();
        let is_set = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
        let (tell, told) = oneshot::channel();
        let tell = Rc::new(RefCell::new(Some(tell)));
        let answer = Rc::clone(&tell);
        // What is returned is a promise: the lock is held until that is resolved.
        let on_answer = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let Some(tell) = answer.take() else {
                return JsValue::UNDEFINED;
            };
            if lock.is_null() {
                let _nobody_waits = tell.send(None);
                return JsValue::UNDEFINED;
            }
            let release = Rc::new(RefCell::new(None));
            let kept = Rc::clone(&release);
            let held = Promise::new(&mut move |resolve, _| {
                kept.replace(Some(resolve));
            });
            // Who does not wait any more drops it, which releases the lock.
            let _nobody_waits = tell.send(release.take().map(TabLock));
            held.into()
        });
        let name = format!("{PREFIX}{image}");
        let asked = manager.request(&name, &options, on_answer.unchecked_ref());
        let (Ok(asked), Ok(_)) = (asked, is_set) else {
            return Locking::NotSupported;
        };
        spawn_local(async move {
            // A browser that refuses says so here, and never calls back.
            if JsFuture::from(asked).await.is_err() {
                tell.take();
            }
        });
        match told.await {
            Ok(Some(lock)) => Locking::Held(lock),
            Ok(None) => Locking::Elsewhere,
            Err(_) => Locking::NotSupported,
        }
    }
}

/// The images whose uploads some tab of this browser has in its hands.
pub(in crate::features::uploads) async fn in_hand() -> Vec<ImageId> {
    let Some(asked) = lock_manager().and_then(|manager| manager.query().ok()) else {
        return Vec::new();
    };
    let Ok(snapshot) = JsFuture::from(asked).await else {
        return Vec::new();
    };
    let held = Reflect::get(&snapshot, &"held".into()).unwrap_or_default();
    let image_of = |lock: JsValue| {
        let name = Reflect::get(&lock, &"name".into()).ok()?.as_string()?;
        name.strip_prefix(PREFIX)?.parse().ok()
    };
    held.dyn_into::<Array>()
        .map(|held| held.iter().filter_map(image_of).collect())
        .unwrap_or_default()
}

/// There is none where the page is not served securely.
fn lock_manager() -> Option<LockManager> {
    let navigator = web_sys::window()?.navigator();
    let manager = Reflect::get(&navigator, &"locks".into()).ok()?;
    manager.is_object().then(|| manager.unchecked_into())
}
