//! Which view a route leads to: one line for each page.

use leptos::prelude::*;

use crate::features::not_found::NotFound;
use crate::pages::image::ImagePage;
use crate::pages::image_list::ImageListPage;
use crate::pages::new_image::NewImagePage;
use crate::pages::project_quotas::ProjectQuotasPage;
use crate::pages::quota::QuotaPage;
use crate::pages::uploads::UploadsPage;
use crate::routes::Route;

/// The page of a route behind the sign-in.
pub(super) fn page_view(route: Route) -> AnyView {
    match route {
        // The shell and the application lead on from these two.
        Route::Home | Route::SignIn => ().into_any(),
        Route::Images => view! { <ImageListPage/> }.into_any(),
        Route::NewImage => view! { <NewImagePage/> }.into_any(),
        Route::Image(id) => view! { <ImagePage id=id/> }.into_any(),
        Route::Uploads => view! { <UploadsPage/> }.into_any(),
        Route::Quota => view! { <QuotaPage/> }.into_any(),
        Route::ProjectQuotas => view! { <ProjectQuotasPage/> }.into_any(),
        Route::Unknown => view! { <NotFound/> }.into_any(),
    }
}
