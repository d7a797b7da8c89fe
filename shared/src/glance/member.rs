//! Members: the projects that a shared image is open to (`/v2/images/{id}/members`).
//!
//! Source: `glance/api/v2/image_members.py`.

use crate::glance::image::ImageId;
use crate::ids::ProjectId;
use crate::json::lenient_vec::LenientVec;
use crate::json::object::object;
use crate::json::open_enum::open_enum;
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

object! {
    /// One member of an image.
    pub struct Member {
        pub member_id: ProjectId = "member_id",
        pub image_id: ImageId = "image_id",
        /// What the project has said.
        pub status: MemberAnswer = "status",
        /// When it was added.
        pub created_at: Option<Timestamp> = "created_at",
        /// When it answered last.
        pub updated_at: Option<Timestamp> = "updated_at",
        /// Root-relative URL of the schema.
        pub schema: Option<String> = "schema",
    }
}

object! {
    /// `GET /v2/images/{id}/members`: all members at once; this list has no pages.
    #[derive(Default)]
    pub struct MemberList {
        pub members: LenientVec<Member> = "members",
        /// Root-relative URL of the list's schema.
        pub schema: Option<String> = "schema",
    }
}
