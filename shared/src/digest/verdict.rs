//! Is what Glance stored what was sent?

use super::{Algorithm, HexDigest};
use crate::glance::image::Image;
use crate::units::Bytes;

/// What was computed here over the data that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalDigests {
    /// How many bytes.
    pub size: Bytes,
    /// The digests over them.
    pub digests: Vec<(Algorithm, HexDigest)>,
}

/// One algorithm's two values, side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub algorithm: Algorithm,
    /// The value computed here, if it was.
    pub computed: Option<HexDigest>,
    /// The value that Glance stored, if it did.
    pub stored: Option<HexDigest>,
}

impl Comparison {
    /// Whether the two values are equal; `None` when one of them is missing.
    #[must_use]
    pub fn matches(&self) -> Option<bool> {
        Some(self.computed.as_ref()? == self.stored.as_ref()?)
    }
}

/// What the comparison says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// At least one pair of digests could be compared, all of them are equal, and so is the size.
    Verified(Vec<Comparison>),
    /// A digest or the size differs: the stored image is not what was sent.
    Mismatch(Vec<Comparison>),
    /// There is no pair of values to compare, which says nothing either way.
    NothingToCompare(Vec<Comparison>),
}

impl Verdict {
    /// The values behind the verdict.
    #[must_use]
    pub fn comparisons(&self) -> &[Comparison] {
        match self {
            Self::Verified(comparisons)
            | Self::Mismatch(comparisons)
            | Self::NothingToCompare(comparisons) => comparisons,
        }
    }
}

/// What Glance stored of an image's data, as far as Gaze can compute the same: `os_hash_value` first,
/// then `checksum`, which is MD5.
fn stored_digests(image: &Image) -> Vec<(Algorithm, HexDigest)> {
    let mut stored: Vec<(Algorithm, HexDigest)> = Vec::new();
    if let (Some(algorithm), Some(value)) = (&image.os_hash_algo, &image.os_hash_value)
        && let Ok(algorithm) = algorithm.parse()
    {
        stored.push((algorithm, HexDigest::from_text(value)));
    }
    if let Some(checksum) = &image.checksum
        && stored
            .iter()
            .all(|(algorithm, _)| *algorithm != Algorithm::Md5)
    {
        stored.push((Algorithm::Md5, HexDigest::from_text(checksum)));
    }
    stored
}

/// The one algorithm that an image's data is compared by: that of `os_hash_value`, and MD5 only where
/// Glance stored nothing stronger that Gaze computes. `None` where it stored neither.
#[must_use]
pub fn compared_algorithm(image: &Image) -> Option<Algorithm> {
    stored_digests(image)
        .first()
        .map(|(algorithm, _)| *algorithm)
}

/// Compares what was computed here with what Glance says it stored.
#[must_use]
pub fn compare(image: &Image, local: &LocalDigests) -> Verdict {
    let stored = stored_digests(image);
    let value_of = |list: &[(Algorithm, HexDigest)], wanted: Algorithm| {
        list.iter()
            .find(|(algorithm, _)| *algorithm == wanted)
            .map(|(_, digest)| digest.clone())
    };
    // The strongest algorithm first, as a person reads it.
    let comparisons: Vec<Comparison> = [Algorithm::Sha512, Algorithm::Sha256, Algorithm::Md5]
        .into_iter()
        .map(|algorithm| Comparison {
            algorithm,
            computed: value_of(&local.digests, algorithm),
            stored: value_of(&stored, algorithm),
        })
        .filter(|comparison| comparison.computed.is_some() || comparison.stored.is_some())
        .collect();
    let size_differs = image.size.is_some_and(|size| size != local.size);
    if size_differs || comparisons.iter().any(|pair| pair.matches() == Some(false)) {
        Verdict::Mismatch(comparisons)
    } else if comparisons.iter().any(|pair| pair.matches() == Some(true)) {
        Verdict::Verified(comparisons)
    } else {
        Verdict::NothingToCompare(comparisons)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Hasher;
    use crate::glance::test_images::active_image;

    fn local(data: &[u8], algorithms: &[Algorithm]) -> LocalDigests {
        let digests = algorithms
            .iter()
            .map(|algorithm| {
                let mut hasher = Hasher::new(*algorithm);
                hasher.update(data);
                (*algorithm, hasher.finish())
            })
            .collect();
        LocalDigests {
            size: Bytes(data.len() as u64),
            digests,
        }
    }

    const BOTH: [Algorithm; 2] = [Algorithm::Sha512, Algorithm::Md5];

    #[test]
    fn equal_digests_verify() {
        // The image of the tests holds the digests of these eleven bytes.
        let verdict = compare(&active_image(), &local(b"hello world", &BOTH));
        assert!(
            matches!(&verdict, Verdict::Verified(pairs) if pairs.len() == 2),
            "{verdict:?}"
        );
    }

    #[test]
    fn one_different_digest_is_a_mismatch_even_beside_an_equal_one() {
        let mut image = active_image();
        image.checksum = Some("00000000000000000000000000000000".into());
        assert!(matches!(
            compare(&image, &local(b"hello world", &BOTH)),
            Verdict::Mismatch(_)
        ));
    }

    #[test]
    fn a_different_size_is_a_mismatch_whatever_the_digests_say() {
        let mut image = active_image();
        image.size = Some(Bytes(12));
        assert!(matches!(
            compare(&image, &local(b"hello world", &BOTH)),
            Verdict::Mismatch(_)
        ));
    }

    #[test]
    fn without_a_common_algorithm_nothing_is_claimed() {
        let mut image = active_image();
        image.checksum = None;
        image.os_hash_algo = Some("blake2b".into());
        let verdict = compare(&image, &local(b"hello world", &BOTH));
        assert!(matches!(verdict, Verdict::NothingToCompare(_)));
    }

    #[test]
    fn data_is_compared_by_the_hash_of_the_cloud_and_by_md5_only_without_one() {
        let mut image = active_image();
        assert_eq!(compared_algorithm(&image), Some(Algorithm::Sha512));
        image.os_hash_algo = Some("sha256".into());
        assert_eq!(compared_algorithm(&image), Some(Algorithm::Sha256));
        image.os_hash_algo = Some("blake2b".into());
        assert_eq!(compared_algorithm(&image), Some(Algorithm::Md5));
        image.os_hash_algo = None;
        assert_eq!(compared_algorithm(&image), Some(Algorithm::Md5));
        image.checksum = None;
        assert_eq!(compared_algorithm(&image), None);
    }

    #[test]
    fn upper_case_digests_of_other_writers_are_equal() {
        let mut image = active_image();
        image.checksum = image.checksum.map(|text| text.to_uppercase());
        assert!(matches!(
            compare(&image, &local(b"hello world", &BOTH)),
            Verdict::Verified(_)
        ));
    }
}
