//! Which page a path leads to, and the way back: one table, a line for each page.

use gaze_shared::glance::image::ImageId;

use super::parameters;

/// What stands for an id in a path of the table.
const ID: &str = "{}";

/// Makes the routes of the table. A path with [`ID`] in it has an argument; `by` names the parameter of the
/// query that chooses the page itself, and not a part of it.
macro_rules! routes {
    ($($(#[$about:meta])* $name:ident $(($argument:ty))? = $path:literal $(by $parameter:path)?,)+) => {
        /// Which page a path leads to. What the query says is read by the page itself, so that a bad query
        /// is an error at its place.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Route {
            $($(#[$about])* $name $(($argument))?,)+
        }

        impl Route {
            /// The page at `path`, if there is one. A trailing slash makes no difference. The first line of
            /// the table that fits counts.
            #[must_use]
            pub fn of(path: &str) -> Option<Self> {
                let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
                let path = format!("/{}", parts.join("/"));
                None$(.or_else(|| routes!(@read &path, $path, $name $(, $argument)?)))+
            }

            /// Its path on this origin.
            #[must_use]
            pub fn path(&self) -> String {
                match self {
                    $(routes!(@pattern $name, argument $(, $argument)?) => {
                        routes!(@write $path, argument $(, $argument)?)
                    })+
                }
            }

            /// The parameter whose value makes it another page.
            #[must_use]
            pub const fn chosen_by(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name { .. } => routes!(@chosen $($parameter)?),)+
                }
            }
        }
    };
    (@chosen) => { None };
    (@chosen $parameter:path) => { Some($parameter) };
    (@read $path:expr, $pattern:literal, $name:ident) => {
        ($path == $pattern).then_some(Self::$name)
    };
    (@read $path:expr, $pattern:literal, $name:ident, $argument:ty) => {
        argument($path, $pattern)?.parse::<$argument>().ok().map(Self::$name)
    };
    (@pattern $name:ident, $value:ident) => { Self::$name };
    (@pattern $name:ident, $value:ident, $argument:ty) => { Self::$name($value) };
    (@write $pattern:literal, $value:ident) => { $pattern.to_owned() };
    (@write $pattern:literal, $value:ident, $argument:ty) => {
        $pattern.replace(ID, &$value.to_string())
    };
}

routes! {
    /// Leads on to the images.
    Home = "/",
    SignIn = "/sign-in",
    Images = "/images",
    /// A new image, or data for one that waits for it.
    NewImage = "/images/new" by parameters::IMAGE,
    Image(ImageId) = "/images/{}",
    Uploads = "/uploads",
    Quota = "/quota",
    /// The quotas of all projects, for administrators.
    ProjectQuotas = "/admin/quotas" by parameters::PROJECT,
}

/// What stands in a path in the place of [`ID`].
fn argument<'p>(path: &'p str, pattern: &str) -> Option<&'p str> {
    let (before, after) = pattern.split_once(ID)?;
    path.strip_prefix(before)?.strip_suffix(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::{ListState, Page, Tab};

    const IMAGE_ID: &str = "71c675ab-d94f-49cd-a114-e12490b328d9";

    #[test]
    fn every_address_leads_to_its_page() {
        let id: ImageId = IMAGE_ID.parse().unwrap();
        let list: ListState = "view=shared".parse().unwrap();
        for (page, route) in [
            (Page::sign_in(Some("/x".into())), Route::SignIn),
            (Page::images(), Route::Images),
            (Page::list(&list), Route::Images),
            (Page::tab(&id, Tab::Json), Route::Image(id.clone())),
            (Page::data_for(&id), Route::NewImage),
            (Route::Uploads.into(), Route::Uploads),
            (Route::Quota.into(), Route::Quota),
            (Page::plan_of("a16f"), Route::ProjectQuotas),
        ] {
            let path = page.path();
            assert_eq!(
                Route::of(path.split('?').next().unwrap()),
                Some(route),
                "{path}"
            );
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_is_told_from_the_root() {
        assert_eq!(Route::of("/"), Some(Route::Home));
        assert_eq!(Route::of("/images/"), Some(Route::Images));
        for path in [
            "/image",
            "/images/1",
            "/images/new/x",
            "/images/new{}",
            "/quota/x",
            "/admin",
            "/admin/quotas/x",
            &format!("/images/{IMAGE_ID}/file"),
        ] {
            assert_eq!(Route::of(path), None, "{path}");
        }
    }
}
