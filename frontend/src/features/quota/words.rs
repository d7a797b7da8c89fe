//! Resources and amounts as a person reads them.

use gaze_shared::gateway::{OverQuota, QuotaResource, QuotaUnit};
use gaze_shared::units::Bytes;

use crate::i18n::{numbers, text};

#[must_use]
pub fn label(resource: &QuotaResource) -> &str {
    match resource {
        QuotaResource::ImageSizeTotal => text::quota::stored_data(),
        QuotaResource::ImageStageTotal => text::quota::staged_data(),
        QuotaResource::ImageCountTotal => text::quota::images(),
        QuotaResource::ImageCountUploading => text::quota::uploads_at_once(),
        QuotaResource::UploadBytesPerDay => text::quota::uploaded_today(),
        QuotaResource::RequestsPerMinute => text::quota::requests_per_minute(),
        QuotaResource::Other(name) => name,
    }
}

/// An amount with its unit: `64.0 MiB`, `1 image`. Images that are being uploaded are uploads to a person.
#[must_use]
pub fn amount(resource: &QuotaResource, unit: &QuotaUnit, number: u64) -> String {
    match (unit, resource) {
        (QuotaUnit::Bytes, _) => numbers::bytes(Bytes(number)),
        (QuotaUnit::Images, QuotaResource::ImageCountUploading) => {
            text::quota::amount_of_uploads(number)
        }
        (QuotaUnit::Images, _) => text::quota::amount_of_images(number),
        (QuotaUnit::Requests, _) => text::quota::amount_of_requests(number),
        (QuotaUnit::Other(word), _) => text::quota::amount_of_other(number, word),
    }
}

/// A part of an amount that is told with its unit: `3.0 MiB` of 64.0 MiB, `3` of 10 images.
#[must_use]
pub fn part(unit: &QuotaUnit, number: u64) -> String {
    match unit {
        QuotaUnit::Bytes => numbers::bytes(Bytes(number)),
        _ => numbers::whole(number),
    }
}

/// Why something does not fit, and by how much: a sentence or two for each limit.
#[must_use]
pub fn tell_over(over: &[OverQuota]) -> String {
    let tell = |over: &OverQuota| {
        let amount = |number| amount(&over.resource, &over.unit, number);
        text::quota::over(
            label(&over.resource),
            &amount(over.excess()),
            &amount(over.limit),
            &amount(over.usage),
            &amount(over.reserved),
            &amount(over.asked),
        )
    };
    over.iter().map(tell).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use gaze_shared::gateway::LimitSource;

    use super::*;

    #[test]
    fn a_refusal_is_told_with_all_its_numbers() {
        let over = [
            OverQuota {
                resource: QuotaResource::ImageSizeTotal,
                limit: 64 << 20,
                usage: 0,
                reserved: 1 << 20,
                asked: 67 << 20,
                unit: QuotaUnit::Bytes,
                source: LimitSource::Cloud,
            },
            OverQuota {
                resource: QuotaResource::ImageCountTotal,
                limit: 1,
                usage: 1,
                reserved: 0,
                asked: 1,
                unit: QuotaUnit::Images,
                source: LimitSource::Cloud,
            },
        ];
        assert_eq!(
            tell_over(&over),
            "Stored data: 4.0 MiB too much (64.0 MiB allowed, 0 B used, 1.0 MiB reserved, 67.0 MiB \
             needed). Images: 1 image too much (1 image allowed, 1 image used, 0 images reserved, \
             1 image needed)."
        );
    }

    #[test]
    fn what_a_later_gateway_limits_is_told_by_its_name() {
        assert_eq!(label(&"image_bandwidth".into()), "image_bandwidth");
        let bandwidth = "image_bandwidth".into();
        assert_eq!(amount(&bandwidth, &"parsecs".into(), 3), "3 parsecs");
        assert_eq!(amount(&bandwidth, &QuotaUnit::Requests, 1), "1 request");
    }

    #[test]
    fn uploads_are_counted_as_uploads() {
        let of = |resource| amount(&resource, &QuotaUnit::Images, 2);
        assert_eq!(of(QuotaResource::ImageCountUploading), "2 uploads");
        assert_eq!(of(QuotaResource::ImageCountTotal), "2 images");
    }
}
