//! What is kept of an upload, so that a later page can go on with it.

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;
use serde_json::{Value, json};

use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::earlier::PrefixDigest;
use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::features::uploads::engine::failure::Failure;
use crate::features::uploads::engine::stage::UploadStage;
use crate::features::uploads::engine::target::{ActingAs, RemoteImage, Target};
use crate::features::uploads::engine::task::UploadTask;
use crate::features::uploads::engine::transport::{Transport, TusAddress};

/// An upload as a later page has to know it. How much has arrived, the gateway knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResumeRecord {
    pub image: ImageId,
    pub origin: ImageOrigin,
    pub way: ResumeWay,
    pub acting_as: ActingAs,
    /// When the first page began it, in seconds since the Unix epoch.
    pub begun_at: i64,
    /// The file's name on the person's disk.
    pub file_name: String,
    /// How long the file is there.
    pub size_on_disk: Bytes,
    pub conversion: Conversion,
    /// How long the data is that is sent.
    pub size: Bytes,
    /// The strongest of what is hashed, by which the prefixes are compared.
    pub algorithm: Algorithm,
    pub expected: Option<ExpectedDigest>,
}

/// Where the image comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageOrigin {
    /// The upload has made it, and deletes it when it comes to nothing.
    MadeByUpload,
    ThereBefore,
}

/// How the data travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResumeWay {
    /// In one `PUT`: from the first byte, when it has to be sent again.
    Put,
    /// By tus; the address where the gateway has given one.
    Tus(Option<TusAddress>),
}

impl ResumeRecord {
    /// What to keep of an upload; `None` when there is nothing to go on with, and nothing left behind.
    #[must_use]
    pub fn of(upload: &UploadTask) -> Option<Self> {
        let image = match &upload.remote {
            RemoteImage::Nothing | RemoteImage::Gone(_) => return None,
            RemoteImage::Asked(id) | RemoteImage::HalfMade(id) | RemoteImage::Whole(id) => id,
        };
        let origin = match &upload.target {
            Target::NewImage(_) => ImageOrigin::MadeByUpload,
            Target::ExistingImage(_) => ImageOrigin::ThereBefore,
        };
        let is_kept = match &upload.stage {
            UploadStage::Finished(_) | UploadStage::Cancelled | UploadStage::Left => false,
            UploadStage::Failed(Failure::FileNeeded) => true,
            UploadStage::Failed(_) => upload.leaves_something(),
            // Nothing has been done by this page to an image that was there before.
            UploadStage::Waiting => upload.leaves_something() || upload.is_taken_up(),
            // One that is only looked at again has had its outcome.
            _ => !upload.has_outcome(),
        };
        let algorithm = upload.hashing.strongest()?;
        is_kept.then(|| Self {
            image: image.clone(),
            origin,
            way: match &upload.transport {
                Transport::Put => ResumeWay::Put,
                Transport::Tus(transfer) => ResumeWay::Tus(transfer.address.clone()),
            },
            acting_as: upload.acting_as.clone(),
            begun_at: upload.begun_at,
            file_name: upload.file.name.clone(),
            size_on_disk: upload.file.size_on_disk,
            conversion: upload.file.conversion,
            size: upload.file.size,
            algorithm,
            expected: upload.expected.clone(),
        })
    }

    /// Where the gateway keeps what has arrived, when it was known.
    #[must_use]
    pub fn address(&self) -> Option<&TusAddress> {
        match &self.way {
            ResumeWay::Put => None,
            ResumeWay::Tus(address) => address.as_ref(),
        }
    }

    /// Written and read by hand: what would be derived is a kilobyte of the download.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let way = match &self.way {
            ResumeWay::Put => json!("put"),
            ResumeWay::Tus(address) => json!({ "tus": address.as_ref().map(|at| at.0.as_str()) }),
        };
        let expected = self.expected.as_ref();
        json!({
            "image": self.image.as_str(),
            "made_by_upload": self.origin == ImageOrigin::MadeByUpload,
            "way": way,
            "user_id": self.acting_as.user_id.as_str(),
            "project_id": self.acting_as.project_id.as_str(),
            "project_name": self.acting_as.project_name.as_str(),
            "region": self.acting_as.region.as_str(),
            "begun_at": self.begun_at,
            "file_name": self.file_name.as_str(),
            "size_on_disk": self.size_on_disk.0,
            "conversion": self.conversion.as_str(),
            "size": self.size.0,
            "algorithm": self.algorithm.as_str(),
            "expected": expected.map(|one| json!([one.algorithm.as_str(), one.digest.as_str()])),
        })
    }

    /// `None` for what another version of this page has written otherwise.
    #[must_use]
    pub fn from_json(value: &Value) -> Option<Self> {
        let text = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
        let way = match value.get("way")? {
            Value::String(word) if word == "put" => ResumeWay::Put,
            way => {
                let address = way.get("tus")?.as_str();
                ResumeWay::Tus(address.map(|path| TusAddress(path.to_owned())))
            }
        };
        let expected = match value.get("expected")? {
            Value::Null => None,
            pair => Some(ExpectedDigest {
                algorithm: pair.get(0)?.as_str()?.parse().ok()?,
                digest: HexDigest::from_text(pair.get(1)?.as_str()?),
            }),
        };
        let size = value.get("size")?.as_u64()?;
        // Earlier versions of this page sent every file as it was.
        let size_on_disk = value.get("size_on_disk").and_then(Value::as_u64);
        let conversion = value.get("conversion").and_then(Value::as_str);
        Some(Self {
            image: text("image")?.parse().ok()?,
            origin: match value.get("made_by_upload")?.as_bool()? {
                true => ImageOrigin::MadeByUpload,
                false => ImageOrigin::ThereBefore,
            },
            way,
            acting_as: ActingAs {
                user_id: text("user_id")?,
                project_id: text("project_id")?,
                project_name: text("project_name")?,
                region: text("region")?,
            },
            begun_at: value.get("begun_at")?.as_i64()?,
            file_name: text("file_name")?,
            size_on_disk: Bytes(size_on_disk.unwrap_or(size)),
            conversion: Conversion::from_word(conversion)?,
            size: Bytes(size),
            algorithm: text("algorithm")?.parse().ok()?,
            expected,
        })
    }
}

