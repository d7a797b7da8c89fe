//! Is this answer the data that was asked for?

use gaze_shared::digest::HexDigest;
use gaze_shared::glance::image::Image;

use super::stage::Reception;
use crate::workers::saving::AnswerHead;

/// What an answer is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnswerUse {
    /// Its bytes can be appended.
    Take {
        reception: Reception,
        /// How many of them are written already.
        skip: u64,
        /// How many are missing after these, at most.
        at_most: u64,
        /// The length of the whole data.
        total: u64,
    },
    /// It is data, and not that of this download.
    OtherData,
    /// It says nothing that can be used.
    None,
}

impl AnswerUse {
    /// Judges an answer to the question for the data of `image` from the byte `from` on.
    ///
    /// Glance has no `ETag` that `If-Range` could name. What tells that it is the same data is the length, and
    /// the MD5 of the whole that Glance sends with each part.
    pub(super) fn of(head: &AnswerHead, image: &Image, from: u64) -> Self {
        let size = image.size.map(|size| size.0);
        let checksum = image.checksum.as_deref().map(HexDigest::from_text);
        if let (Some(sent), Some(stored)) = (&head.md5, &checksum)
            && sent != stored
        {
            return Self::OtherData;
        }
        match head.status {
            200 => {
                // Without a length nobody could tell the end from a break.
                let Some(total) = size.or(head.length) else {
                    return Self::None;
                };
                if head.length.is_some_and(|length| length != total) {
                    return Self::OtherData;
                }
                let reception = match from {
                    0 => Reception::Appended,
                    _ => Reception::FromTheBeginning,
                };
                Self::Take {
                    reception,
                    skip: from,
                    at_most: total.saturating_sub(from),
                    total,
                }
            }
            206 => {
                let Some(range) = head.content_range else {
                    return Self::None;
                };
                let Some(total) = size.or(range.total) else {
                    return Self::None;
                };
                if range.total.is_some_and(|told| told != total) {
                    return Self::OtherData;
                }
                if range.first != from || range.last >= total {
                    return Self::None;
                }
                let length = range.last - range.first + 1;
                if head.length.is_some_and(|told| told != length) {
                    return Self::None;
                }
                Self::Take {
                    reception: Reception::Appended,
                    skip: 0,
                    at_most: length,
                    total,
                }
            }
            _ => Self::None,
        }
    }
}

/// Whether an image still has the data that it had.
pub(super) fn has_same_data(before: &Image, now: &Image) -> bool {
    let digest = |text: &Option<String>| text.as_deref().map(HexDigest::from_text);
    before.size == now.size
        && before.os_hash_algo == now.os_hash_algo
        && digest(&before.os_hash_value) == digest(&now.os_hash_value)
        && digest(&before.checksum) == digest(&now.checksum)
}

#[cfg(test)]
mod tests {
    use gaze_shared::units::Bytes;

    use super::*;
    use crate::features::downloads::engine::tests::image;
    use crate::workers::saving::ContentRange;

    fn part(first: u64, last: u64, total: u64) -> AnswerHead {
        AnswerHead {
            status: 206,
            content_range: Some(ContentRange {
                first,
                last,
                total: Some(total),
            }),
            length: Some(last - first + 1),
            md5: None,
        }
    }

    fn whole(length: Option<u64>) -> AnswerHead {
        AnswerHead {
            status: 200,
            length,
            ..AnswerHead::default()
        }
    }

    #[test]
    fn a_part_is_taken_only_where_it_begins_at_the_byte_that_was_asked_for() {
        let image = image();
        let size = image.size.unwrap_or_default().0;
        let takes = |head: &AnswerHead, from| {
            matches!(
                AnswerUse::of(head, &image, from),
                AnswerUse::Take { skip: 0, .. }
            )
        };
        assert!(takes(&part(4, size - 1, size), 4));
        assert!(takes(&part(4, 6, size), 4), "a shorter part is a part");
        assert!(!takes(&part(3, size - 1, size), 4));
        assert!(!takes(&part(0, size - 1, size), 4));
        let shorter = AnswerHead {
            length: Some(1),
            ..part(4, size - 1, size)
        };
        assert!(!takes(&shorter, 4));
        let silent = AnswerHead {
            content_range: None,
            ..part(4, size - 1, size)
        };
        assert!(!takes(&silent, 4));
    }

    #[test]
    fn the_whole_in_the_place_of_a_part_is_read_past_and_never_appended() {
        let image = image();
        let size = image.size.unwrap_or_default().0;
        let found = AnswerUse::of(&whole(Some(size)), &image, 4);
        let expected = AnswerUse::Take {
            reception: Reception::FromTheBeginning,
            skip: 4,
            at_most: size - 4,
            total: size,
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn data_of_another_length_or_with_another_checksum_is_other_data() {
        let mut image = image();
        let size = image.size.unwrap_or_default().0;
        for head in [whole(Some(size + 1)), part(4, size, size + 1)] {
            assert_eq!(AnswerUse::of(&head, &image, 4), AnswerUse::OtherData);
        }
        image.checksum = Some("00000000000000000000000000000000".into());
        let head = AnswerHead {
            md5: Some(HexDigest::from_text("11111111111111111111111111111111")),
            ..part(4, size - 1, size)
        };
        assert_eq!(AnswerUse::of(&head, &image, 4), AnswerUse::OtherData);
    }

    #[test]
    fn an_answer_without_data_or_length_is_of_no_use() {
        let mut image = image();
        for status in [201, 204, 299, 304] {
            let head = AnswerHead {
                status,
                ..whole(None)
            };
            assert_eq!(AnswerUse::of(&head, &image, 0), AnswerUse::None, "{status}");
        }
        image.size = None;
        assert_eq!(AnswerUse::of(&whole(None), &image, 0), AnswerUse::None);
        assert_ne!(AnswerUse::of(&whole(Some(9)), &image, 0), AnswerUse::None);
    }

    #[test]
    fn an_image_has_the_same_data_whatever_else_of_it_changes() {
        let before = image();
        let mut now = image();
        now.name = Some("renamed".into());
        now.os_hash_value = now.os_hash_value.map(|text| text.to_uppercase());
        assert!(has_same_data(&before, &now));
        now.size = Some(Bytes(1));
        assert!(!has_same_data(&before, &now));
    }
}
