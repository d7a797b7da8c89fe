//! A session in its cookie, and in all copies of it.

use gaze_shared::time::timestamp::Timestamp;
use gaze_shared::time::unix_millis::UnixMillis;

use super::*;
use crate::core::auth::policy::TokenValidation;
use crate::core::crypto::seal::SealKey;

const END: i64 = 1_795_286_325;
const START: i64 = END - 3600;

fn keys() -> KeyRing {
    KeyRing::new(vec![SealKey::new("k1", [1; 32]).unwrap()]).unwrap()
}

fn earlier(token: &str, ends_at: i64, of: TokenOf) -> EarlierToken {
    EarlierToken {
        token: Secret::new(token),
        ends_at: UnixSeconds(ends_at),
        of,
    }
}

fn ending_at(seconds: i64) -> Session {
    Session {
        expires_at: Timestamp::from_text(UnixMillis(seconds as u64 * 1000).rfc3339()),
        ..example_session()
    }
}

fn wanted() -> Authentication {
    Authentication {
        token_validation: TokenValidation::Remembered,
        session_renewal: SessionRenewal::ApplicationCredential,
        session_max_seconds: 1_000_000,
        client_address_header: None,
    }
}

fn sealed() -> (SessionSecrets, String) {
    let session = SessionSecrets {
        token: Secret::new("gAAAA-token"),
        earlier_tokens: vec![earlier("gAAAA-earlier", END, TokenOf::ThisSession)],
        session: example_session(),
        token_scope: TokenScope::Renewable(KeptCredential {
            id: "c1".into(),
            secret: Secret::new("gAAAA-secret"),
        }),
        signed_in_at: UnixSeconds(START),
    };
    let sealed = session.seal(&keys(), [9; NONCE_BYTES]).unwrap();
    (session, sealed)
}

#[test]
fn a_session_opens_until_its_token_ends() {
    let (session, sealed) = sealed();
    assert_eq!(
        SessionSecrets::open(&keys(), &sealed, UnixSeconds(END - 1)),
        Ok(session)
    );
    assert_eq!(
        SessionSecrets::open(&keys(), &sealed, UnixSeconds(END)),
        Err(NoSession::Expired)
    );
}

#[test]
fn the_token_is_not_in_the_cookie_in_any_readable_form() {
    let (session, sealed) = sealed();
    assert!(!sealed.contains("gAAAA"));
    assert!(!format!("{session:?}").contains("gAAAA"));
}

#[test]
fn switching_keeps_the_tokens_before_and_gives_up_the_oldest_but_the_first() {
    let (mut session, _) = sealed();
    let mut given_up = Vec::new();
    for n in 0..4 {
        let token = Secret::new(format!("t{n}"));
        let (switched, surplus) = session.go_on_with(token, example_session(), UnixSeconds(START));
        session = switched;
        given_up.extend(surplus);
    }
    assert_eq!(
        session.anchor(UnixSeconds(START)),
        Some(&Secret::new("gAAAA-earlier"))
    );
    assert_eq!(given_up, ["gAAAA-token", "t0"].map(Secret::new));
    assert_eq!(
        session.into_tokens(),
        ["gAAAA-earlier", "t1", "t2", "t3"].map(Secret::new)
    );
}

/// However often a session is renewed, and whichever copy of its cookie is signed out: every other
/// copy that still opens has an anchor, or a token, that died with it.
#[test]
fn signing_out_with_any_copy_ends_all_of_them() {
    for pause in [100, 700, 1_800, 3_000] {
        let (first, _) = sealed();
        let mut now = START;
        let mut copies = vec![SessionSecrets {
            earlier_tokens: Vec::new(),
            ..first
        }];
        for n in 0..40 {
            now += pause;
            let session = copies.last().unwrap().clone();
            if session
                .renewed_now_by(&wanted(), UnixSeconds(now))
                .is_some()
            {
                let token = Secret::new(format!("t{n}"));
                let (next, surplus) =
                    session.go_on_with(token, ending_at(now + 3600), UnixSeconds(now));
                assert!(surplus.is_empty());
                copies.push(next);
            }
            let now = UnixSeconds(now);
            let is_alive = |copy: &SessionSecrets, revoked: &[Secret]| {
                let dead = |token: &Secret| revoked.contains(token);
                let opens = copy.expires_at().unwrap() > now;
                opens && !dead(&copy.token) && !copy.anchor(now).is_some_and(dead)
            };
            let open: Vec<&SessionSecrets> =
                copies.iter().filter(|copy| is_alive(copy, &[])).collect();
            assert!(!open.is_empty(), "{pause} {n}");
            for signed_out in &open {
                let revoked = SessionSecrets::clone(signed_out).into_tokens();
                for copy in &open {
                    assert!(!is_alive(copy, &revoked), "{pause} {n}");
                }
            }
        }
    }
}

#[test]
fn a_session_that_follows_another_one_does_not_end_with_it() {
    let (previous, _) = sealed();
    let (new, _) = sealed();
    let new = SessionSecrets {
        token: Secret::new("new"),
        earlier_tokens: Vec::new(),
        ..new
    };
    let (new, surplus) = new.after(previous, UnixSeconds(START));
    assert_eq!(new.anchor(UnixSeconds(START)), None);
    assert!(surplus.is_empty());
    assert_eq!(
        new.into_tokens(),
        ["gAAAA-earlier", "gAAAA-token", "new"].map(Secret::new)
    );
}

#[test]
fn a_token_that_has_ended_by_itself_tells_nothing_and_is_left_out() {
    let (session, _) = sealed();
    assert!(session.anchor(UnixSeconds(END - 1)).is_some());
    assert_eq!(session.anchor(UnixSeconds(END)), None);
    let (session, surplus) =
        session.go_on_with(Secret::new("t"), ending_at(END + 99), UnixSeconds(END));
    assert!(surplus.is_empty() && session.earlier_tokens.is_empty());
}

#[test]
fn a_session_is_renewed_for_so_long_and_only_where_that_is_wanted() {
    let (session, _) = sealed();
    let settings = |session_renewal| Authentication {
        session_renewal,
        session_max_seconds: 7200,
        ..wanted()
    };
    let wanted = settings(SessionRenewal::ApplicationCredential);
    for (token_scope, settings, now, expected) in [
        (
            session.token_scope.clone(),
            &wanted,
            START,
            Renewal::Automatic,
        ),
        (
            session.token_scope.clone(),
            &wanted,
            START + 7199,
            Renewal::Automatic,
        ),
        (
            session.token_scope.clone(),
            &wanted,
            START + 7200,
            Renewal::SignIn,
        ),
        (
            session.token_scope.clone(),
            &settings(SessionRenewal::Never),
            START,
            Renewal::SignIn,
        ),
        (TokenScope::OneProject, &wanted, START, Renewal::SignIn),
        (TokenScope::AllProjects, &wanted, START, Renewal::SignIn),
    ] {
        let session = SessionSecrets {
            token_scope,
            ..session.clone()
        };
        assert_eq!(session.public(settings, UnixSeconds(now)).renewal, expected);
    }
}

#[test]
fn a_value_of_anybody_else_is_unreadable() {
    assert_eq!(
        SessionSecrets::open(&keys(), "k1.AAAA", UnixSeconds(0)),
        Err(NoSession::Unreadable)
    );
}
