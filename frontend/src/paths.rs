//! The addresses of the dashboard's pages. Links are built from these values, never from text.

use std::fmt;

use gaze_shared::glance::image::ImageId;

use crate::pages::image::Tab;
use crate::pages::image_list::ListState;
use crate::state::navigation::{Address, LIST_PATH};

/// A page with everything that its URL says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Signing in, and where to go then.
    SignIn {
        /// Path and query of the page that was asked for.
        return_to: Option<String>,
    },
    /// The list of images.
    Images(Box<ListState>),
    /// One image.
    Image {
        /// Which.
        id: ImageId,
        /// The part that is shown.
        tab: Tab,
    },
    /// A new image, or data for one that waits for it.
    NewImage {
        /// The image that waits.
        fill: Option<ImageId>,
    },
    /// The transfers of this browser.
    Uploads,
    /// The quota of the project.
    Quota,
    /// The quotas of all projects, for administrators.
    ProjectQuotas {
        /// The one whose plan is shown.
        project: Option<String>,
    },
}

impl Page {
    /// The list as it opens first.
    #[must_use]
    pub fn images() -> Self {
        Self::Images(Box::default())
    }

    /// An image's first tab.
    #[must_use]
    pub fn image(id: &ImageId) -> Self {
        Self::Image {
            id: id.clone(),
            tab: Tab::default(),
        }
    }

    /// The form for a new image.
    #[must_use]
    pub fn new_image() -> Self {
        Self::NewImage { fill: None }
    }

    /// Whether an address shows this page, whatever else it says.
    #[must_use]
    pub fn is_at(&self, address: &Address) -> bool {
        let own = Address::parse(&self.path());
        // What the query of these chooses is the page itself, and not a part of it.
        let chosen = match self {
            Self::NewImage { .. } => Some("image"),
            Self::ProjectQuotas { .. } => Some("project"),
            _ => None,
        };
        own.path == address.path
            && chosen.is_none_or(|name| own.parameter(name) == address.parameter(name))
    }

    /// Path and query on this origin.
    #[must_use]
    pub fn path(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, query) = match self {
            Self::SignIn { return_to } => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                if let Some(return_to) = return_to {
                    query.append_pair("return_to", return_to);
                }
                ("/sign-in".to_owned(), query.finish())
            }
            Self::Images(state) => (LIST_PATH.to_owned(), state.to_string()),
            Self::Image { id, tab } => {
                let query = tab.as_parameter().map(|tab| format!("tab={tab}"));
                (format!("/images/{id}"), query.unwrap_or_default())
            }
            Self::NewImage { fill } => {
                let query = fill.as_ref().map(|id| format!("image={id}"));
                ("/images/new".to_owned(), query.unwrap_or_default())
            }
            Self::Uploads => ("/uploads".to_owned(), String::new()),
            Self::Quota => ("/quota".to_owned(), String::new()),
            Self::ProjectQuotas { project } => {
                let query = project.as_ref().map(|id| format!("project={id}"));
                ("/admin/quotas".to_owned(), query.unwrap_or_default())
            }
        };
        f.write_str(&path)?;
        if query.is_empty() {
            Ok(())
        } else {
            write!(f, "?{query}")
        }
    }
}

/// Which page a path leads to. What the query says is read by the page itself, so that a bad query
/// is an error at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The root, which leads on to the images.
    Home,
    /// [`Page::SignIn`].
    SignIn,
    /// [`Page::Images`].
    Images,
    /// [`Page::NewImage`].
    NewImage,
    /// [`Page::Image`].
    Image(ImageId),
    /// [`Page::Uploads`].
    Uploads,
    /// [`Page::Quota`].
    Quota,
    /// [`Page::ProjectQuotas`].
    ProjectQuotas,
    /// Nowhere.
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

/// The page to go to after signing in. Only paths of this origin are taken, so that a crafted link
/// cannot send a person who has just signed in elsewhere.
#[must_use]
pub fn safe_return_path(wanted: Option<&str>) -> String {
    wanted
        .filter(|path| {
            path.starts_with('/')
                && !path.starts_with("//")
                && !path.contains(['\\', '\n', '\r', '\t'])
                && !path.starts_with("/sign-in")
        })
        .map_or_else(|| Page::images().path(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "71c675ab-d94f-49cd-a114-e12490b328d9";

    #[test]
    fn every_page_has_its_address() {
        let id: ImageId = ID.parse().unwrap();
        let pages = [
            Page::SignIn { return_to: None },
            Page::SignIn {
                return_to: Some("/images?view=public".into()),
            },
            Page::images(),
            Page::Images(Box::new("view=shared&status=active".parse().unwrap())),
            Page::image(&id),
            Page::Image {
                id: id.clone(),
                tab: Tab::Json,
            },
            Page::new_image(),
            Page::NewImage { fill: Some(id) },
            Page::Uploads,
            Page::Quota,
            Page::ProjectQuotas { project: None },
            Page::ProjectQuotas {
                project: Some("a16f".into()),
            },
        ];
        let paths: Vec<String> = pages.iter().map(Page::path).collect();
        assert_eq!(
            paths,
            [
                "/sign-in",
                "/sign-in?return_to=%2Fimages%3Fview%3Dpublic",
                "/images",
                "/images?view=shared&status=active",
                &format!("/images/{ID}"),
                &format!("/images/{ID}?tab=json"),
                "/images/new",
                &format!("/images/new?image={ID}"),
                "/uploads",
                "/quota",
                "/admin/quotas",
                "/admin/quotas?project=a16f",
            ]
        );
    }

    #[test]
    fn a_page_is_the_same_whatever_is_open_on_it() {
        let id: ImageId = ID.parse().unwrap();
        let image = format!("/images/{ID}");
        for (page, address, expected) in [
            (
                Page::image(&id),
                format!("{image}?tab=json&dialog=patch"),
                true,
            ),
            (Page::image(&id), "/images".into(), false),
            (Page::new_image(), "/images/new?help=keyboard".into(), true),
            (Page::new_image(), format!("/images/new?image={ID}"), false),
            (
                Page::ProjectQuotas {
                    project: Some("a".into()),
                },
                "/admin/quotas?project=b".into(),
                false,
            ),
        ] {
            assert_eq!(page.is_at(&Address::parse(&address)), expected, "{address}");
        }
    }

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

    #[test]
    fn after_signing_in_nobody_is_sent_to_another_site() {
        assert_eq!(
            safe_return_path(Some("/images?view=public")),
            "/images?view=public"
        );
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil",
            "",
            "/sign-in",
        ] {
            assert_eq!(safe_return_path(Some(bad)), "/images", "{bad:?}");
        }
        assert_eq!(safe_return_path(None), "/images");
    }
}
