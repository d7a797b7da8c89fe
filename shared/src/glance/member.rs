//! Members: the projects that a shared image is open to (`/v2/images/{id}/members`).
//!
//! Source: `glance/api/v2/image_members.py`.

use serde::{Deserialize, Serialize};

use crate::glance::image::ImageId;
use crate::ids::ProjectId;
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::open_enum::open_enum;
use crate::json::wrong_field::WrongField;
use crate::time::timestamp::Timestamp;

open_enum! {
    /// What a member project has said to the offer of an image.
    pub enum MemberAnswer {
        /// It has not answered: it may use the image by its id, but does not see it in lists.
        Pending = "pending",
        /// It has accepted: the image is in its lists.
        Accepted = "accepted",
        /// It has turned the image down. It may still use it by its id.
        Rejected = "rejected",
    }
}

/// One member of an image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Member {
    /// The project.
    pub member_id: ProjectId,
    pub image_id: ImageId,
    /// What the project has said.
    pub status: MemberAnswer,
    /// When it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it answered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Root-relative URL of the schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for Member {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            member_id: ProjectId::from(fields.demanded("member_id")?),
            image_id: fields.known("image_id").ok_or(WrongField("image_id"))?,
            status: MemberAnswer::from(fields.demanded("status")?.as_str()),
            created_at: fields.known("created_at"),
            updated_at: fields.known("updated_at"),
            schema: fields.known("schema"),
            other: fields.rest(),
        })
    }
}

/// `GET /v2/images/{id}/members`: all members at once; this list has no pages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MemberList {
    pub members: LenientVec<Member>,
    /// Root-relative URL of the list's schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// The body of `POST /v2/images/{id}/members`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberCreate {
    /// The project to open the image to.
    pub member: ProjectId,
}

/// The body of `PUT /v2/images/{id}/members/{member}`, which only the member project sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberUpdate {
    /// Its answer.
    pub status: MemberAnswer,
}
