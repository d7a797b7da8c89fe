//! Which view a route leads to, and the part of the program that is loaded for it, each behind one function
//! (`docs/adr/0020-split-program.md`). What such a function leads to, and nothing else does, is its chunk.

use std::future::Future;

use gaze_shared::glance::image::ImageId;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::api::is_replaced;
use crate::features::not_found::NotFound;
use crate::features::uploads::tray::Tray;
use crate::i18n::text;
use crate::navigation::focus_page;
use crate::pages::image::ImagePage;
use crate::pages::image_list::ImageListPage;
use crate::pages::new_image::NewImagePage;
use crate::pages::project_quotas::ProjectQuotasPage;
use crate::pages::quota::QuotaPage;
use crate::pages::uploads::UploadsPage;
use crate::routes::Route;
use crate::ui::announcer::set_page_title;
use crate::ui::lazy::{Arrival, Lazy, LoadFailure, Loading, PageSkeleton};
use crate::ui::scroll::Scroll;

type Chunk = Result<AnyView, SplitLoaderError>;

#[wasm_split(image, wasm_split_path = leptos::wasm_split, preload(fetch_image), fallible)]
fn image(id: ImageId) -> Chunk {
    Ok(view! { <ImagePage id=id/> }.into_any())
}

#[wasm_split(new_image, wasm_split_path = leptos::wasm_split, preload(fetch_new_image), fallible)]
fn new_image() -> Chunk {
    Ok(view! { <NewImagePage/> }.into_any())
}

#[wasm_split(transfers, wasm_split_path = leptos::wasm_split, preload(fetch_uploads), fallible)]
fn uploads() -> Chunk {
    Ok(view! { <UploadsPage/> }.into_any())
}

#[wasm_split(quota, wasm_split_path = leptos::wasm_split, preload(fetch_quota), fallible)]
fn quota() -> Chunk {
    Ok(view! { <QuotaPage/> }.into_any())
}

#[wasm_split(administration, wasm_split_path = leptos::wasm_split, preload(fetch_administration), fallible)]
fn project_quotas() -> Chunk {
    Ok(view! { <ProjectQuotasPage/> }.into_any())
}

#[wasm_split(transfers, wasm_split_path = leptos::wasm_split, fallible)]
fn tray() -> Chunk {
    Ok(view! { <Tray/> }.into_any())
}

/// The page of a route behind the sign-in.
pub(super) fn page_view(route: Route) -> AnyView {
    match route {
        // The shell and the application lead on from these two.
        Route::Home | Route::SignIn => ().into_any(),
        Route::Images => view! { <ImageListPage/> }.into_any(),
        Route::NewImage => lazy_page(text::shell::new_image(), || loading(new_image())),
        Route::Image(id) => lazy_page(text::shell::image(), move || loading(image(id.clone()))),
        Route::Uploads => lazy_page(text::shell::uploads(), || loading(uploads())),
        Route::Quota => lazy_page(text::shell::quota(), || loading(quota())),
        Route::ProjectQuotas => {
            lazy_page(text::shell::project_quotas(), || loading(project_quotas()))
        }
        Route::Unknown => view! { <NotFound/> }.into_any(),
    }
}

/// The transfers at the bottom of the shell.
pub(super) fn tray_view() -> AnyView {
    view! { <Lazy load=|| loading(tray()) what=text::shell::transfer_list()/> }.into_any()
}

/// Loads the chunk of a page, so that it is there when the page is opened.
pub(super) async fn fetch(route: Route) {
    let fetched = match route {
        Route::NewImage => fetch_new_image().await,
        Route::Image(_) => fetch_image().await,
        Route::Uploads => fetch_uploads().await,
        Route::Quota => fetch_quota().await,
        Route::ProjectQuotas => fetch_administration().await,
        Route::Home | Route::SignIn | Route::Images | Route::Unknown => Ok(()),
    };
    // Whoever opens the page asks again, and is told.
    drop(fetched);
}

fn lazy_page(title: &'static str, load: impl Fn() -> Loading + 'static) -> AnyView {
    // Until the page has a say.
    set_page_title(move || title.to_owned());
    let scroll = expect_context::<Scroll>();
    let on_arrival = Callback::new(move |arrival| {
        scroll.take_up();
        if arrival == Arrival::AskedAgain {
            focus_page();
        }
    });
    let skeleton = || view! { <PageSkeleton/> };
    view! { <Lazy load=load what=text::shell::this_page() placeholder=skeleton on_arrival=on_arrival/> }
        .into_any()
}

fn loading(chunk: impl Future<Output = Chunk> + 'static) -> Loading {
    Box::pin(async move {
        match chunk.await {
            Ok(view) => Ok(view),
            Err(_) if is_replaced().await => Err(LoadFailure::Replaced),
            Err(_) => Err(LoadFailure::Unreachable),
        }
    })
}
