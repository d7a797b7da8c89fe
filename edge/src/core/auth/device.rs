//! Browsers in which somebody has signed in before.
//!
//! Failed sign-ins are counted for each user name, so whoever fails often enough locks a person out. The
//! browser of a person who has signed in once has a cookie that says so, and counts for itself: strangers
//! do not have it (<https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies>).

use serde::{Deserialize, Serialize};

use crate::core::UnixSeconds;
use crate::core::auth::sign_in_limit::Subject;
use crate::core::crypto::seal::{KeyRing, NONCE_BYTES};

/// Another one than the session's, so that neither opens as the other.
const PURPOSE: &str = "device";

/// For how long a browser is known after a sign-in.
pub const KNOWN_FOR_SECONDS: i64 = 180 * 24 * 3600;

/// How many people one browser is known for: those who have signed in last.
const PEOPLE_AT_MOST: usize = 8;

/// A browser in which somebody has signed in before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDevice {
    /// Chosen at random at each sign-in, so that whoever has one of before has a count of their own.
    id: String,
    /// Whose: the [`Subject::counter_key`] of each as they write themselves, latest first.
    people: Vec<String>,
    until: i64,
}

impl KnownDevice {
    /// The browser after a sign-in of somebody, who has proved to know what others may guess.
    #[must_use]
    pub fn after_sign_in(
        previous: Option<Self>,
        person: &Subject,
        id: [u8; 16],
        now: UnixSeconds,
    ) -> Self {
        let person = person.counter_key();
        let before = previous.map(|device| device.people).unwrap_or_default();
        let others = before.into_iter().filter(|other| *other != person);
        let people = std::iter::once(person.clone()).chain(others);
        Self {
            id: id.iter().map(|byte| format!("{byte:02x}")).collect(),
            people: people.take(PEOPLE_AT_MOST).collect(),
            until: now.0.saturating_add(KNOWN_FOR_SECONDS),
        }
    }

    /// The cookie's value; `None` when it cannot be sealed.
    #[must_use]
    pub fn seal(&self, keys: &KeyRing, nonce: [u8; NONCE_BYTES]) -> Option<String> {
        keys.seal(PURPOSE, &serde_json::to_vec(self).ok()?, nonce)
    }

    /// Opens a cookie's value; `None` for one that is not the gateway's, or whose time is over.
    #[must_use]
    pub fn open(keys: &KeyRing, sealed: &str, now: UnixSeconds) -> Option<Self> {
        let plain = keys.open(PURPOSE, sealed).ok()?;
        let device: Self = serde_json::from_slice(&plain).ok()?;
        (device.until > now.0).then_some(device)
    }

    /// Under what a try in this browser counts; `None` for somebody who has not signed in here before.
    #[must_use]
    pub fn subject(&self, person: &Subject) -> Option<Subject> {
        let person = person.counter_key();
        self.people
            .contains(&person)
            .then(|| Subject::device(&self.id, &person))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::auth::keystone::UserName;
    use crate::core::auth::session::SessionSecrets;
    use crate::core::crypto::seal::SealKey;

    const NOW: UnixSeconds = UnixSeconds(1000);

    fn keys() -> KeyRing {
        KeyRing::new(vec![SealKey::new("k1", [1; 32]).unwrap()]).unwrap()
    }

    fn user(name: &str) -> Subject {
        Subject::user_as_written(&UserName {
            name: name.into(),
            domain: "Default".into(),
        })
    }

    fn after(previous: Option<KnownDevice>, name: &str, id: u8) -> KnownDevice {
        KnownDevice::after_sign_in(previous, &user(name), [id; 16], NOW)
    }

    #[test]
    fn a_browser_is_known_for_who_signed_in_there_and_for_nobody_else() {
        let device = after(None, "demo", 1);
        assert!(device.subject(&user("demo")).is_some());
        // Of a name that only looks alike, or is that of another person, nobody has proved anything.
        for other in ["DEMO ", "démo", "demmo", "demoss"] {
            assert_eq!(device.subject(&user(other)), None, "{other}");
        }
        assert_eq!(device.subject(&user("admin")), None);
        let both = after(Some(device.clone()), "admin", 2);
        assert!(both.subject(&user("demo")).is_some() && both.subject(&user("admin")).is_some());
        // Each person counts alone in it, and each sign-in begins a count of its own.
        assert_ne!(both.subject(&user("demo")), both.subject(&user("admin")));
        assert_ne!(both.subject(&user("demo")), device.subject(&user("demo")));
    }

    #[test]
    fn a_browser_is_known_for_a_few_people_and_half_a_year() {
        let mut device = None;
        for n in 0..20 {
            device = Some(after(device, &format!("user {n}"), n));
        }
        let device = device.unwrap();
        assert_eq!(device.people.len(), PEOPLE_AT_MOST);
        assert!(device.subject(&user("user 19")).is_some());
        assert!(device.subject(&user("user 1")).is_none());
        let sealed = device.seal(&keys(), [9; NONCE_BYTES]).unwrap();
        let open = |at| KnownDevice::open(&keys(), &sealed, UnixSeconds(at));
        assert_eq!(open(NOW.0 + KNOWN_FOR_SECONDS - 1), Some(device.clone()));
        assert_eq!(open(NOW.0 + KNOWN_FOR_SECONDS), None);
        assert!(sealed.len() < 1000, "{}", sealed.len());
    }

    #[test]
    fn what_the_gateway_has_not_sealed_for_this_is_no_known_browser() {
        let sealed = after(None, "demo", 1)
            .seal(&keys(), [9; NONCE_BYTES])
            .unwrap();
        assert!(SessionSecrets::open(&keys(), &sealed, NOW).is_err());
        let session = keys().seal("session", b"{}", [9; NONCE_BYTES]).unwrap();
        for text in [session.as_str(), "k1.AAAA", ""] {
            assert_eq!(KnownDevice::open(&keys(), text, NOW), None);
        }
    }
}