/// What has been read of a file for the wire: enough to compare it with whatever has arrived of it.
#[must_use]
pub fn prefixes_to_json(prefixes: &[PrefixDigest]) -> Value {
    let entry =
        |one: &PrefixDigest| json!([one.end.0, one.algorithm.as_str(), one.digest.as_str()]);
    Value::Array(prefixes.iter().map(entry).collect())
}

/// The same read back; what another version has written otherwise is left out.
#[must_use]
pub fn prefixes_from_json(value: &Value) -> Vec<PrefixDigest> {
    let entry = |one: &Value| {
        Some(PrefixDigest {
            end: Bytes(one.get(0)?.as_u64()?),
            algorithm: one.get(1)?.as_str()?.parse().ok()?,
            digest: HexDigest::from_text(one.get(2)?.as_str()?),
        })
    };
    let entries = value.as_array().map(Vec::as_slice).unwrap_or_default();
    entries.iter().filter_map(entry).collect()
}

/// Adds one to what is known while the gateway has `arrived`: what ends before that is of no use any more.
pub fn add_prefix(prefixes: &mut Vec<PrefixDigest>, one: PrefixDigest, arrived: Bytes) {
    prefixes.retain(|known| known.end >= arrived && known.end != one.end);
    prefixes.push(one);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(way: ResumeWay, expected: Option<ExpectedDigest>) -> ResumeRecord {
        ResumeRecord {
            image: "00000000-0000-4000-8000-00000000aaaa".parse().unwrap(),
            origin: ImageOrigin::MadeByUpload,
            way,
            acting_as: ActingAs {
                user_id: "u".into(),
                project_id: "p".into(),
                project_name: "Project".into(),
                region: "RegionOne".into(),
            },
            begun_at: 1_795_282_725,
            file_name: "debian-13.qcow2".into(),
            size_on_disk: Bytes(1 << 41),
            conversion: Conversion::Qcow2,
            size: Bytes(1 << 40),
            algorithm: Algorithm::Sha512,
            expected,
        }
    }

    fn prefix(end: u64) -> PrefixDigest {
        PrefixDigest {
            end: Bytes(end),
            algorithm: Algorithm::Sha512,
            digest: HexDigest::from_text(&format!("{end:02x}")),
        }
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let expected = ExpectedDigest {
            algorithm: Algorithm::Sha256,
            digest: HexDigest::from_text("aa"),
        };
        for way in [
            ResumeWay::Put,
            ResumeWay::Tus(None),
            ResumeWay::Tus(Some(TusAddress("/api/uploads/abc".into()))),
        ] {
            for expected in [None, Some(expected.clone())] {
                let kept = ResumeRecord {
                    origin: ImageOrigin::ThereBefore,
                    ..record(way.clone(), expected)
                };
                assert_eq!(ResumeRecord::from_json(&kept.to_json()), Some(kept));
            }
        }
    }

    #[test]
    fn a_record_of_another_version_is_none() {
        let mut json = record(ResumeWay::Put, None).to_json();
        json["size"] = "much".into();
        assert_eq!(ResumeRecord::from_json(&json), None);
        assert_eq!(ResumeRecord::from_json(&Value::Null), None);
    }

    #[test]
    fn prefixes_read_back_and_those_that_have_arrived_are_forgotten() {
        let mut prefixes = Vec::new();
        for (end, arrived) in [(8, 0), (16, 0), (24, 8), (32, 16)] {
            add_prefix(&mut prefixes, prefix(end), Bytes(arrived));
        }
        assert_eq!(prefixes, [prefix(16), prefix(24), prefix(32)]);
        assert_eq!(prefixes_from_json(&prefixes_to_json(&prefixes)), prefixes);
        // Read once more, in other pieces, after it was lost.
        add_prefix(&mut prefixes, prefix(24), Bytes(20));
        assert_eq!(prefixes, [prefix(32), prefix(24)]);
    }
}
