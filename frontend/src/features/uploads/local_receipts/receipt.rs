//! A receipt: what it holds, and how it is written down.

use std::collections::BTreeMap;

use gaze_shared::digest::{Algorithm, HexDigest, LocalDigests};
use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;
use serde_json::{Value, json};

use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::event::RequestEvent;
use crate::features::uploads::engine::expected::{Expectation, ExpectedDigest};
use crate::features::uploads::engine::target::ActingAs;

/// This browser's digests of a file, computed while it was uploaded. It says nothing of what Glance
/// stored. Called local because Keystone has receipts too, of half a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalReceipt {
    /// The image that the file became.
    pub image: ImageId,
    /// The file's name on the person's disk.
    pub file_name: String,
    /// When the file was last changed, in milliseconds since the Unix epoch. Earlier versions of this page did not
    /// keep it.
    pub modified_at: Option<i64>,
    /// What was sent of it, which is what the digests are of.
    pub conversion: Conversion,
    pub size: Bytes,
    /// The digests, the strongest first.
    pub digests: Vec<(Algorithm, HexDigest)>,
    /// When the upload was begun, where that is known, in seconds since the Unix epoch.
    pub begun_at: Option<i64>,
    /// When they were compared with Glance's for the first time, in seconds since the Unix epoch.
    pub computed_at: i64,
    /// What the person said that the file must have. Whether it held, the digests tell.
    pub expected: Option<ExpectedDigest>,
    /// As whom it was uploaded. Earlier versions of this page did not keep it.
    pub by: Option<ReceiptOwner>,
    /// The ids under which the last request of each kind was logged by the gateway and by Glance.
    pub requests: BTreeMap<RequestKind, String>,
    pub passage: Passage,
}

/// How the file came to be in the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    Sent,
    /// The image had these bytes already, and none was sent.
    AlreadyHere,
}

/// As whom a file was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptOwner {
    /// Keystone's id of the person.
    pub user_id: String,
    /// Keystone's id of the project.
    pub project_id: String,
    pub region: String,
}

/// What a request of an upload was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestKind {
    /// The registration of the image.
    Create,
    /// The opening of an upload by tus.
    Open,
    /// Data: the whole of it, or the last part.
    Data,
    /// The look at the image that the digests were compared with.
    Read,
}

impl RequestKind {
    const ALL: [Self; 4] = [Self::Create, Self::Open, Self::Data, Self::Read];

    /// The name in a receipt.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Open => "open",
            Self::Data => "data",
            Self::Read => "read",
        }
    }

    /// What was asked, when this came of it.
    #[must_use]
    pub fn answered_by(event: &RequestEvent) -> Option<Self> {
        match event {
            RequestEvent::Created(_) => Some(Self::Create),
            RequestEvent::Opened(_) => Some(Self::Open),
            RequestEvent::Stored | RequestEvent::Appended(_) => Some(Self::Data),
            RequestEvent::Seen(_) => Some(Self::Read),
            _ => None,
        }
    }
}

impl From<&ActingAs> for ReceiptOwner {
    fn from(acting_as: &ActingAs) -> Self {
        Self {
            user_id: acting_as.user_id.clone(),
            project_id: acting_as.project_id.clone(),
            region: acting_as.region.clone(),
        }
    }
}

