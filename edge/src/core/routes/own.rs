//! What the gateway serves itself: one line for each route. All that is said of a route in more than one place
//! follows from its line; what answers it stands in `worker::handlers`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use self::Access::{Admin, LikeDownload, LikeGlance};
use crate::core::http::method::Method::{
    self, Delete as DELETE, Get as GET, Head as HEAD, Options as OPTIONS, Patch as PATCH,
    Post as POST, Put as PUT,
};
use crate::core::routes::body_use::BodyUse;
use crate::core::routes::image_id::ImageIdInPath;
use crate::core::routes::project_id::ProjectIdInPath;
use crate::core::routes::template::template_part;
use crate::core::routes::upload_id::TusUploadId;

/// Who may use a route that asks who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever has a token or a session. A token with access rules has to allow this call of Glance, for which
    /// the route stands.
    LikeGlance(Method, &'static str),
    /// Whoever has a token or a session. A token with access rules has to allow reading the data of the image
    /// that the path names.
    LikeDownload,
    /// An administrator, whose token has no access rules.
    Admin,
}

/// Whether a request counts against the requests per minute of its project's plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestCounting {
    Counted,
    /// It does not.
    Uncounted,
}

/// What is asked of a request before its route is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirements {
    /// Who may use the route.
    pub access: Access,
    pub counting: RequestCounting,
}

/// An upload stands for making an image and giving it its data.
const UPLOADER: Access = LikeGlance(POST, "/v2/images");

/// Makes the enums with all that is said of a route. Either every line of a group says who may use it, or none.
macro_rules! own_routes {
    (@requirements $group:ident: $($name:ident,)+) => {};
    (@requirements $group:ident: $($name:ident $access:expr, $counting:ident,)+) => {
        impl $group {
            /// What is asked of a request before.
            #[must_use]
            pub const fn requirements(&self) -> Requirements {
                match self {
                    $(
                        Self::$name { .. } => Requirements {
                            access: $access,
                            counting: RequestCounting::$counting,
                        },
                    )+
                }
            }
        }
    };
    ($(
        $(#[doc = $group_doc:literal])*
        $kind_of:ident($group:ident) {
            $(
                $(#[doc = $doc:literal])*
                $name:ident $({ $parameter:ident: $kind:ident })?
                    = $($part:tt)/+ : $method:ident $($also:ident)*, $body:ident $(, $access:expr, $counting:ident)?;
            )+
        }
    )+) => {
        /// A route of the gateway's own, by what is asked of a request before it is served.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum OwnRoute {
            $(
                $(#[doc = $group_doc])*
                $kind_of($group),
            )+
        }

        $(
            $(#[doc = $group_doc])*
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub enum $group {
                $(
                    $(#[doc = $doc])*
                    $name $({
                        #[doc = concat!("What the path names at `", stringify!($parameter), "`.")]
                        $parameter: $kind,
                    })?,
                )+
            }

            own_routes!(@requirements $group: $($name $($access, $counting)?,)+);
        )+

        impl OwnRoute {
            /// What is served at a path: `None` where nothing is, the methods that it takes where it is by others.
            pub(super) fn find(
                names: &[&str],
                method: Option<Method>,
            ) -> Option<Result<Self, &'static str>> {
                let mut found = None;
                $($(
                    if let [$($part),+] = names
                        $(&& let Some($parameter) = $kind::parse($parameter))?
                    {
                        let route = Self::$kind_of($group::$name $({ $parameter })?);
                        // What can be read can be asked about, where the line says so; that goes unsaid.
                        if matches!(method, Some($method $(| $also)*)) {
                            return Some(Ok(route));
                        }
                        found = Some(Err(route.allowed()));
                    }
                )+)+
                found
            }

            /// By which method it is asked for.
            #[must_use]
            pub const fn method(&self) -> Method {
                match self {
                    $($( Self::$kind_of($group::$name { .. }) => $method, )+)+
                }
            }

            /// What becomes of a request's body.
            #[must_use]
            pub const fn body_use(&self) -> BodyUse {
                match self {
                    $($( Self::$kind_of($group::$name { .. }) => BodyUse::$body, )+)+
                }
            }

            /// The name for logs: no parameter, so that lines of one route group.
            #[must_use]
            pub const fn template(&self) -> &'static str {
                match self {
                    $($(
                        Self::$kind_of($group::$name { .. }) => {
                            concat!($("/", template_part!($part)),+)
                        }
                    )+)+
                }
            }
        }

        impl fmt::Display for OwnRoute {
            /// The path, built from the typed values alone.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $($(
                        Self::$kind_of($group::$name $({ $parameter })?) => {
                            $( write!(f, "/{}", $part)?; )+
                            Ok(())
                        }
                    )+)+
                }
            }
        }

        /// Every line of the table.
        pub(super) const TABLE: &[(&str, Method)] = &[
            $($((concat!($("/", template_part!($part)),+), $method)),+),+
        ];
    };
}

