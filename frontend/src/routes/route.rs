//! Which page a path leads to.

use gaze_shared::glance::image::ImageId;

/// Which page a path leads to. What the query says is read by the page itself, so that a bad query
/// is an error at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The root, which leads on to the images.
    Home,
    /// [`super::Page::SignIn`].
    SignIn,
    /// [`super::Page::Images`].
    Images,
    /// [`super::Page::NewImage`].
    NewImage,
    /// [`super::Page::Image`].
    Image(ImageId),
    /// [`super::Page::Uploads`].
    Uploads,
    /// [`super::Page::Quota`].
    Quota,
    /// [`super::Page::ProjectQuotas`].
    ProjectQuotas,
    Unknown,
}

impl Route {
    /// The page at `path`. A trailing slash makes no difference.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let route = match (parts.next(), parts.next()) {
            (None, _) => Self::Home,
            (Some("sign-in"), None) => Self::SignIn,
            (Some("images"), None) => Self::Images,
            (Some("images"), Some("new")) => Self::NewImage,
            (Some("images"), Some(id)) => id.parse().map_or(Self::Unknown, Self::Image),
            (Some("uploads"), None) => Self::Uploads,
            (Some("quota"), None) => Self::Quota,
            (Some("admin"), Some("quotas")) => Self::ProjectQuotas,
            _ => Self::Unknown,
        };
        if parts.next().is_some() {
            Self::Unknown
        } else {
            route
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::{Page, Tab};

    const ID: &str = "71c675ab-d94f-49cd-a114-e12490b328d9";

    #[test]
    fn every_address_leads_to_its_page() {
        let id: ImageId = ID.parse().unwrap();
        for (page, route) in [
            (
                Page::SignIn {
                    return_to: Some("/x".into()),
                },
                Route::SignIn,
            ),
            (Page::images(), Route::Images),
            (
                Page::Images(Box::new("view=shared".parse().unwrap())),
                Route::Images,
            ),
            (
                Page::Image {
                    id: id.clone(),
                    tab: Tab::Json,
                },
                Route::Image(id.clone()),
            ),
            (
                Page::NewImage {
                    fill: Some(id.clone()),
                },
                Route::NewImage,
            ),
            (Page::Uploads, Route::Uploads),
            (Page::Quota, Route::Quota),
            (
                Page::ProjectQuotas {
                    project: Some("a16f".into()),
                },
                Route::ProjectQuotas,
            ),
        ] {
            let path = page.path();
            assert_eq!(Route::of(path.split('?').next().unwrap()), route, "{path}");
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_is_told_from_the_root() {
        assert_eq!(Route::of("/"), Route::Home);
        assert_eq!(Route::of("/images/"), Route::Images);
        for path in [
            "/image",
            "/images/1",
            "/images/new/x",
            "/quota/x",
            "/admin",
            "/admin/quotas/x",
            &format!("/images/{ID}/file"),
        ] {
            assert_eq!(Route::of(path), Route::Unknown, "{path}");
        }
    }
}