impl ReceiptOwner {
    fn to_json(&self) -> Value {
        json!({
            "user_id": self.user_id.as_str(),
            "project_id": self.project_id.as_str(),
            "region": self.region.as_str(),
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let text = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
        Some(Self {
            user_id: text("user_id")?,
            project_id: text("project_id")?,
            region: text("region")?,
        })
    }
}

impl LocalReceipt {
    /// Written and read by hand: what would be derived is a kilobyte of the download.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let pair =
            |algorithm: Algorithm, digest: &HexDigest| json!([algorithm.as_str(), digest.as_str()]);
        let digests = self
            .digests
            .iter()
            .map(|(algorithm, digest)| pair(*algorithm, digest));
        let expected = self.expected.as_ref();
        let expected = expected.map(|expected| pair(expected.algorithm, &expected.digest));
        json!({
            "image": self.image.as_str(),
            "file_name": self.file_name.as_str(),
            "modified_at": self.modified_at,
            "conversion": self.conversion.as_str(),
            "size": self.size.0,
            "digests": digests.collect::<Vec<Value>>(),
            "begun_at": self.begun_at,
            "computed_at": self.computed_at,
            "by": self.by.as_ref().map(ReceiptOwner::to_json),
            "requests": self.requests_to_json(),
            "already_here": self.passage == Passage::AlreadyHere,
            "expected": expected,
            "held": self.held(),
        })
    }

    /// `None` for what another version of this page has written otherwise.
    #[must_use]
    pub fn from_json(value: &Value) -> Option<Self> {
        let digest = |pair: &Value| {
            let algorithm = pair.get(0)?.as_str()?.parse().ok()?;
            Some((algorithm, HexDigest::from_text(pair.get(1)?.as_str()?)))
        };
        let digests = value.get("digests")?.as_array()?;
        // Earlier versions of this page knew of none of these.
        let expected = value.get("expected").and_then(digest);
        let request = |kind: RequestKind| {
            let id = value.get("requests")?.get(kind.as_str())?.as_str()?;
            Some((kind, id.to_owned()))
        };
        Some(Self {
            image: value.get("image")?.as_str()?.parse().ok()?,
            file_name: value.get("file_name")?.as_str()?.to_owned(),
            modified_at: value.get("modified_at").and_then(Value::as_i64),
            conversion: {
                let word = value.get("conversion").and_then(Value::as_str);
                Conversion::from_word(word)?
            },
            size: Bytes(value.get("size")?.as_u64()?),
            digests: digests.iter().map(digest).collect::<Option<_>>()?,
            begun_at: value.get("begun_at").and_then(Value::as_i64),
            computed_at: value.get("computed_at")?.as_i64()?,
            by: value.get("by").and_then(ReceiptOwner::from_json),
            requests: RequestKind::ALL.into_iter().filter_map(request).collect(),
            passage: match value.get("already_here").and_then(Value::as_bool) {
                Some(true) => Passage::AlreadyHere,
                Some(false) | None => Passage::Sent,
            },
            expected: expected.map(|(algorithm, digest)| ExpectedDigest { algorithm, digest }),
        })
    }

    /// The ids of the requests by what they were for.
    #[must_use]
    pub fn requests_to_json(&self) -> Value {
        let entry = |(kind, id): (&RequestKind, &String)| {
            (kind.as_str().to_owned(), Value::String(id.clone()))
        };
        Value::Object(self.requests.iter().map(entry).collect())
    }

    /// Whether the file was the one that was expected.
    #[must_use]
    pub fn expectation(&self) -> Expectation {
        match &self.expected {
            None => Expectation::None,
            // It is the chosen file's, and was compared before anything was made of that.
            Some(_) if self.conversion != Conversion::None => Expectation::Held,
            Some(expected) => expected.beside(&self.digests),
        }
    }

    /// The same as it is written; `None` where it is not known.
    #[must_use]
    pub fn held(&self) -> Option<bool> {
        match self.expectation() {
            Expectation::Held => Some(true),
            Expectation::Broken(_) => Some(false),
            Expectation::None | Expectation::Open => None,
        }
    }

    /// In the form that `gaze_shared::digest::compare` takes.
    #[must_use]
    pub fn local_digests(&self) -> LocalDigests {
        LocalDigests {
            size: self.size,
            digests: self.digests.clone(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use gaze_shared::unpack::Compression;

    use super::*;

    pub(in crate::features::uploads::local_receipts) fn receipt(number: usize) -> LocalReceipt {
        LocalReceipt {
            image: format!("00000000-0000-4000-8000-{number:012}")
                .parse()
                .unwrap(),
            file_name: "debian-13.qcow2".into(),
            modified_at: Some(1_795_000_000_000),
            conversion: Conversion::Unpacked(Compression::Xz),
            size: Bytes(7),
            digests: vec![(Algorithm::Md5, HexDigest::from_text("aa"))],
            begun_at: Some(1_795_282_700),
            computed_at: 1_795_282_725,
            expected: None,
            by: Some(ReceiptOwner {
                user_id: "u".into(),
                project_id: "p".into(),
                region: "RegionOne".into(),
            }),
            requests: [(RequestKind::Data, "req-1".to_owned())].into(),
            passage: Passage::Sent,
        }
    }

    #[test]
    fn a_receipt_reads_back_as_it_was_written() {
        assert_eq!(
            LocalReceipt::from_json(&receipt(3).to_json()),
            Some(receipt(3))
        );
        let xz = Conversion::Unpacked(Compression::Xz);
        for (expected, conversion, held) in [
            ("aa", Conversion::None, true),
            ("bb", Conversion::None, false),
            // It is the chosen file's, and was compared before.
            ("bb", xz, true),
        ] {
            let expecting = LocalReceipt {
                conversion,
                expected: Some(ExpectedDigest {
                    algorithm: Algorithm::Md5,
                    digest: HexDigest::from_text(expected),
                }),
                ..receipt(3)
            };
            let json = expecting.to_json();
            assert_eq!(json.get("held"), Some(&Value::Bool(held)));
            assert_eq!(LocalReceipt::from_json(&json), Some(expecting));
        }
        // As earlier versions of this page have written it.
        let earlier = r#"{"image":"00000000-0000-4000-8000-000000000003",
            "file_name":"debian-13.qcow2","size":7,"digests":[["md5","aa"]],
            "computed_at":1795282725}"#;
        let earlier: Value = serde_json::from_str(earlier).unwrap();
        let known_then = LocalReceipt {
            modified_at: None,
            conversion: Conversion::None,
            begun_at: None,
            by: None,
            requests: BTreeMap::new(),
            ..receipt(3)
        };
        assert_eq!(LocalReceipt::from_json(&earlier), Some(known_then));
    }
}
