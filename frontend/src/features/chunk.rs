//! A part of the program that is loaded when it is needed (`docs/adr/0020-split-program.md`).

use std::future::Future;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::api::is_replaced;
use crate::ui::lazy::{LoadFailure, Loading};

/// What a function with `#[wasm_split]` gives once its chunk is here.
pub type Chunk = Result<AnyView, SplitLoaderError>;

/// The view of a chunk, or why there is none.
pub fn loading(chunk: impl Future<Output = Chunk> + 'static) -> Loading {
    Box::pin(async move {
        match chunk.await {
            Ok(view) => Ok(view),
            Err(_) if is_replaced().await => Err(LoadFailure::Replaced),
            Err(_) => Err(LoadFailure::Unreachable),
        }
    })
}