own_routes! {
    /// One that anyone may ask.
    Open(OpenRoute) {
        /// Whether the gateway is up.
        Health = "healthz": GET HEAD, Ignored;
        /// The settings that a page needs.
        Config = "api" / "config": GET, Ignored;
        /// What the gateway knows of tus.
        DiscoverTus = "api" / "uploads": OPTIONS, Ignored;
        /// The same as for all.
        DiscoverTusOfUpload { id: TusUploadId } = "api" / "uploads" / id: OPTIONS, Ignored;
    }
    /// One of the session of the dashboard's pages: it makes the session, or reads its cookie itself.
    Session(SessionRoute) {
        /// Who am I.
        ShowSession = "api" / "session": GET, Ignored;
        SignIn = "api" / "session": POST, Document;
        /// Another project or region, or a renewal.
        ChangeSession = "api" / "session": PATCH, Document;
        SignOut = "api" / "session": DELETE, Ignored;
        /// The projects that the user can switch to.
        Projects = "api" / "projects": GET, Ignored;
    }
    /// One that only who was let in may ask.
    Admitted(AdmittedRoute) {
        /// What the caller's project may have, and has.
        Quota = "api" / "quota": GET, Ignored, LikeGlance(GET, "/v2/info/usage"), Counted;
        /// What is known of an image's data.
        ShowVerification { image_id: ImageIdInPath }
            = "api" / "images" / image_id / "verify": GET, Ignored, LikeDownload, Counted;
        /// Reads it, and compares.
        Verify { image_id: ImageIdInPath }
            = "api" / "images" / image_id / "verify": POST, Document, LikeDownload, Counted;
        /// The quotas of projects.
        Plans = "api" / "admin" / "plans": GET, Ignored, Admin, Uncounted;
        ShowPlan { project_id: ProjectIdInPath }
            = "api" / "admin" / "plans" / project_id: GET, Ignored, Admin, Uncounted;
        /// Another plan.
        ChangePlan { project_id: ProjectIdInPath }
            = "api" / "admin" / "plans" / project_id: PUT, Document, Admin, Uncounted;
        /// Back to the plan of the configuration.
        ResetPlan { project_id: ProjectIdInPath }
            = "api" / "admin" / "plans" / project_id: DELETE, Ignored, Admin, Uncounted;
    }
    /// One of tus, for who was let in and speaks it.
    Upload(UploadRoute) {
        /// The caller's own uploads that are under way.
        ListUploads = "api" / "uploads": GET, Ignored, UPLOADER, Counted;
        /// A new upload.
        CreateUpload = "api" / "uploads": POST, Ignored, UPLOADER, Counted;
        /// How far an upload is, in tus's headers.
        HeadUpload { id: TusUploadId } = "api" / "uploads" / id: HEAD, Ignored, UPLOADER, Counted;
        /// How it stands, also once all its bytes have come.
        ShowUpload { id: TusUploadId } = "api" / "uploads" / id: GET, Ignored, UPLOADER, Counted;
        /// Bytes.
        AppendUpload { id: TusUploadId } = "api" / "uploads" / id: PATCH, ImageData, UPLOADER, Counted;
        /// Ends it.
        TerminateUpload { id: TusUploadId } = "api" / "uploads" / id: DELETE, Ignored, UPLOADER, Counted;
    }
}

/// The methods that each path takes, as they stand in an `Allow` header.
static ALLOWED: LazyLock<BTreeMap<&str, String>> = LazyLock::new(|| {
    let mut allowed = BTreeMap::<&str, String>::new();
    for (template, method) in TABLE {
        let methods = allowed.entry(template).or_default();
        if !methods.is_empty() {
            methods.push_str(", ");
        }
        methods.push_str(method.as_str());
    }
    allowed
});

impl OwnRoute {
    fn allowed(&self) -> &'static str {
        ALLOWED.get(self.template()).map_or("", String::as_str)
    }

    /// The upload that the path names, if it names one.
    #[must_use]
    pub const fn upload_id(&self) -> Option<&TusUploadId> {
        match self {
            Self::Open(OpenRoute::DiscoverTusOfUpload { id }) => Some(id),
            Self::Upload(route) => route.upload_id(),
            _ => None,
        }
    }

    /// The image that the path names, if it names one.
    #[must_use]
    pub const fn image_id(&self) -> Option<&ImageIdInPath> {
        match self {
            Self::Admitted(
                AdmittedRoute::ShowVerification { image_id } | AdmittedRoute::Verify { image_id },
            ) => Some(image_id),
            _ => None,
        }
    }

    /// Whether tus says what is answered.
    #[must_use]
    pub fn is_of_tus(&self) -> bool {
        self.template().starts_with("/api/uploads")
    }
}

impl UploadRoute {
    /// The upload that the path names, if it names one.
    #[must_use]
    pub const fn upload_id(&self) -> Option<&TusUploadId> {
        match self {
            Self::ListUploads | Self::CreateUpload => None,
            Self::HeadUpload { id }
            | Self::ShowUpload { id }
            | Self::AppendUpload { id }
            | Self::TerminateUpload { id } => Some(id),
        }
    }
}
