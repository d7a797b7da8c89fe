//! Tasks: what Glance does in the background, such as an import.
//!
//! The same task comes in two dresses. `GET /v2/images/{id}/tasks` sends rows of the database: times
//! with microseconds and no zone, and `deleted`. The administrators' `GET /v2/tasks` sends times with
//! a `Z`, no `input`, `result` and `message` in its list, and omits what is empty. Sources:
//! `glance/api/v2/images.py` (`get_task_info`), `glance/api/v2/tasks.py`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::glance::image::ImageId;
use crate::ids::{ProjectId, TaskId, UserId};
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::{Nullable, Other};
use crate::json::object_reader::ObjectReader;
use crate::json::open_enum::open_enum;
use crate::json::wrong_field::WrongField;
use crate::time::timestamp::Timestamp;

open_enum! {
    /// What a task does (`glance/domain/__init__.py`, `Task._supported_task_type`).
    pub enum TaskType {
        /// An import of the kind before API 2.6, made by an administrator.
        Import = "import",
        /// An import of `POST /v2/images/{id}/import`.
        ApiImageImport = "api_image_import",
        /// The hashing of a location that was added (since API 2.17).
        LocationImport = "location_import",
    }
}

open_enum! {
    /// Where a task stands. `pending` goes to `processing` or `failure`, `processing` to one of the
    /// last two, and these never change.
    pub enum TaskStatus {
        /// It waits for a worker.
        Pending = "pending",
        /// A worker is at it.
        Processing = "processing",
        /// It is done.
        Success = "success",
        /// It failed; the message says why, often only "Task failed due to Internal Error".
        Failure = "failure",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Task {
    pub id: TaskId,
    /// What it does.
    #[serde(rename = "type")]
    pub task_type: TaskType,
    /// Where it stands.
    pub status: TaskStatus,
    /// The project that asked for it.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub owner: Nullable<ProjectId>,
    /// The image it is about.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub image_id: Nullable<ImageId>,
    /// The user who asked for it.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub user_id: Nullable<UserId>,
    /// The request that asked for it, as in the header `x-openstack-request-id`.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub request_id: Nullable<String>,
    /// What was asked for; for an import `{"image_id", "import_req", "backend": [store, …]}`.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub input: Nullable<Value>,
    /// What came of it.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub result: Nullable<Value>,
    /// A word for people: why it failed, or how far it is (`Copied 15 MiB`).
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub message: Nullable<String>,
    /// When Glance may forget it: by default 48 hours after its end.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub expires_at: Nullable<Timestamp>,
    /// When it was asked for.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub created_at: Nullable<Timestamp>,
    /// When it last changed.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub updated_at: Nullable<Timestamp>,
    /// Rows only: when it was deleted.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub deleted_at: Nullable<Timestamp>,
    /// Rows only: whether it was deleted.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub deleted: Nullable<bool>,
    /// Root-relative URL of the task.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_url: Option<String>,
    /// Root-relative URL of its schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for Task {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            id: TaskId::from(fields.demanded("id")?),
            task_type: TaskType::from(fields.demanded("type")?.as_str()),
            status: TaskStatus::from(fields.demanded("status")?.as_str()),
            owner: fields.known_or_null("owner"),
            image_id: fields.known_or_null("image_id"),
            user_id: fields.known_or_null("user_id"),
            request_id: fields.known_or_null("request_id"),
            input: fields.known_or_null("input"),
            result: fields.known_or_null("result"),
            message: fields.known_or_null("message"),
            expires_at: fields.known_or_null("expires_at"),
            created_at: fields.known_or_null("created_at"),
            updated_at: fields.known_or_null("updated_at"),
            deleted_at: fields.known_or_null("deleted_at"),
            deleted: fields.known_or_null("deleted"),
            self_url: fields.known("self"),
            schema: fields.known("schema"),
            other: fields.rest(),
        })
    }
}

impl Task {
    /// Whether it has come to its end.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.status, TaskStatus::Success | TaskStatus::Failure)
    }

    /// How many MiB have been copied so far, where the message says so
    /// (`glance/async_/flows/api_image_import.py`, `_status_callback`). The only progress of an import
    /// that Glance tells.
    #[must_use]
    pub fn copied_mib(&self) -> Option<u64> {
        let message = self.message.as_option()?;
        let number = message.strip_prefix("Copied ")?.strip_suffix(" MiB")?;
        number.parse().ok()
    }
}

/// `GET /v2/images/{id}/tasks` (since API 2.12).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImageTaskList {
    /// The tasks of the image.
    pub tasks: LenientVec<Task>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// One page of `GET /v2/tasks`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskList {
    /// The tasks of this page.
    pub tasks: LenientVec<Task>,
    /// Root-relative URL of the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Root-relative URL of the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Root-relative URL of the list's schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_read_from_the_message() {
        let task = |message: &str| -> Task {
            serde_json::from_value(serde_json::json!({
                "id": "t", "type": "api_image_import", "status": "processing", "message": message
            }))
            .unwrap()
        };
        assert_eq!(task("Copied 15 MiB").copied_mib(), Some(15));
        assert_eq!(task("").copied_mib(), None);
        assert!(!task("").is_over());
    }
}
