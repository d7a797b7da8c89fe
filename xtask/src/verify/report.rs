//! The JSON that is printed. Scripts read it: keys stay as they are, and are only added.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use gaze_shared::digest::{LocalDigests, Verdict};
use gaze_shared::glance::image::Image;
use serde::Serialize;

/// How the command ends when nothing was compared, which says nothing about the bytes.
pub(super) const NOT_COMPARED: u8 = 2;

#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    verdict: Word,
    file: FileReport<'a>,
    image: ImageReport<'a>,
    compared: Vec<Pair>,
}

/// What the digests say.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Verified,
    Mismatch,
    NotCompared,
}

#[derive(Debug, Serialize)]
struct FileReport<'a> {
    path: Cow<'a, str>,
    /// In bytes.
    size: u64,
    digests: BTreeMap<&'static str, &'a str>,
}

/// The image as Glance shows it.
#[derive(Debug, Serialize)]
struct ImageReport<'a> {
    id: &'a str,
    name: Option<&'a str>,
    status: &'a str,
    size: Option<u64>,
    checksum: Option<&'a str>,
    os_hash_algo: Option<&'a str>,
    os_hash_value: Option<&'a str>,
}

/// One digest of both sides; null where a side has none.
#[derive(Debug, Serialize)]
struct Pair {
    algorithm: &'static str,
    computed: Option<String>,
    stored: Option<String>,
    same: Option<bool>,
}

impl<'a> Report<'a> {
    pub(super) fn new(
        path: &'a Path,
        local: &'a LocalDigests,
        image: &'a Image,
        verdict: &Verdict,
    ) -> Self {
        let digests = local.digests.iter();
        let pairs = verdict.comparisons().iter();
        Self {
            verdict: match verdict {
                Verdict::Verified(_) => Word::Verified,
                Verdict::Mismatch(_) => Word::Mismatch,
                Verdict::NothingToCompare(_) => Word::NotCompared,
            },
            file: FileReport {
                path: path.to_string_lossy(),
                size: local.size.0,
                digests: digests
                    .map(|(algorithm, digest)| (algorithm.as_str(), digest.as_str()))
                    .collect(),
            },
            image: ImageReport {
                id: image.id.as_str(),
                name: image.name.as_deref(),
                status: image.status.as_str(),
                size: image.size.map(|size| size.0),
                checksum: image.checksum.as_deref(),
                os_hash_algo: image.os_hash_algo.as_deref(),
                os_hash_value: image.os_hash_value.as_deref(),
            },
            compared: pairs
                .map(|pair| Pair {
                    algorithm: pair.algorithm.as_str(),
                    computed: pair.computed.as_ref().map(ToString::to_string),
                    stored: pair.stored.as_ref().map(ToString::to_string),
                    same: pair.matches(),
                })
                .collect(),
        }
    }

    /// 0 for the same bytes, 1 for others, 2 when there is nothing to compare.
    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.verdict {
            Word::Verified => 0,
            Word::Mismatch => 1,
            Word::NotCompared => NOT_COMPARED,
        })
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::digest::{Algorithm, HexDigest, compare};
    use gaze_shared::units::Bytes;
    use serde_json::{Value, json};

    use super::*;

    fn report(checksum: Option<&str>) -> Value {
        let image: Image = serde_json::from_value(json!({
            "id": "00000000-0000-4000-8000-00000000aaaa", "name": "debian", "status": "active",
            "visibility": "private", "size": 7, "checksum": checksum,
            "created_at": "2026-11-21T17:38:45Z", "updated_at": "2026-11-21T17:38:45Z",
        }))
        .unwrap();
        let local = LocalDigests {
            size: Bytes(7),
            digests: vec![(Algorithm::Md5, HexDigest::from_text("aa"))],
        };
        let verdict = compare(&image, &local);
        serde_json::to_value(Report::new(Path::new("a.img"), &local, &image, &verdict)).unwrap()
    }

    #[test]
    fn both_sides_of_a_digest_are_told_with_what_they_say() {
        for (checksum, word, same) in [
            (Some("aa"), "verified", Some(true)),
            (Some("bb"), "mismatch", Some(false)),
            (None, "not_compared", None),
        ] {
            let report = report(checksum);
            assert_eq!(report["verdict"], word);
            assert_eq!(report["compared"][0]["same"], json!(same));
            assert_eq!(report["file"]["digests"]["md5"], "aa");
        }
    }
}
