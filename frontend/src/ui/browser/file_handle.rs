//! Handles of files, where the browser has them (File System Access): a page that keeps one can read the file
//! again later, without its being chosen again. Not every browser has them, and not every way to choose a file
//! gives one.

use js_sys::{Array, Function, Object, Promise, Reflect, WeakMap};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File};

#[wasm_bindgen]
extern "C" {
    /// A `FileSystemFileHandle`. What asks for permissions is not stable in `web-sys` yet.
    #[derive(Clone)]
    pub type FileHandle;

    /// The name of the file on the disk.
    #[wasm_bindgen(method, getter)]
    pub fn name(this: &FileHandle) -> String;

    #[wasm_bindgen(method, catch, js_name = getFile)]
    fn get_file(this: &FileHandle) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch, js_name = queryPermission)]
    fn query_permission(this: &FileHandle) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch, js_name = requestPermission)]
    fn request_permission(this: &FileHandle) -> Result<Promise, JsValue>;
}

thread_local! {
    /// The handle of a file, or a promise of one, as long as the file is in use.
    static HANDLES: WeakMap = WeakMap::new();
}

/// How many files are asked for at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowManyFiles {
    One,
    Several,
}

/// How choosing files by the browser's own dialog went.
pub enum Picked {
    Files(Vec<File>),
    /// The person has closed the dialog.
    Dismissed,
    /// The browser has no such dialog, or does not open it here.
    NotOffered,
}

/// Why a file cannot be read by its handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReopenFailure {
    /// The person does not permit it.
    NotPermitted,
    /// It was moved or removed.
    Gone,
}

/// Opens the dialog. To be called while a press of the person's is handled.
pub async fn pick(how_many: HowManyFiles) -> Picked {
    let window = web_sys::window();
    let picker = window
        .as_ref()
        .and_then(|window| Reflect::get(window, &"showOpenFilePicker".into()).ok())
        .and_then(|picker| picker.dyn_into::<Function>().ok());
    let (Some(window), Some(picker)) = (window, picker) else {
        return Picked::NotOffered;
    };
    let options = Object::new();
    let several = (how_many == HowManyFiles::Several).into();
    // A plain object takes any property.
    let _ = Reflect::set(&options, &"multiple".into(), &several);
    let Ok(asked) = picker.call1(&window, &options) else {
        return Picked::NotOffered;
    };
    match JsFuture::from(Promise::resolve(&asked)).await {
        Ok(handles) => {
            let mut files = Vec::new();
            for handle in Array::from(&handles) {
                let handle: FileHandle = handle.unchecked_into();
                if let Ok(file) = open(&handle).await {
                    files.push(file);
                }
            }
            if files.is_empty() {
                // What was chosen cannot be read by its handle; the other dialog may give it.
                return Picked::NotOffered;
            }
            Picked::Files(files)
        }
        Err(error) if is_named(&error, "AbortError") => Picked::Dismissed,
        Err(_) => Picked::NotOffered,
    }
}

/// Notes the handles of files that are dropped. To be called while the drop is handled.
pub fn note_dropped(transfer: &DataTransfer, files: &[File]) {
    let items: JsValue = transfer.items().into();
    let items = Array::from(&items);
    let is_file = |item: &JsValue| {
        let kind = Reflect::get(item, &"kind".into()).ok();
        kind.and_then(|kind| kind.as_string()).as_deref() == Some("file")
    };
    for (item, file) in items.iter().filter(is_file).zip(files) {
        let ask = Reflect::get(&item, &"getAsFileSystemHandle".into()).ok();
        let promise = ask
            .and_then(|ask| ask.dyn_into::<Function>().ok())
            .and_then(|ask| ask.call0(&item).ok());
        if let Some(promise) = promise {
            HANDLES.with(|handles| handles.set(file, &promise));
        }
    }
}

/// The handle of a file, where there is one.
pub async fn of(file: &File) -> Option<FileHandle> {
    let known = HANDLES.with(|handles| handles.get(file));
    if known.is_undefined() {
        return None;
    }
    let handle = JsFuture::from(Promise::resolve(&known)).await.ok()?;
    handle.is_object().then(|| handle.unchecked_into())
}

/// Reads the file of a handle that was kept. To be called while a press of the person's is handled, who may be
/// asked to permit it.
///
/// # Errors
/// The person does not permit it, or the file is not there any more.
pub async fn reopen(handle: &FileHandle) -> Result<File, ReopenFailure> {
    let is_granted = |answer: Result<JsValue, JsValue>| {
        answer.ok().and_then(|answer| answer.as_string()).as_deref() == Some("granted")
    };
    // A browser that asks for no permission has no such question either.
    if let Ok(asked) = handle.query_permission()
        && !is_granted(JsFuture::from(asked).await)
    {
        let asked = handle.request_permission();
        let asked = asked.map_err(|_| ReopenFailure::NotPermitted)?;
        if !is_granted(JsFuture::from(asked).await) {
            return Err(ReopenFailure::NotPermitted);
        }
    }
    open(handle).await
}

async fn open(handle: &FileHandle) -> Result<File, ReopenFailure> {
    let asked = handle.get_file().map_err(|_| ReopenFailure::Gone)?;
    let file = JsFuture::from(asked).await.map_err(|error| {
        if is_named(&error, "NotAllowedError") {
            ReopenFailure::NotPermitted
        } else {
            ReopenFailure::Gone
        }
    })?;
    let file: File = file.unchecked_into();
    HANDLES.with(|handles| handles.set(&file, handle));
    Ok(file)
}

pub(super) fn is_named(error: &JsValue, name: &str) -> bool {
    let known = Reflect::get(error, &"name".into()).ok();
    known.and_then(|known| known.as_string()).as_deref() == Some(name)
}
