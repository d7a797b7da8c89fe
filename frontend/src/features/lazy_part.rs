//! A part of the program on its way, for `ui::lazy` to show.

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::api::is_replaced;
use crate::ui::lazy::{LoadFailure, Loading};

/// What a function with `#[wasm_split]` that makes a view has.
pub type Chunk = Result<AnyView, SplitLoaderError>;

/// Loads a part, and tells why it does not come.
pub fn loading(chunk: impl Future<Output = Chunk> + 'static) -> Loading {
    Box::pin(async move {
        match chunk.await {
            Ok(view) => Ok(view),
            Err(_) if is_replaced().await => Err(LoadFailure::Replaced),
            Err(_) => Err(LoadFailure::Unreachable),
        }
    })
}
