//! Which view a route leads to, and the part of the program that is loaded for it, each behind one function
//! (`docs/adr/0020-split-program.md`). What such a function leads to, and nothing else does, is its chunk.

use std::future::Future;
use std::pin::Pin;

use gaze_shared::glance::image::ImageId;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::features::chunk::{Chunk, loading};
use crate::features::not_found::NotFound;
use crate::features::uploads::resume::finding;
use crate::features::uploads::store::Uploads;
use crate::features::uploads::tray::Tray;
use crate::i18n::text;
use crate::navigation::focus_page;
use crate::pages::image_list::ImageListPage;
use crate::routes::Route;
use crate::ui::announcer::set_page_title;
use crate::ui::lazy::{Arrival, Lazy, Loading, PageSkeleton};
use crate::ui::scroll::Scroll;

/// Makes the pages of the table, each a chunk. Its folder in `pages`, its chunk and the words for its title
/// have one name.
macro_rules! lazy_pages {
    ($($route:ident $(($argument:ident: $type:ty))? => $name:ident: $page:ident,)+) => {
        impl LazyPage {
            /// The page of a route, where it is not part of the first load.
            fn of(route: &Route) -> Option<Self> {
                Some(match route {
                    Route::Home | Route::SignIn | Route::Images => return None,
                    $(Route::$route $(($argument))? => {
                        #[wasm_split($name, wasm_split_path = leptos::wasm_split, preload(fetch), fallible)]
                        fn $name($($argument: $type)?) -> Chunk {
                            use crate::pages::$name::$page;
                            Ok(view! { <$page $($argument=$argument)?/> }.into_any())
                        }
                        $(let $argument = $argument.clone();)?
                        let chunk = move || $name($($argument.clone())?);
                        Self::new(text::shell::$name(), chunk, fetch())
                    })+
                })
            }
        }
    };
}

lazy_pages! {
    NewImage => new_image: NewImagePage,
    Image(id: ImageId) => image: ImagePage,
    Uploads => uploads: UploadsPage,
    Quota => quota: QuotaPage,
    ProjectQuotas => project_quotas: ProjectQuotasPage,
}

#[wasm_split(uploads, wasm_split_path = leptos::wasm_split, fallible)]
fn tray() -> Chunk {
    Ok(view! { <Tray/> }.into_any())
}

#[wasm_split(resume, wasm_split_path = leptos::wasm_split, fallible)]
fn find_resumable(uploads: Uploads) -> Result<(), SplitLoaderError> {
    finding::find_offers(uploads);
    Ok(())
}

struct LazyPage {
    /// Until the page has a say.
    title: &'static str,
    load: Box<dyn Fn() -> Loading>,
    /// Brings the chunk and shows nothing.
    fetch: Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>>,
}

impl LazyPage {
    fn new<C: Future<Output = Chunk> + 'static>(
        title: &'static str,
        chunk: impl Fn() -> C + 'static,
        fetch: impl Future<Output = Result<(), SplitLoaderError>> + 'static,
    ) -> Self {
        Self {
            title,
            load: Box::new(move || loading(chunk())),
            fetch: Box::pin(fetch),
        }
    }
}

/// The page of a route behind the sign-in.
pub(super) fn page_view(route: Option<&Route>) -> AnyView {
    match route {
        None => view! { <NotFound/> }.into_any(),
        Some(Route::Images) => view! { <ImageListPage/> }.into_any(),
        // The shell and the application lead on from the two that are no pages here.
        Some(route) => LazyPage::of(route).map(lazy_view).into_any(),
    }
}

/// The uploads at the bottom of the shell.
pub(super) fn tray_view() -> AnyView {
    view! { <Lazy load=|| loading(tray()) what=text::shell::transfer_list()/> }.into_any()
}

/// Searches for uploads that an earlier page has begun, and offers them.
pub(super) async fn offer_resumable(uploads: Uploads) {
    // Who did not ask for it is not told that it could not be loaded; the next search asks for it again.
    drop(find_resumable(uploads).await);
}

/// Loads the chunk of a page, so that it is there when the page is opened.
pub(super) async fn fetch(route: Route) {
    if let Some(page) = LazyPage::of(&route) {
        // Whoever opens the page asks again, and is told.
        drop(page.fetch.await);
    }
}

fn lazy_view(page: LazyPage) -> AnyView {
    let LazyPage { title, load, .. } = page;
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
