//! A page with everything that its address says.

use std::fmt;

use gaze_shared::glance::image::ImageId;

use super::address::Address;
use super::image_list::ListState;
use super::image_tab::Tab;
use super::parameters;
use super::route::Route;

/// A page with everything that its URL says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    route: Route,
    /// Empty where it says no more than its path.
    query: String,
}

impl From<Route> for Page {
    fn from(route: Route) -> Self {
        Self {
            route,
            query: String::new(),
        }
    }
}

impl Page {
    /// Signing in, and path and query of the page to go to then.
    #[must_use]
    pub fn sign_in(return_to: Option<String>) -> Self {
        let page = Self::from(Route::SignIn);
        match return_to {
            Some(asked) => page.with(parameters::RETURN_TO, &asked),
            None => page,
        }
    }

    /// The list as it opens first.
    #[must_use]
    pub fn images() -> Self {
        Route::Images.into()
    }

    #[must_use]
    pub fn list(state: &ListState) -> Self {
        Self {
            route: Route::Images,
            query: state.to_string(),
        }
    }

    /// An image's first tab.
    #[must_use]
    pub fn image(id: &ImageId) -> Self {
        Route::Image(id.clone()).into()
    }

    /// The part of an image that is shown.
    #[must_use]
    pub fn tab(id: &ImageId, tab: Tab) -> Self {
        match tab.as_parameter() {
            Some(value) => Self::image(id).with(parameters::TAB, value),
            None => Self::image(id),
        }
    }

    #[must_use]
    pub fn new_image() -> Self {
        Route::NewImage.into()
    }

    /// The form for the data of an image that waits for it.
    #[must_use]
    pub fn data_for(id: &ImageId) -> Self {
        Self::new_image().with(parameters::IMAGE, &id.to_string())
    }

    /// The plan of one project.
    #[must_use]
    pub fn plan_of(project_id: &str) -> Self {
        Self::from(Route::ProjectQuotas).with(parameters::PROJECT, project_id)
    }

    fn with(self, parameter: &str, value: &str) -> Self {
        let mut query = form_urlencoded::Serializer::new(self.query);
        query.append_pair(parameter, value);
        Self {
            route: self.route,
            query: query.finish(),
        }
    }

    /// Whether an address shows this page, whatever else it says.
    #[must_use]
    pub fn is_at(&self, address: &Address) -> bool {
        let own = Address::parse(&self.path());
        let chosen_by = self.route.chosen_by();
        own.path == address.path
            && chosen_by.is_none_or(|name| own.parameter(name) == address.parameter(name))
    }

    /// Path and query on this origin.
    #[must_use]
    pub fn path(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.route.path())?;
        if self.query.is_empty() {
            Ok(())
        } else {
            write!(f, "?{}", self.query)
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
        let list = "view=shared&status=active".parse().unwrap();
        let pages = [
            Page::sign_in(None),
            Page::sign_in(Some("/images?view=public".into())),
            Page::images(),
            Page::list(&ListState::default()),
            Page::list(&list),
            Page::image(&id),
            Page::tab(&id, Tab::Json),
            Page::new_image(),
            Page::data_for(&id),
            Route::Uploads.into(),
            Route::Quota.into(),
            Route::ProjectQuotas.into(),
            Page::plan_of("a16f"),
        ];
        let paths: Vec<String> = pages.iter().map(Page::path).collect();
        assert_eq!(
            paths,
            [
                "/sign-in",
                "/sign-in?return_to=%2Fimages%3Fview%3Dpublic",
                "/images",
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
            (Page::plan_of("a"), "/admin/quotas?project=b".into(), false),
        ] {
            assert_eq!(page.is_at(&Address::parse(&address)), expected, "{address}");
        }
    }
}
