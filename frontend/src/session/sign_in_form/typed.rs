//! What the person typed into the sign-in form, and what the edge says to it.

use gaze_shared::gateway::{ErrorKind, Session};
use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::api::{ApiError, session};
use crate::i18n::text;
use crate::ui::ErrorView;

/// By what the person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Password,
    ApplicationCredential,
    Token,
}

impl Method {
    pub(super) const ALL: [Self; 3] = [Self::Password, Self::ApplicationCredential, Self::Token];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Password => text::session::password(),
            Self::ApplicationCredential => text::session::application_credential(),
            Self::Token => text::session::token(),
        }
    }

    /// What the edge calls it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::ApplicationCredential => "application_credential",
            Self::Token => "token",
        }
    }

    /// What the first field asks for; a token needs no name.
    pub(super) fn name_label(self) -> &'static str {
        match self {
            Self::ApplicationCredential => text::session::credential_id(),
            Self::Password | Self::Token => text::session::user_name(),
        }
    }

    pub(super) fn secret_label(self) -> &'static str {
        match self {
            Self::Password => text::session::password(),
            Self::ApplicationCredential => text::session::secret(),
            Self::Token => text::session::token(),
        }
    }
}

impl Method {
    /// What is said of an empty first field.
    fn enter_name(self) -> &'static str {
        match self {
            Self::ApplicationCredential => text::session::enter_credential_id(),
            Self::Password | Self::Token => text::session::enter_user_name(),
        }
    }

    /// What is said of an empty second field.
    fn enter_secret(self) -> &'static str {
        match self {
            Self::Password => text::session::enter_password(),
            Self::ApplicationCredential => text::session::enter_secret(),
            Self::Token => text::session::enter_token(),
        }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Typed {
    pub(super) method: RwSignal<Method>,
    pub(super) name: RwSignal<String>,
    pub(super) secret: RwSignal<String>,
    pub(super) domain: RwSignal<String>,
    pub(super) project: RwSignal<String>,
    /// The domain that the project's name is unique in.
    pub(super) project_domain: RwSignal<String>,
    pub(super) code: RwSignal<String>,
    /// The answer to the first step, when a second one is due.
    pub(super) receipt: RwSignal<Option<String>>,
}

/// Where the last try went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Problems {
    pub(super) name: Option<String>,
    pub(super) secret: Option<String>,
    pub(super) code: Option<String>,
    pub(super) elsewhere: Option<ApiError>,
}

impl Typed {
    pub(super) fn new(again_as: Option<&Session>) -> Self {
        let name = again_as
            .map(|session| session.user.name.clone())
            .unwrap_or_default();
        let empty = || RwSignal::new(String::new());
        Self {
            method: RwSignal::new(Method::Password),
            name: RwSignal::new(name),
            secret: empty(),
            domain: empty(),
            project: empty(),
            project_domain: empty(),
            code: empty(),
            receipt: RwSignal::new(None),
        }
    }

    pub(super) fn missing(self) -> Problems {
        let ask = |typed: RwSignal<String>, sentence: &str| {
            typed
                .with_untracked(|typed| typed.trim().is_empty())
                .then(|| sentence.to_owned())
        };
        if self.receipt.with_untracked(Option::is_some) {
            return Problems {
                code: ask(self.code, text::session::enter_code()),
                ..Problems::default()
            };
        }
        let method = self.method.get_untracked();
        Problems {
            name: ask(self.name, method.enter_name()).filter(|_| method != Method::Token),
            secret: ask(self.secret, method.enter_secret()),
            ..Problems::default()
        }
    }

    /// The sign-in, as [`gaze_shared::gateway::SignIn`] is written.
    pub(super) fn to_sign_in(self, again_as: Option<&Session>) -> Map<String, Value> {
        let mut sign_in = Map::new();
        let mut set = |name: &str, text: String| {
            if !text.is_empty() {
                sign_in.insert(name.to_owned(), text.into());
            }
        };
        let typed = |text: RwSignal<String>| text.get_untracked().trim().to_owned();
        if let Some(receipt) = self.receipt.get_untracked() {
            set("method", "totp".to_owned());
            set("receipt", receipt);
            set("passcode", typed(self.code));
            return sign_in;
        }
        let method = self.method.get_untracked();
        set("method", method.word().to_owned());
        set(
            "region",
            again_as
                .map(|session| session.region.clone())
                .unwrap_or_default(),
        );
        match method {
            Method::Password => {
                set("user", typed(self.name));
                // As typed: a space may be part of it.
                set("password", self.secret.get_untracked());
                let domain = match (typed(self.domain), again_as) {
                    (text, Some(session)) if text.is_empty() => session.user.domain.name.clone(),
                    (text, _) => text,
                };
                set("domain", domain);
            }
            Method::ApplicationCredential => {
                set("id", typed(self.name));
                set("secret", typed(self.secret));
                // It has a project of its own.
                return sign_in;
            }
            Method::Token => set("token", typed(self.secret)),
        }
        let project = match (typed(self.project), again_as) {
            (text, Some(session)) if text.is_empty() => Some(("id", session.project.id.clone())),
            (text, _) => Some(("name", text)).filter(|(_, text)| !text.is_empty()),
        };
        if let Some((by, project)) = project {
            let mut scope = Map::from_iter([(by.to_owned(), project.into())]);
            let domain = typed(self.project_domain);
            if by == "name" && !domain.is_empty() {
                scope.insert("domain".to_owned(), domain.into());
            }
            sign_in.insert("project".to_owned(), Value::Object(scope));
        }
        sign_in
    }

    /// Asks the edge, and puts what it says at its place.
    pub(super) async fn try_sign_in(
        self,
        credentials: Map<String, Value>,
    ) -> Result<Session, Problems> {
        let error = match session::sign_in(&credentials).await {
            Ok(session) => return Ok(session),
            Err(error) => error,
        };
        let sentences = ErrorView::from(error.clone()).in_a_line();
        let is_second_step = credentials.contains_key("receipt");
        Err(match error.kind() {
            Some(ErrorKind::SecondFactorRequired) => {
                // The form may have been left meanwhile.
                let _left = self.receipt.try_set(error.receipt());
                Problems::default()
            }
            Some(ErrorKind::InvalidCredentials) if is_second_step => Problems {
                code: Some(sentences),
                ..Problems::default()
            },
            Some(ErrorKind::InvalidCredentials) => Problems {
                secret: Some(sentences),
                ..Problems::default()
            },
            kind => {
                // Its time is over: once more from the beginning.
                if kind == Some(&ErrorKind::SignInRequired) {
                    let _left = self.receipt.try_set(None);
                }
                Problems {
                    elsewhere: Some(error),
                    ..Problems::default()
                }
            }
        })
    }
}
