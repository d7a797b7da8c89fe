//! What the person typed into the sign-in form, and what the edge says to it.

use gaze_shared::gateway::{ErrorKind, ProjectScope, Session, SignIn};
use leptos::prelude::*;

use crate::api::{ApiError, session};

/// By what the person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Password,
    ApplicationCredential,
    Token,
}

impl Method {
    pub(super) const ALL: [Self; 3] = [Self::Password, Self::ApplicationCredential, Self::Token];

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Password => "Password",
            Self::ApplicationCredential => "Application credential",
            Self::Token => "Token",
        }
    }

    /// What the first field asks for; a token needs no name.
    pub(super) const fn name_label(self) -> &'static str {
        match self {
            Self::ApplicationCredential => "Credential ID",
            Self::Password | Self::Token => "User name",
        }
    }

    pub(super) const fn secret_label(self) -> &'static str {
        match self {
            Self::Password => "Password",
            Self::ApplicationCredential => "Secret",
            Self::Token => "Token",
        }
    }
}

/// What the person typed.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    pub(super) method: RwSignal<Method>,
    pub(super) name: RwSignal<String>,
    pub(super) secret: RwSignal<String>,
    pub(super) domain: RwSignal<String>,
    pub(super) project: RwSignal<String>,
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
            code: empty(),
            receipt: RwSignal::new(None),
        }
    }

    pub(super) fn missing(self) -> Problems {
        let ask = |text: RwSignal<String>, what: &str| {
            text.with_untracked(|text| text.trim().is_empty())
                .then(|| format!("Enter your {}.", what.to_lowercase()))
        };
        if self.receipt.with_untracked(Option::is_some) {
            return Problems {
                code: ask(self.code, "code"),
                ..Problems::default()
            };
        }
        let method = self.method.get_untracked();
        Problems {
            name: ask(self.name, method.name_label()).filter(|_| method != Method::Token),
            secret: ask(self.secret, method.secret_label()),
            ..Problems::default()
        }
    }

    pub(super) fn to_sign_in(self, again_as: Option<&Session>) -> SignIn {
        let filled = |text: RwSignal<String>| {
            Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        if let Some(receipt) = self.receipt.get_untracked() {
            return SignIn::Totp {
                receipt,
                passcode: filled(self.code).unwrap_or_default(),
            };
        }
        let name = self.name.get_untracked().trim().to_owned();
        let secret = self.secret.get_untracked();
        let region = again_as.map(|session| session.region.clone());
        let project = filled(self.project)
            .map(ProjectScope::Name)
            .or_else(|| again_as.map(|session| ProjectScope::Id(session.project.id.clone())));
        match self.method.get_untracked() {
            Method::Password => SignIn::Password {
                user: name,
                password: secret,
                domain: filled(self.domain)
                    .or_else(|| again_as.map(|session| session.user.domain.name.clone()))
                    .filter(|name| !name.is_empty()),
                passcode: None,
                project,
                region,
            },
            Method::ApplicationCredential => SignIn::ApplicationCredential {
                id: Some(name),
                name: None,
                user: None,
                domain: None,
                secret: secret.trim().to_owned(),
                region,
            },
            Method::Token => SignIn::Token {
                token: secret.trim().to_owned(),
                project,
                region,
            },
        }
    }

    /// Asks the edge, and puts what it says at its place.
    pub(super) async fn try_sign_in(self, credentials: SignIn) -> Result<Session, Problems> {
        let error = match session::sign_in(&credentials).await {
            Ok(session) => return Ok(session),
            Err(error) => error,
        };
        let text = format!("{} {}", error.headline(), error.advice());
        let is_second_step = matches!(credentials, SignIn::Totp { .. });
        Err(match error.kind() {
            Some(ErrorKind::SecondFactorRequired) => {
                // The form may have been left meanwhile.
                let _left = self.receipt.try_set(error.receipt());
                Problems::default()
            }
            Some(ErrorKind::InvalidCredentials) if is_second_step => Problems {
                code: Some(text),
                ..Problems::default()
            },
            Some(ErrorKind::InvalidCredentials) => Problems {
                secret: Some(text),
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
