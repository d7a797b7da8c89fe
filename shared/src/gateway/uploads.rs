//! `GET /api/uploads` and `GET /api/uploads/{id}`: what tus itself has no words for.

use serde::{Deserialize, Serialize};

use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;
use crate::units::Bytes;

/// How an upload stands, for its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct TusReport {
    /// The image that it is the data of.
    pub image_id: String,
    /// The region whose Glance gets it.
    pub region: String,
    /// How long it is.
    pub length: Bytes,
    /// How much of it has come.
    pub offset: Bytes,
    /// What happens to it.
    pub state: UploadState,
    /// How often it was sent to Glance.
    pub deliveries: u32,
    /// When it is forgotten, in UTC.
    pub expires_at: String,
    /// Why it failed, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<TusFailure>,
    /// The same as a sentence, for who reads no codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The caller's uploads that are under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct UploadList {
    /// The newest first.
    pub uploads: Vec<ListedUpload>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ListedUpload {
    /// Its address.
    pub location: String,
    #[serde(flatten)]
    pub report: TusReport,
}

/// What happens to an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// Bytes come.
    Receiving,
    /// All bytes have come, and are sent to Glance.
    Delivering,
    /// All bytes have come, and no token is left to send them with: the next call of the owner brings one.
    WaitingForToken,
    /// Glance has them.
    Stored,
    /// Glance does not take them.
    Failed,
}

/// Why an upload will never be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TusFailure {
    /// The image was deleted.
    ImageGone,
    /// Somebody else has given the image its data.
    ImageTaken,
    /// Glance shows the image as being stored long after it has got the last of the data: what stored it is gone.
    ImageStuck,
    /// Glance does not want it.
    Refused { status: u16 },
    /// It failed too often.
    GaveUp,
    /// The gateway's store has lost some of it.
    BytesMissing,
}

impl TryFrom<Other> for TusReport {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Self::read(&mut fields)
    }
}

impl TusReport {
    fn read(fields: &mut ObjectReader) -> Result<Self, WrongField> {
        let deliveries = fields.whole("deliveries")?;
        Ok(Self {
            image_id: fields.demanded("image_id")?,
            region: fields.demanded("region")?,
            length: fields
                .whole("length")?
                .map(Bytes)
                .ok_or(WrongField("length"))?,
            offset: fields
                .whole("offset")?
                .map(Bytes)
                .ok_or(WrongField("offset"))?,
            state: fields.known("state").ok_or(WrongField("state"))?,
            deliveries: deliveries
                .and_then(|deliveries| deliveries.try_into().ok())
                .ok_or(WrongField("deliveries"))?,
            expires_at: fields.demanded("expires_at")?,
            // A reason that this build does not know is none that it can act on.
            failure: fields.known("failure"),
            reason: fields.text("reason")?,
        })
    }
}

impl TryFrom<Other> for ListedUpload {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            location: fields.demanded("location")?,
            report: TusReport::read(&mut fields)?,
        })
    }
}

impl TryFrom<Other> for UploadList {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let uploads = ObjectReader::of(object).several("uploads")?;
        Ok(Self {
            uploads: uploads.ok_or(WrongField("uploads"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(failure: Option<TusFailure>) -> TusReport {
        TusReport {
            image_id: "i".into(),
            region: "R".into(),
            length: Bytes(9),
            offset: Bytes(4),
            state: UploadState::Failed,
            deliveries: 2,
            expires_at: "2026-11-29T00:00:00Z".into(),
            failure,
            reason: failure.map(|_| "It was refused.".into()),
        }
    }

    #[test]
    fn what_the_gateway_tells_of_uploads_reads_as_it_was_written() {
        for failure in [
            None,
            Some(TusFailure::GaveUp),
            Some(TusFailure::Refused { status: 415 }),
        ] {
            let list = UploadList {
                uploads: vec![ListedUpload {
                    location: "https://gaze.example/api/uploads/x".into(),
                    report: report(failure),
                }],
            };
            let text = serde_json::to_string(&list).unwrap();
            assert_eq!(serde_json::from_str::<UploadList>(&text).unwrap(), list);
            let one = serde_json::to_value(report(failure)).unwrap();
            assert_eq!(
                serde_json::from_value::<TusReport>(one).unwrap(),
                report(failure)
            );
        }
    }

    #[test]
    fn a_failure_of_a_newer_gateway_hides_nothing_else() {
        let mut told = serde_json::to_value(report(Some(TusFailure::GaveUp))).unwrap();
        told["failure"] = "moon_phase".into();
        let read: TusReport = serde_json::from_value(told).unwrap();
        assert_eq!((read.state, read.failure), (UploadState::Failed, None));
    }
}
