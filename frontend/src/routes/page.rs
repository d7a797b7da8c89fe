//! A page with everything that its address says.

use std::fmt;

use gaze_shared::glance::image::ImageId;

use super::address::{Address, LIST_PATH};
use super::image_list::ListState;
use super::image_tab::Tab;
use super::parameters;

/// A page with everything that its URL says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Signing in, and where to go then.
    SignIn {
        /// Path and query of the page that was asked for.
        return_to: Option<String>,
    },
    Images(Box<ListState>),
    Image {
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
            Self::NewImage { .. } => Some(parameters::IMAGE),
            Self::ProjectQuotas { .. } => Some(parameters::PROJECT),
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
                    query.append_pair(parameters::RETURN_TO, return_to);
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
}
